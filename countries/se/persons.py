"""Swedish personal numbers: personnummer and samordningsnummer, always with the century."""

from __future__ import annotations

import re
from datetime import date

from stdnum import luhn
from stdnum.exceptions import ValidationError
from stdnum.se import personnummer

from shared_tools.refusal import Refusal

_COORDINATION_DAYS = 60
_WAY_OUT = "Write the twelve digits, for example 19820225-2386."


def check_person_id(text: str) -> str:
    """The twelve digits of a personnummer or samordningsnummer (day + 60), century first.

    Raises Refusal ``not_a_person_id``, or ``century_missing`` for a number of ten digits: what century it means
    depends on the day one reads it (SFS 1991:481 18 §).
    """
    compact = re.sub(r"[\s:]", "", text)
    if re.fullmatch(r"\d{6}[-+]?\d{4}", compact):
        raise Refusal(
            "century_missing",
            f"{text!r} does not say the century of birth.",
            field="person_id",
            way_out=_WAY_OUT,
        )
    digits = compact.replace("-", "")
    if not re.fullmatch(r"\d{8}-?\d{4}", compact):
        raise Refusal(
            "not_a_person_id", f"{text!r} is not a personal number.", field="person_id", way_out=_WAY_OUT
        )
    try:
        if is_coordination_number(digits):
            birth_date(digits)
            luhn.validate(digits[2:])
        else:
            personnummer.validate(digits)
    except (ValidationError, ValueError) as error:
        raise Refusal(
            "not_a_person_id", f"{text!r} is not a personal number: {str(error).rstrip('.').lower()}.",
            field="person_id", way_out=_WAY_OUT,
        ) from None  # fmt: skip
    return digits


def is_coordination_number(digits: str) -> bool:
    """Whether twelve ``digits`` are a samordningsnummer."""
    return int(digits[6:8]) > _COORDINATION_DAYS


def birth_date(digits: str) -> date:
    """The day of birth in twelve ``digits``. Raises ValueError where they name no day."""
    day = int(digits[6:8])
    return date(
        int(digits[:4]), int(digits[4:6]), day - _COORDINATION_DAYS if day > _COORDINATION_DAYS else day
    )
