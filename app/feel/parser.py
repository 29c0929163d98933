"""Tokens to tree: the operators, by how strongly they bind (Pratt)."""

from collections.abc import Collection

from app.errors import say
from app.feel.bounds import DEPTH, NODES
from app.feel.cursor import begins_value
from app.feel.names import Names
from app.feel.phrases import OPERAND, Phrases
from app.feel.tree import Between, Binary, Filter, In, Node, Path, Test, UnaryTests, walk

ORDERINGS = frozenset({"<", "<=", ">", ">="})
TESTS = ORDERINGS | {"=", "!="}
POWER = {
    "or": 1,
    "and": 2,
    **dict.fromkeys(TESTS | {"between", "in"}, OPERAND),
    **dict.fromkeys("+-", 4),
    **dict.fromkeys("*/", 5),
    "**": 6,
    ".": 8,
    "[": 8,
    "(": 8,
}
COMPARISON = POWER["="]


class Parser(Phrases):
    """The infix half of the parser, and its two ways in."""

    def whole_expression(self) -> Node:
        return self._whole(self.expression())

    def whole_unary_tests(self) -> Node:
        """DMN unary tests: `-`, `not(test, ...)` or `test, ...`."""
        at = self.token.start
        if self.sees("-") and self.ahead(1).kind == "end":
            self.take()
            return UnaryTests(at, (), False)
        negated = self._negates_all()
        if negated:
            self.take()
            self.take()
        tests = self._tests()
        if negated:
            self.expect(")")
        return self._whole(UnaryTests(at, tests, negated))

    def _negates_all(self) -> bool:
        """Whether the text is one `not( ... )`, which negates tests, and no call followed by more."""
        if not (self.sees("not") and self.ahead(1).value == "("):
            return False
        depth = 0
        for index, token in enumerate(self.stream[1:-1], start=1):
            if token.kind == "sign":
                depth += (token.value == "(") - (token.value == ")")
            if depth == 0:
                return index == len(self.stream) - 2
        return False

    def _whole(self, root: Node) -> Node:
        if self.token.kind != "end":
            if self.sees_instance_of():
                self.refuse(say("The test for a type (instance of) is left out of our expressions."))
            self.refuse_found("an operator or the end")
        for count, (node, depth) in enumerate(walk(root), start=1):
            if count > NODES:
                self.refuse(say("The expression has more than %(limit)s parts.", limit=NODES), node.at)
            if depth > DEPTH:
                self.refuse(say("The expression is more than %(limit)s parts deep.", limit=DEPTH), node.at)
        return root

    def _tests(self) -> tuple[Node, ...]:
        tests = [self._test()]
        while self.skip(","):
            tests.append(self._test())
        return tuple(tests)

    def _test(self, power: int = 0) -> Node:
        if self.token.kind == "sign" and self.token.value in TESTS:
            operator = self.take()
            return Test(operator.start, operator.value, self.expression(OPERAND))
        return self.expression(power)

    def expression(self, power: int = 0) -> Node:
        """What follows, up to an operator that binds no stronger than `power`."""
        return self._continued(self.phrase(), power)

    def _continued(self, left: Node, power: int) -> Node:
        compared = False
        while self.token.kind in ("sign", "word"):
            operator = self.token.value
            strength = POWER.get(operator, 0)
            if strength <= power or (operator == "[" and self._closes_interval()):
                break
            if strength == COMPARISON:
                if compared and operator not in ("=", "!="):
                    self.refuse(say("Comparisons cannot be chained: join two of them with and."))
                compared = True
            left = self._infix(left, strength)
        return left

    def _closes_interval(self) -> bool:
        """`[1..5[`: the bracket closes if no filter condition can begin after it."""
        return self.interval_end and not begins_value(self.ahead(1))

    def _infix(self, left: Node, strength: int) -> Node:
        operator = self.take()
        match operator.value:
            case ".":
                return Path(operator.start, left, self.words(first_free=True))
            case "[":
                return self._filter(left, operator.start)
            case "(":
                self.refuse(say("Only built-in functions can be called, by their name."), operator.start)
            case "between":
                low = self.expression(OPERAND)
                self.expect("and")
                return Between(operator.start, left, low, self.expression(OPERAND))
            case "in":
                return self._in(left, operator.start)
        return Binary(operator.start, operator.value, left, self.expression(strength))

    def _filter(self, target: Node, at: int) -> Node:
        self.enter()
        self.names.push("item")
        condition = self._test()
        self.names.pop()
        self.leave()
        self.expect("]")
        return Filter(at, target, condition)

    def _in(self, value: Node, at: int) -> Node:
        """`in (test, ...)`, or `in` one test, list or interval."""
        if not self.sees("("):
            return self._single(at, value, self._test(OPERAND))
        opening = self.token.start
        self.enter()
        self.take()
        tests = self._tests()
        self.leave()
        alone = len(tests) == 1 and not isinstance(tests[0], Test)
        if alone and self.sees(".."):  # the bracket opened an interval
            interval = self._interval(opening, tests[0], False)
            return self._single(at, value, self._continued(interval, OPERAND))
        self.expect(")")
        if alone:  # the bracket belonged to a value, which may go on behind it
            return self._single(at, value, self._continued(tests[0], OPERAND))
        return In(at, value, tests, single=False, goes_on=False)

    def _single(self, at: int, value: Node, test: Node) -> Node:
        return In(at, value, (test,), single=True, goes_on=self.sees(*POWER))


def parse(text: str, names: Collection[str], functions: Names, *, unary: bool) -> tuple[Node, frozenset[str]]:
    """The tree of a text and the names it takes from outside.

    Raises FeelInvalid with line and column for anything outside our subset.
    """
    parser = Parser(text, names, functions)
    root = parser.whole_unary_tests() if unary else parser.whole_expression()
    return root, frozenset(parser.free)
