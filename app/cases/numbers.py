"""The numbers of cases: counted by year, given out once."""

from datetime import datetime

from sqlalchemy import text
from sqlalchemy.orm import Session

from app import db
from app.agencies import queries as agencies

# Counts and makes the first row of a year at once, so that two cases never begin a year together.
# In words, because each kind of database has a construct of its own for what both read alike.
_COUNT_ON = text(
    "INSERT INTO case_number (year, last) VALUES (:year, 1) "
    "ON CONFLICT (year) DO UPDATE SET last = case_number.last + 1 RETURNING last"
)


def next_number(session: Session, now: datetime) -> str:
    """The next number of the year it is in Bahrain; nobody else gets one until the transaction ends."""
    year = now.astimezone(agencies.reference(session).calendar.zone).year
    number = session.scalars(_COUNT_ON, {"year": year}).one()
    return f"{db.settings(session).case_prefix}-{year}-{number:06d}"
