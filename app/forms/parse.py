"""From the bytes of a form file to a plain JSON object of bounded size, or a clear refusal."""

import json
import math
from typing import Any, NoReturn

from app.errors import Message, say
from app.forms.field import FormInvalid

MAX_BYTES = 512_000
MAX_DEPTH = 16
MAX_TEXT = 4_000

Json = dict[str, Any]


class _Refused(ValueError):
    def __init__(self, message: Message) -> None:
        super().__init__(str(message))
        self.message = message


def parse(raw: bytes) -> Json:
    """The JSON object in `raw`; raises FormInvalid for anything but one sound object."""
    try:
        document = _decode(raw)
    except _Refused as refused:
        raise FormInvalid([refused.message]) from None
    if not isinstance(document, dict):
        raise FormInvalid([say("The file must hold one JSON object.")])
    problem = _first_excess(document)
    if problem:
        raise FormInvalid([problem])
    return document


def _decode(raw: bytes) -> object:
    if len(raw) > MAX_BYTES:
        raise _Refused(say("The file is larger than %(limit)s kB.", limit=MAX_BYTES // 1000))
    try:
        return json.loads(raw.decode("utf-8"), object_pairs_hook=_pairs, parse_constant=_constant)
    except UnicodeDecodeError:
        raise _Refused(say("The file is not UTF-8 text.")) from None
    except json.JSONDecodeError as error:
        raise _Refused(say("Line %(line)s is not valid JSON.", line=error.lineno)) from None
    except RecursionError:
        raise _Refused(say("The file is nested too deeply.")) from None
    except _Refused:
        raise
    except ValueError:
        raise _Refused(say("The file holds a number that is too long.")) from None


def _pairs(pairs: list[tuple[str, Any]]) -> Json:
    found: Json = {}
    for key, value in pairs:
        if key in found:
            raise _Refused(say("The name “%(name)s” stands twice in one object.", name=shown(key)))
        found[key] = value
    return found


def _constant(name: str) -> NoReturn:
    raise _Refused(say("%(name)s is not a number.", name=name))


def _first_excess(document: Json) -> Message | None:
    """Depth, length of texts, characters that cannot be stored, numbers that are none."""
    waiting: list[tuple[Any, int]] = [(document, 1)]
    while waiting:
        value, depth = waiting.pop()
        if isinstance(value, dict | list):
            if depth > MAX_DEPTH:
                return say("The file is nested too deeply.")
            inner = [*value.keys(), *value.values()] if isinstance(value, dict) else value
            waiting.extend((item, depth + 1) for item in inner)
        elif isinstance(value, str):
            if len(value) > MAX_TEXT:
                return say("A text in the file is longer than %(limit)s characters.", limit=MAX_TEXT)
            if not storable(value):
                return say("A text in the file holds a character that cannot be stored.")
        elif isinstance(value, float) and not math.isfinite(value):
            return say("The file holds a number that is too large.")
    return None


def storable(text: str) -> bool:
    """Neither half of a split character nor a control character other than tab and line ends."""
    return not any("\ud800" <= sign <= "\udfff" or (sign < " " and sign not in "\t\n\r") for sign in text)


def shown(text: object) -> str:
    """A foreign text made short and harmless enough to repeat in a sentence."""
    return str(text)[:60].encode("utf-8", "replace").decode("utf-8").replace("\x00", "�")
