"""The refusals a person can act on, and the sentence each of them says."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Message:
    """An English sentence with named blanks; pages translate the text and then fill the blanks."""

    text: str
    params: Mapping[str, object] = field(default_factory=dict, hash=False)

    def __str__(self) -> str:
        return self.text % self.params if self.params else self.text


def say(text: str, /, **params: object) -> Message:
    """Mark a sentence for the catalogues: `say("Case %(number)s is closed.", number="...")`."""
    return Message(text, params)


class Refusal(Exception):
    """Something was asked that cannot be done; nothing was changed."""

    status = 400

    def __init__(self, message: Message) -> None:
        super().__init__(str(message))
        self.message = message


class NotFound(Refusal):
    """There is no such thing, or it has no relation to the person who asks: the two look alike."""

    status = 404


class NotPermitted(Refusal):
    """The thing is known to the person who asks, the deed is not theirs to do."""

    status = 403


class Conflict(Refusal):
    """The thing has moved on since the person looked at it."""

    status = 409


class Invalid(Refusal):
    """What was sent cannot be taken; every problem is listed, by field where it belongs to one."""

    status = 422

    def __init__(self, message: Message, fields: Mapping[str, Sequence[Message]] | None = None) -> None:
        super().__init__(message)
        self.fields = dict(fields or {})
