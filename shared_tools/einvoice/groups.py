"""The VAT group (BG-23) each line, allowance and charge of a document belongs to."""

from __future__ import annotations

from shared_tools.einvoice.model import Document, VatBreakdown
from shared_tools.i18n import N_
from shared_tools.refusal import Refusal


def vat_groups(document: Document) -> dict[tuple[str, str], VatBreakdown]:
    """Groups by category and rate. Raises Refusal ``vat_group_missing`` where a line or item has none."""
    groups = {(part.category, part.rate): part for part in document.vat_breakdown}
    wanted = [(line.vat_category, line.vat_rate) for line in document.lines]
    wanted += [(item.vat_category, item.vat_rate) for item in document.allowances_charges]
    for category, rate in wanted:
        if (category, rate) not in groups:
            raise Refusal(
                "vat_group_missing", N_("the VAT breakdown of {number} lacks category {category} at {rate}%."),
                field="BG-23", way_out=N_("Compute the totals again from the lines."), values={"number": document.number, "category": category, "rate": rate or '0'},
            )  # fmt: skip
    return groups
