"""Closing: a case does not end while a referral is unanswered; recategorising is no closing."""

from types import SimpleNamespace
from typing import Any

import pytest

from app.cases import advance
from app.errors import Conflict

ASKED = SimpleNamespace(name="Answer of the embassy", call_id="7f")
OWN = SimpleNamespace(name="Write a note", call_id="")


def ending(*statuses: str, ended: bool = True) -> Any:
    return SimpleNamespace(ended=ended, statuses=statuses)


def test_an_unanswered_referral_holds_the_case_open_and_is_named() -> None:
    with pytest.raises(Conflict) as refused:
        advance._refuse_open_referrals(ending("closed"), [ASKED, OWN])
    assert "Answer of the embassy" in str(refused.value)
    assert "Write a note" not in str(refused.value)


@pytest.mark.parametrize(
    ("snapshot", "gone"),
    [
        (ending("closed"), []),
        (ending("closed"), [OWN]),
        (ending("screening", ended=False), [ASKED]),
        (ending("closed", "recategorised"), [ASKED]),
    ],
)
def test_everything_else_lets_it_go_on(snapshot: Any, gone: list[Any]) -> None:
    advance._refuse_open_referrals(snapshot, gone)


def test_a_case_that_recategorised_before_it_closed_is_held_all_the_same() -> None:
    with pytest.raises(Conflict):
        advance._refuse_open_referrals(ending("recategorised", "closed"), [ASKED])
