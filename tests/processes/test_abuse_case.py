"""The abuse SOP has the steps, the stages, the forms and the deadlines of BRIEF 4.2."""

import pytest

from tests.processes.drawings import BPMN, DRAWINGS, IHALA

STEPS = [f"A{number:02}" for number in range(1, 30)] + ["A12n"]
STAGE_OF = {
    "I": "A01 A02 A03 A05 A06 A07 A08",
    "II": "A09 A10 A11 A12 A12n A13 A14 A15 A16",
    "III": "A17 A18 A19",
    "IV": "A20 A21 A22 A23 A24 A25 A26",
    "V": "A27 A28 A29",
}
DEADLINES = {
    "A01": "1 hours", "A02": "1 hours", "A03": "1 hours", "A04_child": "24 hours", "A05": "24 hours",
    "A06": "24 hours", "A07": "24 hours", "A08": "8 hours", "A09": "1 workingDays", "A11": "24 hours",
    "A12": "24 hours", "A12n": "1 workingDays", "A13": "24 hours", "A14": "3 workingDays",
    "A15": "2 workingDays", "A16": "2 workingDays", "A17": "1 workingDays", "A18": "5 workingDays",
    "A19": "10 workingDays", "A20": "3 workingDays", "A21": "3 workingDays", "A22": "5 workingDays",
    "A23": "10 workingDays", "A25": "10 workingDays", "A27": "5 workingDays", "A28": "5 workingDays",
    "A29": "3 workingDays",
}  # fmt: skip
FORMS = {
    "A01": "F01", "A02": "F17", "A03": "F09", "A05": "F08", "A06_identity": "F02", "A06": "F06", "A07": "F04",
    "A08": "F07", "A11": "F09", "A12": "F17", "A14": "F17", "A15": "F13", "A16": "F15", "A16_stay": "F16",
    "A17": "F18", "A17_family": "F18", "A18": "F17", "A19": "F18", "A20": "F10", "A21": "F20", "A23": "F22",
    "A24": "F18", "A25": "F18", "A26": "F20", "A27": "F23", "A28": "F23", "A29": "F26",
}  # fmt: skip
CALLS = {
    "A04_child": "child", "A10": "protect", "A22": "labour_claim", "A27_return": "return", "A12": "refer",
    "A28_protect": "protect",
}  # fmt: skip
ABUSE, CHILD = DRAWINGS["abuse_case"], DRAWINGS["child"]


@pytest.mark.parametrize("step", [step for step in STEPS if step != "A04"])
def test_every_step_of_the_sop_is_drawn_under_its_own_id(step: str) -> None:
    node, details = ABUSE.nodes[step], ABUSE.step(step)
    assert node.get("name")
    assert node.get(f"{IHALA}nameAr")
    assert step in STAGE_OF[details.get("stage")].split()
    assert details.get("form") or node.get("calledElement") in ("protect", "labour_claim")
    assert ABUSE.clock(step) is not None


def test_the_child_branch_is_a_question_that_stops_nobody_else() -> None:
    assert ABUSE.kind(ABUSE.nodes["A04"]) == "exclusiveGateway"
    assert {f.get("sourceRef") for f in ABUSE.arriving("join_safe")} == {"m_aid", "m_child", "m_rescue"}
    assert {CHILD.step(s).get("unit") for s in ("guardian", "child_prosecution")} == {"SOC-CPC", "PP-FC"}


@pytest.mark.parametrize(("step", "deadline"), DEADLINES.items())
def test_the_deadline_of_a_step_is_the_one_of_the_sop(step: str, deadline: str) -> None:
    clock = ABUSE.clock(step)
    assert f"{clock.get('amount')} {clock.get('unit')}" == deadline


@pytest.mark.parametrize(("step", "code"), FORMS.items())
def test_a_step_has_the_form_of_the_sop(step: str, code: str) -> None:
    assert ABUSE.step(step).get("form").startswith(code.lower())


@pytest.mark.parametrize(("step", "called"), CALLS.items())
def test_a_step_calls_the_procedure_it_shares_with_the_other_sops(step: str, called: str) -> None:
    assert ABUSE.nodes[step].get("calledElement") == called


def test_the_lanes_are_those_of_the_sop() -> None:
    parties = {lane.get(f"{IHALA}party") for lane in ABUSE.process.iter(f"{BPMN}lane")}
    assert parties == {"EPC", "SHL", "LMR", "POL", "NPR", "PP", "MOJ", "HSP", "SOC", "EMB"}


def test_the_five_stages_are_named_on_the_drawing_from_left_to_right() -> None:
    groups = [ABUSE.boxes[g.get("id")] for g in ABUSE.root.iter(f"{BPMN}group")]
    assert len(groups) == len(STAGE_OF)
    assert groups == sorted(groups, key=lambda box: box.x)


def test_a_case_is_of_the_category_abuse_and_never_accepted_like_a_labour_case() -> None:
    assert ABUSE.process.get(f"{IHALA}category") == "abuse"
    statuses = {node.get(f"{IHALA}status") for node in ABUSE.nodes.values()} - {None}
    assert statuses == {
        *("registered", "screening", "potential_victim", "in_process", "awaiting_agency"),
        *("confirmed_victim", "not_confirmed", "return_or_reintegration", "closure_review", "closed"),
        "recategorised",
    }


def test_the_closure_is_signed_by_a_second_person() -> None:
    approval = ABUSE.step("A29_approval")
    assert (approval.get("role"), approval.get("differsFrom")) == ("supervisor", "A29")
