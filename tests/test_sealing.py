"""Sealing: a value opens at its own place with its own key, and nowhere else; names fold before they are digested."""

import hmac
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.sealing import SealBroken, Vault, fold_name

VAULT = Vault(bytes(range(32)))
ANOTHER_HOUSE = Vault(bytes(range(1, 33)))
WRAPPED = VAULT.new_key()
KEY, ANOTHER_KEY = VAULT.open(WRAPPED), VAULT.open(VAULT.new_key())

texts = st.text(st.characters(exclude_categories=["Cs"]))
whole = st.integers(-(2**53), 2**53)
values = st.recursive(
    st.none() | st.booleans() | whole | st.floats(allow_nan=False, allow_infinity=False) | texts,
    lambda inner: st.lists(inner) | st.dictionaries(texts, inner),
    max_leaves=8,
)


@given(texts, values)
def test_what_was_sealed_opens_at_its_place(place: str, value: Any) -> None:
    assert KEY.unseal(place, KEY.seal(place, value)) == value


@given(texts, texts, values)
def test_at_another_place_it_stays_closed(place: str, other: str, value: Any) -> None:
    if place != other:
        with pytest.raises(SealBroken):
            KEY.unseal(other, KEY.seal(place, value))


@given(values)
def test_with_another_person_s_key_it_stays_closed(value: Any) -> None:
    with pytest.raises(SealBroken):
        ANOTHER_KEY.unseal("answers:1", KEY.seal("answers:1", value))


@given(values, st.data())
@settings(max_examples=60)
def test_one_changed_bit_closes_it(value: Any, data: Any) -> None:
    sealed = bytearray(KEY.seal("answers:1", value))
    place = data.draw(st.integers(0, len(sealed) * 8 - 1))
    sealed[place // 8] ^= 1 << place % 8
    with pytest.raises(SealBroken):
        KEY.unseal("answers:1", bytes(sealed))


@given(values, st.data())
@settings(max_examples=60)
def test_cut_short_it_stays_closed(value: Any, data: Any) -> None:
    sealed = KEY.seal("answers:1", value)
    with pytest.raises(SealBroken):
        KEY.unseal("answers:1", sealed[: data.draw(st.integers(0, len(sealed) - 1))])


@given(st.binary(max_size=80))
def test_bytes_that_were_never_sealed_do_not_open(sealed: bytes) -> None:
    with pytest.raises(SealBroken):
        KEY.unseal("answers:1", sealed)
    with pytest.raises(SealBroken):
        VAULT.open(sealed)


def test_the_same_value_is_sealed_differently_each_time() -> None:
    assert len({KEY.seal("answers:1", "yes") for _ in range(20)}) == 20


def test_a_key_of_another_installation_opens_nothing() -> None:
    with pytest.raises(SealBroken):
        ANOTHER_HOUSE.open(WRAPPED)


@given(values)
def test_a_digest_is_the_same_for_the_same_value_and_another_in_another_house(value: Any) -> None:
    assert VAULT.audit_digest(value) == VAULT.audit_digest(value)
    assert VAULT.audit_digest(value) != ANOTHER_HOUSE.audit_digest(value)


@given(st.binary(max_size=200))
def test_a_line_of_the_audit_is_digested_with_a_key_of_its_own(line: bytes) -> None:
    digest = VAULT.chain_digest(line)
    assert len(digest) == 64
    assert digest == VAULT.chain_digest(line) != ANOTHER_HOUSE.chain_digest(line)
    plain_keys = (bytes(range(32)), VAULT._auditing, VAULT._searching)
    assert digest not in {hmac.new(key, line, "sha256").hexdigest() for key in plain_keys}


def test_a_digest_does_not_depend_on_the_order_of_answers() -> None:
    assert VAULT.audit_digest({"a": 1, "b": 2}) == VAULT.audit_digest({"b": 2, "a": 1})
    assert VAULT.audit_digest({"a": 1}) != VAULT.audit_digest({"a": 2})


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("FATIMA  Begum", "fatima begum"),
        ("Fátima", "Fatima"),
        ("D'Souza", "d souza"),
        ("Al-Sayed", "al sayed"),
        ("Straße", "STRASSE"),
        ("فاطمة", "فاطمه"),
        ("أحمد", "احمد"),
        ("إبراهيم", "ابراهيم"),
        ("آمنة", "امنه"),
        ("مُحَمَّد", "محمد"),
        ("محـــمد", "محمد"),
        ("هدى", "هدي"),
        ("رؤوف", "رووف"),
        ("علی", "علي"),
        ("کریم", "كريم"),
        ("ﻣﺤﻤﺪ", "محمد"),
        ("Ａｎｎａ", "anna"),
        ("𝐀nna", "anna"),
        ("\u200fمحمد\u200e", "محمد"),
    ],
)
def test_spellings_of_one_name_fold_into_one(one: str, other: str) -> None:
    assert fold_name(one) == fold_name(other)
    assert VAULT.name_tokens(one) == VAULT.name_tokens(other) != frozenset()


@pytest.mark.parametrize(("one", "other"), [("Ali", "Aly"), ("محمد", "محمود"), ("Rai", "Rais")])
def test_different_names_stay_different(one: str, other: str) -> None:
    assert fold_name(one) != fold_name(other)


@given(texts)
def test_a_folded_name_folds_into_itself(name: str) -> None:
    assert fold_name(fold_name(name)) == fold_name(name)


@given(texts)
def test_tokens_tell_nothing_readable(name: str) -> None:
    for token in VAULT.name_tokens(name):
        assert len(token) == 32
        assert set(token) <= set("0123456789abcdef")
    assert VAULT.name_tokens(name).isdisjoint(ANOTHER_HOUSE.name_tokens(name))
