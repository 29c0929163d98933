"""How a case ended stands on the pages in words of both languages, for those who see the case (BRIEF 6.6)."""

import re
from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import update

from app.cases import labels
from app.config import Settings
from app.db import Database
from app.definitions import queries as definitions
from app.definitions.queries import Procedure
from app.models import Case, UserTask
from tests.conftest import NOW
from tests.desk import Desk
from tests.people import Person

People = Callable[[str], Person]
ARABIC = re.compile("[\u0600-\u06ff]")
CODE = re.compile("[a-z0-9_]+")


@pytest.fixture
def settings(sqlite_settings: Settings) -> Settings:
    """One kind of database is enough here."""
    return sqlite_settings


def procedures(database: Database) -> list[Procedure]:
    """Every procedure of the repository that opens cases."""
    with database.reading() as session:
        rows = definitions.published_all(session, that_open_cases=True)
        return [definitions.procedure(session, row.id) for row in rows]


def outcomes(procedure: Procedure) -> Iterator[str]:
    """Every outcome a case can be given: the options of its closure, and the ends it can come to."""
    for form in procedure.forms.values():
        for field in form.fields:
            if field.variable == labels.OUTCOME:
                yield from (str(option.value) for option in field.options)
    for (process, element), step in procedure.model.steps.items():
        if process == procedure.key and step.kind == "endEvent":
            yield element


def test_every_outcome_of_every_procedure_has_a_name_in_both_languages(database: Database) -> None:
    for procedure in procedures(database):
        found = list(outcomes(procedure))
        assert len(found) > 12, procedure.key
        for code in found:
            english, arabic = (labels.outcome(procedure, code, language) for language in ("en", "ar"))
            assert not CODE.fullmatch(english), (procedure.key, code)
            assert not ARABIC.search(english), (procedure.key, code)
            assert ARABIC.search(arabic), (procedure.key, code)


def test_the_words_are_those_of_the_closure_form_and_of_the_drawing(database: Database) -> None:
    labour = next(p for p in procedures(database) if p.key == "labour_case")
    assert labels.outcome(labour, "settled_paid", "en") == "Settled and paid"
    assert labels.outcome(labour, "ended_duplicate", "en") == "Merged into the open case"
    assert labels.fact(labour, "nationality", "IND", "en") == "India"
    assert labels.fact(labour, "nationality", "ZZZ", "ar") == "ZZZ"


@pytest.fixture
def closed(person: People, desk: Desk) -> tuple[int, str]:
    """A labour case that was settled: its first step and its number."""
    first = person("epc.officer").open_case()
    with desk.database.unit_of_work() as session:
        session.execute(update(Case).values(outcome="settled_paid", status="closed", closed_at=NOW))
    return first, desk.case().number


def test_the_pages_say_it_in_words(person: People, closed: tuple[int, str]) -> None:
    officer = person("epc.officer")
    first, number = closed
    for address in ("/cases/", f"/cases/{number}", f"/tasks/{first}/done"):
        page = officer.get(address).text
        assert "Settled and paid" in page, address
        assert "settled_paid" not in page, address
    officer.post("/language/ar", {"next": "/cases/"})
    assert "تسوية وسداد" in officer.get(f"/cases/{number}").text


def test_a_unit_that_had_only_a_step_in_the_case_is_not_told(
    person: People, desk: Desk, closed: tuple[int, str]
) -> None:
    first, number = closed
    with desk.database.unit_of_work() as session:
        session.execute(update(UserTask).values(unit="POL-CAP"))
    police = person("police.capital")
    for address in ("/cases/", f"/cases/{number}", f"/tasks/{first}/done"):
        answer = police.get(address)
        assert answer.status_code == 200, address
        assert "Settled and paid" not in answer.text, address
