"""What the codes of a case are called: read from the drawing and the forms of the version the case follows."""

from collections.abc import Iterator

from sqlalchemy.orm import Session

from app import policy
from app.definitions import queries as definitions
from app.definitions.queries import Procedure
from app.forms import Form
from app.models import Case
from app.policy import Member

OUTCOME = "closureOutcome"
"""The decision variable under which a closure form asks for the outcome (BRIEF 6.6)."""


def outcome(procedure: Procedure, code: str, language: str) -> str:
    """How a case ended: the option chosen at its closure, else the name of the end event it came to."""
    for form, label in _options(procedure, variable=OUTCOME, code=code):
        return form.word(label, language)
    end = procedure.model.steps.get((procedure.key, code))
    if end is None:
        return code
    return (end.name_ar if language == "ar" else "") or end.name


def outcome_for(session: Session, user: Member, case: Case, language: str) -> str:
    """How a case ended, for those who see all of it; nothing for others and while it runs."""
    if not (case.outcome and policy.may_see_all_cases(user)):
        return ""
    return outcome(definitions.procedure(session, case.definition_id), case.outcome, language)


def fact(procedure: Procedure, name: str, code: str, language: str) -> str:
    """What a fact on the head of a case says, such as a nationality, in the words of the form that asks for it."""
    for form, label in _options(procedure, fact=name, code=code):
        return form.word(label, language)
    return code


def _options(
    procedure: Procedure, *, code: str, variable: str | None = None, fact: str | None = None
) -> Iterator[tuple[Form, str]]:
    for form in procedure.forms.values():
        for field in form.fields:
            if (variable and field.variable == variable) or (fact and field.fact == fact):
                yield from ((form, option.label) for option in field.options if option.value == code)
