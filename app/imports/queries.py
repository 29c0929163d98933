"""The paper file a case was entered from, for those of the custodian who work on cases."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import access, policy
from app.cases import queries as cases
from app.cases.revealing import NAMED_ROLES
from app.errors import NotFound, NotPermitted, say
from app.imports import commands
from app.models import PaperFile
from app.policy import Member


@dataclass(frozen=True)
class PaperPage:
    """A paper file opened for reading; `details` by the key of their column."""

    number: str
    reference: str
    entered_at: datetime
    details: Mapping[str, str]


def paper(session: Session, user: Member, number: str, *, now: datetime) -> PaperPage:
    """The paper file of a case, once its reading is in the access log.

    Raises NotFound for a case that is not known to the reader or began without paper, and NotPermitted.
    """
    case = cases.case(session, user, number)
    row = session.scalar(select(PaperFile).where(PaperFile.case_id == case.id))
    if row is None:
        raise NotFound(say("This case began without a paper file."))
    if not policy.may_read_paper_file(user):
        raise NotPermitted(NAMED_ROLES)
    access.note(session, user.id, case.id, "paper:details", at=now)
    details: Mapping[str, str] = {}
    if row.details is not None:
        key = cases.key_of(session, case.person_id)
        details = cast("Mapping[str, str]", key.unseal(commands.place(case.id), row.details))
    return PaperPage(number, row.reference, row.entered_at, details)
