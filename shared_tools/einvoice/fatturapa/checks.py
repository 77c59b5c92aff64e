"""What the SdI would object to, by its own codes (technical specification 1.9, file and content controls).

Two of the controls compare sums with tolerances: line amount and VAT within a cent (00423, 00421), taxable amounts
within a unit of currency (00422). Duplicates (00404) only the SdI and our own register can see. The codes 00400, 00411,
00421 to 00423, 00426, 00427, 00429 and 00445 are those of the published controls as we know them; 00301, 00305, 00306,
00403, 00417 to 00419, 00425, 00430 and 00471 are believed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Final

from stdnum.it import codicefiscale, iva

from shared_tools.einvoice.compute import line_amount, signed
from shared_tools.einvoice.fatturapa import terms as codes
from shared_tools.einvoice.fatturapa.terms import Terms
from shared_tools.einvoice.model import Document, Party
from shared_tools.einvoice.objections import Objection
from shared_tools.einvoice.written import amount_text
from shared_tools.i18n import N_
from shared_tools.identifiers import vat_number
from shared_tools.money import exact, percent
from shared_tools.refusal import Refusal

_PROGRESSIVE: Final = re.compile(r"[A-Za-z0-9]{1,10}")
_POST_CODE: Final = re.compile(r"\d{5}")
_EURO: Final = 100


NO_OFFICE: Final = Objection(
    code="00427", field="BT-49",
    sentence=N_("An Italian authority is reached by the six characters of its office (codice univoco ufficio)."),
    way_out=N_("Ask the authority for it, and add the client with it."),
)  # fmt: skip


def objections(document: Document, terms: Terms, today: date) -> list[Objection]:
    """Every control of the SdI that ``document`` would fail; none means it may be sent. ``today`` is the entity's day."""
    return [
        *_header(document, terms, today), *_recipient(document), *_parties(document), *_natures(document),
        *_sums(document), *_credit_note(document),
    ]  # fmt: skip


def _header(document: Document, terms: Terms, today: date) -> Iterator[Objection]:
    if not any(character.isdigit() for character in document.number):
        yield Objection(
            code="00425", field="BT-1", sentence=N_("The number “{number}” holds no digit."),
            way_out=N_("Number the invoice with at least one digit."), values={"number": document.number},
        )  # fmt: skip
    if document.issue_date > today:
        yield Objection(
            code="00403", field="BT-2", sentence=N_("The invoice is dated {day}, after today."),
            way_out=N_("Send it on its date, or date it today."), values={"day": str(document.issue_date)},
        )  # fmt: skip
    if not _PROGRESSIVE.fullmatch(terms.progressive):
        yield Objection(
            code="00200", field="progressive", sentence=N_("ProgressivoInvio “{value}” is not 1 to 10 letters or digits."),
            way_out=N_("Count the files sent and use that number."), values={"value": terms.progressive},
        )  # fmt: skip


def _recipient(document: Document) -> Iterator[Objection]:
    address = document.buyer.electronic_address
    if address is None or address.scheme not in (codes.OFFICE, codes.RECIPIENT):
        return
    wanted = 6 if address.scheme == codes.OFFICE else 7
    if len(address.value) != wanted:
        yield Objection(
            code="00427", field="BT-49",
            sentence=N_("The recipient code “{value}” has {count} characters instead of {wanted}."),
            way_out=N_("Offices of the public administration have 6 characters, other recipients 7."), values={"value": address.value, "count": str(len(address.value)), "wanted": str(wanted)},
        )  # fmt: skip


def _parties(document: Document) -> Iterator[Objection]:
    for party, field in ((document.seller, "BT-31"), (document.buyer, "BT-48")):
        country, number = codes.fiscal_id(party)
        if country == "IT" and not _italian_number(number):
            yield Objection(
                code="00301" if party is document.seller else "00305", field=field,
                sentence=N_("“{value}” of {name} is no partita IVA."),
                way_out=N_("Copy the 11 digits from the register or from the party's web site."), values={"value": party.vat_id, "name": party.name},
            )  # fmt: skip
        if codes.is_italian(party.address) and not _POST_CODE.fullmatch(party.address.postal_code):
            yield Objection(
                code="00200", field=f"{'seller' if party is document.seller else 'buyer'}.address.postal_code",
                sentence=N_("The CAP of {name} is “{value}”, not five digits."),
                way_out=N_("Correct the post code."), values={"name": party.name, "value": party.address.postal_code},
            )  # fmt: skip
    for party in (document.seller, document.buyer):
        known = party.legal_id
        if known and known.scheme == codes.TAX_CODE and not _tax_code(known.value):
            yield Objection(
                code="00306", field="BT-47" if party is document.buyer else "BT-30", sentence=N_("{value} fails its check digit."),
                way_out=N_("Copy the tax number again."), values={"value": known.value},
            )  # fmt: skip
    if document.seller.vat_id and document.seller.vat_id == document.buyer.vat_id:
        yield Objection(
            code="00471", field="BT-48", sentence=N_("Seller and client have the same tax number."),
            way_out=N_("Correct the client's number."),
        )  # fmt: skip
    if not _identified(document.buyer):
        yield Objection(
            code="00417", field="BT-48", sentence=N_("{name} has neither a VAT number nor a codice fiscale."),
            way_out=N_("Enter one of them; for a client abroad any number of its own country."), values={"name": document.buyer.name},
        )  # fmt: skip


def _tax_code(value: str) -> bool:
    """A person's codice fiscale, or the eleven digits of an entity or of a person's provisional code."""
    return codicefiscale.is_valid(value) or iva.is_valid(value)


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
            yield Objection.of(refusal, "00429", "BT-121")
            continue
        rate = exact(part.rate or "0")
        if not nature and not rate:
            yield Objection(
                code="00429", field="BT-121", sentence=N_("A rate of 0 needs the Natura that says why."),
                way_out=N_("Give the line a reason code N1 to N7, for example N6.9."),
            )  # fmt: skip
        if nature and rate:
            yield Objection(
                code="00430", field="BT-119", sentence=N_("The rate {rate} stands beside Natura {nature}."),
                way_out=N_("A line is taxed or has a Natura, not both."), values={"rate": part.rate, "nature": nature},
            )  # fmt: skip


def _sums(document: Document) -> Iterator[Objection]:
    for line in document.lines:
        exactly = line_amount(line.quantity, line.price, document.currency, line.base_quantity)
        exactly += signed(line.allowances_charges)
        if abs(exactly - line.net) > 1:
            yield Objection(
                code="00423", field=f"lines.{line.id}",
                sentence=N_("Line {line}: quantity × price with its discounts is not {amount}."),
                way_out=N_("Correct the quantity, the price or the amount."), values={"line": line.id, "amount": amount_text(line.net, 2)},
            )  # fmt: skip
    for part in document.vat_breakdown:
        if abs(part.base * percent(part.rate or "0") - part.vat) > 1:
            yield Objection(
                code="00421", field="BT-117", sentence=N_("VAT at {rate}% is not {amount}."),
                way_out=N_("Compute the VAT of each rate once, on the sum of its lines."), values={"rate": part.rate, "amount": amount_text(part.vat, 2)},
            )  # fmt: skip
        gathered = sum(
            line.net for line in document.lines if (line.vat_category, line.vat_rate) == (part.category, part.rate)
        ) + signed(
            item for item in document.allowances_charges if (item.vat_category, item.vat_rate) == (part.category, part.rate)
        )  # fmt: skip
        if abs(gathered - part.base) > _EURO:
            yield Objection(
                code="00422", field="BT-116", sentence=N_("The lines at {rate}% do not add up to the taxable amount."),
                way_out=N_("Compute the totals again from the lines."), values={"rate": part.rate or '0'},
            )  # fmt: skip
    groups = {(part.category, part.rate) for part in document.vat_breakdown}
    for line in document.lines:
        if (line.vat_category, line.vat_rate) not in groups:
            yield Objection(
                code="00419", field="BG-23", sentence=N_("No summary for the rate {rate} of line {line}."),
                way_out=N_("Compute the totals again from the lines."), values={"rate": line.vat_rate or '0', "line": line.id},
            )  # fmt: skip


def _credit_note(document: Document) -> Iterator[Objection]:
    for earlier in document.preceding:
        if earlier.day and earlier.day > document.issue_date:
            yield Objection(
                code="00418", field="BT-26", sentence=N_("{number} is dated before {earlier}, which it corrects."),
                way_out=N_("Date the credit note on or after the invoice."), values={"number": document.number, "earlier": earlier.number},
            )  # fmt: skip
