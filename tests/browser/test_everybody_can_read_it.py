"""No page breaks an accessibility rule that axe knows, in either language, at a desk or on a phone."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Enter
from tests.browser.house import LiveHouse, UnderWay
from tests.browser.visitor import Visitor

AXE = Path(__file__).parents[2] / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
RUN = """
async (options) => {
  const { violations } = await axe.run(document, { resultTypes: ['violations'], ...options });
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 160)}`));
}
"""
IN_LATIN = """
() => {
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const { parentElement, data } = texts.currentNode;
    if (!parentElement.closest('script')) texts.currentNode.data = data.replace(/[\\u0600-\\u06ff]/g, 'x');
  }
}
"""
"""axe takes joined Arabic letters for an icon font and does not judge their contrast; an x it judges."""


@pytest.mark.parametrize("phone", [False, True], ids=["desk", "phone"])
@pytest.mark.parametrize("language", ["en", "ar"])
def test_no_page_breaks_a_rule(
    lived_in: tuple[LiveHouse, UnderWay], visit: Enter, language: str, phone: bool
) -> None:
    live, under_way = lived_in
    script = AXE.read_text()
    broken: list[str] = []
    visitor = visit(live.url, language=language, phone=phone)
    for name in _pages(visitor, under_way, language):
        expect(visitor.page.locator("html")).to_have_attribute("lang", language)
        broken += [f"{name}: {rule}" for rule in judged(visitor.page, script, language)]
        if visitor.page.evaluate("() => document.documentElement.scrollWidth > innerWidth"):
            broken.append(f"{name}: the page is wider than the screen")
    assert broken == []


def judged(page: Page, script: str, language: str) -> list[str]:
    """The rules that a page breaks as it is shown now."""
    page.evaluate(script)
    found: list[str] = page.evaluate(RUN, {})
    if language == "ar":
        page.evaluate(IN_LATIN)
        found += page.evaluate(RUN, {"runOnly": ["color-contrast"]})
    return found


def _pages(visitor: Visitor, under_way: UnderWay, language: str) -> Iterator[str]:
    """Goes through every kind of page; gives its name while it is open."""
    page = visitor.go("/sign-in")
    yield "sign-in"
    visitor.sign_in("epc.officer")
    visitor.speak(language)
    yield "inbox"
    for address in (
        "/tasks/?view=unit&q=nothing",
        f"/tasks/{under_way.free}",
        f"/tasks/{under_way.done}/done",
        "/cases/",
        "/cases/open",
        "/definitions/",
        "/definitions/labour_case/1",
        "/cases/NRM-2026-999999",
    ):
        visitor.go(address)
        yield address
    visitor.go(f"/tasks/{under_way.held}")
    page.locator("#complete").click()
    expect(page.locator("#problems")).to_be_visible()
    yield "a form with problems"
    page.locator(".user-menu summary").click()
    yield "the open menu"
    for part in ("diagram", "timeline", "answers", "units"):
        visitor.go(f"/cases/{under_way.case}")
        page.locator(f"#tab-{part}").click()
        page.locator(f"#part-{part} details").evaluate_all(
            "all => all.forEach((fold) => { fold.open = true; })"
        )
        yield f"the case's {part}"
