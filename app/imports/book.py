"""What rows are checked against: procedures, choices of forms, officers, and what was entered already."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import policy
from app.agencies import queries as agencies
from app.agencies.queries import MEMBERS
from app.calendar import Calendar
from app.cases.labels import OUTCOME
from app.definitions import queries as definitions
from app.definitions.queries import Procedure
from app.forms import Form
from app.forms.field import Field
from app.imports.placing import Places
from app.models import PaperFile
from app.policy import Member
from app.sealing import fold_name

Choices = dict[str, str]
"""Codes by every folded word that means them."""
Fits = Callable[[Field], bool]


@dataclass
class Book:
    """Read once for a file. `seen` are the references met in it, by line; `entered` those in the system."""

    procedures: dict[str, Places]
    keys: list[str]
    officers: dict[str, int]
    entered: frozenset[str]
    calendar: Calendar
    today: date
    seen: dict[str, int] = field(default_factory=dict)
    _choices: dict[tuple[int, str], Choices] = field(default_factory=dict)

    def choices(self, procedure: Procedure, fact: str) -> Choices:
        """What the forms of a procedure offer for a fact of the case."""
        return self._kept(procedure, f"fact {fact}", lambda asked: asked.fact == fact)

    def outcomes(self, procedure: Procedure) -> Choices:
        """How a case of a procedure can close; the ends of the drawing where no form asks."""
        found = self._kept(procedure, "outcome", lambda asked: asked.variable == OUTCOME)
        return found or {
            fold_name(word): step.element_id
            for step in procedure.model.steps.values()
            if step.process_id == procedure.key and step.kind == "endEvent"
            for word in (step.element_id, step.name, step.name_ar)
        }

    def _kept(self, procedure: Procedure, name: str, fits: Fits) -> Choices:
        kept = self._choices.get((procedure.id, name))
        if kept is None:
            kept = self._choices[procedure.id, name] = dict(_options(procedure, fits))
        return kept


def _options(procedure: Procedure, fits: Fits) -> Iterator[tuple[str, str]]:
    for form in procedure.forms.values():
        for found in form.fields:
            if fits(found):
                yield from _words(form, found)


def _words(form: Form, found: Field) -> Iterator[tuple[str, str]]:
    for option in found.options:
        for word in (str(option.value), option.label, form.word(option.label, "ar")):
            yield fold_name(word), str(option.value)


def read(session: Session, *, now: datetime) -> Book:
    """The book as it is now."""
    reference = agencies.reference(session)
    found = [
        Places(definitions.procedure(session, row.id), now)
        for row in definitions.published_all(session, that_open_cases=True)
    ]
    return Book(
        procedures={fold_name(word): places for places in found for word in _titles(places.procedure)},
        keys=[places.procedure.key for places in found],
        officers={
            member.username.lower(): member.id for member in _members(session) if policy.may_open_case(member)
        },
        entered=frozenset(session.scalars(select(PaperFile.reference))),
        calendar=reference.calendar,
        today=now.astimezone(reference.calendar.zone).date(),
    )


def _titles(procedure: Procedure) -> tuple[str, ...]:
    return procedure.key, procedure.model.name, procedure.model.name_ar


def _members(session: Session) -> Iterator[Member]:
    return (Member(**row._mapping) for row in session.execute(MEMBERS))
