"""The agency directory as data: what directory.json holds (BRIEF 7)."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Literal

from app.errors import Invalid, say

SEED = Path(__file__).with_name("directory.json")

Rule = Literal["fixed", "governorate", "nationality", "chosen"]
Relation = Literal["resident", "accredited", "none"]
Kind = Literal[
    "centre", "shelter", "office", "directorate", "station", "prosecution", "court", "committee",
    "hospital", "health_centre", "embassy", "organisation",
]  # fmt: skip


@dataclass(frozen=True)
class Party:
    """A kind of agency that a lane names (BRIEF 2.1), and the rule that finds its one unit for a case."""

    code: str
    name_en: str
    name_ar: str
    rule: Rule
    default_unit: str | None = None


@dataclass(frozen=True)
class Body:
    """A ministry or authority that units belong to; it has no inbox of its own."""

    code: str
    name_en: str
    name_ar: str


@dataclass(frozen=True)
class Governorate:
    code: str
    name_en: str
    name_ar: str


@dataclass(frozen=True)
class Language:
    """A language a person can be spoken to in: an ISO 639 code, or "sgn" for signing, or "other"."""

    code: str
    name_en: str
    name_ar: str


@dataclass(frozen=True)
class Dated:
    """Something that holds from one day to another, both included; None is without limit."""

    valid_from: date | None = None
    valid_to: date | None = None

    def is_open(self, on: date) -> bool:
        return (self.valid_from or date.min) <= on <= (self.valid_to or date.max)

    def overlaps(self, other: "Dated") -> bool:
        starts = max(self.valid_from or date.min, other.valid_from or date.min)
        return self.is_open(starts) and other.is_open(starts)


@dataclass(frozen=True, kw_only=True)
class Unit(Dated):
    """An office whose people do steps. `confirmed` is false until the custodian has checked it.

    `parent` is the unit above it, which stands in for it on days when it is not open; `open_24h` is true
    where it is known to be staffed day and night.
    """

    code: str
    party: str
    kind: Kind
    name_en: str
    name_ar: str
    confirmed: bool
    parent: str | None = None
    body: str | None = None
    governorate: str | None = None
    open_24h: bool = False
    note_en: str | None = None
    note_ar: str | None = None


@dataclass(frozen=True, kw_only=True)
class Mission(Dated):
    """Who serves the nationals of a country (ISO 3166 alpha-3) on some days; `seat` is its city."""

    country: str
    relation: Relation
    confirmed: bool
    unit: str | None = None
    seat_en: str | None = None
    seat_ar: str | None = None
    note_en: str | None = None
    note_ar: str | None = None


@dataclass(frozen=True, kw_only=True)
class Hotline(Dated):
    """A public number; `unit` is who answers it, where that is a unit of the directory."""

    number: str
    name_en: str
    name_ar: str
    unit: str | None = None


@dataclass(frozen=True)
class Directory:
    """The whole seed. `fallback_*` says whom to ask when a country has no mission (BRIEF 7.5)."""

    custodian: str
    fallback_en: str
    fallback_ar: str
    parties: tuple[Party, ...]
    bodies: tuple[Body, ...]
    governorates: tuple[Governorate, ...]
    units: tuple[Unit, ...]
    missions: tuple[Mission, ...]
    hotlines: tuple[Hotline, ...]
    languages: tuple[Language, ...]


SECTIONS: Mapping[str, type[Any]] = {
    "parties": Party,
    "bodies": Body,
    "governorates": Governorate,
    "units": Unit,
    "missions": Mission,
    "hotlines": Hotline,
    "languages": Language,
}


def load(path: Path = SEED) -> Directory:
    """The directory in a file; raises Invalid naming the entry that cannot be read."""
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
        sections: dict[str, Any] = {
            section: tuple(_entries(section, raw.pop(section))) for section in SECTIONS
        }
        return Directory(**raw, **sections)
    except (AttributeError, KeyError, TypeError, ValueError) as reason:
        raise Invalid(say("The directory cannot be read: %(reason)s.", reason=str(reason))) from reason


def _entries(section: str, rows: Sequence[Mapping[str, Any]]) -> Iterator[Any]:
    for number, row in enumerate(rows, start=1):
        try:
            yield SECTIONS[section](**{key: _value(key, row[key]) for key in row})
        except (TypeError, ValueError) as reason:
            raise Invalid(
                say(
                    "Entry %(number)s of %(section)s in the directory cannot be read: %(reason)s.",
                    number=number,
                    section=section,
                    reason=str(reason),
                )
            ) from reason


def _value(key: str, value: Any) -> Any:
    return date.fromisoformat(value) if key in ("valid_from", "valid_to") and value is not None else value
