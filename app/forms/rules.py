"""The single checks an answer can fail, each with its sentence; the same arithmetic as form-js."""

import re
import unicodedata
from collections.abc import Iterator
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

from app.errors import Message, say
from app.feel import Expression
from app.forms.field import Bound, Field

MAX_TEXT = 10_000
# Arabia Standard Time, all year: "today" on a form is today in Bahrain.
BAHRAIN = timezone(timedelta(hours=3), "+03")
JAVASCRIPT_SPACE = "\t\n\v\f\r \u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
JAVASCRIPT_SPACE += "\u2028\u2029\u202f\u205f\u3000\ufeff"
UNSEEN = frozenset({"Cc", "Cf", "Zl", "Zp", "Zs"})

# The HTML standard's definition of an e-mail address, which form-js follows.
_LABEL = r"[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?"
EMAIL = re.compile(rf"[a-zA-Z0-9.!#$%&'*+/=?^_`{{|}}~-]+@{_LABEL}(?:\.{_LABEL})*")
# International prefix and number. form-js also lists the country codes in use; this accepts a little more.
PHONE = re.compile(r"(?:\+|00)[1-9][0-9]{5,29}\Z")

REQUIRED = say("This answer is needed.")
# The form file's own words about a pattern; they are translated by the file, not by the catalogues.
HINT = "%(hint)s"

FORMS = {
    "date": re.compile(r"(?P<date>[0-9]{4}-[0-9]{2}-[0-9]{2})"),
    "time": re.compile(r"(?P<time>[0-9]{2}:[0-9]{2})(?P<zone>Z|[+-][0-9]{2}:[0-9]{2})?"),
    "datetime": re.compile(
        r"(?P<date>[0-9]{4}-[0-9]{2}-[0-9]{2})T(?P<time>[0-9]{2}:[0-9]{2})(?P<zone>Z|[+-][0-9]{2}:[0-9]{2})?"
    ),
}


def units(text: str) -> int:
    """Length as form-js counts it: without space at both ends, in UTF-16 units."""
    return len(text.strip(JAVASCRIPT_SPACE).encode("utf-16-le")) // 2


def is_blank(text: str) -> bool:
    """Does a text show nothing: spaces of any kind, and signs that only steer the writing direction?"""
    return all(sign in JAVASCRIPT_SPACE or unicodedata.category(sign) in UNSEEN for sign in text)


def text_faults(field: Field, text: str) -> Iterator[Message]:
    """Pattern and format of a text; an empty text passes, as in form-js."""
    bounds = field.bounds
    if not text:
        return
    if bounds.pattern is not None and not bounds.pattern.search(text):
        yield from _pattern_fault(bounds.pattern_hint)
    if bounds.format == "email" and not EMAIL.fullmatch(text):
        yield say("Give a full e-mail address, such as name@example.org.")
    if bounds.format == "phone" and not PHONE.search(text):
        yield say("Give the number with its country code, such as +973 and the digits without spaces.")


def _pattern_fault(hint: str | None) -> Iterator[Message]:
    yield Message(HINT, {"hint": hint}) if hint else say("This answer does not have the expected form.")


def length_faults(text: str, shortest: Decimal | None, longest: Decimal | None) -> Iterator[Message]:
    """Lengths of a text; an empty text passes, as in form-js."""
    if text and shortest is not None and units(text) < shortest:
        yield say("Write at least %(count)s characters.", count=plain(shortest))
    if text and longest is not None and units(text) > longest:
        yield say("Write at most %(count)s characters.", count=plain(longest))


def range_faults(number: Decimal, least: Decimal | None, most: Decimal | None) -> Iterator[Message]:
    """Smallest and largest number allowed, both included."""
    if least is not None and number < least:
        yield say("The number must be at least %(limit)s.", limit=plain(least))
    if most is not None and number > most:
        yield say("The number must be at most %(limit)s.", limit=plain(most))


def step_faults(field: Field, number: Decimal) -> Iterator[Message]:
    """Decimal places and increments of a number."""
    decimals, increment = field.bounds.decimals, field.bounds.increment
    places = max(0, -int(number.normalize().as_tuple().exponent))
    if decimals == 0 and places:
        yield say("Give a whole number.")
    elif decimals is not None and places > decimals:
        yield say("Give at most %(count)s decimal places.", count=decimals)
    if increment is not None and number % increment:
        below = number - number % increment
        yield say(
            "Give a multiple of %(step)s, such as %(below)s or %(above)s.",
            step=plain(increment),
            below=plain(below),
            above=plain(below + increment),
        )


def moment_fault(field: Field, text: str) -> Message | None:
    """Is `text` what the date and time control of form-js writes for this field?"""
    match = FORMS[field.subtype].fullmatch(text)
    parts = match.groupdict() if match else {}
    if match and _real(parts) and _fits_zone(parts.get("zone"), field.zone):
        return None
    return say("Give a valid date.") if field.subtype == "date" else say("Give a valid date and time.")


def past_faults(text: str, today: date) -> Iterator[Message]:
    """A date, alone or before a time, that lies before `today`."""
    if date.fromisoformat(text[:10]) < today:
        yield say("Give a date that is not in the past.")


def _real(parts: dict[str, str | None]) -> bool:
    try:
        datetime.fromisoformat(f"{parts.get('date') or '2000-01-01'}T{parts.get('time') or '00:00'}")
        datetime.fromisoformat(f"2000-01-01T00:00{parts.get('zone') or ''}")
    except ValueError:
        return False
    return True


def _fits_zone(zone: str | None, wanted: str) -> bool:
    if wanted == "utc_normalized":
        return zone == "Z"
    return (zone is not None and zone != "Z") if wanted == "utc_offset" else zone is None


def fixed(bound: Bound | None) -> Decimal | None:
    """The bound if it stands in the file; None if there is none or it depends on other answers."""
    return None if bound is None or isinstance(bound, Expression) else Decimal(bound)


def plain(number: Decimal) -> str:
    """A decimal without exponent or closing zeros."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def is_empty(kind: str, value: Any) -> bool:
    """What counts as no answer for `required`: nothing, an empty text or list, an unticked box."""
    return value is None or value == "" or value == [] or (kind == "checkbox" and value is False)
