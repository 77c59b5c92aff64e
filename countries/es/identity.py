"""Spanish numbers of persons and employers: NIF and NIE (python-stdnum), NAF and CCC of TGSS (dossier section 5.3)."""

from __future__ import annotations

import stdnum.es.nif
from stdnum.exceptions import ValidationError

from shared_tools.refusal import Refusal

_SMALL = 10_000_000


def person_id(text: str) -> str:
    """NIF or NIE of a natural person, compact. Raises Refusal ``not_a_person_id``."""
    try:
        number = stdnum.es.nif.validate(text)
    except ValidationError as error:
        raise Refusal(
            "not_a_person_id", f"{text!r} is not a NIF or NIE: {str(error).rstrip('.').lower()}.", field="national_id",
            way_out="Copy it from the identity card (DNI) or the certificate of the NIE.",
        ) from None  # fmt: skip
    if not (number[0].isdigit() or number[0] in "XYZKLM"):
        raise Refusal(
            "not_a_person_id", f"{text!r} is the NIF of a legal person.", field="national_id",
            way_out="Enter the worker's own NIF or NIE.",
        )  # fmt: skip
    return number


def naf(text: str) -> str:
    """Twelve digits of a worker's number of affiliation (NAF, NSS). Raises Refusal ``not_a_naf``."""
    return _tgss(text, 12, "naf", "number of affiliation (NAF)", "Copy it from the social security card.")


def ccc(text: str) -> str:
    """Eleven digits of an employer's account of contribution (CCC). Raises Refusal ``not_a_ccc``."""
    return _tgss(
        text, 11, "ccc", "account of contribution (CCC)", "Copy it from a receipt of contributions (RLC)."
    )


def _tgss(text: str, length: int, field: str, name: str, way_out: str) -> str:
    digits = "".join(character for character in text if character not in " -/.")
    if len(digits) == length and digits.isascii() and digits.isdecimal():
        province, number, check = int(digits[:2]), int(digits[2:-2]), int(digits[-2:])
        # A number of eight digits is joined to the province as it is; a smaller one as seven digits.
        joined = int(digits[:-2]) if number >= _SMALL else province * _SMALL + number
        if joined % 97 == check:
            return digits
    raise Refusal(
        f"not_a_{field}", f"{text!r} is no {name}: {length} digits, the last two a check.", field=field,
        way_out=way_out,
    )  # fmt: skip
