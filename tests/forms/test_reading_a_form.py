"""Reading a form file: what is refused, and that everything wrong is said at once."""

import json
import time
from collections.abc import Callable
from typing import Any

import pytest

from app.errors import Refusal
from app.forms import Form, FormInvalid, read

FormOf = Callable[..., Form]
Raw = Callable[..., bytes]

TEXT = {"type": "textfield", "key": "name", "label": "Name"}
YES = {"type": "radio", "key": "yes", "label": "Sure?", "values": [{"label": "Yes", "value": True}]}


def problems(raw: bytes) -> list[str]:
    with pytest.raises(FormInvalid) as refused:
        read(raw)
    return [str(problem) for problem in refused.value.problems]


def hidden(expression: str) -> dict[str, Any]:
    return {**TEXT, "conditional": {"hide": expression}}


def test_a_sound_form_reads(form: FormOf) -> None:
    found = form(TEXT, YES)
    assert (found.key, found.title, found.code) == ("f99_trial", "Trial", "F99")
    assert [field.key for field in found.fields] == ["name", "yes"]


def test_a_refused_form_is_a_refusal_that_pages_know() -> None:
    with pytest.raises(Refusal) as refused:
        read(b"[]")
    assert refused.value.status == 422


def test_all_problems_are_told_at_once(raw: Raw) -> None:
    broken = raw({**TEXT, "key": "9"}, {"type": "html", "label": "Name"}, hidden("=nobody = 1"), title="")
    assert len(problems(broken)) == 4


@pytest.mark.parametrize(
    "hostile",
    [
        b"",
        b"\xff\xfe{}",
        b"{",
        b"null",
        b"[1]",
        b'"text"',
        b"{}",
        b'{"type": NaN}',
        b'{"type": 1e999}',
        b'{"a": ' + b"9" * 5000 + b"}",
        b'{"a": 1, "a": 2}',
        b'{"components": [{"type": "text", "type": "html"}]}',
        b"[" * 100_000,
        b'{"a":' * 50_000,
        b'{"components": ' + b"[" * 40 + b"]" * 40 + b"}",
        b'{"title": "' + b"x" * 400_000 + b'"}',
        b'{"title": "\\ud800"}',
        b'{"title": "\\u0000"}',
        b" " * 2_000_000,
        b'{"type":"default","components":7,"labels":7,"title":7,"id":7,"code":7,"schemaVersion":"19"}',
        b'{"type":"default","components":[1,null,"x",[]],"labels":{"ar":[]},"title":{},"id":[],"code":{}}',
    ],
)
def test_a_hostile_file_is_refused_in_a_sentence(hostile: bytes) -> None:
    assert problems(hostile)


@pytest.mark.parametrize(
    "kind",
    [
        "html",
        "iframe",
        "image",
        "table",
        "filepicker",
        "documentPreview",
        "button",
        "script",
        "",
        None,
        5,
        [],
    ],
)
def test_components_that_load_or_run_things_are_not_supported(raw: Raw, kind: Any) -> None:
    assert problems(raw({"type": kind, "key": "thing", "label": "Thing"}))


@pytest.mark.parametrize(
    "words", ["=name", "Hello {{name}}", "<b>Hello</b>", "<script>", "[x](javascript:1)"]
)
def test_texts_are_plain_words(raw: Raw, words: str) -> None:
    assert problems(raw({**TEXT, "label": words}))
    assert problems(raw({"type": "text", "text": words}))
    assert problems(raw(TEXT, labels={"ar": {"Name": words, "Trial": "ع"}}))


def test_a_name_that_stands_twice_in_one_object_is_told(raw: Raw) -> None:
    twice = raw(TEXT).replace(b'"key": "name"', b'"key": "name", "key": "nome"')
    assert problems(twice) == ["The name “key” stands twice in one object."]


def test_a_text_without_arabic_is_a_problem(raw: Raw) -> None:
    assert problems(raw(TEXT, labels={"ar": {"Trial": "تجربة"}})) == ["The Arabic for “Name” is missing."]
    assert problems(raw(TEXT, labels={"ar": {"Trial": "تجربة", "Name": "  "}}))


@pytest.mark.parametrize(
    "key", ["", "9x", "a.b", "a b", "__proto__", "constructor", "this", "date", "and", "x" * 61, None, 5, {}]
)
def test_a_key_is_a_plain_name_that_expressions_can_use(raw: Raw, key: Any) -> None:
    assert problems(raw({**TEXT, "key": key}))


def test_a_key_is_used_once(raw: Raw) -> None:
    assert problems(raw(TEXT, {"type": "group", "label": "Name", "components": [TEXT]}))
    assert problems(
        raw({"type": "dynamiclist", "path": "people", "label": "Name", "components": [TEXT, TEXT]})
    )


def test_two_fields_cannot_set_one_variable(raw: Raw) -> None:
    properties = {"properties": {"variable": "wish"}}
    assert problems(raw({**TEXT, **properties}, {**YES, **properties}))


@pytest.mark.parametrize(
    "properties",
    [{"sensitivity": "secret"}, {"fact": "shoe_size"}, {"variable": "a b"}, {"varaible": "x"}, {"fact": 5}],
)
def test_an_unknown_property_is_a_problem(raw: Raw, properties: dict[str, Any]) -> None:
    assert problems(raw({**TEXT, "properties": properties}))


@pytest.mark.parametrize(
    "expression",
    ["yes = true", "=", "=yes = ", "=(" * 400, "=unknown = 1", "=foo(yes)", "=" + "1+" * 3000 + "1", 5],
)
def test_a_condition_that_cannot_work_is_a_problem(raw: Raw, expression: Any) -> None:
    assert problems(raw(YES, {**TEXT, "conditional": {"hide": expression}}))


def test_conditions_that_wait_for_each_other_are_refused(raw: Raw) -> None:
    one = {**TEXT, "key": "one", "conditional": {"hide": '=two != "x"'}}
    two = {**TEXT, "key": "two", "conditional": {"hide": '=one != "x"'}}
    assert "wait for each other" in problems(raw(one, two))[0]
    assert "wait for each other" in problems(raw({**one, "conditional": {"hide": '=one != "x"'}}))[0]


def test_a_chain_longer_than_a_screen_follows_is_refused(raw: Raw, form: FormOf) -> None:
    def link(key: str, asked: str) -> dict[str, Any]:
        return {**TEXT, "key": key, "conditional": {"hide": f'={asked} != "x"'}}

    chain = [{**TEXT, "key": "a"}, link("b", "a"), link("c", "b")]
    assert form(*chain)
    assert "third in a chain" in problems(raw(*chain, link("d", "c")))[0]


def test_a_list_stands_in_no_list_and_a_group_has_no_path(raw: Raw) -> None:
    inner = {"type": "dynamiclist", "path": "inner", "label": "Name", "components": [TEXT]}
    assert problems(raw({"type": "dynamiclist", "path": "outer", "label": "Name", "components": [inner]}))
    assert problems(raw({"type": "group", "path": "there", "label": "Name", "components": [TEXT]}))


def test_a_column_asks_about_its_row_by_this(raw: Raw) -> None:
    column = {**TEXT, "key": "why", "conditional": {"hide": "=count(this) = 1"}}
    people = {"type": "dynamiclist", "path": "people", "label": "Name", "components": [TEXT, column]}
    assert "this.key" in problems(raw(people))[0]


@pytest.mark.parametrize(
    "pattern", ["(", "(?=a)", "(a)\\1", "\\p{L}", "(?i)a", "a{2000}", "x" * 501, 5, "[[:alpha:]]"]
)
def test_a_pattern_browser_and_server_would_read_differently_is_refused(raw: Raw, pattern: Any) -> None:
    assert problems(raw({**TEXT, "validate": {"pattern": pattern}}))


def test_a_pattern_that_explodes_elsewhere_is_harmless(form: FormOf, faults: Callable[..., Any]) -> None:
    found = form({**TEXT, "validate": {"pattern": "^(a+)+$"}})
    start = time.perf_counter()
    assert faults(found, {"name": "a" * 9_000 + "!"}) == {
        "name": ["This answer does not have the expected form."]
    }
    assert time.perf_counter() - start < 1


@pytest.mark.parametrize(
    "rules",
    [
        {"min": 1}, {"maxLenght": 5}, {"required": "yes"}, {"maxLength": -1}, {"maxLength": "many"},
        {"minLength": 1.5}, {"validationType": "iban"}, {"patternErrorMessage": 5}, [],
    ],
)  # fmt: skip
def test_a_rule_that_would_never_be_enforced_is_a_problem(raw: Raw, rules: Any) -> None:
    assert problems(raw({**TEXT, "validate": rules}))


@pytest.mark.parametrize(
    "values",
    [
        [], "x", [1], [{"label": "A"}], [{"value": "a"}], [{"label": "A", "value": ""}],
        [{"label": "A", "value": {}}], [{"label": "A", "value": "a"}, {"label": "B", "value": "a"}],
        [{"label": f"{number}", "value": number} for number in range(500)],
    ],
)  # fmt: skip
def test_options_stand_in_the_file_each_once(raw: Raw, values: Any) -> None:
    assert problems(raw({"type": "select", "key": "pick", "label": "Pick", "values": values}))


def test_options_from_elsewhere_are_refused(raw: Raw) -> None:
    select = {"type": "select", "key": "pick", "label": "Pick", "values": [{"label": "A", "value": "a"}]}
    assert problems(raw({**select, "valuesKey": "list"}))
    assert problems(raw({**select, "valuesExpression": "=x"}))


@pytest.mark.parametrize("default", [5, True, {}, ["x"], "no such option"])
def test_a_default_must_itself_be_an_answer(raw: Raw, default: Any) -> None:
    select = {"type": "select", "key": "pick", "label": "Pick", "values": [{"label": "A", "value": "a"}]}
    assert problems(raw({**select, "defaultValue": default}))


@pytest.mark.parametrize("name", ["readonly", "disabled"])
def test_a_field_nobody_can_fill_in_is_refused(raw: Raw, name: str) -> None:
    assert problems(raw({**TEXT, name: True}))
    assert problems(raw({**TEXT, name: "=true"}))


def test_a_date_field_says_what_it_holds(raw: Raw) -> None:
    assert problems(raw({"type": "datetime", "key": "on", "dateLabel": "On"}))
    assert problems(raw({"type": "datetime", "key": "on", "dateLabel": "On", "subtype": "datetime"}))


def test_a_form_with_more_fields_than_anyone_would_answer_is_refused(raw: Raw) -> None:
    assert problems(raw(*({**TEXT, "key": f"k{number}"} for number in range(301))))


def test_groups_nested_without_end_are_refused(raw: Raw) -> None:
    nested: dict[str, Any] = TEXT
    for _ in range(6):
        nested = {"type": "group", "label": "Name", "components": [nested]}
    assert problems(raw(nested))


def test_a_wrong_shape_anywhere_is_a_refusal_and_no_crash(raw: Raw) -> None:
    """Put every kind of wrong value at every place of a good form."""
    good = json.loads(
        raw(
            {**YES, "conditional": {"hide": '=name = "x"'}, "properties": {"variable": "sure"}},
            {**TEXT, "validate": {"pattern": "a", "minLength": 1}, "appearance": {"suffixAdorner": "kg"}},
            {"type": "number", "key": "size", "label": "Size", "decimalDigits": 2, "increment": "0.5"},
            {"type": "group", "label": "Group", "components": [{"type": "separator"}]},
            {"type": "dynamiclist", "path": "people", "label": "Name", "components": [TEXT]},
            {"type": "datetime", "key": "on", "dateLabel": "On", "subtype": "date"},
            {"type": "expression", "key": "sum_of", "expression": "=size + 1"},
        )
    )
    read(json.dumps(good).encode())
    for path in list(_paths(good)):
        for wrong in (None, 5, -1, 1.5, True, "", "x", [], {}, [[]], {"a": {}}, "=", "=1"):
            changed = json.loads(json.dumps(good))
            _put(changed, path, wrong)
            assert _reads_or_says_why(json.dumps(changed).encode())


def _reads_or_says_why(raw: bytes) -> bool:
    try:
        read(raw)
    except FormInvalid as refused:
        return bool(refused.problems)
    return True


def _paths(value: Any, start: tuple[Any, ...] = ()) -> Any:
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in items:
        yield (*start, key)
        yield from _paths(inner, (*start, key))


def _put(value: Any, path: tuple[Any, ...], new: Any) -> None:
    for step in path[:-1]:
        value = value[step]
    value[path[-1]] = new
