"""Arguments written out that can never be read: a date that is none, a pattern that re2 does not know."""

from collections.abc import Callable

from app.errors import say
from app.feel.builtins.patterns import compiled
from app.feel.findings import Findings
from app.feel.temporal import read_date, read_date_time, read_duration, read_time
from app.feel.tree import Call, Literal

READERS: dict[str, Callable[[str], object]] = {
    "date": read_date,
    "time": read_time,
    "date and time": lambda text: read_date_time(text) or read_date(text),
    "duration": read_duration,
}
FLAGS_AT = {"matches": 2, "replace": 3, "split": 2}  # the pattern is the second argument of each


def check_literals(call: Call, found: Findings) -> None:
    texts = [argument.value if isinstance(argument, Literal) else None for argument in call.arguments]
    reader = READERS.get(call.function)
    if reader and len(texts) == 1 and isinstance(texts[0], str) and reader(texts[0]) is None:
        message = say("%(literal)s cannot be read as %(kind)s.", literal=texts[0], kind=call.function)
        found.error(call.arguments[0].at, "invalid-literal", message)
    if call.function not in FLAGS_AT or call.labels or len(texts) < 2:
        return
    pattern, flags = texts[1], (*texts, *[""] * 3)[FLAGS_AT[call.function]]
    if isinstance(pattern, str) and compiled(pattern, flags if isinstance(flags, str) else "") is None:
        message = say("%(pattern)s is no pattern that can be searched safely.", pattern=pattern[:60])
        found.error(call.arguments[1].at, "invalid-pattern", message)
