"""When steps are due by the calendar of working days, and which open deadlines no longer agree with it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select, update
from sqlalchemy.orm import Session

from app import audit
from app.agencies import queries as agencies
from app.calendar import Calendar
from app.cases import hand
from app.models import OPEN, UserTask


@dataclass(frozen=True)
class Moved:
    """An open deadline and the moment the calendar gives it."""

    task_id: int
    case_id: int
    due_at: datetime


def moved(session: Session, calendar: Calendar) -> list[Moved]:
    """The open deadlines in working days that differ from what `calendar` gives from the opening of the step.

    Nothing else is remembered about a change of the calendar: a recount that was cut short is simply begun
    again (BRIEF 7.6). Clocks of hours and minutes run through holidays and never differ.
    """
    return list(_differing(session, calendar, _OPEN_CLOCKS))


def cases_to_recount(session: Session, calendar: Calendar) -> list[int]:
    """The cases in which an open deadline must move, by number."""
    return sorted({move.case_id for move in moved(session, calendar)})


def recount(session: Session, actor_id: int | None, case_id: int, *, now: datetime) -> int:
    """Bring the open deadlines of one case in line with the calendar; gives back how many moved."""
    case = hand.lock(session, case_id)
    calendar = agencies.reference(session, case.reference_revision).calendar
    found = list(_differing(session, calendar, _OPEN_CLOCKS.where(UserTask.case_id == case.id)))
    for move in found:
        moved_to = {"due_at": move.due_at, "next_notice_at": now}  # the ladder moves with the deadline
        session.execute(update(UserTask).where(UserTask.id == move.task_id).values(moved_to))
    if found:
        tasks = [move.task_id for move in found]
        audit.record(session, actor_id, "deadlines_recounted", case, at=now, tasks=tasks)
        hand.keep(session, case)
    return len(found)


_OPEN_CLOCKS = select(
    UserTask.id, UserTask.case_id, UserTask.opened_at, UserTask.clock_amount, UserTask.due_at
).where(UserTask.state.in_(OPEN), UserTask.clock_unit == "workingDays", UserTask.due_at.is_not(None))


def _differing(session: Session, calendar: Calendar, rows: Select[*tuple[Any, ...]]) -> Iterator[Moved]:
    for task_id, case_id, opened_at, amount, due_at in session.execute(rows):
        due = calendar.due(amount, "workingDays", opened_at)
        if due != due_at:
            yield Moved(task_id, case_id, due)
