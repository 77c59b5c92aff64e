"""EN 16931: codes out of the official lists (BR-CL), which ``codes.toml`` keeps with their source and day."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, Final

from shared_tools.einvoice.model import Document, Identifier, Note
from shared_tools.einvoice.rules.finding import (  # fmt: skip
    CLIENT,
    INVOICE,
    LINE,
    NOT_IN_LIST,
    PAYMENT,
    SELLER,
    VAT,
    Fault,
    Rule,
    blank,
)


def _lists(table: dict[str, Any]) -> dict[str, frozenset[str]]:
    return {
        name: frozenset(text.split())
        for name, text in table.items()
        if isinstance(text, str) and name not in ("source", "mark")
    }


_READ: Final = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
CODES: Final = _lists(_READ)
"""Lists of EN 16931: ``CODES["countries"]``."""
PEPPOL: Final = _lists(_READ["peppol"])
XRECHNUNG: Final = _lists(_READ["xrechnung"])
FRENCH: Final = _lists(_READ["french"])

_Found = Iterable[tuple[str, str]]
"""Codes of a document with the id of the line they stand on."""


def listed(id: str, term: str, names: str, codes: Callable[[Document], _Found], way_out: str = INVOICE, lists: dict[str, frozenset[str]] = CODES, also: tuple[str, ...] = ()) -> Rule:  # fmt: skip
    """The rule that every code is in the list ``names``; absent codes are another rule's concern."""
    return Rule(
        id=id, term=term, message=NOT_IN_LIST, way_out=way_out, also=also,
        broken=lambda d: [
            Fault(code, line) for code, line in codes(d) if not blank(code) and code.strip() not in lists[names]
        ],
    )  # fmt: skip


def _schemes(*ids: Identifier | None) -> _Found:
    return [(known.scheme, "") for known in ids if known is not None]


def _types(d: Document) -> _Found:
    return [(d.type_code, "")]


def _line_items(d: Document, charge: bool) -> Iterator[tuple[str, str]]:
    for line in d.lines:
        yield from ((i.reason_code, line.id) for i in line.allowances_charges if i.charge == charge)
    yield from ((i.reason_code, "") for i in d.allowances_charges if i.charge == charge)


def _countries(d: Document) -> Iterator[tuple[str, str]]:
    delivered = d.delivery.address if d.delivery else None
    represented = d.tax_representative.address if d.tax_representative else None
    yield from ((a.country, "") for a in (d.seller.address, delivered, represented) if a)


def _subject(note: Note) -> str:
    """The subject code, also one that UBL's rules would read out of the text between number signs."""
    parts = note.text.split("#")
    return note.subject or (parts[1] if len(parts) > 2 and len(parts[1]) == 3 else "")


LINE_REASONS: Final = (
    listed(
        "BR-CL-22", "BT-121", "exemption_reasons", lambda d: [(line.vat_reason_code, line.id) for line in d.lines], VAT
    ),
)  # fmt: skip
"""In EXTENDED-CTC-FR, which tells the reason on lines; national formats keep other codes there."""

RULES: Final = (
    Rule(
        id="BR-CL-01", term="BT-3", message=NOT_IN_LIST,
        broken=lambda d: [
            Fault(code) for code, _ in _types(d)
            if not blank(code) and code not in CODES["credit_note_types" if d.is_credit_note else "invoice_types"]
        ],
    ),
    listed("BR-CL-04", "BT-5", "currencies", lambda d: [(d.currency, "")], also=("BR-CL-03",)),
    listed("BR-CL-05", "BT-6", "currencies", lambda d: [(d.vat_accounting_currency, "")], also=("BR-CL-03",)),
    Rule(
        id="BR-CL-06", term="BT-8", message=NOT_IN_LIST,
        broken=lambda d: [Fault(d.tax_point_code)] if d.tax_point_code not in ("", "3", "35", "432") else [],
    ),
    listed("BR-CL-07", "BT-18", "object_schemes", lambda d: _schemes(d.object_id)),
    listed(
        "BR-CL-07", "BT-128", "object_schemes",
        lambda d: [(line.object_id.scheme, line.id) for line in d.lines if line.object_id], LINE,
    ),
    listed("BR-CL-08", "BT-21", "note_subjects", lambda d: [(_subject(note), "") for note in d.notes]),
    listed("BR-CL-10", "BT-29", "identifier_schemes", lambda d: _schemes(*d.seller.ids), SELLER),
    listed("BR-CL-10", "BT-46", "identifier_schemes", lambda d: _schemes(*d.buyer.ids), CLIENT),
    listed("BR-CL-10", "BT-60", "identifier_schemes", lambda d: _schemes(d.payee.id if d.payee else None), PAYMENT),
    listed("BR-CL-11", "BT-30", "identifier_schemes", lambda d: _schemes(d.seller.legal_id), SELLER),
    listed("BR-CL-11", "BT-47", "identifier_schemes", lambda d: _schemes(d.buyer.legal_id), CLIENT),
    listed("BR-CL-11", "BT-61", "identifier_schemes", lambda d: _schemes(d.payee.legal_id if d.payee else None), PAYMENT),
    listed(
        "BR-CL-13", "BT-158", "item_schemes",
        lambda d: [(known.scheme, line.id) for line in d.lines for known in line.classifications], LINE,
    ),
    listed("BR-CL-14", "BT-40", "countries", _countries, SELLER),
    listed("BR-CL-14", "BT-55", "countries", lambda d: [(d.buyer.address.country, "")], CLIENT),
    listed("BR-CL-15", "BT-159", "countries", lambda d: [(line.origin, line.id) for line in d.lines], LINE),
    listed("BR-CL-16", "BT-81", "payment_means", lambda d: [(means.code, "") for means in d.payment_means], PAYMENT),
    listed("BR-CL-17", "BT-118", "vat_categories", lambda d: [(group.category, "") for group in d.vat_breakdown], VAT),
    listed("BR-CL-17", "BT-95", "vat_categories", lambda d: [(i.vat_category, "") for i in d.allowances_charges], VAT),
    listed("BR-CL-18", "BT-151", "vat_categories", lambda d: [(line.vat_category, line.id) for line in d.lines], VAT),
    listed("BR-CL-19", "BT-98", "allowance_reasons", lambda d: _line_items(d, False)),
    listed("BR-CL-20", "BT-105", "charge_reasons", lambda d: _line_items(d, True)),
    listed(
        "BR-CL-21", "BT-157", "identifier_schemes",
        lambda d: [(line.standard_item.scheme, line.id) for line in d.lines if line.standard_item], LINE,
    ),
    listed("BR-CL-22", "BT-121", "exemption_reasons", lambda d: [(group.reason_code, "") for group in d.vat_breakdown], VAT),
    listed("BR-CL-23", "BT-130", "units", lambda d: [(line.unit, line.id) for line in d.lines], LINE),
    listed("BR-CL-24", "BT-125", "attachments", lambda d: [(i.mime, "") for i in d.supporting_documents if i.content is not None]),
    listed("BR-CL-25", "BT-34", "address_schemes", lambda d: _schemes(d.seller.electronic_address), SELLER),
    listed("BR-CL-25", "BT-49", "address_schemes", lambda d: _schemes(d.buyer.electronic_address), CLIENT),
    listed("BR-CL-26", "BT-71", "identifier_schemes", lambda d: _schemes(d.delivery.location if d.delivery else None)),
)  # fmt: skip
