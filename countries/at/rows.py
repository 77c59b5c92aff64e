"""The columns every payroll function of this country reads, one row a slip."""

from __future__ import annotations

from datetime import date
from typing import Literal

import msgspec

Land = Literal["B", "K", "N", "O", "S", "ST", "T", "V", "W"]
"""Place of work: Burgenland, Kärnten, Niederösterreich, Oberösterreich, Salzburg, Steiermark, Tirol, Vorarlberg, Wien."""


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """One slip. Money in cents. ``month_*`` and ``year_*`` come from earlier slips of the same month and year.

    ``bv_days`` of the slip's ``slip_days`` are liable to the severance fund. ``other_marginal_pay`` and
    ``other_pay_of_employer`` are what the cooperative pays others that month, None where not known.
    ``employed_days`` has a bit for each day of the month that no earlier slip has counted, ``tax_days`` counts them.
    ``vienna_weeks`` has a bit for each week of the year that this slip begins, ``vienna_week_count`` counts them.
    """

    gross: int
    land: Land = "W"
    chamber_member: bool = True
    over_exempt_age: bool = False
    pension_age: bool = False
    employment_start: date = date.min
    bv_days: int = 1
    slip_days: int = 1
    other_marginal_pay: int | None = None
    other_pay_of_employer: int | None = None
    month_marginal_pay: int = 0
    month_dga_base: int = 0
    vienna_weeks: int = 0
    vienna_week_count: int = 0
    employed_days: int = 0
    tax_days: int = 30
    month_length: int = 30
    month_tax_days: int = 0
    month_tax_base: int = 0
    month_tax: int = 0
    commuter_allowance: int = 0
    commuter_km: int = 0
    children_under_18: int = 0
    children_of_age: int = 0
    family_bonus_shared: bool = False
    sole_earner_children: int = 0
