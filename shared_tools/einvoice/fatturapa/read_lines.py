"""Lines, discounts and funds of a FatturaPA body."""

from __future__ import annotations

from fractions import Fraction
from typing import Final

from lxml import etree

from shared_tools.einvoice.elements import decimal_text
from shared_tools.einvoice.fatturapa import terms as codes
from shared_tools.einvoice.fatturapa.lines import UNITS_READ
from shared_tools.einvoice.model import AllowanceCharge, Line, Period
from shared_tools.einvoice.parsed import Reading
from shared_tools.money import exact, exponent, rounded

_DOCUMENT_ITEMS: Final = frozenset({"SC", "PR", "AB", "AC"})


def is_document_item(node: etree._Element) -> bool:
    """A line that is a discount or an extra charge, without a quantity of its own."""
    return node.findtext("TipoCessionePrestazione") in _DOCUMENT_ITEMS and node.find("Quantita") is None


def reason(reading: Reading, node: etree._Element) -> tuple[str, str]:
    """VAT category and reason code of a node with AliquotaIVA and Natura."""
    nature = reading.text(node, "Natura")
    if not nature:
        return "S", ""
    if nature == "N3.2":
        return "K", nature
    return codes.NATURE_READ.get(nature.partition(".")[0], "E"), nature


def line(reading: Reading, node: etree._Element) -> Line:
    """A line as EN 16931 has it: a price that is never negative, with the sign on the quantity; quantity 1 where the
    supplier gave none; the amount in cents though FatturaPA allows eight places."""
    text = reading.text
    category, code = reason(reading, node)
    price = exact(reading.decimal(node, "PrezzoUnitario", "PrezzoUnitario") or "0")
    quantity = exact(reading.decimal(node, "Quantita", "Quantita") or "1")
    if price < 0:
        price, quantity = -price, -quantity
    start, end = (
        reading.day(node, "DataInizioPeriodo", "BT-134"),
        reading.day(node, "DataFinePeriodo", "BT-135"),
    )
    unit = text(node, "UnitaMisura")
    net = _total(reading, node)
    changes = [
        _change(reading, change, price, quantity) for change in reading.all(node, "ScontoMaggiorazione")
    ]
    return Line(
        id=text(node, "NumeroLinea"), name=text(node, "Descrizione"), quantity=decimal_text(quantity, 0, 8),
        unit=UNITS_READ.get(unit.lower(), unit or "C62"), price=decimal_text(price, 2, 8), net=net,
        vat_category=category, vat_rate="" if category == "O" else reading.decimal(node, "AliquotaIVA", "AliquotaIVA"),
        vat_reason_code=code, period=Period(start=start, end=end) if start or end else None,
        accounting_reference=text(node, "RiferimentoAmministrazione"),
        allowances_charges=_settled(tuple(changes), price * quantity * 10 ** exponent(reading.currency), net),
        seller_item=next((text(known, "CodiceValore") for known in reading.all(node, "CodiceArticolo")), ""),
    )  # fmt: skip


def _total(reading: Reading, node: etree._Element) -> int:
    """PrezzoTotale, which may have eight places, half up to the minor unit."""
    return rounded(
        exact(reading.decimal(node, "PrezzoTotale", "PrezzoTotale") or "0") * 10 ** exponent(reading.currency)
    )


def _change(reading: Reading, node: etree._Element, price: Fraction, quantity: Fraction) -> AllowanceCharge:
    percent = reading.decimal(node, "Percentuale", "Percentuale")
    amount = reading.decimal(node, "Importo", "Importo")
    share = exact(amount) * abs(quantity) if amount else abs(price * quantity) * exact(percent or "0") / 100
    return AllowanceCharge(
        charge=reading.text(node, "Tipo") == "MG",
        amount=rounded(share * 10 ** exponent(reading.currency)),
        percent="" if amount else percent,
    )


def _settled(changes: tuple[AllowanceCharge, ...], whole: Fraction, net: int) -> tuple[AllowanceCharge, ...]:
    """Discounts in a row apply one on the other: one sum replaces them, so that the line adds up."""
    if len(changes) < 2:
        return changes
    difference = net - rounded(whole)
    return (AllowanceCharge(charge=difference > 0, amount=abs(difference)),)


def document_item(reading: Reading, node: etree._Element) -> AllowanceCharge:
    category, _ = reason(reading, node)
    amount = _total(reading, node)
    return AllowanceCharge(
        charge=amount >= 0, amount=abs(amount), reason=reading.text(node, "Descrizione"), vat_category=category,
        vat_rate="" if category == "O" else reading.decimal(node, "AliquotaIVA", "AliquotaIVA"),
    )  # fmt: skip


def fund(reading: Reading, node: etree._Element) -> AllowanceCharge:
    """A pension fund's contribution that the supplier passes on."""
    category, _ = reason(reading, node)
    return AllowanceCharge(
        charge=True, amount=reading.must(node, "ImportoContributoCassa", "ImportoContributoCassa"),
        percent=reading.decimal(node, "AlCassa", "AlCassa"),
        base_amount=reading.amount(node, "ImponibileCassa", "ImponibileCassa"),
        reason=f"Cassa previdenziale {reading.text(node, 'TipoCassa')}", vat_category=category,
        vat_rate="" if category == "O" else reading.decimal(node, "AliquotaIVA", "AliquotaIVA"),
    )  # fmt: skip
