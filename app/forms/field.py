"""What a form asks: its fields, their options and their bounds, frozen after reading."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from app.errors import Message, Refusal, say
from app.feel import Expression

TEXTS = frozenset({"textfield", "textarea"})
CHOICES = frozenset({"radio", "select"})
LISTS = frozenset({"checklist", "taglist"})

Scalar = str | int | float | bool
Bound = int | Decimal | Expression


class FormInvalid(Refusal):
    """A form file cannot be used; every problem found is listed."""

    status = 422

    def __init__(self, problems: Sequence[Message]) -> None:
        super().__init__(say("The form cannot be used. Correct what is listed and try again."))
        self.problems = tuple(problems)


@dataclass(frozen=True)
class Option:
    """One choice of a list: the value that is stored and the English words on screen."""

    value: Scalar
    label: str


@dataclass(frozen=True)
class Bounds:
    """What an answer must satisfy once its field is visible; lengths in UTF-16 units, as browsers count."""

    required: bool = False
    least: Bound | None = None
    most: Bound | None = None
    shortest: Bound | None = None
    longest: Bound | None = None
    pattern: Any = None
    pattern_hint: str | None = None
    format: str | None = None
    decimals: int | None = None
    increment: Decimal | None = None
    not_past: bool = False

    def expressions(self) -> tuple[Expression, ...]:
        """Those of the bounds that depend on other answers."""
        limits = (self.least, self.most, self.shortest, self.longest)
        return tuple(limit for limit in limits if isinstance(limit, Expression))


@dataclass(frozen=True)
class Field:
    """One thing a form asks or computes. `kind` is the form-js type.

    A group leaves no trace here but in the conditions of the fields inside it: a field is hidden as soon
    as one of its `conditions` holds. `fields` are the columns of a dynamic list, in the order of the
    file; `visits` are the same in the order in which they can be worked out.
    """

    kind: str
    key: str
    label: str
    options: tuple[Option, ...] = ()
    bounds: Bounds = field(default=Bounds())
    conditions: tuple[Expression, ...] = ()
    expression: Expression | None = None
    subtype: str = ""
    zone: str = ""
    unit: str = ""
    default: Any = None
    fields: tuple["Field", ...] = ()
    visits: tuple["Field", ...] = ()
    sensitivity: str | None = None
    variable: str | None = None
    fact: str | None = None

    def empty(self) -> Any:
        """The value form-js gives a field nobody has touched."""
        if self.default is not None:
            return self.default
        if self.kind in TEXTS:
            return ""
        if self.kind == "checkbox":
            return False
        return [] if self.kind in LISTS or self.kind == "dynamiclist" else None
