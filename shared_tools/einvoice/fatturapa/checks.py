"""What the SdI would object to, by its own codes (technical specification 1.9, file and content controls).

Two of the controls compare sums with tolerances: line amount and VAT within a cent (00423, 00421), taxable amounts
within a unit of currency (00422). Duplicates (00404) only the SdI and our own register can see. The codes 00400, 00411,
00421 to 00423, 00426, 00427, 00429 and 00445 are those of the published controls as we know them; 00301, 00305, 00403,
00417 to 00419, 00425 and 00430 are believed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Final

from shared_tools.einvoice.compute import line_amount, signed
from shared_tools.einvoice.fatturapa import terms as codes
from shared_tools.einvoice.fatturapa.terms import Terms
from shared_tools.einvoice.model import Document, Party
from shared_tools.einvoice.objections import Objection
from shared_tools.einvoice.written import amount_text
from shared_tools.identifiers import vat_number
from shared_tools.money import exact, percent
from shared_tools.refusal import Refusal

_PROGRESSIVE: Final = re.compile(r"[A-Za-z0-9]{1,10}")
_POST_CODE: Final = re.compile(r"\d{5}")
_EURO: Final = 100


def objections(document: Document, terms: Terms, today: date) -> list[Objection]:
    """Every control of the SdI that ``document`` would fail; none means it may be sent. ``today`` is the entity's day."""
    return [
        *_header(document, terms, today), *_recipient(document), *_parties(document), *_natures(document),
        *_sums(document), *_credit_note(document),
    ]  # fmt: skip


def _header(document: Document, terms: Terms, today: date) -> Iterator[Objection]:
    if not any(character.isdigit() for character in document.number):
        yield Objection(
            code="00425", field="BT-1", sentence=f"The number {document.number!r} holds no digit.",
            way_out="Number the invoice with at least one digit.",
        )  # fmt: skip
    if document.issue_date > today:
        yield Objection(
            code="00403", field="BT-2", sentence=f"The invoice is dated {document.issue_date}, after today.",
            way_out="Send it on its date, or date it today.",
        )  # fmt: skip
    if not _PROGRESSIVE.fullmatch(terms.progressive):
        yield Objection(
            code="00200", field="progressive", sentence=f"ProgressivoInvio {terms.progressive!r} is not 1 to 10 letters or digits.",
            way_out="Count the files sent and use that number.",
        )  # fmt: skip


def _recipient(document: Document) -> Iterator[Objection]:
    address = document.buyer.electronic_address
    if address is None or address.scheme not in (codes.OFFICE, codes.RECIPIENT):
        return
    wanted = 6 if address.scheme == codes.OFFICE else 7
    if len(address.value) != wanted:
        yield Objection(
            code="00427", field="BT-49",
            sentence=f"The recipient code {address.value!r} has {len(address.value)} characters instead of {wanted}.",
            way_out="Offices of the public administration have 6 characters, other recipients 7.",
        )  # fmt: skip


def _parties(document: Document) -> Iterator[Objection]:
    for party, field in ((document.seller, "BT-31"), (document.buyer, "BT-48")):
        country, number = codes.fiscal_id(party)
        if country == "IT" and not _italian_number(number):
            yield Objection(
                code="00301" if party is document.seller else "00305", field=field,
                sentence=f"{party.vat_id!r} of {party.name} is no partita IVA.",
                way_out="Copy the 11 digits from the register or from the party's web site.",
            )  # fmt: skip
        if codes.is_italian(party.address) and not _POST_CODE.fullmatch(party.address.postal_code):
            yield Objection(
                code="00200", field=f"{'seller' if party is document.seller else 'buyer'}.address.postal_code",
                sentence=f"The CAP of {party.name} is {party.address.postal_code!r}, not five digits.",
                way_out="Correct the post code.",
            )  # fmt: skip
    if not _identified(document.buyer):
        yield Objection(
            code="00417", field="BT-48", sentence=f"{document.buyer.name} has neither a VAT number nor a codice fiscale.",
            way_out="Enter one of them; for a client abroad any number of its own country.",
        )  # fmt: skip


def _identified(buyer: Party) -> bool:
    known = buyer.legal_id
    return bool(
        buyer.vat_id or (known and (known.scheme == codes.TAX_CODE or not codes.is_italian(buyer.address)))
    )


def _italian_number(number: str) -> bool:
    try:
        vat_number(number, "IT")
    except Refusal:
        return False
    return True


def _natures(document: Document) -> Iterator[Objection]:
    country = document.buyer.address.country
    for part in document.vat_breakdown:
        try:
            nature = codes.nature(part.category, part.reason_code, country)
        except Refusal as refusal:
            yield Objection(
                code="00429", field="BT-121", sentence=refusal.message, way_out=refusal.way_out
            )  # fmt: skip
            continue
        rate = exact(part.rate or "0")
        if not nature and not rate:
            yield Objection(
                code="00429", field="BT-121", sentence="A rate of 0 needs the Natura that says why.",
                way_out="Give the line a reason code N1 to N7.",
            )  # fmt: skip
        if nature and rate:
            yield Objection(
                code="00430", field="BT-119", sentence=f"The rate {part.rate} stands beside Natura {nature}.",
                way_out="A line is taxed or has a Natura, not both.",
            )  # fmt: skip


def _sums(document: Document) -> Iterator[Objection]:
    for line in document.lines:
        exactly = line_amount(line.quantity, line.price, document.currency, line.base_quantity)
        exactly += signed(line.allowances_charges)
        if abs(exactly - line.net) > 1:
            yield Objection(
                code="00423", field=f"lines.{line.id}",
                sentence=f"Line {line.id}: quantity × price with its discounts is not {amount_text(line.net, 2)}.",
                way_out="Correct the quantity, the price or the amount.",
            )  # fmt: skip
    for part in document.vat_breakdown:
        if abs(part.base * percent(part.rate or "0") - part.vat) > 1:
            yield Objection(
                code="00421", field="BT-117", sentence=f"VAT at {part.rate}% is not {amount_text(part.vat, 2)}.",
                way_out="Compute the VAT of each rate once, on the sum of its lines.",
            )  # fmt: skip
        gathered = sum(
            line.net for line in document.lines if (line.vat_category, line.vat_rate) == (part.category, part.rate)
        ) + signed(
            item for item in document.allowances_charges if (item.vat_category, item.vat_rate) == (part.category, part.rate)
        )  # fmt: skip
        if abs(gathered - part.base) > _EURO:
            yield Objection(
                code="00422", field="BT-116", sentence=f"The lines at {part.rate or '0'}% do not add up to the taxable amount.",
                way_out="Compute the totals again from the lines.",
            )  # fmt: skip
    groups = {(part.category, part.rate) for part in document.vat_breakdown}
    for line in document.lines:
        if (line.vat_category, line.vat_rate) not in groups:
            yield Objection(
                code="00419", field="BG-23", sentence=f"No summary for the rate {line.vat_rate or '0'} of line {line.id}.",
                way_out="Compute the totals again from the lines.",
            )  # fmt: skip


def _credit_note(document: Document) -> Iterator[Objection]:
    for earlier in document.preceding:
        if earlier.day and earlier.day > document.issue_date:
            yield Objection(
                code="00418", field="BT-26", sentence=f"{document.number} is dated before {earlier.number}, which it corrects.",
                way_out="Date the credit note on or after the invoice.",
            )  # fmt: skip
