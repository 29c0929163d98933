"""A form in one language: the texts of the file, or their Arabic from the label table of the file."""

from collections.abc import Callable, Iterator
from types import MappingProxyType
from typing import Any

from app.forms.parse import Json

TEXTS = ("label", "description", "text", "dateLabel", "timeLabel", "title")
NESTED = {"validate": ("patternErrorMessage",), "appearance": ("prefixAdorner", "suffixAdorner")}
NOBODY: MappingProxyType[str, str] = MappingProxyType({})


def arabic(document: Json) -> MappingProxyType[str, str]:
    """English text -> Arabic text, as far as the label table is well formed."""
    labels = document.get("labels")
    table = labels.get("ar") if isinstance(labels, dict) else None
    if not isinstance(table, dict):
        return NOBODY
    return MappingProxyType({text: word for text, word in table.items() if isinstance(word, str)})


def untranslated(document: Json) -> list[str]:
    """Every text of the form that has no Arabic, once, in the order of the file."""
    table = arabic(document)
    missing = (text for text in shown_texts(document) if not table.get(text, "").strip())
    return list(dict.fromkeys(missing))


def shown_texts(document: Json) -> Iterator[str]:
    """Every text that a person sees on the form."""
    found: list[str] = []

    def note(text: str) -> str:
        found.append(text)
        return text

    _with_texts(document, note)
    yield from found


def localised(document: Json, table: MappingProxyType[str, str] | None) -> Json:
    """A schema for the form-js viewer in one language: English without a `table`.

    Every field gets its key as id, so that a problem found by the server can be shown at its field.
    """
    copy = _with_texts(document, (lambda text: table.get(text, text)) if table else (lambda text: text))
    copy.pop("labels", None)
    return copy


def _with_texts(part: Json, word: Callable[[str], str]) -> Json:
    copy = dict(part)
    for name in TEXTS:
        if _filled(copy.get(name)):
            copy[name] = word(copy[name])
    for outer, names in NESTED.items():
        inner = copy.get(outer)
        if isinstance(inner, dict):
            copy[outer] = {
                name: word(text) if name in names and _filled(text) else text for name, text in inner.items()
            }
    key = copy.get("key") or copy.get("path")
    if isinstance(key, str) and "type" in copy:
        copy["id"] = key
    for name in ("components", "values"):
        if isinstance(copy.get(name), list):
            copy[name] = [_with_texts(item, word) if isinstance(item, dict) else item for item in copy[name]]
    return copy


def _filled(text: Any) -> bool:
    return isinstance(text, str) and bool(text.strip())
