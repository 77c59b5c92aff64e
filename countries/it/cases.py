"""Reads the worked cases of examples/it.json: the words of the case file → the payroll's own rows.

A case brings its own scheme of contributions and its own brackets of surtax; both run through the functions of every
slip. Where a case leaves an input out, the law of its year stands in.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

from core.country import Case
from countries.it import case_inputs, contributions, payroll
from countries.it.contributions import Scheme
from countries.it.rows import CollaboratorRow, EmployeeRow
from countries.it.surtax import Schedule, schedule
from countries.it.tax import MONTHS, year_spans
from shared_tools.case_inputs import needs
from shared_tools.dated import Law, Parameter, Parameters
from shared_tools.money import exact, minor, percent, times
from shared_tools.paysheet import Columns, Sheet
from shared_tools.solve import cost_of, gross_for_cost

_SETTLED = (
    "irpef_gross", "deduction_work", "deduction_65", "deduction_spouse", "deduction_further", "irpef_net",
    "trattamento_integrativo", "tax_free_sum", "regional", "municipal",
)  # fmt: skip
_SEVERANCE = ("tfr_gross", "tfr_ivs_offset", "tfr_net")


class CaseKinds(dict[str, Any]):
    """The kinds this country answers; holds the parameters they read."""

    def __init__(self, parameters: Parameters) -> None:
        super().__init__(
            year=self.settled,
            part_year=self.settled,
            entertainment_days=self.entertainment_days,
            payslip_month=self.payslip_month,
            cococo_contribution=self.collaboration,
            from_invoice=self.from_invoice,
        )
        self.parameters = parameters

    def _law(self, case: Case) -> Law:
        return self.parameters.on(date(case.year or 2026, 12, 31))

    def settled(self, case: Case) -> dict[str, Any]:
        """A year, or the part of one that was worked, settled at its end."""
        law, given = self._law(case), case_inputs.read(case.inputs, case_inputs.Settled)
        return _settlement(given, law, given["gross_of_the_year"], given.get("scheme", "fpld_tertiary"))

    def entertainment_days(self, case: Case) -> dict[str, Any]:
        """Days of an engagement in the performing arts, the only income of the year unless the case says more."""
        law, given = self._law(case), case_inputs.read(case.inputs, case_inputs.EntertainmentDays)
        needs(given, "days")
        gross = given["pay_per_day"] * given["days"]
        return _settlement({"fixed_term": True, **given}, law, gross, given.get("scheme", "fpls_fixed_term"))

    def payslip_month(self, case: Case) -> dict[str, Any]:
        """A month of a running employment: twelfths, and the year expected from this month."""
        law, given = self._law(case), case_inputs.read(case.inputs, case_inputs.Month)
        scheme = _scheme(given.get("scheme", "fpld_tertiary"), given, law)
        span = year_spans(law) // MONTHS
        row = _row(
            given, law, given["monthly_gross"], settles=False, span=span, wage_span=span, family_months=1
        )
        if "expected_income" in given:
            row = _replace(row, expected=given["expected_income"])
        else:
            # The year expected is so many payslips of this month; their taxable pay is known once one is computed.
            taxable = int(_sheet(row, law, scheme).amount("taxable")[0])
            row = _replace(row, expected=taxable * given.get("instalments", MONTHS))
        sheet = _sheet(row, law, scheme)
        lines = _social_lines(sheet) | _amounts(
            sheet, ("taxable", "expected_income_of_the_year", *_SETTLED[:-2], *_SEVERANCE)
        )
        lines["tax_free_sum_percent"] = _percent_text(int(sheet.amount("tax_free_sum_hundredths")[0]))
        return {"lines": lines, "outputs": _totals(sheet)}

    def collaboration(self, case: Case) -> dict[str, Any]:
        """Contribution of a coordinated collaboration to the gestione separata."""
        law, given = self._law(case), case_inputs.read(case.inputs, case_inputs.Collaboration)
        fund = contributions.separate_fund(law)
        if "rate_percent" in given:
            fund = replace(fund, rate=_typed("gs_rate", given["rate_percent"]))
        if "ceiling" in given:
            fund = replace(fund, ceiling=given["ceiling"])
        row = CollaboratorRow(gross=given["fee"], fund_before=given.get("year_to_date", 0))
        sheet = payroll.collaboration(Columns.of([row]), law, fund)
        totals = _totals(sheet)
        totals["taxable"] = int(sheet.amount("taxable")[0])
        return {"lines": _amounts(sheet, ("gs_total", "ee_gs", "er_gs")), "outputs": totals}

    def from_invoice(self, case: Case) -> dict[str, Any]:
        """The highest pay that an invoice less the cooperative's fee covers, TFR included, INAIL left out."""
        law, given = self._law(case), case_inputs.read(case.inputs, case_inputs.Invoice)
        needs(given, "invoice_without_vat", "budget")
        fee = given.get("fee")
        if fee is None:
            fee = times(given.get("invoice_without_vat", 0), percent(given.get("fee_percent", "0")))
        budget = given.get("budget", given.get("invoice_without_vat", 0) - fee)
        scheme = _scheme(given.get("scheme", "fpld_tertiary"), given, law)
        pay = partial(payroll.employee, scheme=scheme)
        cost = cost_of(pay, Columns.of([_row(given, law, 0)]), law)
        sheet = _sheet(_row(given, law, gross_for_cost(cost, budget).gross), law, scheme)
        totals = _totals(sheet)
        totals["taxable"] = int(sheet.amount("taxable")[0])
        lines = _social_lines(sheet) | _amounts(sheet, _SEVERANCE) | {"fee": fee, "budget": budget}
        return {"lines": lines, "outputs": totals}


def _settlement(given: Mapping[str, Any], law: Law, gross: int, scheme: Any) -> dict[str, Any]:
    sheet = _sheet(_row(given, law, gross), law, _scheme(scheme, given, law))
    lines = _social_lines(sheet) | _amounts(sheet, ("taxable", *_SETTLED, "deduction_children", *_SEVERANCE))
    lines["tax_free_sum_percent"] = _percent_text(int(sheet.amount("tax_free_sum_hundredths")[0]))
    return {"lines": lines, "outputs": _totals(sheet)}


def _row(given: Mapping[str, Any], law: Law, gross: int, **more: Any) -> EmployeeRow:
    """The row of a case: TFR stays with the cooperative, so that net is the wage alone."""
    days = given.get("days", law.amount("year_days"))
    span = MONTHS * min(days, law.amount("year_days"))
    facts: dict[str, Any] = {
        "gross": gross,
        "days": days,
        "wage_days": days,
        "paid_days": days,
        "span": span,
        "wage_span": span,
        "fixed_term": given.get("fixed_term", False),
        "fixed_term_addition": given.get("fixed_term", False),
        "renewals": given.get("renewals", 0),
        "ceiling": given.get("enrolled_after_1995", True),
        "whole_euro": given.get("inps_base_rounding", law["inps_base_rounding"].value) == "euro",
        "spouse": given.get("spouse_dependent", False),
        "children": given.get("children", 0),
        "other_income": given.get("other_income", 0),
        "cut_further_ratio": given.get("truncate_ratio_of_further_deduction", law["further_ratio_cut"].value),
        "regional": _schedule(given.get("regional_brackets")).text,
        "municipal": _schedule(given.get("municipal_brackets"), given.get("municipal_exempt_up_to", 0)).text,
    }
    return EmployeeRow(**(facts | more))


def _replace(row: EmployeeRow, **changes: Any) -> EmployeeRow:
    return EmployeeRow(**({name: getattr(row, name) for name in row.__struct_fields__} | changes))


def _sheet(row: EmployeeRow, law: Law, scheme: Scheme) -> Sheet:
    return payroll.employee(Columns.of([row]), law, scheme)


def _schedule(
    brackets: Sequence[tuple[Decimal, Decimal | None, Decimal]] | None, exempt_up_to: int = 0
) -> Schedule:
    """Brackets as a case writes them: from, to (euro) and rate (a fraction of one)."""
    rows = tuple((minor(f"{lower:f}", "EUR"), exact(rate)) for lower, _, rate in brackets or ())
    return schedule(Schedule(rows, exempt_up_to).text)


def _scheme(written: Any, given: Mapping[str, Any], law: Law) -> Scheme:
    """The scheme a case writes out, or the one it names."""
    cap = given.get("daily_cap_sickness_maternity", law.amount("sickness_maternity_day_cap"))
    addition = (law["naspi_additional"], law["naspi_additional_renewal"])
    if isinstance(written, str):
        if written.startswith("fpls"):
            return contributions.entertainment(law, fixed_term=given.get("fixed_term", True))
        return contributions.ordinary(law, "fis_above_5 cigs" if written.endswith("fis_cigs") else "")
    employer = {name: _typed(name, rate) for name, rate in written["employer_percent"].items()}
    capped = {
        name: _typed(name, rate) for name, rate in written.get("employer_percent_on_capped_day", {}).items()
    }
    return Scheme(
        _typed("worker", written["employee_percent"]),
        employer,
        capped,
        cap,
        # A scheme that has an addition of its own (FPLS) owes no other.
        addition=None
        if "naspi_additional" in employer or written.get("name", "").startswith("fpls")
        else addition,
    )


def _typed(key: str, rate: Decimal) -> Parameter:
    return Parameter(key, percent(rate), "%", "the worked case", date(2026, 11, 24), "believed")


def _social_lines(sheet: Sheet) -> dict[str, Any]:
    return {
        line.code: int(line.amount[0])
        for line in sheet.lines
        if line.owed == "social_security" and line.section == "social_security"
    }


def _amounts(sheet: Sheet, codes: Sequence[str]) -> dict[str, Any]:
    return {code: int(sheet.amount(code)[0]) for code in codes}


def _totals(sheet: Sheet) -> dict[str, int]:
    return {
        "gross": int(sheet.gross[0]),
        "employee_social_security": int(sheet.total("employee", "social_security")[0]),
        "net": int(sheet.net[0]),
        "employer_social_security": int(sheet.total("employer", "social_security")[0]),
        "employer_cost": int(sheet.cost[0]),
    }


def _percent_text(hundredths: int) -> str:
    return f"{Decimal(hundredths).scaleb(-2).normalize():f}"
