"""Texts without patterns (DMN 1.3, 10.3.4.3). Positions count characters from 1."""

from app.feel.bounds import Run, check_text
from app.feel.builtins.registry import builtin


@builtin("substring(string: string, start position: number, length?: number) -> string")
def substring(run: Run, text: str, start: int | float, length: int | float | None = None) -> str | None:
    """Null where the start lies before the text, or the length is below zero."""
    first = int(start)
    begin = len(text) + first if first < 0 else first - 1
    if begin < 0 or (length is not None and length < 0):
        return None
    return text[begin:] if length is None else text[begin : begin + int(length)]


@builtin("string length(string: string) -> number")
def string_length(run: Run, text: str) -> int:
    return len(text)


@builtin("upper case(string: string) -> string")
def upper_case(run: Run, text: str) -> str:
    written = text.upper()
    check_text(len(written))
    return written


@builtin("lower case(string: string) -> string")
def lower_case(run: Run, text: str) -> str:
    written = text.lower()
    check_text(len(written))
    return written


@builtin("substring before(string: string, match: string) -> string")
def substring_before(run: Run, text: str, match: str) -> str:
    return text.partition(match)[0] if match and match in text else ""


@builtin("substring after(string: string, match: string) -> string")
def substring_after(run: Run, text: str, match: str) -> str:
    return text.partition(match)[2] if match else text


@builtin("contains(string: string, match: string) -> boolean")
def contains(run: Run, text: str, match: str) -> bool:
    return match in text


@builtin("starts with(string: string, match: string) -> boolean")
def starts_with(run: Run, text: str, match: str) -> bool:
    return text.startswith(match)


@builtin("ends with(string: string, match: string) -> boolean")
def ends_with(run: Run, text: str, match: str) -> bool:
    return text.endswith(match)


@builtin("string join(list: list, delimiter?: string?) -> string")
def string_join(run: Run, items: list[object], delimiter: str | None = None) -> str | None:
    """Null items are left out; anything else that is no text makes the result null."""
    texts = [item for item in items if isinstance(item, str)]
    if any(item is not None and not isinstance(item, str) for item in items):
        return None
    between = delimiter or ""
    check_text(sum(map(len, texts)) + len(between) * max(len(texts) - 1, 0))
    return between.join(texts)
