"""The journeys of abuse cases: every outcome of BRIEF 6.6 that an abuse case can have, and every branch on the way."""

from collections.abc import Mapping
from typing import Any

from tests.journeys.script import Script

INDICATORS = (
    *("vulnerability", "deception", "restricted_movement", "isolation", "violence_sexual", "threats"),
    *("documents_held", "wages_withheld", "debt_bondage", "abusive_conditions", "excessive_overtime"),
)
PLAIN: dict[str, Any] = {
    **dict.fromkeys(INDICATORS, "no"),
    "violence_physical": "yes",
    "in_danger_now": False,
    "child_suspected": False,
    "governorate": "capital",
    "nationality": "IND",
    "full_name": "A Person of the Tests",
    "isChild": "no",
    "consentEmbassy": "refused",
    "passportHeldBy": "self",
    "residenceStatus": "valid",
    "officer_opinion": "abuse",
    "minor_working": False,
    "free_to_leave": True,
    "riskLevel": "low",
    "shelterNeeded": False,
    "examinationNeeded": False,
    "offenderRelation": "co_worker",
    "dvTrack": False,
    "belongingsHeld": False,
    "claimDue": False,
    "supportSessions": "done",
    "courtVerdict": "convicted",
    "courtNeedsVictim": False,
    "exitRoute": "housing",
    "exitFollowUp": "done",
    "followUp": "done",
    "settlementOpened": "opened",
    "conciliationResult": "settled",
}
"""What is answered where a script says nothing: an adult hurt by a colleague, who is convicted; the person moves on."""


def _script(outcome: str, answers: Mapping[str, Any], **more: Any) -> Script:
    return Script(outcome, {"closureOutcome": outcome, **answers}, procedure="abuse_case", **more)


def _ended(outcome: str, answers: Mapping[str, Any], status: str = "closed") -> Script:
    return Script(outcome, answers, status=status, procedure="abuse_case")


SCRIPTS: dict[str, Script] = {
    "convicted, compensated": _script(
        "offender_convicted",
        {
            "riskLevel": "high",
            "examinationNeeded": True,
            "supportSessions": ("again", "done"),
            "courtVerdict": ("next_hearing", "convicted"),
            "compensationResult": ("awarded", "collected"),
        },
    ),
    "hurt by the family, and once more after the exit": _script(
        "reintegrated",
        {
            "dvTrack": True,
            "offenderRelation": "spouse",
            "shelterNeeded": True,
            "exitRoute": "family",
            "exitFollowUp": ("three_months", "six_months", "relapse", "done"),
            "courtVerdict": "discontinued",
        },
    ),
    "belongings refused, transferred": _script(
        "transferred",
        {
            "offenderRelation": "employer",
            "passportHeldBy": "employer",
            "belongingsResult": "refused",
            "residenceStatus": "absence_report",
            "consentEmbassy": "given",
            "exitRoute": "transfer",
            "compensationResult": "none",
        },
    ),
    "inquired into twice, own permit": _script(
        "own_permit",
        {
            "residenceStatus": "expired",
            "belongingsHeld": True,
            "belongingsResult": "returned",
            "inquiryResult": ("more", "referred", "referred"),
            "chargeDecision": ("more_inquiry", "other_charge"),
            "courtVerdict": "acquitted",
            "exitRoute": "own_permit",
        },
    ),
    "returned voluntarily": _script(
        "returned",
        {"chargeDecision": "no_case", "exitRoute": "return", "returnRisk": "low", "followUp": "done"},
    ),
    "third country, after a return that was unsafe": _script(
        "third_country",
        {"exitRoute": "third_country", "returnRisk": ("high", "low"), "travelDocument": "ready"},
    ),
    "no offence found": _script("not_confirmed", {"inquiryResult": "no_offence"}),
    "the police not told": _script("withdrew", {"consentPolice": "refused"}),
    "lost after the court, closure sent back": _script(
        "lost_contact",
        {"chargeDecision": "other_charge", "closureDecision": ("back", "approved")},
        skipped=frozenset({"A28", "A20", "A25.answer"}),
    ),
    "deceased": _script("deceased", {"isChild": "doubt", "courtVerdict": "acquitted"}),
    "duplicate found only at the end": _script("duplicate", {"exitPlanned": (False, True)}),
    "settled and paid beside the criminal case": _script("settled_paid", {"claimDue": True}),
    "judgment collected while the plan is reviewed": _script(
        "judgment_collected",
        {"claimDue": True, "claimRoute": "suit", "courtResult": "judgment_for"},
        late=frozenset({"A27"}),
    ),
    "a child in danger, who goes home at last": _script(
        "reintegrated",
        {
            "in_danger_now": True,
            "child_suspected": True,
            "consentRegister": "refused",
            "consentPolice": "refused",
            "isChild": "yes",
            "exitRoute": "offender_home",
            "exitApproved": ("refused", "approved"),
        },
        units={"HSP": "HSP-SMC"},
    ),
    "no consent": _ended("ended_anonymous", {"consentRegister": "refused"}),
    "trafficking at the screening": _ended(
        "recategorised_screening",
        {"officer_opinion": "trafficking", "recategoriseTo": "trafficking"},
        "recategorised",
    ),
    "kept as abuse, then trafficking for the prosecution": _ended(
        "recategorised_charge",
        {
            "officer_opinion": "trafficking",
            "recategoriseTo": ("none", "trafficking"),
            "chargeDecision": "trafficking",
        },
        "recategorised",
    ),
    "trafficking for the prosecution, kept as abuse": _script(
        "offender_convicted", {"chargeDecision": "trafficking", "recategoriseTo": "none"}
    ),
}
