"""The trafficking SOP has the steps, the stages, the forms and the deadlines of BRIEF 4.3."""

import pytest

from tests.processes.drawings import BPMN, DRAWINGS, IHALA

STEPS = [f"T{number:02}" for number in range(1, 34)]
STAGE_OF = {
    "I": "T01 T02 T03 T04 T05 T06 T07 T08 T09",
    "II": "T10 T11 T12 T13 T14 T15 T16",
    "III": "T17 T18 T19 T20 T21 T22",
    "IV": "T23 T24 T25 T26 T27 T28 T29",
    "V": "T30 T31 T32 T33",
}
DEADLINES = {
    "T01": "1 hours", "T02": "1 hours", "T03": "2 hours", "T04": "4 hours", "T04_child": "24 hours",
    "T05": "4 hours", "T06": "24 hours", "T07": "24 hours", "T08": "48 hours", "T09": "8 hours",
    "T10": "3 workingDays", "T12": "3 workingDays", "T12_urgent": "24 hours", "T13": "5 workingDays",
    "T14": "2 workingDays", "T15": "2 workingDays", "T16": "3 workingDays", "T17": "5 workingDays",
    "T17_notice": "10 workingDays", "T19": "24 hours", "T20": "10 workingDays", "T20_suspects": "48 hours",
    "T21": "15 workingDays", "T22": "1080 hours", "T22_notice": "10 workingDays", "T23": "3 workingDays",
    "T23_review": "720 hours", "T24": "5 workingDays", "T24_payment": "720 hours", "T25": "5 workingDays",
    "T26": "10 workingDays", "T26_stay": "3600 hours", "T27": "15 workingDays", "T29": "3 workingDays",
    "T30": "5 workingDays", "T31": "15 workingDays", "T32": "5 workingDays", "T33": "5 workingDays",
}  # fmt: skip
FORMS = {
    "T01": "F01", "T02": "F17", "T03": "F09", "T03_place": "F11", "T04": "F02", "T05": "F16", "T06": "F08",
    "T08": "F04", "T09": "F07", "T10": "F05", "T12": "F09", "T12_mind": "F10", "T14": "F13", "T15": "F16",
    "T16": "F16", "T16_absence": "F15", "T17": "F05", "T18": "F20", "T19": "F12", "T20": "F17", "T21": "F18",
    "T22": "F19", "T23": "F20", "T24": "F21", "T26": "F28", "T27": "F22", "T28": "F18", "T29": "F18",
    "T30": "F23", "T32": "F23", "T33": "F26",
}  # fmt: skip
CALLS = {
    "T04_child": "child", "T11": "protect", "T25": "labour_claim", "T31": "return", "T05": None,
    "T12": "refer", "T14": "refer", "T15": "refer", "T16": "refer", "T19": "refer", "T20": "refer",
    "T21": "refer", "T26": "refer", "T27": "refer",
}  # fmt: skip
TIMERS = {
    "T07_rested": "PT24H", "T18_period": "P30D", "T18_longer": "P15D", "T26_due": "P150D",
    "T32_month": "P1M", "T32_quarter": "P2M", "T32_half": "P3M",
}  # fmt: skip
FOUR_EYES = {
    "T08_recategorise": "T08", "T17": "T10", "T17_again": "T17", "T24_approval": "T24",
    "T33_approval": "T33", "T33_legal": "T33",
}  # fmt: skip
TRAFFICKING = DRAWINGS["trafficking_case"]


@pytest.mark.parametrize("step", STEPS)
def test_every_step_of_the_sop_is_drawn_under_its_own_id(step: str) -> None:
    node, details = TRAFFICKING.nodes[step], TRAFFICKING.step(step)
    assert node.get("name")
    assert node.get(f"{IHALA}nameAr")
    assert step in STAGE_OF[details.get("stage")].split()
    assert details.get("form") or node.get("calledElement") in ("protect", "return", "labour_claim")
    assert TRAFFICKING.clock(step) is not None
    assert TRAFFICKING.escalations(step)


@pytest.mark.parametrize(("step", "deadline"), DEADLINES.items())
def test_the_deadline_of_a_step_is_the_one_of_the_sop(step: str, deadline: str) -> None:
    clock = TRAFFICKING.clock(step)
    assert f"{clock.get('amount')} {clock.get('unit')}" == deadline


@pytest.mark.parametrize(("step", "code"), FORMS.items())
def test_a_step_has_the_form_of_the_sop(step: str, code: str) -> None:
    assert TRAFFICKING.step(step).get("form").startswith(code.lower())


@pytest.mark.parametrize(("step", "called"), CALLS.items())
def test_a_step_calls_the_procedure_it_shares_with_the_other_sops(step: str, called: str | None) -> None:
    assert TRAFFICKING.nodes[step].get("calledElement") == called


@pytest.mark.parametrize(("event", "duration"), TIMERS.items())
def test_a_timer_waits_as_long_as_the_sop_says(event: str, duration: str) -> None:
    found = TRAFFICKING.nodes[event].find(f"{BPMN}timerEventDefinition/{BPMN}timeDuration")
    assert found.text == duration


@pytest.mark.parametrize(("step", "other"), FOUR_EYES.items())
def test_a_decision_of_weight_is_taken_by_a_second_person(step: str, other: str) -> None:
    details = TRAFFICKING.step(step)
    assert (details.get("differsFrom"), details.get("role") in ("supervisor", "legal")) == (other, True)


def test_the_lanes_are_those_of_the_sop() -> None:
    parties = {lane.get(f"{IHALA}party") for lane in TRAFFICKING.process.iter(f"{BPMN}lane")}
    assert parties == {"EPC", "SHL", "LMR", "POL", "CID", "NPR", "PP", "MOJ", "HSP", "SOC", "EMB"}


def test_the_five_stages_are_named_on_the_drawing_from_left_to_right() -> None:
    groups = [TRAFFICKING.boxes[g.get("id")] for g in TRAFFICKING.root.iter(f"{BPMN}group")]
    assert len(groups) == len(STAGE_OF)
    assert groups == sorted(groups, key=lambda box: box.x)


def test_nobody_is_called_a_victim_by_a_step() -> None:
    names = {node.get("name", "").replace("victims' support fund", "") for node in TRAFFICKING.nodes.values()}
    assert not [name for name in names if "victim" in name.lower()]


def test_a_case_takes_the_statuses_of_the_brief() -> None:
    assert TRAFFICKING.process.get(f"{IHALA}category") == "trafficking"
    statuses = {node.get(f"{IHALA}status") for node in TRAFFICKING.nodes.values()} - {None}
    assert statuses == {
        *("registered", "screening", "potential_victim", "in_process", "awaiting_agency", "in_protection"),
        *("confirmed_victim", "not_confirmed", "return_or_reintegration", "closure_review", "closed"),
        "recategorised",
    }
