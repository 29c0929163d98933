"""The directory that is seeded: complete, in both languages, and every mistake in one is told."""

import json
from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from app.agencies.directory import SEED, Directory, Hotline, Mission, Party, Unit, load
from app.agencies.directory_checks import problems
from app.errors import Invalid

SEEDED = load()
UNITS = {unit.code: unit for unit in SEEDED.units}


def told(directory: Directory) -> list[str]:
    return [str(problem) for problem in problems(directory)]


def with_unit(code: str, **changes: Any) -> Directory:
    """The seed with one unit changed."""
    changed = tuple(replace(unit, **changes) if unit.code == code else unit for unit in SEEDED.units)
    return replace(SEEDED, units=changed)


# --- what is seeded --------------------------------------------------------------------------------------


def test_the_seed_has_no_problem() -> None:
    assert told(SEEDED) == []


def test_every_party_of_the_lanes_is_there() -> None:
    lanes = {"EPC", "SHL", "LMR", "POL", "CID", "NPR", "PP", "MOJ", "MOL", "HSP", "SOC", "EMB", "IOM", "VIC"}
    assert {party.code for party in SEEDED.parties} == lanes | {"NC", "OTH"}


@pytest.mark.parametrize(
    "code",
    [
        "EPC", "EPC-SHL", "LMR-GRV", "LMR-INS", "LMR-CLM-S", "LMR-CLM-R", "LMR-WPS", "NCCTIP", "CID-AHT",
        "NPRA", "APT-POL", "PP-GEN", "PP-TIP", "PP-FC", "HCC", "LCAO", "MOL-ALC", "MOL-INS",
        "SOC-DA", "SOC-CPC", "SOC-A7", "MFA", "NIHR", "SCW", "IOM-BH", "UNODC",
    ],
)  # fmt: skip
def test_every_government_unit_is_there(code: str) -> None:
    assert code in UNITS


def test_units_are_counted_as_in_the_brief() -> None:
    assert Counter(unit.kind for unit in SEEDED.units if unit.party in ("POL", "HSP", "EMB")) == {
        "directorate": 4,
        "station": 16,  # fifteen of the governorates and the airport
        "hospital": 10,
        "health_centre": 25,
        "embassy": 17,  # Nepal has two, one after the other
    }


def test_every_station_stands_under_the_directorate_of_its_governorate() -> None:
    stations = [unit for unit in SEEDED.units if unit.kind == "station" and unit.code != "APT-POL"]
    for station in stations:
        assert station.parent is not None
        directorate = UNITS[station.parent]
        assert (directorate.kind, directorate.governorate) == ("directorate", station.governorate)


def test_only_what_a_source_names_is_confirmed() -> None:
    of_police = {unit.code for unit in SEEDED.units if unit.party == "POL" and unit.confirmed}
    assert of_police == {"POL-MUH", "POL-SOU", "POL-MUH-HDD", "APT-POL"}
    assert {mission.country for mission in SEEDED.missions if mission.confirmed} == {"NPL"}


def test_offices_that_came_later_are_not_open_before() -> None:
    assert not UNITS["LMR-CLM-S"].is_open(date(2020, 2, 16))
    assert UNITS["LMR-CLM-S"].is_open(date(2020, 2, 17))
    assert not UNITS["PP-TIP"].is_open(date(2019, 2, 1))
    assert UNITS["PP-GEN"].is_open(date(2019, 2, 1))


def test_the_public_hotlines_are_data() -> None:
    answered_by = {line.number: line.unit for line in SEEDED.hotlines}
    assert answered_by == {"995": "EPC", "555": "CID-AHT", "999": None, "998": "SOC-CPC"}
    assert [line.number for line in SEEDED.hotlines if line.is_open(date(2019, 2, 1))] == [
        "995",
        "999",
        "998",
    ]


def test_countries_without_a_known_mission_are_listed_with_what_to_do() -> None:
    unknown = [mission for mission in SEEDED.missions if mission.relation == "none"]
    assert {mission.country for mission in unknown} == {
        "KEN", "ETH", "UGA", "GHA", "NGA", "ERI", "CMR", "MMR", "VNM", "UZB", "DOM", "COL",
    }  # fmt: skip
    assert all("Ministry of Foreign Affairs" in (mission.note_en or "") for mission in unknown)


# --- what is wrong is told -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"party": "XXX"}, "LMR-GRV names XXX, which is not in parties."),
        ({"parent": "XXX"}, "LMR-GRV names XXX, which is not in units."),
        ({"body": "XXX"}, "LMR-GRV names XXX, which is not in bodies."),
        ({"governorate": "central"}, "LMR-GRV names central, which is not in governorates."),
        ({"parent": "LMR-GRV"}, "LMR-GRV is above itself."),
        ({"kind": "castle"}, "LMR-GRV has the kind castle, which is none of:"),
        ({"name_ar": ""}, "LMR-GRV has no Arabic for: Grievances and Embassy Liaison Directorate"),
        ({"name_ar": "Grievances"}, "LMR-GRV has no Arabic for: Grievances and Embassy Liaison Directorate"),
        ({"note_en": "Moved."}, "LMR-GRV has no Arabic for: Moved."),
        ({"valid_from": date(2020, 1, 2), "valid_to": date(2020, 1, 1)}, "LMR-GRV ends before it begins."),
    ],
)
def test_a_mistake_in_a_unit_is_told(changes: dict[str, Any], problem: str) -> None:
    found = told(with_unit("LMR-GRV", **changes))
    assert len(found) == 1
    assert found[0].startswith(problem)


def test_units_above_each_other_in_a_circle_are_told() -> None:
    circle = with_unit("EPC", parent="EPC-SHL")
    assert told(circle) == ["EPC is above itself.", "EPC-SHL is above itself."]


def test_a_double_code_is_told_once() -> None:
    double = replace(SEEDED, units=(*SEEDED.units, UNITS["HCC"]))
    assert told(double) == ["HCC is 2 times in units."]


def test_a_custodian_that_is_not_a_unit_is_told() -> None:
    assert told(replace(SEEDED, custodian="XXX")) == ["The custodian XXX is not in units."]


def test_a_party_that_nobody_serves_is_told() -> None:
    extra = Party("NEW", "New", "جديد", "fixed")
    assert told(replace(SEEDED, parties=(*SEEDED.parties, extra))) == [
        "NEW has a fixed unit, but it is not named."
    ]
    assert told(with_unit("POL-CAP", governorate="muharraq")) == [
        "POL has no directorate in capital.",
        "POL-CAP and POL-MUH are directorates of one governorate on the same days.",
    ]


def test_a_directorate_that_follows_another_is_no_problem() -> None:
    ended = with_unit("POL-CAP", valid_to=date(2026, 11, 30))
    follows = replace(UNITS["POL-CAP"], code="POL-CAP-2", valid_from=date(2026, 12, 1))
    assert told(replace(ended, units=(*ended.units, follows))) == []
    assert told(replace(ended, units=(follows, *ended.units))) == []


@pytest.mark.parametrize(
    ("begins", "overlap"),
    [(date(2013, 8, 31), True), (date(2013, 9, 1), False), (None, True)],
)
def test_two_missions_of_a_country_on_one_day_are_told(begins: date | None, overlap: bool) -> None:
    moved = tuple(
        replace(m, valid_from=begins) if (m.country, m.relation) == ("NPL", "resident") else m
        for m in SEEDED.missions
    )
    found = told(replace(SEEDED, missions=moved))
    assert found == (["NPL has two missions on the same days."] if overlap else [])


@pytest.mark.parametrize(
    ("mission", "problem"),
    [
        (
            Mission(country="FRA", relation="none", unit="EMB-IND", confirmed=False),
            "FRA has a mission without",
        ),
        (Mission(country="FRA", relation="resident", confirmed=False), "FRA has a mission without a unit"),
        (Mission(country="fr", relation="none", confirmed=False), "fr is not a country code"),
    ],
)
def test_an_odd_mission_is_told(mission: Mission, problem: str) -> None:
    found = told(replace(SEEDED, missions=(*SEEDED.missions, mission)))
    assert len(found) == 1
    assert found[0].startswith(problem)


def test_a_hotline_of_nobody_in_the_directory_is_told() -> None:
    line = Hotline(number="111", name_en="Test", name_ar="تجربة", unit="XXX")
    assert told(replace(SEEDED, hotlines=(*SEEDED.hotlines, line))) == [
        "111 names XXX, which is not in units."
    ]


# --- reading a file --------------------------------------------------------------------------------------


def raw_seed() -> dict[str, Any]:
    raw: dict[str, Any] = json.loads(SEED.read_text(encoding="utf-8"))
    return raw


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"valid_from": "yesterday"}, r"Entry 1 of units .*yesterday"),
        ({"colour": "red"}, r"Entry 1 of units .*colour"),
    ],
)
def test_an_entry_that_cannot_be_read_is_named(tmp_path: Path, changes: dict[str, str], problem: str) -> None:
    raw = raw_seed()
    raw["units"][0] |= changes
    path = tmp_path / "directory.json"
    path.write_text(json.dumps(raw), encoding="utf-8")
    with pytest.raises(Invalid, match=problem):
        load(path)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"parties": 3}'])
def test_a_file_that_is_no_directory_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "directory.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(Invalid, match="cannot be read"):
        load(path)


def test_a_unit_is_open_on_its_first_and_last_day() -> None:
    unit: Unit = replace(UNITS["HCC"], valid_from=date(2020, 1, 1), valid_to=date(2020, 12, 31))
    days = [date(2019, 12, 31), date(2020, 1, 1), date(2020, 12, 31), date(2021, 1, 1)]
    assert [unit.is_open(day) for day in days] == [False, True, True, False]
