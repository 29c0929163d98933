"""A form and its answers as a person sees them, in English and in Arabic."""

from collections.abc import Callable
from datetime import datetime

from app.forms import Form, Row

FormOf = Callable[..., Form]


def test_the_screen_is_in_one_language_and_carries_no_table(form: FormOf) -> None:
    radio = {"type": "radio", "key": "it", "label": "Sure?", "values": [{"label": "Yes", "value": True}]}
    group = {
        "type": "group",
        "label": "Group",
        "components": [radio, {"type": "text", "text": "Read **this**."}],
    }
    found = form(group, {"type": "datetime", "key": "on", "dateLabel": "On", "subtype": "date"})
    english, arabic = found.localised("en"), found.localised("ar")
    assert "labels" not in english
    assert "labels" not in arabic
    assert english["components"][0]["components"][0]["values"] == [{"label": "Yes", "value": True}]
    assert arabic["components"][0]["components"][0]["values"] == [{"label": "ع Yes", "value": True}]
    assert arabic["components"][0]["components"][1]["text"] == "ع Read **this**."
    assert arabic["components"][1]["dateLabel"] == "ع On"
    assert arabic["title"] == "ع Trial"


def test_a_field_can_be_found_on_the_screen_by_its_key(form: FormOf) -> None:
    text = {"type": "textfield", "key": "name", "label": "Name", "id": "Field_7"}
    people = {"type": "dynamiclist", "path": "people", "label": "People", "components": []}
    shown = form(text, people).localised("en")["components"]
    assert [part["id"] for part in shown] == ["name", "people"]


def test_showing_a_form_leaves_the_form_as_it_was(form: FormOf) -> None:
    found = form({"type": "textfield", "key": "name", "label": "Name"})
    found.localised("ar")["components"][0]["label"] = "changed"
    assert found.localised("en")["components"][0]["label"] == "Name"


def test_answers_are_read_in_words(files: dict[str, Form], now: datetime) -> None:
    form = files["f16_stay"]
    answers = {
        "stay_route": "grace", "valid_to": "2026-12-01", "deportation_hold": True, "overstay_fine": 1250.5,
    }  # fmt: skip
    cleaned = form.clean(answers, now=now)
    assert form.rows(cleaned, "en") == [
        Row("stay_route", "How does the person stay?", "Stay for the time of the case", None),
        Row("valid_to", "Valid until", "1 December 2026", None),
        Row("deportation_hold", "Is deportation on hold?", "Yes", None),
        Row("overstay_fine", "Overstay fine", "1,250.500 BHD", None),
    ]
    assert [row.value for row in form.rows(cleaned, "ar")] == [
        "إقامة لحين انتهاء الحالة",
        "1 ديسمبر 2026",
        "نعم",
        "1,250.500 د.ب",
    ]


def test_rows_keep_the_mark_that_masks_them(files: dict[str, Form], now: datetime) -> None:
    form = files["f11_shelter"]
    answers = {
        "shelter_decision": "accepted", "facility": "epc_women", "entered_at": "2026-11-24T03:05+03:00",
        "rules_signed": True, "belongings": [{"what": "Suitcase", "how_many": 2}, {"what": "Phone"}],
    }  # fmt: skip
    rows = {row.key: row for row in form.rows(form.clean(answers, now=now), "en")}
    assert rows["facility"].sensitivity == "address"
    assert rows["entered_at"].value == "24 November 2026 03:05"
    assert rows["belongings.0.how_many"] == Row(
        "belongings.0.how_many", "Belongings 1: Number", "2", "sensitive"
    )
    assert rows["belongings.1.what"].label == "Belongings 2: Item"


def test_a_list_of_choices_is_read_in_a_row(files: dict[str, Form], now: datetime) -> None:
    form = files["f02_duplicate_check"]
    cleaned = form.clean({"duplicate_decision": "new", "searched_by": ["name", "phone"]}, now=now)
    assert form.rows(cleaned, "en")[0].value == "Name, Phone"
    assert form.rows(cleaned, "ar")[0].value == "الاسم، الهاتف"


def test_what_has_no_label_is_computed_for_the_form_alone(form: FormOf, now: datetime) -> None:
    hint = {"type": "expression", "key": "hint", "expression": "=1 + 1"}
    found = form(hint)
    assert found.clean({}, now=now) == {"hint": 2}
    assert found.rows({"hint": 2}, "en") == []
