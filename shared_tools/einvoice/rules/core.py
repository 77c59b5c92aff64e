"""EN 16931: what an invoice must say (BR-02 to BR-66 and the BR-CO rules that are no sums).

The model's types already keep BR-01, 03, 08, 10, 12 to 15, 19, 24, 31, 36, 41, 43, 45, 46 and BR-DEC: an amount is an
integer of minor units and always there. BR-CO-05 to 08 (code and words mean the same) no program can judge.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import Final

from shared_tools.einvoice.model import AllowanceCharge, Document, Line, PaymentMeans
from shared_tools.einvoice.rules.codes import CODES
from shared_tools.einvoice.rules.finding import (
    CLIENT,
    ENDS_BEFORE_IT_STARTS,
    LINE,
    NEGATIVE,
    NO_REASON,
    PAYMENT,
    SELLER,
    WRONG_FORM,
    Fault,
    Rule,
    blank,
    missing,
    number,
    when,
)
from shared_tools.i18n import N_

CREDIT_TRANSFERS: Final = frozenset({"30", "58"})


def of_lines(wrong: Callable[[Line], bool], value: Callable[[Line], object] = lambda line: "") -> Callable[[Document], Iterable[Fault]]:  # fmt: skip
    """The faults of every line of which ``wrong`` is true."""
    return lambda d: [Fault(value(line), line.id) for line in d.lines if wrong(line)]


def of_items(charge: bool, wrong: Callable[[AllowanceCharge], bool], value: Callable[[AllowanceCharge], object] = lambda item: "") -> Callable[[Document], Iterable[Fault]]:  # fmt: skip
    """The faults of the document's allowances, or of its charges."""
    return lambda d: [Fault(value(i)) for i in d.allowances_charges if i.charge == charge and wrong(i)]


def of_line_items(charge: bool, wrong: Callable[[AllowanceCharge], bool]) -> Callable[[Document], Iterable[Fault]]:  # fmt: skip
    """The faults of the lines' allowances, or of their charges."""
    return lambda d: [
        Fault("", line.id) for line in d.lines for i in line.allowances_charges if i.charge == charge and wrong(i)
    ]  # fmt: skip


def without_reason(item: AllowanceCharge) -> bool:
    return blank(item.reason) and blank(item.reason_code)


def negative(text: str) -> bool:
    known = number(text)
    return known is not None and known < 0


def _lacks_account(means: PaymentMeans) -> bool:
    return means.code in CREDIT_TRANSFERS and (
        not means.credit_transfers or any(blank(to.account) for to in means.credit_transfers)
    )


def _card_numbers(d: Document) -> Iterator[str]:
    yield from (means.card.number for means in d.payment_means if means.card)


def _backwards(start: date | None, end: date | None) -> bool:
    return bool(start and end and end < start)


def _payee_is_seller(d: Document) -> bool:
    payee, seller = d.payee, d.seller
    return payee is not None and (
        payee.name.strip() in (seller.name.strip(), seller.trading_name.strip())
        or (payee.id is not None and payee.id in seller.ids)
    )


def _vat_numbers(d: Document) -> Iterator[tuple[str, str]]:
    yield "BT-31", d.seller.vat_id
    yield "BT-48", d.buyer.vat_id
    yield "BT-63", d.tax_representative.vat_id if d.tax_representative else ""


def _prefix(term: str) -> Rule:
    return Rule(
        id="BR-CO-09", term=term, message=N_("{name} ({term}) is “{value}”; it must begin with the code of its country."),
        way_out=CLIENT if term == "BT-48" else SELLER,
        broken=lambda d: [
            Fault(number) for at, number in _vat_numbers(d)
            if at == term and not blank(number) and number.strip()[:2] not in CODES["vat_prefixes"]
        ],
    )  # fmt: skip


RULES: Final = (
    missing("BR-02", "BT-1", lambda d: d.number),
    missing("BR-04", "BT-3", lambda d: d.type_code),
    missing("BR-05", "BT-5", lambda d: d.currency),
    missing("BR-06", "BT-27", lambda d: d.seller.name, SELLER),
    missing("BR-07", "BT-44", lambda d: d.buyer.name, CLIENT),
    missing("BR-09", "BT-40", lambda d: d.seller.address.country, SELLER),
    missing("BR-11", "BT-55", lambda d: d.buyer.address.country, CLIENT),
    Rule(id="BR-16", term="BG-25", broken=lambda d: when(not d.lines)),
    Rule(id="BR-17", term="BT-59", broken=lambda d: when(d.payee is not None and blank(d.payee.name)), way_out=PAYMENT),
    Rule(
        id="BR-17", term="BT-59", message=N_("The payee “{value}” is the seller; a payee is named only when somebody else is paid."),
        broken=lambda d: when(_payee_is_seller(d), d.payee.name if d.payee else ""), way_out=PAYMENT,
        also=("UBL-SR-19", "UBL-SR-20", "UBL-SR-21"),
    ),
    Rule(id="BR-18", term="BT-62", broken=lambda d: when(bool(d.tax_representative and blank(d.tax_representative.name))), way_out=SELLER),
    Rule(id="BR-20", term="BT-69", broken=lambda d: when(bool(d.tax_representative and blank(d.tax_representative.address.country))), way_out=SELLER),
    Rule(id="BR-56", term="BT-63", broken=lambda d: when(bool(d.tax_representative and blank(d.tax_representative.vat_id))), way_out=SELLER),
    Rule(id="BR-21", term="BT-126", broken=of_lines(lambda line: blank(line.id)), way_out=LINE),
    Rule(id="BR-22", term="BT-129", broken=of_lines(lambda line: blank(line.quantity)), way_out=LINE),
    Rule(id="BR-23", term="BT-130", broken=of_lines(lambda line: blank(line.unit)), way_out=LINE),
    Rule(id="BR-25", term="BT-153", broken=of_lines(lambda line: blank(line.name)), way_out=LINE),
    Rule(id="BR-26", term="BT-146", broken=of_lines(lambda line: blank(line.price)), way_out=LINE),
    Rule(id="BR-27", term="BT-146", broken=of_lines(lambda line: negative(line.price), lambda line: line.price), message=NEGATIVE, way_out=LINE),
    Rule(id="BR-28", term="BT-148", broken=of_lines(lambda line: negative(line.gross_price), lambda line: line.gross_price), message=NEGATIVE, way_out=LINE),
    Rule(
        id="BR-29", term="BT-74", message=ENDS_BEFORE_IT_STARTS,
        broken=lambda d: when(bool(d.period and _backwards(d.period.start, d.period.end)), d.period and d.period.end),
    ),
    Rule(
        id="BR-30", term="BT-135", message=ENDS_BEFORE_IT_STARTS, way_out=LINE,
        broken=of_lines(
            lambda line: bool(line.period and _backwards(line.period.start, line.period.end)),
            lambda line: line.period and line.period.end,
        ),
    ),
    Rule(id="BR-32", term="BT-95", broken=of_items(False, lambda item: blank(item.vat_category))),
    Rule(id="BR-33", term="BT-98", broken=of_items(False, without_reason), message=NO_REASON, also=("BR-CO-21",)),
    Rule(id="BR-37", term="BT-102", broken=of_items(True, lambda item: blank(item.vat_category))),
    Rule(id="BR-38", term="BT-105", broken=of_items(True, without_reason), message=NO_REASON, also=("BR-CO-22",)),
    Rule(id="BR-42", term="BT-139", broken=of_line_items(False, without_reason), message=NO_REASON, way_out=LINE, also=("BR-CO-23",)),
    Rule(id="BR-44", term="BT-144", broken=of_line_items(True, without_reason), message=NO_REASON, way_out=LINE, also=("BR-CO-24",)),
    Rule(id="BR-47", term="BT-118", broken=lambda d: [Fault() for group in d.vat_breakdown if blank(group.category)]),
    Rule(
        id="BR-48", term="BT-119",
        broken=lambda d: [Fault() for group in d.vat_breakdown if blank(group.rate) and group.category != "O"],
    ),
    Rule(id="BR-49", term="BT-81", broken=lambda d: [Fault() for means in d.payment_means if blank(means.code)], way_out=PAYMENT),
    Rule(id="BR-61", term="BT-84", broken=lambda d: [Fault() for means in d.payment_means if _lacks_account(means)], way_out=PAYMENT, also=("BR-50",)),
    Rule(
        id="BR-51", term="BT-87", way_out=PAYMENT, severity="warning",
        message=N_("{name} ({term}) shows more than the last digits; never write a whole card number."),
        broken=lambda d: [Fault() for number in _card_numbers(d) if len(number.strip()) > 10],
    ),
    Rule(id="BR-52", term="BT-122", broken=lambda d: [Fault() for item in d.supporting_documents if blank(item.reference)]),
    Rule(
        id="BR-53", term="BT-111",
        broken=lambda d: when(not blank(d.vat_accounting_currency) and d.totals.vat_accounting is None),
    ),
    Rule(
        id="BR-54", term="BT-160", way_out=LINE,
        broken=of_lines(lambda line: any(blank(name) or blank(value) for name, value in line.attributes)),
    ),
    Rule(id="BR-55", term="BT-25", broken=lambda d: [Fault() for earlier in d.preceding if blank(earlier.number)]),
    Rule(
        id="BR-57", term="BT-80",
        broken=lambda d: when(bool(d.delivery and d.delivery.address and blank(d.delivery.address.country))),
    ),
    Rule(
        id="BR-62", term="BT-34", way_out=SELLER, message=WRONG_FORM,
        broken=lambda d: [Fault(a.value) for a in (d.seller.electronic_address,) if a and blank(a.scheme)],
    ),
    Rule(
        id="BR-63", term="BT-49", way_out=CLIENT, message=WRONG_FORM,
        broken=lambda d: [Fault(a.value) for a in (d.buyer.electronic_address,) if a and blank(a.scheme)],
    ),
    Rule(
        id="BR-64", term="BT-157", way_out=LINE, message=WRONG_FORM,
        broken=of_lines(
            lambda line: bool(line.standard_item and blank(line.standard_item.scheme)),
            lambda line: line.standard_item and line.standard_item.value,
        ),
    ),
    Rule(
        id="BR-65", term="BT-158", way_out=LINE, message=WRONG_FORM,
        broken=of_lines(
            lambda line: any(blank(known.scheme) for known in line.classifications),
            lambda line: line.classifications[0].code,
        ),
    ),
    Rule(id="BR-66", term="BT-87", broken=lambda d: [Fault() for number in _card_numbers(d) if blank(number)], way_out=PAYMENT),
    Rule(
        id="BR-CO-03", term="BT-7", message=N_("The VAT point is given as a date and as a code; only one of them may stand."),
        broken=lambda d: when(d.tax_point_date is not None and not blank(d.tax_point_code)),
    ),
    Rule(id="BR-CO-04", term="BT-151", broken=of_lines(lambda line: blank(line.vat_category)), way_out=LINE),
    _prefix("BT-31"), _prefix("BT-48"), _prefix("BT-63"),
    Rule(id="BR-CO-18", term="BG-23", broken=lambda d: when(not d.vat_breakdown)),
    Rule(
        id="BR-CO-19", term="BG-14",
        broken=lambda d: when(bool(d.period and not (d.period.start or d.period.end) and blank(d.tax_point_code))),
    ),
    Rule(
        id="BR-CO-20", term="BG-26", way_out=LINE,
        broken=of_lines(lambda line: bool(line.period and not (line.period.start or line.period.end))),
    ),
    Rule(
        id="BR-CO-25", term="BT-9", message=N_("Something is to be paid, but neither a due date (BT-9) nor payment terms (BT-20) are given."),
        way_out=PAYMENT,
        broken=lambda d: when(d.totals.due > 0 and d.due_date is None and blank(d.payment_terms)),
    ),
    Rule(
        id="BR-CO-26", term="BT-31", way_out=SELLER,
        message=N_("The buyer cannot tell who sells: give the seller's VAT number, registration number or identifier."),
        broken=lambda d: when(blank(d.seller.vat_id) and d.seller.legal_id is None and not d.seller.ids),
    ),
)  # fmt: skip
