"""What a worker and a contract must say for French payroll, by contract type.

Rates are percentages as text ("1.10"), amounts cents. What an employer is notified or knows of itself (headcount,
accident rate, mobility rate) stands in the terms; left out, the working values of payroll.toml hold, marked unknown.
"""

from __future__ import annotations

from datetime import date
from typing import Literal

import msgspec

from countries.fr.withholding import Region


class Worker(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the payroll must know of a person.

    ``tax_rate``   personal withholding rate sent by the tax office; None: the default scale of ``tax_region``
    ``flat_deduction_years``   calendar years for which the artist agreed in writing to the flat deduction (DFS)
    ``birth_date`` where known, so that a minor is refused
    """

    tax_rate: str | None = None
    tax_region: Region = "metropole"
    tax_resident: bool = True
    attachment_of_earnings: bool = False
    flat_deduction_years: tuple[int, ...] = ()
    birth_date: date | None = None


class EmploymentTerms(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Common ground of all contracts of employment: the establishment and the class of the post."""

    headcount: int | None = None
    accident_rate: str | None = None
    mobility_rate: str | None = None
    alsace_moselle: bool = False
    executive: bool = False


class CoveredTerms(EmploymentTerms, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """With the supplementary health cover: cents a month, each side's share (CSS L911-7: at least half by the employer)."""

    health_employer: int = 0
    health_employee: int = 0


class MonthlyTerms(CoveredTerms, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Open-ended contract. ``monthly_hours`` of a part-time contract ("75.83"), None for full time.

    ``keep_full_ceiling``: both sides agreed not to cut the ceiling for part time (CSS L242-8). ``leave_brought``: days
    of leave left at New Year ("7.5"); ``leave_days``: days of leave taken ("2026-08-03 2026-08-04").
    """

    monthly_hours: str | None = None
    keep_full_ceiling: bool = False
    leave_brought: str = ""
    leave_days: str = ""


class CesaTerms(MonthlyTerms, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """CESA (CT L7331-1 ff.): the day the contract began and whether the person has become a member since."""

    contract_start: date | None = None
    member: bool = False


class FixedTermTerms(CoveredTerms, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """CDD. Its first and last day where the slip is only one month of it.

    ``reason`` of the contract; ``open_ended_refused``: the person refused an open-ended contract for the same post;
    ``turned_open_ended``: the work goes on under one; ``leave_taken``: leave was taken, so none is paid out.
    """

    reason: Literal["replacement", "peak", "season", "student_holidays"] = "peak"
    contract_first_day: date | None = None
    contract_last_day: date | None = None
    uncertain_end: bool = False
    leave_taken: bool = False
    open_ended_refused: bool = False
    turned_open_ended: bool = False


class UsageTerms(CoveredTerms, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """CDDU outside entertainment (CT L1242-2 3°): a post of the list of CT D1242-1, without end-of-contract pay."""

    contract_first_day: date | None = None
    contract_last_day: date | None = None
    uncertain_end: bool = False
    leave_taken: bool = False


class EngagementTerms(EmploymentTerms, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """CDDU of entertainment. ``engagement_days``: days of the continuous engagement, where they are neither those of the
    slip nor those from the contract's first to its last day.

    ``agreement``: IDCC of an agreement with a social and cultural fund, 1285 (FNAS) or 3090 (CASC-SVP).
    """

    contract_first_day: date | None = None
    contract_last_day: date | None = None
    engagement_days: int | None = None
    provident_rate: str | None = None
    leave_fund_rate: str | None = None
    agreement: Literal["", "1285", "3090"] = ""


class ArtistTerms(EngagementTerms, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """``cachets``: fees per performance, where pay is not by the hour. ``flat_deduction``: kind of DFS to apply."""

    profession: str = ""
    cachets: int = 0
    flat_deduction: Literal["", "drama", "music"] = ""


class TechnicianTerms(EngagementTerms, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """``post`` of the list of annex 8."""

    post: str = ""


class RightsTerms(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Rights note. ``dispensed``: the author showed a certificate of dispensation from withholding."""

    work_title: str = ""
    dispensed: bool = False
