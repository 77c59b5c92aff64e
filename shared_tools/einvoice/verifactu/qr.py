"""The QR code on every invoice of a verifiable system, and the words beside it.

30 to 40 mm, error correction M (ISO/IEC 18004), before the content of the first page. The code depends on the invoice
alone, never on its record, so it can be printed before the record is sent. A system that sends its records (VERI*FACTU)
leads to another address than one that only keeps them, and it alone may say so in words (RD 1007/2023).
"""

from __future__ import annotations

import io
from datetime import date
from typing import Final
from urllib.parse import quote

import segno

from shared_tools.einvoice.model import Document
from shared_tools.einvoice.verifactu.record import spanish
from shared_tools.einvoice.verifactu.terms import nif
from shared_tools.einvoice.written import amount_text

MENTION: Final = "VERI*FACTU"
QR_LEGEND: Final = "Factura verificable en la sede electrónica de la AEAT"

PRODUCTION: Final = "https://www2.agenciatributaria.gob.es"
TEST: Final = "https://prewww2.aeat.es"
_SENT: Final = "/wlpl/TIKE-CONT/ValidarQR"
_KEPT: Final = "/wlpl/TIKE-CONT/ValidarQRNoVerifactu"
_QUIET: Final = 4
_SIDE_MM: Final = 35


def qr_address(document: Document, host: str = PRODUCTION, sent: bool = True) -> str:
    """Where anybody may check the invoice; ``sent`` whether records go to the AEAT. A credit note's total is negative, as
    in its record."""
    sign = -1 if document.is_credit_note else 1
    return address(
        nif(document.seller), document.number, document.issue_date, sign * document.totals.gross, host, sent
    )  # fmt: skip


def address(
    seller: str, number: str, day: date, total: int, host: str = PRODUCTION, sent: bool = True
) -> str:
    """``total`` in cents."""
    fields = (
        ("nif", seller),
        ("numserie", number),
        ("fecha", spanish(day)),
        ("importe", amount_text(total, 2)),
    )
    return f"{host}{_SENT if sent else _KEPT}?" + "&".join(
        f"{name}={quote(value, safe='')}" for name, value in fields
    )


def qr_svg(document: Document, host: str = PRODUCTION, sent: bool = True) -> bytes:
    """The code as SVG: the symbol is 35 mm wide, its quiet zone of four modules comes around it."""
    symbol = segno.make_qr(qr_address(document, host, sent), error="m", boost_error=False)
    modules = symbol.symbol_size(border=0)[0]
    # segno wants a decimal scale; four places of a millimetre are finer than any printer.
    scale = round(_SIDE_MM / modules, 4)
    out = io.BytesIO()
    symbol.save(out, kind="svg", scale=scale, unit="mm", border=_QUIET, xmldecl=False)
    return out.getvalue()
