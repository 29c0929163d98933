"""What a fresh installation needs: the directory, the holidays and the procedures of this repository."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from app import audit
from app.agencies import directory
from app.calendar import bahrain_holidays
from app.definitions import commands as definitions
from app.models import Governorate, Holiday, Mission, Party, ReferenceRevision, Unit

ROOT = Path(__file__).parent.parent
YEARS_AHEAD = 3


def seed(session: Session, *, now: datetime) -> list[str]:
    """Load what is missing; what is there stays as it is. Gives back a line for each thing that serves now.

    Of two who seed at once, the second waits and then finds what the first has loaded.
    """
    audit.HouseChain(session)
    said = []
    if session.scalar(select(Party.code).limit(1)) is None:
        said.append(_seed_directory(session))
        said.append(_seed_holidays(session, now))
        session.execute(insert(ReferenceRevision).values(id=1, number=1))
        session.flush()
    said.extend(publish_all(session, ROOT / "processes", ROOT / "forms", now=now))
    return said


def _seed_directory(session: Session) -> str:
    book = directory.load()
    session.add_all(Governorate(code=g.code, name=g.name_en, name_ar=g.name_ar) for g in book.governorates)
    session.add_all(
        Party(code=p.code, name=p.name_en, name_ar=p.name_ar, rule=p.rule, default_unit=p.default_unit)
        for p in book.parties
    )
    session.flush()
    for unit in _parents_first(book.units):
        session.add(_unit(unit))
        session.flush()
    session.add_all(_mission(mission) for mission in book.missions)
    return f"directory: {len(book.parties)} parties, {len(book.units)} units"


def _parents_first(units: Sequence[directory.Unit]) -> Iterator[directory.Unit]:
    waiting = list(units)
    placed: set[str | None] = {None}
    while waiting:
        ready = [unit for unit in waiting if unit.parent in placed]
        yield from ready
        placed |= {unit.code for unit in ready}
        waiting = [unit for unit in waiting if unit.code not in placed]


def _unit(unit: directory.Unit) -> Unit:
    return Unit(
        code=unit.code,
        party=unit.party,
        parent=unit.parent,
        kind=unit.kind,
        name=unit.name_en,
        name_ar=unit.name_ar,
        governorate=unit.governorate,
        confirmed=unit.confirmed,
        open_24h=unit.open_24h,
        valid_from=unit.valid_from,
        valid_to=unit.valid_to,
    )


def _mission(mission: directory.Mission) -> Mission:
    return Mission(
        country=mission.country,
        unit=mission.unit,
        relation=mission.relation,
        seat=mission.seat_en,
        seat_ar=mission.seat_ar,
        confirmed=mission.confirmed,
        valid_from=mission.valid_from,
        valid_to=mission.valid_to,
    )


def _seed_holidays(session: Session, now: datetime) -> str:
    days = bahrain_holidays(range(now.year - 1, now.year + YEARS_AHEAD))
    session.add_all(Holiday(day=h.day, name=h.name_en, name_ar=h.name_ar, status=h.status) for h in days)
    return f"holidays: {len(days)}"


def publish_all(session: Session, processes: Path, forms: Path, *, now: datetime) -> list[str]:
    """Publish every drawing of a folder that opens cases, with the drawings and forms it uses."""
    drawings = {file.stem: file.read_bytes() for file in sorted(processes.glob("*.bpmn"))}
    bodies = {file.stem: file.read_bytes() for file in sorted(forms.glob("*.form"))}
    said = []
    for key in drawings:
        if key.endswith("_case"):
            row = definitions.publish(session, key, drawings, bodies, now=now)
            said.append(f"procedure {key}: version {row.version}")
    return said
