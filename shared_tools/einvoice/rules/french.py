"""French rules on the base formats (FNFE-MPE 1.4.0.03, BR-FR), for the reform of September 2026.

Ids are those the official sheets report (``BR-FR-10_BT-30``). The model keeps BR-FR-DEC-01 and 03's dates by its
types. Invoices of several sellers (BR-FR-MV, BR-FR-BD; processes 8 and 9) are refused as long as the model has no
place for their groups of lines.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from shared_tools.einvoice.model import Document, Identifier
from shared_tools.einvoice.rules.codes import FRENCH, listed
from shared_tools.einvoice.rules.finding import (  # fmt: skip
    CLIENT,
    INVOICE,
    LINE,
    NOT_IN_LIST,
    ONLY_ONCE,
    PAYMENT,
    SELLER,
    TOO_LONG,
    VAT,
    WRONG_FORM,
    Fault,
    Rule,
    blank,
    missing,
    number,
    when,
)
from shared_tools.einvoice.rules.french_dates import DATES
from shared_tools.i18n import N_

_NUMBER: Final = re.compile(r"[A-Za-z0-9+\-_/]+")
_ROUTING: Final = re.compile(r"[A-Za-z0-9+\-_.]+")
_SIREN: Final = re.compile(r"\d{9}")
_SIRET: Final = re.compile(r"\d{14}")
_PREPAID_TYPES: Final = frozenset({"386", "500", "503"})
_PAID: Final = frozenset({"B2", "S2", "M2"})
_AFTER_PREPAYMENT: Final = frozenset({"B4", "S4", "M4"})
_SEVERAL_SELLERS: Final = frozenset({"B8", "S8", "M8", "B9", "S9", "M9"})
_CORRECTIONS: Final = frozenset({"384", "471", "472", "473"})
_CREDITS: Final = frozenset({"261", "381", "396", "502", "503"})
_WAYS: Final = {
    "BT-29": SELLER,
    "BT-30": SELLER,
    "BT-34": SELLER,
    "BT-46": CLIENT,
    "BT-47": CLIENT,
    "BT-49": CLIENT,
}


_IDS_BESIDE: Final = {"BT-47": "BT-46", "BT-61": "BT-60"}


def _process(d: Document) -> str:
    return d.process or "S1"


def _siren(legal_id: Identifier | None) -> str:
    return legal_id.value.strip() if legal_id and legal_id.scheme == "0002" else ""


def _note_count(d: Document, subject: str) -> int:
    return sum(note.subject == subject for note in d.notes)


def _treatment(d: Document) -> str:
    """How the flow is treated (note BAR): B2B and the like, or ""."""
    return next((note.text.strip() for note in d.notes if note.subject == "BAR"), "")


def _in_vat_group(d: Document) -> bool:
    return "0231" in _schemes(d, "BT-29")


def _tells_vat_group(d: Document) -> bool:
    return any(note.subject == "TXD" and note.text.strip() == "MEMBRE_ASSUJETTI_UNIQUE" for note in d.notes)


def _party_ids(d: Document, term: str) -> tuple[tuple[Identifier, ...], Identifier | None]:
    match term:
        case "BT-29":
            return d.seller.ids, d.seller.legal_id
        case "BT-46":
            return d.buyer.ids, d.buyer.legal_id
        case _:
            payee = d.payee
            return ((payee.id,) if payee and payee.id else ()), payee.legal_id if payee else None


def _siret_wrong(d: Document, term: str) -> Iterator[Fault]:
    ids, legal = _party_ids(d, term)
    for known in ids:
        siret = known.value.strip()
        if known.scheme == "0009" and not (_SIRET.fullmatch(siret) and siret[:9] == _siren(legal)):
            yield Fault(siret)


def _schemes(d: Document, term: str) -> list[str]:
    return [known.scheme for known in _party_ids(d, term)[0]]


def _decimals(text: str, digits: int, places: int) -> bool:
    """Whether ``text`` is written with too many figures or places, or is no plain number."""
    return not blank(text) and not (
        re.fullmatch(rf"-?\d+(\.\d{{1,{places}}})?", text) and len(text.replace(".", "")) <= digits
    )


def _figures(id: str, term: str, field: str, digits: int, places: int) -> Rule:
    return Rule(
        id=id, term=term, way_out=LINE, message=N_("{name} ({term}) is “{value}”; at most {places} decimals are allowed."),
        broken=lambda d: [
            Fault(getattr(line, field), line.id, (("places", str(places)),)) for line in d.lines
            if _decimals(getattr(line, field), digits, places)
        ],
    )  # fmt: skip


def _rates(d: Document, term: str) -> Iterator[tuple[str, str]]:
    match term:
        case "BT-119":
            yield from ((group.rate, "") for group in d.vat_breakdown)
        case "BT-152":
            yield from ((line.vat_rate, line.id) for line in d.lines)
        case _:
            yield from ((i.vat_rate, "") for i in d.allowances_charges if i.charge == (term == "BT-103"))


def _known_rate(rate: str) -> bool:
    """As written: the sheets list 5.5 and 5.50, but not 5.500."""
    return (
        number(rate) in {number(known) for known in FRENCH["vat_rates"]} and len(rate.partition(".")[2]) <= 2
    )


def _rate(id: str, term: str) -> Rule:
    return Rule(
        id=id, term=term, way_out=VAT, message=N_("“{value}” is no French VAT rate."),
        broken=lambda d: [
            Fault(rate, line) for rate, line in _rates(d, term) if not blank(rate) and not _known_rate(rate.strip())
        ],
    )  # fmt: skip


def _needed_note(id: str, subject: str, message: str) -> Rule:
    return Rule(
        id=id,
        term="BT-22",
        message=message,
        way_out=SELLER,
        broken=lambda d: when(_note_count(d, subject) == 0),
    )


def _once(id: str, subject: str) -> Rule:
    return Rule(
        id=id, term="BT-21", message=N_("The note {value} (BT-21) may stand only once."),
        broken=lambda d: when(_note_count(d, subject) > 1, subject),
    )  # fmt: skip


def _address(d: Document, term: str) -> str:
    address = d.seller.electronic_address if term == "BT-34" else d.buyer.electronic_address
    return address.value.strip() if address else ""


def _routed(d: Document, term: str) -> bool:
    """Whether an electronic address is a French routing address that begins with its owner's SIREN."""
    party = d.seller if term == "BT-34" else d.buyer
    address, siren = party.electronic_address, _siren(party.legal_id)
    return address is not None and address.scheme == "0225" and address.value.startswith(siren)


def _misrouted(term: str) -> Rule:
    by_buyer = term == "BT-34"
    return Rule(
        id="BR-FR-22_BT-34" if by_buyer else "BR-FR-21_BT-49", term=term, way_out=_WAYS[term],
        message=N_("{name} ({term}) “{value}” must be in the French directory (scheme 0225) and begin with the SIREN."),
        broken=lambda d: when(
            (bool(_treatment(d)) if by_buyer else _treatment(d) == "B2B")
            and (d.type_code in FRENCH["self_billed_types"]) == by_buyer and not _routed(d, term), _address(d, term),
        ),
    )  # fmt: skip


def _shaped(id: str, term: str, scheme: str, most: int) -> tuple[Rule, ...]:
    def values(d: Document) -> list[str]:
        if term in ("BT-34", "BT-49"):
            party = d.seller if term == "BT-34" else d.buyer
            known = [party.electronic_address] if party.electronic_address else []
        else:
            known = list(_party_ids(d, term)[0])
        return [one.value for one in known if not scheme or one.scheme == scheme]

    forms, lengths = id.split("/")
    return (
        Rule(
            id=f"{forms}_{term}", term=term, message=WRONG_FORM, way_out=_WAYS[term],
            broken=lambda d: [Fault(text) for text in values(d) if scheme and not _ROUTING.fullmatch(text)],
        ),
        Rule(
            id=f"{lengths}_{term}", term=term, message=TOO_LONG, way_out=_WAYS[term],
            broken=lambda d: [Fault(text, "", (("most", str(most)),)) for text in values(d) if len(text) > most],
        ),
    )  # fmt: skip


def _numbers(term: str) -> tuple[Rule, Rule]:
    def values(d: Document) -> list[str]:
        return [d.number] if term == "BT-1" else [earlier.number for earlier in d.preceding]

    return (
        Rule(
            id=f"BR-FR-01_{term}-1", term=term, message=TOO_LONG,
            broken=lambda d: [Fault(text, "", (("most", "35"),)) for text in values(d) if len(text) > 35],
        ),
        Rule(
            id=f"BR-FR-02_{term}", term=term, also=(f"BR-FR-01_{term}-2",),
            message=N_("{name} ({term}) is “{value}”; only letters, digits and + - _ / are allowed."),
            broken=lambda d: [Fault(text) for text in values(d) if not _NUMBER.fullmatch(text)],
        ),
    )  # fmt: skip


def _incoherent(d: Document) -> bool:
    """Codes of invoices that correct another: exactly one earlier invoice, with its date."""
    return d.type_code in _CORRECTIONS and sum(earlier.day is not None for earlier in d.preceding) != 1


RULES: Final = (
    *_numbers("BT-1"), *_numbers("BT-25"),
    *DATES,
    listed("BR-FR-04_BT-3", "BT-3", "document_types", lambda d: [(d.type_code, "")], lists=FRENCH),
    _needed_note("BR-FR-05_BT-22-1", "PMT", N_("The note on the fixed sum for recovery costs (PMT) is missing.")),
    _needed_note("BR-FR-05_BT-22-2", "PMD", N_("The note on penalties for late payment (PMD) is missing.")),
    _needed_note("BR-FR-05_BT-22-3", "AAB", N_("The note on the discount for early payment, or its absence (AAB), is missing.")),
    _once("BR-FR-06_BT-21-1", "PMT"), _once("BR-FR-06_BT-21-2", "PMD"), _once("BR-FR-06_BT-21-3", "AAB"),
    _once("BR-FR-06_BT-21-4", "TXD"),
    listed("BR-FR-08_BT-23", "BT-23", "processes", lambda d: [(_process(d), "")], lists=FRENCH),
    Rule(
        id="BR-FR-MV-01_EXT-FR-FE-163", term="BT-23", way_out=INVOICE,
        message=N_("Process {value} (BT-23) is for invoices of several sellers, which cannot be written here."),
        broken=lambda d: when(_process(d) in _SEVERAL_SELLERS, _process(d)),
    ),
    *(
        Rule(
            id=f"BR-FR-09_{term}", term=term, way_out=_WAYS.get(term, PAYMENT),
            message=N_("The SIRET “{value}” ({term}) has not 14 digits or does not begin with the SIREN."),
            broken=lambda d, term=term: _siret_wrong(d, term),
        )
        for term in ("BT-29", "BT-46", "BT-60")
    ),
    Rule(
        id="BR-FR-10_BT-30", term="BT-30", way_out=SELLER, message=N_("The seller's SIREN (BT-30, scheme 0002) is missing or has not 9 digits."),
        broken=lambda d: when(not _SIREN.fullmatch(_siren(d.seller.legal_id)), _siren(d.seller.legal_id)),
        also=("BR-FR-32-LEGALID",),
    ),
    Rule(
        id="BR-FR-11_BT-47", term="BT-47", way_out=CLIENT, message=N_("The buyer's SIREN (BT-47, scheme 0002) is missing or has not 9 digits."),
        broken=lambda d: when(_treatment(d) == "B2B" and not _siren(d.buyer.legal_id)),
    ),
    *(
        Rule(
            id="BR-FR-32-LEGALID", term=term, message=N_("The SIREN “{value}” ({term}) has not 9 digits."), way_out=_WAYS.get(term, PAYMENT),
            broken=lambda d, term=term: [
                Fault(known.value) for known in (_party_ids(d, at)[1] for at in (_IDS_BESIDE[term],))
                if known and known.scheme == "0002" and not _SIREN.fullmatch(known.value.strip())
            ],
        )
        for term in ("BT-47", "BT-61")
    ),
    *(
        Rule(
            id="BR-FR-32-ID", term=term, message=N_("The SIREN “{value}” ({term}) has not 9 digits."), way_out=_WAYS.get(term, PAYMENT),
            broken=lambda d, term=term: [
                Fault(known.value) for known in _party_ids(d, term)[0]
                if known.scheme in ("0002", "0231") and not _SIREN.fullmatch(known.value.strip())
            ],
        )
        for term in ("BT-29", "BT-46", "BT-60")
    ),
    missing("BR-FR-12_BT-49", "BT-49", lambda d: _address(d, "BT-49"), CLIENT),
    missing("BR-FR-13_BT-34", "BT-34", lambda d: _address(d, "BT-34"), SELLER),
    listed("BR-FR-15_BT-118-1", "BT-118", "vat_categories", lambda d: [(g.category, "") for g in d.vat_breakdown], VAT, FRENCH, ("BR-FR-15_BT-118-2",)),
    listed("BR-FR-15_BT-151-1", "BT-151", "vat_categories", lambda d: [(line.vat_category, line.id) for line in d.lines], VAT, FRENCH, ("BR-FR-08_BT-151-2", "BR-FR-15_BT-151-2")),
    listed("BR-FR-15_BT-95_BT-102-1", "BT-95", "vat_categories", lambda d: [(i.vat_category, "") for i in d.allowances_charges], VAT, FRENCH, ("BR-FR-15_BT-95_BT-102-2",)),
    _rate("BR-FR-16_BT-96", "BT-96"), _rate("BR-FR-16_BT-103", "BT-103"), _rate("BR-FR-16_BT-119", "BT-119"),
    _rate("BR-FR-16_BT-152", "BT-152"),
    listed("BR-FR-17_BT-123", "BT-123", "attachments", lambda d: [(i.description, "") for i in d.supporting_documents], lists=FRENCH),
    Rule(
        id="BR-FR-18_BT-123", term="BT-123", message=ONLY_ONCE,
        broken=lambda d: when((n := sum(i.description == "LISIBLE" for i in d.supporting_documents)) > 1, n),
    ),
    Rule(
        id="BR-FR-20_BT-21", term="BT-22", message=NOT_IN_LIST,
        broken=lambda d: [
            Fault(note.text) for note in d.notes if note.subject == "BAR" and note.text.strip() not in FRENCH["treatments"]
        ],
    ),
    _misrouted("BT-49"), _misrouted("BT-34"),
    *_shaped("BR-FR-23/BR-FR-25", "BT-34", "0225", 125), *_shaped("BR-FR-23/BR-FR-25", "BT-49", "0225", 125),
    *_shaped("BR-FR-24/BR-FR-26", "BT-29", "0224", 100), *_shaped("BR-FR-24/BR-FR-26", "BT-46", "0224", 100),
    Rule(
        id="BR-FR-30_BT-21", term="BT-21", message=N_("The note {value} (BT-21) may stand only once."),
        broken=lambda d: when(sum(n.subject == "BAR" and n.text.strip() in FRENCH["treatments"] for n in d.notes) > 1, "BAR"),
    ),
    Rule(
        id="BR-FR-CO-03_BT-3", term="BT-12", message=N_("A credit note for an overall rebate (262) needs the contract (BT-12) and the period (BT-73, BT-74)."),
        broken=lambda d: when(
            d.type_code == "262" and not (d.contract.strip() and d.period and d.period.start and d.period.end)
        ),
    ),
    Rule(
        id="BR-FR-CO-04_BT-3", term="BT-25", broken=lambda d: when(_incoherent(d)),
        message=N_("A corrected invoice names exactly one earlier invoice with its date (BT-25, BT-26)."),
    ),
    Rule(
        id="BR-FR-CO-05_BT-3", term="BT-25",
        message=N_("A credit note names the earlier invoice with its date (BT-25, BT-26)."),
        broken=lambda d: when(d.type_code in _CREDITS and not any(earlier.day for earlier in d.preceding)),
    ),
    Rule(
        id="BR-FR-CO-07_BT-9", term="BT-9", message=N_("The due date {value} (BT-9) is before the invoice's date (BT-2)."),
        broken=lambda d: when(
            bool(d.due_date and d.due_date < d.issue_date) and d.type_code not in _PREPAID_TYPES and _process(d) not in _PAID,
            d.due_date,
        ),
    ),
    Rule(
        id="BR-FR-CO-08_BT-23", term="BT-23", message=N_("An invoice after prepayment ({value}, BT-23) cannot itself be a prepayment invoice (BT-3)."),
        broken=lambda d: when(_process(d) in _AFTER_PREPAYMENT and d.type_code in _PREPAID_TYPES, _process(d)),
    ),
    Rule(
        id="BR-FR-CO-09_BT-23-1", term="BT-113", message=N_("An invoice already paid (process {value}) shows the whole total as paid (BT-113)."),
        broken=lambda d: when(_process(d) in _PAID and d.totals.prepaid != d.totals.gross, _process(d)),
    ),
    Rule(
        id="BR-FR-CO-09_BT-23-2", term="BT-115", message=N_("An invoice already paid (process {value}) leaves nothing due (BT-115)."),
        broken=lambda d: when(_process(d) in _PAID and d.totals.due != 0, _process(d)),
    ),
    Rule(
        id="BR-FR-CO-09_BT-23-3", term="BT-9", message=N_("An invoice already paid (process {value}) shows the day of payment as its due date (BT-9)."),
        broken=lambda d: when(_process(d) in _PAID and d.due_date is None, _process(d)),
    ),
    *(
        Rule(
            id=f"BR-FR-CO-10_{term}-1", term=term, way_out=_WAYS.get(term, PAYMENT),
            message=N_("{name} ({term}) needs a scheme, such as 0009 for a SIRET."),
            broken=lambda d, term=term: when(any(blank(scheme) for scheme in _schemes(d, term))),
        )
        for term in ("BT-29", "BT-46", "BT-60")
    ),
    Rule(
        id="BR-FR-CO-10_BT-29-2", term="BT-29", message=ONLY_ONCE, way_out=SELLER,
        broken=lambda d: when(len(found := _schemes(d, "BT-29")) != len(set(found)), len(found)),
    ),
    Rule(
        id="BR-FR-CO-10_BT-71-1", term="BT-71", message=N_("{name} ({term}) needs a scheme, such as 0009 for a SIRET."),
        broken=lambda d: when(bool(d.delivery and d.delivery.location and blank(d.delivery.location.scheme))),
    ),
    Rule(
        id="BR-FR-CO-12_BT-5", term="BT-111", message=N_("An invoice in {value} shows its VAT in EUR too (BT-6, BT-111)."),
        broken=lambda d: when(
            d.currency != "EUR" and not (d.vat_accounting_currency == "EUR" and d.totals.vat_accounting is not None), d.currency
        ),
    ),
    Rule(
        id="BR-FR-CO-14_BT-29-1", term="BT-22", message=N_("A member of a VAT group (scheme 0231) adds the note TXD with the words MEMBRE_ASSUJETTI_UNIQUE."), way_out=SELLER,
        broken=lambda d: when(_in_vat_group(d) and not _tells_vat_group(d)),
    ),
    Rule(
        id="BR-FR-CO-15_BT-29-1", term="BT-63", way_out=SELLER, message=N_("A member of a VAT group (scheme 0231) names the group's VAT number as tax representative (BT-63)."),
        broken=lambda d: when(_in_vat_group(d) and (d.tax_representative is None or blank(d.tax_representative.vat_id))),
    ),
    _figures("BR-FR-DEC-02_BT-129", "BT-129", "quantity", 19, 4), _figures("BR-FR-DEC-02_BT-149", "BT-149", "base_quantity", 19, 4),
    _figures("BR-FR-DEC-03_BT-146", "BT-146", "price", 19, 6), _figures("BR-FR-DEC-03_BT-147", "BT-147", "price_discount", 19, 6),
    _figures("BR-FR-DEC-03_BT-148", "BT-148", "gross_price", 19, 6),
)  # fmt: skip
