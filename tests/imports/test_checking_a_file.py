"""Checking a file: all that is wrong with a row is told at once, by line and column, in the reader's language."""

from collections.abc import Callable, Mapping

import pytest

from app.db import Database
from app.errors import Invalid
from app.imports.columns import BY_KEY, COLUMNS, template
from tests.imports.papers import ALLOWED, CLOSED, OPEN, entered, send, table
from tests.people import Person

People = Callable[[str], Person]

WRONG: list[tuple[Mapping[str, str], str, str]] = [
    ({"reference": ""}, "reference", "Write the reference"),
    ({"reference": "x" * 61}, "reference", "At most 60 characters"),
    ({"procedure": "none_case"}, "procedure", "paper_case"),
    ({"status": "maybe"}, "status", "Write open or closed"),
    ({"step": ""}, "step", "no such step"),
    ({"step": "L99"}, "step", "no such step"),
    ({"step": "inside"}, "step", "runs beside others"),
    ({"step": "fork"}, "step", "no such step"),
    ({"received_on": ""}, "received_on", "Write a date"),
    ({"received_on": "yesterday"}, "received_on", "2018-11-04"),
    ({"received_on": "2025-02-30"}, "received_on", "2018-11-04"),
    ({"received_on": "1960-02-03"}, "received_on", "between 1990 and today"),
    ({"since": ""}, "since", "Write a date"),
    ({"since": "2026-03-02"}, "since", "between 1990 and today"),
    ({"since": "2025-11-01"}, "since", "before the received date"),
    ({"outcome": "settled_paid"}, "outcome", "the file is open"),
    ({"closed_on": "2026-01-01"}, "closed_on", "the file is open"),
    ({"nationality": "Atlantis"}, "nationality", "NPL, IND"),
    ({"risk": "enormous"}, "risk", "low, high"),
    ({"full_name": "x" * 201}, "full_name", "At most 200"),
    ({"note": "x" * 2001}, "note", "At most 2000"),
    ({"cpr_no": "12345678"}, "cpr_no", "9 digits"),
    ({"passport_no": "none"}, "passport_no", "5 to 20"),
    ({"phone": "ask her brother"}, "phone", "6 digits"),
    ({"officer": "police.capital"}, "officer", "case team"),
    ({"officer": "nobody"}, "officer", "case team"),
]


@pytest.mark.parametrize(("change", "column", "words"), WRONG, ids=lambda v: str(v)[:40])
def test_what_is_wrong_is_told_by_column(
    database: Database, change: Mapping[str, str], column: str, words: str
) -> None:
    (problem,) = entered(database, table([{**OPEN, **change}]), dry_run=True).refused
    assert (problem.line, problem.column) == (2, column)
    assert words in str(problem.message)


@pytest.mark.parametrize(
    ("change", "column", "words"),
    [
        ({"outcome": ""}, "outcome", "settled_paid"),
        ({"outcome": "all well"}, "outcome", "settled_paid"),
        ({"closed_on": ""}, "closed_on", "Write a date"),
        ({"closed_on": "2017-02-19"}, "closed_on", "before the received date"),
    ],
)
def test_a_closed_file_says_how_and_when(
    database: Database, change: Mapping[str, str], column: str, words: str
) -> None:
    (problem,) = entered(database, table([{**CLOSED, **change}]), dry_run=True).refused
    assert problem.column == column
    assert words in str(problem.message)


def test_all_problems_of_a_row_are_told_at_once_and_rows_in_order_are_counted_by_step(
    database: Database,
) -> None:
    bad = {**OPEN, "reference": "P-2", "step": "L99", "since": "soon", "cpr_no": "1", "officer": "nobody"}
    report = entered(database, table([OPEN, bad, {**CLOSED, "reference": "P-3"}]), dry_run=True)
    assert [problem.line for problem in report.refused] == [3, 3, 3, 3]
    assert {problem.column for problem in report.refused} == {"step", "since", "cpr_no", "officer"}
    assert report.refused_rows == 1
    assert report.accepted == {("paper_case", "L13"): 1, ("paper_case", None): 1}


def test_a_step_inside_a_parallel_part_is_refused_with_the_steps_to_choose_from(database: Database) -> None:
    (problem,) = entered(database, table([{**OPEN, "step": "beside"}]), dry_run=True).refused
    assert "It can enter at: " + ", ".join(f"{e} (Step {e})" for e in ALLOWED) in str(problem.message)


@pytest.mark.parametrize("element", ALLOWED)
def test_a_step_is_told_by_its_number_or_its_name_in_either_language(
    database: Database, element: str
) -> None:
    words = (element, element.lower(), f"Step {element}", f"خطوة {element}")
    rows = [{**OPEN, "reference": word, "step": word} for word in words]
    assert entered(database, table(rows), dry_run=True).accepted == {("paper_case", element): 4}


def test_two_rows_of_one_reference_are_told(database: Database) -> None:
    report = entered(database, table([OPEN, CLOSED, OPEN]), dry_run=True)
    (problem,) = report.refused
    assert (problem.line, problem.column) == (4, "reference")
    assert str(problem.message) == "Line 2 has the same reference."


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_table_is_read_in_both_languages_and_as_spreadsheets_write_it(
    database: Database, language: str, separator: str
) -> None:
    rows = [{**OPEN, "received_on": "02/11/2025", "note": f"two\nlines{separator} and “more”"}, CLOSED]
    report = entered(database, table(rows, language, separator), dry_run=True)
    assert (report.taken, report.refused) == (2, [])


def test_lines_are_counted_as_an_editor_counts_them(database: Database) -> None:
    rows = [{**OPEN, "note": "three\nlines\nlong"}, {**CLOSED, "status": "?"}]
    (problem,) = entered(database, table(rows), dry_run=True).refused
    assert problem.line == 5


def test_words_for_open_and_closed_and_arabic_digits_are_understood(database: Database) -> None:
    rows = [
        {**OPEN, "status": "مفتوح", "received_on": "٢٠٢٥-١١-٠٢"},
        {**CLOSED, "status": "مغلقة", "outcome": "Settled and paid ع"},
    ]
    assert entered(database, table(rows), dry_run=True).taken == 2


FILES = {
    "a workbook": (b"PK\x03\x04" + bytes(50), "This is a workbook."),
    "another encoding": ("Paper reference\nسيتا".encode("cp1256"), "not in UTF-8"),
    "a null": (table([{**OPEN, "note": "\0"}]), "not a table of text"),
    "other titles": (b"Name,Age\nSita,30", "not that of the template"),
    "nothing": (b"\n", "not that of the template"),
    "an open quotation mark": (table([]) + b'"EPC', "Line 2 cannot be read"),
    "cells beyond the titles": (table([]) + b"," * 40 + b"x", "more cells"),
}


@pytest.mark.parametrize("what", FILES)
def test_a_file_that_is_no_such_table_is_refused_whole(database: Database, person: People, what: str) -> None:
    content, words = FILES[what]
    with pytest.raises(Invalid, match=words):
        entered(database, content)
    answer = send(person("epc.supervisor"), content)
    assert answer.status_code == 422
    assert words in answer.text


def test_every_wrong_title_is_told(database: Database) -> None:
    content = table([OPEN]).replace(b"Received date", b"Arrived").replace(b",Risk,", b",Status,")
    with pytest.raises(Invalid) as refused:
        entered(database, content)
    told = " ".join(str(message) for message in refused.value.fields["file"])
    for words in ("“Arrived”", "“Status” stands there twice", "“Received date / تاريخ الاستلام” is missing"):
        assert words in told


def test_the_page_tells_the_reader_in_arabic(person: People) -> None:
    supervisor = person("epc.supervisor")
    supervisor.post("/language/ar")
    page = send(supervisor, table([{**OPEN, "cpr_no": "1"}, CLOSED], "ar"), "check")
    assert page.status_code == 200
    assert 'dir="rtl"' in page.text
    assert BY_KEY["cpr_no"].title_ar in page.text


def test_a_check_on_the_page_shows_lines_columns_reasons_and_counts(person: People) -> None:
    bad = {**OPEN, "reference": "<b>P-2</b>", "cpr_no": "1", "step": "<script>"}
    page = send(person("epc.supervisor"), table([OPEN, bad, CLOSED]), "check").text
    for words in ("In order: 2", "Refused: 1", "Step L13", "A CPR number has 9 digits.", "no such step"):
        assert words in page, words
    assert "<script>" not in page.split("<main", 1)[1]


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_template_is_a_table_that_spreadsheets_open_and_the_reader_understands(
    database: Database, person: People, language: str
) -> None:
    answer = person("epc.supervisor").get(f"/imports/template/{language}.csv")
    assert answer.status_code == 200
    assert answer.data == template(language)
    assert answer.data.startswith(b"\xef\xbb\xbf")
    assert "attachment" in answer.headers["Content-Disposition"]
    titles = answer.data.decode("utf-8-sig").strip().split(",")
    assert titles == [column.titled(language) for column in COLUMNS]
    assert entered(database, answer.data).rows == 0
    assert person("epc.supervisor").get("/imports/template/fr.csv").status_code == 404


def test_the_page_says_what_belongs_in_each_column_and_where_files_can_enter(person: People) -> None:
    page = person("epc.supervisor").get("/imports/").text
    for column in COLUMNS:
        assert column.title in page
    for element in ALLOWED:
        assert f"Step {element}" in page
    assert "Step beside" not in page


def test_a_page_without_a_file_or_with_too_many_rows_says_so(person: People) -> None:
    supervisor = person("epc.supervisor")
    answer = supervisor.post("/imports/", {"act": "check"})
    assert answer.status_code == 422
    assert "Choose a file" in answer.text
    many = table([{**OPEN, "reference": str(n)} for n in range(501)])
    answer = send(supervisor, many)
    assert answer.status_code == 422
    assert "501 rows" in answer.text
