"""From the bytes of a CSV file to rows of text by column, whatever the language of its titles."""

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from app.errors import Invalid, Message, say
from app.imports.columns import BY_KEY, COLUMNS
from app.sealing import fold_name

MOST_BYTES = 32 * 1024 * 1024
NEEDED = ("reference", "procedure", "status", "received_on")
SEPARATORS = ",;\t"
_SPREADSHEET = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")


@dataclass(frozen=True)
class Row:
    """One row of the file: the number of its first line, and its cells by column, without blanks around."""

    line: int
    cells: Mapping[str, str]


def rows(content: bytes) -> list[Row]:
    """The rows that hold anything. Raises Invalid for what is no table of paper files at all."""
    lines = _lines(_text(content))
    titles = next(lines, (1, ()))[1]
    places = _places(titles)
    found = []
    for line, cells in lines:
        if any(cell.strip() for cell in cells):
            found.append(Row(line, _named(line, cells, places, len(titles))))
    return found


def _text(content: bytes) -> str:
    if len(content) > MOST_BYTES:
        raise Invalid(say("The file is too large. Split it into files of at most 32 MB."))
    if content.startswith(_SPREADSHEET):
        raise Invalid(say("This is a workbook. Save it in Excel as “CSV UTF-8” and send that file."))
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Invalid(say("The file is not in UTF-8. Save it in Excel as “CSV UTF-8”.")) from None
    if "\0" in text:
        raise Invalid(say("The file is not a table of text. Save it in Excel as “CSV UTF-8”."))
    return text


def _lines(text: str) -> Iterator[tuple[int, Sequence[str]]]:
    first = text.split("\n", 1)[0]
    separator = max(SEPARATORS, key=first.count)
    lines = csv.reader(text.splitlines(keepends=True), delimiter=separator, strict=True)
    before = 0
    while True:
        try:
            cells = next(lines)
        except StopIteration:
            return
        except csv.Error:
            wrong = say("Line %(line)s cannot be read: a quotation mark is not closed.", line=before + 1)
            raise Invalid(wrong) from None
        yield before + 1, cells
        before = lines.line_num


def _places(titles: Sequence[str]) -> dict[str, int]:
    """Where each column stands; a title counts in either language, or as the column's key."""
    known = {
        fold_name(word): column.key
        for column in COLUMNS
        for word in (column.title, column.title_ar, column.key)
    }
    places: dict[str, int] = {}
    problems: list[Message] = []
    for place, title in enumerate(titles):
        key = known.get(fold_name(title))
        if key is None and title.strip():
            problems.append(say("There is no column “%(title)s” in the template.", title=title.strip()[:60]))
        elif key in places:
            problems.append(say("The column “%(title)s” stands there twice.", title=title.strip()))
        elif key is not None:
            places[key] = place
    problems += [
        say("The column “%(title)s” is missing.", title=f"{BY_KEY[key].title} / {BY_KEY[key].title_ar}")
        for key in NEEDED
        if key not in places
    ]
    if problems:
        raise Invalid(
            say("The first line is not that of the template. Nothing was read."), {"file": problems}
        )
    return places


def _named(line: int, cells: Sequence[str], places: Mapping[str, int], width: int) -> dict[str, str]:
    if any(cell.strip() for cell in cells[width:]):
        raise Invalid(say("Line %(line)s has more cells than the first line has titles.", line=line))
    return {key: cells[place].strip() if place < len(cells) else "" for key, place in places.items()}
