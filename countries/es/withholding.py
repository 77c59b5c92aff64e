"""Income tax withheld (IRPF): the algorithm of the AEAT over columns.

Dossier section 2.4. Amounts stay exact; only what the AEAT rounds is rounded: the reduction of art. 20 and the yearly
amount half up to the cent, rates and the home-loan deduction cut. A rate is kept in hundredths of a per cent
(16.42 % is 1642), a quota in hundred-millionths of a cent, so that no step of the law loses a digit.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from shared_tools.dated import Law
from shared_tools.paysheet import Column, Columns, down, half_up, times

_EXACT = 10_000
"""Parts of a cent in which incomes are kept."""
_RATE = 10_000
"""Parts of one in which rates of law are written: 0.01 %."""
_QUOTA = _EXACT * _RATE
"""Parts of a cent in which quotas are kept."""
_LARGEST = 5 * 10**10
"""Cents of yearly pay up to which every product fits an int64 column, twice a quota among them, as rounding takes it."""


@dataclass(frozen=True, slots=True)
class YearTax:
    """The tax foreseen for a year. Cents; ``rate`` in hundredths of a per cent; ``quota_due`` in parts of a cent.

    ``gap`` is the positive difference of base and minimum, which limits regularisations (RIRPF art. 87.5).
    ``floored``: the rate is the minimum rate of art. 86.2.
    """

    other_expenses: Column
    net_income: Column
    reduction: Column
    base: Column
    minimum: Column
    exempt: NDArray[np.bool_]
    quota_on_base: Column
    quota_on_minimum: Column
    quota: Column
    home_loan: Column
    rate: Column
    floored: NDArray[np.bool_]
    annual_withholding: Column
    limit: Column
    gap: Column
    quota_due: Column


def _parts(rate: Fraction) -> int:
    parts = rate * _RATE
    if parts.denominator != 1:
        raise ValueError(f"{rate} is finer than a hundredth of a per cent")
    return int(parts)


def scale(income: Column, law: Law) -> Column:
    """Tax of ``income`` (parts of a cent) by the scale of RIRPF art. 85, as a quota."""
    tax = np.zeros_like(income)
    lower = 0
    for edge, rate in law.table("irpf_scale"):
        upper = edge * _EXACT if edge != "" else None
        tax = tax + np.clip(income - lower, 0, None if upper is None else upper - lower) * _parts(rate)
        lower = upper or 0
    return tax


def reduction_art20(net_income: Column, law: Law) -> Column:
    """Cents of the reduction for low earned income (LIRPF art. 20), from income in parts of a cent."""
    table = law.table("irpf_reduction_art20")
    values = []
    for _, amount, slope, start in table:
        loss = (net_income - start * _EXACT) * slope.numerator
        values.append(half_up(amount * _EXACT * slope.denominator - loss, _EXACT * slope.denominator))
    edges = np.array([row[0] * _EXACT for row in table])
    index = np.searchsorted(edges, net_income, side="left")
    return np.select([index == i for i in range(len(table))], values, 0)


def exempt_limit(columns: Columns, law: Law) -> Column:
    """Cents of yearly pay up to which nothing is withheld (RIRPF art. 81); 0 where the situation has no limit."""
    table = {int(row[0]): [amount or 0 for amount in row[1:]] for row in law.table("irpf_exempt_limits")}
    limits = np.array([table.get(situation, [0, 0, 0]) for situation in range(4)], dtype=np.int64)
    limit = limits[columns.situation, np.minimum(columns.children, 2)]
    return np.where(limit > 0, limit + columns.limit_extra, 0)


def year_tax(columns: Columns, pay: Column, contributions: Column, law: Law) -> YearTax:
    """The tax of a year's foreseen ``pay`` after the worker's ``contributions`` (cents).

    Reads from ``columns``: situation, children, minimum, expenses, reductions, limit_extra, child_support, home_loan,
    ceuta_melilla, irregular_income, floor. Raises OverflowError beyond five hundred million euro.
    """
    if int(np.max(np.abs(pay), initial=0)) > _LARGEST:
        raise OverflowError("a yearly pay that does not fit the columns")
    irregular = np.minimum(columns.irregular_income, law.amount("irpf_irregular_limit"))
    irregular = irregular * _parts(law.rate("irpf_irregular_reduction"))
    expenses = np.clip(columns.expenses, 0, np.maximum(pay - contributions, 0))
    net_income = np.maximum((pay - contributions) * _EXACT - irregular, 0)
    reduction = reduction_art20(net_income, law)
    reduced = np.maximum(net_income - (expenses + reduction) * _EXACT, 0)
    base = np.maximum(reduced - columns.reductions * _EXACT, 0)
    minimum = columns.minimum

    limit = exempt_limit(columns, law)
    exempt = (limit > 0) & (pay <= limit)
    # Court-fixed child support is taxed apart when it is smaller than the base (RIRPF art. 85.1).
    support = np.where(columns.child_support * _EXACT < base, columns.child_support, 0) * _EXACT
    raised = np.where(support > 0, law.amount("irpf_child_support_minimum"), 0)
    rest_tax, support_tax, minimum_tax = scale(
        np.stack([base - support, support, (minimum + raised) * _EXACT]), law
    )
    quota_on_base = np.where(exempt, 0, rest_tax + support_tax)
    quota_on_minimum = np.where(exempt, 0, minimum_tax)
    quota = np.maximum(quota_on_base - quota_on_minimum, 0)
    cap = np.maximum(pay - limit, 0) * _parts(law.rate("irpf_quota_cap")) * _EXACT
    capped = (limit > 0) & (pay <= law.amount("irpf_quota_cap_up_to"))
    quota = np.where(capped, np.minimum(quota, cap), quota)

    owns_home = columns.home_loan & (pay < law.amount("irpf_home_loan_below"))
    home_loan = np.where(owns_home, times(pay, law.rate("irpf_home_loan"), down), 0)
    share = law.rate("irpf_ceuta_melilla")
    local = np.where(columns.ceuta_melilla, quota * share.numerator // share.denominator, quota)
    quota_due = np.maximum(local - home_loan * _QUOTA, 0)
    computed = quota_due // (np.maximum(pay, 1) * _EXACT)
    rate = np.maximum(computed, columns.floor)
    return YearTax(
        other_expenses=expenses, net_income=half_up(net_income, _EXACT), reduction=reduction,
        base=half_up(base, _EXACT), minimum=minimum, exempt=exempt,
        quota_on_base=half_up(quota_on_base, _QUOTA), quota_on_minimum=half_up(quota_on_minimum, _QUOTA),
        quota=half_up(quota, _QUOTA), home_loan=home_loan, rate=rate, floored=rate > computed,
        annual_withholding=half_up(pay * rate, _RATE), limit=limit,
        gap=np.maximum(half_up(base, _EXACT) - minimum, 0), quota_due=quota_due,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Earlier:
    """What was foreseen at the worker's last slip of the year, and what was paid and withheld since January. Cents."""

    paid: Column
    withheld: Column
    rate: Column
    gap: Column
    annual_withholding: Column


def regularised(
    tax: YearTax,
    pay: Column,
    earlier: Earlier,
    only_pay_changed: NDArray[np.bool_],
    floor: Column,
    law: Law,
) -> Column:
    """The new rate after a change in the year (RIRPF art. 87), in hundredths of a per cent.

    What is still due is spread over the pay still to come. Where only pay changed, a rise of the base may not cost
    more than the rise itself, and a fall never raises the rate. Never below ``floor``, never above the ceiling.
    """
    rest = np.maximum(pay - earlier.paid, 1)
    rise = tax.gap - earlier.gap
    most = (earlier.annual_withholding + rise) * _QUOTA
    due = np.where(only_pay_changed & (rise > 0), np.minimum(tax.quota_due, most), tax.quota_due)
    rate = np.maximum(due - earlier.withheld * _QUOTA, 0) // (rest * _EXACT)
    rate = np.where(only_pay_changed & (rise < 0), np.minimum(rate, earlier.rate), rate)
    return np.minimum(np.maximum(rate, floor), _parts(law.rate("irpf_ceiling")))
