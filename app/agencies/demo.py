"""The accounts of the demonstration: one for each role and unit that the procedures need, none a person."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.agencies import commands
from app.agencies.queries import MEMBERS
from app.models import Unit, User
from app.policy import Member

PASSWORD = "demonstration-only"

ROLE_WORDS = {
    "caseworker": ("Caseworker", "موظف الحالات"),
    "supervisor": ("Supervisor", "المشرف"),
    "legal": ("Legal officer", "المسؤول القانوني"),
    "medical": ("Medical officer", "الموظف الطبي"),
    "manager": ("Manager", "المدير"),
    "auditor": ("Auditor", "المدقق"),
    "administrator": ("Administrator", "مسؤول النظام"),
}
STAFF = (
    ("epc.officer", "EPC", "caseworker"),
    ("epc.supervisor", "EPC", "supervisor"),
    ("epc.manager", "EPC", "manager"),
    ("epc.auditor", "EPC", "auditor"),
    ("shelter.officer", "EPC-SHL", "caseworker"),
    ("shelter.medical", "EPC-SHL", "medical"),
    ("lmra.grievances", "LMR-GRV", "caseworker"),
    ("lmra.supervisor", "LMR-GRV", "supervisor"),
    ("lmra.inspection", "LMR-INS", "caseworker"),
    ("lmra.claims", "LMR-CLM-S", "caseworker"),
    ("labour.conciliation", "MOL-ALC", "caseworker"),
    ("justice.labour", "LCAO", "caseworker"),
    ("residence.officer", "NPRA", "caseworker"),
    ("prosecution.officer", "PP-TIP", "caseworker"),
    ("police.capital", "POL-CAP", "caseworker"),
    ("hospital.salmaniya", "HSP-SMC", "medical"),
    ("embassy.india", "EMB-IND", "caseworker"),
    ("embassy.nepal", "EMB-NPL", "caseworker"),
    ("iom.officer", "IOM-BH", "caseworker"),
    ("epc.legal", "EPC", "legal"),
    ("epc.administrator", "EPC", "administrator"),
)


def add_accounts(session: Session, *, now: datetime) -> None:
    """Make the accounts that are not there yet."""
    present = set(session.scalars(select(User.username)))
    for username, unit, role in STAFF:
        place = session.get(Unit, unit)
        if username in present or place is None:
            continue
        word, word_ar = ROLE_WORDS[role]
        commands.add_user(
            session,
            username=username,
            name=word,
            name_ar=word_ar,
            unit=unit,
            role=role,
            password=PASSWORD,
            now=now,
        )


def accounts(session: Session) -> list[Member]:
    """The demonstration's accounts, in the order the work passes through them."""
    order = {username: position for position, (username, _, _) in enumerate(STAFF)}
    rows = [Member(**row._mapping) for row in session.execute(MEMBERS) if row.username in order]
    return sorted(rows, key=lambda member: order[member.username])
