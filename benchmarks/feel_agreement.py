"""How far our FEEL agrees with the form viewer's on 20,000 generated expressions, and how fast it is.

    python benchmarks/feel_agreement.py [--cases 20000] [--seed 1] [--examples 2]

The expressions are those our analysis has nothing to say about. Each difference is traced to the smallest
part that shows it, and counted under the rule that explains it; what no rule explains is printed whole.
"""

import argparse
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from app.feel import compile_expression, evaluate
from app.feel.expression import FUNCTIONS
from app.feel.parser import parse
from tests.feel.agreement import UNEXPLAINED, Agreement, clean_cases, compare
from tests.feel.oracle_process import Oracle, installed

NOW = datetime(2026, 1, 5, 9, 30, tzinfo=UTC)
CONDITIONS = (
    'riskLevel = "high"',
    "age < 18",
    "consent = true and age >= 18",
    'riskLevel in ("high", "critical")',
    "amount > 100 and amount <= 5000",
    "not(injured) or hospital != null",
    'nationality = "X" or nationality = "Y"',
    "count(indicators) >= 3",
    "if child then true else consent = true",
    'some indicator in indicators satisfies indicator = "debt"',
)
DATA = {
    **{"riskLevel": "high", "age": 30, "consent": True, "amount": 200, "injured": False, "hospital": None},
    **{"nationality": "Y", "indicators": ["debt", "threat", "papers"], "child": False},
}
PASSES = 2_000


def timed() -> tuple[float, float]:
    """Microseconds per pass over the ten conditions, compiled before; and to read all ten once."""
    compiled = [compile_expression(text, DATA) for text in CONDITIONS]
    best = float("inf")
    for _ in range(7):
        began = time.perf_counter()
        for _ in range(PASSES):
            for expression in compiled:
                evaluate(expression, DATA, now=NOW)
        best = min(best, (time.perf_counter() - began) / PASSES)
    began = time.perf_counter()
    for text in CONDITIONS:
        parse(text, DATA, FUNCTIONS, unary=False)
    return best * 1e6, (time.perf_counter() - began) * 1e6


def report(found: Agreement, examples: int) -> None:
    print(f"agreed: {found.agreed} of {found.compared}, {found.share:.2%}")
    for rule, count in found.rules.most_common():
        print(f"{count:6}  {rule}")
        shown = len(found.examples[rule]) if rule == UNEXPLAINED else examples
        for example in sorted(found.examples[rule], key=len)[:shown]:
            print(f"          {example}")
    print(f"unexplained: {found.rules[UNEXPLAINED]}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--cases", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--examples", type=int, default=2)
    options = parser.parse_args()
    with Oracle(installed()) as oracle:
        report(compare(oracle, list(clean_cases(options.seed, options.cases))), options.examples)
    run, read = timed()
    print(f"ten gateway conditions: {run:.0f} us per pass once compiled, {read:.0f} us to read them")


if __name__ == "__main__":
    main()
