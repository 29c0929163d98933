"""Filling in a form: what is typed outlives a reload and a change of language, and problems lead to their field."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Enter
from tests.browser.house import LiveHouse
from tests.browser.visitor import Visitor

ACCOUNT = "Passport held by the employer."


@pytest.fixture
def officer(live: LiveHouse, visit: Enter) -> Visitor:
    """The officer with the form of a new case open."""
    task = live.house.people.named("epc.officer").open_case()
    visitor = visit(live.url, "epc.officer")
    visitor.go(f"/tasks/{task}")
    return visitor


def test_a_draft_outlives_a_reload_and_a_change_of_language(officer: Visitor) -> None:
    page = officer.page
    officer.write("Short account", ACCOUNT)
    officer.choose("Interpreter needed?", "Yes")
    expect(page.locator("#draft-state")).to_contain_text("Draft saved")
    page.reload()
    officer.ready()
    expect(page.get_by_label("Short account")).to_have_value(ACCOUNT)
    page.get_by_role("button", name="العربية").click()
    officer.ready()
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    expect(page.locator(".fjs-textarea").first).to_have_value(ACCOUNT)
    expect(
        page.get_by_role("radiogroup", name="هل يلزم مترجم؟").get_by_label("نعم", exact=True)
    ).to_be_checked()


def test_each_problem_is_named_and_leads_to_its_field(officer: Visitor) -> None:
    page = officer.page
    page.get_by_role("button", name="Complete this step").click()
    problems = page.locator("#problems")
    expect(problems).to_be_focused()
    problems.get_by_role("link", name="Received by").click()
    expect(page.get_by_label("Received by")).to_be_focused()
    expect(page.locator("h1")).to_contain_text("Record first contact")


def test_what_only_the_server_refuses_is_shown_on_the_page(live: LiveHouse, officer: Visitor) -> None:
    """The officer's colleague was faster in another window: the page says so and offers to load the step again."""
    step = live.open_steps(live.case_of(1).id)["L01"]
    there = live.house.people.named("epc.officer")
    officer.write("Short account", ACCOUNT)
    expect(officer.page.locator("#draft-state")).to_contain_text("Draft saved")
    assert there.complete(step.id, live.answers_to(step)).status_code == 200
    officer.write("Short account", " More.")
    expect(officer.page.locator("#draft-state")).to_contain_text("This step is finished already.")


def test_enter_in_a_field_does_not_complete_the_step(officer: Visitor) -> None:
    officer.page.get_by_label("Received by").click()
    officer.page.keyboard.press("Enter")
    expect(officer.page.locator("#problems")).to_be_hidden()
    expect(officer.page.locator("h1")).to_contain_text("Record first contact")
