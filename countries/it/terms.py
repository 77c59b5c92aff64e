"""What Italy stores of a worker and of a contract, beside what core knows. Amounts in minor units (cents)."""

from __future__ import annotations

from datetime import date
from typing import Literal

import msgspec


class Worker(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the payroll must know of a person: insurance, residence, and the declaration of art. 23 DPR 600/1973.

    ``other_cover`` another compulsory pension fund, or a pension (gestione separata at 24 %); ``region`` by name and
    ``municipality`` by codice catastale, of the tax domicile on 1 January; ``municipal_rates`` typed from the list of
    the Ministry of Finance where payroll.toml lacks the municipality (see ``surtax``); ``expected_income`` the whole
    year's taxable income as the member expects it (in December the year is known and it no longer counts); ``other_income`` the year's income from elsewhere;
    ``children`` of 21 to 29 years or disabled, shared with the other parent or ``whole``; ``…_last_year`` surtax fixed
    by last year's settlement; ``recovery_instalment`` a tenth of wedge cut lost last year; ``on_call_days_before`` days
    on call with us in the two calendar years before this one.
    """

    birth_date: date | None = None
    insured_before_1996: bool = False
    other_cover: bool = False
    region: str = ""
    municipality: str = ""
    municipal_rates: str = ""
    deductions_claimed: bool = True
    integration_claimed: bool = True
    wedge_cut_claimed: bool = True
    expected_income: int = 0
    other_income: int = 0
    spouse_dependent: bool = False
    children: int = 0
    children_share: Literal["half", "whole"] = "half"
    tfr_to: Literal["cooperative", "fund", "treasury"] = "cooperative"
    regional_last_year: int = 0
    municipal_last_year: int = 0
    recovery_instalment: int = 0
    on_call_days_before: int = 0


class Terms(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What every engagement may say.

    ``engagement_start``, ``engagement_end`` where it is longer than the contract (a series of contracts): a slip
    within it withholds by the month; its last one, and each of December, settles. ``minimum_day`` the
    CCNL's pay for a day; ``inail_per_mille`` the rate of the job's voce; ``share`` the member's share to be withheld (the first payslip).
    """

    engagement_start: date | None = None
    engagement_end: date | None = None
    minimum_day: int | None = None
    inail_per_mille: str = ""
    share: int = 0


class EmployeeTerms(Terms, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """``part_time``: pay is measured by the hour against the minimum; ``tfr_before`` TFR kept since before this year."""

    part_time: bool = False
    tfr_before: int = 0


class PerformingArtsTerms(EmployeeTerms, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Groups of D.Lgs. 182/1997: A artists and technicians of the show for a fixed term, B others for a fixed term."""

    group: Literal["A", "B"] = "A"
    dancer: bool = False


class OnCallTerms(EmployeeTerms, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Why the law allows a call, and what waiting is paid.

    ``ground`` age, a case of the CCNL, or the list of 1923; ``sector`` decides whether 400 days in three years are the
    limit; ``availability_minutes`` of waiting that the worker must answer, paid at least 20 % of ``ccnl_hour``.
    """

    ground: Literal["age", "ccnl", "list_1923"] = "ccnl"
    sector: Literal["other", "tourism", "public_venues", "entertainment"] = "other"
    fixed_term: bool = False
    replaces_strikers: bool = False
    availability_minutes: int = 0
    ccnl_hour: int | None = None


class FixedTermTerms(EmployeeTerms, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """``months_before`` of earlier fixed-term contracts with us; ``cause`` needed beyond twelve months;
    ``previous_end`` and ``previous_months`` of the last one, for stop-and-go; ``seasonal`` work has no stop-and-go.
    """

    cause: str = ""
    renewals: int = 0
    months_before: int = 0
    previous_end: date | None = None
    previous_months: int = 0
    seasonal: bool = False


class AdjustmentTerms(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """``leaves``: nothing follows next year, so this year's surtax is withheld at once."""

    leaves: bool = False
