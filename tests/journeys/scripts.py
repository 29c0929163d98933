"""The journeys of labour cases: every outcome of BRIEF 6.6 that a labour case can have, and every branch on the way."""

from typing import Any

from tests.journeys.journey import Script

PLAIN: dict[str, Any] = {
    "in_danger_now": False,
    "child_suspected": False,
    "governorate": "capital",
    "nationality": "IND",
    "full_name": "A Person of the Tests",
    "consentEmbassy": "refused",
    "passportHeldBy": "self",
    "officer_opinion": "labour",
    "minor_working": False,
    "free_to_leave": True,
    "riskLevel": "low",
    "shelterNeeded": False,
    "inspectionNeeded": False,
    "hasAbsenceReport": False,
    "settlementOpened": "opened",
    "conciliationResult": "settled",
    "paid": "full",
    "stayRoute": "transfer",
    "wish": "stay",
    "sanctionProven": False,
    "followUp": "done",
    "vulnerability": "no",
    "deception": "no",
    "restricted_movement": "no",
    "isolation": "no",
    "violence_physical": "no",
    "violence_sexual": "no",
    "threats": "no",
    "documents_held": "no",
    "wages_withheld": "yes",
    "debt_bondage": "no",
    "abusive_conditions": "no",
    "excessive_overtime": "no",
}
"""What is answered where a script says nothing: an adult in no danger with unpaid wages, who settles and stays."""

SUED: dict[str, Any] = {"claimRoute": "suit", "courtResult": "judgment_for"}

SCRIPTS: dict[str, Script] = {
    "settled and paid": Script("settled_paid", {"closureOutcome": "settled_paid"}),
    "judgment collected at the third try": Script(
        "judgment_collected",
        SUED
        | {
            "courtResult": ("next_hearing", "judgment_for"),
            "paid": "none",
            "executionResult": ("part", "uncollectable", "collected"),
            "uncollectableDecision": "pursue",
            "closureOutcome": "judgment_collected",
        },
    ),
    "judgment that cannot be collected": Script(
        "reintegrated",
        {
            "workerKind": "self_sponsored",
            "courtResult": "judgment_for",
            "paid": "part",
            "executionResult": "uncollectable",
            "uncollectableDecision": "approved",
            "sanctionProven": True,
            "closureOutcome": "reintegrated",
        },
    ),
    "transferred to a new employer at the second try": Script(
        "transferred",
        {
            "consentEmbassy": "given",
            "embassyResult": "notified",
            "wish": "transfer",
            "placementResult": ("not_placed", "placed"),
            "placement_kind": "new_employer",
            "closureOutcome": "transferred",
        },
    ),
    "own permit": Script(
        "own_permit",
        {"wish": "own_permit", "placement_kind": "own_permit", "closureOutcome": "own_permit"},
    ),
    "returned voluntarily": Script(
        "returned",
        {
            "wish": "return",
            "returnRisk": "low",
            "courtNeedsVictim": True,
            "courtReleased": (False, True),
            "clearanceGiven": (False, True),
            "followUp": ("again", "done"),
            "stayRoute": "exit",
            "closureOutcome": "returned",
        },
    ),
    "third country, after a return that was unsafe and one without papers": Script(
        "third_country",
        {
            "wish": "third_country",
            "returnRisk": ("high", "low"),
            "courtNeedsVictim": False,
            "travelDocument": ("refused", "ready"),
            "stayRoute": "grace",
            "closureOutcome": "third_country",
        },
        skipped=frozenset({"L26.follow_up"}),
    ),
    "withdrew in court": Script(
        "withdrew", SUED | {"courtResult": "withdrawn", "closureOutcome": "withdrew"}
    ),
    "no consent": Script("ended_anonymous", {"consentRegister": "refused"}),
    "no consent, but in danger": Script(
        "ended_anonymous", {"consentRegister": "refused", "in_danger_now": True}
    ),
    "a child needs no consent": Script(
        "settled_paid",
        {
            "consentRegister": "refused",
            "child_suspected": True,
            "isChild": "yes",
            "closureOutcome": "settled_paid",
        },
    ),
    "duplicate": Script("ended_duplicate", {"duplicateDecision": "duplicate"}),
    "duplicate found only at the end": Script("duplicate", {"closureOutcome": "duplicate"}),
    "nothing is owed": Script(
        "not_confirmed",
        {"claimRoute": "none", "closureOutcome": "not_confirmed", "duplicateDecision": "linked"},
    ),
    "lost contact": Script(
        "lost_contact",
        {
            "conciliationResult": "no_show",
            "courtResult": "judgment_against",
            "closureOutcome": "lost_contact",
            "closureDecision": ("back", "approved"),
        },
    ),
    "deceased": Script(
        "deceased",
        {"settlementOpened": "refused", "courtResult": "settled", "closureOutcome": "deceased"},
    ),
    "settled in part, then sued for the rest": Script(
        "settled_paid",
        {
            "conciliationResult": ("another_session", "another_session", "partly"),
            "conciliationSession": (1, 2, 3),
            "courtResult": "judgment_for",
            "closureOutcome": "settled_paid",
        },
    ),
    "three sessions are the last": Script(
        "judgment_collected",
        {
            "conciliationResult": "another_session",
            "conciliationSession": (1, 2, 3),
            "courtResult": "judgment_for",
            "closureOutcome": "judgment_collected",
        },
    ),
    "time limit near": Script(
        "judgment_collected",
        {
            "contract_end": "2025-03-05",
            "claim_kinds": ["wages"],
            "courtResult": "judgment_for",
            "closureOutcome": "judgment_collected",
        },
    ),
    "sheltered after the risk was assessed": Script(
        "settled_paid", {"riskLevel": "high", "shelterNeeded": True, "closureOutcome": "settled_paid"}
    ),
    "sheltered within the hour": Script(
        "settled_paid",
        {"riskLevel": "critical", "closureOutcome": "settled_paid"},
        units={"HSP": "HSP-SMC"},
    ),
    "every referral goes a long way": Script(
        "settled_paid",
        {
            "consentEmbassy": "given",
            "residenceStatus": "absence_report",
            "passportHeldBy": "employer",
            "L09.referralReceipt": ("not_competent", "needs_information", "accepted"),
            "L09.referralReview": ("send_back", "accepted"),
            "L12.referralBasis": "refused",
            "passportResult": "returned",
            "closureOutcome": "settled_paid",
        },
    ),
    "silent agencies": Script(
        "settled_paid",
        {
            "consentEmbassy": "given",
            "inspectionNeeded": True,
            "hasAbsenceReport": True,
            "riskLevel": "high",
            "closureOutcome": "settled_paid",
        },
        skipped=frozenset(
            {
                "L12.acknowledge",
                "L12.answer",
                "L15.answer",
                "L11_found",
                "L20.medical",
                "L20.counselling",
                "L27",
            }
        ),
    ),
    "passport refused, and still a labour case": Script(
        "settled_paid",
        {"passportHeldBy": "agent", "passportResult": "refused", "closureOutcome": "settled_paid"},
    ),
    "passport refused, in doubt, and still a labour case": Script(
        "settled_paid",
        {
            "passportHeldBy": "employer",
            "passportResult": "refused",
            "L10_rescreen.officer_opinion": "abuse",
            "recategoriseTo": "none",
            "closureOutcome": "settled_paid",
        },
    ),
    "abuse at the first screening": Script(
        "recategorised_screening",
        {"officer_opinion": "abuse", "recategoriseTo": "abuse"},
        status="recategorised",
    ),
    "screened as more, kept as labour, doubted, screened again": Script(
        "settled_paid",
        {
            "officer_opinion": ("trafficking", "labour"),
            "recategoriseTo": "none",
            "categoryDecision": ("back", "recategorise"),
            "closureOutcome": "settled_paid",
        },
    ),
    "trafficking when the case is opened": Script(
        "recategorised_opening",
        {"categoryDecision": "recategorise", "recategoriseTo": "trafficking"},
        status="recategorised",
    ),
    "trafficking when the passport is refused": Script(
        "recategorised_passport",
        {
            "passportHeldBy": "employer",
            "passportResult": "refused",
            "L10_rescreen.officer_opinion": "trafficking",
            "recategoriseTo": "trafficking",
        },
        status="recategorised",
    ),
    "abuse found by the inspection": Script(
        "recategorised_inspection",
        {
            "inspectionNeeded": True,
            "inspectionResult": "confinement",
            "L15_rescreen.officer_opinion": "abuse",
            "recategoriseTo": "abuse",
        },
        status="recategorised",
    ),
    "a violation found by the inspection": Script(
        "settled_paid",
        {
            "inspectionNeeded": True,
            "inspectionResult": "violation",
            "closureOutcome": "settled_paid",
        },
    ),
    "an inspection that raises a doubt": Script(
        "settled_paid",
        {
            "inspectionNeeded": True,
            "inspectionResult": "violation",
            "L15_rescreen.officer_opinion": "abuse",
            "recategoriseTo": "none",
            "closureOutcome": "settled_paid",
        },
    ),
}
