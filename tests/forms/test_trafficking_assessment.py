"""The full assessment (F05) finds a dimension positive by the rule of the operational indicators, and only suggests."""

from datetime import datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.forms import Form
from tests.forms.conftest import FOLDER, NOW, read

ASSESSMENT = read((FOLDER / "f05_assessment.form").read_bytes())
FIELDS = {field.key: field for field in ASSESSMENT.fields}
LEVELS = ("strong", "medium", "weak")
# BRIEF 1.3 (7): six dimensions with so many indicators; how many of each strength, from appendix A.
COUNTS = {
    "deceived": (1, 8, 1),
    "coerced": (1, 8, 1),
    "abused": (0, 12, 4),
    "exploited": (1, 7, 1),
    "controlled": (4, 10, 1),
    "dependent": (0, 5, 2),
}
ANSWERED: dict[str, Any] = {
    "interviewed_on": "2026-11-23", "interview_number": "first", "directorate_present": True,
    "person_is_child": False, "act": ["recruited"], "means": ["deception"], "purpose": ["forced_labour"],
    "assessment_result": "reasonable_grounds", "reasons": "What was said and seen.",
}  # fmt: skip


def positive(strong: int, medium: int, weak: int) -> bool:
    """Two strong; one strong and one other; three medium; two medium and one weak (BRIEF, appendix A)."""
    return strong >= 2 or (strong >= 1 and medium + weak >= 1) or medium >= 3 or (medium >= 2 and weak >= 1)


def offered(dimension: str) -> dict[str, list[str]]:
    keys = {level: f"{dimension}_{level}" for level in LEVELS}
    return {
        level: [str(o.value) for o in FIELDS[key].options] for level, key in keys.items() if key in FIELDS
    }


@st.composite
def grids(draw: st.DrawFn) -> dict[str, list[str]]:
    """Any ticks in the six dimensions."""
    ticks = {}
    for dimension in COUNTS:
        for level, items in offered(dimension).items():
            ticks[f"{dimension}_{level}"] = draw(st.lists(st.sampled_from(items), unique=True))
    return ticks


def assessed(**answers: Any) -> dict[str, Any]:
    return ASSESSMENT.clean({**ANSWERED, **answers}, now=NOW)


@pytest.mark.parametrize(("dimension", "counts"), COUNTS.items())
def test_each_dimension_has_the_indicators_of_the_brief(dimension: str, counts: tuple[int, int, int]) -> None:
    found = offered(dimension)
    assert tuple(len(found.get(level, [])) for level in LEVELS) == counts


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(ticks=grids())
def test_a_dimension_is_positive_by_the_rule_of_the_indicators(ticks: dict[str, list[str]]) -> None:
    found = assessed(**ticks)
    for dimension in COUNTS:
        counts = [len(ticks.get(f"{dimension}_{level}", [])) for level in LEVELS]
        expected = "positive" if positive(*counts) else "negative"
        assert found[f"{dimension}_result"] == expected, (dimension, counts)


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(ticks=grids(), child=st.booleans(), means=st.sampled_from(["force", "none"]))
def test_what_the_indicators_suggest_follows_from_the_dimensions(
    ticks: dict[str, list[str]], child: bool, means: str
) -> None:
    found = assessed(**ticks, person_is_child=child, means=[means])
    up = {d for d in COUNTS if found[f"{d}_result"] == "positive"}
    elements = child or means != "none"
    labour = up & {"deceived", "coerced", "abused"} and "exploited" in up and up & {"controlled", "dependent"}
    expected = (
        "reasonable_grounds"
        if elements and (child or labour)
        else "keep_watching"
        if elements or up
        else "no_indication"
    )
    assert found["elements_found"] == ("yes" if elements else "no")
    assert found["suggested_result"] == expected


@pytest.mark.parametrize("missing", ["act", "purpose"])
def test_without_an_act_or_a_purpose_even_a_child_has_no_reasonable_grounds(missing: str) -> None:
    found = assessed(person_is_child=True, **{missing: ["none"]})
    assert found["suggested_result"] == "no_indication"


@pytest.mark.parametrize("result", ["reasonable_grounds", "keep_watching", "no_indication"])
def test_the_score_suggests_and_the_officer_decides(result: str) -> None:
    cleaned = assessed(assessment_result=result)
    assert ASSESSMENT.variables(cleaned) == {"assessmentResult": result}


def test_the_decision_of_the_second_officer_is_free_of_the_score(
    files: dict[str, Form], now: datetime
) -> None:
    form = files["f05_grounds"]
    for decision in ("positive", "negative"):
        answers = {"rg_result": decision, "minute": "Why.", "decided_on": "2026-11-24"}
        assert form.variables(form.clean(answers, now=now)) == {"rgResult": decision}


def test_a_recategorised_case_is_asked_only_what_is_urgent_now(files: dict[str, Form], now: datetime) -> None:
    answers = {
        "arrived_by": "recategorised", "source": "custodian", "known_before": "The labour case.",
        "captive": False, "in_danger_now": False, "child_suspected": False, "safe_to_call_back": False,
        "channel": "walk_in",
    }  # fmt: skip
    form = files["f01_alert"]
    cleaned = form.clean(answers, now=now)
    assert "channel" not in cleaned
    assert form.variables(cleaned)["arrivedBy"] == "recategorised"
