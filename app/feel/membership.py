"""Testing a value: `in`, cells of decision tables, conditions of forms."""

from collections.abc import Callable

from app.feel.comparison import equal, ordered, passes, within
from app.feel.frames import Closure, Frame
from app.feel.tree import If, In, Literal, Node, Test, UnaryTests
from app.feel.values import Range

ORDERINGS = ("<", "<=", ">", ">=")
Compile = Callable[[Node], Closure]
Tester = Callable[[Frame, object], bool | None]


def compile_in(node: In, compile_node: Compile) -> Closure:
    """`x in list` is null for a null list; `x in (test, ...)` is true or false."""
    value = compile_node(node.value)
    if node.single and not isinstance(node.tests[0], Test):
        source = compile_node(node.tests[0])

        def member(frame: Frame) -> bool | None:
            found = source(frame)
            return None if found is None else _meets(value(frame), found, frame)

        return member
    tests = [compile_test(test, compile_node) for test in node.tests]

    def meets_any(frame: Frame) -> bool:
        candidate = value(frame)
        return any(test(frame, candidate) is True for test in tests)

    return meets_any


def _meets(candidate: object, source: object, frame: Frame) -> bool:
    """Whether a value is in a list, in an interval, or the very value."""
    if isinstance(source, list):
        frame.run.spend(len(source))
        return any(passes(candidate, item, frame.run) is True for item in source)
    return passes(candidate, source, frame.run) is True


def compile_test(node: Node, compile_node: Compile) -> Tester:
    """A test of a value: `> 5`, an interval, a list to be in, a value to equal."""
    if isinstance(node, Test):
        return _comparison(node.operator, compile_node(node.operand))
    source = compile_node(node)

    def test(frame: Frame, value: object) -> bool | None:
        found = source(frame)
        if isinstance(found, list) and not isinstance(value, list):
            return _meets(value, found, frame)
        return passes(value, found, frame.run)

    return test


def _comparison(operator: str, operand: Closure) -> Tester:
    if operator in ORDERINGS:
        return lambda frame, value: ordered(operator, value, operand(frame), frame.run)
    if operator == "=":
        return lambda frame, value: equal(value, operand(frame), frame.run)
    return lambda frame, value: not equal(value, operand(frame), frame.run)


def compile_unary_tests(node: UnaryTests, compile_node: Compile) -> Closure:
    """A whole cell: one passed test is enough, `not` turns the answer around, `-` lets everything pass."""
    tests = [_cell_test(test, compile_node) for test in node.tests]
    negated = node.negated
    if not tests:
        return lambda frame: True
    return lambda frame: any(test(frame) is True for test in tests) is not negated


def is_plain_boolean(node: Node) -> bool:
    """A boolean written out, which a cell compares instead of taking it for the answer."""
    if isinstance(node, If):
        return is_plain_boolean(node.then) and is_plain_boolean(node.otherwise)
    return isinstance(node, Literal) and isinstance(node.value, bool)


def _cell_test(node: Node, compile_node: Compile) -> Closure:
    """One test of a cell against the value of `?`, which is null in a form condition.

    A boolean result is the answer; any other result is compared with the value. So null passes for null,
    which is how the form viewer comes to hide a field whose condition cannot be told.
    """
    if isinstance(node, Test):
        test = compile_test(node, compile_node)
        return lambda frame: test(frame, frame.look_up("?"))
    source, plain = compile_node(node), is_plain_boolean(node)

    def decide(frame: Frame) -> bool | None:
        result = source(frame)
        value = frame.look_up("?")
        if isinstance(result, bool):
            return value is result if plain and frame.has("?") else result
        if isinstance(result, list):
            return _meets(value, result, frame)
        return (
            within(value, result, frame.run) if isinstance(result, Range) else equal(result, value, frame.run)
        )

    return decide
