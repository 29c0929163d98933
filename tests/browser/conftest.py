"""What the browser tests share: Chromium, a running house, and visitors whose every page is watched."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from app.config import Settings
from tests.browser.house import LiveHouse, UnderWay, furnish, living
from tests.browser.visitor import Visitor
from tests.conftest import settings_for

NAMES = ("chromium", "chromium-browser", "google-chrome")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The system's own Chromium; nothing is downloaded."""
    program = os.environ.get("IHALA_CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    if program is None:
        pytest.fail(
            "Install Chromium for the browser tests: apt-get install chromium (or set IHALA_CHROMIUM)."
        )
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def live(sqlite_settings: Settings) -> Iterator[LiveHouse]:
    """A house of its own for a test that changes things."""
    with living(sqlite_settings) as house:
        yield house


@pytest.fixture(scope="session")
def lived_in(
    sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[LiveHouse, UnderWay]]:
    """One house with cases under way, for tests that only look."""
    file = tmp_path_factory.mktemp("lived_in") / "ihala.db"
    shutil.copy(sqlite_template, file)
    with living(settings_for(f"sqlite:///{file}")) as house:
        yield house, furnish(house)


Enter = Callable[..., Visitor]


@pytest.fixture
def visit(chromium: Browser) -> Iterator[Enter]:
    """Let a person in: `visit(url, "epc.officer", language="ar", phone=True)`; at the end nothing may have broken."""
    inside: list[Visitor] = []

    def enter(url: str, username: str | None = None, *, language: str = "en", phone: bool = False) -> Visitor:
        visitor = Visitor.enter(chromium, url, language=language, phone=phone)
        inside.append(visitor)
        if username:
            visitor.sign_in(username)
            visitor.speak(language)
        return visitor

    yield enter
    broken = [complaint for visitor in inside for complaint in visitor.leave()]
    assert broken == []
