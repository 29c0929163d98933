"""The codes of the forms: those of the domain brief, each where the brief puts it, and our own beyond them."""

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from app.forms import Form

ROOT = Path(__file__).parents[2]

DOMAIN = (ROOT / "docs" / "domain.md").read_text(encoding="utf-8")
CODE = re.compile(r"F[0-9]{2}")
# BRIEF 3. A code can have several forms, one for each step that needs another part of it.
BRIEF = CODE.findall(DOMAIN.partition("## 3. Forms")[2].partition("## 4.")[0].partition("files in")[0])
OURS = {"F00": "f00_case_opening", "F29": "f29_sanctions"}

# Steps for which BRIEF 4.1 names no form, or a paper, and the form they have (docs/sop.md, "The forms").
WITHOUT_A_CODE = {
    "L07": "f00_case_opening",
    "L15": "f14_inspection",
    "L27": "f29_sanctions",
    "L28a": "f26_anonymous_note",
}
PROCEDURES = {"L20", "L26"}  # call a procedure whose steps have the forms
ANYWHERE = {"f04_screening", "f24_recategorisation"}  # screening again and recategorising (BRIEF 5)
ROW = re.compile(r"^\| (L[0-9]+a?) \|(?:[^|]*\|){10} ([^|]*) \|", re.MULTILINE)
IHALA = "{urn:ihala:bpmn:1}"


def in_the_brief() -> dict[str, set[str]]:
    """Step -> the codes of its forms in the table of BRIEF 4.1."""
    return {step: set(CODE.findall(forms)) for step, forms in ROW.findall(DOMAIN)}


def drawn() -> dict[str, set[str]]:
    """Step of BRIEF 4.1 -> the forms of the elements that draw it: L10 and L10_police both draw L10."""
    found: dict[str, set[str]] = {}
    for file in (ROOT / "processes").glob("*.bpmn"):
        for element in ElementTree.parse(file).iter():
            step = re.match(r"L[0-9]+a?", element.get("id", ""))
            for binding in element.iterfind(f"./*/{IHALA}step[@form]"):
                if step:
                    found.setdefault(step[0], set()).add(binding.attrib["form"])
    return found


def test_every_form_has_a_code_of_the_brief_or_one_of_ours_beyond_them(files: dict[str, Form]) -> None:
    assert not {*BRIEF} & OURS.keys()
    for name, form in files.items():
        assert form.code in BRIEF or OURS.get(form.code) == name


def test_no_form_takes_the_code_of_another_matter(files: dict[str, Form]) -> None:
    """F25 is the hand-over and F27 the re-opening of a case: both are commands, no steps of a drawing."""
    assert not {form.code for form in files.values()} & {"F25", "F27"}


@pytest.mark.parametrize("step", sorted(in_the_brief()))
def test_each_step_has_the_forms_that_the_brief_names(files: dict[str, Form], step: str) -> None:
    forms = drawn().get(step, set())
    own = {form for form in forms if form not in ANYWHERE or files[form].code in in_the_brief()[step]}
    if step in WITHOUT_A_CODE:
        assert own == {WITHOUT_A_CODE[step]}
    else:
        assert {files[form].code for form in own} <= in_the_brief()[step]
        assert bool(own) != (step in PROCEDURES)


def test_the_codes_and_the_table_of_the_brief_were_read() -> None:
    assert [f"F{number:02}" for number in range(1, 29)] == BRIEF
    assert len(in_the_brief()) == 29
    assert in_the_brief()["L04"] == {"F02", "F03"}
    assert drawn()["L04"] == {"f02_identity", "f03_employment"}
