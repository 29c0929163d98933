"""What notices say, and letters in the language of who reads them: case number, step, deadline and a link."""

from collections.abc import Sequence
from datetime import datetime, tzinfo
from functools import cache
from pathlib import Path
from typing import Any

from babel.dates import format_datetime
from babel.support import NullTranslations, Translations

from app.errors import Message, say
from app.policy import Member

CATALOGUES = Path(__file__).parents[1] / "translations"
SENTENCES = {
    "opened": say("A new step waits: %(step)s.", step=""),
    "reminder": say("Its time is running: %(step)s.", step=""),
    "breach": say("The deadline has passed: %(step)s.", step=""),
    "escalated": say("Still open after its deadline: %(step)s.", step=""),
}
MOMENT = {"en": "d MMM y, HH:mm", "ar": "d MMMM y، HH:mm"}
WESTERN = str.maketrans("٠١٢٣٤٥٦٧٨٩", "0123456789")


def sentence(kind: str, step: str) -> Message:
    """What a notice says of a step."""
    return Message(SENTENCES[kind].text, {"step": step})


def address(row: Any, unit: str) -> str:
    """Where a notice leads: the step for its own unit, the case for whoever watches over it."""
    return f"/tasks/{row.task_id}" if row.unit == unit else f"/cases/{row.number}"


class Reader:
    """Says things in one person's language."""

    def __init__(self, language: str | None, zone: tzinfo) -> None:
        self.language = language if language in MOMENT else "en"
        self._catalogue, self._zone = _catalogue(self.language), zone

    def say(self, message: Message) -> str:
        text = self._catalogue.gettext(message.text)
        return text % message.params if message.params else text

    def when(self, moment: datetime) -> str:
        text = format_datetime(moment, MOMENT[self.language], tzinfo=self._zone, locale=self.language)
        return str(text).translate(WESTERN)

    def step(self, row: Any) -> str:
        return str(row.name_ar if self.language == "ar" else row.name)


@cache
def _catalogue(language: str) -> NullTranslations:
    return Translations.load(CATALOGUES, [language])


def subject(reader: Reader, rows: Sequence[Any]) -> str:
    """The subject of a letter: its one notice, or how many there are."""
    if len(rows) > 1:
        return reader.say(say("Ihala: %(count)s notices", count=len(rows)))
    return f"{rows[0].number}: {_says(reader, rows[0])}"


def body(reader: Reader, member: Member, rows: Sequence[Any], site: str) -> str:
    """The text of a letter."""
    parts = [_part(reader, member, row, site) for row in rows]
    ending = say("You choose when such mail comes: %(address)s", address=f"{site}/notices/settings")
    return "\n\n".join([*parts, reader.say(ending)]) + "\n"


def _part(reader: Reader, member: Member, row: Any, site: str) -> str:
    lines = [_says(reader, row), reader.say(say("Case: %(number)s", number=row.number))]
    if row.due_at:
        lines.append(reader.say(say("Due: %(when)s", when=reader.when(row.due_at))))
    return "\n".join([*lines, site + address(row, member.unit)])


def _says(reader: Reader, row: Any) -> str:
    return reader.say(sentence(row.kind, reader.step(row)))
