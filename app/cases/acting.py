"""Which unit acts for each party of a case, and why it is that one."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from app.agencies.choice import choose_unit
from app.agencies.queries import Reference
from app.definitions.queries import Procedure
from app.errors import Message, say
from app.models import Case, UserTask

BY_HAND = say("Chosen by hand.")
AS_IT_STOOD = say("Chosen by rule, from what was known when the step opened.")
"""For a unit that today's facts would no longer choose: a step that was opened stays where it is."""


@dataclass(frozen=True)
class Acting:
    """One unit and the party it acts for; `why` is a sentence, its blanks filled with codes."""

    party: str
    unit: str
    why: Message


def acting_units(
    reference: Reference,
    procedure: Procedure,
    case: Case,
    steps: Sequence[UserTask],
    by_hand: Mapping[str, str],
) -> Iterator[Acting]:
    """The units by party: the one chosen by hand, else each that has had a step, with the rule that chose it."""
    last = {(step.party, step.unit): step for step in steps if step.party}
    for party in sorted({party for party, _ in last if party} | by_hand.keys()):
        if party in by_hand:
            yield Acting(party, by_hand[party], BY_HAND)
            continue
        for (of, unit), step in last.items():
            if of == party:
                yield Acting(party, unit, _why(reference, procedure, case, step))


def _why(reference: Reference, procedure: Procedure, case: Case, step: UserTask) -> Message:
    """The rule is asked again as on the day the step opened; its sentence counts if its answer is the same."""
    choice = choose_unit(
        reference.directory,
        str(step.party),
        on=step.opened_at.astimezone(reference.calendar.zone).date(),
        nationality=case.nationality,
        governorate=case.governorate,
        hospital=case.hospital,
        override=_named(procedure, step),
    )
    return choice.reason if choice.unit_code == step.unit else AS_IT_STOOD


def _named(procedure: Procedure, step: UserTask) -> str | None:
    """The unit that the drawing names for a step, or the call it answers for."""
    drawn = procedure.model.steps[step.process_id, step.element_id]
    caller = procedure.model.steps.get((procedure.key, step.call_element or ""))
    return (caller.unit if caller and drawn.answers else None) or drawn.unit
