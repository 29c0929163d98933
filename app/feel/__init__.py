"""FEEL, the one expression language: conditions of gateways and forms, timers, cells of decision tables.

The whole face of the room. Texts are read once (`compile_expression`) and then run on data (`evaluate`,
`unary_test`, `form_condition`); `analyse` tells what is wrong or doubtful before anything runs.
Nothing here can reach Python: names are looked up in the data that was passed in, and nowhere else.
"""

from app.feel.analysis import analyse
from app.feel.bounds import FeelInvalid, FeelLimit
from app.feel.expression import Expression, compile_expression, evaluate, form_condition, unary_test
from app.feel.findings import Finding
from app.feel.values import DayTimeDuration, Range, YearMonthDuration

__all__ = [
    "DayTimeDuration",
    "Expression",
    "FeelInvalid",
    "FeelLimit",
    "Finding",
    "Range",
    "YearMonthDuration",
    "analyse",
    "compile_expression",
    "evaluate",
    "form_condition",
    "unary_test",
]
