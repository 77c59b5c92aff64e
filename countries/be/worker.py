"""What Belgium must know of a person, and the facts a slip may not be written without."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Literal

import msgspec
from stdnum.be import ssn
from stdnum.exceptions import ValidationError

from countries.be.tax import FAMILIES
from shared_tools import money
from shared_tools.refusal import Refusal


class Worker(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Personal facts on 1 January, as the worker has declared them.

    ``family`` one of tax.FAMILIES: ``spouse_none`` has no income, ``spouse_pension_174`` only a pension up to that a
    month, ``spouse_pension_579`` and ``spouse_other_290`` net incomes up to theirs · ``disabled_children`` are among
    ``children`` and count twice · ``dependants_65_care`` of 65 or more in need of care · ``resident`` also a
    non-resident with 75 % of his income in Belgium · ``chosen_percent`` the percentage of taxable pay the member wants
    withheld, as text (``"20"``).
    """

    birth_date: date | None = None
    family: Literal[
        "single", "spouse_income", "spouse_none", "spouse_pension_174", "spouse_pension_579", "spouse_other_290"
    ] = "single"  # fmt: skip
    children: int = 0
    disabled_children: int = 0
    single_parent: bool = False
    disabled: bool = False
    spouse_disabled: bool = False
    dependants_65_care: int = 0
    dependants_other: int = 0
    resident: bool = True
    chosen_percent: str = ""
    arts_certificate: Literal["none", "held", "once_held"] = "none"


def checked(worker: Worker) -> Worker:
    """``worker`` if its facts can be taxed. Raises Refusal ``unknown_family``, ``impossible_family``."""
    if worker.family not in FAMILIES:
        raise Refusal(
            "unknown_family", f"{worker.family!r} is no family situation of the tax formula.", field="family",
            way_out=f"Use one of {', '.join(FAMILIES)}.",
        )  # fmt: skip
    counts = (
        worker.children,
        worker.disabled_children,
        worker.dependants_65_care,
        worker.dependants_other,
    )
    if min(counts) < 0 or worker.disabled_children > worker.children:
        raise Refusal(
            "impossible_family",
            f"{worker.children} children, {worker.disabled_children} of them disabled, cannot be.",
            field="children", way_out="Disabled children are counted among the children.",
        )  # fmt: skip
    if worker.single_parent and (worker.family != "single" or not worker.children):
        raise Refusal(
            "impossible_family", "a single parent is single and has children.", field="single_parent",
            way_out="Correct the family situation, or take the single parent's reduction away.",
        )  # fmt: skip
    return worker


def chosen_millionths(percent: str) -> int:
    """The member's own percentage in millionths (``"20"`` → 200000). Raises Refusal ``impossible_percentage``."""
    try:
        rate = money.percent(percent or "0")
    except ValueError:
        rate = Fraction(-1)
    millionths = rate * 1_000_000
    if not 0 <= rate <= 1 or millionths.denominator != 1:
        raise Refusal(
            "impossible_percentage", f"{percent!r} is no percentage between 0 and 100.", field="chosen_percent",
            way_out='Write it as text with at most four decimals, for example "20" or "22.5".',
        )  # fmt: skip
    return int(millionths)


def check_person_id(text: str) -> str:
    """A national or bis number (NISS/INSZ), eleven digits. Raises Refusal ``not_a_person_id``."""
    try:
        return ssn.validate(text)
    except ValidationError as error:
        raise Refusal(
            "not_a_person_id", f"{text!r} is not a national or bis number: {str(error).rstrip('.').lower()}.",
            field="person_id", way_out="Copy the eleven digits from the identity card.",
        ) from None  # fmt: skip


def check_onss_number(text: str) -> str:
    """An employer's ONSS/RSZ number, nine digits: 97 less the first seven modulo 97 [believed].

    Raises Refusal ``not_an_onss_number``.
    """
    digits = "".join(character for character in text if character not in " .-/")
    if len(digits) != 9 or not digits.isdecimal() or 97 - int(digits[:7]) % 97 != int(digits[7:]):
        raise Refusal(
            "not_an_onss_number", f"{text!r} is not an ONSS employer number.", field="employer_number",
            way_out="Copy it from a DmfA acknowledgement; ten digits are an enterprise number.",
        )  # fmt: skip
    return digits


def check_establishment(text: str) -> str:
    """An establishment unit number, ten digits beginning 2 to 8, checked like an enterprise number [believed].

    Raises Refusal ``not_an_establishment``.
    """
    digits = "".join(character for character in text if character not in " .-")
    if len(digits) != 10 or not digits.isdecimal() or digits[0] not in "2345678" \
            or 97 - int(digits[:8]) % 97 != int(digits[8:]):  # fmt: skip
        raise Refusal(
            "not_an_establishment", f"{text!r} is not an establishment unit number.", field="establishment",
            way_out="Copy it from the Crossroads Bank for Enterprises.",
        )  # fmt: skip
    return digits
