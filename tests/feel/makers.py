"""How random expressions of each kind are put together."""

from collections.abc import Callable
from typing import Any, Protocol

NUMBERS = (0, 1, 2, 3, 5, 7, 10, 12, 18, 21, 100, 0.5, 1.5, 2.25, -1, -4)
TEXTS = ("low", "high", "medium", "a", "ab", "Ali Hasan", "", "x-1", "خطر", "🐎 k")
DATES = ("2024-02-29", "2024-01-31", "2025-12-01", "2026-03-15", "1999-07-04")
MOMENTS = (
    "2024-02-29T10:00:00Z",
    "2024-03-01T00:30:00+03:00",
    "2026-01-01T23:59:59Z",
    "2025-06-15T08:15:00-05:00",
)
TIMES = ("10:00:00Z", "23:30:00Z", "08:15:30+03:00")
DAYS = ("P1D", "PT36H", "P10D", "PT90M", "-P3D")
MONTHS = ("P1M", "P1Y", "P14M", "-P2M")
PATTERNS = ("^a", "[a-z]+", "a|b", "h.gh", "\\\\d", "i$")


class Growing(Protocol):
    """What a maker needs of the generator."""

    def pick(self, *options: Any) -> Any: ...

    def make(self, kind: str, depth: int) -> str: ...

    def name_of(self, kind: str, otherwise: str) -> str: ...

    def bound(self, kind: str, name: str, maker: Callable[[], str]) -> str: ...


Maker = Callable[[Growing, int], str]


def phrase(template: str, *kinds: str) -> Maker:
    """A maker that fills the blanks `{}` of a template with expressions of these kinds."""
    return lambda g, depth: template.format(*(g.make(kind, depth) for kind in kinds))


def written(options: tuple[Any, ...], template: str = "{}") -> Maker:
    return lambda g, depth: template.format(g.pick(*options))


def named(kind: str, otherwise: str) -> Maker:
    return lambda g, depth: g.name_of(kind, otherwise)


def over(template: str, source: str, kind: str, wanted: str) -> Maker:
    """A loop or filter: the source, then the body with its name in scope."""

    def maker(g: Growing, depth: int) -> str:
        name = "item" if "{name}" not in template else g.pick("x", "y", "each one")
        items = g.make(source, depth)
        return template.format(items, g.bound(kind, name, lambda: g.make(wanted, depth)), name=name)

    return maker


MAKERS: dict[str, tuple[list[Maker], list[Maker]]] = {
    "number": (
        [written(NUMBERS), named("number", "1"), named("number", "1")],
        [
            *(phrase(f"({{}} {sign} {{}})", "number", "number") for sign in ("+", "-", "*", "/")),
            *(
                phrase(f"{name}({{}})", "number")
                for name in ("abs", "floor", "ceiling", "sqrt", "exp", "log")
            ),
            *(
                phrase(f"{name}({{}}, {{}})", "number", "scale")
                for name in ("decimal", "round up", "round half down")
            ),
            phrase("modulo({}, {})", "number", "number"),
            phrase("(if {} then {} else {})", "boolean", "number", "number"),
            phrase("string length({})", "string"),
            *(
                phrase(f"{name}({{}})", "numbers")
                for name in ("count", "sum", "min", "max", "mean", "product", "stddev")
            ),
            phrase("{}[1]", "numbers"),
            phrase("{}[-1]", "numbers"),
            phrase("{}.year", "date"),
            phrase("{}.month", "moment"),
            phrase("day of year({})", "date"),
            phrase("week of year({})", "date"),
            phrase("{{a: {}, b: a + 1}}.b", "number"),
            phrase("{} / {}", "days", "days"),
        ],
    ),
    "scale": ([written((0, 1, 2, 3))],) * 2,
    "string": (
        [written(TEXTS, '"{}"'), named("string", '"a"')],
        [
            phrase("{} + {}", "string", "string"),
            phrase("substring({}, {})", "string", "position"),
            phrase("substring({}, {}, {})", "string", "position", "scale"),
            *(phrase(f"{name}({{}})", "string") for name in ("upper case", "lower case")),
            *(phrase(f"substring {side}({{}}, {{}})", "string", "string") for side in ("before", "after")),
            phrase("string({})", "number"),
            phrase("string({})", "date"),
            phrase("string({})", "boolean"),
            phrase("string join({}, {})", "texts", "string"),
            phrase("(if {} then {} else {})", "boolean", "string", "string"),
            phrase("day of week({})", "date"),
            phrase("month of year({})", "date"),
            lambda g, depth: f'replace({g.make("string", depth)}, "{g.pick(*PATTERNS)}", "_")',
            phrase("{}[1]", "texts"),
            phrase('get value({{k: {}}}, "k")', "string"),
        ],
    ),
    "position": ([written((1, 2, 3))],) * 2,
    "boolean": (
        [written(("true", "false")), named("boolean", "true"), named("boolean", "true")],
        [
            *(
                phrase(f"({{}} {sign} {{}})", "number", "number")
                for sign in ("<", "<=", ">", ">=", "=", "!=")
            ),
            *(phrase(f"({{}} {sign} {{}})", "string", "string") for sign in ("=", "!=", "<")),
            *(phrase(f"({{}} {sign} {{}})", "date", "date") for sign in ("<", "<=", "=", "!=")),
            *(phrase(f"({{}} {sign} {{}})", "moment", "moment") for sign in ("<", ">=", "=")),
            phrase("({} < {})", "days", "days"),
            phrase("({} > {})", "time", "time"),
            phrase("({} and {})", "boolean", "boolean"),
            phrase("({} or {})", "boolean", "boolean"),
            phrase("not({})", "boolean"),
            phrase("({} = null)", "number"),
            phrase("({} != null)", "string"),
            lambda g, depth: f"{g.make('number', depth)} between {g.pick(0, 1)} and {g.pick(2, 10, 18)}",
            lambda g, depth: (
                f"{g.make('number', depth)} in [{g.pick(0, 1)}..{g.pick(2, 10, 18)}{g.pick(']', ')')}"
            ),
            phrase("{} in ({}, {})", "string", "string", "string"),
            phrase("{} in {}", "number", "numbers"),
            phrase("{} in (< {}, >= {})", "number", "number", "number"),
            phrase("list contains({}, {})", "texts", "string"),
            *(
                phrase(f"{name}({{}}, {{}})", "string", "string")
                for name in ("contains", "starts with", "ends with")
            ),
            lambda g, depth: f'matches({g.make("string", depth)}, "{g.pick(*PATTERNS)}")',
            *(phrase(f"{name}([{{}}, {{}}])", "boolean", "boolean") for name in ("all", "any")),
            *(phrase(f"{name}({{}})", "number") for name in ("odd", "even")),
            *(
                over(f"({word} {{name}} in {{}} satisfies {{}})", "numbers", "number", "boolean")
                for word in ("some", "every")
            ),
            phrase("(if {} then {} else {})", "boolean", "boolean", "boolean"),
        ],
    ),
    "numbers": (
        [
            named("list of number", "sizes"),
            written(("[1, 2, 3]", "[]", "[4]", "sizes", "[10, 9, 2]", "[1, null]")),
        ],
        [
            phrase("[{}, {}]", "number", "number"),
            over("{}[item > 1 and {}]", "numbers", "number", "boolean"),
            over("(for {name} in {} return {})", "numbers", "number", "number"),
            over("(for {name} in 1..{} return {})", "end", "number", "number"),
            *(phrase(f"{name}({{}})", "numbers") for name in ("reverse", "distinct values", "flatten")),
            phrase("append({}, {})", "numbers", "number"),
            phrase("concatenate({}, {})", "numbers", "numbers"),
            phrase("union({}, {})", "numbers", "numbers"),
            phrase("sublist({}, {})", "numbers", "position"),
            phrase("index of({}, {})", "numbers", "number"),
            phrase("sort({}, function(x, y) x < y)", "numbers"),
            phrase("people.age"),
            phrase("people[item.age > {}].age", "number"),
        ],
    ),
    "end": ([written((1, 2, 3, 4))],) * 2,
    "texts": (
        [written(("tags", '["a", "b"]', '["low"]'))],
        [
            phrase("[{}, {}]", "string", "string"),
            phrase("people.name"),
            phrase('split({}, " ")', "string"),
            over("{}[item != {}]", "texts", "string", "string"),
            phrase("distinct values({})", "texts"),
        ],
    ),
    "list": ([named("list", "sizes")], [phrase("{}", "numbers"), phrase("{}", "texts")]),
    "context": (
        [written(("{a: 1}", '{"a b": "x"}', "people[1]"))],
        [
            phrase("{{a: {}, b: {}}}", "number", "string"),
            phrase('context put({}, "z", {})', "context", "number"),
            phrase("context merge([{}, {}])", "context", "context"),
        ],
    ),
    "date": (
        [written(DATES, '@"{}"'), written(DATES, 'date("{}")'), written(DATES, '@"{}"')],
        [
            phrase("({} + {})", "date", "months"),
            phrase("({} - {})", "date", "months"),
            phrase("date({}, {}, {})", "year", "position", "position"),
            phrase("(if {} then {} else {})", "boolean", "date", "date"),
        ],
    ),
    "year": ([written((1999, 2024, 2026))],) * 2,
    "moment": (
        [written(MOMENTS, '@"{}"'), written(MOMENTS, 'date and time("{}")')],
        [phrase("({} + {})", "moment", "days"), phrase("({} - {})", "moment", "months")],
    ),
    "time": ([written(TIMES, '@"{}"')], [phrase("({} + {})", "time", "days")]),
    "days": (
        [written(DAYS, '@"{}"'), written(DAYS, 'duration("{}")')],
        [
            phrase("({} - {})", "date", "date"),
            phrase("({} - {})", "moment", "moment"),
            phrase("({} + {})", "days", "days"),
        ],
    ),
    "months": ([written(MONTHS, '@"{}"')],) * 2,
}
