"""Facts of a case that answers teach: they stand on its head, choose units and find the person again."""

from collections.abc import Mapping, Sequence, Set
from typing import Any

from sqlalchemy import delete, insert, update
from sqlalchemy.orm import Session

from app import db
from app.cases.hand import CaseInHand
from app.models import Person, PersonNameToken

ON_THE_HEAD = ("risk", "nationality", "governorate", "hospital", "language", "child")
NAMES = ("full_name", "name_in_arabic", "other_names")
"""The first of them that is known is the name shown; each of them finds the person (BRIEF 3 F02, 9)."""
NUMBERS = {"cpr_no": "cpr", "passport_no": "passport", "phone": "phone"}
"""Numbers that find the person too; each by the kind it has in the index."""


def learn(session: Session, case: CaseInHand, facts: Mapping[str, Any]) -> None:
    """Keep the facts of one form; a fact that was not answered leaves what is known."""
    for name in ON_THE_HEAD:
        if facts.get(name):
            setattr(case, name, str(facts[name]))
    names = [str(facts[name]) for name in NAMES if facts.get(name)]
    if names:
        _keep_names(session, case, names)
    numbers = {kind: str(facts[name]) for name, kind in NUMBERS.items() if facts.get(name)}
    if numbers:
        _keep_numbers(session, case, numbers)


def _keep_names(session: Session, case: CaseInHand, names: Sequence[str]) -> None:
    """The names of one form, taken together, replace those from before.

    So a name that was corrected finds nobody any more: a wrong name must not lead to a person. A spelling
    that stands on older papers goes on finding the person when it is written among the other names.
    """
    person = case.person_id
    sealed = case.key.seal(f"name:{person}", names[0])
    session.execute(update(Person).where(Person.id == person).values(name_sealed=sealed))
    vault = db.vault(session)
    _keep_tokens(
        session,
        person,
        {
            "word": frozenset().union(*map(vault.name_tokens, names)),
            "sound": frozenset().union(*map(vault.sound_tokens, names)),
        },
    )


def _keep_numbers(session: Session, case: CaseInHand, numbers: Mapping[str, str]) -> None:
    """A number takes the place of the one of its kind from before."""
    vault = db.vault(session)
    found = {kind: vault.number_token(kind, number) for kind, number in numbers.items()}
    _keep_tokens(session, case.person_id, {kind: {token} - {None} for kind, token in found.items()})


def _keep_tokens(session: Session, person: int, tokens: Mapping[str, Set[str | None]]) -> None:
    """What finds a person, by kind; of these kinds nothing from before stays."""
    kinds = PersonNameToken.kind.in_(tokens)
    session.execute(delete(PersonNameToken).where(PersonNameToken.person_id == person, kinds))
    rows = [
        {"person_id": person, "token": token, "kind": kind}
        for kind, found in tokens.items()
        for token in found
    ]
    if rows:
        session.execute(insert(PersonNameToken), rows)
