"""A member's monthly budget → gross, where 13th and 14th pay are set aside out of the same budget (dossier 2.11)."""

from __future__ import annotations

from typing import NamedTuple

import msgspec
import numpy as np

from countries.at.payroll import Current, Special, employment, special_payment
from shared_tools.dated import Law
from shared_tools.paysheet import Column, Columns, Sheet
from shared_tools.solve import CostOf, gross_for_cost

_MONTHS = 12
_AHEAD = 16
"""Cents of gross searched beyond the solver's answer: the rounding of positions makes cost fall by a cent here and there."""


class Year(NamedTuple):
    """Twelve equal months and the special payments that go with them."""

    month: Sheet
    special: list[Sheet]

    @property
    def cost(self) -> Column:
        return sum((sheet.cost for sheet in self.special), _MONTHS * self.month.cost)

    @property
    def net(self) -> Column:
        return sum((sheet.net for sheet in self.special), _MONTHS * self.month.net)


def year_of(month: Columns, specials: list[Column], law: Law) -> Year:
    """A year of twelve ``month`` slips, and special payments of ``specials`` cents, one after the other.

    The sixth is two months' current pay. What special pay is taxed as current pay joins the month it is paid in.
    """
    current = employment(month, law)
    marginal = current.amount("marginal") == 1
    facts = {
        name: getattr(month, name)
        for name in Special.__struct_fields__
        if name in Current.__struct_fields__ and name in month
    } | {name: getattr(month, name) for name in ("other_marginal_pay_given", "other_pay_of_employer_given")}
    used = {name: np.zeros_like(month.gross) for name in ("base", "inside", "net")}
    sheets: list[Sheet] = []
    for special in specials:
        columns = Columns(
            facts
            | {f"year_special_{name}": column for name, column in used.items()}
            | {
                "gross": special, "sixth": 2 * month.gross, "marginal": marginal,
                "taxed": np.ones_like(marginal), "bv_days": np.ones_like(special), "slip_days": np.ones_like(special),
                "tax_days": np.zeros_like(special), "month_tax_days": month.tax_days,
                "month_tax_base": current.amount("tax_base"), "month_tax": current.amount("lst"),
                "month_marginal_pay": current.amount("marginal_pay"), "month_dga_base": current.amount("dga_base"),
            }
        )  # fmt: skip
        sheet = special_payment(columns, law)
        sheets.append(sheet)
        used = {name: column + sheet.amount(f"special_{name}") for name, column in used.items()}
    return Year(current, sheets)


class Answer(msgspec.Struct, frozen=True):
    """Cents: the gross of a month, what the year costs and what is left of twelve budgets."""

    gross: int
    cost_of_year: int
    left: int


def gross_from_budget(budget: int, row: Current, special_payments: int, law: Law) -> Answer:
    """Largest gross a month whose year, special payments included, costs at most twelve times ``budget``."""
    month = Columns.of([row])

    def cost(gross: Column) -> Column:
        columns = month.repeat(len(gross)).with_(gross=gross)
        return year_of(columns, [gross] * special_payments, law).cost

    return _largest(cost, _MONTHS * budget, limit=budget, jump=law.amount("gering_month") + 1)


def _largest(cost: CostOf, budget: int, *, limit: int, jump: int) -> Answer:
    found = gross_for_cost(cost, budget, jumps=(jump,), limit=limit)
    near = found.gross + np.arange(_AHEAD, dtype=np.int64)
    costs = cost(near)
    last = int(np.flatnonzero(costs <= budget)[-1]) if (costs <= budget).any() else 0
    return Answer(int(near[last]), int(costs[last]), budget - int(costs[last]))
