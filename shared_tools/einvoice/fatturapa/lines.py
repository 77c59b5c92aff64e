"""DettaglioLinee: invoice lines, and the document's allowances and charges as lines of their own.

A discount of the whole document is a line of kind SC with a negative price, a charge one of kind AC: so the taxable
amounts are the sums of the lines, which the SdI compares (00422).
"""

from __future__ import annotations

from fractions import Fraction
from typing import Final

from lxml import etree

from shared_tools.einvoice.elements import decimal_text, group, put, put_day
from shared_tools.einvoice.fatturapa import terms as codes
from shared_tools.einvoice.latin import basic, latin1
from shared_tools.einvoice.model import AllowanceCharge, Document, Line
from shared_tools.einvoice.written import amount_text
from shared_tools.i18n import N_
from shared_tools.money import exact
from shared_tools.refusal import Refusal

_DESCRIPTION: Final = 1000
_UNIT: Final = 10
_UNITS: Final = {
    "HUR": "ore", "DAY": "giorni", "MON": "mesi", "WEE": "settimane", "ANN": "anni", "MIN": "minuti", "KMT": "km",
    "C62": "n.", "H87": "pz", "EA": "pz", "LS": "a corpo", "MTR": "m", "KGM": "kg",
}  # fmt: skip
"""UN/ECE rec 20 → the words Italian invoices use; another code stands as it is."""

UNITS_READ: Final = {word: code for code, word in reversed(_UNITS.items())}


def add_lines(goods: etree._Element, document: Document) -> None:
    natures = codes.natures(document)
    for number, line in enumerate(document.lines, 1):
        _line(group(goods, "DettaglioLinee"), number, line, natures[line.vat_category, line.vat_rate])
    for number, item in enumerate(document.allowances_charges, len(document.lines) + 1):
        nature = natures[item.vat_category, item.vat_rate]
        _document_item(group(goods, "DettaglioLinee"), number, item, nature)


def _line(node: etree._Element, number: int, line: Line, nature: str) -> None:
    put(node, "NumeroLinea", str(number))
    if line.seller_item:
        _article(node, "INTERNO", line.seller_item)
    if line.standard_item:
        _article(node, "EAN", line.standard_item.value)
    for known in line.classifications:
        _article(node, known.scheme, known.code)
    put(node, "Descrizione", _description(line))
    # The schema has no negative quantity: taking back shows as a negative price.
    sign = -1 if exact(line.quantity) < 0 else 1
    put(node, "Quantita", decimal_text(abs(exact(line.quantity)), 2, 8))
    put(node, "UnitaMisura", latin1(_UNITS.get(line.unit, line.unit))[:_UNIT])
    if line.period:
        put_day(node, "DataInizioPeriodo", line.period.start)
        put_day(node, "DataFinePeriodo", line.period.end)
    price = exact(line.price) / exact(line.base_quantity or "1")
    put(node, "PrezzoUnitario", decimal_text(sign * price, 2, 8))
    for item in line.allowances_charges:
        _unit_discount(node, item, sign * abs(exact(line.quantity)))
    put(node, "PrezzoTotale", amount_text(line.net, 2))
    put(node, "AliquotaIVA", decimal_text(line.vat_rate or "0", 2, 2))
    put(node, "Natura", nature)
    put(node, "RiferimentoAmministrazione", basic(line.accounting_reference)[:20])


def _article(node: etree._Element, kind: str, value: str) -> None:
    article = group(node, "CodiceArticolo")
    put(article, "CodiceTipo", basic(kind)[:35])
    put(article, "CodiceValore", value[:35])


def _description(line: Line) -> str:
    text = latin1(" - ".join(part for part in (line.name, line.description, line.note) if part), "BT-153")
    if len(text) > _DESCRIPTION:
        raise Refusal(
            "too_long", N_("the description of line {line} has {count} characters; FatturaPA takes {most}."),
            field=f"lines.{line.id}", way_out=N_("Shorten it, or put the rest into an attachment."), values={"line": line.id, "count": str(len(text)), "most": str(_DESCRIPTION)},
        )  # fmt: skip
    return text


def _unit_discount(node: etree._Element, item: AllowanceCharge, quantity: Fraction) -> None:
    """ScontoMaggiorazione changes the price of one unit (00423), our amount that of the line."""
    change = group(node, "ScontoMaggiorazione")
    put(change, "Tipo", "MG" if item.charge else "SC")
    put(change, "Importo", decimal_text(Fraction(item.amount, 100) / (quantity or 1), 2, 8))


def _document_item(node: etree._Element, number: int, item: AllowanceCharge, nature: str) -> None:
    signed = item.amount if item.charge else -item.amount
    put(node, "NumeroLinea", str(number))
    put(node, "TipoCessionePrestazione", "AC" if item.charge else "SC")
    put(
        node,
        "Descrizione",
        latin1(item.reason or ("Spese accessorie" if item.charge else "Sconto"))[:_DESCRIPTION],
    )
    put(node, "PrezzoUnitario", amount_text(signed, 2))
    put(node, "PrezzoTotale", amount_text(signed, 2))
    put(node, "AliquotaIVA", decimal_text(item.vat_rate or "0", 2, 2))
    put(node, "Natura", nature)
