"""Tree to closures: each construct is compiled once into a function of the names around it."""

from collections.abc import Callable, Mapping
from typing import cast

from app.feel import loops, tree
from app.feel.arithmetic import calculate, negate
from app.feel.builtins import BUILTINS
from app.feel.comparison import between, equal, ordered
from app.feel.frames import Closure, Frame
from app.feel.membership import compile_in, compile_test, compile_unary_tests
from app.feel.properties import look_up
from app.feel.temporal import read_temporal
from app.feel.tree import Node
from app.feel.values import FunctionValue, Range


def compile_node(node: Node) -> Closure:
    """The closure of a node and, through it, of all its parts."""
    return COMPILERS[type(node)](node)


def _literal(node: tree.Literal) -> Closure:
    value = node.value
    return lambda frame: value


def _at_literal(node: tree.AtLiteral) -> Closure:
    value = read_temporal(node.text)
    return lambda frame: value


def _name(node: tree.Name) -> Closure:
    name = node.name
    return lambda frame: frame.look_up(name)


def _negation(node: tree.Negation) -> Closure:
    operand = compile_node(node.operand)
    return lambda frame: negate(operand(frame))


def _binary(node: tree.Binary) -> Closure:
    operator = node.operator
    left, right = compile_node(node.left), compile_node(node.right)
    match operator:
        case "and":
            return _logic(left, right, False)
        case "or":
            return _logic(left, right, True)
        case "=":
            return lambda frame: equal(left(frame), right(frame), frame.run)
        case "!=":
            return lambda frame: not equal(left(frame), right(frame), frame.run)
        case "<" | "<=" | ">" | ">=":
            return lambda frame: ordered(operator, left(frame), right(frame), frame.run)
    return lambda frame: calculate(operator, left(frame), right(frame), frame.run)


def _logic(left: Closure, right: Closure, absorbing: bool) -> Closure:
    """Three-valued `and` (absorbed by false) and `or` (by true); what is no boolean counts as null."""

    def logic(frame: Frame) -> bool | None:
        first = left(frame)
        if first is absorbing:
            return absorbing
        second = right(frame)
        if second is absorbing:
            return absorbing
        return not absorbing if isinstance(first, bool) and isinstance(second, bool) else None

    return logic


def _between(node: tree.Between) -> Closure:
    value, low, high = (compile_node(part) for part in node.parts)
    return lambda frame: between(value(frame), low(frame), high(frame), frame.run)


def _interval(node: tree.Interval) -> Closure:
    start, end = compile_node(node.start), compile_node(node.end)
    start_included, end_included = node.start_included, node.end_included
    return lambda frame: Range(start(frame), end(frame), start_included, end_included)


def _list(node: tree.ListOf) -> Closure:
    items = [compile_node(item) for item in node.items]
    return lambda frame: [item(frame) for item in items]


def _context(node: tree.ContextOf) -> Closure:
    entries = [(key, compile_node(value)) for key, value in node.entries]

    def build(frame: Frame) -> dict[str, object]:
        built: dict[str, object] = {}
        inner = Frame(built, frame, frame.run)
        for key, value in entries:
            built[key] = value(inner)
        return built

    return build


def _if(node: tree.If) -> Closure:
    condition, then, otherwise = (compile_node(part) for part in node.parts)
    return lambda frame: then(frame) if condition(frame) is True else otherwise(frame)


def _loop(node: tree.Loop) -> Closure:
    bindings = [(name, loops.compile_source(source, compile_node)) for name, source in node.bindings]
    body = compile_node(node.body)
    if node.kind == "for":
        return loops.collect(bindings, body)
    return loops.quantify(bindings, body, stop_at=node.kind == "some")


def _path(node: tree.Path) -> Closure:
    target, name = compile_node(node.target), node.name

    def follow(frame: Frame) -> object:
        value = target(frame)
        if isinstance(value, list):
            frame.run.spend(len(value))
            return [look_up(item, name) for item in value]
        return look_up(value, name)

    return follow


def _filter(node: tree.Filter) -> Closure:
    target = compile_node(node.target)
    if isinstance(node.condition, tree.Literal) and type(node.condition.value) is int:
        index = node.condition.value
        return lambda frame: loops.pick(target(frame), index)
    if isinstance(node.condition, tree.Test):
        test = compile_test(node.condition, compile_node)
        return loops.keep(target, lambda frame: test(frame, frame.look_up("item")))
    return loops.keep(target, compile_node(node.condition))


def _call(node: tree.Call) -> Closure:
    return BUILTINS[node.function].bind([compile_node(part) for part in node.arguments], node.labels)


def _function(node: tree.Function) -> Closure:
    parameters, body = node.parameters, compile_node(node.body)

    def literal(frame: Frame) -> FunctionValue:
        def call(*arguments: object) -> object:
            frame.run.spend(1)
            frame.run.enter_function()
            values = dict(zip(parameters, (*arguments, *(None for _ in parameters)), strict=False))
            result = body(Frame(values, frame, frame.run))
            frame.run.leave_function()
            return result

        return FunctionValue(len(parameters), call)

    return literal


COMPILERS = cast(
    Mapping[type[Node], Callable[[Node], Closure]],
    {
        tree.Literal: _literal,
        tree.AtLiteral: _at_literal,
        tree.Name: _name,
        tree.Negation: _negation,
        tree.Binary: _binary,
        tree.Between: _between,
        tree.In: lambda node: compile_in(node, compile_node),
        tree.Interval: _interval,
        tree.ListOf: _list,
        tree.ContextOf: _context,
        tree.If: _if,
        tree.Loop: _loop,
        tree.Path: _path,
        tree.Filter: _filter,
        tree.Call: _call,
        tree.Function: _function,
        tree.UnaryTests: lambda node: compile_unary_tests(node, compile_node),
    },
)
