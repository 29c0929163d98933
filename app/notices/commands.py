"""Telling people of the steps of a case as their moments come; reading notices; how a person wants mail."""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, time

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app import audit
from app.agencies import queries as agencies
from app.agencies.queries import Reference
from app.cases import hand
from app.cases.hand import CaseInHand
from app.errors import Invalid, Message, say
from app.models import Notice, NoticeSettings, Progress, UserTask
from app.notices import letters
from app.notices.ladder import Rung, ladder
from app.notices.ladder import read as read_ladder
from app.notices.people import Audience
from app.policy import Member

OPENED = "opened"
MAIL_CHOICES = ("now", "daily", "off")
_ADDRESS = re.compile(r"[^\s@<>\",;:]+@[^\s@<>\",;:]+\.[^\s@<>\",;:.]+", re.ASCII)
_CLOCK = re.compile(r"([01]\d|2[0-3]):[0-5]\d")


@dataclass(frozen=True)
class Told:
    """One person told of one step at one rung."""

    user_id: int
    task_id: int
    kind: str
    mark: str
    urgent: bool


def tell(session: Session, case_id: int, *, now: datetime) -> None:
    """Tell whoever has to be told of the steps of a case by now, each rung once, and set the next moments.

    A step that is finished drops out. Does nothing when another worker was faster.
    """
    case = hand.lock(session, case_id)
    due = (UserTask.case_id == case.id, UserTask.next_notice_at <= now)
    steps = session.scalars(select(UserTask).where(*due).order_by(UserTask.id)).all()
    waiting = [step for step in steps if step.is_open]
    for step in steps:
        step.next_notice_at = None
    if not waiting:
        return
    reference = agencies.reference(session, case.reference_revision)
    audience = Audience(session, reference)
    told = {t for step in waiting for t in _tell_of(session, case, step, reference, audience, now)}
    _keep(session, told, reference, now)
    if case.has_changed:
        hand.keep(session, case)


def _tell_of(
    session: Session,
    case: CaseInHand,
    step: UserTask,
    reference: Reference,
    audience: Audience,
    now: datetime,
) -> Iterator[Told]:
    """Who hears of one step by now; notes each rung on the case and moves the step to its next moment."""
    urgent = step.clock_unit in ("hours", "minutes")
    if step.told_unit != step.unit:
        step.told_unit = step.unit
        if step.assignee_id is None:
            yield from (Told(m.id, step.id, OPENED, step.unit, urgent) for m in audience.able(step))
    for rung in _rungs(step, reference)[step.rungs_told :]:
        if rung.at > now:
            step.next_notice_at = rung.at
            return
        _note(session, case, step, rung, now)
        step.rungs_told += 1
        for to in rung.to:
            yield from (
                Told(m.id, step.id, rung.kind, rung.after, urgent) for m in audience.addressed(step, to)
            )


def _rungs(step: UserTask, reference: Reference) -> tuple[Rung, ...]:
    if step.due_at is None or step.clock_unit is None:
        return ()
    drawn = read_ladder(step.escalations)
    return ladder(reference.calendar, step.clock_unit, step.opened_at, step.due_at, drawn)


def _note(session: Session, case: CaseInHand, step: UserTask, rung: Rung, now: datetime) -> None:
    """The rung on the case's timeline and in its audit."""
    session.add(Progress(case_id=case.id, task_id=step.id, act=rung.kind, at=now, passed="[]"))
    audit.record(session, None, rung.kind, case, at=now, task=step.id, rung=rung.after)


def _keep(session: Session, told: Collection[Told], reference: Reference, now: datetime) -> None:
    """Write the notices, and the letters of those who want mail; in one order, so that no two workers cross."""
    session.flush()
    wishes = _wishes(session, {t.user_id for t in told}) if letters.mail_is_on(session) else {}
    for t in sorted(told, key=lambda t: (t.user_id, t.urgent, t.task_id, t.kind, t.mark)):
        if _is_told(session, t):
            continue
        wanted, letter = wishes.get(t.user_id), None
        zone = reference.calendar.zone
        if wanted and (at := letters.leaves_at(wanted, urgent=t.urgent, zone=zone, now=now)):
            letter = letters.letter_for(session, t.user_id, at)
        row = {"user_id": t.user_id, "task_id": t.task_id, "kind": t.kind, "mark": t.mark}
        session.add(Notice(**row, at=now, letter_id=letter))
        session.flush()


def _is_told(session: Session, t: Told) -> bool:
    """A step that goes to a unit, away and back again is told there once."""
    same = (
        Notice.task_id == t.task_id,
        Notice.user_id == t.user_id,
        Notice.kind == t.kind,
        Notice.mark == t.mark,
    )
    return session.scalar(select(Notice.id).where(*same)) is not None


def _wishes(session: Session, users: Collection[int]) -> dict[int, letters.Wish]:
    rows = session.scalars(select(NoticeSettings).where(NoticeSettings.user_id.in_(users)))
    return {row.user_id: letters.wish(row) for row in rows}


def read(session: Session, user: Member, notice_id: int | None, *, now: datetime) -> None:
    """Mark one of a person's notices as read, or all of them; those of others stay as they are."""
    mine = [Notice.user_id == user.id, Notice.read_at.is_(None)]
    if notice_id is not None:
        mine.append(Notice.id == notice_id)
    session.execute(update(Notice).where(*mine).values(read_at=now))


def choose(session: Session, user: Member, wanted: Mapping[str, str], *, now: datetime) -> None:
    """Keep how a person wants mail; raises Invalid with every problem."""
    if problems := _problems(wanted):
        raise Invalid(say("Nothing was saved."), problems)
    row = session.get(NoticeSettings, user.id)
    if row is None:
        row = NoticeSettings(user_id=user.id)
        session.add(row)
    row.address, row.mail = wanted["address"], wanted["mail"]
    row.daily_at = wanted["daily_at"] or time(7).strftime("%H:%M")
    row.quiet_from, row.quiet_until = wanted["quiet_from"] or None, wanted["quiet_until"] or None
    audit.record_house(session, user.id, "notice_settings_changed", at=now, mail=row.mail)


def _problems(wanted: Mapping[str, str]) -> dict[str, list[Message]]:
    problems: dict[str, list[Message]] = {}
    if wanted["mail"] not in MAIL_CHOICES:
        problems["mail"] = [say("Choose when you want mail.")]
    needed = wanted["mail"] != "off" or wanted["address"]
    if needed and (len(wanted["address"]) > 254 or not _ADDRESS.fullmatch(wanted["address"])):
        problems["address"] = [say("Give a mail address such as name@example.org.")]
    for name in ("daily_at", "quiet_from", "quiet_until"):
        if wanted[name] and not _CLOCK.fullmatch(wanted[name]):
            problems[name] = [say("Give a time such as 07:30.")]
    if wanted["mail"] == "daily" and not wanted["daily_at"]:
        problems["daily_at"] = [say("Say at what time the daily mail leaves.")]
    if bool(wanted["quiet_from"]) != bool(wanted["quiet_until"]):
        problems.setdefault("quiet_until", [say("Quiet hours need a beginning and an end.")])
    return problems
