"""Answers as a person reads them: labels, option names, dates, yes and no, in one language."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from babel.dates import format_date

from app.forms.field import Field
from app.forms.options import identity

YES_NO = {"en": ("Yes", "No"), "ar": ("نعم", "لا")}
COMMA = {"en": ", ", "ar": "، "}


@dataclass(frozen=True)
class Row:
    """One answer for reading. `sensitivity` is None, "sensitive", "medical" or "address"."""

    key: str
    label: str
    value: str
    sensitivity: str | None


def rows(
    fields: Iterable[Field], answers: Mapping[str, Any], language: str, word: Callable[[str], str]
) -> Iterator[Row]:
    """The given answers in the order of the form; what has no label is left out.

    `answers` are cleaned ones. The row of a list is numbered from 1 in its label and from 0 in its key.
    """
    for field in fields:
        value = answers.get(field.key)
        if value is None or not field.label:
            continue
        label = word(field.label)
        if field.kind == "dynamiclist":
            for index, item in enumerate(value):
                for row in rows(field.fields, item, language, word):
                    yield Row(
                        f"{field.key}.{index}.{row.key}",
                        f"{label} {index + 1}: {row.label}",
                        row.value,
                        row.sensitivity or field.sensitivity,
                    )
        else:
            yield Row(field.key, label, _text(field, value, language, word), field.sensitivity)


def _text(field: Field, value: Any, language: str, word: Callable[[str], str]) -> str:
    if isinstance(value, list):
        return COMMA[language].join(_option(field, item, language, word) for item in value)
    if field.options:
        return _option(field, value, language, word)
    if isinstance(value, bool):
        return YES_NO[language][0 if value else 1]
    if field.kind == "number":
        return f"{_number(field, value)} {word(field.unit)}".strip() if field.unit else _number(field, value)
    if field.kind == "datetime":
        return _moment(field, value, language)
    return str(value)


def _option(field: Field, value: Any, language: str, word: Callable[[str], str]) -> str:
    for option in field.options:
        if identity(option.value) == identity(value):
            return word(option.label)
    return YES_NO[language][0 if value else 1] if isinstance(value, bool) else str(value)


def _number(field: Field, value: float) -> str:
    """Money keeps its places: 1,250.500. A plain number shows the places it has."""
    return f"{value:,.{field.bounds.decimals}f}" if field.bounds.decimals else f"{value:,}"


def _moment(field: Field, value: str, language: str) -> str:
    """A date in words with Western digits, as the house writes them in both languages; time as stored."""
    if field.subtype == "time":
        return value[:5]
    day = format_date(date.fromisoformat(value[:10]), "d MMMM y", locale=language)
    return f"{day} {value[11:16]}".strip()
