"""When a notice leaves by mail, and in which letter: at once, with the day's others, or after a quiet night."""

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta, tzinfo

from sqlalchemy import bindparam, select, text
from sqlalchemy.orm import Session

from app import db, outbox
from app.models import Letter, NoticeSettings
from app.models.base import Instant

MAIL = "mail"
"""The name of the job that delivers a letter."""
ONE_DAY, ONE_SECOND = timedelta(days=1), timedelta(seconds=1)


@dataclass(frozen=True)
class Wish:
    """How a person wants mail: now, daily or off, and the quiet hours; times are local."""

    mail: str
    daily_at: time
    quiet_from: time | None
    quiet_until: time | None


def wish(row: NoticeSettings) -> Wish:
    """What a person has set."""
    quiet = [time.fromisoformat(t) if t else None for t in (row.quiet_from, row.quiet_until)]
    return Wish(row.mail, time.fromisoformat(row.daily_at), *quiet)


def leaves_at(wanted: Wish, *, urgent: bool, zone: tzinfo, now: datetime) -> datetime | None:
    """When a notice leaves by mail; never for who wants none. Urgent clocks wait for no hour (BRIEF 2.4)."""
    if wanted.mail == "off":
        return None
    if urgent:
        return now
    if wanted.mail == "daily":
        return _next(wanted.daily_at, zone, now)
    if wanted.quiet_from is None or wanted.quiet_until is None:
        return now
    ends = _next(wanted.quiet_until, zone, now)
    return ends if _is_between(now.astimezone(zone).time(), wanted.quiet_from, wanted.quiet_until) else now


def _next(at: time, zone: tzinfo, now: datetime) -> datetime:
    """The next time that the clock on the wall shows `at`, this moment excluded."""
    local = now.astimezone(zone)
    today = datetime.combine(local.date(), at, zone)
    return (today if today > local else today + ONE_DAY).astimezone(UTC)


def _is_between(at: time, start: time, end: time) -> bool:
    """Whether `at` lies from `start` to before `end`, over midnight where the end comes first."""
    return start <= at < end if start <= end else at >= start or at < end


# In words, because each kind of database has a construct of its own for what both read alike.
_BEGIN = text(
    "INSERT INTO letter (user_id, send_at, key) VALUES (:user, :send_at, :key) "
    "ON CONFLICT (user_id, send_at) DO NOTHING"
).bindparams(bindparam("send_at", type_=Instant()))


def letter_for(session: Session, user_id: int, send_at: datetime) -> int:
    """The letter to a person that leaves at this moment, begun where there is none; gives back its id.

    One that is sealed already takes no more: what comes late goes with one a second later.
    """
    while True:
        known = {"user": user_id, "send_at": send_at, "key": secrets.token_hex(16)}
        session.execute(_BEGIN, known)
        found = select(Letter).where(Letter.user_id == user_id, Letter.send_at == send_at)
        letter = session.scalars(found.with_for_update().execution_options(populate_existing=True)).one()
        if letter.sealed_at is None:
            wanted = {"letter": letter.id}
            outbox.enqueue(session, MAIL, wanted, run_at=send_at, key=None, dedup=f"letter:{letter.id}")
            return letter.id
        send_at += ONE_SECOND


def mail_is_on(session: Session) -> bool:
    """Whether this installation sends mail at all."""
    return bool(db.settings(session).smtp_host)
