"""The laws of the house that a reader can check: short modules, plain names, strict pages, whole sentences."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MODULES = sorted((ROOT / "app").rglob("*.py"))
TEMPLATES = sorted((ROOT / "app" / "templates").rglob("*.html"))
LONGEST_MODULE, LONGEST_FUNCTION = 250, 30
FORBIDDEN = ("utils", "util", "helpers", "helper", "common", "manager", "service", "handler")
MIGRATIONS = ROOT / "app" / "migrations" / "versions"
"""Migrations list tables; they are as long as the tables are many."""

Function = ast.FunctionDef | ast.AsyncFunctionDef


def tree(module: Path) -> ast.Module:
    return ast.parse(module.read_text(encoding="utf-8"))


def name(module: Path) -> str:
    return str(module.relative_to(ROOT))


def test_no_module_is_longer_than_two_screens_of_thought() -> None:
    long = {name(m): len(m.read_text().splitlines()) for m in MODULES if m.parent != MIGRATIONS}
    assert {m: lines for m, lines in long.items() if lines > LONGEST_MODULE} == {}


def test_no_function_is_longer_than_a_screen() -> None:
    long = {
        f"{name(module)}:{node.lineno} {node.name}": own
        for module in MODULES
        if module.parent != MIGRATIONS
        for node in ast.walk(tree(module))
        if isinstance(node, Function) and (own := own_lines(node)) > LONGEST_FUNCTION
    }
    assert long == {}


def own_lines(function: Function) -> int:
    """The lines of a function's body, without its docstring and the functions defined inside it."""
    inner = [node for node in function.body if isinstance(node, Function)]
    body = function.body[1:] if ast.get_docstring(function) and len(function.body) > 1 else function.body
    first, last = body[0].lineno, body[-1].end_lineno or body[-1].lineno
    return last - first + 1 - sum((n.end_lineno or n.lineno) - n.lineno + 1 for n in inner)


def test_every_module_opens_with_a_line_on_what_lives_there() -> None:
    silent = [name(module) for module in MODULES if not ast.get_docstring(tree(module))]
    assert silent == []


def test_no_module_class_or_function_hides_behind_a_word_that_says_nothing() -> None:
    vague = [
        f"{name(module)} {word}"
        for module in MODULES
        for word in (module.stem, *_defined(tree(module)))
        if set(re.findall(r"[a-z]+", re.sub(r"([A-Z])", r" \1", word).lower())) & set(FORBIDDEN)
    ]
    assert vague == []


def _defined(module: ast.Module) -> Iterator[str]:
    for node in ast.walk(module):
        if isinstance(node, ast.ClassDef | Function):
            yield node.name


def test_nothing_is_left_to_be_done_later() -> None:
    unfinished = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")
    assert [name(m) for m in (*MODULES, *TEMPLATES) if unfinished.search(m.read_text())] == []


def test_only_entry_points_begin_a_transaction() -> None:
    entries = {
        "views",
        "path_views",
        "search_page",
        "factory",
        "timers",
        "words",
        "__init__",
        "accounts",
        "recounting",
        "runs",
    }
    for module in MODULES:
        begins = [
            node.lineno
            for node in ast.walk(tree(module))
            if isinstance(node, ast.Attribute) and node.attr in ("unit_of_work", "commit")
        ]
        if begins and module.name != "db.py" and "migrations" not in name(module):
            assert module.stem in entries or module.parent.name == "jobs", (name(module), begins)
            assert module.name != "commands.py"


@pytest.mark.parametrize(
    "banned",
    [
        r"<script(?![^>]*(?:\bsrc=|type=\"application/json\"))",
        r"<style\b",
        r"\sstyle\s*=",
        r"\son[a-z]+\s*=\s*[\"']",
        r"javascript:",
        r"\|\s*safe\b",
        r"(?:src|href)=\"(?:https?:)?//",
        r"{%\s*autoescape",
    ],
)
def test_no_page_needs_what_its_safety_headers_forbid(banned: str) -> None:
    assert TEMPLATES
    for template in TEMPLATES:
        found = re.search(banned, template.read_text(encoding="utf-8"), re.I)
        assert not found, (name(template), found and found[0])


def test_every_form_that_changes_something_carries_its_token() -> None:
    for template in TEMPLATES:
        text = template.read_text(encoding="utf-8")
        for form in re.findall(r"<form\b[^>]*method=\"post\".*?</form>", text, re.S | re.I):
            assert 'name="csrf_token"' in form, (name(template), form[:80])


def sentences() -> Iterator[tuple[str, str, set[str]]]:
    """Each `say("...", name=...)`: where it stands, its text and the names it is given."""
    for module in MODULES:
        for node in ast.walk(tree(module)):
            if not (isinstance(node, ast.Call) and getattr(node.func, "id", "") == "say" and node.args):
                continue
            text = node.args[0]
            if isinstance(text, ast.Constant) and all(k.arg for k in node.keywords):
                yield f"{name(module)}:{node.lineno}", text.value, {k.arg or "" for k in node.keywords}


def test_every_sentence_is_given_exactly_the_words_it_asks_for() -> None:
    seen = 0
    for place, text, given in sentences():
        seen += 1
        assert set(re.findall(r"%\((\w+)\)s", text)) == given, place
        if given:
            assert text % dict.fromkeys(given, "x"), place
        else:
            assert "%" not in text.replace("%%", ""), place
    assert seen > 100


def test_every_sentence_ends_as_a_sentence() -> None:
    loose = [(place, text) for place, text, _ in sentences() if text.rstrip('"')[-1] not in ".?!s)"]
    assert loose == []


def test_no_page_or_sentence_judges_a_person_beforehand() -> None:
    words = re.compile(r"\b(runaway|absconded|absconding|illegal)\b", re.I)
    for file in (*TEMPLATES, *MODULES, *(ROOT / "forms").glob("*.form")):
        found = words.search(file.read_text(encoding="utf-8"))
        assert not found, (name(file), found and found[0])
