"""A supplier's FatturaPA as a document: the first invoice of the file, in EN 16931 terms.

What EN 16931 has no term for reads so: a pension fund's contribution (DatiCassaPrevidenziale) is a charge; tax withheld
(DatiRitenuta) and split payment make the amount due smaller, as if prepaid, and stand in a note; stamp duty is a note.
"""

from __future__ import annotations

from typing import Final

from lxml import etree

from shared_tools.einvoice.fatturapa import terms as codes
from shared_tools.einvoice.fatturapa.read_lines import document_item, fund, is_document_item, line, reason
from shared_tools.einvoice.fatturapa.read_parties import recipient, seller_or_buyer
from shared_tools.einvoice.fatturapa.signed import unwrap
from shared_tools.einvoice.model import (
    AllowanceCharge,
    CreditTransfer,
    Document,
    Line,
    Note,
    PaymentMeans,
    PrecedingInvoice,
    Totals,
    VatBreakdown,
)
from shared_tools.einvoice.parsed import Reading, parse
from shared_tools.refusal import Refusal

_GENERAL: Final = "DatiGenerali/DatiGeneraliDocumento"


def read(content: bytes) -> Document:
    """The first invoice of an XML or .p7m file; ``read_all`` reads those of a batch.

    Raises Refusal ``not_signed_data``, ``detached_signature``, ``not_xml``, ``not_a_fatturapa``, ``date_missing``, or
    of ``parsed.Reading`` naming the element.
    """
    return read_all(content)[0]


def read_all(content: bytes) -> tuple[Document, ...]:
    """Every invoice of the file: a batch shares its header. Raises as ``read``."""
    root = parse(unwrap(content))
    if etree.QName(root).localname != "FatturaElettronica":
        raise Refusal(
            "not_a_fatturapa", f"{root.tag} is no FatturaElettronica.",
            way_out="Send the XML of a FatturaPA; simplified invoices (VFSM10) are booked by hand.",
        )  # fmt: skip
    bodies = root.findall("FatturaElettronicaBody")
    if not bodies or root.find("FatturaElettronicaHeader") is None:
        raise Refusal(
            "not_a_fatturapa", "the FatturaElettronica has no header or no body.",
            way_out="Ask the sender for the file again.",
        )  # fmt: skip
    return tuple(_document(root, body) for body in bodies)


def _document(root: etree._Element, body: etree._Element) -> Document:
    currency = (body.findtext(f"{_GENERAL}/Divisa") or "EUR").strip()
    reading = Reading({}, currency)
    text = reading.text
    kind = text(body, f"{_GENERAL}/TipoDocumento")
    issue_date = reading.must_day(body, f"{_GENERAL}/Data", "Data")
    details = reading.all(body, "DatiBeniServizi/DettaglioLinee")
    lines = tuple(line(reading, node) for node in details if not is_document_item(node))
    items = (
        *(document_item(reading, node) for node in details if is_document_item(node)),
        *(fund(reading, node) for node in reading.all(body, f"{_GENERAL}/DatiCassaPrevidenziale")),
    )
    groups = tuple(_group(reading, node) for node in reading.all(body, "DatiBeniServizi/DatiRiepilogo"))
    header = root.find("FatturaElettronicaHeader")
    assert header is not None
    payments = reading.all(body, "DatiPagamento/DettaglioPagamento")
    return Document(
        number=text(body, f"{_GENERAL}/Numero"),
        issue_date=issue_date,
        type_code=codes.DOCUMENT_TYPES.get(kind, "380"),
        currency=currency,
        seller=seller_or_buyer(reading, header, "CedentePrestatore"),
        buyer=recipient(reading, header),
        totals=_totals(reading, body, lines, items, groups),
        vat_breakdown=groups,
        lines=lines,
        allowances_charges=items,
        tax_point_code="432" if text(body, "DatiBeniServizi/DatiRiepilogo/EsigibilitaIVA") == "D" else "",
        due_date=reading.latest(payments, "DataScadenzaPagamento"),
        order=text(body, "DatiGenerali/DatiOrdineAcquisto/IdDocumento"),
        contract=text(body, "DatiGenerali/DatiContratto/IdDocumento"),
        receiving_advice=text(body, "DatiGenerali/DatiRicezione/IdDocumento"),
        notes=tuple(_notes(reading, body)),
        preceding=tuple(
            PrecedingInvoice(number=text(node, "IdDocumento"), day=reading.day(node, "Data", "DatiFattureCollegate"))
            for node in reading.all(body, "DatiGenerali/DatiFattureCollegate")
        ),
        payment_means=tuple(_means(reading, node) for node in payments),
        specification=f"FatturaPA {root.get('versione', '')} {kind}".strip(),
    )  # fmt: skip


def _group(reading: Reading, node: etree._Element) -> VatBreakdown:
    category, code = reason(reading, node)
    return VatBreakdown(
        category=category, rate="" if category == "O" else reading.decimal(node, "AliquotaIVA", "AliquotaIVA"),
        base=reading.must(node, "ImponibileImporto", "ImponibileImporto"),
        vat=reading.must(node, "Imposta", "Imposta"),
        reason=reading.text(node, "RiferimentoNormativo"), reason_code=code,
    )  # fmt: skip


def _totals(
    reading: Reading, body: etree._Element, lines: tuple[Line, ...], items: tuple[AllowanceCharge, ...],
    groups: tuple[VatBreakdown, ...],
) -> Totals:  # fmt: skip
    net = sum(group.base for group in groups)
    vat = sum(group.vat for group in groups)
    rounding = reading.amount(body, f"{_GENERAL}/Arrotondamento", "Arrotondamento") or 0
    payments = reading.all(body, "DatiPagamento/DettaglioPagamento")
    whole = net + vat + rounding
    due = (
        sum(reading.must(node, "ImportoPagamento", "ImportoPagamento") for node in payments)
        if payments
        else whole
    )
    return Totals(
        lines=sum(line.net for line in lines),
        allowances=sum(item.amount for item in items if not item.charge),
        charges=sum(item.amount for item in items if item.charge),
        net=net, vat=vat, gross=net + vat, rounding=rounding, due=due, prepaid=whole - due,
    )  # fmt: skip


def _notes(reading: Reading, body: etree._Element) -> list[Note]:
    found = [Note(node.text.strip()) for node in reading.all(body, f"{_GENERAL}/Causale") if node.text]
    for node in reading.all(body, f"{_GENERAL}/DatiRitenuta"):
        words = (reading.text(node, tag) for tag in ("TipoRitenuta", "AliquotaRitenuta", "ImportoRitenuta"))
        found.append(Note("Ritenuta {} {}%: {}".format(*words)))
    if reading.text(body, f"{_GENERAL}/DatiBollo/BolloVirtuale"):
        found.append(
            Note(f"Bollo virtuale {reading.text(body, f'{_GENERAL}/DatiBollo/ImportoBollo')}".strip())
        )
    if reading.text(body, "DatiBeniServizi/DatiRiepilogo/EsigibilitaIVA") == "S":
        found.append(Note("Scissione dei pagamenti (art. 17-ter DPR 633/72)"))
    return found


def _means(reading: Reading, node: etree._Element) -> PaymentMeans:
    text = reading.text
    account = text(node, "IBAN")
    transfer = CreditTransfer(account=account, name=text(node, "Beneficiario"), bic=text(node, "BIC"))
    kind = text(node, "ModalitaPagamento")
    return PaymentMeans(
        code=codes.MEANS_READ.get(kind, "ZZZ"), text="" if kind in codes.MEANS_READ else kind,
        reference=text(node, "CodicePagamento"), credit_transfers=(transfer,) if account else (),
    )  # fmt: skip
