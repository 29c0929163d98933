"""Facts of a case that answers teach: they stand on its head, choose units and find the person again."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import delete, insert, update
from sqlalchemy.orm import Session

from app import db
from app.cases.hand import CaseInHand
from app.models import Person, PersonNameToken

ON_THE_HEAD = ("risk", "nationality", "governorate", "hospital", "language", "child")
NAMES = ("full_name", "name_in_arabic", "other_names")
"""The first of them that is known is the name shown; each of them finds the person (BRIEF 3 F02, 9)."""


def learn(session: Session, case: CaseInHand, facts: Mapping[str, Any]) -> None:
    """Keep the facts of one form; a fact that was not answered leaves what is known."""
    for name in ON_THE_HEAD:
        if facts.get(name):
            setattr(case, name, str(facts[name]))
    names = [str(facts[name]) for name in NAMES if facts.get(name)]
    if names:
        _keep_names(session, case, names)


def _keep_names(session: Session, case: CaseInHand, names: Sequence[str]) -> None:
    """The names of one form, taken together, replace those from before.

    So a name that was corrected finds nobody any more: a wrong name must not lead to a person. A spelling
    that stands on older papers goes on finding the person when it is written among the other names.
    """
    person = case.person_id
    sealed = case.key.seal(f"name:{person}", names[0])
    session.execute(update(Person).where(Person.id == person).values(name_sealed=sealed))
    session.execute(delete(PersonNameToken).where(PersonNameToken.person_id == person))
    found = frozenset().union(*map(db.vault(session).name_tokens, names))
    if found:
        session.execute(insert(PersonNameToken), [{"person_id": person, "token": token} for token in found])
