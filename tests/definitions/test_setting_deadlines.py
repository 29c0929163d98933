"""Other deadlines for steps: the drawing stays, a new version serves, and running cases keep theirs."""

from collections.abc import Callable

import orjson
import pytest
from sqlalchemy import select

from app import engine
from app.db import Database
from app.definitions import queries
from app.models import AuditEvent
from tests.definitions import practice
from tests.definitions.test_publishing import versions
from tests.desk import Desk
from tests.people import Person
from tests.tasks.working import signed

People = Callable[[str], Person]
OTHER = {"amount.ask": "4", "unit.ask": "workingDays"}


@pytest.fixture
def supervisor(person: People, database: Database) -> Person:
    practice.publish(database, "report_case", practice.REPORT)
    return person("epc.supervisor")


def clock_of(database: Database, key: str, process: str, element: str) -> tuple[int, str]:
    with database.reading() as session:
        model = queries.procedure(session, queries.published(session, key).id).model
    clock = model.steps[process, element].clock
    assert clock
    return clock.amount, clock.unit


def test_other_deadlines_make_a_new_version_of_the_same_drawing(
    supervisor: Person, database: Database
) -> None:
    page = supervisor.get("/definitions/deadlines?key=report_case").text
    assert 'name="amount.ask" value="2"' in page
    assert "amount.write" not in page
    assert supervisor.post("/definitions/report_case/deadlines", OTHER).status_code == 302
    assert versions(database) == [(1, "retired"), (2, "published")]
    assert clock_of(database, "report_case", "report_case", "ask") == (4, "workingDays")
    with database.reading() as session:
        acts = select(AuditEvent.facts).where(AuditEvent.act == "deadlines_set")
        facts = orjson.loads(session.scalars(acts).one())
    assert facts == {"process": "report_case", "steps": {"ask": [2, "hours", 4, "workingDays"]}}


def test_a_running_case_keeps_its_deadlines_and_a_new_one_gets_the_others(
    person: People, supervisor: Person, database: Database, desk: Desk
) -> None:
    officer = person("epc.officer")
    first = officer.open_case("report_case")
    supervisor.post("/definitions/report_case/deadlines", OTHER)
    officer.complete(first, {"account": "done"})
    second = desk.task("sign").id
    supervisor.claim(second)
    supervisor.complete(second, {"agreed": "yes"})
    assert (desk.task("ask").clock_amount, desk.task("ask").clock_unit) == (2, "hours")


def test_the_deadlines_outlive_the_next_publication_of_the_drawing(
    person: People, supervisor: Person, database: Database, desk: Desk
) -> None:
    supervisor.post("/definitions/report_case/deadlines", OTHER)
    assert practice.publish(database, "report_case", practice.REPORT) == 2
    assert practice.publish(database, "report_case", practice.REPORT.replace(b"Step sign", b"Step two")) == 3
    signed(person("epc.officer"), supervisor, desk)
    assert (desk.task("ask").clock_amount, desk.task("ask").clock_unit) == (4, "workingDays")


def test_what_stays_the_same_makes_no_version(supervisor: Person, database: Database) -> None:
    same = {"amount.ask": "2", "unit.ask": "hours", "amount.nowhere": "1", "unit.nowhere": "hours"}
    assert supervisor.post("/definitions/report_case/deadlines", same).status_code == 302
    assert versions(database) == [(1, "published")]


@pytest.mark.parametrize(
    ("amount", "unit"),
    [("", "hours"), ("-1", "hours"), ("1.5", "hours"), ("1000", "hours"), ("٣", "hours"), ("3", "years")],
)
def test_a_clock_that_is_none_is_refused_at_its_step_and_what_was_typed_stays(
    supervisor: Person, database: Database, amount: str, unit: str
) -> None:
    answer = supervisor.post("/definitions/report_case/deadlines", {"amount.ask": amount, "unit.ask": unit})
    assert answer.status_code == 422
    assert 'id="ask-problem"' in answer.text
    assert f'name="amount.ask" value="{amount}"' in answer.text
    assert versions(database) == [(1, "published")]


def test_a_called_drawing_takes_those_that_call_it_along(supervisor: Person, database: Database) -> None:
    before = clock_of(database, "labour_case", "refer", "acknowledge")
    other = (before[0] + 1, before[1])
    typed = {"amount.acknowledge": str(other[0]), "unit.acknowledge": other[1]}
    assert supervisor.post("/definitions/refer/deadlines", typed).status_code == 302
    assert clock_of(database, "labour_case", "refer", "acknowledge") == other
    assert clock_of(database, "refer", "refer", "acknowledge") == other


def test_nobody_else_sets_deadlines(person: People, supervisor: Person) -> None:
    for other in ("epc.officer", "epc.manager", "lmra.supervisor"):
        stranger = person(other)
        assert stranger.get("/definitions/deadlines").status_code == 403
        assert stranger.post("/definitions/report_case/deadlines", OTHER).status_code == 403
    assert supervisor.get("/definitions/deadlines?key=nothing").status_code == 404
    assert supervisor.post("/definitions/nothing/deadlines", OTHER).status_code == 404


def test_only_the_clocks_of_a_drawing_change() -> None:
    changed = engine.with_clocks(practice.REPORT, {"ask": (4, "workingDays"), "nowhere": (1, "hours")})
    assert b'<ihala:clock amount="4" unit="workingDays"/>' in changed
    before, after = (engine.read(xml) for xml in (practice.REPORT, changed))
    assert before.steps.keys() == after.steps.keys()
    same = [name for name in before.steps if before.steps[name] == after.steps[name]]
    assert set(before.steps) - set(same) == {("report_case", "ask")}


@pytest.mark.parametrize("xml", [b"", b"not xml", practice.REPORT])
def test_a_drawing_without_anything_to_change_comes_back_as_it_was(xml: bytes) -> None:
    assert engine.with_clocks(xml, {"ask": (2, "hours"), "write": (9, "hours")}) == xml
