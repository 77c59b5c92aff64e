"""A document as FatturaPA. Elements stand in the order of schema 1.2.3; nothing is computed but unit discounts."""

from __future__ import annotations

import base64
from typing import Final

from lxml import etree

from shared_tools.einvoice.elements import decimal_text, group, must_put, put, put_day, short
from shared_tools.einvoice.fatturapa import terms as codes
from shared_tools.einvoice.fatturapa.lines import add_lines
from shared_tools.einvoice.fatturapa.parties import add_header
from shared_tools.einvoice.fatturapa.terms import NAMESPACE, Terms
from shared_tools.einvoice.latin import basic, latin1
from shared_tools.einvoice.model import Document, PaymentMeans, VatBreakdown
from shared_tools.einvoice.written import amount_text
from shared_tools.i18n import N_
from shared_tools.money import exponent
from shared_tools.refusal import Refusal

_ROOT: Final = f"{{{NAMESPACE}}}FatturaElettronica"
_CAUSE: Final = 200
_NUMBER: Final = 20
_ATTACHMENT_NAME: Final = 60


def write(document: Document, terms: Terms) -> bytes:
    """``document`` as UTF-8 FatturaPA, one invoice in the file.

    Names, streets and towns are respelled in Latin-1 and cut to the schema's length. Raises Refusal ``not_latin1``,
    ``term_missing``, ``too_long``, ``nature_unknown``, ``wrong_document_type``, ``buyer_unidentified``,
    ``two_decimals_only``.
    """
    return etree.tostring(tree(document, terms), xml_declaration=True, encoding="UTF-8")


def tree(document: Document, terms: Terms) -> etree._Element:
    if exponent(document.currency) != 2:
        raise Refusal(
            "two_decimals_only", N_("FatturaPA writes amounts with two decimals; {currency} has none."),
            field="BT-5", way_out=N_("Invoice in euro."), values={"currency": document.currency},
        )  # fmt: skip
    version = "FPA12" if codes.is_authority(document.buyer) else "FPR12"
    root = etree.Element(_ROOT, {"versione": version}, nsmap={"p": NAMESPACE})
    add_header(root, document, terms)
    body = group(root, "FatturaElettronicaBody")
    _general(group(body, "DatiGenerali"), document, terms)
    goods = group(body, "DatiBeniServizi")
    add_lines(goods, document)
    natures = codes.natures(document)
    for part in document.vat_breakdown:
        _summary(goods, part, natures[part.category, part.rate], _due(document, terms))
    _payment(body, document, terms)
    for supporting in document.supporting_documents:
        if supporting.content is not None:
            node = group(body, "Allegati")
            put(
                node,
                "NomeAttachment",
                latin1(supporting.filename or supporting.reference)[-_ATTACHMENT_NAME:],
            )
            put(node, "DescrizioneAttachment", latin1(supporting.description)[:100])
            put(node, "Attachment", base64.b64encode(supporting.content).decode("ascii"))
    return root


def _general(node: etree._Element, document: Document, terms: Terms) -> None:
    general = group(node, "DatiGeneraliDocumento")
    put(general, "TipoDocumento", codes.document_type(document, terms))
    put(general, "Divisa", document.currency)
    put_day(general, "Data", document.issue_date)
    put(general, "Numero", short(basic(document.number, "BT-1"), _NUMBER, "BT-1"))
    if terms.stamp:
        stamp = group(general, "DatiBollo")
        put(stamp, "BolloVirtuale", "SI")
        put(stamp, "ImportoBollo", amount_text(terms.stamp, 2))
    put(general, "ImportoTotaleDocumento", amount_text(document.totals.gross + document.totals.rounding, 2))
    if document.totals.rounding:
        put(general, "Arrotondamento", amount_text(document.totals.rounding, 2))
    for note in document.notes:
        text = latin1(note.text, "BT-22")
        for start in range(0, len(text), _CAUSE):
            # A piece that begins or ends with a space would lose it to the schema's normalised strings: harmless.
            put(general, "Causale", text[start : start + _CAUSE].strip())
    if document.order or terms.cup or terms.cig:
        _related(node, "DatiOrdineAcquisto", document.order or "-", terms)
    if document.contract:
        _related(node, "DatiContratto", document.contract, None)
    if document.receiving_advice:
        _related(node, "DatiRicezione", document.receiving_advice, None)
    for earlier in document.preceding:
        linked = group(node, "DatiFattureCollegate")
        must_put(linked, "IdDocumento", short(basic(earlier.number, "BT-25"), _NUMBER, "BT-25"), "BT-25")
        put_day(linked, "Data", earlier.day)


def _related(node: etree._Element, tag: str, number: str, terms: Terms | None) -> None:
    related = group(node, tag)
    put(related, "IdDocumento", short(basic(number, "BT-13"), _NUMBER, "BT-13"))
    if terms:
        put(related, "CodiceCUP", terms.cup)
        put(related, "CodiceCIG", terms.cig)


def _summary(goods: etree._Element, part: VatBreakdown, nature: str, due: str) -> None:
    node = group(goods, "DatiRiepilogo")
    put(node, "AliquotaIVA", decimal_text(part.rate or "0", 2, 2))
    put(node, "Natura", nature)
    put(node, "ImponibileImporto", amount_text(part.base, 2))
    put(node, "Imposta", amount_text(part.vat, 2))
    if not nature:
        put(node, "EsigibilitaIVA", due)
    else:
        put(node, "RiferimentoNormativo", latin1(part.reason or part.reason_code or nature, "BT-120")[:100])


def _due(document: Document, terms: Terms) -> str:
    """When the VAT falls due: S the buyer pays it, D at payment (cash accounting, BT-8 432), I at once."""
    if terms.split_payment:
        return "S"
    return "D" if document.tax_point_code == "432" else "I"


def _payment(body: etree._Element, document: Document, terms: Terms) -> None:
    if not document.payment_means:
        return
    node = group(body, "DatiPagamento")
    put(node, "CondizioniPagamento", "TP02")
    # Under split payment the buyer owes us no VAT: it goes to the Treasury, whether BT-113 says so already or not.
    totals = document.totals
    due = min(totals.due, totals.gross + totals.rounding - totals.vat) if terms.split_payment else totals.due
    _means(node, document.payment_means[0], document, due)


def _means(node: etree._Element, means: PaymentMeans, document: Document, due: int) -> None:
    detail = group(node, "DettaglioPagamento")
    account = means.credit_transfers[0] if means.credit_transfers else None
    payee = document.payee.name if document.payee else (account.name if account else "")
    put(detail, "Beneficiario", latin1(payee, "BT-85")[:200])
    put(detail, "ModalitaPagamento", codes.PAYMENT_MEANS.get(means.code, "MP05"))
    put_day(detail, "DataScadenzaPagamento", document.due_date)
    put(detail, "ImportoPagamento", amount_text(due, 2))
    if account:
        put(detail, "IBAN", account.account.replace(" ", ""))
        put(detail, "BIC", account.bic)
    put(detail, "CodicePagamento", basic(means.reference, "BT-83")[:60])
