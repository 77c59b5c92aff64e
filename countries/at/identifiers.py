"""The Austrian insurance number (Versicherungsnummer): three digits, a check digit, birthday DDMMYY."""

from __future__ import annotations

from stdnum.at import vnr
from stdnum.exceptions import ValidationError

from shared_tools.refusal import Refusal


def insurance_number(text: str) -> str:
    """``text`` as ten digits. Raises Refusal ``not_an_insurance_number``."""
    try:
        return vnr.validate(text)
    except ValidationError as error:
        raise Refusal(
            "not_an_insurance_number", f"{text!r} is not an insurance number: {str(error).rstrip('.').lower()}.",
            field="insurance_number", way_out="Copy it from the e-card; ten digits, the last six the birthday.",
        ) from None  # fmt: skip
