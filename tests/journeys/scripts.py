"""The journeys of labour cases: every outcome of BRIEF 6.6 that a labour case can have, and every branch on the way."""

from typing import Any

from tests.journeys.branches import BRANCHES
from tests.journeys.script import Script

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

OUTCOMES: dict[str, Script] = {
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
}

SCRIPTS = OUTCOMES | BRANCHES
