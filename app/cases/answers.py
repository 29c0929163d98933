"""What was answered in a case, as one person may read it: rows in order, sensitive values masked."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app import policy
from app.cases.steps import Step
from app.definitions.queries import Procedure
from app.forms import Row
from app.policy import Member
from app.sealing import PersonKey


@dataclass(frozen=True)
class Shown:
    """One answered row; `value` is nothing while it is masked."""

    key: str
    label: str
    value: str | None
    sensitivity: str | None


@dataclass(frozen=True)
class Answered:
    """One finished step and its answers; a masked row has no value and may or may not be revealed."""

    step: Step
    rows: tuple[Shown, ...]


def own_calls(user: Member, steps: Sequence[Step]) -> frozenset[str]:
    """The referrals in which the person's unit has a step: what was answered in them is addressed to it."""
    return frozenset(step.call_id for step in steps if step.unit == user.unit and step.call_id)


def readable(user: Member, steps: Sequence[Step]) -> list[Step]:
    """The steps whose answers the person may read, in order."""
    calls = own_calls(user, steps)
    return [step for step in steps if policy.may_see_answers(user, step.unit, step.call_id in calls)]


def answered(
    user: Member, procedure: Procedure, steps: Sequence[Step], key: PersonKey, language: str
) -> Iterator[Answered]:
    """Finished steps the person may read, in order, with every sensitive value masked."""
    for step in readable(user, steps):
        if step.answers is not None and step.form_id in procedure.forms:
            rows = procedure.forms[step.form_id].rows(step.unsealed(key, "answers"), language)
            yield Answered(step, tuple(_masked(row) for row in rows))


def _masked(row: Row) -> Shown:
    return Shown(row.key, row.label, None if row.sensitivity else row.value, row.sensitivity)


def one(procedure: Procedure, step: Step, key: PersonKey, field: str, language: str) -> Row | None:
    """One answered row with its value; the caller has asked policy and written the access log."""
    if step.answers is None or step.form_id not in procedure.forms:
        return None
    rows = procedure.forms[step.form_id].rows(step.unsealed(key, "answers"), language)
    return next((row for row in rows if row.key == field), None)
