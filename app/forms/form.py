"""A form that was read and found sound: the one object the other rooms use."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from types import MappingProxyType
from typing import Any

from marshmallow import Schema

from app.errors import Invalid, Message
from app.forms import clean as cleaning
from app.forms import rows as display
from app.forms.field import Field
from app.forms.localise import localised
from app.forms.rows import Row
from app.forms.rules import HINT
from app.forms.schema import schema_of


@dataclass(frozen=True, eq=False)
class Form:
    """What one kind of user task asks. `visits` are the fields in the order they can be worked out."""

    key: str
    title: str
    code: str
    fields: tuple[Field, ...]
    visits: tuple[Field, ...] = field(repr=False)
    document: Mapping[str, Any] = field(repr=False)
    arabic: MappingProxyType[str, str] = field(repr=False)

    @cached_property
    def schema(self) -> Schema:
        """The marshmallow schema over all fields a person fills in, visible or not."""
        return schema_of(self.fields)

    def word(self, text: str, language: str) -> str:
        """One text of the form in "en" or "ar"."""
        return self.arabic.get(text, text) if language == "ar" else text

    def localised(self, language: str) -> dict[str, Any]:
        """The schema for the form-js viewer in "en" or "ar"; the id of a field is its key."""
        return localised(dict(self.document), self.arabic if language == "ar" else None)

    def clean(self, answers: object, *, now: datetime, language: str = "en") -> dict[str, Any]:
        """The answers that count, computed ones among them; raises errors.Invalid with all problems by field.

        `language` is that of the form's own words about a broken pattern; all other sentences are
        translated where they are shown.
        """
        try:
            return cleaning.clean(self.fields, self.visits, self.schema, answers, now)
        except Invalid as invalid:
            fields = {
                key: [self._worded(fault, language) for fault in faults]
                for key, faults in invalid.fields.items()
            }
            raise Invalid(invalid.message, fields) from None

    def visible(self, answers: object, *, now: datetime) -> dict[str, Any]:
        """The given answers to visible questions, right or wrong: what to show again from a draft.

        form-js would let conditions see what a draft holds for hidden questions; without those, screen
        and server agree. Raises errors.Invalid only for what is no bounded set of answers at all.
        """
        return cleaning.visible(self.fields, self.visits, self.schema, answers, now)

    def _worded(self, fault: Message, language: str) -> Message:
        if fault.text != HINT:
            return fault
        return Message(HINT, {"hint": self.word(str(fault.params["hint"]), language)})

    def variables(self, answers: Mapping[str, Any]) -> dict[str, Any]:
        """Decision variables from cleaned answers; None for a question that was hidden or left open.

        Every variable of the form is there, so that an old value never outlives the answer that set it.
        """
        return {field.variable: answers.get(field.key) for field in self.fields if field.variable}

    def facts(self, answers: Mapping[str, Any]) -> dict[str, Any]:
        """What the case head keeps from cleaned answers; only facts that were given."""
        return {
            field.fact: answers[field.key] for field in self.fields if field.fact and field.key in answers
        }

    def rows(self, answers: Mapping[str, Any], language: str) -> list[Row]:
        """Cleaned answers for reading, in the order of the form."""
        return list(display.rows(self.fields, answers, language, lambda text: self.word(text, language)))
