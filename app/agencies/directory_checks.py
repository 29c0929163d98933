"""What is wrong with a directory: everything at once, so that it can be put right in one go."""

from collections import Counter
from collections.abc import Iterator
from itertools import chain, combinations
from typing import Any, get_args

from app.agencies.directory import SECTIONS, Directory, Kind, Relation, Rule
from app.errors import Message, say

KEYS = {"missions": "country", "hotlines": "number"}
"""What tells the entries of a section apart where it is not a code."""

WORDS = {"kind": get_args(Kind), "rule": get_args(Rule), "relation": get_args(Relation)}


def problems(directory: Directory) -> list[Message]:
    """Every broken reference, missing translation, unknown word, clash of dates and double code."""
    found = chain(
        _double_codes(directory),
        _broken_references(directory),
        _circles(directory),
        _unknown_words(directory),
        _missing_arabic(directory),
        _impossible_dates(directory),
        _unserved_parties(directory),
        _odd_missions(directory),
    )
    return list(found)


def _named(directory: Directory) -> Iterator[tuple[str, str, Any]]:
    """Every entry with its section and the name it goes by."""
    for section in SECTIONS:
        for entry in getattr(directory, section):
            yield section, getattr(entry, KEYS.get(section, "code")), entry


def _double_codes(directory: Directory) -> Iterator[Message]:
    counted = Counter((section, name) for section, name, _ in _named(directory) if section != "missions")
    for (section, name), count in counted.items():
        if count > 1:
            yield say("%(name)s is %(count)s times in %(section)s.", name=name, count=count, section=section)


def _broken_references(directory: Directory) -> Iterator[Message]:
    known = {
        section: {name for place, name, _ in _named(directory) if place == section} for section in SECTIONS
    }
    points_to = {
        "party": "parties",
        "parent": "units",
        "body": "bodies",
        "governorate": "governorates",
        "unit": "units",
        "default_unit": "units",
    }
    for _, name, entry in _named(directory):
        for field, section in points_to.items():
            target = getattr(entry, field, None)
            if target is not None and target not in known[section]:
                yield say(
                    "%(name)s names %(target)s, which is not in %(section)s.",
                    name=name,
                    target=target,
                    section=section,
                )
    if directory.custodian not in known["units"]:
        yield say("The custodian %(unit)s is not in units.", unit=directory.custodian)


def _circles(directory: Directory) -> Iterator[Message]:
    above = {unit.code: unit.parent for unit in directory.units}
    for code, parent in above.items():
        seen, step = {code}, parent
        while step is not None and step not in seen:
            seen.add(step)
            step = above.get(step)
        if step == code:
            yield say("%(name)s is above itself.", name=code)


def _unknown_words(directory: Directory) -> Iterator[Message]:
    for _, name, entry in _named(directory):
        for field, words in WORDS.items():
            word = getattr(entry, field, None)
            if word is not None and word not in words:
                yield say(
                    "%(name)s has the %(field)s %(word)s, which is none of: %(words)s.",
                    name=name,
                    field=field,
                    word=word,
                    words=", ".join(words),
                )


def _missing_arabic(directory: Directory) -> Iterator[Message]:
    entries = [("directory", directory), *((name, entry) for _, name, entry in _named(directory))]
    for name, entry in entries:
        for field, english in vars(entry).items():
            arabic = getattr(entry, field.removesuffix("_en") + "_ar", None)
            if field.endswith("_en") and english and not _is_arabic(arabic):
                yield say("%(name)s has no Arabic for: %(english)s", name=name, english=english)


def _is_arabic(text: str | None) -> bool:
    return any("\u0620" <= letter <= "\u064a" for letter in text or "")


def _impossible_dates(directory: Directory) -> Iterator[Message]:
    for _, name, entry in _named(directory):
        begins, ends = getattr(entry, "valid_from", None), getattr(entry, "valid_to", None)
        if begins and ends and ends < begins:
            yield say("%(name)s ends before it begins.", name=name)


def _unserved_parties(directory: Directory) -> Iterator[Message]:
    for party in directory.parties:
        if party.rule == "fixed" and party.default_unit is None:
            yield say("%(party)s has a fixed unit, but it is not named.", party=party.code)
        if party.rule == "governorate":
            for governorate in directory.governorates:
                yield from _unserved_governorate(directory, party.code, governorate.code)


def _unserved_governorate(directory: Directory, party: str, governorate: str) -> Iterator[Message]:
    here = [
        unit
        for unit in directory.units
        if (unit.party, unit.kind, unit.governorate) == (party, "directorate", governorate)
    ]
    if not here:
        yield say("%(party)s has no directorate in %(governorate)s.", party=party, governorate=governorate)
    for one, other in combinations(here, 2):
        if one.overlaps(other):
            yield say(
                "%(one)s and %(other)s are directorates of one governorate on the same days.",
                one=one.code,
                other=other.code,
            )


def _odd_missions(directory: Directory) -> Iterator[Message]:
    for mission in directory.missions:
        if (mission.relation == "none") != (mission.unit is None):
            yield say(
                "%(country)s has a mission without a unit, or a unit without a mission.",
                country=mission.country,
            )
        if not (len(mission.country) == 3 and mission.country.isascii() and mission.country.isupper()):
            yield say("%(country)s is not a country code of three letters.", country=mission.country)
    for one, other in combinations(directory.missions, 2):
        if one.country == other.country and one.overlaps(other):
            yield say("%(country)s has two missions on the same days.", country=one.country)
