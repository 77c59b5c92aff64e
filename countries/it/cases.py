"""Reads the worked cases of examples/it.json: the words of the case file → the payroll's own rows.

A case brings its own scheme of contributions and its own brackets of surtax; both run through the functions of every
slip. Where a case leaves an input out, the law of its year stands in.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

from core.country import Case
from countries.it import case_inputs, contributions, payroll
from countries.it.case_inputs import MOST_DAY_PAY, MOST_OF_YEAR, MOST_PAY, RATE_DIGITS
from countries.it.contributions import Scheme
from countries.it.rows import CollaboratorRow, EmployeeRow
from countries.it.tax import MONTHS, year_spans
from shared_tools.dated import Law, Parameters
from shared_tools.given import Given
from shared_tools.money import percent, times
from shared_tools.paysheet import Columns, Sheet
from shared_tools.solve import cost_of, gross_for_cost

_SETTLED = (
    "irpef_gross", "deduction_work", "deduction_65", "deduction_spouse", "deduction_further", "irpef_net",
    "trattamento_integrativo", "tax_free_sum", "regional", "municipal",
)  # fmt: skip
_MOST_INSTALMENTS = 16
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
        law, given = self._law(case), Given(case.inputs)
        gross = given.whole("gross_of_the_year", most=MOST_OF_YEAR)
        return _settlement(given, law, gross, case_inputs.scheme(given, law))

    def entertainment_days(self, case: Case) -> dict[str, Any]:
        """Days of an engagement in the performing arts, the only income of the year unless the case says more."""
        law, given = self._law(case), Given(case.inputs).with_defaults(fixed_term=True)
        given.needs("days")
        gross = given.whole("pay_per_day", most=MOST_DAY_PAY) * case_inputs.row(given, law, 0).days
        return _settlement(given, law, gross, case_inputs.scheme(given, law, "fpls_fixed_term"))

    def payslip_month(self, case: Case) -> dict[str, Any]:
        """A month of a running employment: twelfths, and the year expected from this month."""
        law, given = self._law(case), Given(case.inputs)
        scheme = case_inputs.scheme(given, law)
        span = year_spans(law) // MONTHS
        row = case_inputs.row(
            given, law, given.whole("monthly_gross", most=MOST_PAY), settles=False, span=span, wage_span=span,
            family_months=1,
        )  # fmt: skip
        # Words say that the year is so many payslips of this month ("12 x this month").
        by_words = given.says_words("expected_income")
        expected = None if by_words else given.whole("expected_income", None, most=MOST_OF_YEAR)
        if expected is None:
            # Their taxable pay is known once one is computed.
            taxable = int(_sheet(row, law, scheme).amount("taxable")[0])
            expected = taxable * given.whole("instalments", MONTHS, least=MONTHS, most=_MOST_INSTALMENTS)
        sheet = _sheet(_replace(row, expected=expected), law, scheme)
        lines = _social_lines(sheet) | _amounts(
            sheet, ("taxable", "expected_income_of_the_year", *_SETTLED[:-2], *_SEVERANCE)
        )
        lines["tax_free_sum_percent"] = _percent_text(int(sheet.amount("tax_free_sum_hundredths")[0]))
        return {"lines": lines, "outputs": _totals(sheet)}

    def collaboration(self, case: Case) -> dict[str, Any]:
        """Contribution of a coordinated collaboration to the gestione separata."""
        law, given = self._law(case), Given(case.inputs)
        fund = contributions.separate_fund(law)
        if rate := given.number("rate_percent", None, most=100, digits=RATE_DIGITS):
            fund = replace(fund, rate=case_inputs.typed("gs_rate", rate))
        if given.has("ceiling"):
            fund = replace(fund, ceiling=given.whole("ceiling", most=MOST_OF_YEAR))
        row = CollaboratorRow(
            gross=given.whole("fee", most=MOST_OF_YEAR), fund_before=given.whole("year_to_date", 0, most=MOST_OF_YEAR)
        )  # fmt: skip
        sheet = payroll.collaboration(Columns.of([row]), law, fund)
        totals = _totals(sheet)
        totals["taxable"] = int(sheet.amount("taxable")[0])
        return {"lines": _amounts(sheet, ("gs_total", "ee_gs", "er_gs")), "outputs": totals}

    def from_invoice(self, case: Case) -> dict[str, Any]:
        """The highest pay that an invoice less the cooperative's fee covers, TFR included, INAIL left out."""
        law, given = self._law(case), Given(case.inputs)
        given.needs("invoice_without_vat", "budget")
        invoice = given.whole("invoice_without_vat", 0, most=MOST_PAY)
        share = percent(given.number("fee_percent", "0", most=100, digits=RATE_DIGITS))
        fee = given.whole("fee", times(invoice, share), most=MOST_PAY)
        budget = given.whole("budget", invoice - fee, most=MOST_PAY)
        scheme = case_inputs.scheme(given, law)
        pay = partial(payroll.employee, scheme=scheme)
        row = case_inputs.row(given, law, 0)
        found = gross_for_cost(cost_of(pay, Columns.of([row]), law), budget)
        sheet = _sheet(_replace(row, gross=found.gross), law, scheme)
        totals = _totals(sheet)
        totals["taxable"] = int(sheet.amount("taxable")[0])
        lines = _social_lines(sheet) | _amounts(sheet, _SEVERANCE) | {"fee": fee, "budget": budget}
        return {"lines": lines, "outputs": totals}


def _settlement(given: Given, law: Law, gross: int, scheme: Scheme) -> dict[str, Any]:
    sheet = _sheet(case_inputs.row(given, law, gross), law, scheme)
    lines = _social_lines(sheet) | _amounts(sheet, ("taxable", *_SETTLED, "deduction_children", *_SEVERANCE))
    lines["tax_free_sum_percent"] = _percent_text(int(sheet.amount("tax_free_sum_hundredths")[0]))
    return {"lines": lines, "outputs": _totals(sheet)}


def _replace(row: EmployeeRow, **changes: Any) -> EmployeeRow:
    return EmployeeRow(**({name: getattr(row, name) for name in row.__struct_fields__} | changes))


def _sheet(row: EmployeeRow, law: Law, scheme: Scheme) -> Sheet:
    return payroll.employee(Columns.of([row]), law, scheme)


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
