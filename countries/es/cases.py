"""Reads the worked cases of examples/es.json: the words of the case file → the payroll's own rows."""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec
import numpy as np

from core.country import Case
from countries.es import case_inputs
from countries.es.case_inputs import (
    MOST_DAY_PAY,
    MOST_DAYS,
    MOST_PAY,
    RATE_DIGITS,
    bears_surcharge,
    is_artist,
)
from countries.es.payroll import artist, artist_jumps, general
from countries.es.withholding import Earlier, YearTax, regularised, year_tax
from shared_tools.dated import Law, Parameters
from shared_tools.given import Given
from shared_tools.money import half_up, percent, times
from shared_tools.paysheet import Columns, Sheet
from shared_tools.refusal import Refusal
from shared_tools.solve import cost_of, gross_for_cost

_LINES = (
    "base_cc", "base_cp", "ee_cc", "ee_mei", "ee_unemployment", "ee_training", "ee_overtime",
    "ee_overtime_force_majeure", "er_cc", "er_mei", "er_unemployment", "er_fogasa", "er_training", "er_overtime",
    "er_overtime_force_majeure", "er_atep_it", "er_atep_ims", "ee_solidarity", "er_solidarity", "er_short_contract",
    "on_account_base_of_the_band",
)  # fmt: skip


class CaseKinds(dict[str, Any]):
    """The kinds this country answers; holds the parameters they read."""

    def __init__(self, parameters: Parameters) -> None:
        super().__init__(
            irpf_annual=self.irpf_annual, irpf_regularisation=self.irpf_regularisation, payslip_month=self.payslip_month,
            short_contract=self.short_contract, artist_month=self.artist_month, worker_member=self.worker_member,
            from_invoice=self.from_invoice,
        )  # fmt: skip
        self.parameters = parameters

    def law(self, case: Case) -> Law:
        """The numbers of the case's year: they change on 1 January only."""
        return self.parameters.on(date(_year_of(case), 12, 31))

    # --- withholding ----------------------------------------------------------------------------------------------

    def irpf_annual(self, case: Case) -> dict[str, Any]:
        lines = _tax_lines(_year(Given(case.inputs), self.law(case), _year_of(case)))
        return {
            "lines": lines,
            "outputs": {key: lines[key] for key in ("rate_percent", "annual_withholding")},
        }

    def irpf_regularisation(self, case: Case) -> dict[str, Any]:
        law, given = self.law(case), Given(case.inputs)
        parts = [given.table(part, inherits=True) for part in ("before", "after")]
        before, after = (_year(part, law, _year_of(case)) for part in parts)
        floor = Columns.of([case_inputs.row(parts[1], law, _year_of(case))]).floor
        pay, paid = parts[1].whole("annual_pay"), given.whole("already_paid")
        withheld = given.whole("already_withheld")
        _check_rest(pay, paid)
        earlier = Earlier(
            _column(paid), _column(withheld), before.rate, before.gap, before.annual_withholding
        )
        only_pay = np.array([given.text("cause") == "base"])
        rate = int(regularised(after, _column(pay), earlier, only_pay, floor, law)[0])
        rest = pay - paid
        floored = rate == int(floor[0]) and rate > _unfloored(after, rest, withheld)
        text = _percent(rate, floored or rate == int(law.rate("irpf_ceiling") * 10_000))
        return {
            "lines": {"before": _tax_lines(before), "after": _tax_lines(after)},
            "outputs": {"rate_percent": text, "annual_withholding": withheld + half_up(rest * rate, 10_000)},
        }

    # --- payslips -------------------------------------------------------------------------------------------------

    def payslip_month(self, case: Case) -> dict[str, Any]:
        given = Given(case.inputs)
        payments = given.whole("payments", 12, least=12, most=16)
        monthly = given.whole("monthly_pay", most=MOST_PAY)
        of_year = {"annual_pay": monthly * payments} if case_inputs.annual_pay(given) is None else {}
        extra = half_up(monthly * (payments - 12), 12)
        return self._slip(case, given, monthly, months=12, extra_pay_share=extra, **of_year)

    def worker_member(self, case: Case) -> dict[str, Any]:
        given = Given(case.inputs).with_defaults(contract="worker_member", fogasa_applies=False)
        pay = given.whole("pay", most=MOST_PAY)
        of_year = {"annual_pay": pay * 12} if case_inputs.annual_pay(given) is None else {}
        return self._slip(case, given, pay, months=12, **of_year)

    def short_contract(self, case: Case) -> dict[str, Any]:
        given = Given(case.inputs).with_defaults(contract="fixed_term")
        pay = given.whole("contract_pay", most=MOST_PAY)
        return self._slip(case, given, pay, surcharge=bears_surcharge(given, self.law(case)))

    def artist_month(self, case: Case) -> dict[str, Any]:
        given = Given(case.inputs).with_defaults(contract="artist_fixed_term", contract_class="INFERIORANO")
        given.needs("pay_per_day", "pay")
        days = given.whole("days", least=1, most=MOST_DAYS)
        by_day = given.whole("pay_per_day", None, most=MOST_DAY_PAY)
        return self._slip(case, given, given.whole("pay", most=MOST_PAY) if by_day is None else by_day * days)

    def from_invoice(self, case: Case) -> dict[str, Any]:
        law, given = self.law(case), Given(case.inputs).with_defaults(contract="fixed_term")
        given.needs("invoice_without_vat", "budget")
        invoice = given.whole("invoice_without_vat", 0, most=MOST_PAY)
        share = percent(given.number("fee_percent", "0", most=100, digits=RATE_DIGITS))
        fee = given.whole("fee", times(invoice, share), most=MOST_PAY)
        budget = given.whole("budget", invoice - fee, most=MOST_PAY)
        surcharge = bears_surcharge(given, law)
        columns = Columns.of([case_inputs.row(given, law, _year_of(case), surcharge=surcharge)])
        pay, jumps = (artist, artist_jumps(columns, law)) if is_artist(given) else (general, ())
        found = gross_for_cost(cost_of(pay, columns, law), budget, jumps=jumps)
        return self._slip(case, given, found.gross, surcharge=surcharge)

    def _slip(
        self, case: Case, given: Given, gross: int, months: int | None = None, **own: Any
    ) -> dict[str, Any]:
        law = self.law(case)
        pay = artist if is_artist(given) else general
        row = case_inputs.row(given, law, _year_of(case), gross=gross, **own)
        if months and row.annual_contributions is None:
            month = int(pay(Columns.of([row]), law).amount("ee_social_security")[0])
            row = msgspec.structs.replace(row, annual_contributions=month * months)
        sheet = pay(Columns.of([row]), law)
        rate = _percent(int(sheet.amount("irpf_rate")[0]), bool(sheet.amount("irpf_minimum_rate_applied")[0]))
        lines = {name: int(sheet.amount(name)[0]) for name in _LINES}
        lines |= {"tax": _sheet_tax_lines(sheet), "rate_percent": rate,
                  "withholding": int(sheet.amount("withholding")[0])}  # fmt: skip
        outputs = {
            "gross": gross, "employee_social_security": int(sheet.amount("ee_social_security")[0]),
            "withholding": lines["withholding"], "net": int(sheet.net[0]),
            "employer_social_security": int(sheet.total("employer")[0]), "employer_cost": int(sheet.cost[0]),
        }  # fmt: skip
        return {"lines": lines, "outputs": outputs}


def _check_rest(pay: int, paid: int) -> None:
    if paid >= pay:
        raise Refusal(
            "nothing_left_to_pay", f"of a year's pay of {pay} cents {paid} are paid: no pay is left to withhold from.",
            field="already_paid", way_out="Regularise before the last pay, or raise after.annual_pay.",
        )  # fmt: skip


def _year_of(case: Case) -> int:
    return case.year or 2026


def _year(given: Given, law: Law, year: int) -> YearTax:
    """The tax of the year's pay, which must be said as a number."""
    pay = given.whole("annual_pay")
    by_day = case_inputs.day_labour_pay(given)
    if by_day is not None:
        pay = by_day * int(law["irpf_day_labour_days"].value)
    columns = Columns.of([case_inputs.row(given, law, year)])
    return year_tax(columns, _column(pay), _column(given.whole("annual_social_security", 0)), law)


# --- answers ------------------------------------------------------------------------------------------------------


def _column(value: int) -> Any:
    return np.array([value], dtype=np.int64)


def _unfloored(tax: YearTax, rest: int, withheld: int) -> int:
    due = max(int(tax.quota_due[0]) - withheld * 10_000 * 10_000, 0)
    return due // (max(rest, 1) * 10_000)


def _percent(rate: int, as_law_writes: bool = False) -> str:
    """``1642`` → "16.42"; a minimum rate as the law writes it: 200 → "2", 80 → "0.8"."""
    text = f"{rate // 100}.{rate % 100:02d}"
    return text.rstrip("0").rstrip(".") if as_law_writes else text


def _tax_lines(tax: YearTax) -> dict[str, Any]:
    def cents(column: Any) -> int:
        return int(column[0])

    return {
        "other_expenses": cents(tax.other_expenses), "net_work_income": cents(tax.net_income),
        "reduction_art20": cents(tax.reduction), "base": cents(tax.base),
        "personal_and_family_minimum": cents(tax.minimum), "exempt": bool(tax.exempt[0]),
        "quota_on_base": cents(tax.quota_on_base), "quota_on_minimum": cents(tax.quota_on_minimum),
        "quota": cents(tax.quota), "home_loan_reduction": cents(tax.home_loan),
        "rate_percent": _percent(cents(tax.rate), bool(tax.floored[0])),
        "annual_withholding": cents(tax.annual_withholding),
    }  # fmt: skip


def _sheet_tax_lines(sheet: Sheet) -> dict[str, Any]:
    figures = ("other_expenses", "net_work_income", "reduction_art20", "base", "personal_and_family_minimum",
               "quota_on_base", "quota_on_minimum", "quota", "home_loan_reduction", "annual_withholding")  # fmt: skip
    lines: dict[str, Any] = {name: int(sheet.amount(f"irpf_{name}")[0]) for name in figures}
    floored = bool(sheet.amount("irpf_minimum_rate_applied")[0])
    return lines | {
        "exempt": bool(sheet.amount("irpf_exempt")[0]),
        "rate_percent": _percent(int(sheet.amount("irpf_rate_of_the_year")[0]), floored),
    }
