"""What a day off must have before it may stand in the calendar."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from app.errors import Message, say
from app.models import Holiday

NAME_SIGNS = 200
STATUSES = ("expected", "announced")
YEARS_BACK, YEARS_AHEAD = 1, 5


@dataclass(frozen=True)
class DayOff:
    """A day off as it was typed; `day` is an ISO date."""

    day: str
    name: str
    name_ar: str
    status: str

    @property
    def on(self) -> date | None:
        """The day, where what was typed is one."""
        try:
            return date.fromisoformat(self.day)
        except ValueError:
            return None


def faults(session: Session, typed: DayOff, today: date) -> dict[str, list[Message]]:
    """Everything that is wrong with a new day off, by field."""
    found: dict[str, list[Message]] = {}
    if typed.on is None:
        found["day"] = [say("Choose a date.")]
    elif not today.year - YEARS_BACK <= typed.on.year <= today.year + YEARS_AHEAD:
        found["day"] = [say("Choose a date of the last year or of the next %(years)s.", years=YEARS_AHEAD)]
    elif session.get(Holiday, typed.on) is not None:
        found["day"] = [say("This day is in the calendar already.")]
    for field in ("name", "name_ar"):
        if not 0 < len(getattr(typed, field)) <= NAME_SIGNS:
            found[field] = [say("A name has 1 to %(count)s signs.", count=NAME_SIGNS)]
    if typed.status not in STATUSES:
        found["status"] = [say("Choose whether the day is expected or announced.")]
    return found
