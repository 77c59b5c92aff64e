"""The QR code a banking app reads to fill in a SEPA credit transfer (EPC069-12): its text, and its picture."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from typing import Final

import segno

from shared_tools.refusal import Refusal

MOST_BYTES: Final = 331
MOST_NAME: Final = 70
MOST_TEXT: Final = 140
MOST_AMOUNT: Final = 99_999_999_999
"""Minor units: 999,999,999.99 EUR."""
MASK: Final = 2
"""A reader takes any of the standard's eight; weighing them would be four fifths of a code's time. This one has, over codes
of ours, the least of the penalties they are weighed by."""
_DARK = re.compile(rb"\x01+")
_RF = re.compile(r"RF\d{2}[0-9A-Z]{1,21}")


def payload(name: str, iban: str, amount: int, reference: str, bic: str = "") -> str:
    """The code's text: service tag, version 002, UTF-8, SCT, BIC, name, IBAN, amount, purpose, reference, text.

    ``amount`` in euro cents. An ISO 11649 ``reference`` is structured remittance; any other form (the Belgian
    ``+++…+++``) stands as text, one of the two. Raises Refusal ``no_epc_code`` where the bounds are broken.
    """
    compact = reference.replace(" ", "")
    structured = compact if _RF.fullmatch(compact) else ""
    text = "" if structured else reference[:MOST_TEXT]
    euros = Decimal(amount).scaleb(-2)
    lines = (
        "BCD", "002", "1", "SCT", bic, name[:MOST_NAME], iban.replace(" ", ""), f"EUR{euros:f}", "", structured, text,
    )  # fmt: skip
    said = "\n".join(lines).rstrip("\n")
    if not 0 < amount <= MOST_AMOUNT or len(said.encode()) > MOST_BYTES:
        raise Refusal(
            "no_epc_code", f"{euros} EUR to {name!r} does not fit an EPC QR code.", field="amount",
            way_out="Leave the code out: the account and the reference are printed beside it.",
        )  # fmt: skip
    return said


@lru_cache(64)
def picture(text: str) -> str:
    """``text`` as a QR code of error level M: SVG of one unit a module, a stroke a run of dark ones, without its margin."""
    code = segno.make_qr(text, error="m", boost_error=False, encoding="utf-8", mask=MASK)
    strokes: list[str] = []
    for y, row in enumerate(code.matrix):
        strokes.append(f"M0 {y}.5")
        pen = 0
        for run in _DARK.finditer(row):
            start, end = run.span()
            strokes.append(f"m{start - pen} 0h{end - start}")
            pen = end
    size = len(code.matrix)
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}"><path stroke="#000" d="{"".join(strokes)}"/></svg>'
