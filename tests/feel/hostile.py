"""Expressions that try to get out, to run for ever, or to look like others."""

from pathlib import Path
from typing import Any

DUNDERS = (
    *(
        "__class__",
        "__import__",
        "__builtins__",
        "__globals__",
        "__subclasses__",
        "__mro__",
        "__dict__",
        "__init__",
    ),
    *("__getattribute__", "__reduce__", "__code__", "func_globals", "gi_frame", "f_back", "tb_frame", "mro"),
)
UNICODE = (
    *(
        "x\u202e > 1",
        "x\u200b = 1",
        "\u2066x",
        "x \u2028 y",
        "\x00",
        "x\x07y",
        "\ufeffx",
        "１ + ٢",
        "x ＝ 1",
        "‘a’",
        "“a”",
    ),
    *(
        '"\\uD800"',
        '"\\uDC00\\uD800"',
        "\ud800",
        '"\ud800"',
        "\U000e0041x",
        "а = a",
        "x\u0301",
        "\u0301x",
        "ﬀ",
        "ª",
        "Ⅷ",
    ),
    *("−5", "5 ≥ 3", "5 ≠ 3", "\u3000", "x\u00ad", "🐎", "x🐎"),
)
EMPTY = ("", " ", "\n", "#", "# x")
HUGE = (
    "9" * 400,
    "9" * 3999,
    "-" + "9" * 310,
    "0." + "0" * 400 + "1",
    "concatenate(" + ", ".join(["big"] * 200) + ")",
    "flatten([" + ", ".join(["big"] * 200) + "])",
)
LISTS = "{a0: [1, 1], " + ", ".join(f"a{n}: [a{n - 1}, a{n - 1}]" for n in range(1, 60))
TEXTS = '{a0: "aaaaaaaaaa", ' + ", ".join(f"a{n}: a{n - 1} + a{n - 1}" for n in range(1, 60))
EXPLODING = (
    LISTS + "}",
    LISTS + "}.a59",
    LISTS + ", r: a59 = a58}.r",
    LISTS + ", r: a59 = a59}.r",
    LISTS + ", r: string(a59)}.r",
    LISTS + ", r: count(flatten(a59))}.r",
    LISTS + ", r: distinct values([a59, a59])}.r",
    LISTS + ", r: list contains([a59], a59)}.r",
    LISTS + ", r: a59 in (a59)}.r",
    LISTS + ", r: {k: a59} = {k: a59}}.r",
    TEXTS + "}.a59",
    TEXTS + ", r: string join([a12, a12, a12, a12, a12], a12)}.r",
    TEXTS + ', r: replace(a13, "a", a13)}.r',
    TEXTS + ', r: replace(a13, "", a13)}.r',
    TEXTS + ', r: split(a13, "")}.r',
    TEXTS + ", r: for i in 1..10000 return a13}.r",
    'replace(text, ".", "$0$0$0$0$0$0$0$0$0$0")',
    'string join(for i in 1..9000 return text, "")',
)
PATTERNS = (
    *(
        "^(a+)+$",
        "(a*)*b",
        "(a|a)*c",
        "(a|aa)+$",
        "^(([a-z])+.)+[A-Z]([a-z])+$",
        "(.*)*x",
        "(x+x+)+y",
        "((a{1,100}){1,100})",
    ),
    *(
        "(a{1000}){1000}",
        "a{1001}",
        "(?:a?){500}a{500}",
        "[a-z]{1000}.*[a-z]{1000}",
        ".*.*.*.*.*.*.*=x",
        "(?P<n>a)",
        "(?#c)",
    ),
    *(
        "(?<=a)b",
        "(?=a)",
        "(a)\\\\1",
        "\\\\p{L}{900}",
        "\\\\C",
        "[",
        "(",
        "*",
        "a**",
        "(?i)" * 200,
        "(" * 300 + ")" * 300,
        "\\\\x{110000}",
    ),
    *("|" * 900, "(a|b|c|d|e|f|g)" * 60, "(?s).{0,999}" * 8, "\\\\b" * 300, "a" * 1001),
)
DEEP = (
    *(
        "(" * 41 + "1" + ")" * 41,
        "[" * 41 + "1" + "]" * 41,
        "{a:" * 41 + "1" + "}" * 41,
        "-" * 41 + "1",
        "not(" * 41 + "true" + ")" * 41,
    ),
    *(
        "(" * 1999 + "1" + ")" * 1999,
        "[" * 3999,
        "(" * 3999,
        "{a:" * 1300,
        "-" * 3999,
        "not(" * 999,
        "]" * 3999,
    ),
    *(
        "if true then " * 300,
        "if " * 1300,
        "for x in " * 400,
        "function(x) " * 300,
        "1 in (" * 600,
        "x[" * 1999,
        "abs(" * 999,
    ),
    *(
        "+".join(["1"] * 1999),
        "**".join(["1"] * 1300),
        " and ".join(["x"] * 600),
        ".".join(["x"] * 1999),
        "x" + "[1]" * 1300,
    ),
    *(
        "x = " * 900 + "x",
        "[" + "1," * 1999 + "1]",
        "{" + ",".join(f"a{n}:1" for n in range(550)) + "}",
        "some x in [1], " * 200,
    ),
    *(
        "1 in (" * 39 + "1" + ")+1" * 39,
        "1 in (" * 39 + "1" + "..2]" * 39,
        "1 in ((" * 19 + "1" + "..2]+1)" * 19,
    ),
    *(
        "for " + ", ".join(f"a{n} in [1]" for n in range(250)) + " return 1",
        "/*" * 1999,
        "//\n" * 1300 + "1",
        '"\\u0041' * 600,
    ),
)
LONG = (
    "1" * 1_000_000,
    "x" * 1_000_000,
    " " * 1_000_000,
    "(" * 1_000_000,
    '"' + "a" * 1_000_000 + '"',
    "\n" * 4001,
    "a " * 2001,
)


def with_patterns() -> list[str]:
    """Each pattern in each function that takes one, on a text of 5,000 characters."""
    return [
        template % pattern
        for pattern in PATTERNS
        for template in ('matches(text, "%s")', 'replace(text, "%s", "$0$0")', 'split(text, "%s")')
    ]


def walks() -> list[str]:
    """Steps from a value to what Python keeps behind it."""
    return [
        template % name
        for name in DUNDERS
        for template in ("%s", "x.%s", '"a".%s', "[1].%s", "x[%s = 1]", "%s(1)", "{a: %s}")
    ]


def listed() -> list[str]:
    """The expressions of the file beside this one."""
    lines = (Path(__file__).parent / "hostile.txt").read_text().splitlines()
    return [line for line in lines if not line.startswith("#")]


def expressions() -> list[str]:
    families = (UNICODE, EMPTY, HUGE, EXPLODING, DEEP, LONG)
    return [*listed(), *walks(), *with_patterns(), *(text for family in families for text in family)]


def data() -> dict[str, Any]:
    return {"x": 10, "text": "a" * 4_999 + "!", "big": list(range(9_000)), "y": "z", "a": True}
