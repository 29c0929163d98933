"""What an expression can begin with: literals, names, calls, brackets, `if`, `for`, `some`, `every`."""

from app.errors import say
from app.feel.cursor import VALUE_SIGNS, Cursor, begins_value
from app.feel.names import RESERVED
from app.feel.tree import (
    AtLiteral,
    Call,
    ContextOf,
    Function,
    If,
    Interval,
    ListOf,
    Literal,
    Loop,
    Name,
    Negation,
    Node,
)
from app.feel.values import finite

CONSTANTS: dict[str, object] = {"true": True, "false": False, "null": None}
TAKES_FUNCTION = frozenset({"sort", "list replace"})
OPERAND = 3  # binding power of what may stand beside a comparison
MINUS = 7  # binding power of a minus sign before a value


class Phrases(Cursor):
    """The prefix half of the parser."""

    def expression(self, power: int = 0) -> Node:
        raise NotImplementedError

    def phrase(self) -> Node:
        token = self.token
        if token.kind == "number":
            return Literal(self.take().start, self._number(token.value))
        if token.kind == "string":
            return Literal(self.take().start, token.value)
        self.enter()
        found = self._word() if token.kind == "word" else self._sign()
        self.leave()
        return found

    def _number(self, source: str) -> int | float:
        value = finite(float(source))
        if value is None:
            self.refuse(say("This number is too large."))
        return value

    def _sign(self) -> Node:
        at = self.token.start
        if self.sees("+"):
            self.refuse(say("A plus sign before a single value is left out of our expressions."))
        if not self.sees(*VALUE_SIGNS, "]"):
            self.refuse_found("a value")
        match self.token.value:
            case "-":
                self.take()
                return Negation(at, self.expression(MINUS))
            case "@":
                self.take()
                if self.token.kind != "string":
                    self.refuse_found("a text in quotation marks")
                return AtLiteral(at, self.take().value)
            case "(" | "]":
                return self._bracketed()
            case "[":
                return self._list()
            case "{":
                return self._context()
            case _:
                return self._name_of(self.take().value, at)

    def _bracketed(self) -> Node:
        """`(value)`, or an interval that leaves its start out: `(1..5]`, `]1..5]`."""
        if self.sees("]") and not begins_value(self.ahead(1)):
            self.refuse_found("a value")
        opening = self.take()
        first = self.expression()
        if self.sees("..") or opening.value == "]":
            return self._interval(opening.start, first, False)
        self.expect(")")
        return first

    def _list(self) -> Node:
        at = self.take().start
        if self.skip("]"):
            return ListOf(at, ())
        items = [self.expression()]
        if self.sees(".."):
            return self._interval(at, items[0], True)
        while self.skip(","):
            items.append(self.expression())
        self.expect("]")
        return ListOf(at, tuple(items))

    def _interval(self, at: int, start: Node, start_included: bool) -> Node:
        self.expect("..")
        self.interval_end = True
        end = self.expression(OPERAND)
        self.interval_end = False
        return Interval(at, start, end, start_included, self.expect("]", ")", "[").value == "]")

    def _context(self) -> Node:
        at = self.take().start
        entries: dict[str, Node] = {}
        while not self.sees("}"):
            if entries:
                self.expect(",")
            start = self.token.start
            key = self.take().value if self.token.kind == "string" else self.words(first_free=True)
            if key in entries:
                self.refuse(say("The entry %(key)s is there twice.", key=key), start)
            self.expect(":")
            entries[key] = self.expression()
            self.names.push(key)
        self.take()
        self.names.pop(len(entries))
        return ContextOf(at, tuple(entries.items()))

    def _word(self) -> Node:
        at, word = self.token.start, self.token.value
        known, length = self.names.longest(self.stream, self.at)
        function, function_length = self.functions.longest(self.stream, self.at)
        if function_length > length and self.ahead(function_length).value == "(":
            self.at += function_length
            return self._call(function, at)
        if length:
            return self._known(known, length)
        if word in CONSTANTS:
            return Literal(self.take().start, CONSTANTS[word])
        match word:
            case "if":
                return self._if()
            case "for" | "some" | "every":
                return self._loop()
            case "function":
                self.refuse(say("A function can only be written as an argument of sort or list replace."))
        return self._unknown(self.words(), at)

    def _known(self, known: str, length: int) -> Node:
        """A declared name; further words make it another name, which is unknown then."""
        at, first = self.token.start, self.at
        self.at += length
        if self.token.kind == "word" and self.token.value not in RESERVED and not self.sees_instance_of():
            self.at = first
            return self._unknown(self.words(), at)
        if self.sees("("):
            self.refuse(say("%(name)s is a value here and cannot be called.", name=known), at)
        return self._name_of(known, at)

    def _unknown(self, name: str, at: int) -> Node:
        if self.sees("("):
            self.refuse(say("There is no function %(name)s in our expressions.", name=name), at)
        if name == "partial":
            self.refuse(say("The results so far (partial) are left out of our expressions."), at)
        return self._name_of(name, at)

    def _name_of(self, name: str, at: int) -> Node:
        if not self.names.is_inner(name):
            self.free.add(name)
        return Name(at, name)

    def _if(self) -> Node:
        at = self.take().start
        condition = self.expression()
        self.expect("then")
        then = self.expression()
        self.expect("else")
        return If(at, condition, then, self.expression())

    def _loop(self) -> Node:
        keyword = self.take()
        bindings: list[tuple[str, Node]] = []
        while not bindings or self.skip(","):
            name = self.words()
            self.expect("in")
            source = self.expression()
            if self.skip(".."):
                source = Interval(source.at, source, self.expression(), True, True)
            bindings.append((name, source))
            self.names.push(name)
            self.enter()
        self.expect("return" if keyword.value == "for" else "satisfies")
        body = self.expression()
        self.names.pop(len(bindings))
        for _ in bindings:
            self.leave()
        return Loop(keyword.start, keyword.value, tuple(bindings), body)

    def _call(self, function: str, at: int) -> Node:
        self.expect("(")
        arguments: list[Node] = []
        labels: list[str] = []
        while not self.sees(")"):
            if arguments:
                self.expect(",")
            if self._label_ahead():
                labels.append(self.words())
                self.take()
            if len(labels) not in (0, len(arguments) + 1):
                self.refuse(say("Name all arguments or none."))
            arguments.append(self._argument(function))
        self.take()
        return Call(at, function, tuple(arguments), tuple(labels))

    def _label_ahead(self) -> bool:
        steps = 0
        while self.ahead(steps).kind == "word":
            steps += 1
        return steps > 0 and self.ahead(steps).value == ":" and self.ahead(steps).kind == "sign"

    def _argument(self, function: str) -> Node:
        written_out = self.sees("function") and self.ahead(1).value == "("
        return self._function() if written_out and function in TAKES_FUNCTION else self.expression()

    def _function(self) -> Node:
        at = self.take().start
        self.expect("(")
        parameters: list[str] = []
        while not self.sees(")"):
            if parameters:
                self.expect(",")
            parameters.append(self.words())
            if self.skip(":"):
                self.words()
        self.take()
        if self.sees("external"):
            self.refuse(say("External functions are left out of our expressions."))
        for parameter in parameters:
            self.names.push(parameter)
        body = self.expression()
        self.names.pop(len(parameters))
        return Function(at, tuple(parameters), body)
