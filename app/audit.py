"""The audit line: written by the command that did the deed, in the same transaction, chained by keyed digests."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

import orjson
from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from app import db
from app.models import AuditChain, AuditEvent, Case
from app.sealing import Vault

START = "0" * 64
HOUSE = "house"


class Chain(Protocol):
    """What carries the end of a chain: a case in hand, or the house's own row."""

    audit_seq: int
    audit_head: str

    @property
    def chain(self) -> str: ...


class HouseChain:
    """The chain of acts that belong to no case; its row, made with the tables, is locked until the end."""

    chain = HOUSE

    def __init__(self, session: Session) -> None:
        self._row = row = session.get_one(AuditChain, HOUSE, with_for_update=True)
        self.audit_seq, self.audit_head = row.audit_seq, row.audit_head

    def keep(self) -> None:
        self._row.audit_seq, self._row.audit_head = self.audit_seq, self.audit_head


def record(
    session: Session, actor_id: int | None, act: str, chain: Chain, *, at: datetime, **facts: object
) -> None:
    """Add one line to `chain` and move its end; `facts` are ids, element ids and keyed digests only."""
    text = orjson.dumps(facts, option=orjson.OPT_SORT_KEYS).decode()
    chain.audit_seq += 1
    chain.audit_head = _head(
        db.vault(session), chain.audit_head, chain.chain, chain.audit_seq, at, actor_id, act, text
    )
    db.link(session).execute(
        _INSERT,
        {
            "chain": chain.chain,
            "seq": chain.audit_seq,
            "at": at,
            "actor_id": actor_id,
            "act": act,
            "facts": text,
            "head": chain.audit_head,
        },
    )


def record_house(session: Session, actor_id: int | None, act: str, *, at: datetime, **facts: object) -> None:
    """Add one line about something that belongs to no case, such as a sign-in."""
    chain = HouseChain(session)
    record(session, actor_id, act, chain, at=at, **facts)
    chain.keep()


_INSERT = insert(AuditEvent).inline()  # nobody asks for its number


def _head(
    vault: Vault,
    before: str,
    chain: str,
    seq: int,
    at: datetime,
    actor_id: int | None,
    act: str,
    facts: str,
) -> str:
    return vault.chain_digest(orjson.dumps([before, chain, seq, at.timestamp(), actor_id, act, facts]))


@dataclass(frozen=True)
class Broken:
    """The first place of a chain where what is stored is not what was written."""

    chain: str
    seq: int
    why: str


def is_of_this_key(session: Session) -> bool:
    """Whether the audit is empty or any chain begins with a line that this installation's key has written."""
    vault, empty = db.vault(session), True
    for line in session.scalars(select(AuditEvent).where(AuditEvent.seq == 1)).yield_per(1000):
        if line.head == _expected(vault, START, line):
            return True
        empty = False
    return empty


def _expected(vault: Vault, before: str, line: AuditEvent) -> str:
    return _head(vault, before, line.chain, line.seq, line.at, line.actor_id, line.act, line.facts)


def verify(session: Session) -> Iterator[Broken]:
    """Walk every chain from its start and compare its end with what case or house remember."""
    vault = db.vault(session)
    ends: dict[str, tuple[int, str]] = {}
    broken: set[str] = set()
    lines = session.execute(select(AuditEvent).order_by(AuditEvent.chain, AuditEvent.seq)).scalars()
    for line in lines.yield_per(1000):
        seq, head = ends.get(line.chain, (0, START))
        ends[line.chain] = (line.seq, line.head)
        if line.chain in broken:
            continue
        if line.seq != seq + 1 or line.head != _expected(vault, head, line):
            broken.add(line.chain)
            yield Broken(line.chain, line.seq, "a line is missing" if line.seq != seq + 1 else "altered")
    yield from _compare_ends(session, ends, broken)


def _compare_ends(session: Session, ends: dict[str, tuple[int, str]], broken: set[str]) -> Iterator[Broken]:
    remembered = [(f"case:{i}", seq, head) for i, seq, head in session.execute(_CASE_ENDS)]
    remembered += [(name, seq, head) for name, seq, head in session.execute(_HOUSE_ENDS)]
    for chain, seq, head in remembered:
        if chain not in broken and ends.pop(chain, (0, START)) != (seq, head):
            yield Broken(chain, seq, "its end is missing")
    for chain in ends:
        if chain not in broken and chain not in {name for name, _, _ in remembered}:
            yield Broken(chain, 0, "its case is missing")


_CASE_ENDS = select(Case.id, Case.audit_seq, Case.audit_head)
_HOUSE_ENDS = select(AuditChain.name, AuditChain.audit_seq, AuditChain.audit_head)
