"""A labour case begins in the browser: three people of two units do its first five steps, and the drawing follows."""

from playwright.sync_api import Locator, expect

from tests.browser.conftest import Enter
from tests.browser.house import LiveHouse
from tests.browser.visitor import Visitor


def test_three_people_do_the_first_five_steps_and_the_drawing_shows_it(live: LiveHouse, visit: Enter) -> None:
    officer = visit(live.url, "epc.officer")
    number = open_a_case(officer)
    record_the_first_contact(officer)
    look_for_duplicates(visit(live.url, "epc.supervisor"))
    shelter = visit(live.url, "shelter.officer", language="ar", phone=True)
    bring_to_safety(shelter)
    case = live.case_of(1)
    for visitor, element, button in ((officer, "L03", "Take"), (shelter, "shelter_now", "استلام")):
        step = live.open_steps(case.id)[element]
        visitor.take(step.name_ar if button == "استلام" else step.name, button)
        visitor.send(live.answers_to(step))
    page = officer.go(f"/cases/{number}")
    for element in ("L01", "L02", "L03"):
        expect(drawn(officer, element)).to_contain_class("st-done")
    expect(drawn(officer, "L04")).to_contain_class("st-current")
    page.locator("[data-choice]").select_option("protect")
    for element, state in (
        ("transport", "st-done"),
        ("shelter_now", "st-done"),
        ("counselling", "st-current"),
    ):
        expect(drawn(officer, element)).to_contain_class(state)
    page.get_by_role("tab", name="Case timeline").click()
    expect(page.locator(".timeline li")).to_have_count(6)
    for person in ("Caseworker · Expat Protection Centre", "Supervisor", "Caseworker · Shelter"):
        expect(page.locator(".timeline")).to_contain_text(person)


def open_a_case(officer: Visitor) -> str:
    page = officer.go("/cases/open")
    page.get_by_role("radio", name="Labour case").check()
    page.get_by_role("button", name="Open the case").click()
    officer.ready()
    expect(page.locator("h1")).to_contain_text("Record first contact")
    return page.locator("aside .code").first.inner_text()


def record_the_first_contact(officer: Visitor) -> None:
    """The whole form by hand; what a choice reveals is answered too."""
    page = officer.page
    officer.pick("Channel", "Walk-in")
    officer.write("Received on", "01/03/2026")
    officer.write("Time", "09:00")
    officer.write("Received by", "The front desk")
    officer.choose("Who is in contact?", "The person concerned")
    expect(page.get_by_text("Call 999 now")).to_have_count(0)
    officer.choose("Is the person in danger now?", "Yes")
    expect(page.get_by_text("Call 999 now")).to_be_visible()
    officer.choose("Governorate", "Capital")
    officer.choose("Could the person be under 18?", "No")
    officer.choose("Is it safe to call back?", "Yes")
    officer.write("Safe way to reach the person", "Through a friend")
    officer.pick("Language of the person", "Hindi")
    officer.choose("Interpreter needed?", "Yes")
    officer.write("Short account", "No wages for three months; the employer keeps the passport.")
    officer.write("People affected", "2")
    page.get_by_role("button", name="Complete this step").click()
    expect(page.get_by_role("heading", name="Step completed")).to_be_visible()
    expect(page.get_by_text("Bring the person to safety")).to_be_visible()


def look_for_duplicates(supervisor: Visitor) -> None:
    """The second form by hand, by another person of the same unit."""
    supervisor.take("Check for duplicates", "Take")
    supervisor.page.get_by_role("group", name="Searched by").get_by_label("Passport number").check()
    supervisor.choose("What did you find?", "A new case")
    supervisor.page.get_by_role("button", name="Complete this step").click()
    expect(supervisor.page.get_by_role("heading", name="Step completed")).to_be_visible()


def bring_to_safety(shelter: Visitor) -> None:
    """A form with a list of rows, by another unit, in Arabic on a phone."""
    shelter.take("نقل الشخص إلى مكان آمن", "استلام")
    shelter.choose("هل تلقى الشخص هذه المساعدة؟", "نعم")
    shelter.page.get_by_role("button", name="إضافة").click()
    shelter.pick("نوع الخدمة", "نقل آمن")
    shelter.page.get_by_role("button", name="إنجاز هذه الخطوة").click()
    expect(shelter.page.get_by_role("heading", name="أُنجزت الخطوة")).to_be_visible()


def drawn(visitor: Visitor, element: str) -> Locator:
    return visitor.page.locator(f'g.djs-element[data-element-id="{element}"]')
