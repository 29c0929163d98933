"""How a case may change its category: who raises it, on which ground, who approves, where it lands (BRIEF 5)."""

from collections.abc import Mapping
from dataclasses import dataclass

ANY_LANE: tuple[str, ...] = ()
SUPERVISOR, LEGAL = "supervisor", "legal"


@dataclass(frozen=True)
class Change:
    """One row of the table: `raised_by` are roles of the custodian, or anybody who works on the case."""

    code: str
    landing: str
    raised_by: tuple[str, ...]
    approved_by: tuple[str, ...]
    grounds: tuple[str, ...]
    upward: bool = True


NEW_INFORMATION = "new_information"
IN_THE_PROCEDURE = "procedure"
"""The ground of a change that a step of the procedure itself has led to; its form says why."""

CHANGES: Mapping[tuple[str, str], Change] = {
    ("labour", "trafficking"): Change(
        "M-TRF",
        "T01",
        ANY_LANE,
        (SUPERVISOR,),
        ("screening", "passport_and_wages", "confinement", "court"),
    ),
    ("abuse", "trafficking"): Change(
        "M-TRF", "T01", ANY_LANE, (SUPERVISOR,), ("exploitation", "child_exploited", "court")
    ),
    ("labour", "abuse"): Change(
        "M-ABU", "A05", ANY_LANE, (SUPERVISOR,), ("violence", "confinement", "sexual_harm")
    ),
    ("trafficking", "labour"): Change(
        "M-LAB", "L07", (SUPERVISOR,), (SUPERVISOR, LEGAL), ("grounds_negative", "not_confirmed"), False
    ),
    ("abuse", "labour"): Change("M-LAB", "L07", (SUPERVISOR,), (SUPERVISOR, LEGAL), ("no_crime",), False),
    ("trafficking", "abuse"): Change(
        "M-ABU2", "A17", (SUPERVISOR, LEGAL), (SUPERVISOR, LEGAL), ("violent_crime_stands",), False
    ),
}
"""By the category a case has and the one it is to have."""

AGAIN: Mapping[str, str] = {"labour": "L07", "abuse": "A09", "trafficking": "T10"}
"""Where a case of a category goes on when it is reopened (BRIEF 6.1)."""

URGENT = ("high", "critical")
"""Levels of risk at which an approval is due in four hours instead of one working day (BRIEF 5)."""


def changes_from(category: str) -> dict[str, Change]:
    """The changes a case of a category may make, by the new category."""
    return {to: change for (origin, to), change in CHANGES.items() if origin == category}
