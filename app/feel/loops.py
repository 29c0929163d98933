"""Walking over lists: `for`, `some`, `every` and filters. Every round is charged."""

from collections.abc import Callable, Iterator, Sequence

from app.feel.arithmetic import is_number
from app.feel.bounds import check_list
from app.feel.frames import Closure, Frame
from app.feel.tree import Interval, Node
from app.feel.values import Range, finite

Source = Callable[[Frame], Sequence[object] | None]
Bindings = list[tuple[str, Source]]


def compile_source(node: Node, compile_node: Callable[[Node], Closure]) -> Source:
    """What a loop runs over: a list, or an interval of whole numbers in either direction."""
    source = compile_node(node)
    turns = isinstance(node, Interval)

    def items(frame: Frame) -> Sequence[object] | None:
        value = source(frame)
        if isinstance(value, Range):
            return _counted(value) if turns else None
        return value if isinstance(value, list) else None

    return items


def _counted(interval: Range) -> Sequence[object] | None:
    start, end = interval.start, interval.end
    if not (isinstance(start, int) and isinstance(end, int) and is_number(start) and is_number(end)):
        return None
    step = 1 if end >= start else -1
    first = start if interval.start_included else start + step
    last = end + step if interval.end_included else end
    return range(first, last, step)


def _rounds(bindings: Bindings, frame: Frame) -> Iterator[Frame | None]:
    """The frame of each round, the last binding turning fastest; None once where a source is no list."""
    (name, source), *rest = bindings
    items = source(frame)
    if items is None:
        yield None
        return
    for item in items:
        frame.run.spend(1)
        inner = Frame({name: item}, frame, frame.run)
        if rest:
            yield from _rounds(rest, inner)
        else:
            yield inner


def collect(bindings: Bindings, body: Closure) -> Closure:
    """`for`: the list of all results, or null where there is nothing to run over."""

    def run(frame: Frame) -> list[object] | None:
        results: list[object] = []
        for inner in _rounds(bindings, frame):
            if inner is None:
                return None
            check_list(len(results) + 1)
            results.append(body(inner))
        return results

    return run


def quantify(bindings: Bindings, body: Closure, *, stop_at: bool) -> Closure:
    """`some` and `every`: only true counts as satisfied."""

    def run(frame: Frame) -> bool | None:
        for inner in _rounds(bindings, frame):
            if inner is None:
                return None
            if (body(inner) is True) is stop_at:
                return stop_at
        return not stop_at

    return run


def pick(value: object, index: object) -> object:
    """The item at a position from 1, or from the end with a negative one."""
    if value is None:
        return None
    items = value if isinstance(value, list) else [value]
    if not isinstance(index, int) or index == 0 or not -len(items) <= index <= len(items):
        return None
    return items[index - 1 if index > 0 else index]


def keep(target: Closure, condition: Closure) -> Closure:
    """A filter: the items for which the condition is true, or one item if it is a number.

    Inside, an entry of the item hides `item`, and both hide the names around.
    """

    def run(frame: Frame) -> object:
        value = target(frame)
        if value is None:
            return None
        if value == []:
            return _pick_by(value, condition(frame))
        kept: list[object] = []
        for item in value if isinstance(value, list) else [value]:
            frame.run.spend(1)
            result = condition(_around(item, frame))
            if is_number(result):
                return _pick_by(value, condition(frame))
            if result is True:
                kept.append(item)
        return kept

    return run


def _around(item: object, frame: Frame) -> Frame:
    inner = Frame({"item": item}, frame, frame.run)
    return Frame(item, inner, frame.run) if isinstance(item, dict) else inner


def _pick_by(value: object, index: object) -> object:
    return pick(value, finite(index)) if isinstance(index, int | float) and is_number(index) else []
