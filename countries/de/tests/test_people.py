"""Person numbers: the published sample, every one-digit error, and the tax id."""

from __future__ import annotations

import pytest

from core.country import Country
from countries.de.people import check_person_id, pension_insurance_number
from shared_tools.refusal import Refusal


def test_the_pension_insurance_number_of_the_dossier() -> None:
    assert pension_insurance_number("65 170839 J 003") == "65170839J003"


def test_a_wrong_digit_is_found() -> None:
    good = "65170839J003"
    for place in (*range(8), 9, 10, 11):
        for digit in "0123456789":
            if digit == good[place]:
                continue
            changed = good[:place] + digit + good[place + 1 :]
            with pytest.raises(Refusal):
                pension_insurance_number(changed)


@pytest.mark.parametrize("text", ["", "65170839J00", "6517083J0003", "65170839j0033", "65171339J003"])
def test_other_shapes_are_refused(text: str) -> None:
    with pytest.raises(Refusal):
        pension_insurance_number(text)


def test_the_country_takes_both_numbers(germany: Country) -> None:
    assert germany.check_person_id("36 574 261 809") == "36574261809"
    assert check_person_id("65 170839 J 003") == "65170839J003"
    for wrong in ("36574261890", "65170839J004", "abc"):
        with pytest.raises(Refusal) as refused:
            check_person_id(wrong)
        assert refused.value.rule == "not_a_person_id"
