"""What stands on the paper: a document's words, amounts and days said for its reader, for document.typ to lay out.

Everything comes from the same EN 16931 document that the XML is written from, so paper and file cannot differ. The
cooperative's fee is between the member and the cooperative: it is in neither.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, time
from itertools import accumulate
from pathlib import Path
from typing import Any, Final, Literal
from zoneinfo import ZoneInfo

import msgspec
from babel import Locale

from core.country import Country, Identity, Particulars
from core.sales.document import sold_of
from core.sales.model import Invoice
from core.sales.units import PIECE, UNITS
from core.words import Words
from shared_tools import epc, pdf
from shared_tools.einvoice.model import Document, VatBreakdown
from shared_tools.i18n import N_
from shared_tools.identifiers import spaced_iban
from shared_tools.money import exponent
from shared_tools.refusal import Refusal

TEMPLATE: Final = Path(__file__).parent / "templates" / "document.typ"
SURELY_ONE_PAGE: Final = 10
"""Lines of text that leave room for the totals on the first page: asking where pages end would cost a fifth of the time."""
LETTERS_A_LINE: Final = 50
Kind = Literal["invoice", "credit_note", "quote", "order_confirmation"]
TITLES: Final[Mapping[Kind, str]] = {
    "invoice": N_("Invoice {number}"),
    "credit_note": N_("Credit note {number}"),
    "quote": N_("Quote {number}"),
    "order_confirmation": N_("Order confirmation {number}"),
}


def render(
    kind: Kind, document: Document, invoice: Invoice, seller: Particulars, country: Country, identity: Identity,
    words: Words,
) -> bytes:  # fmt: skip
    """PDF/A-3b of ``document``, made at noon of its day: printed again it has the same bytes (failure mode V4)."""
    made = datetime.combine(document.issue_date, time(12), ZoneInfo(country.facts.zone)).astimezone(UTC)
    said = content(kind, document, invoice, seller, identity, words)
    if kind in ("invoice", "credit_note"):
        mark = country.einvoice.mark(document, sold_of(invoice, seller, country), identity.authority)
        said["mark"] = msgspec.to_builtins(mark) if mark else None
    return pdf.render(TEMPLATE, said, made=made)


def content(
    kind: Kind, document: Document, invoice: Invoice, seller: Particulars, identity: Identity, words: Words
) -> dict[str, Any]:
    """What document.typ reads. ``invoice`` is the stored one (or the quote's preview), for the articles of law."""
    title = words(TITLES[kind], number=document.number)
    return {
        "title": title, "language": words.locale[:2], "look": {"accent": identity.look.accent, "logo": identity.logo},
        "seller": {
            "name": document.seller.name, "lines": [seller.street, seller.place],
            "contacts": [text for text in (seller.phone, seller.email, seller.website) if text],
        },
        "sender": " · ".join(text for text in (document.seller.name, seller.street, seller.place) if text),
        "recipient": _recipient(document, seller, words),
        "facts": _facts(kind, document, words),
        "heads": [words(head) for head in (N_("Description"), N_("Quantity"), N_("Price"), N_("VAT"), N_("Amount"))],
        "rows": _rows(document, words),
        "carried": words(N_("Carried forward")),
        "carries": sum(1 + len(line.name) // LETTERS_A_LINE for line in document.lines) > SURELY_ONE_PAGE,
        "totals": _totals(kind, document, words),
        "vat": _vat(document, invoice, words),
        "vat_heads": [words(head) for head in (N_("VAT"), N_("Base"), N_("Amount of VAT"))],
        "payment": payment(kind, document, words),
        "notes": notes(kind, document),
        "agreed": _agreed(kind, words),
        "mark": None,
        "foot": _foot(document, seller),
        "page_words": words(N_("Page {page} of {pages}"), page="{page}", pages="{pages}"),
    }  # fmt: skip


def _recipient(document: Document, seller: Particulars, words: Words) -> list[str]:
    """The lines in the window; the country, where it is another, as the last in capitals."""
    buyer, address = document.buyer, document.buyer.address
    abroad = address.country != seller.country
    land = Locale.parse(words.locale).territories.get(address.country, address.country).upper()
    lines = [
        buyer.name,
        address.line1,
        f"{address.postal_code} {address.city}".strip(),
        land if abroad else "",
    ]
    return [line for line in lines if line]


def _facts(kind: Kind, document: Document, words: Words) -> list[tuple[str, str]]:
    quoted = kind in ("quote", "order_confirmation")
    dated = [(words(N_("Date")), words.day(document.issue_date, "medium"))]
    supply = document.delivery.day if document.delivery and document.delivery.day else None
    corrected = [
        pair
        for p in document.preceding
        for pair in (
            (words(N_("Corrects")), p.number),
            (words(N_("Issued on")), words.day(p.day, "medium") if p.day else ""),
        )
    ]
    legal_id = document.buyer.legal_id
    company = legal_id.value if legal_id and legal_id.value not in document.buyer.vat_id else ""
    more = [
        (words(N_("Day of the work")), words.day(supply, "medium") if supply and not quoted else ""),
        (words(N_("To pay by")), words.day(document.due_date, "medium") if document.due_date and not quoted else ""),
        (words(N_("Your reference")), document.buyer_reference),
        (words(N_("Your order")), document.order),
        (words(N_("Your VAT number")), document.buyer.vat_id),
        (words(N_("Your company number")), company),
    ]  # fmt: skip
    return [(label, value) for label, value in (*dated, *corrected, *more) if value]


def _rows(document: Document, words: Words) -> list[dict[str, Any]]:
    """Lines with the sum so far, which a page carries to the next. A unit stands with the price: ``350,00 / day``."""
    digits, currency = exponent(document.currency), document.currency
    sums = accumulate(line.net for line in document.lines)
    rows: list[dict[str, Any]] = []
    for line, so_far in zip(document.lines, sums, strict=True):
        price = words.number(line.price, digits)
        if line.unit in UNITS and line.unit != PIECE:
            price += f" / {words(UNITS[line.unit])}"
        cells = [
            line.name, words.number(line.quantity), price, _percent(line.vat_rate, words),
            words.amount(line.net, currency),
        ]  # fmt: skip
        rows.append({"cells": cells, "carried": words.amount(so_far, currency)})
    return rows


def _percent(rate: str, words: Words) -> str:
    return words.percent_of(rate) if rate else "–"


def _totals(kind: Kind, document: Document, words: Words) -> list[tuple[str, str]]:
    totals, currency = document.totals, document.currency
    last = {
        "invoice": N_("To pay"), "credit_note": N_("Given back"), "quote": N_("With VAT"), "order_confirmation": N_("With VAT"),
    }[kind]  # fmt: skip
    return [
        (words(N_("Without VAT")), words.amount(totals.net, currency)),
        (words(N_("VAT")), words.amount(totals.vat, currency)),
        *(
            [(words(N_("Paid by you to the State")), words.amount(-totals.prepaid, currency))]
            if totals.prepaid
            else []
        ),
        (words(last), words.money(totals.due, currency)),
    ]


def _vat(document: Document, invoice: Invoice, words: Words) -> list[dict[str, Any]]:
    """A row a category and rate: rate, base, VAT; and the sentence of the law with its article."""
    currency = document.currency
    return [
        {
            "cells": [_percent(group.rate, words), words.amount(group.base, currency), words.amount(group.vat, currency)],
            "reason": _reason(group, invoice),
        }
        for group in document.vat_breakdown
    ]  # fmt: skip


def _reason(group: VatBreakdown, invoice: Invoice) -> str:
    """The sentence; with the article from the treatment's source where the sentence itself names none."""
    if not group.reason or any(character.isdecimal() for character in group.reason):
        return group.reason
    source = next((line.vat_source for line in invoice.lines if line.vat_category == group.category), "")
    source = source.replace("[believed]", "").strip()
    return f"{group.reason} ({source})" if source else group.reason


def payment(kind: Kind, document: Document, words: Words) -> dict[str, Any] | None:
    """Account and reference by which an invoice is paid, and the code that fills a transfer in, where euros are."""
    if kind != "invoice" or not document.payment_means:
        return None
    pairs: list[tuple[str, str]] = []
    code = ""
    for means in document.payment_means:
        for account in means.credit_transfers:
            if account.account[:2].isalpha():
                pairs.append(("IBAN", spaced_iban(account.account)))
                if account.bic:
                    pairs.append(("BIC", account.bic))
                if document.currency == "EUR":
                    code = _code(document, account.account, account.bic, means.reference)
            else:
                pairs.append((account.bic.partition(":")[2].capitalize(), _giro(account.account)))
    reference = next((means.reference for means in document.payment_means if means.reference), "")
    due = words.day(document.due_date) if document.due_date else ""
    amount = words.money(document.totals.due, document.currency)
    return {
        "title": words(N_("Please pay {amount} by {day}"), amount=amount, day=due),
        "pairs": [(words(N_("To")), document.seller.name), *pairs, (words(N_("Payment reference")), _spaced(reference))],
        "code": code, "code_words": words(N_("Scan with your banking app")) if code else "",
    }  # fmt: skip


def _giro(number: str) -> str:
    """A bankgiro number as it is written: its last four digits apart."""
    return f"{number[:-4]}-{number[-4:]}"


def _spaced(reference: str) -> str:
    """A creditor reference in groups of four, as paper shows it; other forms as they are."""
    if not reference.startswith("RF"):
        return reference
    return " ".join(reference[i : i + 4] for i in range(0, len(reference), 4))


def _code(document: Document, iban: str, bic: str, reference: str) -> str:
    try:
        return epc.picture(epc.payload(document.seller.name, iban, document.totals.due, reference, bic))
    except Refusal:
        return ""  # an amount beyond what the code can say is paid by what is printed beside it


def notes(kind: Kind, document: Document) -> list[str]:
    """What was typed and what the law wants; quotes leave out what only a debt needs."""
    if kind in ("quote", "order_confirmation"):
        return [note.text for note in document.notes if not note.subject]
    return [text for text in (*(note.text for note in document.notes), document.payment_terms) if text]


def _agreed(kind: Kind, words: Words) -> list[str]:
    if kind == "quote":
        return [words(N_("Agreed by the client")), words(N_("Name")), words(N_("Date and signature"))]
    return []


def _foot(document: Document, seller: Particulars) -> list[str]:
    """Who sells, as the law wants it on business paper."""
    sells = document.seller
    number = sells.legal_id.value if sells.legal_id and sells.legal_id.value not in seller.vat_number else ""
    ids = [known.value for known in sells.ids if known.scheme]
    first = [sells.name, seller.form, seller.vat_number, sells.tax_registration, number, *ids]
    bank = [
        f"IBAN {spaced_iban(seller.iban)}" if seller.iban else "",
        f"BIC {seller.bic}" if seller.bic else "",
    ]
    return [" · ".join(text for text in part if text) for part in (first, bank) if any(part)]
