"""What the Federation (e-rechnung.gv.at) would send back. It numbers nothing publicly, so the codes are our own words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from shared_tools.einvoice.ebinterface.terms import Terms
from shared_tools.einvoice.model import Document
from shared_tools.einvoice.objections import Objection
from shared_tools.einvoice.written import amount_text
from shared_tools.i18n import N_

_BUYER_GROUP: Final = "[A-Z0-9]{3}"
_ORDER: Final = re.compile(rf"{_BUYER_GROUP}(:.+)?|(\d{{10}})")
_ORDER_NUMBER: Final = re.compile(r"\d{10}")


def objections(document: Document, terms: Terms) -> list[Objection]:
    """Order reference, supplier number, e-mail, and on large invoices the buyer's VAT number; none means it may be sent."""
    return list(_found(document, terms))


def _found(document: Document, terms: Terms) -> Iterator[Objection]:
    if not _ORDER.fullmatch(document.order):
        yield Objection(
            code="order_reference", field="BT-13", sentence=N_("“{value}” is no order reference of the Federation."),
            way_out=N_("Give the buyer group of 3 characters, the order number of 10 digits, or both with a colon."), values={"value": document.order},
        )  # fmt: skip
    elif _ORDER_NUMBER.fullmatch(document.order) and any(not line.order_line for line in document.lines):
        yield Objection(
            code="order_line", field="BT-132", sentence=N_("An order number wants the order's line number on every line."),
            way_out=N_("Enter the order line of each invoice line, or use the buyer group instead."),
        )  # fmt: skip
    if not terms.supplier_number:
        yield Objection(
            code="supplier_number", field="supplier_number", sentence=N_("The Federation wants our number as its supplier."),
            way_out=N_("Copy the Lieferantennummer from the order."),
        )  # fmt: skip
    if not (document.seller.contact and document.seller.contact.email):
        yield Objection(
            code="email", field="BT-43", sentence=N_("The Federation wants an e-mail address to answer to."),
            way_out=N_("Enter one with the seller's contact."),
        )  # fmt: skip
    limit = terms.vat_number_above
    if limit is not None and document.totals.gross > limit and not document.buyer.vat_id:
        yield Objection(
            code="buyer_vat_number", field="BT-48", sentence=N_("Above {amount} euro the buyer's VAT number must be told."),
            way_out=N_("Enter the buyer's UID."), values={"amount": amount_text(limit, 2)},
        )  # fmt: skip
