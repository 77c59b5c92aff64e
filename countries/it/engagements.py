"""From what core knows of a slip to the payroll's own row: what earlier slips withheld, whose days count, what settles."""

from __future__ import annotations

import calendar
from collections.abc import Mapping
from typing import Any

import msgspec

from core.country import Work
from countries.it.days import every_day, uncounted
from countries.it.limits import (
    check_day_bands,
    check_minimum,
    check_on_call,
    check_slip,
    check_term,
    engagement_end,
    euro,
    period,
)
from countries.it.rows import CollaboratorRow, EmployeeRow
from countries.it.surtax import municipal_schedule, regional_schedule
from countries.it.tax import MONTHS, year_spans
from countries.it.terms import (
    AdjustmentTerms,
    EmployeeTerms,
    FixedTermTerms,
    OnCallTerms,
    PerformingArtsTerms,
    Terms,
    Worker,
)
from shared_tools.dated import Law
from shared_tools.money import exact, half_up, times
from shared_tools.refusal import Refusal

# --- the contract types -------------------------------------------------------------------------------------------


def performing_arts_inputs(work: Work, law: Law) -> EmployeeRow:
    """Raises Refusal ``dancer_rate_unknown``, ``day_bands_unknown`` and those of every engagement."""
    terms: PerformingArtsTerms = work.terms
    if terms.dancer:
        raise Refusal(
            "dancer_rate_unknown",
            "dancers pay 35.70 % to the pension fund, and how worker and employer share it is not known here.",
            field="dancer", way_out="Enter the two rates with their source in payroll.toml.",
        )  # fmt: skip
    check_day_bands(work, law)
    return _employee(work, law, terms, fixed_term=True)


def on_call_inputs(work: Work, law: Law) -> EmployeeRow:
    """Raises Refusal ``replaces_strikers``, ``birth_date_missing``, ``age_not_allowed``, ``quota_exceeded``,
    ``availability_pay_missing``, ``availability_pay_too_low`` and those of every engagement."""
    terms: OnCallTerms = work.terms
    check_on_call(work, law, terms, exempt=terms.sector != "other")
    return _employee(work, law, terms, fixed_term=terms.fixed_term, on_call=True)


def on_call_performing_arts_inputs(work: Work, law: Law) -> EmployeeRow:
    """As ``on_call_inputs``, in entertainment, where days are not limited."""
    terms: OnCallTerms = work.terms
    check_on_call(work, law, terms, exempt=True)
    check_day_bands(work, law)
    return _employee(work, law, terms, fixed_term=terms.fixed_term, on_call=True)


def fixed_term_inputs(work: Work, law: Law) -> EmployeeRow:
    """Raises Refusal ``term_too_long``, ``cause_missing``, ``stop_and_go`` and those of every engagement."""
    terms: FixedTermTerms = work.terms
    check_term(work, law, terms)
    return _employee(work, law, terms, fixed_term=True, addition=True, renewals=terms.renewals)


def collaboration_inputs(work: Work, law: Law) -> CollaboratorRow:
    """Raises Refusal ``wage_not_positive`` and the others of every engagement; no minimum wage applies."""
    who: Worker = work.worker
    terms: Terms = work.terms
    check_slip(work, law, terms)
    is_wage = bool(law["wedge_cut_for_collaborators"].value)
    return CollaboratorRow(
        **_tax_facts(work, law, terms, is_wage=is_wage, fixed_term=False),
        other_cover=who.other_cover,
        fund_before=work.year.get("gs_base", 0),
    )


def performing_collaboration_inputs(work: Work, law: Law) -> EmployeeRow:
    """Raises Refusal ``day_bands_unknown`` and those of every engagement."""
    terms: Terms = work.terms
    check_slip(work, law, terms)
    check_day_bands(work, law)
    is_wage = bool(law["wedge_cut_for_collaborators"].value)
    facts = _tax_facts(work, law, terms, is_wage=is_wage, fixed_term=False)
    return EmployeeRow(**facts, **_contribution_facts(work, law, facts["settles"]))


def adjustment_inputs(work: Work, law: Law) -> EmployeeRow:
    """The year settled (conguaglio): no pay of its own. Raises Refusal ``adjustment_has_pay``, ``nothing_to_adjust``."""
    terms: AdjustmentTerms = work.terms
    if work.gross != 0:
        raise Refusal(
            "adjustment_has_pay", f"an adjustment of the year carries no pay, not {euro(work.gross)}.",
            field="gross", way_out="Put the pay on the slip of its own contract.",
        )  # fmt: skip
    if not work.year.get("taxable"):
        raise Refusal(
            "nothing_to_adjust", "the worker has no pay this year.", way_out="Leave the adjustment out.",
        )  # fmt: skip
    work = msgspec.structs.replace(work, days=())
    facts = _tax_facts(work, law, Terms(), is_wage=True, fixed_term=False)
    # The year is known now: what the member expected of it no longer counts.
    facts |= {"settles": True, "pays_surtax": terms.leaves, "expected": 0}
    return EmployeeRow(**facts, **_contribution_facts(work, law, settles=True))


# --- building a row -----------------------------------------------------------------------------------------------


def _employee(
    work: Work, law: Law, terms: EmployeeTerms, *, fixed_term: bool, on_call: bool = False, addition: bool = False,
    renewals: int = 0,
) -> EmployeeRow:  # fmt: skip
    who: Worker = work.worker
    check_slip(work, law, terms)
    check_minimum(work, law, terms, by_hour=terms.part_time or on_call)
    facts = _tax_facts(work, law, terms, is_wage=True, fixed_term=fixed_term)
    kept = work.year.get("tfr", 0) + work.year.get("tfr_paid", 0) + terms.tfr_before
    on_call_days, on_call_bits = uncounted(work.days, work, "on_call_bits") if on_call else (0, 0)
    availability = isinstance(terms, OnCallTerms) and terms.availability_minutes > 0
    return EmployeeRow(
        **facts,
        **_contribution_facts(work, law, facts["settles"]),
        fixed_term_addition=addition,
        renewals=renewals,
        availability=availability,
        on_call_days=on_call_days,
        on_call_bits=on_call_bits,
        tfr_to=who.tfr_to,
        tfr_paid=facts["pays_surtax"],
        tfr_before=kept,
    )


def _contribution_facts(work: Work, law: Law, settles: bool) -> dict[str, Any]:
    who: Worker = work.worker
    paid_days, paid_bits = uncounted(work.days, work, "paid_bits")
    return {
        "paid_days": paid_days,
        "paid_bits": paid_bits,
        "shared_days": len(work.days) - paid_days,
        "day_room_before": work.month.get("day_room", 0),
        "ceiling": not who.insured_before_1996,
        "whole_euro": law["inps_base_rounding"].value == "euro",
        "month_gross_before": work.month.get("inps_pay", 0),
        "month_base_before": work.month.get("inps_base", 0),
        "month_ivs_before": work.month.get("ivs_base", 0),
        "year_ivs_before": work.year.get("ivs_base", 0),
        "extra_before": work.year.get("ee_inps_extra_1pct", 0) if settles else 0,
    }


def _tax_facts(work: Work, law: Law, terms: Terms, *, is_wage: bool, fixed_term: bool) -> dict[str, Any]:
    who: Worker = work.worker
    starts, stops = period(work, terms)
    ends = engagement_end(work, terms) <= stops
    # The year is known in December: an employment that goes on is settled then, and only then its surtax waits.
    settles = ends or stops.month == MONTHS
    relation = every_day(starts, stops) if work.days else []
    days, day_bits = uncounted(relation, work, "day_bits")
    wage_days, wage_bits = uncounted(relation, work, "wage_bits") if is_wage else (0, 0)
    first_of_month = work.month_slips == 0
    facts: dict[str, Any] = {
        "gross": work.gross,
        "settles": settles,
        "pays_surtax": ends,
        "is_wage": is_wage,
        "days": days,
        "day_bits": day_bits,
        "wage_days": wage_days,
        "wage_bits": wage_bits,
        "expected": who.expected_income if stops.month < MONTHS else 0,
        "other_income": who.other_income,
        "deductions_claimed": who.deductions_claimed,
        "integration_claimed": who.integration_claimed,
        "wedge_cut_claimed": who.wedge_cut_claimed,
        "spouse": who.spouse_dependent,
        "children": who.children,
        "half_shares": 2 if who.children_share == "whole" else 1,
        "cut_further_ratio": bool(law["further_ratio_cut"].value),
        "regional": regional_schedule(who.region, law),
        "municipal": municipal_schedule(who.municipality, who.municipal_rates, law),
        "recovery_last_year": who.recovery_instalment if first_of_month else 0,
        "recovery_before": -work.year.get("recovery", 0),
        "recovery_opened_before": work.year.get("recovery_opened", 0),
        "carried_before": -work.year.get("carried", 0),
        "share": terms.share,
        "inail_millionths": _inail(terms, law),
    }
    facts |= _last_years_surtax(work, law, ends, settles, first_of_month)
    facts |= _before_year(work.year) if settles else _before_month(work.month)
    if settles:
        most = law.amount("year_days")
        facts["span"] = MONTHS * min(work.year.get("days", 0) + days, most)
        facts["wage_span"] = MONTHS * min(work.year.get("wage_days", 0) + wage_days, most)
        facts["family_months"] = work.last_day.month
        facts["fixed_term"] = fixed_term or work.year.get("fixed_term_slips", 0) > 0
    else:
        in_month = calendar.monthrange(work.last_day.year, work.last_day.month)[1]
        running, running_bits = uncounted(relation, work, "running_bits")
        in_slips = work.month.get("running_bits", 0).bit_count() + running
        facts["running_bits"] = running_bits
        span = MONTHS * in_slips if in_slips < in_month else year_spans(law) // MONTHS
        facts["span"] = span
        facts["wage_span"] = span if is_wage else 0
        facts["family_months"] = 1
        facts["fixed_term"] = fixed_term
    return facts


def _before_year(year: Mapping[str, int]) -> dict[str, int]:
    return {
        "taxable_before": year.get("taxable", 0),
        "wage_before": year.get("wage_taxable", 0),
        "irpef_before": year.get("irpef", 0),
        "integration_before": -year.get("integration", 0),
        "tax_free_before": -year.get("tax_free", 0),
        "further_before": year.get("further_granted", 0),
        "regional_before": year.get("regional_tax", 0),
        "municipal_before": year.get("municipal_tax", 0) + year.get("municipal_advance", 0),
    }


def _before_month(month: Mapping[str, int]) -> dict[str, int]:
    return {
        "taxable_before": month.get("month_taxable", 0),
        "wage_before": month.get("month_wage", 0),
        "irpef_before": month.get("month_irpef", 0),
        "integration_before": month.get("month_integration", 0),
        "tax_free_before": month.get("month_tax_free", 0),
        "further_before": month.get("month_further", 0),
    }


def _last_years_surtax(
    work: Work, law: Law, ends: bool, settles: bool, first_of_month: bool
) -> dict[str, int]:
    """What this slip withholds of the surtax fixed last year, and of the advance on this year's municipal one."""
    who: Worker = work.worker
    month = work.last_day.month
    last = int(law["surtax_instalments"].value)
    found = {}
    for code, due in (
        ("regional_last_year", who.regional_last_year),
        ("municipal_last_year", who.municipal_last_year),
    ):
        left = due - work.year.get(code, 0)
        found[code] = max(left, 0) if ends else _instalment(left, month, last, first_of_month)
    advance = times(who.municipal_last_year, law.rate("municipal_advance"))
    first = last - int(law["municipal_advance_instalments"].value) + 1
    left = advance - work.year.get("municipal_advance", 0)
    # A settlement fixes the municipal surtax itself: no advance on it is needed any more.
    due_now = first_of_month and month >= first and not settles
    found["municipal_advance"] = _instalment(left, month, last, due_now)
    return found


def _instalment(left: int, month: int, last_month: int, due: bool) -> int:
    """Equal parts of what is ``left`` to the last month, which takes the rest."""
    if not due or left <= 0:
        return 0
    return half_up(left, max(last_month - month + 1, 1))


def _inail(terms: Terms, law: Law) -> int:
    """Millionths of pay. Raises Refusal ``not_a_rate``."""
    if not terms.inail_per_mille:
        return int(law.rate("inail") * 10**6)
    try:
        rate = exact(terms.inail_per_mille) * 1000
        if rate.denominator != 1 or rate < 0:
            raise ValueError(terms.inail_per_mille)
    except ValueError:
        raise Refusal(
            "not_a_rate", f"{terms.inail_per_mille!r} is no INAIL rate.", field="inail_per_mille",
            way_out='Write the rate per mille of the INAIL notice, for example "4.12".',
        ) from None  # fmt: skip
    return int(rate)
