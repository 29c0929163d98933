"""The audit chain: whole after everything people did, and broken by every change somebody makes behind their backs."""

from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256

import orjson
import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from app import audit, migrations
from app.audit import Broken
from app.config import Settings
from app.db import Database
from app.models import AuditChain, AuditEvent, Case
from app.sealing import Vault
from tests.conftest import NOW
from tests.desk import Desk
from tests.people import Person
from tests.races.racing import Pair, at_once
from tests.tasks.working import REPORT, begin

People = Callable[[str], Person]


@pytest.fixture
def chain(person: People, database: Database) -> str:
    """The chain of a case with four lines."""
    officer, desk = person("epc.officer"), Desk(database)
    first = begin(officer, database)
    officer.post(f"/tasks/{first}/release")
    officer.claim(first)
    officer.complete(first, REPORT)
    return f"case:{desk.case().id}"


def broken(database: Database) -> list[Broken]:
    with database.reading() as session:
        return list(audit.verify(session))


def lines(database: Database, chain: str) -> list[AuditEvent]:
    with database.reading() as session:
        found = select(AuditEvent).where(AuditEvent.chain == chain).order_by(AuditEvent.seq)
        return list(session.scalars(found))


def test_the_audit_of_an_ordinary_day_is_whole(database: Database, chain: str) -> None:
    assert broken(database) == []
    assert [(line.seq, line.act) for line in lines(database, chain)] == [
        (1, "case_opened"),
        (2, "task_released"),
        (3, "task_claimed"),
        (4, "task_completed"),
    ]
    assert [line.act for line in lines(database, "house")][-2:] == ["sign_in", "published"]


@pytest.mark.parametrize(
    "change", [{"act": "x"}, {"actor_id": 2}, {"facts": "{}"}, {"at": NOW}, {"head": "0" * 64}]
)
def test_an_altered_line_is_found(database: Database, chain: str, change: dict[str, object]) -> None:
    with database.unit_of_work() as session:
        session.execute(
            update(AuditEvent).where(AuditEvent.chain == chain, AuditEvent.seq == 2).values(**change)
        )
    assert broken(database) == [Broken(chain, 2, "altered")]


def test_a_line_given_to_another_chain_is_found(database: Database, chain: str) -> None:
    with database.unit_of_work() as session:
        moved = update(AuditEvent).where(AuditEvent.chain == chain, AuditEvent.seq == 4)
        session.execute(moved.values(chain="case:999", seq=1))
    assert {fault.chain for fault in broken(database)} == {chain, "case:999"}


@pytest.mark.parametrize("seq", [1, 2, 3])
def test_a_removed_line_is_found(database: Database, chain: str, seq: int) -> None:
    with database.unit_of_work() as session:
        session.execute(delete(AuditEvent).where(AuditEvent.chain == chain, AuditEvent.seq == seq))
    assert broken(database) == [Broken(chain, seq + 1, "a line is missing")]


def test_a_chain_cut_off_at_its_end_is_found(database: Database, chain: str) -> None:
    with database.unit_of_work() as session:
        session.execute(delete(AuditEvent).where(AuditEvent.chain == chain, AuditEvent.seq > 2))
    assert broken(database) == [Broken(chain, 4, "its end is missing")]


def test_a_chain_that_is_gone_altogether_is_found(database: Database, chain: str) -> None:
    with database.unit_of_work() as session:
        session.execute(delete(AuditEvent).where(AuditEvent.chain.in_((chain, "house"))))
    assert {fault.chain for fault in broken(database)} == {chain, "house"}


def test_a_line_written_by_somebody_else_is_found(database: Database, chain: str) -> None:
    last = lines(database, chain)[-1]
    forged = AuditEvent(chain=chain, seq=5, at=NOW, actor_id=1, act="task_completed", facts="{}")
    with database.unit_of_work() as session:
        forged.head = plain(last.head, forged)
        session.add(forged)
        session.execute(update(Case).values(audit_seq=5, audit_head=forged.head))
    assert broken(database) == [Broken(chain, 5, "altered")]


def plain(before: str, line: AuditEvent) -> str:
    """The line's digest as who knows the code, but not the key, can make it."""
    parts = [before, line.chain, line.seq, line.at.timestamp(), line.actor_id, line.act, line.facts]
    return sha256(orjson.dumps(parts)).hexdigest()


def with_another_key(before: str, line: AuditEvent) -> str:
    return audit._expected(Vault(bytes(32)), before, line)


@pytest.mark.parametrize("digest", [plain, with_another_key])
@pytest.mark.parametrize("chains", ["one", "all"])
def test_chains_written_anew_without_the_key_are_found(
    database: Database, chain: str, digest: Callable[[str, AuditEvent], str], chains: str
) -> None:
    named = {chain} if chains == "one" else {chain, "house"}
    with database.unit_of_work() as session:
        for name in named:
            _write_anew(session, name, digest)
    assert broken(database) == [Broken(name, 1, "altered") for name in sorted(named)]
    with database.reading() as session:
        assert audit.is_of_this_key(session) == (chains == "one")


def _write_anew(session: Session, name: str, digest: Callable[[str, AuditEvent], str]) -> None:
    """Tell another story in a chain: every line, its digests and its end fit each other."""
    before = audit.START
    for line in session.scalars(select(AuditEvent).where(AuditEvent.chain == name).order_by(AuditEvent.seq)):
        line.act = "draft_saved"
        before = line.head = digest(before, line)
    table = AuditChain if name == "house" else Case
    session.execute(update(table).values(audit_head=before))


def test_with_another_key_than_the_audit_was_written_with_nothing_fits(
    settings: Settings, database: Database, chain: str
) -> None:
    elsewhere = Database(replace(settings, data_key=bytes(32)))
    assert {fault.seq for fault in broken(elsewhere)} == {1}
    for opened, fits in ((elsewhere, False), (database, True)):
        with opened.reading() as session:
            assert audit.is_of_this_key(session) is fits
    with elsewhere.unit_of_work() as session:
        session.execute(delete(AuditEvent))
        assert audit.is_of_this_key(session)
    elsewhere.engine.dispose()


def test_the_first_lines_of_a_house_written_at_one_moment_follow_each_other(
    settings: Settings, database: Database
) -> None:
    migrations.downgrade(database.engine, "base")
    migrations.upgrade(database.engine)
    begin = lambda session: audit.record_house(session, None, "begun", at=NOW)  # noqa: E731
    assert at_once(database, [begin] * 4) == Pair(won=4, refused=0)
    assert [line.seq for line in lines(database, "house")] == [1, 2, 3, 4]
    assert broken(database) == []


def test_a_case_or_house_that_forgot_its_end_is_found(database: Database, chain: str) -> None:
    with database.unit_of_work() as session:
        session.execute(update(Case).values(audit_head="0" * 64))
        session.execute(update(AuditChain).values(audit_seq=1))
    assert {fault.chain for fault in broken(database)} == {chain, "house"}


def test_a_fault_in_one_chain_does_not_hide_one_in_another(database: Database, chain: str) -> None:
    with database.unit_of_work() as session:
        session.execute(update(AuditEvent).where(AuditEvent.seq == 2).values(act="x"))
    assert {(fault.chain, fault.seq) for fault in broken(database)} == {(chain, 2), ("house", 2)}


def test_a_refused_deed_leaves_no_line(person: People, database: Database, chain: str) -> None:
    officer, desk = person("epc.officer"), Desk(database)
    before = len(lines(database, chain))
    done = desk.task("write").id
    officer.claim(done)
    officer.complete(done, REPORT)
    officer.post(f"/tasks/{done}/skip", {"reason": "r"})
    officer.post(f"/cases/{desk.case().number}/units", {"party": "POL", "unit": "X", "reason": "r"})
    assert len(lines(database, chain)) == before


def test_what_a_line_tells_are_ids_and_digests(database: Database, chain: str) -> None:
    for line in lines(database, chain):
        assert REPORT["account"] not in line.facts
    assert '"answers":"' in lines(database, chain)[-1].facts
