"""The names an expression sees while it runs: a chain of scopes, innermost first."""

from collections.abc import Callable, Mapping

from app.feel.bounds import Run

MISSING = object()


class Frame:
    """One scope; `run` is shared along the chain."""

    __slots__ = ("outer", "run", "values")

    def __init__(self, values: Mapping[str, object], outer: "Frame | None", run: Run) -> None:
        self.values = values
        self.outer = outer
        self.run = run

    def look_up(self, name: str) -> object:
        """The innermost value of this name; null where nobody knows it."""
        frame: Frame | None = self
        while frame is not None:
            value = frame.values.get(name, MISSING)
            if value is not MISSING:
                return value
            frame = frame.outer
        return None

    def has(self, name: str) -> bool:
        frame: Frame | None = self
        while frame is not None:
            if name in frame.values:
                return True
            frame = frame.outer
        return False


Closure = Callable[[Frame], object]
