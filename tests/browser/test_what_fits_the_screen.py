"""Nothing is cut off: every tab can be read and touched on the smallest phone, in both directions."""

import pytest

from tests.browser.conftest import Enter
from tests.browser.house import LiveHouse, UnderWay

SMALLEST = 320  # what a page must still be readable at (WCAG 2.2, 1.4.10)
CUT_OFF = """
(tabs) => tabs.filter((tab) => {
  const { left, right } = tab.getBoundingClientRect();
  return left < 0 || right > innerWidth || tab.scrollWidth > tab.clientWidth;
}).map((tab) => tab.textContent.trim())
"""


@pytest.mark.parametrize("width", [SMALLEST, 390])
@pytest.mark.parametrize("language", ["en", "ar"])
def test_every_tab_is_on_the_screen(
    lived_in: tuple[LiveHouse, UnderWay], visit: Enter, language: str, width: int
) -> None:
    live, under_way = lived_in
    visitor = visit(live.url, "epc.officer", language=language, phone=True)
    visitor.page.set_viewport_size({"width": width, "height": 800})
    for address, tabs in ((f"/cases/{under_way.case}", 4), ("/tasks/", 3)):
        found = visitor.go(address).locator(".tabs a, .tabs button")
        assert found.count() == tabs, address
        assert found.evaluate_all(CUT_OFF) == [], address
