"""What a person and a contract must say besides days and pay."""

from __future__ import annotations

from datetime import date
from typing import Literal

import msgspec


class Worker(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Personal facts. Tax card: ``tax`` "table" means SMart is the main employer; otherwise 30 % is withheld.

    ``tax_table``, ``tax_column``   from the tax card (A-skattsedel); the column by age where none is given
    ``tax_rate``        without a table number: the local rates added up, percent (municipality, region, burial, church)
    ``decision``, ``decision_from``, ``decision_until``  number and days of Skatteverket's decision (jämkning, SINK)
    ``decision_percent``, ``decision_amount``  what it says: a percentage, or öre a month; neither: a table
    ``no_tax_reason``   why no tax is withheld ("under 1,000 kr a year", tax treaty …)
    ``residence``       ISO country of residence
    ``a1_…``            an A1 of another State and the days it covers: no Swedish contributions
    ``attachment_keep`` öre a month that an attachment (löneutmätning) leaves to the person (förbehållsbelopp)
    """

    birth_date: date | None = None
    tax: Literal["side_income", "table", "decision", "sink", "a_sink", "none"] = "side_income"
    tax_table: int | None = None
    tax_rate: str = ""
    tax_column: int | None = None
    decision: str = ""
    decision_percent: str = ""
    decision_amount: int | None = None
    decision_from: date | None = None
    decision_until: date | None = None
    no_tax_reason: str = ""
    residence: str = "SE"
    a1_country: str = ""
    a1_from: date | None = None
    a1_until: date | None = None
    attachment_keep: int | None = None


class AssignmentTerms(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Employment by assignment. Money in öre.

    ``holiday_percent``  compensation inside the gross; the law's floor where none is given
    ``year_income``      given: a one-off payment (bonus, arrears); the pay this employer expects to pay in the year
    ``table_on``         the table on the sum of the month or on each payment
    ``agreement``, ``agreement_hour``  collective agreement and its least pay an hour: Sweden has no statutory minimum
    """

    form: Literal["special_fixed_term", "substitute", "intermittent", "open_ended"] = "special_fixed_term"
    holiday_percent: str = ""
    year_income: int | None = None
    table_on: Literal["month", "payment"] = "month"
    agreement: str = ""
    agreement_hour: int = 0
    pension_percent: str = ""
    fora_percent: str = ""


class MonthlyTerms(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Employment with monthly pay. Money in öre, times in minutes.

    ``monthly``             the full month's pay; needed where there is sickness or leave
    ``week_minutes``        agreed working time (default: full time)
    ``sick_minutes``        absence on days ``sick_from`` to ``sick_until`` of one sick period
    ``sick_period_day``     the day of the period that ``sick_from`` is (a relapse continues the old period)
    ``waiting_deducted``    what earlier slips deducted in the same period
    ``waiting_deductions``  deductions in the 12 months before
    """

    monthly: int | None = None
    week_minutes: int | None = None
    employed_since: date | None = None
    agreed_under_month: bool = False
    sick_minutes: int = 0
    sick_from: date | None = None
    sick_until: date | None = None
    sick_period_day: int = 1
    certificate: bool = False
    waiting_deducted: int = 0
    waiting_deductions: int = 0
    leave_days: int = 0
    year_income: int | None = None
    table_on: Literal["month", "payment"] = "month"
    pension_percent: str = ""
    fora_percent: str = ""


class SupplierTerms(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An invoice of a self-employed user, or a right of use. ``checked_on``: the day Skatteverket's register was asked.

    ``tax_status`` F; FA (then F must be invoked in writing for this assignment); A: taxed as pay.
    """

    tax_status: Literal["F", "FA", "A"]
    checked_on: date | None = None
    invoked_in_writing: bool = False
