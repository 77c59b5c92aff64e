"""Peppol BIS Billing 3 and Self-Billing 3 (OpenPEPPOL 2026.5): R and P rules beyond EN 16931.

The writer keeps R001, R002, R004, R008, R043, R044, R051, R053, R054, R080, R100, R101, R130 and F001 by itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from typing import Final

import msgspec

from shared_tools.einvoice.compute import signed
from shared_tools.einvoice.model import AllowanceCharge, Document, Line
from shared_tools.einvoice.rules.codes import CODES, PEPPOL, listed
from shared_tools.einvoice.rules.core import of_lines
from shared_tools.einvoice.rules.finding import (  # fmt: skip
    CLIENT,
    COMPUTED,
    INVOICE,
    LINE,
    NOT_IN_LIST,
    PAYMENT,
    SELLER,
    TOTAL,
    VAT,
    Fault,
    Rule,
    blank,
    missing,
    number,
    when,
)
from shared_tools.einvoice.rules.sums import said
from shared_tools.i18n import N_
from shared_tools.money import EXPONENTS, percent

_PROCESS: Final = re.compile(r"urn:fdc:peppol\.eu:2017:poacc:(self)?billing:\d{2}:1\.0")
_DIRECT_DEBITS: Final = frozenset({"49", "59"})
_CATEGORY_OF: Final = {
    "VATEX-EU-G": ("P0104", "G"), "VATEX-EU-O": ("P0105", "O"), "VATEX-EU-IC": ("P0106", "K"),
    "VATEX-EU-AE": ("P0107", "AE"), "VATEX-EU-D": ("P0108", "E"), "VATEX-EU-F": ("P0109", "E"),
    "VATEX-EU-I": ("P0110", "E"), "VATEX-EU-J": ("P0111", "E"),
}  # fmt: skip


def _items(d: Document) -> Iterator[tuple[AllowanceCharge, str]]:
    yield from ((item, "") for item in d.allowances_charges)
    for line in d.lines:
        yield from ((item, line.id) for item in line.allowances_charges)


def _slack(d: Document) -> Fraction:
    """Two hundredths of the currency, in its minor units."""
    return Fraction(2, 100) * 10 ** EXPONENTS.get(d.currency, 2)


def _shares(d: Document) -> Iterator[Fault]:
    for item, line in _items(d):
        if item.base_amount is not None and number(item.percent) is not None:
            expected = item.base_amount * percent(item.percent)
            if abs(item.amount - expected) > _slack(d):
                more = (("expected", said(round(expected), d.currency)),)
                yield Fault(said(item.amount, d.currency), line, more)


def _line_expected(line: Line, currency: str) -> Fraction | None:
    """Quantity × price ÷ base quantity, with the line's allowances and charges; None where one is no number."""
    quantity, price = number(line.quantity), number(line.price)
    if quantity is None or price is None or currency not in EXPONENTS:
        return None
    whole = quantity * price / (number(line.base_quantity) or 1) * 10 ** EXPONENTS[currency]
    return whole + signed(line.allowances_charges)


def _line_amounts(d: Document) -> Iterator[Fault]:
    for line in d.lines:
        expected = _line_expected(line, d.currency)
        if expected is not None and abs(line.net - expected) > _slack(d):
            yield Fault(
                said(line.net, d.currency), line.id, (("expected", said(round(expected), d.currency)),)
            )


def _gross_price_wrong(line: Line) -> bool:
    gross, net = number(line.gross_price), number(line.price)
    return gross is not None and net is not None and net != gross - (number(line.price_discount) or 0)


def _outside(d: Document, end: bool) -> Iterator[Fault]:
    whole = d.period
    for line in d.lines:
        if whole is None or line.period is None:
            continue
        if end and whole.end and line.period.end and line.period.end > whole.end:
            yield Fault(line.period.end, line.id)
        if not end and whole.start and line.period.start and line.period.start < whole.start:
            yield Fault(line.period.start, line.id)


def _types(self_billed: bool) -> tuple[Rule, Rule]:
    prefix = "self_billed_" if self_billed else ""
    return (
        Rule(
            id="PEPPOL-EN16931-P0100", term="BT-3", message=NOT_IN_LIST,
            broken=lambda d: when(not d.is_credit_note and d.type_code not in PEPPOL[prefix + "invoice_types"], d.type_code),
        ),
        Rule(
            id="PEPPOL-EN16931-P0101", term="BT-3", message=NOT_IN_LIST,
            broken=lambda d: when(d.is_credit_note and d.type_code not in PEPPOL[prefix + "credit_note_types"], d.type_code),
        ),
    )  # fmt: skip


def _vatex(code: str, rule: str, category: str) -> Rule:
    return Rule(
        id=f"PEPPOL-EN16931-{rule}", term="BT-121", way_out=VAT,
        message=N_("The reason code {value} (BT-121) belongs to another VAT category (BT-118)."),
        broken=lambda d: [
            Fault(group.reason_code) for group in d.vat_breakdown
            if group.reason_code.upper() == code and group.category != category
        ],
    )  # fmt: skip


COMMON: Final = (
    Rule(
        id="PEPPOL-EN16931-R007", term="BT-23", message=NOT_IN_LIST,
        broken=lambda d: when(bool(d.process) and not _PROCESS.fullmatch(d.process), d.process),
    ),
    Rule(
        id="PEPPOL-EN16931-R003", term="BT-10", way_out=CLIENT,
        message=N_("A buyer reference (BT-10) or the number of the buyer's order (BT-13) is needed."),
        broken=lambda d: when(blank(d.buyer_reference) and blank(d.order) and blank(d.sales_order)),
    ),
    Rule(
        id="PEPPOL-EN16931-R005", term="BT-6",
        message=N_("The VAT accounting currency (BT-6) is the invoice's own currency; it is told only when it is another."),
        broken=lambda d: when(bool(d.vat_accounting_currency) and d.vat_accounting_currency == d.currency),
    ),
    missing("PEPPOL-EN16931-R010", "BT-49", lambda d: d.buyer.electronic_address and d.buyer.electronic_address.value, CLIENT),
    missing("PEPPOL-EN16931-R020", "BT-34", lambda d: d.seller.electronic_address and d.seller.electronic_address.value, SELLER),
    Rule(
        id="PEPPOL-EN16931-R041", term="BT-92", message=N_("A reduction or addition shows a percentage but not the amount it is taken from."),
        broken=lambda d: [Fault("", line) for i, line in _items(d) if not blank(i.percent) and i.base_amount is None],
    ),
    Rule(
        id="PEPPOL-EN16931-R042", term="BT-92", message=N_("A reduction or addition shows the amount it is taken from but no percentage."),
        broken=lambda d: [Fault("", line) for i, line in _items(d) if blank(i.percent) and i.base_amount is not None],
    ),
    Rule(id="PEPPOL-EN16931-R040", term="BT-92", message=TOTAL, way_out=COMPUTED, broken=_shares),
    Rule(
        id="PEPPOL-EN16931-R046", term="BT-146", way_out=LINE,
        message=N_("The price (BT-146) is not the gross price less the discount (BT-148, BT-147)."),
        broken=of_lines(_gross_price_wrong),
    ),
    Rule(
        id="PEPPOL-EN16931-R055", term="BT-111", way_out=COMPUTED,
        message=N_("The VAT in the invoice currency and in the accounting currency must both be positive or both negative."),
        broken=lambda d: when((d.totals.vat_accounting or 0) * d.totals.vat < 0),
    ),
    Rule(
        id="PEPPOL-EN16931-R061", term="BT-89", way_out=PAYMENT,
        broken=lambda d: [
            Fault() for means in d.payment_means
            if means.code in _DIRECT_DEBITS and (means.direct_debit is None or blank(means.direct_debit.mandate))
        ],
    ),
    Rule(
        id="PEPPOL-EN16931-R110", term="BT-134", way_out=LINE, message=N_("The line's period starts before the invoice's ({value})."),
        broken=lambda d: _outside(d, end=False),
    ),
    Rule(
        id="PEPPOL-EN16931-R111", term="BT-135", way_out=LINE, message=N_("The line's period ends after the invoice's ({value})."),
        broken=lambda d: _outside(d, end=True),
    ),
    Rule(id="PEPPOL-EN16931-R120", term="BT-131", message=TOTAL, way_out=COMPUTED, broken=_line_amounts),
    Rule(
        id="PEPPOL-EN16931-R121", term="BT-149", way_out=LINE, message=N_("{name} ({term}) is {value}; it must be above 0."),
        broken=of_lines(
            lambda line: (known := number(line.base_quantity)) is not None and known <= 0, lambda line: line.base_quantity
        ),
    ),
    Rule(
        id="PEPPOL-EN16931-P0112", term="BT-3", way_out=INVOICE,
        message=N_("Type {value} (BT-3) is for invoices within Germany only: issue a credit note and a new invoice."),
        broken=lambda d: when(d.type_code in ("326", "384") and not d.between_germans, d.type_code),
    ),
    listed(
        "PEPPOL-EN16931-CL008", "BT-34", "address_schemes",
        lambda d: [(a.scheme, "") for a in (d.seller.electronic_address,) if a and a.scheme in CODES["address_schemes"]],
        SELLER, PEPPOL,
    ),
    listed(
        "PEPPOL-EN16931-CL008", "BT-49", "address_schemes",
        lambda d: [(a.scheme, "") for a in (d.buyer.electronic_address,) if a and a.scheme in CODES["address_schemes"]],
        CLIENT, PEPPOL,
    ),
    *(_vatex(code, rule, category) for code, (rule, category) in _CATEGORY_OF.items()),
)  # fmt: skip

_SHARED: Final = frozenset(
    f"PEPPOL-EN16931-R{number}"
    for number in ("005", "010", "020", "040", "041", "042", "046", "055", "061", "110", "111", "120", "121")
)
IN_XRECHNUNG: Final = tuple(
    msgspec.structs.replace(rule, severity="warning") if rule.id == "PEPPOL-EN16931-R120" else rule
    for rule in COMMON if rule.id in _SHARED
)  # fmt: skip
"""Rules of Peppol that KoSIT asks of XRechnung too."""

BILLING: Final = (*COMMON, *_types(self_billed=False))
SELF_BILLING: Final = (*COMMON, *_types(self_billed=True))
