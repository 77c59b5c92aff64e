"""The small hands of the national writers: decimals, Latin letters, elements that XML cannot hold."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from shared_tools.einvoice.elements import decimal_text, put, short
from shared_tools.einvoice.latin import basic, latin1
from shared_tools.refusal import Refusal


@pytest.mark.parametrize(("value", "least", "most", "text"), [
    ("2.5", 2, 8, "2.50"), ("2", 0, 4, "2"), ("-0.005", 2, 2, "-0.01"), ("0.004", 0, 2, "0"), ("-0.004", 2, 2, "0.00"),
    ("1234.56789", 2, 4, "1234.5679"), (Fraction(1, 3), 2, 8, "0.33333333"), ("7", 0, 0, "7"), ("0.5", 0, 0, "1"),
])  # fmt: skip
def test_decimals_are_exact_and_half_up(value: str | Fraction, least: int, most: int, text: str) -> None:
    assert decimal_text(value, least, most) == text


@given(st.fractions(min_value=-(10**9), max_value=10**9), st.integers(0, 4), st.integers(4, 8))
def test_decimals_are_off_by_half_a_last_place_at_most(value: Fraction, least: int, most: int) -> None:
    text = decimal_text(value, least, most)
    assert abs(Fraction(text) - value) <= Fraction(1, 2 * 10**most)
    assert "e" not in text and len(text.partition(".")[2]) >= least


@pytest.mark.parametrize(("text", "respelled"), [
    ("Łódź – “café”", 'Lódz - "café"'), ("Őrsi Ünő", "Orsi Üno"), ("Œuvre ﬁn …", "OEuvre fin ..."), ("100 €", "100 EUR"),
    ("a\n\tb  c", "a b c"), ("Straße", "Straße"), ("cafe\u0301", "café"), ("", ""),
])  # fmt: skip
def test_latin1_keeps_what_it_can(text: str, respelled: str) -> None:
    assert latin1(text) == respelled


def test_basic_latin_spells_out_and_refuses_the_rest() -> None:
    assert basic("Straße nº 5 – ñandú") == "Strasse no 5 - nandu"
    for text in ("Москва", "東京", "🎭", "Αθήνα"):
        with pytest.raises(Refusal) as refused:
            latin1(text, "BT-44")
        assert (refused.value.rule, refused.value.field) == ("not_latin1", "BT-44")


@given(st.text(max_size=40))
def test_latin1_never_lets_a_foreign_sign_through(text: str) -> None:
    for respell, highest in ((latin1, "ÿ"), (basic, "~")):
        try:
            assert all(sign <= highest for sign in respell(text))
        except Refusal as refusal:
            assert refusal.rule == "not_latin1"


def test_what_xml_cannot_hold_is_refused_and_a_number_is_never_cut() -> None:
    for text in ("\x00", "a\x1fb", "\ud800", "\ufffe"):
        with pytest.raises(Refusal) as refused:
            put(etree.Element("a"), "b", text)
        assert refused.value.rule == "not_xml_text"
    node = etree.Element("a")
    put(node, "b", "<&>\"'")
    assert etree.fromstring(etree.tostring(node)).findtext("b") == "<&>\"'"
    with pytest.raises(Refusal):
        short("123456", 5, "BT-1")
