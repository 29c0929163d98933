"""The journeys of trafficking cases: the outcomes of BRIEF 6.6 that such a case can have, and its main branches."""

from collections.abc import Mapping
from typing import Any

from tests.journeys.script import Script

INDICATORS = (
    *("vulnerability", "deception", "isolation", "violence_physical", "violence_sexual", "threats"),
    *("documents_held", "wages_withheld", "debt_bondage", "abusive_conditions", "excessive_overtime"),
)
PLAIN: dict[str, Any] = {
    **dict.fromkeys(INDICATORS, "no"),
    "restricted_movement": "yes",
    "arrivedBy": "alert",
    "captive": False,
    "in_danger_now": False,
    "child_suspected": False,
    "governorate": "capital",
    "nationality": "IND",
    "full_name": "A Person of the Tests",
    "isChild": "no",
    "consentEmbassy": "refused",
    "passportHeldBy": "self",
    "residenceStatus": "valid",
    "hasAbsenceReport": False,
    "officer_opinion": "trafficking",
    "minor_working": False,
    "free_to_leave": False,
    "riskLevel": "low",
    "shelterNeeded": False,
    "restrictedAccess": False,
    "rgResult": "positive",
    "reconsiderationAsked": False,
    "recoveryDecision": "ended",
    "investigationResult": "referred",
    "suspectsHeld": False,
    "chargeDecision": "charge",
    "determination": "confirmed",
    "supportDecision": "ended",
    "fundBasis": "none",
    "claimRoute": "none",
    "committeeMeasure": "return",
    "courtNeedsVictim": False,
    "courtVerdict": "convicted",
    "compensationResult": "collected",
    "wish": "stay",
    "followUp": "done",
}
"""What is answered where a script says nothing: a confirmed case of an adult whose exploiter is convicted."""


def _script(outcome: str, answers: Mapping[str, Any], **more: Any) -> Script:
    return Script(outcome, {"closureOutcome": outcome, **answers}, procedure="trafficking_case", **more)


def _ended(outcome: str, answers: Mapping[str, Any], status: str = "closed") -> Script:
    return Script(outcome, answers, status=status, procedure="trafficking_case")


SCRIPTS: dict[str, Script] = {
    "rescued, convicted on appeal, the stay approved": _script(
        "offender_convicted",
        {
            "captive": True,
            "riskLevel": "high",
            "consentEmbassy": "given",
            "suspectsHeld": True,
            "recoveryDecision": ("extended", "ended"),
            "supportDecision": ("continue", "ended"),
            "fundBasis": "cooperating",
            "fundDecision": "approved",
            "fundPayment": ("continue", "ended"),
            "committeeMeasure": "stay",
            "ministerDecision": "approved",
            "placement_kind": "new_employer",
            "T28.courtNeedsVictim": (True, False),
            "T29.courtVerdict": ("next_hearing", "convicted"),
            "followUp": ("again", "again", "done"),
        },
        units={"HSP": "HSP-SMC"},
    ),
    "returned after a claim that had to be executed": _script(
        "returned",
        {
            "in_danger_now": True,
            "claimRoute": "suit",
            "courtResult": "judgment_for",
            "paid": "part",
            "executionResult": "collected",
            "wish": "return",
            "returnRisk": "low",
            "fundBasis": "return_grant",
            "fundDecision": "refused",
            "chargeDecision": ("more_inquiry", "charge"),
            "followUp": ("done", "again", "done"),
        },
    ),
    "third country, after a return that was not safe": _script(
        "third_country",
        {"wish": ("return", "third_country"), "returnRisk": ("high", "low"), "courtVerdict": "acquitted"},
    ),
    "an official implicated, the person transferred": _script(
        "transferred",
        {
            "restrictedAccess": True,
            "chargeDecision": ("more_inquiry", "trafficking"),
            "hasAbsenceReport": True,
            "committeeMeasure": "remove_obstacles",
            "wish": "transfer",
            "T30_place.placementResult": ("not_placed", "placed"),
            "placement_kind": "new_employer",
            "closureDecision": ("back", "approved", "back", "approved"),
        },
    ),
    "a child": _script(
        "reintegrated",
        {
            "isChild": "doubt",
            "child_suspected": True,
            "consentRegister": "refused",
            "chargeDecision": "no_case",
        },
    ),
    "not confirmed, the exit plan goes on": _script(
        "not_confirmed",
        {
            "investigationResult": "insufficient",
            "T22.determination": ("deferred", "not_confirmed"),
            "T22_notice.reconsiderationAsked": True,
            "T22_again.determination": "not_confirmed",
            "T22_plan.recategoriseTo": "none",
        },
    ),
    "the police refused, and silent agencies": _script(
        "lost_contact",
        {"consentPolice": "refused", "consentEmbassy": "given", "followUp": "done"},
        skipped=frozenset({"T03", "T05", "T14.acknowledge", "T14.answer", "T15.answer", "T32"}),
    ),
    "negative, reconsidered, closed": _script(
        "withdrew",
        {
            "rgResult": "negative",
            "T17_notice.reconsiderationAsked": True,
            "T17_recategorise.recategoriseTo": "none",
        },
    ),
    "negative, then reconsidered as positive": _script(
        "reintegrated",
        {
            "T17.rgResult": "negative",
            "T17_notice.reconsiderationAsked": True,
            "T17_again.rgResult": "positive",
        },
    ),
    "no consent": _ended("ended_anonymous", {"consentRegister": "refused"}),
    "no sign of trafficking": _ended(
        "recategorised_screening",
        {
            "restricted_movement": "no",
            "free_to_leave": True,
            "officer_opinion": "labour",
            "recategoriseTo": "labour",
        },
        "recategorised",
    ),
    "not confirmed, but a crime": _ended(
        "recategorised_determination",
        {"determination": "not_confirmed", "recategoriseTo": "abuse"},
        "recategorised",
    ),
}
