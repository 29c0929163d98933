"""The page computes what the server computes, asks what it asks and refuses what it refuses, also late at night."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest
from playwright.sync_api import Page

from app.errors import Invalid
from app.forms import Field, Form, read
from app.forms.clean import Faults
from tests.browser.conftest import Enter
from tests.browser.form_on_page import Said, fill_in
from tests.browser.house import LiveHouse

FOLDER = Path(__file__).parents[2] / "forms"
SETS = 30
# Half past one in Bahrain, when it is still the day before in the zone of many machines.
NIGHT = datetime.fromisoformat("2026-11-24T22:30:00+00:00")
DAYS_AGO = (0, -1, -30, 9, 19, 20, 21, 30, 354, 355, 356, 365, 366, 2000)
NUMBERS = (0, 1, 2, 0.5, 1.005, -1, 1_000_000, 1_000_000.001)
TEXTS = ("", "a", "Sita Rai", "123456789", " b ", "x" * 2_001)


@pytest.fixture
def page(live: LiveHouse, visit: Enter) -> Page:
    """A page with a form open, in a house of its own: what the form holds is saved as a draft."""
    task = live.house.people.named("epc.officer").open_case()
    return visit(live.url, "epc.officer").go(f"/tasks/{task}")


@pytest.mark.parametrize("name", ["f04_screening", "f07_risk", "f14_claim", "f20_support"])
def test_page_and_server_make_the_same_of_the_same_answers(page: Page, name: str) -> None:
    page.clock.set_fixed_time(NIGHT)
    form = read((FOLDER / f"{name}.form").read_bytes())
    sets = [form.visible(answers, now=NIGHT) for answers in answer_sets(form)]
    for answers, said in zip(sets, fill_in(page, form.localised("en"), sets), strict=True):
        cleaned, faults = judged(form, answers)
        assert refused_by(form, said) == {path.partition(".")[0] for path in faults}, answers
        if cleaned is not None:
            assert filled(said.answers) == filled(cleaned), answers


def test_blanks_alone_are_what_only_the_server_refuses(page: Page) -> None:
    form = read((FOLDER / "f12_answer.form").read_bytes())
    answers = {"answer_result": "done", "answer_text": "   "}
    (said,) = fill_in(page, form.localised("en"), [answers])
    assert said.refused == frozenset()
    assert judged(form, answers)[1].keys() == {"answer_text"}


def answer_sets(form: Form) -> Iterator[dict[str, Any]]:
    """No answers, empty ones, and SETS that were drawn by lot, most of them nearly complete."""
    lot = Random(form.key)
    yield {}
    yield {field.key: None for field in form.fields if not field.expression}
    for _ in range(SETS):
        yield drawn(lot, form.fields, lot.choice((0.3, 0.9, 1.0)))


def drawn(lot: Random, fields: tuple[Field, ...], share: float) -> dict[str, Any]:
    return {
        field.key: answer(lot, field, share)
        for field in fields
        if not field.expression and lot.random() < share
    }


def answer(lot: Random, field: Field, share: float) -> Any:
    values = [option.value for option in field.options]
    match field.kind:
        case "checklist" | "taglist":
            return [value for value in values if lot.random() < 0.3]
        case "dynamiclist":
            return [drawn(lot, field.fields, share) for _ in range(lot.randint(1, 2))]
        case "number":
            return lot.choice(NUMBERS)
        case "checkbox":
            return lot.random() < 0.5
        case "datetime":
            # The page leaves days gone by to the server, where a form takes none.
            ago = lot.choice(DAYS_AGO[:3] if field.bounds.not_past else DAYS_AGO)
            return (NIGHT + timedelta(hours=3) - timedelta(days=ago)).date().isoformat()
    return lot.choice(values or TEXTS)


def judged(form: Form, answers: dict[str, Any]) -> tuple[dict[str, Any] | None, Faults]:
    """What the server keeps, or what it refuses."""
    try:
        return form.clean(answers, now=NIGHT), {}
    except Invalid as invalid:
        return None, {key: list(faults) for key, faults in invalid.fields.items()}


def refused_by(form: Form, said: Said) -> set[str]:
    """The questions the page complains about; for a column of a list, the list."""
    lists = {column.key: field.key for field in form.fields for column in field.fields}
    return {lists.get(key, key) for key in said.refused}


def filled(answers: Any) -> Any:
    """Without what counts as no answer."""
    if isinstance(answers, list):
        return [filled(item) for item in answers]
    if not isinstance(answers, dict):
        return answers
    return {key: filled(value) for key, value in answers.items() if value not in (None, "", [])}
