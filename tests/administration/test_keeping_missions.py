"""An administrator keeps who serves the nationals of a country, from one day to another; the history stays."""

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import select

from app.agencies import queries as agencies
from app.agencies.choice import choose_unit
from app.db import Database
from app.models import Mission
from tests.administration.house_chain import is_whole, last_line, revision
from tests.desk import Clock
from tests.people import Person

People = Callable[[str], Person]
NEW = {
    "country": "FJI",
    "relation": "accredited",
    "unit": "EMB-IND",
    "seat": "Abu Dhabi",
    "seat_ar": "أبوظبي",
    "valid_from": "2026-01-01",
    "valid_to": "2026-06-30",
}


@pytest.fixture(autouse=True)
def day(clock: Clock) -> Clock:
    """All requests happen on Sunday 1 March 2026."""
    return clock


def of_country(database: Database, country: str) -> list[Mission]:
    with database.reading() as session:
        return list(session.scalars(select(Mission).where(Mission.country == country).order_by(Mission.id)))


def served_by(database: Database, country: str, on: date) -> str:
    with database.reading() as session:
        view = agencies.reference(session).directory
    nobody = {"governorate": None, "hospital": None, "override": None}
    return choose_unit(view, "EMB", on=on, nationality=country, **nobody).unit_code


def test_a_mission_serves_from_its_first_day_to_its_last(administrator: Person, database: Database) -> None:
    before = revision(database)
    assert administrator.post("/administration/missions/add", {**NEW, "country": "fji"}).status_code == 302
    assert revision(database) == before + 1
    days = [date(2025, 12, 31), date(2026, 1, 1), date(2026, 6, 30), date(2026, 7, 1)]
    assert [served_by(database, "FJI", on) for on in days] == ["EPC", "EMB-IND", "EMB-IND", "EPC"]
    act, facts = last_line(database)
    assert (act, facts["country"], facts["last"]) == ("mission_added", "FJI", "2026-06-30")
    assert is_whole(database)


def test_two_missions_of_a_country_never_share_a_day_and_the_history_stays(
    administrator: Person, database: Database
) -> None:
    administrator.post("/administration/missions/add", NEW)
    later = {**NEW, "unit": "EMB-NPL", "valid_from": "2026-06-30", "valid_to": ""}
    answer = administrator.post("/administration/missions/add", later)
    assert answer.status_code == 422
    assert 'id="valid_from-problem"' in answer.text
    assert (
        administrator.post("/administration/missions/add", {**later, "valid_from": "2026-07-01"}).status_code
        == 302
    )
    assert [m.unit for m in of_country(database, "FJI")] == ["EMB-IND", "EMB-NPL"]
    page = administrator.get("/administration/missions?q=FJI").text
    assert page.count('data-href="/administration/missions/') == 2
    assert "Later" in page


def test_a_mission_is_ended_without_clashing_with_itself(administrator: Person, database: Database) -> None:
    administrator.post("/administration/missions/add", NEW)
    mission = of_country(database, "FJI")[0]
    ended = {**NEW, "valid_to": "2026-02-28"}
    assert administrator.post(f"/administration/missions/{mission.id}", ended).status_code == 302
    assert of_country(database, "FJI")[0].valid_to == date(2026, 2, 28)
    assert last_line(database)[0] == "mission_changed"
    assert "Past" in administrator.get("/administration/missions?q=fji").text


def test_every_problem_of_a_mission_stands_at_its_field(administrator: Person) -> None:
    wrong = {
        "country": "Fiji",
        "relation": "friendly",
        "unit": "NOWHERE",
        "seat": "x" * 101,
        "seat_ar": "x" * 101,
        "valid_from": "soon",
        "valid_to": "later",
    }
    answer = administrator.post("/administration/missions/add", wrong)
    assert answer.status_code == 422
    for field in wrong.keys() - {"unit"}:
        assert f'id="{field}-problem"' in answer.text, field
    for odd in ({"relation": "none"}, {"unit": ""}, {"unit": "NOWHERE"}):
        answer = administrator.post("/administration/missions/add", {**NEW, **odd})
        assert answer.status_code == 422
        assert 'id="unit-problem"' in answer.text
    backwards = administrator.post("/administration/missions/add", {**NEW, "valid_to": "2025-01-01"})
    assert 'id="valid_to-problem"' in backwards.text


def test_nobody_else_keeps_missions(person: People, administrator: Person) -> None:
    supervisor = person("epc.supervisor")
    assert supervisor.get("/administration/missions").status_code == 403
    assert supervisor.post("/administration/missions/add", NEW).status_code == 403
    assert supervisor.post("/administration/missions/1", NEW).status_code == 403
    assert administrator.get("/administration/missions/99999").status_code == 404
    assert administrator.post("/administration/missions/99999", NEW).status_code == 404
