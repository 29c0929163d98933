"""Facts of a case that answers teach: they stand on its head, choose units and find the person again."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import delete, insert, update
from sqlalchemy.orm import Session

from app import db
from app.cases.hand import CaseInHand
from app.models import Person, PersonNameToken

ON_THE_HEAD = ("risk", "nationality", "governorate", "hospital", "language", "child")


def learn(session: Session, case: CaseInHand, facts: Mapping[str, Any]) -> None:
    """Keep the facts of one form; a fact that was not answered leaves what is known."""
    for name in ON_THE_HEAD:
        if facts.get(name):
            setattr(case, name, str(facts[name]))
    if facts.get("full_name"):
        _keep_name(session, case, str(facts["full_name"]))


def _keep_name(session: Session, case: CaseInHand, name: str) -> None:
    person = case.person_id
    sealed = case.key.seal(f"name:{person}", name)
    session.execute(update(Person).where(Person.id == person).values(name_sealed=sealed))
    session.execute(delete(PersonNameToken).where(PersonNameToken.person_id == person))
    tokens = [{"person_id": person, "token": token} for token in db.vault(session).name_tokens(name)]
    if tokens:
        session.execute(insert(PersonNameToken), tokens)
