"""Handing a step to a colleague: the reason may be left out; when it is given it is kept, sealed, and proved."""

import json
from collections.abc import Callable

import pytest
from sqlalchemy import select

from app import db
from app.models import AuditEvent, Progress
from tests.desk import Desk
from tests.people import Person
from tests.tasks.working import begin

People = Callable[[str], Person]
WHY = "The night shift is over."


@pytest.fixture
def first(person: People, desk: Desk) -> int:
    """The first step of a report, held by the officer."""
    return begin(person("epc.officer"), desk.database)


def handed_on(desk: Desk) -> list[Progress]:
    with desk.database.reading() as session:
        return list(session.scalars(select(Progress).where(Progress.act == "reassigned")))


def audited(desk: Desk) -> dict[str, object]:
    with desk.database.reading() as session:
        line = session.scalars(select(AuditEvent.facts).where(AuditEvent.act == "task_reassigned")).one()
    facts: dict[str, object] = json.loads(line)
    return facts


def test_a_reason_is_sealed_with_the_act_and_its_digest_stands_in_the_audit(
    person: People, desk: Desk, first: int
) -> None:
    sent = {"colleague": 2, "reason": WHY}
    assert person("epc.supervisor").post(f"/tasks/{first}/reassign", sent).status_code == 302
    (act,) = handed_on(desk)
    assert (act.task_id, act.actor_id) == (first, 2)
    assert act.note
    assert WHY.encode() not in act.note
    with desk.database.reading() as session:
        digest = db.vault(session).audit_digest(WHY)
    assert audited(desk) == {"task": first, "to": 2, "reason": digest}


@pytest.mark.parametrize("sent", [{}, {"reason": ""}, {"reason": " \n "}])
def test_without_a_reason_the_step_changes_hands_all_the_same(
    person: People, desk: Desk, first: int, sent: dict[str, str]
) -> None:
    answer = person("epc.supervisor").post(f"/tasks/{first}/reassign", {"colleague": 2, **sent})
    assert answer.status_code == 302
    assert [act.note for act in handed_on(desk)] == [None]
    assert audited(desk) == {"task": first, "to": 2}
    assert desk.task("write").assignee_id == 2


def test_what_is_refused_leaves_no_trace(person: People, desk: Desk, first: int) -> None:
    sent = {"colleague": 3, "reason": WHY}
    assert person("epc.supervisor").post(f"/tasks/{first}/reassign", sent).status_code == 422
    assert handed_on(desk) == []
