"""The share of the DMN Technology Compatibility Kit that our FEEL answers as the kit expects.

    python benchmarks/feel_tck.py PATH    # a checkout of https://github.com/dmn-tck/tck

Only decisions that are one literal expression over input data take part. Rows that expect null are counted
apart: a function that is missing answers null too. Nothing of the kit is part of this project.
"""

import argparse
import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

sys.path.insert(0, str(Path(__file__).parents[1]))

from app.feel import FeelInvalid, compile_expression, evaluate
from app.feel.temporal import read_date, read_date_time, read_duration, read_time

NOW = datetime(2026, 1, 5, 9, 30, tzinfo=UTC)
NIL = "{http://www.w3.org/2001/XMLSchema-instance}nil"
TYPE = "{http://www.w3.org/2001/XMLSchema-instance}type"
LEFT_OUT = {
    "test for a type": r"\binstance\s+of\b",
    "results so far": r"\bpartial\b",
    "operators in keys": r"\{\s*\w+[-+*/]",
    "range from text": r"\brange\s*\(",
    "functions as values": r"\bfunction\s*\((?![^)]*\)\s*[^)]*\)\s*$)|\bexternal\b",
    "interval functions": r"\b(before|after|meets|met by|overlaps|overlaps before|overlaps after|finishes|"
    r"finished by|includes|during|starts|started by|coincides)\s*\(",
    "years beyond four digits": r'"-?[0-9]{5,}-[0-9]{2}-|"-[0-9]{4}-|date( and time)?\(\s*(-|[0-9]{5,})',
}
COERCION = "0082-feel-coercion"


@dataclass(frozen=True)
class Row:
    folder: str
    expression: str
    inputs: dict[str, Any]
    expected: Any
    left_out: str | None


def local(element: ElementTree.Element) -> str:
    return element.tag.rpartition("}")[2]


def child(element: ElementTree.Element, *path: str) -> ElementTree.Element | None:
    found: ElementTree.Element | None = element
    for name in path:
        found = next((part for part in found if local(part) == name), None) if found is not None else None
    return found


def value_of(element: ElementTree.Element) -> Any:
    """The value written in an inputNode, expected, item or component."""
    components = [part for part in element if local(part) == "component"]
    if components:
        return {part.attrib["name"]: value_of(part) for part in components}
    listed = child(element, "list")
    if listed is not None:
        return None if listed.get(NIL) == "true" else [value_of(item) for item in listed]
    value = child(element, "value")
    if value is None or value.get(NIL) == "true":
        return None
    text = value.text or ""
    match value.get(TYPE, "").rpartition(":")[2]:
        case "decimal" | "double" | "integer" | "int" | "float" | "long":
            return float(text)
        case "boolean":
            return text == "true"
        case "date":
            return read_date(text)
        case "time":
            return read_time(text)
        case "dateTime":
            return read_date_time(text)
        case "duration" | "yearMonthDuration" | "dayTimeDuration":
            return read_duration(text)
    return text


def decisions(model: Path) -> dict[str, tuple[str, bool]]:
    """Name to expression, and whether it needs nothing but input data."""
    found: dict[str, tuple[str, bool]] = {}
    for element in ElementTree.parse(model).getroot():
        text = child(element, "literalExpression", "text") if local(element) == "decision" else None
        if text is not None and text.text:
            needs = {local(need) for part in element for need in part if local(part).endswith("Requirement")}
            found[element.attrib["name"]] = (text.text.strip(), needs <= {"requiredInput"})
    return found


def rows(checkout: Path) -> Iterator[Row]:
    for suite in sorted(checkout.glob("TestCases/compliance-level-[23]/*/*.xml")):
        root = ElementTree.parse(suite).getroot()
        model_name = child(root, "modelName")
        if local(root) != "testCases" or model_name is None or not model_name.text:
            continue
        known = decisions(suite.parent / model_name.text)
        for case in (part for part in root if local(part) == "testCase"):
            inputs = {part.attrib["name"]: value_of(part) for part in case if local(part) == "inputNode"}
            for result in (part for part in case if local(part) == "resultNode"):
                expression, alone = known.get(result.attrib["name"], ("", False))
                expected = child(result, "expected")
                if alone and expected is not None:
                    yield Row(
                        suite.parent.name, expression, inputs, value_of(expected), left_out(suite, expression)
                    )


def left_out(suite: Path, expression: str) -> str | None:
    if suite.parent.name == COERCION:
        return "coercion to declared types"
    return next((name for name, pattern in LEFT_OUT.items() if re.search(pattern, expression)), None)


def answer(row: Row) -> Any:
    try:
        return evaluate(compile_expression(row.expression, row.inputs), row.inputs, now=NOW)
    except FeelInvalid as refused:
        return refused


def agrees(ours: Any, expected: Any) -> bool:
    """Numbers to eight digits, as the kit's runners do; a refusal stands for null."""
    if isinstance(ours, FeelInvalid):
        return expected is None
    if isinstance(expected, list) and isinstance(ours, list):
        return len(ours) == len(expected) and all(map(agrees, ours, expected))
    if isinstance(expected, dict) and isinstance(ours, dict):
        return ours.keys() == expected.keys() and all(agrees(ours[key], expected[key]) for key in ours)
    if isinstance(expected, float) and type(ours) in (int, float):
        return bool(abs(ours - expected) <= 1e-8 * max(abs(ours), abs(expected)))
    if isinstance(expected, date) and isinstance(ours, date):
        return str(ours) == str(expected)
    return type(ours) is type(expected) and bool(ours == expected)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("checkout", type=Path)
    parser.add_argument(
        "--failures", action="store_true", help="print every row inside the subset that fails"
    )
    options = parser.parse_args()
    counted: Counter[str] = Counter()
    skipped: Counter[str] = Counter()
    for row in rows(options.checkout):
        ours = answer(row)
        right: int = agrees(ours, row.expected)
        inside = row.left_out is None
        for group in ("all", *(["in the subset"] if inside else [])):
            for name in (group, *([f"{group}, not null"] if row.expected is not None else [])):
                counted[name] += 1
                counted[f"{name}: right"] += right
        if not inside:
            skipped[str(row.left_out)] += 1
        elif options.failures and not right:
            print(
                f"{row.folder}: {row.expression!r} over {row.inputs} is {ours!r}, expected {row.expected!r}"
            )
    for name in ("all", "all, not null", "in the subset", "in the subset, not null"):
        passed, total = counted[f"{name}: right"], counted[name]
        print(f"{name:25} {passed:5} of {total:5}  {passed / max(total, 1):.1%}")
    print("left out:", ", ".join(f"{name} {count}" for name, count in skipped.most_common()))


if __name__ == "__main__":
    main()
