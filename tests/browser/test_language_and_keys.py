"""The language of the pages is remembered, and the pages can be used with the keyboard alone."""

from playwright.sync_api import expect

from app.agencies.demo import PASSWORD
from tests.browser.conftest import Enter
from tests.browser.house import LiveHouse, UnderWay


def test_the_chosen_language_comes_back_at_the_next_sign_in(live: LiveHouse, visit: Enter) -> None:
    page = visit(live.url, "epc.officer").go("/cases/")
    page.get_by_role("button", name="العربية").click()
    expect(page.get_by_role("heading", name="الحالات")).to_be_visible()
    assert page.url == f"{live.url}/cases/"
    another_day = visit(live.url)
    another_day.sign_in("epc.officer")
    elsewhere = another_day.page
    expect(elsewhere.locator("html")).to_have_attribute("lang", "ar")
    elsewhere.get_by_role("button", name="English").click()
    expect(elsewhere.locator("html")).to_have_attribute("dir", "ltr")


def test_signing_in_needs_no_mouse(live: LiveHouse, visit: Enter) -> None:
    page = visit(live.url).go("/sign-in")
    expect(page.locator("#username")).to_be_focused()
    page.keyboard.type("epc.officer")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Inbox")).to_be_visible()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()


def test_arrow_keys_move_between_the_parts_of_a_case(
    lived_in: tuple[LiveHouse, UnderWay], visit: Enter
) -> None:
    live, under_way = lived_in
    page = visit(live.url, "epc.officer", language="ar").go(f"/cases/{under_way.case}")
    page.get_by_role("tab", name="المخطط").focus()
    page.keyboard.press("ArrowLeft")  # in Arabic the next part is on the left
    expect(page.get_by_role("tab", name="الخط الزمني")).to_be_focused()
    expect(page.locator("#part-timeline")).to_be_visible()
    expect(page.locator("#part-diagram")).to_be_hidden()


def test_a_grave_deed_is_asked_about_first(lived_in: tuple[LiveHouse, UnderWay], visit: Enter) -> None:
    live, under_way = lived_in
    page = visit(live.url, "epc.supervisor").go(f"/cases/{under_way.case}")
    page.get_by_text("Go on without this step").first.click()
    page.get_by_label("Reason").first.fill("The shelter did not answer.")
    page.get_by_role("button", name="Record as not obtained").first.click()
    expect(page.locator("#ask")).to_be_visible()
    page.get_by_role("button", name="Cancel").click()
    expect(page.locator("#ask")).to_be_hidden()
    assert page.url.startswith(f"{live.url}/cases/{under_way.case}")
