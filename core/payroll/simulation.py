"""One budget in every country, side by side. Pure."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import msgspec

from core.country import Country
from core.payroll.trial import Trial, try_slip
from shared_tools.money import exponent, half_up, major, minor, percent, times
from shared_tools.refusal import Refusal

_SAMPLE_BIRTH = date(1990, 6, 1)


class Simulated(msgspec.Struct, frozen=True, kw_only=True):
    """What one country makes of a budget. Minor units of ``currency``.

    ``amount`` asked about; ``fee`` what the cooperative keeps of it; ``budget`` the rest; ``cost`` the part of the
    budget a wage can use, ``left`` what no wage meets exactly. cost = gross + employer, gross = employee + tax + other
    + net. ``refused`` where the law allows no such wage: then the amounts from ``cost`` on are 0.
    """

    country: str
    currency: str
    rate: str
    contract_type: str
    said: str
    days: int
    amount: int
    fee_percent: str
    fee: int
    budget: int
    cost: int = 0
    employer: int = 0
    gross: int = 0
    employee: int = 0
    tax: int = 0
    other: int = 0
    net: int = 0
    left: int = 0
    exact: bool = False
    refused: str = ""


def simulate(
    country: Country, amount: str, month: date, days: int, rates: Mapping[str, Fraction], *, is_budget: bool = False
) -> Simulated:  # fmt: skip
    """The ordinary contract of ``country`` over ``days`` weekdays from the first of ``month`` on.

    ``amount`` is an invoice without VAT in EUR, or a budget (no fee is taken). A country of another currency gets it
    times its rate in ``rates`` (units of it for one euro), half up; without a rate the figure is taken as national
    money, because no rate may be guessed. Raises Refusal ``no_ordinary_contract``, ``not_an_amount``, ``not_payable``.
    """
    ordinary = country.ordinary
    if ordinary is None:
        raise Refusal(
            "no_ordinary_contract", f"{country.code} names no ordinary contract type.",
            way_out="Give its COUNTRY an Ordinary, see core/country/payslip.py.",
        )  # fmt: skip
    rate = rates.get(country.currency) if country.currency != "EUR" else None
    if minor(amount, "EUR") <= 0:
        raise Refusal("not_payable", f"{amount} pays nobody.", field="amount", way_out="Enter an amount above 0.")  # fmt: skip
    asked, imprecise = 0, ""
    try:
        asked = _in_national_money(amount, country.currency, rate)
    except Refusal as refusal:
        # 1234.56 is no amount of forint: that column says so, the other seven answer.
        imprecise = str(refusal)
    fee_percent = "0" if is_budget else country.fee(month, "person").percent
    fee = times(asked, percent(fee_percent))
    worked = _days(month, days, whole=ordinary.whole_month)
    known = Simulated(
        country=country.code, currency=country.currency, rate=_written(rate), contract_type=ordinary.contract_type,
        said=ordinary.said, days=len(worked), amount=asked, fee_percent=fee_percent, fee=fee, budget=asked - fee,
        refused=imprecise,
    )  # fmt: skip
    if imprecise:
        return known
    trial = Trial(
        country=country.code, contract_type=ordinary.contract_type, days=worked,
        minutes=8 * 60 * (days if ordinary.whole_month else len(worked)),
        pay=str(major(asked - fee, country.currency)), pay_is="cost",
        birth_date=_SAMPLE_BIRTH, worker=dict(ordinary.worker), terms=dict(ordinary.terms),
    )  # fmt: skip
    try:
        tried = try_slip(trial, country)
    except Refusal as refusal:
        return msgspec.structs.replace(known, left=known.budget, refused=str(refusal))
    slip, solution = tried.slip, tried.solution
    assert solution is not None
    tax = sum(line.amount for line in slip.lines if line.bearer == "employee" and line.owed == "tax")
    own = sum(
        line.amount for line in slip.lines if line.bearer == "employee" and line.owed == "social_security"
    )
    return msgspec.structs.replace(
        known, cost=slip.cost, employer=slip.cost - slip.gross, gross=slip.gross, employee=own, tax=tax,
        other=slip.gross - slip.net - own - tax, net=slip.net, left=known.budget - slip.cost, exact=solution.exact,
    )  # fmt: skip


def _in_national_money(amount: str, currency: str, rate: Fraction | None) -> int:
    if rate is None:
        return minor(amount, currency)
    scaled = Fraction(minor(amount, "EUR"), 100) * rate * 10 ** exponent(currency)
    return half_up(scaled.numerator, scaled.denominator)


def _days(month: date, count: int, *, whole: bool) -> tuple[date, ...]:
    first = month.replace(day=1)
    last = first.replace(day=monthrange(first.year, first.month)[1])
    every = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    if whole:
        return tuple(every)
    weekdays = [day for day in every if day.weekday() < 5]
    if not 1 <= count <= len(weekdays):
        raise Refusal(
            "days", f"{first:%Y-%m} has {len(weekdays)} weekdays, not {count}.", field="days",
            way_out="Ask for a number of days between 1 and that.",
        )  # fmt: skip
    return tuple(weekdays[:count])


def _written(rate: Fraction | None) -> str:
    return "" if rate is None else str(Decimal(rate.numerator) / Decimal(rate.denominator))
