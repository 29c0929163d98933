"""Text to tokens: words, numbers, strings and signs, each with its place in the text."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, NoReturn

from app.errors import Message, say
from app.feel.bounds import FeelInvalid

Kind = Literal["word", "number", "string", "sign", "end"]

SIGNS = ("**", "..", "!=", "<=", ">=", *"+-*/=<>()[]{},.:@?")
ESCAPES = {'"': '"', "\\": "\\", "n": "\n", "r": "\r", "t": "\t"}
SPACES = frozenset(" \t\r\n\u00a0")
DIGITS = frozenset("0123456789")
HEX = frozenset("0123456789abcdefABCDEF")


@dataclass(frozen=True, slots=True)
class Token:
    """One token; `value` is the source for words and signs, the meaning for strings."""

    kind: Kind
    value: str
    start: int
    end: int


def place(text: str, at: int) -> tuple[int, int]:
    """Line and column of an offset, both from 1."""
    line = text.count("\n", 0, at) + 1
    return line, at - (text.rfind("\n", 0, at) + 1) + 1


def refuse(text: str, at: int, message: Message) -> NoReturn:
    """Say what is wrong at this offset of the text."""
    raise FeelInvalid(message, *place(text, at))


def is_word_start(char: str) -> bool:
    return char == "_" or char.isalpha()


def is_word_part(char: str) -> bool:
    """Letters, digits, and the marks that Arabic and Indic scripts write above and below them."""
    return char == "_" or char.isalnum() or unicodedata.category(char) in ("Mn", "Mc")


def tokens(text: str) -> list[Token]:
    """All tokens of the text, the last one being the end.

    Raises FeelInvalid for what no token can begin with: control and direction marks too, so that a
    condition cannot look like another one than it is.
    """
    return list(_scan(text))


def _scan(text: str) -> Iterator[Token]:
    at = _skip(text, 0)
    while at < len(text):
        token = _token(text, at)
        yield token
        at = _skip(text, token.end)
    yield Token("end", "", len(text), len(text))


def _skip(text: str, at: int) -> int:
    """Past blanks and both kinds of comment."""
    while at < len(text):
        if text[at] in SPACES:
            at += 1
        elif text.startswith("//", at):
            end = text.find("\n", at)
            at = len(text) if end < 0 else end
        elif text.startswith("/*", at):
            end = text.find("*/", at + 2)
            if end < 0:
                refuse(text, at, say("This comment is never closed."))
            at = end + 2
        else:
            break
    return at


def _token(text: str, at: int) -> Token:
    char = text[at]
    if char == '"':
        return _string(text, at)
    if char in DIGITS or (char == "." and text[at + 1 : at + 2] in DIGITS):
        return _number(text, at)
    if is_word_start(char):
        end = at + 1
        while end < len(text) and is_word_part(text[end]):
            end += 1
        return Token("word", text[at:end], at, end)
    for sign in SIGNS:
        if text.startswith(sign, at):
            return Token("sign", sign, at, at + len(sign))
    refuse(text, at, say("The character %(char)s has no meaning here.", char=ascii(char)))


def _digits(text: str, at: int) -> int:
    while at < len(text) and text[at] in DIGITS:
        at += 1
    return at


def _number(text: str, at: int) -> Token:
    end = _digits(text, at)
    if text[end : end + 1] == "." and text[end + 1 : end + 2] in DIGITS:
        end = _digits(text, end + 1)
    if text[end : end + 1] in ("e", "E"):
        signed = end + 2 if text[end + 1 : end + 2] in ("+", "-") else end + 1
        if text[signed : signed + 1] in DIGITS:
            end = _digits(text, signed)
    if end < len(text) and is_word_start(text[end]):
        refuse(text, end, say("An operator is missing between the number and the name."))
    return Token("number", text[at:end], at, end)


def _string(text: str, at: int) -> Token:
    parts: list[str] = []
    here = at + 1
    while here < len(text) and text[here] != '"':
        if text[here] == "\\":
            part, here = _escape(text, here)
        else:
            part, here = text[here], here + 1
        parts.append(part)
    if here >= len(text):
        refuse(text, at, say("This text is never closed: a quotation mark is missing."))
    try:
        # two escapes may spell one character outside the basic plane; half of one is no text
        value = "".join(parts).encode("utf-16", "surrogatepass").decode("utf-16")
    except UnicodeDecodeError:
        refuse(text, at, say("This text holds half a character."))
    return Token("string", value, at, here + 1)


def _escape(text: str, at: int) -> tuple[str, int]:
    """The character meant by a backslash sequence, and the offset after it."""
    kind = text[at + 1 : at + 2]
    if kind in ESCAPES:
        return ESCAPES[kind], at + 2
    length = {"u": 4, "U": 6}.get(kind, 0)
    digits = text[at + 2 : at + 2 + length]
    if length and len(digits) == length and HEX.issuperset(digits) and int(digits, 16) <= 0x10FFFF:
        return chr(int(digits, 16)), at + 2 + length
    return "\\", at + 1
