"""A person at the browser: signs in, opens pages, fills in forms; what breaks on a page is written down."""

from dataclasses import dataclass, field

from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, expect

from app.agencies.demo import PASSWORD

DESKTOP = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 844}
LISTEN = """
document.addEventListener('securitypolicyviolation', (event) => {
  console.error(`policy: ${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}`);
});
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
            expect(self.page.locator("body[data-ready=yes]")).to_be_attached(timeout=15_000)
        return self.page

    def sign_in(self, username: str) -> None:
        page = self.go("/sign-in")
        page.locator("#username").fill(username)
        page.locator("#password").fill(PASSWORD)
        page.locator("main button[type=submit]").click()
        expect(page.locator(".top-nav")).to_be_visible()

    def question(self, label: str) -> Locator:
        """The field of a form that asks this."""
        named = self.page.locator(".fjs-form-field-label", has_text=label).first
        return self.page.locator(".fjs-form-field").filter(has=named).last

    def choose(self, label: str, option: str) -> None:
        """Click a radio button or a box."""
        self.question(label).get_by_label(option, exact=True).check()

    def pick(self, label: str, option: str) -> None:
        """Open a list and click an option."""
        field = self.question(label)
        field.locator(".fjs-input-group").click()
        field.locator(".fjs-dropdownlist-item", has_text=option).first.click()

    def write(self, label: str, text: str) -> None:
        """Click into a field and type."""
        self.question(label).locator("input, textarea").first.click()
        self.page.keyboard.type(text)
