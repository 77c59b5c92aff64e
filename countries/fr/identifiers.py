"""Numbers of persons: the NIR (social security number), provisional NIR, and the NTT of somebody without one."""

from __future__ import annotations

import re
from datetime import date

from stdnum.exceptions import ValidationError
from stdnum.fr import nir, siren

from shared_tools.refusal import Refusal

_NTT = re.compile(r"[12]\d{9}[0-9A-Z]{1,30}")
_FIRST_DIGITS = "123478"
"""1, 2 registered; 3, 4 being registered; 7, 8 provisional."""


def check_person_id(text: str) -> str:
    """The NIR (15 characters) or NTT in ``text``, compact. Raises Refusal ``not_a_person_id``.

    A NIR has its sex digit, 14 more and the key 97 - n mod 97 (Corsica 2A counts as 19, 2B as 18). An NTT is the sex
    digit, the employer's SIREN and a mark of the employer's own (technical number of the DSN).
    """
    compact = re.sub(r"[\s.\-]", "", text).upper()
    if len(compact) != 15 and _NTT.fullmatch(compact) and siren.is_valid(compact[1:10]):
        return compact
    try:
        number = nir.validate(compact)
    except ValidationError as error:
        raise _refused(text, str(error).rstrip(".").lower()) from None
    if number[0] not in _FIRST_DIGITS:
        raise _refused(text, f"a NIR does not begin with {number[0]}")
    return number


def nir_agrees_with(number: str, sex: str, birth_date: date) -> bool:
    """Whether the sex (M, F) and the year and month of birth in a NIR are those of the person.

    Months from 20 on stand for a birth whose month the register does not know: they agree with any.
    """
    month = int(number[3:5])
    return (
        (number[0] in "137") == (sex == "M")
        and int(number[1:3]) == birth_date.year % 100
        and (month >= 20 or month == birth_date.month)
    )


def _refused(text: str, why: str) -> Refusal:
    return Refusal(
        "not_a_person_id", f"{text!r} is no social security number (NIR): {why}.", field="person_id",
        way_out="Copy the 15 characters from the carte Vitale, or give the NTT used in the DSN.",
    )  # fmt: skip
