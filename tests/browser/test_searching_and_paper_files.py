"""At the browser: a search from the top bar, and a table of paper files checked and entered; read by everybody."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Enter
from tests.browser.house import LiveHouse
from tests.browser.test_everybody_can_read_it import AXE, judged
from tests.imports import papers

BAD = {**papers.OPEN, "reference": "P-2", "cpr_no": "1", "step": "nowhere"}


@pytest.mark.parametrize("phone", [False, True], ids=["desk", "phone"])
@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_table_is_checked_and_entered_and_its_person_found_from_the_top_bar(
    live: LiveHouse, visit: Enter, language: str, phone: bool
) -> None:
    papers.publish(live.database)
    visitor = visit(live.url, "epc.supervisor", language=language, phone=phone)
    broken: list[str] = []
    page = visitor.go("/imports/")
    content = papers.table([papers.OPEN, BAD, papers.CLOSED], language)
    for act in ("check", "enter"):
        page.locator("#file").set_input_files(
            {"name": "papers.csv", "mimeType": "text/csv", "buffer": content}
        )
        page.locator(f"button[value={act}]").click()
        expect(page.locator("#report-title")).to_be_visible()
        expect(page.locator("#report-title ~ table tbody tr")).to_have_count(2)
        broken += _broken(page, language, f"after {act}")
    number = papers.case_of(live.database, papers.OPEN["reference"]).number
    page.locator("#find").fill("سيتا راي")
    page.locator("#find").press("Enter")
    expect(page.locator("a.row-name")).to_have_text([number])
    assert "q=" not in page.url
    broken += _broken(page, language, "found")
    page.locator("#find").fill("nobody of this name")
    page.locator("#find").press("Enter")
    expect(page.locator(".sheet.empty")).to_be_visible()
    broken += _broken(page, language, "not found")
    for address in ("/search/", f"/imports/{number}"):
        visitor.go(address)
        broken += _broken(page, language, address)
    assert broken == []


def _broken(page: Page, language: str, name: str) -> list[str]:
    found = [f"{name}: {rule}" for rule in judged(page, AXE.read_text(), language)]
    if page.evaluate("() => document.documentElement.scrollWidth > innerWidth"):
        found.append(f"{name}: the page is wider than the screen")
    return found
