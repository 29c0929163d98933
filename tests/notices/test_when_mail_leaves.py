"""When mail leaves: at once, once a day, after the quiet hours; what is urgent waits for none of them."""

from datetime import datetime, time, timedelta

import pytest

from app.calendar.clock import BAHRAIN
from app.notices.letters import Wish, leaves_at

NOON = datetime(2026, 3, 1, 12, 0, tzinfo=BAHRAIN)
NIGHT = datetime(2026, 3, 1, 23, 30, tzinfo=BAHRAIN)
AT_ONCE = Wish("now", time(7), None, None)
DAILY = Wish("daily", time(7, 30), None, None)
OFF = Wish("off", time(7), None, None)
QUIET = Wish("now", time(7), time(22), time(6))


@pytest.mark.parametrize(
    ("wish", "now", "leaves"),
    [
        (AT_ONCE, NOON, NOON),
        (DAILY, NOON, NOON + timedelta(hours=19, minutes=30)),
        (DAILY, NOON.replace(hour=7, minute=29), NOON.replace(hour=7, minute=30)),
        (DAILY, NOON.replace(hour=7, minute=30), NOON.replace(day=2, hour=7, minute=30)),
        (OFF, NOON, None),
        (QUIET, NOON, NOON),
        (QUIET, NIGHT, NOON.replace(day=2, hour=6)),
        (QUIET, NOON.replace(hour=5, minute=59), NOON.replace(hour=6)),
        (QUIET, NOON.replace(hour=6), NOON.replace(hour=6)),
        (QUIET, NOON.replace(hour=22), NOON.replace(day=2, hour=6)),
        (Wish("now", time(7), time(12), time(13)), NOON, NOON.replace(hour=13)),
        (Wish("now", time(7), time(9), time(9)), NOON, NOON),
    ],
)
def test_mail_leaves_when_the_person_wants_it(wish: Wish, now: datetime, leaves: datetime | None) -> None:
    assert leaves_at(wish, urgent=False, zone=BAHRAIN, now=now) == leaves


@pytest.mark.parametrize("wish", [AT_ONCE, DAILY, QUIET])
def test_what_is_urgent_leaves_at_once_day_and_night(wish: Wish) -> None:
    assert leaves_at(wish, urgent=True, zone=BAHRAIN, now=NIGHT) == NIGHT


def test_who_wants_no_mail_gets_none_even_when_it_is_urgent() -> None:
    assert leaves_at(OFF, urgent=True, zone=BAHRAIN, now=NIGHT) is None
