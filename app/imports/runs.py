"""Going through a file of paper files: each row in a transaction of its own, so that a run can be broken off."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app import audit
from app.db import Database
from app.engine import Step
from app.errors import Invalid, Refusal, say
from app.imports import book as books
from app.imports import commands, reading
from app.imports.book import Book
from app.imports.checking import Paper, Problem, Reading, opening
from app.models import PaperFile
from app.policy import Member

Deed = Callable[[Paper], bool]
"""Does what is to be done with an accepted paper; says whether it was new."""


@dataclass
class Report:
    """What became of the rows: accepted ones by procedure and step (None for closed ones), and refusals."""

    dry_run: bool
    rows: int = 0
    already: int = 0
    accepted: Counter[tuple[str, str | None]] = field(default_factory=Counter)
    steps: dict[tuple[str, str | None], Step | None] = field(default_factory=dict)
    refused: list[Problem] = field(default_factory=list)

    @property
    def refused_rows(self) -> int:
        return len({problem.line for problem in self.refused})

    @property
    def taken(self) -> int:
        return self.accepted.total()


def run(
    database: Database,
    user: Member,
    content: bytes,
    *,
    now: datetime,
    dry_run: bool,
    most: int | None = None,
) -> Report:
    """Check every row and, unless it is a dry run, enter those that are in order.

    A reference that is in the system already is counted and left alone, so the same file twice, or the rest of
    one that was broken off, enters nothing twice. Raises Invalid for a file that cannot be read or has more
    than `most` rows, and NotPermitted.
    """
    commands.refuse_others(user)
    rows = reading.rows(content)
    if most is not None and len(rows) > most:
        raise Invalid(
            say(
                "The file has %(rows)s rows. Here it can have %(most)s; enter larger ones on the command line.",
                rows=len(rows),
                most=most,
            )
        )
    with database.reading() as session:
        book = books.read(session, now=now)
    deed = _trial(book) if dry_run else _entry(database, user, book, now)
    report = Report(dry_run, rows=len(rows))
    for row in rows:
        _take(report, book, Reading(row, book), deed)
    if not dry_run:
        _note_run(database, user, content, report, now)
    return report


def _take(report: Report, book: Book, row: Reading, deed: Deed) -> None:
    if row.cell("reference") in book.entered:
        report.already += 1
        return
    paper = row.paper()
    if paper is None:
        report.refused += row.problems
        return
    try:
        is_new = deed(paper)
    except Refusal as refusal:  # the drawing itself cannot go on from there
        report.refused.append(Problem(paper.line, "step", refusal.message))
        return
    if is_new:
        place = (paper.places.procedure.key, paper.step)
        report.accepted[place] += 1
        report.steps[place] = paper.places.allowed[paper.step].step if paper.step else None
    else:
        report.already += 1


def _trial(book: Book) -> Deed:
    def begin(paper: Paper) -> bool:
        if paper.step and paper.since:
            paper.places.begin(paper.step, paper.facts, since=opening(paper.since, book))
        return True

    return begin


def _entry(database: Database, user: Member, book: Book, now: datetime) -> Deed:
    def enter(paper: Paper) -> bool:
        try:
            with database.unit_of_work() as session:
                commands.enter(session, user, paper, book, now=now)
        except IntegrityError:
            if _is_entered(database, paper.reference):  # by somebody else, since the book was read
                return False
            raise
        return True

    return enter


def _is_entered(database: Database, reference: str) -> bool:
    with database.reading() as session:
        found = select(PaperFile.reference).where(PaperFile.reference == reference)
        return session.scalar(found) is not None


def _note_run(database: Database, user: Member, content: bytes, report: Report, now: datetime) -> None:
    with database.unit_of_work() as session:
        audit.record_house(
            session,
            user.id,
            "paper_files_imported",
            at=now,
            file=sha256(content).hexdigest(),
            entered=report.taken,
            already=report.already,
            refused=report.refused_rows,
        )
