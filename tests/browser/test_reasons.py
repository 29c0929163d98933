"""Reasons in the browser: a refused deed leads to its field, and a masked reason is shown where it stands."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Enter
from tests.browser.house import LiveHouse


@pytest.fixture
def basics(live: LiveHouse) -> int:
    """A step that the shelter holds and may send back."""
    case = live.take_through(
        live.house.people.named("epc.officer").open_case(),
        ("L01", "L02", "L03", "transport"),
        in_danger_now=True,
    )
    step = live.open_steps(case.id)["basics"].id
    assert live.house.people.named("shelter.officer").claim(step).status_code == 302
    return step


def test_a_reason_that_is_missing_is_asked_for_on_the_page(
    live: LiveHouse, basics: int, visit: Enter
) -> None:
    visitor = visit(live.url, "shelter.officer", phone=True)
    page = visitor.go(f"/tasks/{basics}")
    page.get_by_text("Return for correction").click()
    page.get_by_label("Reason").first.fill("   ")
    page.get_by_role("button", name="Return", exact=True).click()
    visitor.ready()
    problems = page.locator("#problems")
    expect(problems).to_be_focused()
    problems.get_by_role("link", name="Say in a few words why.").click()
    expect(page.locator("#send_back-reason")).to_be_focused()


def test_a_reason_is_shown_in_the_timeline_line_by_line(live: LiveHouse, basics: int, visit: Enter) -> None:
    shelter = live.house.people.named("shelter.officer")
    sent = {"to": "transport", "reason": "The driver is not named.\nAsk the transport desk."}
    assert shelter.post(f"/tasks/{basics}/send-back", sent).status_code == 302
    visitor = visit(live.url, "epc.officer", language="ar")
    page = visitor.go(f"/cases/{live.case_of(basics).number}")
    page.locator("#tab-timeline").click()
    reason = page.locator(".timeline li").first.locator(".as-typed")
    expect(reason).not_to_contain_text("driver")
    reason.locator("[data-reveal]").click()
    expect(reason.locator("bdi")).to_have_text("The driver is not named.\nAsk the transport desk.")
    expect(reason.locator("[data-reveal]")).to_have_count(0)
    assert reason.locator("bdi").evaluate("(said) => getComputedStyle(said).whiteSpace") == "pre-line"
