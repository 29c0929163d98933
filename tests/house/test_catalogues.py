"""The Arabic catalogue holds every sentence a person can see, and pages and refusals speak it."""

import io
import re
from collections.abc import Iterator
from gettext import GNUTranslations
from pathlib import Path
from typing import TypeAlias

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_keywords, parse_mapping_cfg
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from flask import Flask

from app.config import Settings
from app.factory import create_app
from tests.people import Person

ROOT = Path(__file__).parents[2]
ARABIC = ROOT / "app" / "translations" / "ar" / "LC_MESSAGES" / "messages.po"
BLANK = re.compile(r"%\((\w+)\)s")
LETTER = re.compile(r"[\u0621-\u064a]")
ONE, TWO = 1, 2
"""Arabic forms for one and two say the number in the word itself."""

Key: TypeAlias = str | tuple[str, ...]


def marked() -> set[Key]:
    """Every sentence marked in code and pages, found as babel.cfg says."""
    with (ROOT / "babel.cfg").open() as file:
        methods, options = parse_mapping_cfg(file)
    keywords = {**DEFAULT_KEYWORDS, **parse_keywords(["say", "lazy_gettext"])}
    found = extract_from_dir(str(ROOT / "app"), methods, options, keywords)
    return {text for _, _, text, _, _ in found}


@pytest.fixture(scope="module")
def catalogue() -> Catalog:
    with ARABIC.open("rb") as file:
        return read_po(file, locale="ar")


def sentences(catalogue: Catalog) -> Iterator[Message]:
    return (message for message in catalogue if message.id)


def key(message: Message) -> Key:
    return message.id if isinstance(message.id, str) else tuple(message.id)


def forms(message: Message) -> tuple[str, ...]:
    return (message.string,) if isinstance(message.string, str) else tuple(message.string)


def test_the_catalogue_holds_every_marked_sentence_and_no_other(catalogue: Catalog) -> None:
    assert {key(message) for message in sentences(catalogue)} == marked()


def test_no_sentence_is_unsure_or_left_in_another_language(catalogue: Catalog) -> None:
    unsure = [message.id for message in sentences(catalogue) if message.fuzzy]
    # Of a sentence that is all blanks and signs there is nothing to translate.
    bare = [m.id for m in sentences(catalogue) if not all(LETTER.search(BLANK.sub("ن", f)) for f in forms(m))]
    assert (unsure, bare) == ([], [])


def test_the_blanks_of_a_sentence_stay_the_same(catalogue: Catalog) -> None:
    for message in sentences(catalogue):
        wanted = set(BLANK.findall(str(message.id)))
        for place, form in enumerate(forms(message)):
            given = set(BLANK.findall(form))
            silent = message.pluralizable and place in (0, ONE, TWO)
            assert given == wanted or (silent and given < wanted), message.id
            assert "%" not in BLANK.sub("", form), message.id


def test_arabic_counts_in_six_forms(catalogue: Catalog) -> None:
    assert catalogue.num_plurals == 6
    assert all(len(forms(message)) == 6 for message in sentences(catalogue) if message.pluralizable)


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (1, "بقي يوم عمل واحد"),
        (2, "بقي يوما عمل"),
        (3, "بقيت 3 أيام عمل"),
        (11, "بقي 11 يوم عمل"),
        (100, "بقي 100 يوم عمل"),
        (103, "بقيت 103 أيام عمل"),
    ],
)
def test_working_days_are_counted_as_arabic_counts(catalogue: Catalog, number: int, words: str) -> None:
    compiled = io.BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    said = GNUTranslations(compiled).ngettext("%(num)s working day left", "%(num)s working days left", number)
    assert said % {"num": number} == words


@pytest.fixture
def house(sqlite_settings: Settings) -> Flask:
    return create_app(sqlite_settings)


def test_a_page_is_arabic_for_a_browser_that_asks_for_it(house: Flask) -> None:
    page = house.test_client().get("/sign-in", headers={"Accept-Language": "ar-BH,ar;q=0.9,en;q=0.5"}).text
    assert '<html lang="ar" dir="rtl">' in page
    assert "تسجيل الدخول" in page
    assert "Sign in" not in page


def test_a_refusal_is_arabic_as_a_page_and_as_json(house: Flask) -> None:
    officer = Person.signed_in(house, "epc.officer")
    officer.post("/language/ar")
    page = officer.get("/cases/NRM-2026-999999")
    assert (page.status_code, "لا توجد حالة بهذا الرقم" in page.text) == (404, True)
    step = officer.open_case()
    officer.claim(step)
    refused = officer.complete(step, {})
    assert refused.status_code == 422
    assert refused.json["message"] == "بعض الإجابات لا يمكن قبولها. صححها وأرسل الاستمارة مرة أخرى."
    assert {said for found in refused.json["problems"].values() for said in found} >= {"هذه الإجابة مطلوبة."}
