"""Answers held to a form: what is taken, what is dropped, what is refused and where."""

import math
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from app.errors import Invalid
from app.forms import Field, Form

FormOf = Callable[..., Form]
Faults = Callable[[Form, Any], dict[str, list[str]]]
Part = dict[str, Any]

NEEDED = "This answer is needed."
CHOOSE = "Choose one of the options."


def text(key: str, **more: Any) -> Part:
    return {"type": "textfield", "key": key, "label": key, **more}


def number(key: str, **more: Any) -> Part:
    return {"type": "number", "key": key, "label": key, **more}


def options(*values: Any) -> list[Part]:
    return [{"label": f"option {value}", "value": value} for value in values]


def radio(key: str, *values: Any, **more: Any) -> Part:
    return {"type": "radio", "key": key, "label": key, "values": options(*values), **more}


def hide(expression: str) -> Part:
    return {"conditional": {"hide": f"={expression}"}}


REQUIRED = {"validate": {"required": True}}


@pytest.mark.parametrize(
    ("part", "empty"),
    [
        (text("it"), ["", None]),
        (number("it"), [None]),
        (radio("it", "a"), [None]),
        ({"type": "checkbox", "key": "it", "label": "it"}, [False, None]),
        ({"type": "checklist", "key": "it", "label": "it", "values": options("a")}, [[], None]),
        ({"type": "datetime", "key": "it", "dateLabel": "it", "subtype": "date"}, ["", None]),
    ],
)
def test_a_needed_answer_is_missing(form: FormOf, faults: Faults, part: Part, empty: list[Any]) -> None:
    needed = form({**part, **REQUIRED})
    assert faults(needed, {}) == {"it": [NEEDED]}
    assert [faults(needed, {"it": value}) for value in empty] == [{"it": [NEEDED]}] * len(empty)


BLANKS = ["   ", "\t", "\u00a0\u3000", "\u200f\u200b ", "\n \r\n"]


@pytest.mark.parametrize("kind", ["textfield", "textarea"])
@pytest.mark.parametrize("blank", BLANKS)
def test_blanks_alone_are_no_answer(
    form: FormOf, faults: Faults, now: datetime, kind: str, blank: str
) -> None:
    part = {**text("it"), "type": kind}
    assert faults(form({**part, **REQUIRED}), {"it": blank}) == {"it": [NEEDED]}
    assert form(part).clean({"it": blank}, now=now) == {}
    rows = {"type": "dynamiclist", "path": "rows", "label": "Row", "components": [{**part, **REQUIRED}]}
    assert faults(form(rows), {"rows": [{"it": "x"}, {"it": blank}]}) == {"rows.1.it": [NEEDED]}


def test_a_text_keeps_the_blanks_around_it(form: FormOf, now: datetime) -> None:
    assert form({**text("it"), **REQUIRED}).clean({"it": "  a  b "}, now=now) == {"it": "  a  b "}


def test_a_pattern_is_held_against_what_was_typed(form: FormOf, faults: Faults) -> None:
    found = form(text("it", validate={"pattern": "^[0-9]{3}$"}))
    assert faults(found, {"it": "123"}) == {}
    assert faults(found, {"it": " 123"}) == faults(found, {"it": "   "}) != {}


def test_zero_and_no_are_answers(form: FormOf, faults: Faults) -> None:
    assert faults(form({**number("it"), **REQUIRED}), {"it": 0}) == {}
    assert faults(form(radio("it", True, False, **REQUIRED)), {"it": False}) == {}


def test_a_hidden_question_is_neither_needed_nor_kept(form: FormOf, now: datetime) -> None:
    found = form(radio("more", "yes", "no"), {**text("what"), **REQUIRED, **hide('more != "yes"')})
    assert found.clean({"more": "no", "what": "left over"}, now=now) == {"more": "no"}
    assert found.clean({"what": ["of", "a", "wrong", "type"]}, now=now) == {}
    assert found.clean({"more": "yes", "what": "this"}, now=now) == {"more": "yes", "what": "this"}
    with pytest.raises(Invalid) as refused:
        found.clean({"more": "yes"}, now=now)
    assert [*refused.value.fields] == ["what"]


def test_what_hangs_on_a_hidden_question_is_hidden_too(form: FormOf, now: datetime) -> None:
    found = form(
        text("c", **hide('b != "x"')), text("b", **hide('a != "x"')), text("a"),
    )  # fmt: skip
    assert found.clean({"a": "x", "b": "x", "c": "kept"}, now=now) == {"c": "kept", "b": "x", "a": "x"}
    assert found.clean({"a": "-", "b": "x", "c": "gone"}, now=now) == {"a": "-"}


def test_a_hidden_group_hides_all_inside_it(form: FormOf, now: datetime) -> None:
    deep = {"type": "group", "label": "deep", "components": [{**text("deep_one"), **REQUIRED}]}
    group = {"type": "group", "label": "group", "components": [text("one"), deep], **hide("open != true")}
    found = form(radio("open", True, False), group)
    assert found.clean({"open": False, "one": "x", "deep_one": "y"}, now=now) == {"open": False}
    assert found.clean({"open": True, "one": "x", "deep_one": "y"}, now=now)["deep_one"] == "y"


PEOPLE = {
    "type": "dynamiclist", "path": "people", "label": "Person",
    "components": [
        {**text("name"), **REQUIRED},
        radio("works", True, False),
        {**text("where"), **REQUIRED, **hide("this.works != true")},
        {"type": "expression", "key": "greeting", "expression": '="Dear " + this.name'},
    ],
}  # fmt: skip


def test_each_row_of_a_list_has_its_own_conditions(form: FormOf, now: datetime) -> None:
    rows = [{"name": "A", "works": True, "where": "here"}, {"name": "B", "works": False, "where": "gone"}]
    cleaned = form(PEOPLE).clean({"people": rows}, now=now)
    assert cleaned["people"] == [
        {"name": "A", "works": True, "where": "here", "greeting": "Dear A"},
        {"name": "B", "works": False, "greeting": "Dear B"},
    ]


def test_a_fault_in_a_row_says_which_row(form: FormOf, faults: Faults) -> None:
    rows = [{"name": "A"}, {"works": True}, {"name": "B", "x": 1}, "row", {"name": ["no"]}]
    assert faults(form(PEOPLE), {"people": rows}) == {
        "people.1.name": [NEEDED],
        "people.1.where": [NEEDED],
        "people.2": ["This row holds an answer to a question the form does not ask."],
        "people.3": ["This row cannot be read."],
        "people.4.name": ["Give a text."],
    }


def test_a_hidden_list_is_dropped_whole(form: FormOf, now: datetime) -> None:
    found = form(radio("open", True, False), {**PEOPLE, **hide("open != true")})
    assert found.clean({"people": [{"works": True}]}, now=now) == {}


@pytest.mark.parametrize("value", [True, 1.0, "1", "A", "", ["a"], {"value": "a"}, math.nan])
def test_only_an_option_of_the_same_type_is_a_choice(form: FormOf, faults: Faults, value: Any) -> None:
    assert faults(form(radio("it", "a", 2, False)), {"it": value}) == {"it": [CHOOSE]}


def test_one_and_true_are_different_choices(form: FormOf, faults: Faults) -> None:
    assert faults(form(radio("it", 1)), {"it": True}) == {"it": [CHOOSE]}
    assert faults(form(radio("it", True)), {"it": 1}) == {"it": [CHOOSE]}


@pytest.mark.parametrize("value", [["z"], ["a", "a"], ["a", ["b"]], "a", {"a": 1}, [None], ["a"] * 9])
def test_a_list_holds_options_each_once(form: FormOf, faults: Faults, value: Any) -> None:
    found = form({"type": "checklist", "key": "it", "label": "it", "values": options("a", "b")})
    assert faults(found, {"it": value}) == {"it": ["Choose from the options, each once."]}
    assert faults(found, {"it": ["b", "a"]}) == {}


@pytest.mark.parametrize("value", ["5", True, math.inf, math.nan, 2**60, 10**4000, [], {}])
def test_only_a_number_is_a_number(form: FormOf, faults: Faults, value: Any) -> None:
    assert faults(form(number("it")), {"it": value}) == {"it": ["Give a number."]}


@pytest.mark.parametrize(
    ("more", "value", "sound"),
    [
        ({"validate": {"min": 1}}, 0, False),
        ({"validate": {"min": 1}}, 1, True),
        ({"validate": {"max": "2.5"}}, 2.5, True),
        ({"validate": {"max": "2.5"}}, 2.51, False),
        ({"decimalDigits": 0}, 1.0, True),
        ({"decimalDigits": 0}, 1.5, False),
        ({"decimalDigits": 3}, 1.005, True),
        ({"decimalDigits": 3}, 1.0005, False),
        ({"decimalDigits": 3}, 1e-7, False),
        ({"increment": "0.1"}, 0.3, True),
        ({"increment": "0.1"}, 0.35, False),
    ],
)
def test_numbers_are_compared_as_written(
    form: FormOf, faults: Faults, more: Part, value: float, sound: bool
) -> None:
    assert (faults(form(number("it", **more)), {"it": value}) == {}) is sound


def test_a_limit_can_depend_on_another_answer(form: FormOf, faults: Faults) -> None:
    found = form(number("owed"), number("waived", validate={"min": 0, "max": "=owed"}))
    assert faults(found, {"owed": 10, "waived": 10}) == {}
    assert faults(found, {"waived": 10}) == {}
    assert faults(found, {"owed": 10, "waived": 10.5}) == {"waived": ["The number must be at most 10."]}


@pytest.mark.parametrize(
    ("value", "sound"),
    [
        ("ab", True),
        ("  a  ", False),
        ("abcde", True),
        ("abcdef", False),
        ("😀", True),
        ("😀😀😀", False),
        ("", True),
    ],
)
def test_lengths_are_counted_as_browsers_count(form: FormOf, faults: Faults, value: str, sound: bool) -> None:
    found = form(text("it", validate={"minLength": 2, "maxLength": 5}))
    assert (faults(found, {"it": value}) == {}) is sound


def test_a_pattern_may_match_anywhere_and_speaks_the_language_of_the_form(
    form: FormOf, now: datetime
) -> None:
    found = form(text("it", validate={"pattern": "[0-9]{3}", "patternErrorMessage": "Three digits."}))
    assert found.clean({"it": "a 123 b"}, now=now) == {"it": "a 123 b"}
    for language, words in (("en", "Three digits."), ("ar", "ع Three digits.")):
        with pytest.raises(Invalid) as refused:
            found.clean({"it": "12"}, now=now, language=language)
        assert str(refused.value.fields["it"][0]) == words


def test_all_faults_of_all_fields_come_at_once(form: FormOf, faults: Faults) -> None:
    found = form(
        text("a", validate={"minLength": 5, "pattern": "^x", "validationType": "email"}),
        number("b", validate={"min": 5}, decimalDigits=0),
        {**text("c"), **REQUIRED},
    )
    given = faults(found, {"a": "no", "b": 1.5, "stranger": 1})
    assert {key: len(list_of) for key, list_of in given.items()} == {"a": 3, "b": 2, "c": 1, "stranger": 1}


@pytest.mark.parametrize(
    ("kind", "value", "sound"),
    [
        ("email", "name@example.org", True),
        ("email", "name@example", True),
        ("email", "name.example.org", False),
        ("email", "name@-example.org", False),
        ("phone", "+97317000000", True),
        ("phone", "0097317000000", True),
        ("phone", "17000000", False),
        ("phone", "+973 1700 0000", False),
    ],
)
def test_formats_of_texts(form: FormOf, faults: Faults, kind: str, value: str, sound: bool) -> None:
    assert (faults(form(text("it", validate={"validationType": kind})), {"it": value}) == {}) is sound


@pytest.mark.parametrize(
    ("subtype", "zone", "value", "sound"),
    [
        ("date", "", "2024-02-29", True),
        ("date", "", "2023-02-29", False),
        ("date", "", "2023-2-9", False),
        ("date", "", "2023-02-09T10:00", False),
        ("date", "", 20230209, False),
        ("time", "no_timezone", "23:59", True),
        ("time", "no_timezone", "24:00", False),
        ("time", "no_timezone", "10:00Z", False),
        ("time", "utc_normalized", "10:00Z", True),
        ("datetime", "utc_offset", "2026-11-24T10:00+03:00", True),
        ("datetime", "utc_offset", "2026-11-24T10:00", False),
        ("datetime", "utc_offset", "2026-11-24T10:00+99:00", False),
        ("datetime", "utc_offset", "٢٠٢٦-١١-٢٤T10:00+03:00", False),
    ],
)
def test_dates_and_times_are_those_the_control_writes(
    form: FormOf, faults: Faults, subtype: str, zone: str, value: Any, sound: bool
) -> None:
    part = {
        "type": "datetime",
        "key": "it",
        "dateLabel": "it",
        "subtype": subtype,
        "timeSerializingFormat": zone,
    }
    assert (faults(form(part), {"it": value}) == {}) is sound


def test_today_is_today_in_bahrain(form: FormOf) -> None:
    part = {
        "type": "datetime",
        "key": "it",
        "dateLabel": "it",
        "subtype": "date",
        "disallowPassedDates": True,
    }
    late = datetime.fromisoformat("2026-11-24T22:30+00:00")
    assert form(part).clean({"it": "2026-11-25"}, now=late)
    with pytest.raises(Invalid):
        form(part).clean({"it": "2026-11-24"}, now=late)


def test_computed_values_come_from_the_server_alone(form: FormOf, now: datetime) -> None:
    total = {
        "type": "expression",
        "key": "total",
        "expression": "=a + b",
        "properties": {"variable": "total"},
    }
    found = form(number("a"), number("b"), total)
    cleaned = found.clean({"a": 1, "b": 2, "total": 999}, now=now)
    assert cleaned == {"a": 1, "b": 2, "total": 3}
    assert found.variables(cleaned) == {"total": 3}
    assert found.variables(found.clean({"total": 999}, now=now)) == {"total": None}


def test_variables_of_hidden_questions_are_empty_and_facts_left_out(form: FormOf, now: datetime) -> None:
    asked = radio("wish", "stay", "go", properties={"variable": "wish"}, **hide("open != true"))
    name = text("called", properties={"fact": "full_name"})
    found = form(radio("open", True, False), asked, name)
    cleaned = found.clean({"open": False, "wish": "go"}, now=now)
    assert found.variables(cleaned) == {"wish": None}
    assert found.facts(cleaned) == {}
    assert found.facts(found.clean({"called": "The person"}, now=now)) == {"full_name": "The person"}


def test_a_draft_keeps_what_is_wrong_and_leaves_out_what_is_hidden(form: FormOf, now: datetime) -> None:
    found = form(radio("more", "yes", "no"), text("what", **hide('more != "yes"')), number("size"))
    draft = {"more": "no", "what": "old", "size": "many", "stranger": 1}
    assert found.visible(draft, now=now) == {"more": "no", "size": "many"}
    assert found.visible({**draft, "more": "yes"}, now=now)["what"] == "old"
    with pytest.raises(Invalid):
        found.visible([], now=now)


def test_a_number_out_of_bounds_still_opens_the_next_question(form: FormOf, faults: Faults) -> None:
    found = form(number("fine", validate={"max": 10}), {**text("why"), **REQUIRED, **hide("not(fine > 5)")})
    assert set(faults(found, {"fine": 11})) == {"fine", "why"}


def test_a_text_without_a_limit_still_has_one(form: FormOf, faults: Faults) -> None:
    assert faults(form(text("it")), {"it": "x" * 10_000}) == {}
    assert faults(form(text("it")), {"it": "x" * 10_001}) == {"it": ["Write at most 10000 characters."]}


@pytest.mark.parametrize("sign", ["\x00", "\x1b", "\ud800"])
def test_a_text_holds_no_signs_that_cannot_be_stored(form: FormOf, faults: Faults, sign: str) -> None:
    assert set(faults(form(text("it")), {"it": f"a{sign}b"})) == {"it"}


def test_a_text_field_is_one_line(form: FormOf, now: datetime) -> None:
    found = form(text("one"), {"type": "textarea", "key": "many", "label": "many"})
    cleaned = found.clean({"one": "a\nb\tc", "many": "a\nb"}, now=now)
    assert cleaned == {"one": "a b c", "many": "a\nb"}


def cyclic() -> dict[str, Any]:
    snake: dict[str, Any] = {}
    snake["it"] = snake
    return snake


def deep() -> Any:
    value: Any = "x"
    for _ in range(5_000):
        value = [value]
    return value


@pytest.mark.parametrize(
    "answers",
    [
        {"it": "x" * 10_000_000},
        {"x" * 10_000_000: 1},
        {"it": ["x"] * 1_000_000},
        {f"k{number}": 1 for number in range(100_000)},
        {"it": deep()},
        cyclic(),
        {"it": object()},
        {"it": b"bytes"},
        {"it": {1, 2}},
        {5: 5},
        {"\ud800": 1, "it": 1},
        [],
        "text",
        None,
        5,
    ],
)
def test_answers_of_a_monstrous_shape_are_refused(form: FormOf, now: datetime, answers: Any) -> None:
    with pytest.raises(Invalid) as refused:
        form(text("it")).clean(answers, now=now)
    str(refused.value.fields).encode()


@pytest.mark.parametrize("value", ["x" * 10_000_000, [1] * 1_000_000, deep()], ids=["long", "wide", "deep"])
def test_too_much_is_told_before_anything_is_looked_at(form: FormOf, now: datetime, value: Any) -> None:
    with pytest.raises(Invalid, match="too large"):
        form(text("it")).clean({"it": value}, now=now)


json_values = some.recursive(
    some.none() | some.booleans() | some.integers() | some.floats() | some.text(),
    lambda inner: some.lists(inner, max_size=4) | some.dictionaries(some.text(), inner, max_size=4),
    max_leaves=12,
)


PLAIN = some.sampled_from(["", "a b", "2026-01-05", "123456789", 0, 1, 2.5, True, False, None])


def likely(draw: some.DrawFn, fields: tuple[Field, ...]) -> dict[str, Any]:
    """Answers a form might get: often an option or a date, at times something else."""
    given: dict[str, Any] = {}
    for field in fields:
        values = [option.value for option in field.options]
        way = draw(some.integers(0, 3))
        if way == 0:
            continue
        if field.kind == "dynamiclist":
            given[field.key] = [likely(draw, field.fields) for _ in range(way)]
        elif field.kind in ("checklist", "taglist"):
            given[field.key] = [draw(some.sampled_from(values)) for _ in range(way - 1)]
        elif values and way > 1:
            given[field.key] = draw(some.sampled_from(values))
        else:
            given[field.key] = draw(PLAIN)
    return given


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=some.data())
def test_whatever_is_sent_is_taken_or_refused(files: dict[str, Form], now: datetime, data: Any) -> None:
    form = files[data.draw(some.sampled_from(sorted(files)))]
    keys = some.sampled_from([field.key for field in form.fields]) | some.text(max_size=5)
    answers = data.draw(some.dictionaries(keys, json_values, max_size=8) | json_values)
    try:
        cleaned = form.clean(answers, now=now)
    except Invalid as invalid:
        said = [str(fault) for faults in invalid.fields.values() for fault in faults]
    else:
        said = ["clean"]
        assert form.clean(cleaned, now=now) == cleaned
    assert all(said)


@settings(
    max_examples=400,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=some.data())
def test_cleaned_answers_clean_to_themselves(files: dict[str, Form], now: datetime, data: Any) -> None:
    """Take what a form takes of likely answers by leaving out, round by round, what it complains about."""
    form = files[data.draw(some.sampled_from(sorted(files)))]
    answers = likely(data.draw, form.fields)
    lenient = _without_needs(form)
    for _ in range(6):
        try:
            cleaned = lenient.clean(answers, now=now)
        except Invalid as invalid:
            answers = {key: value for key, value in answers.items() if key not in _roots(invalid)}
        else:
            assert lenient.clean(cleaned, now=now) == cleaned
            assert set(lenient.variables(cleaned)) == {f.variable for f in form.fields if f.variable}
            assert len(lenient.rows(cleaned, "ar")) == len(lenient.rows(cleaned, "en"))
            return
    raise AssertionError("The complaints never end.")


def _roots(invalid: Invalid) -> set[str]:
    return {path.split(".")[0] for path in invalid.fields}


def _without_needs(form: Form) -> Form:
    def ease(field: Any) -> Any:
        inner = {name: tuple(map(ease, getattr(field, name))) for name in ("fields", "visits")}
        return replace(field, bounds=replace(field.bounds, required=False), **inner)

    return replace(form, fields=tuple(map(ease, form.fields)), visits=tuple(map(ease, form.visits)))
