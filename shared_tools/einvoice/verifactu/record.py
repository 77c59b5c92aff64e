"""Billing records: registration (RegistroAlta) and cancellation (RegistroAnulacion) of an invoice, each chained to the last.

The hash (huella) is SHA-256 over the fields below in the specification's own writing, in capitals. A chain has one
writer: who makes a record must hold the last ``Link`` and keep the new one in the same transaction.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date, datetime
from typing import Final

import msgspec
from lxml import etree

from shared_tools.einvoice.elements import group, must_put, put
from shared_tools.einvoice.model import SELF_BILLED_TYPES, Document, Party
from shared_tools.einvoice.verifactu.terms import INFORMATION, Kind, System, Terms, kind, nif, qualification
from shared_tools.einvoice.written import amount_text
from shared_tools.i18n import N_
from shared_tools.money import exponent
from shared_tools.refusal import Refusal

_S: Final = f"{{{INFORMATION}}}"
_NUMBER: Final = 60
_NAME: Final = 120
_DESCRIPTION: Final = 500
_GROUPS: Final = 12


class Link(msgspec.Struct, frozen=True, kw_only=True):
    """What the next record must know of this one. ``day`` as dd-mm-yyyy."""

    nif: str
    number: str
    day: str
    hash: str


class Record(msgspec.Struct, frozen=True, kw_only=True):
    """A record ready to keep and to send: ``operation`` Alta or Anulacion, ``xml`` the element, ``link`` for the next."""

    operation: str
    link: Link
    xml: bytes


def register(
    document: Document, terms: Terms, system: System, previous: Link | None, moment: datetime
) -> Record:
    """RegistroAlta of ``document``. ``moment`` with its offset, Spanish time; ``previous`` None for the first ever.

    Raises Refusal ``not_in_euro``, ``seller_not_spanish``, ``recipient_unidentified``, ``moment_without_offset``,
    ``number_unfit``, ``too_many_rates``, ``wrong_kind``, ``qualification_unknown``.
    """
    seller, number, stamp = _seller(document), _fit(document.number), _stamp(moment)
    sign = -1 if document.is_credit_note else 1
    what = kind(document, terms)
    vat, total = (amount_text(sign * amount, 2) for amount in (document.totals.vat, document.totals.gross))
    day = spanish(document.issue_date)
    before = previous.hash if previous else ""
    digest = hash_of(registration_fields(seller, number, day, what, vat, total, before, stamp))
    root = etree.Element(_S + "RegistroAlta", nsmap={"sf": INFORMATION})
    put(root, _S + "IDVersion", "1.0")
    _invoice_id(group(root, _S + "IDFactura"), seller, number, day)
    must_put(root, _S + "NombreRazonEmisor", document.seller.name[:_NAME].strip(), "BT-27")
    if terms.mends:
        put(root, _S + "Subsanacion", "S")
        put(root, _S + "RechazoPrevio", "X" if terms.mends == "rejected" else "N")
    put(root, _S + "TipoFactura", what)
    if document.is_credit_note:
        _corrected(root, document, seller)
    supplied = document.tax_point_date or (document.delivery.day if document.delivery else None)
    if supplied and supplied != document.issue_date:
        put(root, _S + "FechaOperacion", spanish(supplied))
    names = terms.description or ", ".join(line.name for line in document.lines)
    must_put(root, _S + "DescripcionOperacion", names[:_DESCRIPTION].strip(), "BT-153")
    _recipients(root, document, what)
    _breakdown(group(root, _S + "Desglose"), document, terms, sign)
    put(root, _S + "CuotaTotal", vat)
    put(root, _S + "ImporteTotal", total)
    _end(root, previous, system, stamp, digest)
    return Record(
        operation="Alta", xml=etree.tostring(root), link=Link(nif=seller, number=number, day=day, hash=digest)
    )  # fmt: skip


def cancel(
    seller_nif: str, number: str, issue_date: date, system: System, previous: Link | None, moment: datetime
) -> Record:
    """RegistroAnulacion of an invoice that should never have been issued. Raises Refusal ``moment_without_offset``."""
    stamp, day = _stamp(moment), spanish(issue_date)
    before = previous.hash if previous else ""
    digest = hash_of(cancellation_fields(seller_nif, number, day, before, stamp))
    root = etree.Element(_S + "RegistroAnulacion", nsmap={"sf": INFORMATION})
    put(root, _S + "IDVersion", "1.0")
    invoice = group(root, _S + "IDFactura")
    put(invoice, _S + "IDEmisorFacturaAnulada", seller_nif)
    put(invoice, _S + "NumSerieFacturaAnulada", _fit(number))
    put(invoice, _S + "FechaExpedicionFacturaAnulada", day)
    _end(root, previous, system, stamp, digest)
    return Record(
        operation="Anulacion", xml=etree.tostring(root), link=Link(nif=seller_nif, number=number, day=day, hash=digest)
    )  # fmt: skip


def registration_fields(
    seller: str, number: str, day: str, what: str, vat: str, total: str, before: str, stamp: str
) -> list[tuple[str, str]]:  # fmt: skip
    """The fields of a registration's hash, in order, as the record writes them."""
    return [
        ("IDEmisorFactura", seller), ("NumSerieFactura", number), ("FechaExpedicionFactura", day), ("TipoFactura", what),
        ("CuotaTotal", vat), ("ImporteTotal", total), ("Huella", before), ("FechaHoraHusoGenRegistro", stamp),
    ]  # fmt: skip


def cancellation_fields(seller: str, number: str, day: str, before: str, stamp: str) -> list[tuple[str, str]]:
    return [
        ("IDEmisorFacturaAnulada", seller), ("NumSerieFacturaAnulada", number), ("FechaExpedicionFacturaAnulada", day),
        ("Huella", before), ("FechaHoraHusoGenRegistro", stamp),
    ]  # fmt: skip


def hash_of(fields: Sequence[tuple[str, str]]) -> str:
    text = "&".join(f"{name}={value.strip()}" for name, value in fields)
    return hashlib.sha256(text.encode("utf-8")).hexdigest().upper()


def spanish(day: date) -> str:
    """``day`` as the AEAT writes it: dd-mm-yyyy."""
    return f"{day:%d-%m-%Y}"


def _stamp(moment: datetime) -> str:
    if moment.utcoffset() is None:
        raise Refusal(
            "moment_without_offset", f"{moment} does not say its offset from UTC.", field="moment",
            way_out="Give the time of Spain with its offset.",
        )  # fmt: skip
    return moment.isoformat(timespec="seconds")


def _seller(document: Document) -> str:
    if exponent(document.currency) != 2 or document.currency != "EUR":
        raise Refusal(
            "not_in_euro", N_("billing records are in euro; {number} is in {currency}."), field="BT-5",
            way_out=N_("Invoice in euro."), values={"number": document.number, "currency": document.currency},
        )  # fmt: skip
    found = nif(document.seller)
    if not found:
        raise Refusal(
            "seller_not_spanish", N_("a billing record wants the seller's NIF."), field="BT-31",
            way_out=N_("Enter the seller's VAT number as ES and its NIF."),
        )  # fmt: skip
    return found


def _fit(number: str) -> str:
    """The number as hash, record and QR write it: printable ASCII without the signs the AEAT forbids there."""
    plain = all(" " <= sign <= "~" and sign not in "\"'<>=" for sign in number)
    if not 1 <= len(number) <= _NUMBER or not plain or number != number.strip():
        raise Refusal(
            "number_unfit", N_("“{value}” does not fit a billing record: 1 to {most} signs of plain ASCII without \" ' < > =."),
            field="BT-1", way_out=N_("Number with letters, digits, dashes and slashes."), values={"value": number, "most": str(_NUMBER)},
        )  # fmt: skip
    return number


def _invoice_id(node: etree._Element, seller: str, number: str, day: str) -> None:
    put(node, _S + "IDEmisorFactura", seller)
    put(node, _S + "NumSerieFactura", number)
    put(node, _S + "FechaExpedicionFactura", day)


def _corrected(root: etree._Element, document: Document, seller: str) -> None:
    """A credit note corrects by the difference (I): its own amounts, negative."""
    put(root, _S + "TipoRectificativa", "I")
    known = [earlier for earlier in document.preceding if earlier.day]
    if known:
        corrected = group(root, _S + "FacturasRectificadas")
        for earlier in known:
            day = spanish(earlier.day) if earlier.day else ""
            _invoice_id(group(corrected, _S + "IDFacturaRectificada"), seller, _fit(earlier.number), day)


def _recipients(root: etree._Element, document: Document, what: Kind) -> None:
    if what in ("F2", "R5"):
        return
    if document.type_code in SELF_BILLED_TYPES:
        put(root, _S + "EmitidaPorTerceroODestinatario", "D")
    buyer = document.buyer
    node = group(group(root, _S + "Destinatarios"), _S + "IDDestinatario")
    must_put(node, _S + "NombreRazon", buyer.name[:_NAME].strip(), "BT-44")
    if nif(buyer):
        put(node, _S + "NIF", nif(buyer))
        return
    identity, kind_of_id = _foreign_id(buyer)
    other = group(node, _S + "IDOtro")
    put(other, _S + "CodigoPais", "GR" if buyer.address.country == "EL" else buyer.address.country)
    put(other, _S + "IDType", kind_of_id)
    put(other, _S + "ID", identity)


def _foreign_id(buyer: Party) -> tuple[str, str]:
    """02 a VAT number, 04 another official number of its country."""
    if buyer.vat_id:
        return buyer.vat_id, "02"
    if buyer.legal_id and buyer.address.country != "ES":
        return buyer.legal_id.value, "04"
    raise Refusal(
        "recipient_unidentified", N_("{name} has no tax number, and only a simplified invoice (F2) may do without."),
        field="BT-48", way_out=N_("Enter the client's NIF, or its VAT or register number abroad."), values={"name": buyer.name},
    )  # fmt: skip


def _breakdown(node: etree._Element, document: Document, terms: Terms, sign: int) -> None:
    if len(document.vat_breakdown) > _GROUPS:
        raise Refusal(
            "too_many_rates", N_("{number} has {count} VAT groups; a record holds {most}."),
            field="BG-23", way_out=N_("Split the invoice."), values={"number": document.number, "count": str(len(document.vat_breakdown)), "most": str(_GROUPS)},
        )  # fmt: skip
    for part in document.vat_breakdown:
        element, code = qualification(part, document.buyer)
        detail = group(node, _S + "DetalleDesglose")
        put(detail, _S + "Impuesto", "01")
        put(detail, _S + "ClaveRegimen", terms.regime)
        put(detail, _S + element, code)
        if code == "S1":
            put(detail, _S + "TipoImpositivo", part.rate)
        put(detail, _S + "BaseImponibleOimporteNoSujeto", amount_text(sign * part.base, 2))
        if code == "S1":
            put(detail, _S + "CuotaRepercutida", amount_text(sign * part.vat, 2))


def _end(root: etree._Element, previous: Link | None, system: System, stamp: str, digest: str) -> None:
    chain = group(root, _S + "Encadenamiento")
    if previous is None:
        put(chain, _S + "PrimerRegistro", "S")
    else:
        before = group(chain, _S + "RegistroAnterior")
        _invoice_id(before, previous.nif, previous.number, previous.day)
        put(before, _S + "Huella", previous.hash)
    program = group(root, _S + "SistemaInformatico")
    put(program, _S + "NombreRazon", system.maker)
    put(program, _S + "NIF", system.maker_nif)
    put(program, _S + "NombreSistemaInformatico", system.name)
    put(program, _S + "IdSistemaInformatico", system.id)
    put(program, _S + "Version", system.version)
    put(program, _S + "NumeroInstalacion", system.installation)
    put(program, _S + "TipoUsoPosibleSoloVerifactu", "S")
    put(program, _S + "TipoUsoPosibleMultiOT", "S" if system.several_taxpayers else "N")
    put(program, _S + "IndicadorMultiplesOT", "S" if system.several_taxpayers else "N")
    put(root, _S + "FechaHoraHusoGenRegistro", stamp)
    put(root, _S + "TipoHuella", "01")
    put(root, _S + "Huella", digest)
