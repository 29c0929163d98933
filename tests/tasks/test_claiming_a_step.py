"""Claiming a step: who may, what the other one sees, and what is written down."""

from collections.abc import Callable

from tests.people import Person

People = Callable[[str], Person]


def test_the_opener_of_a_case_holds_its_first_step(person: People) -> None:
    officer = person("epc.officer")
    first = officer.open_case()
    assert officer.complete(first, {}).status_code == 422
    assert "With you" in officer.get(f"/tasks/{first}").text


def test_a_step_of_another_unit_looks_as_if_it_were_not_there(person: People) -> None:
    first = person("epc.officer").open_case()
    stranger = person("police.capital")
    assert stranger.get(f"/tasks/{first}").status_code == 404
    assert stranger.claim(first).status_code == 404
    assert stranger.complete(first, {}).status_code == 404


def test_a_released_step_can_be_claimed_by_a_colleague_once(person: People) -> None:
    officer, supervisor = person("epc.officer"), person("epc.supervisor")
    first = officer.open_case()
    officer.post(f"/tasks/{first}/release")
    assert supervisor.claim(first).status_code == 302
    refused = officer.claim(first)
    assert refused.status_code == 409
    assert "taken this step" in refused.text
