"""One row of a sheet: what the payroll over columns reads. Amounts in minor units; built by ``engagements`` or by a case.

``…_before`` are sums of earlier slips: of the year so far where the slip settles it (``settles``), else of the earlier
slips of the month that did not.
"""

from __future__ import annotations

import msgspec


class TaxRow(msgspec.Struct, frozen=True, kw_only=True):
    """A slip and the tax facts of its worker.

    ``settles`` the slip ends the engagement or settles its year: it taxes the year so far and takes what was withheld
    away (conguaglio); ``pays_surtax`` it withholds this year's surtax at once, instead of next year; ``is_wage`` income
    of an employee (art. 49 TUIR), which the wedge cut reaches.
    ``days``, ``wage_days`` days of the relation that no earlier slip has counted, ``…_bits`` a bit for each (``days.py``);
    ``span``, ``wage_span`` days of the relation in the period, this slip's among them, in twelfths of a day.
    ``expected`` the year's income as the member declares it, 0 where not; ``other_income`` beside this employment.
    """

    gross: int
    settles: bool = True
    pays_surtax: bool = True
    is_wage: bool = True
    days: int = 0
    day_bits: int = 0
    wage_days: int = 0
    wage_bits: int = 0
    running_bits: int = 0
    span: int = 0
    wage_span: int = 0
    taxable_before: int = 0
    wage_before: int = 0
    irpef_before: int = 0
    integration_before: int = 0
    tax_free_before: int = 0
    further_before: int = 0
    regional_before: int = 0
    municipal_before: int = 0
    expected: int = 0
    other_income: int = 0
    fixed_term: bool = False
    deductions_claimed: bool = True
    integration_claimed: bool = True
    wedge_cut_claimed: bool = True
    spouse: bool = False
    children: int = 0
    half_shares: int = 1
    family_months: int = 12
    cut_further_ratio: bool = False
    regional: str = ""
    municipal: str = ""
    regional_last_year: int = 0
    municipal_last_year: int = 0
    municipal_advance: int = 0
    recovery_last_year: int = 0
    recovery_before: int = 0
    recovery_opened_before: int = 0
    carried_before: int = 0
    share: int = 0
    inail_millionths: int = 0


class EmployeeRow(TaxRow, frozen=True, kw_only=True):
    """A slip of an employee. ``paid_days`` days paid, for the daily ceiling, beside
    ``shared_days`` that an earlier slip pays too and ``day_room_before`` what earlier slips left of their ceilings; ``ceiling`` insured after 1995;
    ``month_gross_before``
    and ``month_base_before`` of all earlier slips of the month; ``tfr_paid`` the slip pays out
    this year's TFR (``tfr_before`` the part of earlier slips); ``on_call_days`` count toward the 400.
    """

    paid_days: int = 0
    paid_bits: int = 0
    shared_days: int = 0
    day_room_before: int = 0
    ceiling: bool = True
    whole_euro: bool = False
    month_gross_before: int = 0
    month_base_before: int = 0
    month_ivs_before: int = 0
    year_ivs_before: int = 0
    extra_before: int = 0
    fixed_term_addition: bool = False
    renewals: int = 0
    availability: bool = False
    on_call_days: int = 0
    on_call_bits: int = 0
    tfr_to: str = "cooperative"
    tfr_paid: bool = False
    tfr_before: int = 0


class CollaboratorRow(TaxRow, frozen=True, kw_only=True):
    """A slip of a coordinated collaboration under the gestione separata; ``fund_before`` pay of the year already liable."""

    other_cover: bool = False
    fund_before: int = 0
