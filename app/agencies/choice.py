"""Who gets a step: the one unit of a party that serves it in this case, and why."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from app.agencies.directory import Mission, Party, Rule, Unit
from app.errors import Message, say


@dataclass(frozen=True)
class DirectoryView:
    """What the choice looks at, by code; entries that are not open on the day may be left in."""

    parties: Mapping[str, Party]
    units: Mapping[str, Unit]
    missions: Sequence[Mission]
    custodian: str


@dataclass(frozen=True)
class Choice:
    """`acting_for` is the party of the step where the chosen unit is of another one, else None."""

    unit_code: str
    reason: Message
    acting_for: str | None


@dataclass(frozen=True)
class Question:
    """One step to place: what the rules may ask about the case on the day."""

    view: DirectoryView
    party: Party
    on: date
    nationality: str | None
    governorate: str | None
    hospital: str | None

    def open_unit(self, code: str | None) -> Unit | None:
        unit = self.view.units.get(code or "")
        return unit if unit and unit.is_open(self.on) else None


Answer = tuple[Unit | None, Message]
"""The unit found, or none when the custodian must act; and why."""


def choose_unit(
    directory_view: DirectoryView,
    party: str,
    *,
    on: date,
    nationality: str | None,
    governorate: str | None,
    hospital: str | None,
    override: str | None,
) -> Choice:
    """The unit that gets a step of this party on this day (BRIEF 2.1, 7.3, 7.5); it never fails.

    `nationality` is an ISO 3166 alpha-3 code, the others are codes of the directory. A unit named for the
    step goes before the rule of the party. Where nothing fits, the custodian acts for the party, so that no
    step is ever left without an inbox.
    """
    listed = directory_view.parties.get(party) or Party(party, party, party, "fixed")
    question = Question(directory_view, listed, on, nationality, governorate, hospital)
    if override:
        unit, reason = _named_for_the_step(question, override)
    else:
        unit, reason = RULES.get(listed.rule, _fixed)(question)
    if unit is None:
        acting_for = None if _is_custodian(directory_view, party) else party
        return Choice(directory_view.custodian, reason, acting_for)
    return Choice(unit.code, reason, None if unit.party == party else party)


def _is_custodian(view: DirectoryView, party: str) -> bool:
    custodian = view.units.get(view.custodian)
    return custodian is not None and custodian.party == party


def _named_for_the_step(question: Question, code: str) -> Answer:
    return _first_open(question, code, say("Named for this step, by hand or in the procedure."))


def _fixed(question: Question) -> Answer:
    code = question.party.default_unit
    if code is None:
        return None, say(
            "The directory names no unit for %(party)s, so the custodian acts.", party=question.party.code
        )
    return _first_open(question, code, say("The unit that serves every case."))


def _first_open(question: Question, code: str, reason: Message) -> Answer:
    """The unit itself, or the nearest one above it that is open on the day."""
    for unit in _upwards(question.view, code):
        if unit.is_open(question.on):
            stands_in = say("%(unit)s is not open on this day; the unit above it acts.", unit=code)
            return unit, reason if unit.code == code else stands_in
    return None, say("%(unit)s is not open on this day, so the custodian acts.", unit=code)


def _upwards(view: DirectoryView, code: str | None) -> Iterator[Unit]:
    seen: set[str] = set()
    while code and code not in seen and code in view.units:
        seen.add(code)
        yield view.units[code]
        code = view.units[code].parent


def _governorate(question: Question) -> Answer:
    if not question.governorate:
        return None, say("The governorate is not known, so the custodian acts. Enter it, or choose the unit.")
    for unit in question.view.units.values():
        serves = (unit.party, unit.kind, unit.governorate)
        if serves == (question.party.code, "directorate", question.governorate) and unit.is_open(question.on):
            return unit, say("The directorate of the governorate named in the case.")
    return None, say("No directorate is open in this governorate, so the custodian acts.")


def _nationality(question: Question) -> Answer:
    country = question.nationality
    if not country:
        return None, say("The nationality is not known, so the custodian acts. Enter it, or choose the unit.")
    missions = [m for m in question.view.missions if m.country == country and m.is_open(question.on)]
    for relation, reason in MISSIONS.items():
        for mission in missions:
            if mission.relation == relation and (unit := question.open_unit(mission.unit)):
                return unit, reason
    return None, say(
        "No mission of %(country)s is in the directory on this day, so the custodian acts for it.",
        country=country,
    )


def _chosen(question: Question) -> Answer:
    if not question.hospital:
        return None, say("Nobody has chosen the unit yet, so the custodian acts. Choose the unit.")
    unit = question.open_unit(question.hospital)
    if unit and unit.party == question.party.code:
        return unit, say("The hospital chosen at intake.")
    return None, say(
        "%(unit)s cannot do this step on this day, so the custodian acts. Choose another unit.",
        unit=question.hospital,
    )


MISSIONS = {
    "resident": say("The mission of the person's country, resident in Bahrain."),
    "accredited": say("The mission of the person's country, accredited to Bahrain from abroad."),
}
RULES: Mapping[Rule, Callable[[Question], Answer]] = {
    "fixed": _fixed,
    "governorate": _governorate,
    "nationality": _nationality,
    "chosen": _chosen,
}
