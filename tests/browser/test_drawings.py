"""Every drawing opens in the viewer without a warning, in both languages, down into called procedures."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Enter
from tests.browser.house import LiveHouse, UnderWay

DRAWINGS = sorted(file.stem for file in (Path(__file__).parents[2] / "processes").glob("*.bpmn"))


@pytest.mark.parametrize("language", ["en", "ar"])
def test_every_drawing_opens_without_a_warning(
    lived_in: tuple[LiveHouse, UnderWay], visit: Enter, language: str
) -> None:
    visitor = visit(lived_in[0].url, "epc.officer", language=language)
    for key in DRAWINGS:
        page = visitor.go(f"/definitions/{key}/1")
        frame = page.locator("[data-diagram]")
        for shown in page.locator("[data-choice] option").evaluate_all("all => all.map((o) => o.value)"):
            page.locator("[data-choice]").evaluate(
                "(list, value) => { list.value = value; list.dispatchEvent(new Event('change')); }", shown
            )
            expect(frame).to_have_attribute("data-shown", shown)
            expect(frame).to_have_attribute("data-warnings", "")
            expect(frame.locator("[data-broken]")).to_be_hidden()
            expect(frame.locator("g.djs-element").first).to_be_attached()


def test_a_call_opens_the_drawing_it_calls(lived_in: tuple[LiveHouse, UnderWay], visit: Enter) -> None:
    live, under_way = lived_in
    page = visit(live.url, "epc.officer").go(f"/cases/{under_way.case}")
    page.locator("li", has_text="Give food").get_by_role("button", name="Show on the drawing").click()
    frame = page.locator("[data-diagram]")
    expect(frame).to_have_attribute("data-shown", "protect")
    expect(frame.locator('g[data-element-id="basics"]')).to_contain_class("st-pointed")
    page.get_by_role("button", name="Labour case").click()
    expect(frame).to_have_attribute("data-shown", "labour_case")


def test_names_on_the_drawing_are_arabic_for_an_arabic_reader(
    lived_in: tuple[LiveHouse, UnderWay], visit: Enter
) -> None:
    page = visit(lived_in[0].url, "epc.officer", language="ar").go("/definitions/refer/1")
    expect(page.locator('g[data-element-id="acknowledge"]')).to_contain_text("تأكيد")
