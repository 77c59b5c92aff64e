"""The codice fiscale of a person (D.M. 23-12-1976), checked by python-stdnum."""

from __future__ import annotations

from stdnum.exceptions import ValidationError
from stdnum.it import codicefiscale

from shared_tools.refusal import Refusal


def check_person_id(text: str) -> str:
    """``text`` as a codice fiscale, compact and in capitals; a provisional one has eleven digits.

    Raises Refusal ``not_a_codice_fiscale``.
    """
    try:
        return codicefiscale.validate(text)
    except ValidationError as error:
        raise Refusal(
            "not_a_codice_fiscale",
            f"{text!r} is not a codice fiscale: {str(error).rstrip('.').lower()}.",
            field="person_id",
            way_out="Copy it from the health card (tessera sanitaria) or the tax office's letter.",
        ) from None
