"""payment_reference: by which a client's payment finds its invoice."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from stdnum import iso11649, luhn
from stdnum.be import ogm_vcs

from core.country import Country
from core.country.sample import conformance
from shared_tools.refusal import Refusal

CODE = "__init__.py, payment_reference"
NUMBERS = [
    *range(1, 10_001),
    *(10**n - 1 for n in range(5, 11)),
    *(10**n for n in range(5, 10)),
    1_234_567_890,
]


def _is_ogm(text: str) -> bool:
    return text == f"+++{ogm_vcs.format(text)}+++" and ogm_vcs.is_valid(text)


@pytest.fixture
def is_valid(country: Country) -> Callable[[str], bool]:
    """The country's own check (``check_reference`` in conformance.py), or that of the form the text has."""
    try:
        own = conformance(country).get("check_reference")
    except Refusal:
        own = None
    if own:
        return own

    def check(text: str) -> bool:
        if text.startswith("RF"):
            return iso11649.is_valid(text)
        return _is_ogm(text) if text.startswith("+") else luhn.is_valid(text)

    return check


def test_references_are_distinct_and_the_same_tomorrow(country: Country) -> None:
    """Make one reference of each number of an invoice, always the same, never that of another."""
    references = [country.payment_reference(number) for number in NUMBERS]
    assert len(set(references)) == len(NUMBERS), f"{country.code}: two numbers have one reference ({CODE})"
    assert references == [country.payment_reference(number) for number in NUMBERS]


def test_references_carry_valid_check_digits(country: Country, to_do: Any, is_valid: Any) -> None:
    """Use a form banks check (RF, OCR, OGM; another with check_reference in conformance.py), up to ten digits."""
    for number in NUMBERS:
        reference = country.payment_reference(number)
        if not is_valid(reference):
            to_do.write(f"{reference!r} of number {number} fails the check of its form", CODE)
            break
        if len(reference.replace(" ", "")) > 35:
            to_do.write(f"{reference!r} does not fit the 35 characters of a payment", CODE)
            break


def test_a_mistyped_reference_is_noticed(country: Country, to_do: Any, is_valid: Any) -> None:
    """Let one wrong digit anywhere be noticed."""
    reference = country.payment_reference(1_234_567_890)
    for place, letter in enumerate(reference):
        if letter.isdigit():
            wrong = reference[:place] + str((int(letter) + 1) % 10) + reference[place + 1 :]
            if is_valid(wrong):
                to_do.write(f"{wrong!r} passes although {reference!r} was meant", CODE)
