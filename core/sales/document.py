"""A stored invoice → the EN 16931 document that every format writes. Pure, and nothing is computed.

Amounts are those that were stored when the invoice was issued (failure mode R1): book, paper and each XML say the same
to the cent because there is one source. Words are in the client's language, by the country's catalogue.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Final

import msgspec

from core.country import Country, Particulars, Sold
from core.country.einvoice import Mention, Sentence
from core.sales.model import Invoice, PricedLine, VatTotal
from core.sales.rules import asked, stamp_duty
from core.words import Words
from shared_tools.einvoice.model import (
    Address,
    Contact,
    CreditTransfer,
    Delivery,
    Document,
    Identifier,
    Line,
    Note,
    Party,
    PaymentMeans,
    PrecedingInvoice,
    Totals,
    VatBreakdown,
)
from shared_tools.i18n import N_

INVOICE: Final = "380"
CREDIT_NOTE: Final = "381"
CREDIT_TRANSFER: Final = "30"
SEPA_TRANSFER: Final = "58"
CLEARING: Final = "97"
"""UNTDID 4461: what a credit note returns is set off against the invoice, or paid back by us; nobody pays us."""
REGULATORY: Final = "REG"
"""UNTDID 4451: what the law wants said; a quote leaves it out."""
EXEMPT: Final = frozenset({"E", "AE", "K", "G", "O"})
"""Categories that say why no VAT is due (BR-E-10 and its like); S and Z must not (BR-S-10, BR-Z-10)."""

Say = Callable[[str], str]


class Corrects(msgspec.Struct, frozen=True):
    """Where a credit note stands among those of its ``invoice``: ``place`` from 1, ``whole`` whether it takes all of it
    back alone, ``lines_before`` lines of the invoice and of the earlier credit notes."""

    place: int = 1
    whole: bool = True
    lines_before: int = 0
    invoice: Invoice | None = None

    @classmethod
    def of(cls, note: Invoice, invoice: Invoice, earlier: Sequence[Invoice]) -> Corrects:
        """The place of ``note`` after the ``earlier`` credit notes of ``invoice``."""
        lines = sum(len(known.lines) for known in (invoice, *earlier))
        return cls(len(earlier) + 1, not earlier and note.gross == invoice.gross, lines, invoice)


def document_of(
    invoice: Invoice, original: Invoice | None, seller: Particulars, country: Country, say: Words
) -> Document:
    """``invoice`` (or credit note, of ``original``) sold by ``seller``, in the language that ``say`` translates into.

    Raises Refusal ``particular_missing`` where the seller's IBAN, street, or city was never entered.
    """
    credit = invoice.kind == "credit_note"
    document = Document(
        number=invoice.number, issue_date=invoice.day, type_code=CREDIT_NOTE if credit else INVOICE,
        currency=invoice.currency, due_date=None if credit else invoice.due, buyer_reference=invoice.buyer_reference,
        seller=_seller(seller, country), buyer=_buyer(invoice, country),
        preceding=(PrecedingInvoice(number=original.number, day=original.day),) if original else (),
        delivery=Delivery(day=invoice.supply_day), payment_means=(_payment(invoice, seller),),
        payment_terms=_terms(invoice, country, say),
        notes=_notes(invoice, country, say),
        lines=tuple(_line(line, say) for line in invoice.lines),
        vat_breakdown=tuple(_breakdown(total, say) for total in invoice.vat_totals),
        totals=Totals(
            lines=invoice.net, net=invoice.net, vat=invoice.vat, gross=invoice.gross,
            prepaid=invoice.gross - asked(invoice, country), due=asked(invoice, country),
        ),
    )  # fmt: skip
    return country.einvoice.complete(document, sold_of(invoice, seller, country))


def sold_of(
    invoice: Invoice, seller: Particulars, country: Country, corrects: Corrects | None = None
) -> Sold:
    """What the country's own additions may ask besides the document."""
    corrects = corrects or Corrects()
    return Sold(
        seller=seller, client_kind=invoice.buyer.kind, at_home=invoice.buyer.country == country.code.upper(),
        facts=msgspec.convert(invoice.buyer.country_data, country.einvoice.client, strict=False),
        amounts=country.facts.invoice_amounts(invoice.day), correction=corrects.place, whole=corrects.whole,
        lines_before=corrects.lines_before, stamp_duty=stamp_duty(invoice, country),
    )  # fmt: skip


@lru_cache(256)
def percent_text(rate: str) -> str:
    """An exact rate (``"11/200"``) in percent as EN 16931 writes it: ``"5.5"``."""
    value = Fraction(rate) * 100
    return f"{(Decimal(value.numerator) / Decimal(value.denominator)).normalize():f}"


def _rate(category: str, rate: str) -> str:
    return "" if category == "O" else percent_text(rate)


@lru_cache(256)
def identifier(address: str) -> Identifier | None:
    """``0208:0123456749`` as an identifier with its scheme; None for ""."""
    scheme, _, value = address.partition(":")
    return Identifier(value, scheme) if value else None


def _seller(seller: Particulars, country: Country) -> Party:
    rules = country.einvoice
    number = seller.legal_id or rules.legal_id(seller.vat_number)
    return Party(
        name=seller.name, legal_id=Identifier(number, rules.legal_scheme) if number else None,
        vat_id=seller.vat_number, legal_form=seller.form,
        electronic_address=identifier(seller.electronic_address or rules.address(seller.legal_id, seller.vat_number)),
        address=Address(
            line1=seller.required("street"), city=seller.required("city"), postal_code=seller.postal_code,
            country=seller.country,
        ),
        contact=Contact(name=seller.name, phone=seller.phone, email=seller.email),
    )  # fmt: skip


def _buyer(invoice: Invoice, country: Country) -> Party:
    """A consumer has no number of the register."""
    client, rules = invoice.buyer, country.einvoice
    at_home = client.country == country.code.upper()
    number, address = client.legal_id, client.electronic_address
    if at_home and client.kind != "consumer":
        number = number or rules.legal_id(client.vat_number)
        address = address or rules.address(client.legal_id, client.vat_number)
    return Party(
        name=client.name, legal_id=Identifier(number, rules.legal_scheme if at_home else "") if number else None,
        vat_id=client.vat_number, electronic_address=identifier(address),
        address=Address(
            line1=client.street, city=client.city, postal_code=client.postal_code, country=client.country
        ),
    )  # fmt: skip


def _payment(invoice: Invoice, seller: Particulars) -> PaymentMeans:
    if invoice.kind == "credit_note":
        return PaymentMeans(code=CLEARING)
    account = CreditTransfer(account=seller.required("iban"), name=seller.name, bic=seller.bic)
    return PaymentMeans(
        code=SEPA_TRANSFER if invoice.currency == "EUR" else CREDIT_TRANSFER,
        reference=invoice.reference.replace(" ", ""), credit_transfers=(account,),
    )  # fmt: skip


def _late(invoice: Invoice, country: Country) -> Sequence[Sentence]:
    return country.facts.late_payment(invoice.buyer.kind, invoice.day)


def _terms(invoice: Invoice, country: Country, say: Say) -> str:
    """What paying late costs; of a credit note how it is given back, for something must be said of it (BR-CO-25)."""
    if invoice.kind == "credit_note":
        return say(N_("It is set off against the invoice it corrects, or paid back."))
    return " ".join(say(said.sentence) for said in _late(invoice, country) if not said.subject)


def _notes(invoice: Invoice, country: Country, say: Words) -> tuple[Note, ...]:
    """What was typed; what the law wants by name of note; sentences of taxed lines, which have no place in BT-120;
    and the stamp duty that the document owes."""
    kind = invoice.buyer.kind
    mentions: Sequence[Mention] = country.facts.mentions(invoice.kind, kind, invoice.day)
    named = [s for s in _late(invoice, country) if s.subject]
    taxed = [total.note for total in invoice.vat_totals if total.note and total.category not in EXEMPT]
    typed = [Note(invoice.note.replace("\t", " "))] if invoice.note else []
    duty = stamp_duty(invoice, country)
    amount = say.money(duty, invoice.currency)
    stamped = [Note(say(country.einvoice.stamp_words, amount=amount), REGULATORY)] if duty else []
    return (
        *typed, *stamped, *(Note(say(text)) for text in dict.fromkeys(taxed)),
        *(Note(say(said.sentence), said.subject) for said in (*named, *mentions)),
    )  # fmt: skip


def _line(line: PricedLine, say: Say) -> Line:
    exempt = line.vat_category in EXEMPT
    return Line(
        id=str(line.line), name=line.description, quantity=line.quantity, unit=line.unit, price=line.unit_price,
        net=line.net, vat_category=line.vat_category, vat_rate=_rate(line.vat_category, line.vat_rate),
        vat_reason=say(line.vat_note) if exempt and line.vat_note else "",
        vat_reason_code=line.vat_reason if exempt else "",
    )  # fmt: skip


def _breakdown(total: VatTotal, say: Say) -> VatBreakdown:
    exempt = total.category in EXEMPT
    return VatBreakdown(
        category=total.category, rate=_rate(total.category, total.rate), base=total.base, vat=total.vat,
        reason=say(total.note) if exempt and total.note else "", reason_code=total.reason if exempt else "",
    )  # fmt: skip
