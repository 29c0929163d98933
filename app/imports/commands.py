"""Entering one paper file: a case with its person, at its present step with its clocks running, or in the archive."""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from app import audit, db, policy
from app.audit import START
from app.cases import advance, facts, hand, numbers
from app.cases.hand import CaseInHand
from app.errors import NotPermitted, say
from app.imports.book import Book
from app.imports.checking import NAMED, NUMBERED, Paper, closing, opening
from app.models import Case, PaperFile, Person, Progress
from app.policy import Member

ACT = "imported"


def refuse_others(user: Member) -> None:
    """Raises NotPermitted for whoever may not take files over from paper."""
    if not policy.may_enter_paper_files(user):
        raise NotPermitted(say("Only the custodian's supervisor enters paper files."))


def enter(session: Session, user: Member, paper: Paper, book: Book, *, now: datetime) -> str:
    """Enter a paper file that was checked; gives back the number of its case.

    A reference that is in the system already breaks the table's own rule (sqlalchemy.exc.IntegrityError).
    """
    refuse_others(user)
    case = hand.lock(session, _new_case(session, user, paper, book, now))
    facts.learn(session, case, paper.facts)
    if paper.step is None:
        _archive(session, user, case, paper, book, now)
    else:
        _stand(session, user, case, paper, book, now)
    session.add(_paper_file(user, case, paper, now))
    session.flush()
    audit.record(
        session,
        user.id,
        "case_imported",
        case,
        at=now,
        definition=case.definition_id,
        paper=db.vault(session).audit_digest(paper.reference),
    )
    hand.keep(session, case)
    return case.number


def _new_case(session: Session, user: Member, paper: Paper, book: Book, now: datetime) -> int:
    person = Person(data_key=db.vault(session).new_key(), created_at=now)
    session.add(person)
    session.flush()
    procedure = paper.places.procedure
    case = Case(
        number=numbers.next_number(session, now),
        person_id=person.id,
        definition_id=procedure.id,
        category=str(procedure.model.category),
        status="closed" if paper.step is None else paper.places.status(paper.step) or "draft",
        officer_id=paper.officer_id,
        opened_by=user.id,
        opened_at=opening(paper.received_on, book),
        state=b"",
        revision=0,
        audit_seq=0,
        audit_head=START,
    )
    session.add(case)
    session.flush()
    return case.id


def _stand(session: Session, user: Member, case: CaseInHand, paper: Paper, book: Book, now: datetime) -> None:
    """The step is open since the paper says so, and its clock has run since; the act itself is of now."""
    assert paper.step
    assert paper.since
    since, procedure = opening(paper.since, book), paper.places.procedure
    snapshot = paper.places.begin(paper.step, paper.facts, since=since)
    advance.apply(session, case, procedure, snapshot, act=ACT, actor_id=user.id, now=since)
    session.execute(update(Progress).where(Progress.case_id == case.id).values(at=now))


def _archive(
    session: Session, user: Member, case: CaseInHand, paper: Paper, book: Book, now: datetime
) -> None:
    """A file that was closed on paper has no running instance: only how and when it ended."""
    assert paper.closed_on
    case.outcome, case.closed_at = paper.outcome, closing(paper.closed_on, book)
    session.add(Progress(case_id=case.id, act=ACT, actor_id=user.id, at=now, passed="[]"))


def _paper_file(user: Member, case: CaseInHand, paper: Paper, now: datetime) -> PaperFile:
    kept = {name: paper.facts[name] for name in (*NAMED, *NUMBERED) if name in paper.facts}
    if paper.note:
        kept["note"] = paper.note
    return PaperFile(
        reference=paper.reference,
        case_id=case.id,
        entered_by=user.id,
        entered_at=now,
        details=case.key.seal(place(case.id), kept) if kept else None,
    )


def place(case_id: int) -> str:
    """What the cells of a paper file are sealed for."""
    return f"paper:{case_id}"
