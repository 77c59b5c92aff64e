"""From the tax of a period to the lines of a slip: what is due less what earlier slips withheld (art. 23 DPR 600/1973)."""

from __future__ import annotations

import numpy as np

from countries.it.surtax import surtax
from countries.it.tax import Period, Reckoning, reckon, year_spans
from shared_tools.dated import Law
from shared_tools.i18n import N_
from shared_tools.paysheet import Column, Columns, Sheet, half_up

_WITHHOLDING = "DPR 600/1973 arts. 23, 24"
_SURTAX = "D.Lgs. 446/1997 art. 50; D.Lgs. 360/1998 art. 1"


def withhold(sheet: Sheet, columns: Columns, law: Law) -> None:
    """Tax lines of a sheet whose contributions are written."""
    taxable = sheet.figure("taxable", columns.gross - sheet.total("employee", "social_security"))
    wage = sheet.figure("wage_taxable", np.where(columns.is_wage, taxable, 0))
    period = _period(sheet, columns, law, taxable, wage)
    due = reckon(period, law)
    for code, amount in (
        ("irpef_gross", due.gross), ("deduction_work", due.work), ("deduction_65", due.bonus),
        ("deduction_spouse", due.spouse), ("deduction_children", due.children), ("deduction_further", due.further),
        ("irpef_net", due.net), ("trattamento_integrativo", due.integration), ("tax_free_sum", due.tax_free),
        ("tax_free_sum_hundredths", due.tax_free_rate),
    ):  # fmt: skip
        sheet.figure(code, amount)
    source = law["irpef"]
    sheet.line(
        "irpef", N_("Income tax (IRPEF)"), of="employee", owed="tax", section="tax", base=period.income,
        amount=due.net - columns.irpef_before, source=source,
    )  # fmt: skip
    sheet.line(
        "integration", N_("Supplementary tax payment (trattamento integrativo)"), of="employee", owed="tax",
        section="tax", amount=columns.integration_before - due.integration, source=law["integration"],
    )  # fmt: skip
    sheet.line(
        "tax_free", N_("Tax-free sum (wedge cut)"), of="employee", owed="tax", section="tax", base=period.wage,
        amount=columns.tax_free_before - due.tax_free, source=law["tax_free_sum"],
    )  # fmt: skip
    _recover_in_instalments(sheet, columns, law, due)
    _surtax(sheet, columns, period.income, due.net)
    _remember(sheet, columns, taxable, wage, due)


def _period(sheet: Sheet, columns: Columns, law: Law, taxable: Column, wage: Column) -> Period:
    income = columns.taxable_before + taxable
    span = columns.span
    # Without the member's own estimate a month stands for the year: 12 × a whole month, or its days scaled.
    scaled = half_up(income * year_spans(law), np.maximum(span, 1))
    actual = (
        np.where(columns.settles, income, np.where(columns.expected > 0, 0, scaled)) + columns.other_income
    )
    total = sheet.figure("expected_income_of_the_year", np.maximum(actual, columns.expected))
    return Period(
        income=income, wage=columns.wage_before + wage, total=total, span=span, wage_span=columns.wage_span,
        parts=np.where(columns.settles, 1, 12), fixed_term=columns.fixed_term, spouse=columns.spouse,
        children=columns.children, half_shares=columns.half_shares, family_months=columns.family_months,
        cut_further_ratio=columns.cut_further_ratio, deductions_claimed=columns.deductions_claimed,
        integration_claimed=columns.integration_claimed,
        wedge_cut_claimed=columns.wedge_cut_claimed,
    )  # fmt: skip


def _recover_in_instalments(sheet: Sheet, columns: Columns, law: Law, due: Reckoning) -> None:
    """L. 207/2024 art. 1 cc. 8-9: a tax-free sum or further deduction not due is recovered, above 60 euro in ten parts.

    The lines above already take it back whole; this one gives back the part that is not yet due.
    """
    lost_sum = np.maximum(columns.tax_free_before - due.tax_free, 0)
    lost_deduction = np.maximum(columns.further_before - due.further, 0)
    # A deduction that tax never reached costs nothing when it is lost.
    lost = lost_sum + np.minimum(lost_deduction, np.maximum(due.net - columns.irpef_before, 0))
    opened = np.where(columns.settles & (lost > law.amount("recovery_at_once_up_to")), lost, 0)
    sheet.figure("recovery_opened", opened)
    parts = int(law["recovery_instalments"].value)
    instalment = half_up(columns.recovery_opened_before + opened, parts)
    left = np.maximum(columns.recovery_before + opened - instalment, 0)
    sheet.line(
        "recovery", N_("Wedge cut to be given back, not yet due (−) or an instalment of it"), of="employee",
        owed="tax", section="tax", amount=columns.recovery_before - left, source=law["recovery_instalments"],
    )  # fmt: skip
    sheet.line(
        "recovery_last_year", N_("Instalment of last year's wedge cut to be given back"), of="employee", owed="tax",
        section="tax", amount=columns.recovery_last_year, source=law["recovery_instalments"],
    )  # fmt: skip


def _surtax(sheet: Sheet, columns: Columns, income: Column, irpef_net: Column) -> None:
    """Due only with income tax; fixed by a settlement, withheld at once at the end of the engagement, else the year after."""
    liable = columns.settles & (irpef_net > 0)
    regional = sheet.figure("regional", np.where(liable, surtax(columns.regional, income), 0))
    municipal = sheet.figure("municipal", np.where(liable, surtax(columns.municipal, income), 0))
    at_once = columns.settles & columns.pays_surtax
    later = columns.settles & ~columns.pays_surtax
    sheet.figure("regional_next_year", np.where(later, regional - columns.regional_before, 0))
    sheet.figure("municipal_next_year", np.where(later, municipal - columns.municipal_before, 0))
    for code, label, base, amount in (
        ("regional_tax", N_("Regional surtax"), income, np.where(at_once, regional - columns.regional_before, 0)),
        ("municipal_tax", N_("Municipal surtax"), income, np.where(at_once, municipal - columns.municipal_before, 0)),
        ("regional_last_year", N_("Regional surtax of last year"), None, columns.regional_last_year),
        ("municipal_last_year", N_("Municipal surtax of last year"), None, columns.municipal_last_year),
        ("municipal_advance", N_("Advance on the municipal surtax"), None, columns.municipal_advance),
    ):  # fmt: skip
        liable_base = None if base is None else np.where(amount != 0, base, 0)
        sheet.line(
            code,
            label,
            of="employee",
            owed="tax",
            section="tax",
            base=liable_base,
            amount=amount,
            source=_SURTAX,
        )


def _remember(sheet: Sheet, columns: Columns, taxable: Column, wage: Column, due: Reckoning) -> None:
    """Figures that later slips read: of the year, and of the month for slips that settle nothing."""
    sheet.figure("days", columns.days)
    sheet.figure("wage_days", columns.wage_days)
    for code in ("day_bits", "wage_bits", "running_bits"):
        sheet.figure(code, getattr(columns, code))
    sheet.figure("fixed_term_slips", columns.fixed_term)
    sheet.figure("further_granted", due.further - columns.further_before)
    running = ~columns.settles
    for code, amount in (
        ("month_taxable", taxable),
        ("month_wage", wage),
        ("month_irpef", due.net - columns.irpef_before),
        ("month_integration", due.integration - columns.integration_before),
        ("month_tax_free", due.tax_free - columns.tax_free_before),
        ("month_further", due.further - columns.further_before),
    ):
        sheet.figure(code, np.where(running, amount, 0))


def close(sheet: Sheet, columns: Columns) -> None:
    """The share of a new member, then tax that the pay does not reach, carried to the next pay (art. 23 c. 3)."""
    net = sheet.net - columns.carried_before
    short = np.maximum(-net, 0)
    sheet.line(
        "carried", N_("Tax carried to the next pay (−) or from the last one"), of="employee", owed="tax",
        section="tax", amount=columns.carried_before - short, source=_WITHHOLDING,
    )  # fmt: skip
    share = np.minimum(columns.share, np.maximum(net, 0))
    sheet.figure("share_left", columns.share - share)
    sheet.line(
        "share", N_("Member's share"), of="employee", owed="other", section="other", amount=share,
        source="Statute of the cooperative; REPORT VI.2",
    )  # fmt: skip
