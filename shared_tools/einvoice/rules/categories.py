"""EN 16931: what each VAT category asks (BR-S, Z, E, AE, IC, G, O, AF = IGIC of the Canaries, AG = IPSI of Ceuta).

One table tells the categories apart; the rules of a category have the same numbers in each: 01 breakdown, 02 to 04 VAT
numbers (line, allowance, charge), 05 to 07 rate (the same), 08 base, 09 amount, 10 reason, and few of their own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import Final, Literal

import msgspec

from shared_tools.einvoice.model import Document, VatBreakdown
from shared_tools.einvoice.rules.finding import COMPUTED, VAT, Fault, Rule, blank, number, when
from shared_tools.einvoice.rules.sums import said
from shared_tools.i18n import N_
from shared_tools.money import EXPONENTS, half_up, percent, times


class Category(msgspec.Struct, frozen=True, kw_only=True):
    """``prefix`` of the rule ids and the one of the standard's own text where it differs; ``rate``: above 0, 0 or
    more, exactly 0, or none; ``numbers``: whose VAT numbers are needed; ``reason`` is needed or forbidden."""

    code: str
    prefix: str
    standard: str = ""
    rate: Literal["above", "any", "zero", "none"] = "zero"
    numbers: Literal["seller", "seller_vat", "both", "both_vat", "none"] = "seller"
    reason: bool = True

    def ids(self, rule: str) -> tuple[str, tuple[str, ...]]:
        """The id in the validation artefacts, and in the standard where it is another."""
        return f"BR-{self.prefix}-{rule}", (f"BR-{self.standard}-{rule}",) if self.standard else ()


CATEGORIES: Final = (
    Category(code="S", prefix="S", rate="above", reason=False),
    Category(code="Z", prefix="Z", reason=False),
    Category(code="E", prefix="E"),
    Category(code="AE", prefix="AE", numbers="both"),
    Category(code="K", prefix="IC", numbers="both_vat"),
    Category(code="G", prefix="G", numbers="seller_vat"),
    Category(code="O", prefix="O", rate="none", numbers="none"),
    Category(code="L", prefix="AF", standard="IG", rate="any", reason=False),
    Category(code="M", prefix="AG", standard="IP", rate="any", reason=False),
)

_Use = Iterable[tuple[str, str]]
"""VAT rates of the places that use a category, with the id of the line."""


def _on_lines(d: Document, code: str) -> Iterator[tuple[str, str]]:
    yield from ((line.vat_rate, line.id) for line in d.lines if line.vat_category == code)


def _on_items(d: Document, code: str, charge: bool) -> Iterator[tuple[str, str]]:
    yield from (
        (i.vat_rate, "") for i in d.allowances_charges if i.vat_category == code and i.charge == charge
    )


def _groups(d: Document, code: str) -> list[VatBreakdown]:
    return [group for group in d.vat_breakdown if group.category == code]


def used(d: Document) -> frozenset[str]:
    """Every category that stands anywhere on the document."""
    places = (d.lines, d.allowances_charges)
    return frozenset(
        (*(i.vat_category for place in places for i in place), *(g.category for g in d.vat_breakdown))
    )


def _used(d: Document, code: str) -> bool:
    return any(line.vat_category == code for line in d.lines) or any(
        item.vat_category == code for item in d.allowances_charges
    )


def _numbers_wrong(d: Document, wanted: str) -> bool:
    """Whether VAT numbers that the category needs are absent, or, outside VAT, present."""
    represented = d.tax_representative is not None and not blank(d.tax_representative.vat_id)
    seller_vat = represented or not blank(d.seller.vat_id)
    seller = seller_vat or not blank(d.seller.tax_registration)
    buyer_vat = not blank(d.buyer.vat_id)
    match wanted:
        case "none":
            return seller_vat or buyer_vat
        case "seller":
            return not seller
        case "seller_vat":
            return not seller_vat
        case "both":
            return not (seller and (buyer_vat or d.buyer.legal_id is not None))
        case _:
            return not (seller_vat and buyer_vat)


def _rate_wrong(rate: str, wanted: str) -> bool:
    if wanted == "none":
        return not blank(rate)
    known = number(rate)
    if known is None:
        return True
    return {"above": known <= 0, "any": known < 0, "zero": known != 0}[wanted]


def _same_rate(one: str, other: str) -> bool:
    return (number(one) or 0) == (number(other) or 0)


def _base(d: Document, code: str, rate: str | None) -> int:
    """The base that lines, charges and allowances of the category give; of one rate where ``rate`` is given."""
    return sum(
        line.net for line in d.lines
        if line.vat_category == code and (rate is None or _same_rate(line.vat_rate, rate))
    ) + sum(
        item.amount if item.charge else -item.amount for item in d.allowances_charges
        if item.vat_category == code and (rate is None or _same_rate(item.vat_rate, rate))
    )  # fmt: skip


def _one_unit(d: Document) -> int:
    """What the rules allow a VAT amount to be off: less than one unit of the currency. (Some sheets allow it to a base by
    rate too; the standard's words and Factur-X's sheet do not.)"""
    return 10 ** EXPONENTS.get(d.currency, 2)


def _bases(d: Document, category: Category) -> Iterator[Fault]:
    by_rate = category.rate in ("above", "any")
    for group in _groups(d, category.code):
        expected = _base(d, category.code, group.rate if by_rate else None)
        if group.base != expected:
            yield Fault(said(group.base, d.currency), "", (("expected", said(expected, d.currency)),))


def _amounts(d: Document, category: Category) -> Iterator[Fault]:
    for group in _groups(d, category.code):
        if category.rate in ("above", "any"):
            rate = percent(group.rate) if number(group.rate) is not None else percent(0)
            expected, unit = times(group.base, rate), _one_unit(d)
            # The sheets compare with two decimals whatever the currency keeps: forints too.
            hundredths = abs(group.base) * rate * 100 / unit
            exactly = Fraction(half_up(hundredths.numerator, hundredths.denominator) * unit, 100)
            wrong = abs(abs(group.vat) - exactly) >= unit
        else:
            expected, wrong = 0, group.vat != 0
        if wrong:
            yield Fault(said(group.vat, d.currency), "", (("expected", said(expected, d.currency)),))


def _in_breakdown(d: Document, category: Category) -> bool:
    """Whether the breakdown fails to show the category once where it is used, or shows it where it is not."""
    count = len(_groups(d, category.code))
    if not _used(d, category.code):
        return count > 0
    return count == 0 if category.rate in ("above", "any") else count != 1


_NUMBERS: Final = {
    "seller": N_("VAT category {category} needs the seller's VAT number or tax registration (BT-31, BT-32)."),
    "seller_vat": N_("VAT category {category} needs the seller's VAT number (BT-31)."),
    "both": N_("VAT category {category} needs the seller's VAT number (BT-31) and the buyer's VAT or registration number (BT-48, BT-47)."),
    "both_vat": N_("VAT category {category} needs the VAT numbers of seller and buyer (BT-31, BT-48)."),
    "none": N_("VAT category {category} (outside VAT) allows no VAT number of seller or buyer (BT-31, BT-48)."),
}  # fmt: skip
_RATES: Final = {
    "above": N_("VAT category {category} needs a rate above 0, not “{value}”."),
    "any": N_("VAT category {category} needs a rate of 0 or more, not “{value}”."),
    "zero": N_("VAT category {category} needs the rate 0, not “{value}”."),
    "none": N_("VAT category {category} (outside VAT) shows no rate, not “{value}”."),
}
_BREAKDOWN: Final = N_("The VAT breakdown (BG-23) must show VAT category {category} once where it is used, and only there.")  # fmt: skip
_BASE: Final = N_("The VAT base of category {category} (BT-116) is {value} and should be {expected}.")
_AMOUNT: Final = N_("The VAT of category {category} (BT-117) is {value} and should be {expected}.")
_REASON: Final = N_("VAT category {category} needs the reason why no VAT is due (BT-120 or BT-121).")
_NO_REASON: Final = N_(
    "VAT category {category} is taxed and shows no reason for an exemption (BT-120, BT-121)."
)


def _place(category: Category, place: int, term: str, d: Document) -> _Use:
    return _on_lines(d, category.code) if place == 0 else _on_items(d, category.code, place == 2)


def _rules(category: Category) -> Iterator[Rule]:
    named = (("category", category.code),)

    def rule(
        id: str, term: str, message: str, broken, way_out: str = VAT, also: tuple[str, ...] = ()
    ) -> Rule:  # type: ignore[no-untyped-def]
        number_, standard = category.ids(id)
        return Rule(
            id=number_, term=term, message=message, way_out=way_out, also=(*standard, *also),
            broken=lambda d: [fault._replace(more=named + fault.more) for fault in broken(d)],
            about=category.code,
        )  # fmt: skip

    yield rule("01", "BG-23", _BREAKDOWN, lambda d: when(_in_breakdown(d, category)), COMPUTED)
    for place in range(3):
        yield rule(
            f"0{2 + place}", "BT-31", _NUMBERS[category.numbers],
            lambda d, place=place: when(any(True for _ in _place(category, place, "", d)) and _numbers_wrong(d, category.numbers)),
        )  # fmt: skip
    for place, term in enumerate(("BT-152", "BT-96", "BT-103")):
        yield rule(
            f"0{5 + place}", term, _RATES[category.rate],
            lambda d, place=place: [
                Fault(rate, line) for rate, line in _place(category, place, "", d) if _rate_wrong(rate, category.rate)
            ],
        )  # fmt: skip
    yield rule("08", "BT-116", _BASE, lambda d: _bases(d, category), COMPUTED)
    yield rule("09", "BT-117", _AMOUNT, lambda d: _amounts(d, category), COMPUTED, ("BR-CO-17",))
    yield rule(
        "10", "BT-120", _REASON if category.reason else _NO_REASON,
        lambda d: [
            Fault(group.reason or group.reason_code) for group in _groups(d, category.code)
            if (blank(group.reason) and blank(group.reason_code)) == category.reason
        ],
    )  # fmt: skip


def _other(d: Document) -> bool:
    return any(group.category == "O" for group in d.vat_breakdown)


def _alone(id: str, term: str, others) -> Rule:  # type: ignore[no-untyped-def]
    return Rule(
        id=id, term=term, way_out=VAT,
        message=N_("What is outside VAT (category O) cannot share an invoice with VAT category {value}: write two invoices."),
        broken=lambda d: when(_other(d) and bool(others(d)), ", ".join(sorted(others(d)))),
    )  # fmt: skip


def _items_beside(charge: bool):  # type: ignore[no-untyped-def]
    return lambda d: {i.vat_category for i in d.allowances_charges if i.charge == charge} - {"O"}


ALONE: Final = (
    _alone("BR-O-11", "BT-118", lambda d: {group.category for group in d.vat_breakdown} - {"O"}),
    _alone("BR-O-12", "BT-151", lambda d: {line.vat_category for line in d.lines} - {"O"}),
    _alone("BR-O-13", "BT-95", _items_beside(False)),
    _alone("BR-O-14", "BT-102", _items_beside(True)),
)
"""Lifted in the French EXTENDED-CTC and in EN 16931-1:2026."""


def _taxed_at_zero(d: Document) -> Iterator[Fault]:
    """Categories without VAT whose breakdown shows a rate all the same."""
    untaxed = {category.code for category in CATEGORIES if category.rate in ("zero", "none")}
    for group in d.vat_breakdown:
        rate = number(group.rate)
        if group.category in untaxed and rate:
            expected = times(group.base, rate / 100)
            if abs(abs(group.vat) - abs(expected)) >= _one_unit(d):
                more = (("category", group.category), ("expected", said(expected, d.currency)))
                yield Fault(said(group.vat, d.currency), "", more)


RULES: Final = (
    Rule(id="BR-CO-17", term="BT-117", message=_AMOUNT, way_out=VAT, broken=_taxed_at_zero),
    *(rule for category in CATEGORIES for rule in _rules(category)),
    Rule(
        id="BR-IC-11", term="BT-72", message=N_("An intra-Community supply of goods needs the day of delivery or the period (BT-72, BG-14)."),
        broken=lambda d: when(
            bool(_groups(d, "K")) and not (d.delivery and d.delivery.day)
            and not (d.period and (d.period.start or d.period.end))
        ),
    ),
    Rule(
        id="BR-IC-12", term="BT-80", message=N_("An intra-Community supply of goods needs the country it was delivered to (BT-80)."),
        broken=lambda d: when(
            bool(_groups(d, "K")) and not (d.delivery and d.delivery.address and d.delivery.address.country)
        ),
    ),
)  # fmt: skip
