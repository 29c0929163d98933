"""Working days, paused clocks and public holidays: pure arithmetic, no database and no clock of its own."""

from app.calendar.bahrain import Holiday, bahrain_holidays
from app.calendar.clock import Calendar, ClockUnit, Left, Pause

__all__ = ["Calendar", "ClockUnit", "Holiday", "Left", "Pause", "bahrain_holidays"]
