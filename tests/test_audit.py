"""The audit chain: whole after everything people did, and broken by every change somebody makes behind their backs."""

from collections.abc import Callable

import pytest
from sqlalchemy import delete, insert, select, update

from app import audit
from app.audit import Broken
from app.db import Database
from app.models import AuditChain, AuditEvent, Case
from tests.conftest import NOW
from tests.people import Person
from tests.tasks.working import REPORT, Desk, begin

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
    forged = {"chain": chain, "seq": 5, "at": NOW, "actor_id": 1, "act": "task_completed", "facts": "{}"}
    with database.unit_of_work() as session:
        head = audit._head(last.head, chain, 5, NOW, 1, "task_completed", "{}")
        session.execute(insert(AuditEvent).values(**forged, head=head))
    assert broken(database) == [Broken(chain, 4, "its end is missing")]


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
