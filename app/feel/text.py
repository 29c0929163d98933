"""Writing values as text, the way `string()` does it."""

from datetime import date, time
from decimal import Decimal

from app.feel.bounds import Run, check_depth, check_text
from app.feel.temporal import write_temporal
from app.feel.values import DayTimeDuration, Range, YearMonthDuration

LARGEST_PLAIN = 10**21  # from here on, and below a millionth, numbers are written with an exponent
SMALLEST_PLAIN = 1e-6


def write(value: object, run: Run) -> str:
    """The text of a value; texts inside lists and contexts stand in quotation marks."""
    written = value if isinstance(value, str) else "".join(_parts(value, run, 1))
    check_text(len(written))
    return written


def _parts(value: object, run: Run, depth: int) -> list[str]:
    match value:
        case str():
            return ['"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"']
        case list():
            return _bracketed("[", [("", item) for item in value], "]", run, depth)
        case dict():
            entries = [(f"{_write_key(key)}: ", item) for key, item in value.items()]
            return _bracketed("{", entries, "}", run, depth)
        case Range():
            start = "[" if value.start_included else "("
            end = "]" if value.end_included else ")"
            ends = [*_parts(value.start, run, depth), "..", *_parts(value.end, run, depth)]
            return [start, *ends, end]
    return [write_scalar(value)]


def _bracketed(start: str, items: list[tuple[str, object]], end: str, run: Run, depth: int) -> list[str]:
    check_depth(depth)
    run.spend(len(items))
    written = [start]
    for index, (label, item) in enumerate(items):
        written.append(f", {label}" if index else label)
        written.extend(_parts(item, run, depth + 1))
    written.append(end)
    return written


def _write_key(key: str) -> str:
    plain = key.isascii() and key.replace("_", "a").isalnum()
    return key if plain else '"' + key.replace("\\", "\\\\").replace('"', '\\"') + '"'


def write_scalar(value: object) -> str:
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case int() | float():
            return write_number(value)
        case date() | time() | YearMonthDuration() | DayTimeDuration():
            return write_temporal(value)
    return ""


def write_number(value: int | float) -> str:
    """The shortest digits that read back as the same double, laid out as browsers do."""
    if value == 0:
        return "0"
    if abs(value) < LARGEST_PLAIN and abs(value) >= SMALLEST_PLAIN:
        return f"{Decimal(repr(value)):f}".removesuffix(".0")
    mantissa, _, exponent = f"{Decimal(repr(value)).normalize():e}".partition("e")
    return f"{mantissa}e{int(exponent):+d}"
