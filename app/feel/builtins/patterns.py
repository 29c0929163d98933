"""Regular expressions, on re2 alone: its time grows with the text, never with the cunning of the pattern."""

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import re2

from app.feel.bounds import GROUPS, PATTERN, SEARCHED_PER_STEP, Run, check_list, check_text
from app.feel.builtins.registry import builtin

MEMORY = 1 << 20  # bytes one compiled pattern may take; larger ones are refused as patterns
FLAGS = frozenset("smi")
DIGITS = "0123456789"


@lru_cache(maxsize=256)
def compiled(pattern: str, flags: str) -> Any:
    """The pattern for re2, or null where it is none: look-around and back references are outside re2."""
    if len(pattern) > PATTERN or not FLAGS.issuperset(flags):
        return None
    options = re2.Options()
    options.max_mem = MEMORY
    options.log_errors = False
    prefix = f"(?{''.join(sorted(set(flags)))})" if flags else ""
    try:
        found = re2.compile(prefix + pattern, options)
    except (re2.error, UnicodeEncodeError):
        return None
    return found if found.groups <= GROUPS else None


def _charge(found: Any, length: int, run: Run) -> None:
    """Pay for one search before it starts: re2 needs at most the text times the pattern."""
    run.spend(1 + length * found.programsize // SEARCHED_PER_STEP)


def _matches(found: Any, text: str, run: Run) -> Iterator[Any]:
    """All matches; each search may have to look through the rest of the text, and is charged for it."""
    searches = found.finditer(text)
    _charge(found, len(text), run)
    for match in searches:
        yield match
        _charge(found, len(text) - match.end(), run)


@builtin("matches(input: string, pattern: string, flags?: string?) -> boolean")
def matches(run: Run, text: str, pattern: str, flags: str | None = None) -> bool | None:
    found = compiled(pattern, flags or "")
    if found is None:
        return None
    _charge(found, len(text), run)
    return found.search(text) is not None


@builtin("replace(input: string, pattern: string, replacement: string, flags?: string?) -> string")
def replace(run: Run, text: str, pattern: str, replacement: str, flags: str | None = None) -> str | None:
    """Every match replaced; `$1` is a group, `$0` the whole match, `$$` a dollar sign."""
    found = compiled(pattern, flags or "")
    if found is None:
        return None
    template = _template(replacement, found.groups)
    parts: list[str] = []
    length, done = len(text), 0
    for match in _matches(found, text, run):
        inserted = "".join(part if isinstance(part, str) else match.group(part) or "" for part in template)
        length += len(inserted)
        check_text(length)
        parts += (text[done : match.start()], inserted)
        done = match.end()
    return "".join((*parts, text[done:]))


def _template(replacement: str, groups: int) -> list[str | int]:
    """The replacement as texts and group numbers."""
    parts: list[str | int] = []
    at = 0
    while at < len(replacement):
        group, width = _group(replacement[at : at + 3], groups)
        parts.append(group)
        at += width
    return parts


def _group(ahead: str, groups: int) -> tuple[str | int, int]:
    """What the next characters of a replacement mean, and how many they are."""
    if not ahead.startswith("$") or len(ahead) == 1:
        return ahead[0], 1
    if ahead[1] == "$":
        return "$", 2
    if ahead[1] in "&0" and not (len(ahead) == 3 and ahead[2] in DIGITS and ahead[1] == "0"):
        return 0, 2
    for width in (3, 2):
        number = ahead[1:width]
        if len(number) == width - 1 and all(char in DIGITS for char in number) and 0 < int(number) <= groups:
            return int(number), width
    return "$", 1


@builtin("split(string: string, delimiter: string) -> list")
def split(run: Run, text: str, delimiter: str) -> list[str] | None:
    found = compiled(delimiter, "")
    if found is None:
        return None
    parts: list[str] = []
    done = 0
    for match in _matches(found, text, run):
        if match.end() == match.start() and match.start() in (0, len(text), done):
            continue  # an empty match parts two characters, it does not part them from nothing
        parts.append(text[done : match.start()])
        check_list(len(parts) + 1)
        done = match.end()
    return [*parts, text[done:]]
