"""The labour SOP has the steps, the stages and the deadlines of BRIEF 4.1."""

import pytest

from tests.processes.drawings import BPMN, DRAWINGS, IHALA, Drawing

STEPS = [f"L{number:02}" for number in range(1, 29)] + ["L28a"]
CLAIM = ["L13", "L14", "L16", "L17", "L18", "L19"]
STAGE_OF = {
    "I": "L01 L02 L03 L04 L05 L06 L28a",
    "II": "L07 L08 L09 L10 L11 L12",
    "III": "L13 L14 L15 L16 L17 L18 L19",
    "IV": "L20 L21 L22 L23",
    "V": "L24 L25 L26 L27 L28",
}
DEADLINES = {
    "L01": "1 hours", "L02": "1 hours", "L03": "4 hours", "L04": "1 workingDays", "L05": "1 workingDays",
    "L07": "1 workingDays", "L08": "3 workingDays", "L09": "2 workingDays", "L10": "3 workingDays",
    "L10_police": "2 workingDays", "L11": "720 hours", "L12": "2 workingDays", "L13": "3 workingDays",
    "L14": "2 workingDays", "L15": "5 workingDays", "L17": "1 workingDays", "L19": "1440 hours",
    "L21": "5 workingDays", "L22": "3 workingDays", "L23": "10 workingDays", "L24": "2 workingDays",
    "L25": "10 workingDays", "L26": "10 workingDays", "L27": "5 workingDays", "L28": "3 workingDays",
    "L28a": "1 workingDays",
}  # fmt: skip
LABOUR, CLAIMING = DRAWINGS["labour_case"], DRAWINGS["labour_claim"]


def _where(step: str) -> Drawing:
    return CLAIMING if step in CLAIM else LABOUR


@pytest.mark.parametrize("step", STEPS)
def test_every_step_of_the_sop_is_drawn_under_its_own_id(step: str) -> None:
    drawing = _where(step)
    node, details = drawing.nodes[step], drawing.step(step)
    assert node.get("name")
    assert node.get(f"{IHALA}nameAr")
    assert step in STAGE_OF[details.get("stage")].split()
    assert details.get("form") or node.get("calledElement") in ("protect", "return")
    assert drawing.clock(step) is not None


@pytest.mark.parametrize(("step", "deadline"), DEADLINES.items())
def test_the_deadline_of_a_step_is_the_one_of_the_sop(step: str, deadline: str) -> None:
    clock = _where(step).clock(step)
    assert f"{clock.get('amount')} {clock.get('unit')}" == deadline


def test_the_five_stages_are_named_on_the_drawing_from_left_to_right() -> None:
    values = {v.get("id"): v.get("value") for v in LABOUR.root.iter(f"{BPMN}categoryValue")}
    groups = sorted(LABOUR.root.iter(f"{BPMN}group"), key=lambda g: LABOUR.boxes[g.get("id")].x)
    assert [values[g.get("categoryValueRef")].split()[0] for g in groups] == ["I", "II", "III", "IV", "V"]


def test_called_processes_do_not_speak_of_labour() -> None:
    for name in ("refer", "protect", "return", "labour_claim"):
        assert DRAWINGS[name].process.get(f"{IHALA}category") is None
        assert not {"screeningResult", "categoryDecision"} & DRAWINGS[name].variables.keys()


def test_no_step_is_drawn_that_a_machine_would_have_to_do() -> None:
    for drawing in DRAWINGS.values():
        kinds = {drawing.kind(element) for element in drawing.process}
        assert not kinds & {"serviceTask", "scriptTask", "businessRuleTask", "sendTask"}
