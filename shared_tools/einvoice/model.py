"""What an invoice says, in the terms of EN 16931-1:2017; the numbers in brackets are its BT and BG numbers.

Amounts are integers in minor units of the invoice currency (``shared_tools.money``), computed once elsewhere and
only serialised here. Quantities, prices and rates are exact decimals as text with a point; a rate is in percent
(``"21"``, ``"5.5"``). Optional text is ``""``, an optional amount or date ``None``. Credit notes carry positive amounts.
"""

from __future__ import annotations

from datetime import date
from typing import Final

import msgspec

CREDIT_NOTE_TYPES: Final = frozenset({"81", "83", "261", "262", "296", "308", "381", "396", "420", "458", "502", "503", "532"})  # fmt: skip
"""UNTDID 1001 codes that are credit notes (UBL CreditNote), all others of BT-3 being invoices."""

SELF_BILLED_TYPES: Final = frozenset({"261", "389"})


class Identifier(msgspec.Struct, frozen=True):
    """An identifier and its scheme: ISO 6523 ICD, or for an electronic address the EAS list; "" where none is needed."""

    value: str
    scheme: str = ""


class Address(msgspec.Struct, frozen=True, kw_only=True):
    """Postal address (BG-5, BG-8, BG-12, BG-15).

    ``line1`` to ``line3`` BT-35, 36, 162 (buyer 50, 51, 163; representative 64, 65, 164; delivery 75, 76, 165),
    ``city`` BT-37, 52, 66, 77, ``postal_code`` BT-38, 53, 67, 78, ``subdivision`` BT-39, 54, 68, 79,
    ``country`` BT-40, 55, 69, 80, ISO 3166-1 alpha-2.
    """

    country: str
    line1: str = ""
    line2: str = ""
    line3: str = ""
    city: str = ""
    postal_code: str = ""
    subdivision: str = ""


class Contact(msgspec.Struct, frozen=True, kw_only=True):
    """Contact (BG-6 seller, BG-9 buyer): ``name`` BT-41, 56, ``phone`` BT-42, 57, ``email`` BT-43, 58."""

    name: str = ""
    phone: str = ""
    email: str = ""


class Party(msgspec.Struct, frozen=True, kw_only=True):
    """Seller (BG-4) or buyer (BG-7).

    ``name`` BT-27, 44 the legal name; ``trading_name`` BT-28, 45; ``ids`` BT-29, 46 (the buyer has at most one);
    ``legal_id`` BT-30, 47 the number in the official register (0208 BE, 0002 FR, 0007 SE);
    ``vat_id`` BT-31, 48 with its country prefix; ``tax_registration`` BT-32 another tax number, for a Swedish seller
    the words "Godkänd för F-skatt"; ``legal_form`` BT-33 further legal particulars, seller only;
    ``electronic_address`` BT-34, 49 where the e-invoice goes, with its EAS scheme.
    """

    name: str
    address: Address
    trading_name: str = ""
    ids: tuple[Identifier, ...] = ()
    legal_id: Identifier | None = None
    vat_id: str = ""
    tax_registration: str = ""
    legal_form: str = ""
    electronic_address: Identifier | None = None
    contact: Contact | None = None


class Payee(msgspec.Struct, frozen=True, kw_only=True):
    """Who is paid, when not the seller (BG-10): ``name`` BT-59, ``id`` BT-60, ``legal_id`` BT-61."""

    name: str
    id: Identifier | None = None
    legal_id: Identifier | None = None


class TaxRepresentative(msgspec.Struct, frozen=True, kw_only=True):
    """The seller's tax representative (BG-11): ``name`` BT-62, ``vat_id`` BT-63, ``address`` BG-12."""

    name: str
    vat_id: str
    address: Address


class Period(msgspec.Struct, frozen=True, kw_only=True):
    """Invoicing period (BG-14: BT-73, 74; of a line BG-26: BT-134, 135), last day included."""

    start: date | None = None
    end: date | None = None


class Delivery(msgspec.Struct, frozen=True, kw_only=True):
    """Where and when it was supplied (BG-13): ``name`` BT-70, ``location`` BT-71, ``day`` BT-72, ``address`` BG-15."""

    day: date | None = None
    name: str = ""
    location: Identifier | None = None
    address: Address | None = None


class CreditTransfer(msgspec.Struct, frozen=True, kw_only=True):
    """An account to pay to (BG-17): ``account`` BT-84 IBAN or national number, ``name`` BT-85, ``bic`` BT-86."""

    account: str
    name: str = ""
    bic: str = ""


class Card(msgspec.Struct, frozen=True, kw_only=True):
    """Payment card (BG-18): ``number`` BT-87 the last 4 to 6 digits only, ``holder`` BT-88."""

    number: str
    holder: str = ""


class DirectDebit(msgspec.Struct, frozen=True, kw_only=True):
    """Direct debit (BG-19): ``mandate`` BT-89, ``creditor`` BT-90 creditor identifier, ``account`` BT-91 debited."""

    mandate: str
    creditor: str = ""
    account: str = ""


class PaymentMeans(msgspec.Struct, frozen=True, kw_only=True):
    """How to pay (BG-16).

    ``code`` BT-81 UNTDID 4461: 30 credit transfer, 58 SEPA credit transfer, 49 or 59 direct debit, 48, 54, 55 cards,
    57 standing agreement, 97 clearing between partners, ZZZ mutually defined; ``text`` BT-82;
    ``reference`` BT-83 the structured payment reference as the bank wants it.
    """

    code: str
    text: str = ""
    reference: str = ""
    credit_transfers: tuple[CreditTransfer, ...] = ()
    card: Card | None = None
    direct_debit: DirectDebit | None = None


class Note(msgspec.Struct, frozen=True):
    """A note (BG-1): ``text`` BT-22, ``subject`` BT-21 UNTDID 4451 (REG, AAI, ABL; French PMT, PMD, AAB)."""

    text: str
    subject: str = ""


class PrecedingInvoice(msgspec.Struct, frozen=True, kw_only=True):
    """The invoice a credit note or correction refers to (BG-3): ``number`` BT-25, ``day`` BT-26."""

    number: str
    day: date | None = None


class SupportingDocument(msgspec.Struct, frozen=True, kw_only=True):
    """Additional supporting document (BG-24).

    ``reference`` BT-122, ``description`` BT-123, ``location`` BT-124 a web address, ``content`` BT-125 with its
    ``mime`` type and ``filename``.
    """

    reference: str
    description: str = ""
    location: str = ""
    content: bytes | None = None
    mime: str = ""
    filename: str = ""


class AllowanceCharge(msgspec.Struct, frozen=True, kw_only=True):
    """A reduction or an addition.

    ``charge`` tells which: on the document BG-20 allowance or BG-21 charge, on a line BG-27 or BG-28.
    ``amount`` BT-92, 99, 136, 141, ``base_amount`` BT-93, 100, 137, 142, ``percent`` BT-94, 101, 138, 143,
    ``reason`` BT-97, 104, 139, 144, ``reason_code`` BT-98, 140 (UNTDID 5189), BT-105, 145 (UNTDID 7161).
    ``vat_category`` BT-95, 102 and ``vat_rate`` BT-96, 103 only on the document; a line's own apply to its lines.
    Amounts are minor units, never negative.
    """

    charge: bool
    amount: int
    base_amount: int | None = None
    percent: str = ""
    reason: str = ""
    reason_code: str = ""
    vat_category: str = ""
    vat_rate: str = ""


class Classification(msgspec.Struct, frozen=True, kw_only=True):
    """Item classification (BT-158): ``code`` with its ``scheme`` (UNTDID 7143: STI, CPV as STL, TST) and ``version``."""

    code: str
    scheme: str
    version: str = ""


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """An invoice line (BG-25).

    ``id`` BT-126, ``note`` BT-127, ``object_id`` BT-128, ``quantity`` BT-129, ``unit`` BT-130 UN/ECE rec 20,
    ``net`` BT-131 minor units, ``order_line`` BT-132, ``accounting_reference`` BT-133, ``period`` BG-26,
    ``allowances_charges`` BG-27, BG-28.

    ``price`` BT-146 net of ``base_quantity`` BT-149 units ("" means 1), major units, never negative;
    ``price_discount`` BT-147 and ``gross_price`` BT-148 where a gross price is shown.

    ``vat_category`` BT-151: S standard or reduced, Z zero, E exempt, AE reverse charge, K intra-Community supply,
    G export, O outside VAT, L Canaries, M Ceuta and Melilla; ``vat_rate`` BT-152, "" only with O.

    ``name`` BT-153, ``description`` BT-154, ``seller_item`` BT-155, ``buyer_item`` BT-156, ``standard_item`` BT-157
    (scheme 0160 GTIN), ``classifications`` BT-158, ``origin`` BT-159, ``attributes`` BG-32 name and value.

    ``vat_reason`` and ``vat_reason_code`` say why no VAT is due on this line, for national formats that ask it of
    lines (FatturaPA Natura, NAV); EN 16931 has them only in the breakdown (BT-120, BT-121).
    """

    id: str
    name: str
    quantity: str
    unit: str
    price: str
    net: int
    vat_category: str
    vat_rate: str
    base_quantity: str = ""
    gross_price: str = ""
    price_discount: str = ""
    description: str = ""
    note: str = ""
    object_id: Identifier | None = None
    order_line: str = ""
    accounting_reference: str = ""
    period: Period | None = None
    allowances_charges: tuple[AllowanceCharge, ...] = ()
    seller_item: str = ""
    buyer_item: str = ""
    standard_item: Identifier | None = None
    classifications: tuple[Classification, ...] = ()
    origin: str = ""
    attributes: tuple[tuple[str, str], ...] = ()
    vat_reason: str = ""
    vat_reason_code: str = ""


class VatBreakdown(msgspec.Struct, frozen=True, kw_only=True):
    """One VAT category and rate (BG-23).

    ``category`` BT-118, ``rate`` BT-119 ("" only with O), ``base`` BT-116, ``vat`` BT-117 minor units,
    ``reason`` BT-120 the exemption's words, ``reason_code`` BT-121 of the VATEX list.
    """

    category: str
    rate: str
    base: int
    vat: int
    reason: str = ""
    reason_code: str = ""


class Totals(msgspec.Struct, frozen=True, kw_only=True):
    """Document totals (BG-22), minor units.

    ``lines`` BT-106 sum of line nets, ``allowances`` BT-107, ``charges`` BT-108, ``net`` BT-109 without VAT,
    ``vat`` BT-110, ``gross`` BT-112 with VAT, ``prepaid`` BT-113, ``rounding`` BT-114, ``due`` BT-115;
    ``vat_accounting`` BT-111 the VAT in minor units of the VAT accounting currency.
    """

    lines: int
    net: int
    vat: int
    gross: int
    due: int
    allowances: int = 0
    charges: int = 0
    prepaid: int = 0
    rounding: int = 0
    vat_accounting: int | None = None


class Document(msgspec.Struct, frozen=True, kw_only=True):
    """An invoice or credit note.

    ``number`` BT-1, ``issue_date`` BT-2, ``type_code`` BT-3 UNTDID 1001 (380 invoice, 381 credit note, 384
    correction, 386 prepayment, 389 self-billed, 261 its credit note), ``currency`` BT-5,
    ``vat_accounting_currency`` BT-6 where the seller's law wants VAT in another currency (Totals.vat_accounting),
    ``tax_point_date`` BT-7 or instead ``tax_point_code`` BT-8 (UNTDID 2005: 3 issue, 35 delivery, 432 payment),
    ``due_date`` BT-9, ``buyer_reference`` BT-10 (German Leitweg-ID), ``project`` BT-11, ``contract`` BT-12,
    ``order`` BT-13 the buyer's purchase order, ``sales_order`` BT-14, ``receiving_advice`` BT-15,
    ``despatch_advice`` BT-16, ``tender`` BT-17, ``object_id`` BT-18, ``accounting_reference`` BT-19,
    ``payment_terms`` BT-20, ``notes`` BG-1, ``process`` BT-23 (a profile's own when ""; French S1 and the like),
    ``specification`` BT-24 as read from a file, written from the profile.

    ``period`` BG-14, ``totals`` BG-22, ``vat_breakdown`` BG-23, ``supporting_documents`` BG-24, ``lines`` BG-25.

    ``exchange_rate``: units of ``vat_accounting_currency`` for one of ``currency``, exact decimal; no term of
    EN 16931, but Hungarian and Swedish law want the rate told.
    """

    number: str
    issue_date: date
    type_code: str
    currency: str
    seller: Party
    buyer: Party
    totals: Totals
    vat_breakdown: tuple[VatBreakdown, ...]
    lines: tuple[Line, ...]
    vat_accounting_currency: str = ""
    exchange_rate: str = ""
    tax_point_date: date | None = None
    tax_point_code: str = ""
    due_date: date | None = None
    buyer_reference: str = ""
    project: str = ""
    contract: str = ""
    order: str = ""
    sales_order: str = ""
    receiving_advice: str = ""
    despatch_advice: str = ""
    tender: str = ""
    object_id: Identifier | None = None
    accounting_reference: str = ""
    payment_terms: str = ""
    notes: tuple[Note, ...] = ()
    process: str = ""
    specification: str = ""
    preceding: tuple[PrecedingInvoice, ...] = ()
    payee: Payee | None = None
    tax_representative: TaxRepresentative | None = None
    delivery: Delivery | None = None
    period: Period | None = None
    payment_means: tuple[PaymentMeans, ...] = ()
    allowances_charges: tuple[AllowanceCharge, ...] = ()
    supporting_documents: tuple[SupportingDocument, ...] = ()

    @property
    def is_credit_note(self) -> bool:
        return self.type_code in CREDIT_NOTE_TYPES

    @property
    def between_germans(self) -> bool:
        """Peppol BIS has rules of its own for these (DE-R, PEPPOL-EN16931-R002)."""
        return self.seller.address.country == self.buyer.address.country == "DE"
