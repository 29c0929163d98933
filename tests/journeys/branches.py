"""Journeys for the branches on the way: protection, referrals, silent agencies, passports, new categories."""

from tests.journeys.script import Script

BRANCHES: dict[str, Script] = {
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
