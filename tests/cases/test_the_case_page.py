"""The case page: everything to the custodian, to another unit its own steps and answers, to strangers nothing."""

import json
import re
from collections.abc import Callable
from typing import Any

import pytest

from tests.desk import Desk
from tests.people import Person
from tests.tasks.working import REPORT, signed

People = Callable[[str], Person]
STATES = re.compile(r'<script type="application/json" data-diagram-data>(.*?)</script>', re.S)
POLICE_WORDS = {"account": "The employer was questioned.", "people": 7}


@pytest.fixture
def number(person: People, desk: Desk) -> str:
    """A report that the police have completed."""
    asked = signed(person("epc.officer"), person("epc.supervisor"), desk)
    police = person("police.capital")
    police.claim(asked)
    assert police.complete(asked, POLICE_WORDS).status_code == 200
    return desk.case().number


def test_the_custodian_sees_every_step_answer_and_unit(person: People, number: str) -> None:
    for name in ("epc.officer", "epc.supervisor", "epc.manager", "epc.auditor"):
        page = person(name).get(f"/cases/{number}").text
        for shown in ("Step write", "Step sign", "Step ask", "Step file", "Case opened"):
            assert shown in page, (name, shown)
        assert ">2<" in page or "2</bdi>" in page
        assert "7</bdi>" in page


def test_another_unit_sees_its_own_step_and_answers_and_no_others(
    person: People, desk: Desk, number: str
) -> None:
    page = person("police.capital").get(f"/cases/{number}").text
    assert "Step ask" in page
    assert "7</bdi>" in page
    for hidden in ("Step write", "Step sign", "Step file", "2</bdi>", "Case opened"):
        assert hidden not in page, hidden
    assert f"/answers/{desk.task('write').id}/" not in page
    assert "/units" not in page


def test_sensitive_answers_are_masked_for_everybody(person: People, number: str) -> None:
    for name in ("epc.officer", "epc.supervisor", "police.capital"):
        page = person(name).get(f"/cases/{number}").text
        assert "••••••" in page
        assert REPORT["account"] not in page
        assert POLICE_WORDS["account"] not in page


def test_another_unit_reveals_its_own_answers_but_never_another_s(
    person: People, desk: Desk, number: str
) -> None:
    police = person("police.capital")
    own, other = desk.task("ask").id, desk.task("write").id
    assert police.post(f"/cases/{number}/answers/{own}/account").json == {"value": POLICE_WORDS["account"]}
    for field in ("account", "people", "nothing"):
        assert police.post(f"/cases/{number}/answers/{other}/{field}").status_code == 404
    assert [what for _, what in desk.readings()] == [f"task:{own}:account"]


def test_a_medical_finding_is_refused_to_the_custodian_s_caseworker_and_open_to_those_who_wrote_it(
    person: People, desk: Desk
) -> None:
    asked = signed(person("epc.officer"), person("epc.supervisor"), desk)
    police = person("police.capital")
    police.claim(asked)
    police.complete(asked, {"account": "x", "finding": "a broken arm"})
    address = f"/cases/{desk.case().number}/answers/{asked}/finding"
    for name in ("epc.officer", "epc.supervisor", "epc.manager"):
        refused = person(name).post(address)
        assert refused.status_code == 403
        assert "named roles only" in refused.text
    assert desk.readings() == []
    assert police.post(address).json == {"value": "a broken arm"}


def test_those_who_only_look_on_reveal_nothing(person: People, desk: Desk, number: str) -> None:
    written = desk.task("write").id
    for name in ("epc.manager", "epc.auditor"):
        assert person(name).post(f"/cases/{number}/answers/{written}/account").status_code == 403
        assert person(name).post(f"/cases/{number}/name").status_code == 403
    assert desk.readings() == []


def test_a_stranger_cannot_tell_a_case_from_one_that_is_not_there(
    person: People, desk: Desk, number: str
) -> None:
    stranger = person("hospital.salmaniya")
    written = desk.task("write").id
    for address in (f"/cases/{number}", "/cases/NRM-2026-999999"):
        assert stranger.get(address).status_code == 404
        assert stranger.post(f"{address}/name").status_code == 404
        assert stranger.post(f"{address}/answers/{written}/account").status_code == 404
        choice = {"party": "POL", "unit": "POL-CAP", "reason": "r"}
        assert stranger.post(f"{address}/units", choice).status_code == 404
    assert desk.readings() == []


def test_an_answer_is_found_only_through_its_own_case(person: People, desk: Desk, number: str) -> None:
    officer = person("epc.officer")
    written = desk.task("write").id
    officer.open_case("report_case")
    other = desk.case().number
    assert officer.post(f"/cases/{other}/answers/{written}/account").status_code == 404
    for field in ("nothing", "account.0", "__class__", "Account"):
        assert officer.post(f"/cases/{number}/answers/{written}/{field}").status_code == 404, field
    assert officer.post(f"/cases/{number}/answers/{desk.task('write').id}/account").status_code == 404
    assert desk.readings() == []


def test_the_name_is_shown_when_asked_for_and_the_asking_is_written_down(
    person: People, desk: Desk, number: str
) -> None:
    assert person("epc.officer").post(f"/cases/{number}/name").json == {"value": "Not known yet"}
    assert person("police.capital").post(f"/cases/{number}/name").status_code == 200
    (officer, first), (police, second) = desk.readings()
    assert officer != police
    assert (first, second) == ("person:full_name", "person:full_name")


def test_a_reading_that_cannot_be_written_down_does_not_happen(
    person: People, desk: Desk, number: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from app import access

    def broken(*_: Any, **__: Any) -> None:
        raise OSError("the log is full")

    monkeypatch.setattr(access, "note", broken)
    answer = person("epc.officer").post(f"/cases/{number}/answers/{desk.task('write').id}/account")
    assert answer.status_code == 500
    assert REPORT["account"] not in answer.text


def test_the_drawing_of_another_unit_shows_only_its_own_step(person: People, number: str) -> None:
    def nodes(name: str) -> set[str]:
        found = STATES.search(person(name).get(f"/cases/{number}").text)
        assert found
        return set(json.loads(found[1])["drawings"]["processes"]["report_case"]["nodes"])

    assert {"write", "sign", "ask", "file"} <= nodes("epc.officer")
    assert nodes("police.capital") == {"ask"}
