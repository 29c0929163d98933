"""The script of a journey: what people answer on the way, and the end it must come to."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Script:
    """What the people of a case answer, and how it must end.

    `answers` goes by variable, fact or field; `"L12.name"` holds only for that step, or inside that call. A tuple
    gives one answer after another, the last one for good. `skipped` names steps recorded as not obtained,
    as `"L12.answer"` where they lie inside a call; `units` are units that the custodian chooses by hand.
    `late` steps are left lying until the first timer has fired; `procedure` is the one that the case begins with.
    """

    outcome: str
    answers: Mapping[str, Any] = field(default_factory=dict)
    skipped: frozenset[str] = frozenset()
    units: Mapping[str, str] = field(default_factory=dict)
    status: str = "closed"
    late: frozenset[str] = frozenset()
    procedure: str = "labour_case"
