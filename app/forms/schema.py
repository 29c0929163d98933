"""The marshmallow schema of a form: the type of each answer and what its file alone demands of it."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from marshmallow import EXCLUDE, Schema, ValidationError, fields

from app.errors import Message, say
from app.forms import rules
from app.forms.bounds import decimal
from app.forms.field import CHOICES, LISTS, TEXTS, Field
from app.forms.options import identity, is_option
from app.forms.parse import storable

MAX_ROWS = 200
MAX_NUMBER = 2**53


class Answer(fields.Field[Any]):
    """One field of the form. `None` and a missing answer are the same; both fail a required field."""

    def __init__(self, field: Field) -> None:
        needed = field.bounds.required
        super().__init__(required=needed, allow_none=not needed)
        self.field = field
        self.error_messages = {**self.error_messages, "required": [rules.REQUIRED], "null": [rules.REQUIRED]}

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        faults = list(self.faults(value))
        if not faults and self.field.bounds.required and rules.is_empty(self.field.kind, self.tidy(value)):
            faults = [rules.REQUIRED]
        if faults:
            raise ValidationError(faults, valid_data=self.tidy(value) if self.legible(value) else None)
        return self.tidy(value)

    def legible(self, value: Any) -> bool:
        """May the other conditions see `value` though it breaks a bound, as they do in the browser?"""
        return False

    def faults(self, value: Any) -> Iterable[Message]:
        """Every reason why `value` cannot be taken, whatever the other answers are."""
        raise NotImplementedError

    def tidy(self, value: Any) -> Any:
        """The one way in which an accepted value is kept."""
        return value


class Text(Answer):
    """textfield, textarea.

    A text of blanks is no text: form-js lets it pass as the answer to a required question, the server does
    not, and an optional one is left out. Every other text is kept as it was typed, blanks at its ends
    included, so that conditions see on both sides what the screen shows.
    """

    def faults(self, value: Any) -> Iterable[Message]:
        if not isinstance(value, str):
            return [say("Give a text.")]
        bounds = self.field.bounds
        longest = rules.fixed(bounds.longest)
        if len(value) > (longest or rules.MAX_TEXT) + rules.MAX_TEXT or not storable(value):
            return [say("The text is too long or holds characters that cannot be stored.")]
        limit = Decimal(rules.MAX_TEXT) if longest is None else longest
        return [
            *rules.text_faults(self.field, self._in_its_box(value)),
            *rules.length_faults(value, rules.fixed(bounds.shortest), limit),
        ]

    def legible(self, value: Any) -> bool:
        return isinstance(value, str) and storable(value)

    def tidy(self, value: Any) -> Any:
        return "" if rules.is_blank(value) else self._in_its_box(value)

    def _in_its_box(self, value: str) -> str:
        """A text field is one line: form-js turns line ends and tabs into spaces."""
        one_line = self.field.kind == "textfield"
        return value.translate({9: " ", 10: " ", 13: " "}) if one_line else value


class Number(Answer):
    """number."""

    def faults(self, value: Any) -> Iterable[Message]:
        exact = None if isinstance(value, str) else decimal(value)
        if exact is None or not self.legible(value):
            return [say("Give a number.")]
        bounds = self.field.bounds
        limits = rules.range_faults(exact, rules.fixed(bounds.least), rules.fixed(bounds.most))
        return [*limits, *rules.step_faults(self.field, exact)]

    def legible(self, value: Any) -> bool:
        return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) <= MAX_NUMBER

    def tidy(self, value: Any) -> Any:
        return int(value) if value == int(value) else value


class Tick(Answer):
    """checkbox."""

    def faults(self, value: Any) -> Iterable[Message]:
        return [] if isinstance(value, bool) else [say("Answer yes or no.")]


class Choice(Answer):
    """radio, select. form-js does not hold answers to the options; the server does."""

    def faults(self, value: Any) -> Iterable[Message]:
        return [] if is_option(value, self.field.options) else [say("Choose one of the options.")]


class Choices(Answer):
    """checklist, taglist."""

    def faults(self, value: Any) -> Iterable[Message]:
        if not isinstance(value, list) or len(value) > len(self.field.options):
            return [say("Choose from the options, each once.")]
        chosen = [item for item in value if is_option(item, self.field.options)]
        if len(chosen) < len(value) or len({identity(item) for item in chosen}) < len(value):
            return [say("Choose from the options, each once.")]
        return []


class Moment(Answer):
    """datetime: a date, a time, or both."""

    def faults(self, value: Any) -> Iterable[Message]:
        if value == "":
            return []
        fault = rules.moment_fault(self.field, value if isinstance(value, str) else "?")
        return [fault] if fault else []

    def tidy(self, value: Any) -> Any:
        return value or None


class Rows(Answer):
    """dynamiclist: one object per row. Sound rows keep their place beside broken ones."""

    def __init__(self, field: Field) -> None:
        super().__init__(field)
        self.row = schema_of(field.fields)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        if not isinstance(value, list) or len(value) > MAX_ROWS:
            raise ValidationError([say("Give at most %(limit)s rows.", limit=MAX_ROWS)])
        found, faults = zip(*(self._row(row) for row in value), strict=True) if value else ((), ())
        broken = {index: fault for index, fault in enumerate(faults) if fault}
        if broken:
            raise ValidationError(broken, valid_data=list(found))
        return list(found)

    def _row(self, row: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        if not isinstance(row, dict):
            return {}, {"": [say("This row cannot be read.")]}
        names = {column.key for column in self.field.fields}
        found, faults = load(self.row, row)
        if row.keys() - names:
            faults[""] = [say("This row holds an answer to a question the form does not ask.")]
        return found, faults


KINDS: dict[str, type[Answer]] = {
    **dict.fromkeys(TEXTS, Text),
    **dict.fromkeys(CHOICES, Choice),
    **dict.fromkeys(LISTS, Choices),
    "number": Number,
    "checkbox": Tick,
    "datetime": Moment,
    "dynamiclist": Rows,
}


def schema_of(asked: Sequence[Field]) -> Schema:
    """A schema over the fields that a person fills in; computed ones are not among them."""
    answers = {field.key: KINDS[field.kind](field) for field in asked if field.kind in KINDS}
    return Schema.from_dict(dict(answers))(unknown=EXCLUDE)


def load(schema: Schema, answers: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """What could be taken, and the faults by key; a key can stand in both when only some rows are broken."""
    try:
        return schema.load(answers), {}
    except ValidationError as error:
        taken = error.valid_data if isinstance(error.valid_data, dict) else {}
        faults = error.messages if isinstance(error.messages, dict) else {"": error.messages}
        return dict(taken), faults


def unfit_defaults(asked: Iterable[Field]) -> list[Field]:
    """The fields whose default value could not be given as an answer."""
    unfit: list[Field] = []
    for field in asked:
        if field.default is not None and field.kind in KINDS:
            _, faults = load(schema_of([field]), {field.key: field.default})
            unfit += [field] if faults else []
        unfit += unfit_defaults(field.fields)
    return unfit
