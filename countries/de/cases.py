"""Reads the worked cases of examples/de.json: the words of the case file → the payroll's own rows."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np

from core.country import Case
from countries.de import marginal, people
from countries.de.contracts import BRANCHES, InsuredMonth, daily, daily_allowance
from countries.de.payroll import insured_month, jumps
from countries.de.people import PERCENT_HUNDREDTHS, PERCENT_PPM
from countries.de.plan_names import read_plan_inputs
from countries.de.tariff import Plan
from countries.de.wage_tax import withhold, withhold_one_off
from shared_tools.dated import Law, Parameters
from shared_tools.given import Given
from shared_tools.paysheet import Columns, Sheet
from shared_tools.solve import cost_of, gross_for_cost

_FULL_MONTH = 30
_LONGEST_MONTH = _FULL_MONTH + 1
_FIRST_YEAR, _LAST_YEAR = date.min.year, date.max.year


class CaseKinds(dict[str, Any]):
    """The kinds this country answers; holds the parameters they read."""

    def __init__(self, parameters: Parameters) -> None:
        super().__init__(
            employment_month=self.employment, employment_part_month=self.employment, wage_tax_only=self.wage_tax_only,
            minijob=self.minijob, short_term=self.short_term, gross_from_budget=self.gross_from_budget,
        )  # fmt: skip
        self.parameters = parameters

    def law(self, case: Case) -> Law:
        year = Given({"year": case.year}).whole("year", least=_FIRST_YEAR, most=_LAST_YEAR)
        return self.parameters.on(date(year, 6, 30))

    def employment(self, case: Case) -> dict[str, Any]:
        """A month or part of one, with one-off pay where the case has a ``bonus``."""
        law = self.law(case)
        given = Given(case.inputs)
        sheet = insured_month(Columns.of([employment_row(given, given.whole("gross"), case.year, law)]), law)
        return {
            "lines": _employment_lines(sheet, given),
            "outputs": _totals(sheet, due_to_health_fund="social_security", due_to_tax_office="tax"),
        }

    def gross_from_budget(self, case: Case) -> dict[str, Any]:
        """The largest gross an employer cost pays for: employment, or a Minijob where that reaches further."""
        law = self.law(case)
        given = Given(case.inputs)
        budget = given.whole("budget")
        row = Columns.of([employment_row(given, 0, case.year, law)])
        gross = gross_for_cost(cost_of(insured_month, row, law), budget, jumps=jumps(row, law)).gross
        limit = law.amount("minijob_limit")
        if gross <= limit:
            small = Columns.of([_minijob_row(given, 0)])
            gross = gross_for_cost(
                cost_of(marginal.minijob, small, law), budget, limit=min(limit, budget)
            ).gross
            sheet = marginal.minijob(small.with_(gross=np.array([gross])), law)
        else:
            sheet = insured_month(Columns.of([employment_row(given, gross, case.year, law)]), law)
        cost = int(sheet.cost[0])
        midijob = bool(sheet.amount("transition_zone")[0])
        return {
            "lines": {"gross": gross, "employer_cost": cost, "left_over": budget - cost, "midijob": midijob},
            "outputs": {"gross": gross, "net": int(sheet.net[0]), "employer_cost": cost},
        }

    def minijob(self, case: Case) -> dict[str, Any]:
        given = Given(case.inputs)
        sheet = marginal.minijob(Columns.of([_minijob_row(given, given.whole("gross"))]), self.law(case))
        names = {"u1": "mini_u1", "u2": "mini_u2", "insolvenzgeldumlage": "mini_insolvenzgeldumlage"}
        codes = {name: name for name in ("kv_flat", "rv_flat", "rv_employee", "flat_tax")} | names
        lines = {name: _amount(sheet, code) for name, code in codes.items()}
        return {
            "lines": {"base": int(sheet.gross[0]), **lines},
            "outputs": _totals(sheet, due_to_minijob_zentrale="social_security"),
        }

    def short_term(self, case: Case) -> dict[str, Any]:
        law = self.law(case)
        given = Given(case.inputs)
        flat = given.flag("flat_tax_25")
        row = marginal.ShortTerm(
            gross=given.whole("gross"), days=given.whole("days", 1, least=1, most=100), flat=flat,
            u1_applies=given.flag("u1_applies"), church_flat=_scaled(given, "church_flat_rate_permille", people.PPM // 1000),
            tax_class=_tax_class(given, 6), tax_factor=_factor(given),
            children=_scaled(given, "child_allowances", 10), church=given.flag("church_member"),
            church_rate=people.church_rate(_land(given, law), law),
            free_period=daily_allowance(given.whole("tax_allowance_month", 0), law),
        )  # fmt: skip
        sheet = marginal.short_term(Columns.of([row]), law)
        lines = {"u1": "short_u1", "u2": "short_u2", "insolvenz": "short_insolvenzgeldumlage"}
        if flat:
            lines |= {code: code for code in ("lst_pauschal", "soli_pauschal", "kist_pauschal")}
        else:
            lines |= {code: f"short_{code}" for code in ("lohnsteuer", "soli", "kirchensteuer")}
        return {
            "lines": {name: _amount(sheet, code) for name, code in lines.items()}
            | {"tax_an": int(sheet.total("employee", "tax")[0])},
            "outputs": _totals(sheet, due_to_minijob_zentrale="social_security", due_to_tax_office="tax"),
        }

    def wage_tax_only(self, case: Case) -> dict[str, Any]:
        """The plan alone, in its own names."""
        plan = Plan.of(self.law(case))
        asked = read_plan_inputs(Given(case.inputs))
        period = withhold(plan, asked.facts, asked.pay, asked.period, asked.free, asked.added)
        one_off = withhold_one_off(
            plan,
            asked.facts,
            asked.year_pay,
            asked.one_off,
            asked.free_year,
            asked.added_year,
            asked.uninsured,
        )
        year = period.year
        lines = {
            "annual_pay": year.pay, "vorsorgepauschale": year.vorsorge, "taxable": year.taxable,
            "annual_tax_euro": year.tax, "annual_base_euro": year.base,
        }  # fmt: skip
        outputs = {
            "LSTLZZ": period.tax, "SOLZLZZ": period.soli, "BK": period.church_base,
            "STS": one_off.tax, "SOLZS": one_off.soli, "BKS": one_off.church_base,
        }  # fmt: skip
        return {
            "lines": {name: int(column[0]) for name, column in lines.items()},
            "outputs": {name: int(column[0]) for name, column in outputs.items()},
        }


def employment_row(given: Given, gross: int, year: int, law: Law) -> InsuredMonth:
    """A payroll row of a case's inputs; what a case omits is nothing, class I, Berlin, a full month."""
    bonus, days = given.whole("bonus", 0), given.whole("sv_days", _FULL_MONTH, least=1, most=_LONGEST_MONTH)
    full = days >= _FULL_MONTH
    days = min(days, _FULL_MONTH)
    land = _land(given, law)
    free, added = given.whole("tax_allowance_month", 0), given.whole("tax_addition_month", 0)
    expected = given.whole("expected_annual_pay_without_bonus", 0)
    # A case names no month of the year, so one-off pay is measured against the ceilings of the whole year.
    earlier = max(expected - gross, 0)
    months = 11
    return InsuredMonth(
        gross=gross + bonus, one_off=bonus, days=days, full=full, new_days=days, pay_day=date(year, 6, 30),
        tax_class=_tax_class(given), tax_factor=_factor(given), children=_scaled(given, "child_allowances", 10),
        childless=given.flag("childless_supplement"),
        discounts=people.care_discounts(given.whole("children_under_25", 0), law), saxony=land == "SN",
        church=given.flag("church_member"), church_rate=people.church_rate(land, law),
        extra=_scaled(given, "health_extra_rate_percent", PERCENT_HUNDREDTHS),
        u1=_scaled(given, "u1_rate_percent", PERCENT_PPM), u2=_scaled(given, "u2_rate_percent", PERCENT_PPM),
        accident=_scaled(given, "accident_rate_percent", PERCENT_PPM),
        free_period=free if full else daily_allowance(free, law), added_period=added if full else daily(added, law),
        free_year=12 * free, added_year=12 * added, year_pay=expected, year_days=months * _FULL_MONTH,
        year_base_health=min(earlier, months * law.amount("bbg_kv_month")),
        year_base_pension=min(earlier, months * law.amount("bbg_rv_month")),
    )  # fmt: skip


def _minijob_row(given: Given, gross: int) -> marginal.Minijob:
    return marginal.Minijob(
        gross=gross, statutory_health=not given.flag("privately_insured"), pension_exempt=given.flag("pension_exempt"),
        employer_pays_flat_tax=given.flag("employer_pays_flat_tax", True), u1_applies=given.flag("u1_applies", True),
    )  # fmt: skip


def _scaled(given: Given, name: str, scale: int) -> int:
    return people.scaled(given.number(name, "0"), scale, name)


def _factor(given: Given) -> int:
    return given.whole("tax_factor_thousandths", 1000, least=1, most=1000)


def _land(given: Given, law: Law) -> str:
    return given.choice("land", [code for code, _ in law.table("church_tax_rates")], "BE")


def _tax_class(given: Given, omitted: int = 1) -> int:
    """A class that is there but not known is class VI (EStG 39c)."""
    unknown = "tax_class" in given.words and not given.has("tax_class")
    return 6 if unknown else given.whole("tax_class", omitted, least=1, most=6)


def _amount(sheet: Sheet, code: str) -> int:
    return int(sheet.amount(code)[0])


def _totals(sheet: Sheet, **creditors: Any) -> dict[str, int]:
    due = {
        name: int((sheet.total("employee", owed) + sheet.total("employer", owed))[0])
        for name, owed in creditors.items()
    }
    return {"net": int(sheet.net[0]), "employer_cost": int(sheet.cost[0]), **due}


def _employment_lines(sheet: Sheet, given: Given) -> dict[str, Any]:
    zone = bool(sheet.amount("transition_zone")[0])
    lines: dict[str, Any] = {
        "midijob": zone, "base_kv_pv": _amount(sheet, "base_health"), "base_rv_av": _amount(sheet, "base_pension"),
        "base_levies": _amount(sheet, "base_pension"),
    }  # fmt: skip
    if zone:
        lines["base_employee_share"] = next(
            int(line.base[0]) for line in sheet.lines if line.code == "rv_an" and line.base is not None
        )
    for side in ("an", "ag"):
        lines |= {f"{branch}_{side}": _amount(sheet, f"{branch}_{side}") for branch in BRANCHES}
        lines[f"sv_{side}"] = sum(lines[f"{branch}_{side}"] for branch in BRANCHES)
    for code in ("u1", "u2", "insolvenzgeldumlage", "lohnsteuer", "soli", "kirchensteuer"):
        lines[code] = _amount(sheet, code)
    lines["accident"] = _amount(sheet, "accident") + _amount(sheet, "accident_e")
    lines["church_tax_base"] = _amount(sheet, "church_tax_base") if given.flag("church_member") else None
    lines["pap_annual"] = {
        "pay": _amount(sheet, "lst_year_pay"), "vorsorgepauschale": _amount(sheet, "lst_year_vorsorge"),
        "taxable": _amount(sheet, "lst_year_taxable"), "tax": _amount(sheet, "lst_year_tax"),
        "base_for_church_and_soli": _amount(sheet, "lst_year_base"),
    }  # fmt: skip
    if bonus := given.whole("bonus", 0):
        lines["bonus"] = _bonus_lines(sheet, bonus)
    return lines


def _bonus_lines(sheet: Sheet, bonus: int) -> dict[str, int]:
    lines = {f"{branch}_an": _amount(sheet, f"{branch}_an_e") for branch in BRANCHES}
    lines["sv_an"] = sum(lines.values())
    lines["sv_ag"] = sum(_amount(sheet, f"{branch}_ag_e") for branch in BRANCHES)
    lines["insolvenz"] = _amount(sheet, "insolvenzgeldumlage_e")
    taxes = {code: _amount(sheet, f"{code}_e") for code in ("lohnsteuer", "soli", "kirchensteuer")}
    return lines | taxes | {"net": bonus - lines["sv_an"] - sum(taxes.values())}
