"""Expressions that try to get out, to run for ever, or to look like others."""

from typing import Any

DUNDERS = (
    *("__class__", "__import__", "__builtins__", "__globals__", "__subclasses__", "__mro__", "__dict__", "__init__"),
    *("__getattribute__", "__reduce__", "__code__", "func_globals", "gi_frame", "f_back", "tb_frame", "mro"),
)
PYTHON = (
    *('__import__("os").system("id")', 'eval("1+1")', 'exec("x=1")', 'open("/etc/passwd")', "lambda: 1", "globals()"),
    *("().__class__.__bases__[0].__subclasses__()", '"".join(["a"])', "[x for x in [1]]", "1 if true else 2"),
    *('getattr(x, "y")', 'compile("1", "", "eval")', 'f"{x}"', "x := 1", "import os", "print(1)", "x.format(1)"),
    *('"{0.__class__}".format(x)', '"%s" % x', "vars(x)", "dir()", "help()", "exit()", "type(x)", "not x", "~1"),
    *("`id`", "$(id)", "${7*7}", "{{7*7}}", "#{7*7}", "<%= 7 %>", "1; 2", "x = 1; y", "a && b", "a || b", "!a", "a ? b : c"),
    *("constructor.constructor(1)", "this.constructor", "x.__proto__.polluted", "{__proto__: 1}.a", "process.exit()"),
)
UNICODE = (
    *("x\u202e > 1", "x\u200b = 1", "\u2066x", "x \u2028 y", "\x00", "x\x07y", "\ufeffx", "１ + ٢", "x ＝ 1", "‘a’", "“a”"),
    *('"\\uD800"', '"\\uDC00\\uD800"', "\ud800", '"\ud800"', "\U000e0041x", "а = a", "x\u0301", "\u0301x", "ﬀ", "ª", "Ⅷ"),
    *("−5", "5 ≥ 3", "5 ≠ 3", "\u3000", "x\u00ad", "🐎", "x🐎"),
)
BROKEN = (
    *("", " ", "=", "==", "= =", "(", ")", "[", "]", "{", "}", '"', "'", "@", '@"', "@x", "?", ".", "..", "1..", "..1", ","),
    *("1 +", "* 2", "a b c (", "if", "if true", "if true then", "if true then 1 else", "for", "for x", "for x in", "some"),
    *("for x in [1] return", "every x in [1]", "function", "function(", "function(x)", "function(x) x(x)", "x between 1"),
    *("x in", "x in (", "not", "not(", "1 2", '"a" "b"', "[1 2]", "{a}", "{a:}", "{:1}", "{a:1 b:2}", "x.1", "x..y", "x[", "x[]"),
    *("/*", "/* /* */", "//", "1 /*", "\\", "x\\y", "#", "1e", "1e+", "0x10", "1_000", "01", "1.2.3", "1..2..3", "nan", "inf"),
    *("date(", "sort([1], x)", "sort([1])", "sort(1, 2, 3, 4)", "substring(start: 1)", "abs(n: 1, n: 2)", "abs(1, n: 2)"),
)
SELF_APPLICATION = (
    "(function(f) f(f))(function(f) f(f))",
    "{f: function(x) f(x), r: f(1)}.r",
    "sort([1, 2], function(x, y) sort([x, y], function(a, b) sort([a, b], function(c, d) c < d) = [1]) = [1])",
    "list replace([1], function(a, b) count(list replace([a], function(c, d) true, 2)) > 0, 3)",
    "for i in 1..4 return partial",
    "for i in 1..4 return append(partial, partial)",
)
NUMBERS = (
    *("9" * 400, "9" * 3999, "-" + "9" * 310, "1e309", "1e99999", "0." + "0" * 400 + "1", "10 ** 400", "10 ** 10 ** 10"),
    *("9 ** 9 ** 9 ** 9", "(-8) ** (1 / 3)", "1 / 0", "0 / 0", "exp(1000)", "2 ** 1024", "-2 ** 1023 * 2", "0 ** -1"),
    *("decimal(1, 99999)", "decimal(1, -99999)", "round up(1.5, 1e308)", "floor(1e308, 308)", "modulo(1e308, 1e-308)"),
    *("product([1e300, 1e300])", "stddev([1e300, -1e300])", "sum([1e308, 1e308])", "string(1e308)", "1e308 * 10"),
    *("date(99999999, 1, 1)", "date(1e300, 1, 1)", "time(1e300, 0, 0)", '@"9999-12-31" + @"P1D"', '@"1000-01-01" - @"P99999Y"'),
    *('@"P999999999999Y" + @"P999999999999Y"', 'duration("P" + "9" + "Y") * 1e300', '@"P999999999999D" * 1e12'),
    *('@"2024-01-01" + @"P999999999999D"', '@"P1D" / 1e-320', '@"P1D" * (0 / 0)', "substring(\"a\", 1e300)", "[1][1e300]"),
    *("sublist([1], -1e300)", "remove([1], 1e300)", "insert before([1], 1e300, 1)", "x ** x ** x"),
)
ENDLESS = (
    *("for i in 1..2.5 return i", "for i in 0.1..9 return i", "for i in 1..1e300 return i", "for i in -1e300..1e300 return i"),
    *("for i in 1..1000000 return i", "for i in 1..1000000000000 return 1", "some i in 1..1e15 satisfies i < 0"),
    *("every i in 1..1e15 satisfies true", "for i in 1..200, j in 1..200 return 1", "count(for i in 1..10001 return i)"),
    "for a in 1..9, b in 1..9, c in 1..9, d in 1..9, e in 1..9, f in 1..9 return 1",
    "for a in 1..99 return for b in 1..99 return for c in 1..99 return 1",
    "[1, 2, 3][(some i in 1..1e9 satisfies false)]",
    "sum(for i in 1..5000 return sum(for j in 1..5000 return 1))",
    "distinct values(for i in 1..3000 return i)",
    "union(for i in 1..3000 return i, for i in 1..3000 return -i)",
    "sort(for i in 1..5000 return modulo(i * 7919, 5000), function(x, y) x < y)",
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
    *("^(a+)+$", "(a*)*b", "(a|a)*c", "(a|aa)+$", "^(([a-z])+.)+[A-Z]([a-z])+$", "(.*)*x", "(x+x+)+y", "((a{1,100}){1,100})"),
    *("(a{1000}){1000}", "a{1001}", "(?:a?){500}a{500}", "[a-z]{1000}.*[a-z]{1000}", ".*.*.*.*.*.*.*=x", "(?P<n>a)", "(?#c)"),
    *("(?<=a)b", "(?=a)", "(a)\\\\1", "\\\\p{L}{900}", "\\\\C", "[", "(", "*", "a**", "(?i)" * 200, "(" * 300 + ")" * 300, "\\\\x{110000}"),
    *("|" * 900, "(a|b|c|d|e|f|g)" * 60, "(?s).{0,999}" * 8, "\\\\b" * 300, "a" * 1001),
)
DEEP = (
    *("(" * 41 + "1" + ")" * 41, "[" * 41 + "1" + "]" * 41, "{a:" * 41 + "1" + "}" * 41, "-" * 41 + "1", "not(" * 41 + "true" + ")" * 41),
    *("(" * 1999 + "1" + ")" * 1999, "[" * 3999, "(" * 3999, "{a:" * 1300, "-" * 3999, "not(" * 999, "]" * 3999),
    *("if true then " * 300, "if " * 1300, "for x in " * 400, "function(x) " * 300, "1 in (" * 600, "x[" * 1999, "abs(" * 999),
    *("+".join(["1"] * 1999), "**".join(["1"] * 1300), " and ".join(["x"] * 600), ".".join(["x"] * 1999), "x" + "[1]" * 1300),
    *("x = " * 900 + "x", "[" + "1," * 1999 + "1]", "{" + ",".join(f"a{n}:1" for n in range(550)) + "}", "some x in [1], " * 200),
    *("1 in (" * 39 + "1" + ")+1" * 39, "1 in (" * 39 + "1" + "..2]" * 39, "1 in ((" * 19 + "1" + "..2]+1)" * 19),
    *("for " + ", ".join(f"a{n} in [1]" for n in range(250)) + " return 1", "/*" * 1999, "//\n" * 1300 + "1", '"\\u0041' * 600),
)
LONG = ("1" * 1_000_000, "x" * 1_000_000, " " * 1_000_000, "(" * 1_000_000, '"' + "a" * 1_000_000 + '"', "\n" * 4001, "a " * 2001)


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
        template % name for name in DUNDERS for template in ("%s", "x.%s", '"a".%s', "[1].%s", "x[%s = 1]", "%s(1)", "{a: %s}")
    ]


def expressions() -> list[str]:
    families = (PYTHON, UNICODE, BROKEN, SELF_APPLICATION, NUMBERS, ENDLESS, EXPLODING, DEEP, LONG)
    return [*walks(), *with_patterns(), *(text for family in families for text in family)]


def data() -> dict[str, Any]:
    return {"x": 10, "text": "a" * 4_999 + "!", "big": list(range(9_000)), "y": "z", "a": True}
