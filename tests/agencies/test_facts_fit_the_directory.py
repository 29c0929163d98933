"""What a form lets people choose as a fact is what the directory finds a unit by."""

from pathlib import Path

import pytest

from app import forms
from app.agencies import directory

FORMS = Path(__file__).parents[2] / "forms"
BOOK = directory.load()
KNOWN = {
    "hospital": {unit.code for unit in BOOK.units if unit.party == "HSP"},
    "governorate": {governorate.code for governorate in BOOK.governorates},
}


@pytest.mark.parametrize("fact", sorted(KNOWN))
def test_every_choice_of_a_fact_is_a_code_of_the_directory(fact: str) -> None:
    read = [forms.read(file.read_bytes()) for file in sorted(FORMS.glob("*.form"))]
    offered = {
        str(option.value)
        for form in read
        for field in form.fields
        if field.fact == fact
        for option in field.options
    }
    assert offered
    assert offered <= KNOWN[fact]
