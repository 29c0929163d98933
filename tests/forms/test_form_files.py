"""The form files of the house: complete, bilingual, and setting what the drawings branch on."""

import json
from collections.abc import Callable, Iterator
from datetime import datetime
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from app.errors import Invalid
from app.feel import Expression, analyse, form_condition
from app.forms import Form, read
from app.forms.components import FACTS, read_components
from app.forms.localise import shown_texts
from app.forms.reading import Reading, types_of

FOLDER = Path(__file__).parents[2] / "forms"

YES_NO = [True, False]
COMPUTED = "computed"

# Form -> decision variables with exactly the values that the labour drawings branch on.
AGREED: dict[str, dict[str, Any]] = {
    "f01_first_contact": {"inDangerNow": YES_NO, "childSuspected": YES_NO},
    "f02_duplicate_check": {"duplicateDecision": ["new", "linked", "duplicate"]},
    "f08_consents": {
        "consentRegister": ["given", "refused"],
        "consentShare": ["given", "refused"],
        "consentEmbassy": ["given", "refused", "fear"],
        "consentPolice": ["given", "refused"],
    },
    "f02_identity": {
        "passportHeldBy": ["self", "employer", "agent", "embassy", "lost", "unknown"],
        "isChild": ["yes", "no", "doubt"],
        "residenceStatus": ["valid", "expired", "cancelled", "absence_report", "unknown"],
    },
    "f03_employment": {"workerKind": ["company", "domestic", "self_sponsored"]},
    "f04_screening": {"screeningResult": ["labour", "abuse", "trafficking"]},
    "f07_risk": {"riskLevel": ["low", "medium", "high", "critical"], "shelterNeeded": YES_NO},
    "f00_case_opening": {"categoryDecision": ["confirmed", "back", "recategorise"]},
    "f03_evidence": {"evidenceComplete": YES_NO, "inspectionNeeded": YES_NO},
    "f16_records": {
        "permitStatus": ["valid", "expired", "cancelled", "none"],
        "hasAbsenceReport": YES_NO,
    },
    "f17_passport_demand": {"passportResult": ["returned", "refused", "lost"]},
    "f17_police_report": {"passportRecovered": YES_NO},
    "f15_absence_report": {"absenceDecision": ["cancelled", "upheld", "suspended"]},
    "f13_embassy": {"embassyResult": ["notified", "no_mission"]},
    "f14_claim": {"claimRoute": ["settlement", "suit", "none"], "limitationNear": YES_NO},
    "f14_settlement_offer": {"settlementOpened": ["opened", "refused"]},
    "f14_inspection": {"inspectionResult": ["violation", "none", "confinement"]},
    "f14_conciliation": {
        "conciliationResult": ["settled", "partly", "failed", "no_show", "another_session"],
        "conciliationSession": [1, 2, 3],
    },
    "f14_settlement_record": {},
    "f14_suit": {},
    "f14_court": {
        "courtResult": ["next_hearing", "settled", "judgment_for", "judgment_against", "withdrawn"]
    },
    "f11_shelter": {"shelterDecision": ["accepted", "refused", "not_needed"]},
    "f09_medical": {},
    "f10_psychosocial": {},
    "f20_support": {},
    "f07_safety_plan": {},
    "f16_stay": {"stayRoute": ["transfer", "own_permit", "grace", "exit"]},
    "f14_payment": {"paid": ["full", "part", "none"]},
    "f14_execution": {"executionResult": ["collected", "part", "uncollectable"]},
    "f14_uncollectable": {"uncollectableDecision": ["approved", "pursue"]},
    "f23_wish": {"wish": ["stay", "transfer", "own_permit", "return", "third_country"]},
    "f22_transfer": {"placementResult": ["placed", "not_placed"]},
    "f23_risk_of_return": {"returnRisk": ["low", "medium", "high", "critical"]},
    "f23_dues": {"courtNeedsVictim": YES_NO},
    "f23_court_release": {"courtReleased": YES_NO},
    "f16_clearance": {"clearanceGiven": YES_NO},
    "f23_travel_document": {"travelDocument": ["ready", "refused"]},
    "f23_ticket": {},
    "f23_departure": {},
    "f23_arrival": {},
    "f23_follow_up": {"followUp": ["again", "done"]},
    "f29_sanctions": {"sanctionProven": YES_NO},
    "f26_closure": {
        "closureOutcome": [
            "settled_paid", "judgment_collected", "transferred", "own_permit", "returned", "third_country",
            "reintegrated", "withdrew", "lost_contact", "deceased", "duplicate", "not_confirmed",
            "offender_convicted",
        ]
    },
    "f26_approval": {"closureDecision": ["approved", "back"]},
    "f26_anonymous_note": {},
    "f24_recategorisation": {"recategoriseTo": ["abuse", "trafficking", "none"]},
    "f12_referral": {"referralBasis": ["consent", "child", "danger", "legal_duty", "refused"]},
    "f12_receipt": {"referralReceipt": ["accepted", "not_competent", "needs_information"]},
    "f12_answer": {},
    "f12_information": {},
    "f12_review": {"referralReview": ["accepted", "send_back"]},
    # The abuse case; F18 serves the trafficking case too.
    "f02_guardian": {},
    "f06_incident": {
        "examinationNeeded": YES_NO,
        "offenderRelation": ["employer", "household", "agent", "spouse", "family", "co_worker", "other"],
        "dvTrack": YES_NO, "belongingsHeld": YES_NO, "claimDue": YES_NO,
    },
    "f06_track": {"dvTrack": YES_NO},
    "f06_custody_log": {},
    "f10_session": {"supportSessions": ["again", "done"]},
    "f17_rescue": {},
    "f17_complaint": {"complaintReceived": YES_NO},
    "f17_inquiry": {"inquiryResult": ["referred", "more", "no_offence"]},
    "f17_belongings": {"belongingsResult": ["returned", "refused", "lost"]},
    "f18_child": {},
    "f18_kept_passport": {},
    "f18_order": {"protectionOrder": ["granted", "none"]},
    "f18_charge": {"chargeDecision": ["charge", "other_charge", "no_case", "more_inquiry", "trafficking"]},
    "f18_court": {
        "courtVerdict": ["next_hearing", "convicted", "acquitted", "discontinued"],
        "courtNeedsVictim": YES_NO,
    },
    "f18_compensation": {"compensationResult": ["none", "awarded", "collected", "uncollectable"]},
    "f20_best_interests": {},
    "f20_review": {"riskLevel": ["low", "medium", "high", "critical"]},
    "f23_exit_plan": {
        "exitRoute": [
            "return", "third_country", "transfer", "own_permit", "family", "housing", "offender_home"
        ],
        "exitPlanned": YES_NO, "riskLevel": ["low", "medium", "high", "critical"],
    },
    "f23_exit_approval": {"exitApproved": ["approved", "refused"]},
    "f23_after_exit": {"exitFollowUp": ["three_months", "six_months", "done", "relapse"]},
    "f24_to_trafficking": {"recategoriseTo": ["trafficking", "none"]},
    # The trafficking case.
    "f01_alert": {
        "arrivedBy": ["alert", "recategorised", "reopened"],
        "captive": YES_NO, "inDangerNow": YES_NO, "childSuspected": YES_NO,
    },
    "f05_assessment": {"assessmentResult": ["reasonable_grounds", "keep_watching", "no_indication"]},
    "f05_grounds": {"rgResult": ["positive", "negative"]},
    "f05_notice": {"reconsiderationAsked": YES_NO},
    "f07_access": {"restrictedAccess": YES_NO},
    "f12_file": {},
    "f16_hold": {"holdDecision": ["held", "not_needed", "refused"]},
    "f17_investigation": {
        "investigationResult": ["referred", "insufficient"], "suspectsHeld": YES_NO,
    },
    "f17_suspects": {},
    "f19_determination": {"determination": ["confirmed", "not_confirmed", "deferred"]},
    "f19_notice": {"reconsiderationAsked": YES_NO},
    "f19_reconsideration": {"determination": ["confirmed", "not_confirmed"]},
    "f20_rest": {},
    "f20_recovery": {},
    "f20_recovery_review": {"recoveryDecision": ["extended", "ended"]},
    "f20_plan": {},
    "f20_plan_review": {"supportDecision": ["continue", "ended"]},
    "f21_fund": {"fundBasis": ["kept_for_court", "cooperating", "return_grant", "none"]},
    "f21_approval": {"fundDecision": ["approved", "refused"]},
    "f21_payment": {"fundPayment": ["continue", "ended"]},
    "f23_future": {"wish": ["stay", "transfer", "own_permit", "return", "third_country"]},
    "f24_downwards": {"recategoriseTo": ["labour", "abuse", "none"]},
    "f28_committee": {"committeeMeasure": ["remove_obstacles", "return", "stay"]},
    "f28_minister": {"ministerDecision": ["approved", "refused"]},
    "f28_stay": {},
    "f28_review": {"stayReview": ["renewed", "ended"]},
}  # fmt: skip

AGREED_FACTS = {
    "f01_alert": {"language", "governorate", "employer_name"},
    "f01_first_contact": {"language", "governorate", "employer_name"},
    "f08_consents": {"language"},
    "f02_identity": {"full_name", "name_in_arabic", "other_names", "nationality", "child"}
    | {"cpr_no", "passport_no", "phone"},
    "f03_employment": {"employer_name"},
    "f07_risk": {"risk", "hospital"},
}


@pytest.mark.parametrize("name", AGREED)
def test_every_agreed_form_is_there_and_reads_without_a_problem(name: str) -> None:
    form = read((FOLDER / f"{name}.form").read_bytes())
    assert form.key == name
    assert form.code == name[:3].upper()


def test_there_is_no_form_that_nobody_agreed_on(files: dict[str, Form]) -> None:
    assert set(files) == set(AGREED)


@pytest.mark.parametrize("name", AGREED)
def test_a_form_sets_exactly_the_agreed_variables_and_values(files: dict[str, Form], name: str) -> None:
    found = {field.variable: field for field in files[name].fields if field.variable}
    assert set(found) == set(AGREED[name])
    for variable, values in AGREED[name].items():
        offered = [option.value for option in found[variable].options]
        assert sorted(map(repr, offered)) == sorted(map(repr, values))


@pytest.mark.parametrize("name", AGREED)
def test_a_variable_is_always_answered_or_stands_under_a_condition(files: dict[str, Form], name: str) -> None:
    for field in files[name].fields:
        if field.variable:
            assert field.expression or field.bounds.required


def test_the_facts_of_the_case_head_come_from_the_agreed_forms(files: dict[str, Form]) -> None:
    found = {name: {field.fact for field in form.fields if field.fact} for name, form in files.items()}
    assert {name: facts for name, facts in found.items() if facts} == AGREED_FACTS
    assert set().union(*found.values()) <= FACTS


@pytest.mark.parametrize("name", AGREED)
def test_no_english_is_left_on_the_arabic_screen(files: dict[str, Form], name: str) -> None:
    latin_is_right = {"CPR", "BHD"}
    for text in shown_texts(files[name].localised("ar")):
        assert any("\u0600" <= sign <= "\u06ff" for sign in text) or text in latin_is_right


@pytest.mark.parametrize("name", AGREED)
def test_every_arabic_label_belongs_to_a_text_of_the_form(name: str) -> None:
    document = json.loads((FOLDER / f"{name}.form").read_text(encoding="utf-8"))
    assert set(document["labels"]["ar"]) == set(shown_texts(document))


@pytest.mark.parametrize("name", AGREED)
def test_no_form_uses_a_word_that_judges_the_person(name: str) -> None:
    text = (FOLDER / f"{name}.form").read_text(encoding="utf-8").lower()
    assert not [word for word in ("runaway", "abscond", "هارب", "هروب") if word in text]
    assert "victim" not in text.replace("victims' support fund", "").replace("courtneedsvictim", "")
    assert "ضحية" not in text


@pytest.mark.parametrize("name", AGREED)
def test_an_untouched_form_shows_no_follow_up_question(
    files: dict[str, Form], name: str, now: datetime
) -> None:
    """Conditions on open answers must hide: form-js hides on null, so each has to be written safely."""
    form = files[name]
    untouched = {field.key: field.empty() for field in form.fields}
    for field in form.fields:
        if field.conditions:
            assert any(form_condition(test, untouched, now=now) for test in field.conditions), field.key


@pytest.mark.parametrize("name", AGREED)
def test_page_and_server_find_the_same_for_every_expression(name: str) -> None:
    """Where the page's FEEL reads an expression in its own way, or null decides, the analysis has a warning.

    `x in [1..9] and y` is such an expression: on the page the list goes on to the end.
    """
    document = json.loads((FOLDER / f"{name}.form").read_text(encoding="utf-8"))
    reading = WarningsToo(types_of(document["components"]))
    read_components(reading, document["components"])
    assert [str(problem) for problem in reading.problems] == []


def test_the_search_for_such_expressions_finds_one(raw: Callable[..., bytes]) -> None:
    number = {"type": "number", "key": "size", "label": "Size"}
    hidden = {**number, "key": "other", "conditional": {"hide": "=size in [1..9] and size > 2"}}
    document = json.loads(raw(number, hidden))
    reading = WarningsToo(types_of(document["components"]))
    read_components(reading, document["components"])
    assert "Put the test with in into brackets." in str(reading.problems[0])


@pytest.mark.parametrize("name", AGREED)
def test_a_list_opens_without_rows(name: str) -> None:
    """form-js opens one row unless told otherwise: its needed columns would force an entry nobody has."""
    document = json.loads((FOLDER / f"{name}.form").read_text(encoding="utf-8"))
    for part in parts(document["components"]):
        if part["type"] == "dynamiclist":
            assert part["defaultRepetitions"] == 0
            assert part["allowAddRemove"] is True


@pytest.mark.parametrize("name", AGREED)
def test_no_step_is_completed_with_an_empty_form(files: dict[str, Form], name: str, now: datetime) -> None:
    with pytest.raises(Invalid):
        files[name].clean({}, now=now)


@pytest.mark.parametrize(
    ("name", "key", "sensitivity"),
    [
        ("f01_first_contact", "short_account", "sensitive"),
        ("f01_first_contact", "safe_contact", "sensitive"),
        ("f02_identity", "full_name", "sensitive"),
        ("f02_identity", "cpr_no", "sensitive"),
        ("f02_identity", "pregnant", "medical"),
        ("f04_screening", "violence_sexual", "medical"),
        ("f04_screening", "threats_note", "sensitive"),
        ("f09_medical", "findings", "medical"),
        ("f10_psychosocial", "suicide_risk", "medical"),
        ("f11_shelter", "facility", "address"),
        ("f11_shelter", "room", "address"),
        ("f08_consents", "interpreter", "sensitive"),
    ],
)
def test_what_the_brief_locks_is_marked(
    files: dict[str, Form], name: str, key: str, sensitivity: str
) -> None:
    assert {field.key: field.sensitivity for field in files[name].fields}[key] == sensitivity


def test_money_has_a_thousand_fils(files: dict[str, Form]) -> None:
    money = [field for form in files.values() for field in form.fields if field.unit == "BHD"]
    assert len(money) > 15
    assert {field.bounds.decimals for field in money} == {3}


def test_every_country_has_its_alpha_3_code_and_two_names(files: dict[str, Form]) -> None:
    nationality = next(field for field in files["f02_identity"].fields if field.key == "nationality")
    codes = {str(option.value) for option in nationality.options}
    assert len(codes) == 249 + 2
    assert {"BHR", "IND", "NPL", "PSE", "PHL", "XXA", "XXX"} <= codes
    arabic = files["f02_identity"].arabic
    assert arabic["Palestine"] == "فلسطين"
    assert len({arabic[option.label] for option in nationality.options}) == 251


def parts(components: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for component in components:
        yield component
        yield from parts(component.get("components", []))


class WarningsToo(Reading):
    """Reads a form and takes for a problem what is otherwise only a warning."""

    def _judge(self, where: str, expression: Expression, types: dict[str, str]) -> None:
        for finding in analyse(expression, types):
            self.refuse(finding.message)


INDICATORS = (
    "vulnerability deception restricted_movement isolation violence_physical violence_sexual threats"
    " documents_held wages_withheld debt_bondage abusive_conditions excessive_overtime"
)


def screening(form: Form, now: datetime, **answers: Any) -> str:
    given: dict[str, Any] = dict.fromkeys(INDICATORS.split(), "no")
    given |= {"free_to_leave": True, "minor_working": False, "officer_opinion": "labour"} | answers
    return str(form.variables(form.clean(given, now=now))["screeningResult"])


@pytest.mark.parametrize(
    ("answers", "result"),
    [
        ({}, "labour"),
        ({"wages_withheld": "yes"}, "labour"),
        ({"documents_held": "yes"}, "labour"),
        ({"documents_held": "yes", "wages_withheld": "yes"}, "trafficking"),
        ({"documents_held": "yes", "wages_withheld": "unclear"}, "labour"),
        ({"restricted_movement": "yes"}, "trafficking"),
        ({"debt_bondage": "yes"}, "trafficking"),
        ({"minor_working": True}, "trafficking"),
        ({"violence_physical": "yes"}, "abuse"),
        ({"violence_sexual": "yes", "sexual_in_exploitation": "no"}, "abuse"),
        ({"violence_sexual": "yes", "sexual_in_exploitation": "yes"}, "trafficking"),
        ({"violence_sexual": "yes", "sexual_in_exploitation": "unclear"}, "trafficking"),
        ({"violence_sexual": "unclear", "sexual_in_exploitation": "no"}, "labour"),
        ({"restricted_movement": "unclear", "debt_bondage": "unclear"}, "labour"),
        ({"threats": "yes", "isolation": "yes"}, "labour"),
        ({"free_to_leave": False}, "abuse"),
        ({"officer_opinion": "none"}, "labour"),
    ],
)
def test_the_screening_follows_the_rule_of_the_indicators(
    files: dict[str, Form], now: datetime, answers: dict[str, Any], result: str
) -> None:
    assert screening(files["f04_screening"], now, **answers) == result


def test_an_opinion_can_raise_the_screening_but_never_lower_it(files: dict[str, Form], now: datetime) -> None:
    order = ["labour", "abuse", "trafficking"]
    cases = [{}, {"violence_physical": "yes"}, {"debt_bondage": "yes"}]
    for answers, opinion in product(cases, ["none", *order]):
        without = screening(files["f04_screening"], now, **answers, officer_opinion="none")
        with_it = screening(files["f04_screening"], now, **answers, officer_opinion=opinion)
        assert order.index(with_it) == max(
            order.index(without), order.index(opinion.replace("none", "labour"))
        )


def test_the_browser_cannot_dictate_the_screening(files: dict[str, Form], now: datetime) -> None:
    form = files["f04_screening"]
    assert screening(form, now, debt_bondage="yes", screening_result="labour") == "trafficking"


@pytest.mark.parametrize(
    ("claim", "ended", "near"),
    [
        ("unfair_termination", "2026-11-04", True),
        ("unfair_termination", "2026-11-05", False),
        ("wages", "2026-11-04", False),
        ("wages", "2025-12-04", True),
        ("wages", "2025-12-05", False),
        ("wages", None, False),
    ],
)
def test_a_claim_knows_when_its_time_limit_is_near(
    files: dict[str, Form], now: datetime, claim: str, ended: str | None, near: bool
) -> None:
    form = files["f14_claim"]
    answers = {
        "claim_kinds": [claim],
        "amount": 900.5,
        "settlement_wanted": True,
        "claim_route": "settlement",
    }
    cleaned = form.clean({**answers, "contract_end": ended}, now=now)
    assert form.variables(cleaned)["limitationNear"] is near


@pytest.mark.parametrize(
    ("moment", "ended", "near"),
    [
        ("2026-11-24T20:59:00+00:00", "2026-11-05", False),
        ("2026-11-24T21:00:00+00:00", "2026-11-05", True),
        ("2026-11-25T20:59:00+00:00", "2026-11-06", False),
    ],
)
def test_a_time_limit_comes_nearer_at_midnight_in_bahrain(
    files: dict[str, Form], moment: str, ended: str, near: bool
) -> None:
    answers = {
        "claim_kinds": ["unfair_termination"], "amount": 0, "contract_end": ended, "settlement_wanted": True,
        "claim_route": "suit",
    }  # fmt: skip
    form = files["f14_claim"]
    cleaned = form.clean(answers, now=datetime.fromisoformat(moment))
    assert form.variables(cleaned)["limitationNear"] is near


def test_a_refused_registration_asks_for_no_further_consent(files: dict[str, Form], now: datetime) -> None:
    answers = {
        "language": "nepali", "interpreter_used": False, "explained_by": "Intake desk",
        "explained_on": "2026-11-24", "rights_explained": True, "consent_register": "refused",
        "consent_share": "given", "sign_kind": "signature",
    }  # fmt: skip
    form = files["f08_consents"]
    cleaned = form.clean(answers, now=now)
    assert "consent_share" not in cleaned
    assert form.variables(cleaned) == {
        "consentRegister": "refused",
        "consentShare": None,
        "consentEmbassy": None,
        "consentPolice": None,
    }
