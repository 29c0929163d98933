"""Where the form viewer's FEEL (feelin 6.1.1) gives another value than ours: each place is a warning.

Ours follows the standard; the warning says what to write so that page and server agree.
"""

from collections.abc import Iterator, Mapping

from app.errors import Message, say
from app.feel.findings import Findings
from app.feel.inference import DURATIONS, MOMENTS, Type
from app.feel.tree import (
    AtLiteral,
    Between,
    Binary,
    Call,
    Filter,
    If,
    In,
    Interval,
    Literal,
    Loop,
    Name,
    Negation,
    Node,
    Path,
    Test,
    walk,
)

CODE = "browser-differs"
DURATION_PARTS = say("The page counts parts of durations differently. Compare durations instead.")
DURATION_MATH = say("The page cannot multiply or negate durations. Write the result out.")
DURATION_EQUAL = say("The page compares long durations by whole months. Use < or > on dates instead.")
OUTSIDE_ITEM = say("The page decides this filter once, not per item. Begin with a comparison such as = true.")
DROPS_ITEMS = say("The page drops null and false from filtered lists.")
IN_GOES_ON = say("The page takes what follows to be part of the list. Put the test with in into brackets.")
LOCAL_TIME = say("A time without offset means another moment in another zone. Add Z or +03:00.")
LOOP_ENDS = say("The page needs a written number other than 0 as the end of a loop.")
BOUNDS = say("The page reads these bounds in either order, and single letters by alphabet.")
FUNCTIONS = {
    "years and months duration": say("The page keeps fractions of months. Compare dates instead."),
    "today": say("On the page today() is a moment, not a day. Give the date as data."),
    "median": say("The page sorts numbers as text for median."),
    "mode": say("The page orders the results of mode differently."),
    "is": say("The page answers null where the types differ. Use = instead."),
    "number": say("The page reads an empty text as 0."),
}
TEXT_EXTREMES = say("The page finds min and max of numbers only.")
NOT_SCALAR = say("The page finds only texts, numbers and booleans in lists.")
DAY_OF_MOMENT = say("The page takes the day in UTC. Give the date as data.")
DURATION_TEXT = say("The page writes durations with months of 30 days.")
EXPONENT = say("The page stops reading at the exponent. Write the digits out.")
MINUS_SPACE = say("The page cannot read a blank between minus and number.")
LISTS = say("The page treats lists of none or one as their item. Use count() first.")
Types = Mapping[int, Type]


def check_browser(root: Node, text: str, types: Types, found: Findings) -> None:
    for node, _ in walk(root):
        for message in _differences(node, text, types):
            found.warning(node.at, CODE, message)


def _differences(node: Node, text: str, types: Types) -> Iterator[Message]:
    match node:
        case Literal() if type(node.value) in (int, float):
            yield from _number(node, text)
        case AtLiteral() if types[id(node)].kind in ("time", "date and time"):
            yield from _literal_time(node)
        case Negation():
            if types[id(node.operand)].kind in DURATIONS:
                yield DURATION_MATH
            if isinstance(node.operand, Literal) and node.operand.at > node.at + 1:
                yield MINUS_SPACE
        case Binary():
            yield from _operation(node, types)
        case In() if node.goes_on:
            yield IN_GOES_ON
        case Between() | Interval():
            yield from _bounds(node, types)
        case Path() if types[id(node.target)].kind in DURATIONS:
            yield DURATION_PARTS
        case Filter():
            yield from _filter(node, types)
        case Loop() if any(not _plain_count(source) for _, source in node.bindings):
            yield LOOP_ENDS
        case Call():
            yield from _call(node, types)


def _literal_time(node: AtLiteral) -> Iterator[Message]:
    if not node.text.endswith("Z") and not any(sign in node.text[8:] for sign in "+-@"):
        yield LOCAL_TIME


def _number(node: Literal, text: str) -> Iterator[Message]:
    digits = text[node.at :].partition(" ")[0].lower()
    mantissa, exponent, _ = digits.partition("e")
    if exponent and mantissa.isdigit():
        yield EXPONENT


def _operation(node: Binary, types: Types) -> Iterator[Message]:
    kinds = {types[id(part)].kind for part in node.parts}
    if node.operator in ("*", "/") and kinds & DURATIONS and kinds & {"number", "any"}:
        yield DURATION_MATH
    if node.operator in ("=", "!=") and kinds & DURATIONS and "null" not in kinds:
        yield DURATION_EQUAL
    if node.operator in ("=", "!=") and kinds == {"list"}:
        yield LISTS


def _bounds(node: Between | Interval, types: Types) -> Iterator[Message]:
    low, high = (node.low, node.high) if isinstance(node, Between) else (node.start, node.end)
    numbers = [part.value for part in (low, high) if isinstance(part, Literal)]
    if "string" in (types[id(low)].kind, types[id(high)].kind):
        yield BOUNDS
    elif len(numbers) == 2 and all(type(number) in (int, float) for number in numbers):
        first, second = float(str(numbers[0])), float(str(numbers[1]))
        if first > second:
            yield BOUNDS


def _plain_count(source: Node) -> bool:
    """A loop over a list, or up to a written number."""
    if not isinstance(source, Interval):
        return True
    end = source.end.operand if isinstance(source.end, Negation) else source.end
    return source.start_included and source.end_included and isinstance(end, Literal) and bool(end.value)


def _filter(node: Filter, types: Types) -> Iterator[Message]:
    condition = node.condition
    compares = isinstance(condition, Binary | Between | In | Test | Literal)
    index = types[id(condition)].kind == "number"
    refers = any(isinstance(part, Name) for part, _ in walk(condition))
    if not compares and not index and refers:
        yield OUTSIDE_ITEM
    if isinstance(condition, If) or (isinstance(condition, Binary) and index and refers):
        yield OUTSIDE_ITEM
    target = types[id(node.target)]
    if (target.item or target).kind in ("boolean", "null") or _seeks_nothing(condition):
        yield DROPS_ITEMS


def _seeks_nothing(condition: Node) -> bool:
    """Whether a comparison with null or false may keep an item that is null or false itself."""
    return any(
        isinstance(part, Binary)
        and any(isinstance(side, Name) and side.name == "item" for side in part.parts)
        and any(
            isinstance(side, Literal) and (side.value is None or side.value is False) for side in part.parts
        )
        and part.operator == "="
        for part, _ in walk(condition)
    )


def _call(node: Call, types: Types) -> Iterator[Message]:
    kinds = [types[id(argument)].kind for argument in node.arguments]
    if node.function in FUNCTIONS:
        yield FUNCTIONS[node.function]
    items = {types[id(argument)].of_item.kind for argument in node.arguments} | set(kinds)
    if node.function in ("min", "max") and not items <= {"number", "list", "any"}:
        yield TEXT_EXTREMES
    if node.function in ("list contains", "index of") and kinds[-1] in (
        "list",
        "context",
        *MOMENTS,
        *DURATIONS,
    ):
        yield NOT_SCALAR
    if node.function in ("date", "time") and kinds == ["date and time"]:
        yield DAY_OF_MOMENT
    if node.function == "string" and items & DURATIONS:
        yield DURATION_TEXT
