"""One row of a table of paper files: either a paper that can be entered, or everything that is wrong with it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from app.definitions.queries import Procedure
from app.errors import Message, say
from app.imports.book import Book
from app.imports.placing import Places
from app.imports.reading import Row
from app.sealing import NUMBERS, fold_name

LENGTHS = {"reference": 60, "full_name": 200, "name_in_arabic": 200, "other_names": 200, "note": 2000}
CHOSEN = ("nationality", "governorate", "language", "hospital", "risk", "child")
NUMBERED = {"cpr_no": "cpr", "passport_no": "passport", "phone": "phone"}
NAMED = ("full_name", "name_in_arabic", "other_names")
OPEN_WORDS = frozenset(fold_name(word) for word in ("open", "مفتوح", "مفتوحة"))
CLOSED_WORDS = frozenset(fold_name(word) for word in ("closed", "مغلق", "مغلقة"))
EARLIEST = date(1990, 1, 1)
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_DAY_FIRST = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})")


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong: the line of the file, the key of the column and what to correct."""

    line: int
    column: str
    message: Message


@dataclass(frozen=True)
class Paper:
    """A paper file that can enter. `facts` are those of the forms; `outcome` and `closed_on` only if closed."""

    line: int
    reference: str
    places: Places
    received_on: date
    step: str | None
    since: date | None
    outcome: str | None
    closed_on: date | None
    facts: Mapping[str, str]
    officer_id: int | None
    note: str


@dataclass
class Reading:
    """Reads one row and collects what is wrong with it."""

    row: Row
    book: Book
    problems: list[Problem] = field(default_factory=list)

    def paper(self) -> Paper | None:
        """The paper of the row; None when there are problems."""
        reference = self._reference()
        places = self._places()
        closed = self._closed()
        received = self._date("received_on", needed=True)
        facts = self._facts(places.procedure if places else None)
        officer, note = self._officer(), self._text("note")
        outcome, closed_on = self._end(places, received) if closed else (None, None)
        step, since = self._position(places, received) if closed is False else (None, None)
        if self.problems or places is None or received is None:
            return None
        return Paper(
            line=self.row.line,
            reference=reference,
            places=places,
            received_on=received,
            step=step,
            since=since,
            outcome=outcome,
            closed_on=closed_on,
            facts=facts,
            officer_id=officer,
            note=note,
        )

    def cell(self, column: str) -> str:
        return self.row.cells.get(column, "")

    def refuse(self, column: str, message: Message) -> None:
        self.problems.append(Problem(self.row.line, column, message))

    def _text(self, column: str) -> str:
        text = self.cell(column)
        if len(text) > LENGTHS[column]:
            self.refuse(column, say("At most %(most)s characters.", most=LENGTHS[column]))
        return text

    def _reference(self) -> str:
        reference = self._text("reference")
        before = self.book.seen.setdefault(reference, self.row.line)
        if not reference:
            self.refuse("reference", say("Write the reference that stands on the folder."))
        elif before != self.row.line:
            self.refuse("reference", say("Line %(line)s has the same reference.", line=before))
        return reference

    def _places(self) -> Places | None:
        found = self.book.procedures.get(fold_name(self.cell("procedure")))
        if found is None:
            self.refuse("procedure", say("Choose one of: %(names)s.", names=", ".join(self.book.keys)))
        return found

    def _closed(self) -> bool | None:
        word = fold_name(self.cell("status"))
        if word in OPEN_WORDS or word in CLOSED_WORDS:
            return word in CLOSED_WORDS
        self.refuse("status", say("Write open or closed."))
        return None

    def _date(self, column: str, *, needed: bool, after: date | None = None) -> date | None:
        """A day that was; `after` is a day it cannot lie before."""
        text = self.cell(column)
        found = _day(text)
        if not text and needed:
            self.refuse(column, say("Write a date."))
        elif text and found is None:
            self.refuse(column, say("Write the date as 2018-11-04 or 04/11/2018."))
        elif found and not EARLIEST <= found <= self.book.today:
            self.refuse(column, say("The date must lie between 1990 and today."))
        elif found and after and found < after:
            self.refuse(column, say("The date lies before the received date."))
        return found

    def _position(self, places: Places | None, received: date | None) -> tuple[str | None, date | None]:
        """Where an open file stands and since when."""
        for column in ("outcome", "closed_on"):
            if self.cell(column):
                self.refuse(column, say("Leave it empty: the file is open."))
        since = self._date("since", needed=True, after=received)
        word = self.cell("step")
        element = places.find(word) if places else None
        if places and element not in places.allowed:
            unknown = say(
                "This procedure has no such step. A file can enter at: %(steps)s.", steps=_steps(places)
            )
            within = say(
                "A file cannot enter here: the step runs beside others or inside a call. "
                "It can enter at: %(steps)s.",
                steps=_steps(places),
            )
            self.refuse("step", within if element else unknown)
        return element, since

    def _end(self, places: Places | None, received: date | None) -> tuple[str | None, date | None]:
        """How and when a closed file ended."""
        closed_on = self._date("closed_on", needed=True, after=received)
        outcomes = self.book.outcomes(places.procedure) if places else {}
        outcome = outcomes.get(fold_name(self.cell("outcome")))
        if places and outcome is None:
            names = ", ".join(dict.fromkeys(outcomes.values()))
            self.refuse("outcome", say("Choose one of: %(names)s.", names=names))
        return outcome, closed_on

    def _facts(self, procedure: Procedure | None) -> dict[str, str]:
        found = {name: self._text(name) for name in NAMED}
        for name in CHOSEN:
            choices = self.book.choices(procedure, name) if procedure else {}
            code = choices.get(fold_name(self.cell(name)))
            if procedure and self.cell(name) and code is None:
                self.refuse(name, _choose(list(dict.fromkeys(choices.values()))))
            found[name] = code or ""
        for name, kind in NUMBERED.items():
            found[name] = self.cell(name)
            if found[name] and not NUMBERS[kind](found[name]):
                self.refuse(name, WRONG_NUMBERS[kind])
        return {name: value for name, value in found.items() if value}

    def _officer(self) -> int | None:
        username = self.cell("officer")
        found = self.book.officers.get(username.lower())
        if username and found is None:
            self.refuse("officer", say("Nobody of the custodian's case team has this user name."))
        return found


WRONG_NUMBERS = {
    "cpr": say("A CPR number has 9 digits."),
    "passport": say("A passport number has 5 to 20 letters and digits, at least one of them a digit."),
    "phone": say("A phone number has 6 digits or more and nothing else but +, hyphens and brackets."),
}
SHORT_LIST = 12


def _choose(codes: list[str]) -> Message:
    if len(codes) > SHORT_LIST:
        return say("This is none of the choices of the form. Write it as the form does.")
    return say("Choose one of: %(names)s.", names=", ".join(codes))


def _steps(places: Places) -> str:
    return ", ".join(f"{element} ({entry.step.name})" for element, entry in places.allowed.items())


def _day(text: str) -> date | None:
    plain = "".join(str(int(c)) if c.isdecimal() else c for c in text)
    try:
        if found := _ISO.fullmatch(plain):
            return date(int(found[1]), int(found[2]), int(found[3]))
        if found := _DAY_FIRST.fullmatch(plain):
            return date(int(found[3]), int(found[2]), int(found[1]))
    except ValueError:  # a thirtieth of February
        return None
    return None


def opening(day: date, book: Book) -> datetime:
    """The moment offices open on a day: a date on paper counts from there."""
    return datetime.combine(day, book.calendar.opens, book.calendar.zone)


def closing(day: date, book: Book) -> datetime:
    """The moment offices close on a day."""
    return datetime.combine(day, book.calendar.closes, book.calendar.zone)
