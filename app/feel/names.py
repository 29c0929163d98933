"""Names of more than one word: which known name begins at a token."""

from collections import Counter
from collections.abc import Iterable, Sequence

from app.feel.bounds import FeelInvalid
from app.feel.lexer import Token, tokens

RESERVED = frozenset(
    {
        *("if", "then", "else", "for", "in", "return", "some", "every", "satisfies"),
        *("and", "or", "between", "function", "external", "true", "false", "null"),
    }
)


def spelled(words: Sequence[str]) -> str:
    """The name as contexts know it: one blank between words."""
    return " ".join(words)


class Names:
    """The names known at this place of the text; inner ones are pushed and popped."""

    def __init__(self, names: Iterable[str]) -> None:
        self._by_first: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        self._pushed: list[tuple[str, tuple[str, ...]]] = []
        self._inner: Counter[str] = Counter()
        for name in names:
            self._add(name, _spelling(name))

    def _add(self, name: str, spelling: tuple[str, ...]) -> None:
        if spelling:
            self._by_first.setdefault(spelling[0], []).append((spelling, name))

    def push(self, name: str) -> None:
        """A loop, entry or parameter brings its name into scope."""
        spelling = _spelling(name)
        self._add(name, spelling)
        self._pushed.append((name, spelling))
        self._inner[name] += 1

    def pop(self, count: int = 1) -> None:
        """Leave the scope of the names pushed last."""
        for _ in range(count):
            name, spelling = self._pushed.pop()
            self._inner[name] -= 1
            if spelling:
                self._by_first[spelling[0]].pop()

    def is_inner(self, name: str) -> bool:
        """Whether the name is bound inside the expression itself."""
        return self._inner[name] > 0

    def longest(self, stream: Sequence[Token], at: int) -> tuple[str, int]:
        """The longest name spelled by the tokens from `at` on, and how many tokens; ("", 0) if none."""
        found, length = "", 0
        for spelling, name in self._by_first.get(stream[at].value, ()):
            if len(spelling) > length and _matches(spelling, stream, at):
                found, length = name, len(spelling)
        return found, length


def _matches(spelling: tuple[str, ...], stream: Sequence[Token], at: int) -> bool:
    here = stream[at : at + len(spelling)]
    return len(here) == len(spelling) and all(
        token.value == part and token.kind != "string" for token, part in zip(here, spelling, strict=True)
    )


def _spelling(name: str) -> tuple[str, ...]:
    """The tokens that spell a name; none for what cannot be written in an expression."""
    try:
        stream = tokens(name)[:-1]
    except FeelInvalid:
        return ()
    if not stream or stream[0].kind != "word" or any(token.kind == "string" for token in stream):
        return ()
    if len(stream) == 1 and stream[0].value in RESERVED:
        return ()
    return tuple(token.value for token in stream)
