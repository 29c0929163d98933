"""Completing a step over HTTP: one transaction, few statements, whatever the case has been through."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import event

from app import forms
from app.db import Database
from tests.answers import answers_for
from tests.conftest import NOW
from tests.people import Person

FORMS = Path(__file__).parents[2] / "forms"


@contextmanager
def counted(database: Database) -> Iterator[dict[str, int]]:
    counts = {"statements": 0, "commits": 0}

    def statement(*_: object) -> None:
        counts["statements"] += 1

    def commit(*_: object) -> None:
        counts["commits"] += 1

    event.listen(database.engine, "before_cursor_execute", statement)
    event.listen(database.engine, "commit", commit)
    try:
        yield counts
    finally:
        event.remove(database.engine, "before_cursor_execute", statement)
        event.remove(database.engine, "commit", commit)


def test_a_completion_is_one_commit_and_at_most_fifteen_statements(
    person: Callable[[str], Person], database: Database
) -> None:
    officer = person("epc.officer")
    first = officer.open_case()
    form = forms.read((FORMS / "f01_first_contact.form").read_bytes())
    answers = answers_for(form, {"inDangerNow": False, "childSuspected": False}, now=NOW)
    with counted(database) as counts:
        answer = officer.complete(first, answers)
    assert answer.status_code == 200, answer.text
    assert counts["commits"] == 1
    assert counts["statements"] <= 15, counts
