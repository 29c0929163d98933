"""A person at the browser: signs in, opens pages, fills in forms; what breaks on a page is written down."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from playwright.sync_api import Browser, ConsoleMessage, Page, expect

from app.agencies.demo import PASSWORD

DESKTOP = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 844}
PATIENCE = 15_000  # milliseconds, for a busy machine
expect.set_options(timeout=PATIENCE)
LISTEN = """
document.addEventListener('securitypolicyviolation', (event) => {
  console.error(`policy: ${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}`);
});
"""
COMPLETE = """
async (answers) => {
  const { completeUrl } = JSON.parse(document.getElementById('task-data').textContent);
  const token = document.querySelector('meta[name="csrf-token"]').content;
  const headers = { 'Content-Type': 'application/json', Accept: 'application/json', 'X-CSRFToken': token };
  const answer = await fetch(completeUrl, { method: 'POST', headers, body: JSON.stringify({ answers }) });
  return answer.json();
}
"""
REFUSED = "Failed to load resource: the server responded with a status of"


@dataclass
class Visitor:
    """One browser window of its own, with its cookies."""

    url: str
    page: Page
    complaints: list[str] = field(default_factory=list)

    @classmethod
    def enter(cls, browser: Browser, url: str, *, language: str, phone: bool) -> "Visitor":
        context = browser.new_context(
            viewport=PHONE if phone else DESKTOP,
            locale={"en": "en-GB", "ar": "ar-BH"}[language],
            has_touch=phone,
            is_mobile=phone,
            reduced_motion="reduce",
        )
        context.set_default_timeout(PATIENCE)
        context.add_init_script(LISTEN)
        visitor = cls(url, context.new_page())
        visitor.page.on("console", visitor._hear)
        visitor.page.on("pageerror", lambda error: visitor.complaints.append(f"script: {error}"))
        return visitor

    def _hear(self, message: ConsoleMessage) -> None:
        # A refusal that a test provokes is the server's answer, not a fault of the page.
        if message.type in ("error", "warning") and not message.text.startswith(REFUSED):
            self.complaints.append(f"{self.page.url}: {message.text}")

    def leave(self) -> list[str]:
        """Close the window; gives back what broke."""
        self.page.context.close()
        return self.complaints

    def go(self, address: str) -> Page:
        """Open a page of the house and wait until its scripts have drawn what they draw."""
        self.page.goto(self.url + address)
        return self.ready()

    def ready(self) -> Page:
        expect(self.page.locator("main")).to_be_visible()
        if self.page.locator("#form, [data-diagram]").count():
            expect(self.page.locator("body[data-ready=yes]")).to_be_attached()
        return self.page

    def sign_in(self, username: str) -> None:
        page = self.go("/sign-in")
        page.locator("#username").fill(username)
        page.locator("#password").fill(PASSWORD)
        page.locator("main button[type=submit]").click()
        expect(page.locator(".top-nav")).to_be_visible()

    def speak(self, language: str) -> None:
        """Switch the pages to a language, unless they speak it already."""
        if self.page.locator("html").get_attribute("lang") != language:
            self.page.locator("[data-language] button").click()
            expect(self.page.locator("html")).to_have_attribute("lang", language)

    def take(self, step: str, button: str) -> None:
        """Take a free step from the unit's list."""
        self.go("/tasks/?view=unit")
        self.page.get_by_role("button", name=f"{button} {step}").first.click()
        self.ready()

    def choose(self, question: str, option: str) -> None:
        """Click one of the answers of a question."""
        self.page.get_by_role("radiogroup", name=question).get_by_label(option, exact=True).check()

    def pick(self, question: str, option: str) -> None:
        """Open the list of a question and click an answer."""
        self.page.get_by_label(question).click()
        self.page.locator(".fjs-dropdownlist-item", has_text=option).first.click()

    def write(self, question: str, text: str) -> None:
        """Click into the field of a question and type; Tab leaves it, as most people do."""
        self.page.get_by_label(question).first.click()
        self.page.keyboard.type(text)
        self.page.keyboard.press("Tab")

    def send(self, answers: Mapping[str, object]) -> None:
        """Complete the step that is open on the page as its script does, without filling in the form."""
        follow = self.page.evaluate(COMPLETE, dict(answers))
        self.go(follow["next"])
