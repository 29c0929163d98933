"""Who gets a step: every rule on days before, on and after a change, and what happens when nothing fits."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.agencies.choice import Choice, DirectoryView, choose_unit
from app.agencies.directory import Mission, Party, Unit, load

SEEDED = load()
TODAY = date(2026, 11, 24)
EARLY_2019 = date(2019, 2, 1)
VIEW = DirectoryView(
    parties={party.code: party for party in SEEDED.parties},
    units={unit.code: unit for unit in SEEDED.units},
    missions=SEEDED.missions,
    custodian=SEEDED.custodian,
)


def ask(party: str, *, view: DirectoryView = VIEW, on: date = TODAY, **known: str) -> Choice:
    facts: dict[str, Any] = dict.fromkeys(("nationality", "governorate", "hospital", "override"))
    return choose_unit(view, party, on=on, **(facts | known))


def view_with(*units: Unit, missions: tuple[Mission, ...] = SEEDED.missions) -> DirectoryView:
    return replace(VIEW, units={**VIEW.units, **{unit.code: unit for unit in units}}, missions=missions)


def serves(choice: Choice) -> tuple[str, str | None]:
    return choice.unit_code, choice.acting_for


# --- one unit for every case -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("party", "unit"),
    [
        ("EPC", "EPC"), ("SHL", "EPC-SHL"), ("LMR", "LMR-GRV"), ("CID", "CID-AHT"), ("NPR", "NPRA"),
        ("PP", "PP-TIP"), ("MOJ", "LCAO"), ("MOL", "MOL-ALC"), ("SOC", "SOC-DA"), ("IOM", "IOM-BH"),
        ("NC", "NCCTIP"),
    ],
)  # fmt: skip
def test_a_party_with_a_fixed_unit_is_served_by_it(party: str, unit: str) -> None:
    choice = ask(party)
    assert serves(choice) == (unit, None)
    assert str(choice.reason) == "The unit that serves every case."


def test_the_custodian_records_for_the_person() -> None:
    assert serves(ask("VIC")) == ("EPC", "VIC")


@pytest.mark.parametrize(
    ("on", "unit"), [(date(2019, 12, 31), "PP-GEN"), (date(2020, 1, 1), "PP-TIP"), (TODAY, "PP-TIP")]
)
def test_the_unit_above_acts_until_the_fixed_one_is_there(on: date, unit: str) -> None:
    choice = ask("PP", on=on)
    assert serves(choice) == (unit, None)
    stood_in = str(choice.reason) == "PP-TIP is not open on this day; the unit above it acts."
    assert stood_in is (unit == "PP-GEN")


def test_the_custodian_acts_when_a_fixed_unit_has_closed_and_nothing_is_above_it() -> None:
    closed = replace(VIEW.units["NPRA"], valid_to=TODAY - timedelta(days=1))
    choice = ask("NPR", view=view_with(closed))
    assert serves(choice) == ("EPC", "NPR")
    assert "NPRA is not open on this day" in str(choice.reason)


@pytest.mark.parametrize(
    "party",
    [Party("NEW", "New", "جديد", "fixed"), Party("NEW", "New", "جديد", "by lot"), None],  # type: ignore[arg-type]
)
def test_the_custodian_acts_for_a_party_that_names_no_unit_or_is_not_listed(party: Party | None) -> None:
    view = replace(VIEW, parties={**VIEW.parties, "NEW": party}) if party else VIEW
    choice = ask("NEW", view=view)
    assert serves(choice) == ("EPC", "NEW")
    assert str(choice.reason) == "The directory names no unit for NEW, so the custodian acts."


def test_units_above_each_other_in_a_circle_end_at_the_custodian() -> None:
    gone = TODAY - timedelta(days=1)
    one = replace(VIEW.units["PP-TIP"], valid_to=gone)
    other = replace(VIEW.units["PP-GEN"], valid_to=gone, parent="PP-TIP")
    assert serves(ask("PP", view=view_with(one, other))) == ("EPC", "PP")


# --- by governorate --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("governorate", "unit"),
    [("capital", "POL-CAP"), ("muharraq", "POL-MUH"), ("northern", "POL-NOR"), ("southern", "POL-SOU")],
)
def test_the_directorate_of_the_governorate_gets_the_step(governorate: str, unit: str) -> None:
    assert serves(ask("POL", governorate=governorate)) == (unit, None)


def test_the_custodian_acts_where_the_governorate_has_no_directorate() -> None:
    choice = ask("POL", governorate="central")
    assert serves(choice) == ("EPC", "POL")
    assert "No directorate is open in this governorate" in str(choice.reason)


def test_a_directorate_that_moves_hands_over_on_the_day() -> None:
    old = replace(VIEW.units["POL-CAP"], valid_to=date(2026, 11, 30))
    new = replace(old, code="POL-CAP-2", valid_from=date(2026, 12, 1), valid_to=None)
    view = view_with(old, new)
    assert ask("POL", view=view, governorate="capital", on=date(2026, 11, 30)).unit_code == "POL-CAP"
    assert ask("POL", view=view, governorate="capital", on=date(2026, 12, 1)).unit_code == "POL-CAP-2"


# --- by nationality --------------------------------------------------------------------------------------

RESIDENT = [m for m in SEEDED.missions if m.relation == "resident"]


@pytest.mark.parametrize("mission", RESIDENT, ids=lambda mission: mission.country)
def test_the_resident_mission_of_the_country_gets_the_step(mission: Mission) -> None:
    choice = ask("EMB", nationality=mission.country)
    assert serves(choice) == (f"EMB-{mission.country}", None)
    assert "resident in Bahrain" in str(choice.reason)


@pytest.mark.parametrize(
    ("on", "unit", "word"),
    [
        (date(2012, 1, 1), "EMB-NPL-RUH", "accredited"),
        (date(2013, 8, 31), "EMB-NPL-RUH", "accredited"),
        (date(2013, 9, 1), "EMB-NPL", "resident"),
        (TODAY, "EMB-NPL", "resident"),
    ],
)
def test_nepal_was_served_from_riyadh_until_its_embassy_opened(on: date, unit: str, word: str) -> None:
    choice = ask("EMB", nationality="NPL", on=on)
    assert serves(choice) == (unit, None)
    assert word in str(choice.reason)


@pytest.mark.parametrize("country", [m.country for m in SEEDED.missions if m.relation == "none"] + ["FRA"])
def test_the_custodian_acts_for_the_mission_of_a_country_without_one(country: str) -> None:
    choice = ask("EMB", nationality=country)
    assert serves(choice) == ("EPC", "EMB")
    assert str(choice.reason).startswith(f"No mission of {country} is in the directory on this day")


def test_a_resident_mission_goes_before_one_accredited_from_abroad() -> None:
    abroad = Mission(country="IND", relation="accredited", unit="EMB-NPL-RUH", confirmed=False)
    view = view_with(replace(VIEW.units["EMB-NPL-RUH"], valid_to=None), missions=(abroad, *SEEDED.missions))
    assert ask("EMB", view=view, nationality="IND").unit_code == "EMB-IND"


def test_a_mission_that_has_ended_serves_nobody_even_if_its_unit_is_open() -> None:
    ended = Mission(country="FRA", relation="resident", unit="EMB-IND", confirmed=True, valid_to=EARLY_2019)
    view = view_with(missions=(ended,))
    assert ask("EMB", view=view, nationality="FRA", on=EARLY_2019).unit_code == "EMB-IND"
    assert serves(ask("EMB", view=view, nationality="FRA")) == ("EPC", "EMB")


@pytest.mark.parametrize(("abroad_is_open", "unit"), [(True, "EMB-NPL-RUH"), (False, "EPC")])
def test_a_mission_whose_unit_has_closed_is_passed_over(abroad_is_open: bool, unit: str) -> None:
    closed = replace(VIEW.units["EMB-IND"], valid_to=date(2026, 1, 1))
    abroad = replace(VIEW.units["EMB-NPL-RUH"], valid_to=None if abroad_is_open else date(2026, 1, 1))
    accredited = Mission(country="IND", relation="accredited", unit="EMB-NPL-RUH", confirmed=False)
    view = view_with(closed, abroad, missions=(*SEEDED.missions, accredited))
    assert ask("EMB", view=view, nationality="IND").unit_code == unit


# --- chosen at intake ------------------------------------------------------------------------------------


@pytest.mark.parametrize("hospital", ["HSP-SMC", "HC-NAM"])
def test_the_hospital_or_health_centre_chosen_at_intake_gets_the_step(hospital: str) -> None:
    assert serves(ask("HSP", hospital=hospital)) == (hospital, None)


@pytest.mark.parametrize("hospital", ["HSP-NOWHERE", "POL-CAP", "HSP-SMC"])
def test_what_is_no_hospital_or_has_closed_is_not_taken(hospital: str) -> None:
    closed = replace(VIEW.units["HSP-SMC"], valid_to=TODAY - timedelta(days=1))
    choice = ask("HSP", view=view_with(closed), hospital=hospital)
    assert serves(choice) == ("EPC", "HSP")
    assert hospital in str(choice.reason)


# --- named for the step ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("party", "override", "acting_for"),
    [
        ("LMR", "LMR-INS", None),
        ("POL", "POL-SOU-STR", None),
        ("EMB", "IOM-BH", "EMB"),
        ("EMB", "EPC", "EMB"),
        ("EPC", "NIHR", "EPC"),
        ("NEW", "SCW", "NEW"),
    ],
)
def test_a_unit_named_for_the_step_goes_before_every_rule(
    party: str, override: str, acting_for: str | None
) -> None:
    choice = ask(party, override=override, nationality="IND", governorate="capital", hospital="HSP-SMC")
    assert serves(choice) == (override, acting_for)
    assert str(choice.reason) == "Named for this step, by hand or in the procedure."


def test_a_named_unit_that_is_not_open_leaves_the_step_to_the_one_above_or_to_the_custodian() -> None:
    assert serves(ask("PP", override="PP-TIP", on=EARLY_2019)) == ("PP-GEN", None)
    assert serves(ask("LMR", override="LMR-CLM-S", on=EARLY_2019)) == ("EPC", "LMR")
    assert serves(ask("LMR", override="LMR-XXX")) == ("EPC", "LMR")
    assert serves(ask("EPC", override="EPC-XXX")) == ("EPC", None)


@pytest.mark.parametrize(
    ("party", "known", "reason"),
    [
        ("POL", {"nationality": "IND"}, "The governorate is not known"),
        ("EMB", {"governorate": "capital"}, "The nationality is not known"),
        ("HSP", {"governorate": "capital"}, "Nobody has chosen the unit yet"),
        ("OTH", {"hospital": "HSP-SMC"}, "HSP-SMC cannot do this step"),
    ],
)
def test_the_custodian_acts_and_says_what_is_missing(party: str, known: dict[str, Any], reason: str) -> None:
    choice = ask(party, **known)
    assert serves(choice) == ("EPC", party)
    assert str(choice.reason).startswith(reason)


# --- whatever the facts ----------------------------------------------------------------------------------

facts = st.sampled_from([*VIEW.units, "capital", "IND", "NPL", "KEN", "", "?"])


@given(
    st.sampled_from([*VIEW.parties, "NEW"]),
    st.dates(date(2010, 1, 1), date(2030, 1, 1)),
    st.dictionaries(st.sampled_from(["nationality", "governorate", "hospital", "override"]), facts),
)
def test_every_step_finds_an_open_unit_and_says_why(party: str, on: date, known: dict[str, Any]) -> None:
    choice = ask(party, on=on, **known)
    unit = VIEW.units[choice.unit_code]
    assert unit.is_open(on)
    assert choice.acting_for == (None if unit.party == party else party)
    assert str(choice.reason).endswith(".")
