"""The pages of administration: used as people use them, and free of what axe knows, in both languages and sizes."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Enter
from tests.browser.house import LiveHouse, UnderWay
from tests.browser.test_everybody_can_read_it import AXE, judged
from tests.browser.visitor import Visitor

KEEPER = (
    "/administration/users",
    "/administration/users?q=nobody",
    "/administration/users/add",
    "/administration/users/2",
    "/administration/units",
    "/administration/units?party=LMR",
    "/administration/units/add",
    "/administration/units/POL-CAP",
    "/administration/missions",
    "/administration/missions/1",
    "/administration/missions/add",
    "/password",
)
SUPERVISOR = ("/administration/holidays", "/definitions/deadlines?key=labour_case")


@pytest.mark.parametrize("phone", [False, True], ids=["desk", "phone"])
@pytest.mark.parametrize("language", ["en", "ar"])
def test_no_page_of_administration_breaks_a_rule(
    lived_in: tuple[LiveHouse, UnderWay], visit: Enter, language: str, phone: bool
) -> None:
    live, _ = lived_in
    script = AXE.read_text()
    broken: list[str] = []
    keeper = visit(live.url, "epc.administrator", language=language, phone=phone)
    supervisor = visit(live.url, "epc.supervisor", language=language, phone=phone)
    for visitor, name in (*_pages(keeper, KEEPER), *_pages(supervisor, SUPERVISOR)):
        visitor.go(name)
        if name.endswith(("/add", "/password")):
            visitor.page.locator("main form").first.evaluate("form => form.submit()")
            visitor.ready()
            expect(visitor.page.locator(".field-problem").first).to_be_visible()
        broken += [f"{name}: {rule}" for rule in judged(visitor.page, script, language)]
        if visitor.page.evaluate("() => document.documentElement.scrollWidth > innerWidth"):
            broken.append(f"{name}: the page is wider than the screen")
    assert broken == []


def _pages(visitor: Visitor, names: tuple[str, ...]) -> Iterator[tuple[Visitor, str]]:
    return ((visitor, name) for name in names)


def test_a_new_person_is_let_in_and_chooses_a_password(live: LiveHouse, visit: Enter) -> None:
    keeper = visit(live.url, "epc.administrator")
    page = keeper.go("/administration/users/add")
    page.get_by_label("User name").fill("new.officer")
    page.get_by_label("Name in Latin letters").fill("New officer")
    page.get_by_label("Name in Arabic letters").fill("موظف جديد")
    page.get_by_label("Unit").select_option("EPC")
    page.get_by_label("Role").select_option("caseworker")
    page.get_by_role("button", name="Make the account").click()
    password = page.locator("#one-time-password").inner_text()

    new = visit(live.url)
    page = new.go("/sign-in")
    page.locator("#username").fill("new.officer")
    page.locator("#password").fill(password)
    page.locator("main button[type=submit]").click()
    expect(page.get_by_text("You signed in with a one-time password")).to_be_visible()
    page.get_by_label("The password you have now").fill(password)
    page.get_by_label("New password, at least 12 characters").fill("my own long password")
    page.get_by_label("The new password again").fill("my own long password")
    page.get_by_role("button", name="Change your password").click()
    expect(page.get_by_text("Your password is changed.")).to_be_visible()


def test_a_day_off_shows_what_would_move_before_it_is_added(live: LiveHouse, visit: Enter) -> None:
    supervisor = visit(live.url, "epc.supervisor")
    page = supervisor.go("/administration/holidays")
    year = page.locator("#year").input_value()
    page.get_by_label("Date").fill(f"{year}-08-18")
    page.get_by_label("Occasion in English").fill("A day of mourning")
    page.get_by_label("Occasion in Arabic").fill("يوم حداد")
    page.get_by_role("button", name="See what would move").click()
    expect(page.locator("#would-move")).to_contain_text("open deadline")
    page.get_by_role("button", name="Add the day").click()
    expect(page.get_by_text("The day is in the calendar.")).to_be_visible()
    expect(page.get_by_role("cell", name="A day of mourning")).to_be_visible()
