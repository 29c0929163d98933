"""What the other rooms ask about units, people and the calendar; the directory is kept until it changes."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import time
from typing import cast

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from app import db
from app.agencies.choice import DirectoryView
from app.agencies.directory import Kind, Relation, Rule
from app.agencies.directory import Mission as MissionEntry
from app.agencies.directory import Party as PartyEntry
from app.agencies.directory import Unit as UnitEntry
from app.calendar import Calendar
from app.models import Holiday, Mission, Party, ReferenceRevision, SignInSession, Unit, User
from app.policy import Member


@dataclass(frozen=True)
class Reference:
    """Directory and calendar as they are now; `revision` tells when a copy has grown old."""

    revision: int
    directory: DirectoryView
    calendar: Calendar
    units: dict[str, UnitEntry]
    parties: dict[str, PartyEntry]


def reference(session: Session, revision: int | None = None) -> Reference:
    """Directory and calendar, read again only after a change.

    Whoever has a case in hand knows the revision already; for others it is one statement.
    """
    kept_here = db.cache(session)
    if revision is None:
        revision = session.execute(_REVISION).scalar() or 0
    kept: Reference | None = kept_here.get("reference")
    if kept is None or kept.revision != revision:
        kept = kept_here["reference"] = _read(session, revision)
    return kept


_REVISION = select(ReferenceRevision.number)


def _read(session: Session, revision: int) -> Reference:
    parties = {row.code: _party(row) for row in session.scalars(select(Party))}
    units = {row.code: _unit(row) for row in session.scalars(select(Unit))}
    missions = tuple(_mission(row) for row in session.scalars(select(Mission)))
    holidays = frozenset(session.scalars(select(Holiday.day)))
    settings = db.settings(session)
    calendar = Calendar(
        holidays,
        opens=time.fromisoformat(settings.opens),
        closes=time.fromisoformat(settings.closes),
    )
    view = DirectoryView(parties=parties, units=units, missions=missions, custodian=settings.custodian_unit)
    return Reference(revision, view, calendar, units, parties)


def _party(row: Party) -> PartyEntry:
    return PartyEntry(row.code, row.name, row.name_ar, cast(Rule, row.rule), row.default_unit)


def _unit(row: Unit) -> UnitEntry:
    return UnitEntry(
        code=row.code,
        party=row.party,
        kind=cast(Kind, row.kind),
        name_en=row.name,
        name_ar=row.name_ar,
        confirmed=row.confirmed,
        parent=row.parent,
        governorate=row.governorate,
        open_24h=row.open_24h,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
    )


def _mission(row: Mission) -> MissionEntry:
    return MissionEntry(
        country=row.country,
        relation=cast(Relation, row.relation),
        confirmed=row.confirmed,
        unit=row.unit,
        seat_en=row.seat,
        seat_ar=row.seat_ar,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
    )


def member(session: Session, user_id: int) -> Member | None:
    """A person by account id; nothing when the account is closed."""
    row = session.execute(MEMBERS.where(User.id == user_id)).one_or_none()
    return Member(**row._mapping) if row else None


def members(session: Session, ids: Iterable[int | None]) -> dict[int, User]:
    """Accounts by id, closed ones too: what they did stays theirs."""
    wanted = {i for i in ids if i is not None}
    return {u.id: u for u in session.scalars(select(User).where(User.id.in_(wanted)))} if wanted else {}


def colleagues(session: Session, unit: str) -> list[Member]:
    """The active people of a unit, by name."""
    rows = session.execute(MEMBERS.where(User.unit == unit).order_by(User.name))
    return [Member(**row._mapping) for row in rows]


MEMBERS = (
    select(
        User.id,
        User.username,
        User.name,
        User.name_ar,
        User.unit,
        Unit.name.label("unit_name"),
        Unit.name_ar.label("unit_name_ar"),
        Unit.party,
        User.role,
        User.language,
        User.must_change_password,
    )
    .join(Unit, Unit.code == User.unit)
    .where(User.active)
)


_SIGNED_IN = (
    MEMBERS.add_columns(SignInSession.id.label("session_id"))
    .join(SignInSession, SignInSession.user_id == User.id)
    .where(SignInSession.id == bindparam("session_id"), SignInSession.ended_at.is_(None))
)


def signed_in(session: Session, session_id: str) -> Member | None:
    """The member behind a sign-in; nothing once it was ended or the account is closed."""
    row = session.execute(_SIGNED_IN, {"session_id": session_id}).one_or_none()
    return Member(**row._mapping) if row else None
