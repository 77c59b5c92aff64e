"""Reads the worked cases of cases/examples.json: the words of a case file → the rows of the same payroll."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import numpy as np

from core.country import Case
from countries.be import social, tax
from countries.be.case_inputs import (
    MONTH_DAYS,
    STATUSES,
    children,
    employer_facts,
    hours_before,
    is_base108,
    is_holiday,
    last_day,
    pay_day,
    seconds_of,
    wage_row,
    year_end,
)
from countries.be.contracts import student_days_beyond, student_inside
from countries.be.copyright import COSTS, Concession, concession
from countries.be.holiday import Departure, Exceptional, departure, exceptional
from countries.be.payroll import cost_jumps, wages
from countries.be.social import basic_contribution, declared
from shared_tools import money
from shared_tools.dated import Law, Parameters
from shared_tools.given import Given
from shared_tools.paysheet import Column, Columns, Sheet, times
from shared_tools.refusal import naming
from shared_tools.solve import cost_of, gross_for_cost

HOUR = 3600
TAX_STEPS = {
    "year_gross": "tax_year_gross", "flat_costs": "tax_flat_costs", "net_taxable_year": "tax_net",
    "shared_with_spouse": "tax_shared", "basic_tax": "tax_basic", "reductions": "tax_reductions",
    "tax_year": "tax_year",
}  # fmt: skip

Answer = dict[str, Any]


class CaseKinds(dict[str, Any]):
    """The kinds this country answers; holds the parameters they read."""

    def __init__(self, parameters: Parameters) -> None:
        super().__init__(
            employee_month=self.month, employee_day_contract=self.contract, artist_day_contract=self.artist,
            artist_1bis=self.artist, chosen_withholding=self.contract, year_change=self.contract,
            student=self.student, two_contracts_one_month=self.two_contracts, work_bonus=self.work_bonus,
            structural_reduction=self.structural_reduction, withholding_only=self.withholding_only,
            exceptional_payment=self.exceptional_payment, exit_holiday_pay=self.exit_holiday_pay,
            copyright_concession=self.copyright_concession, gross_from_budget=self.gross_from_budget,
        )  # fmt: skip
        self.parameters = parameters

    def _law(self, day: date) -> Law:
        return self.parameters.on(day)

    def _sheet(self, given: Given, **own: Any) -> Sheet:
        law = self._law(last_day(given))
        return wages(Columns.of([wage_row(given, law, **own)]), law)

    def month(self, case: Case) -> Answer:
        return _slip(self._sheet(Given(case.inputs).with_defaults(whole_month=True)))

    def contract(self, case: Case) -> Answer:
        return _slip(self._sheet(Given(case.inputs)))

    def artist(self, case: Case) -> Answer:
        return _slip(self._sheet(Given(case.inputs).with_defaults(status="artist")))

    def student(self, case: Case) -> Answer:
        given = Given(case.inputs)
        law = self._law(last_day(given))
        seconds, before = seconds_of(given, "hours"), hours_before(given)
        inside = student_inside(seconds, before, law, HOUR)
        days = student_days_beyond(given.whole("days_paid", 1, least=1, most=MONTH_DAYS), seconds, inside)
        status = given.choice("status_beyond", STATUSES, "employee")
        sheet = self._sheet(
            given.but({"status": status, "hours": None}),
            days=days,
            student_seconds=seconds,
            student_inside=inside,
        )
        gross_inside = _of(sheet, "student_gross_inside")
        worker, employer = _of(sheet, "solidarity_worker"), _of(sheet, "solidarity_employer")
        slip = _slip(sheet, gross_inside - worker)
        lines = {
            "hours_inside": _text(Fraction(inside, HOUR)), "hours_beyond": _text(Fraction(seconds - inside, HOUR)),
            "gross_inside": gross_inside, "gross_beyond": given.whole("gross") - gross_inside,
            "solidarity_worker": worker, "solidarity_employer": employer,
            "hours_used_after": _text(Fraction(before + seconds, HOUR)), "net": int(sheet.net[0]),
        }  # fmt: skip
        outputs = slip["outputs"] | {"net": int(sheet.net[0])}
        slip["lines"]["employer"]["total"] -= employer
        if inside < seconds:
            lines |= {"days_beyond": days, "beyond": slip["lines"]}
        return {"lines": lines, "outputs": outputs}

    def two_contracts(self, case: Case) -> Answer:
        shared = Given(case.inputs)
        said = shared.but(shared.table("first").words)
        with naming("first"):
            first = self._sheet(said)
        earlier = {
            "month_base": "onss_base", "month_special": "special_contribution",
            "month_scale_taxable": "scale_taxable", "month_scale_bonus_a": "scale_bonus_a",
            "month_scale_bonus_b": "scale_bonus_b", "month_scale_withheld": "scale_withheld",
            "quarter_base": "onss_base",
        }  # fmt: skip
        granted = -_of(first, "work_bonus_a") - _of(first, "work_bonus_b")
        said = shared.but(shared.table("second").words)
        with naming("second"):
            second = self._sheet(
                said,
                year_bonus=granted, **{name: _of(first, code) for name, code in earlier.items()},
            )  # fmt: skip
        slips = [_slip(first), _slip(second)]
        both = [slip["outputs"] for slip in slips]
        return {
            "lines": {"first": slips[0]["lines"], "second": slips[1]["lines"]},
            "outputs": {
                "net_first": both[0]["net"], "net_second": both[1]["net"],
                "withholding_month": both[0]["withholding"] + both[1]["withholding"],
                "special_contribution_month": both[0]["special_contribution"] + both[1]["special_contribution"],
                "employer_cost": both[0]["employer_cost"] + both[1]["employer_cost"],
            },
        }  # fmt: skip

    def work_bonus(self, case: Case) -> Answer:
        given = Given(case.inputs)
        given = given.with_defaults(whole_month=not given.has("days_paid") and not given.has("hours"))
        law = self._law(last_day(given))
        columns = Columns.of([wage_row(given, law)])
        base = declared(columns.gross, columns, law)
        onss = times(base, law["onss_worker"])
        reference = social.month_reference(columns.gross, columns)
        bonus_a, bonus_b = social.work_bonus(reference, columns, onss, law)
        fiscal = tax.fiscal_work_bonus(bonus_a, bonus_b, law)
        net = int((onss - bonus_a - bonus_b)[0])
        return {
            "lines": {
                "onss_base": int(base[0]), "onss_worker": int(onss[0]),
                "bonus_reference_wage": int(reference.wage[0]),
                "bonus_fraction": _hundredths(int(reference.fraction[0])), "work_bonus_a": int(bonus_a[0]),
                "work_bonus_b": int(bonus_b[0]), "onss_worker_net": net, "fiscal_work_bonus": int(fiscal[0]),
            },
            "outputs": {"work_bonus": int((bonus_a + bonus_b)[0]), "onss_worker_net": net},
        }  # fmt: skip

    def structural_reduction(self, case: Case) -> Answer:
        given = Given(case.inputs)
        law = self._law(last_day(given))
        row = wage_row(
            given.but({"gross": given.whole("pay_at_100")}),
            law,
            third_of_quarter=given.flag("month_estimate"),
        )
        columns = Columns.of([row])
        line = social.quarter_line(columns.gross, columns, law)
        basic = basic_contribution(declared(columns.gross, columns, law), law)
        reduction = np.minimum(social.structural_reduction(line, columns.third_of_quarter, law), basic)
        return {
            "lines": {
                "reference_wage": int(line.wage[0]), "R": int(line.amount[0]), "mu": _hundredths(int(line.mu[0])),
                "structural_reduction": int(reduction[0]),
            },
            "outputs": {"structural_reduction": int(reduction[0])},
        }  # fmt: skip

    def withholding_only(self, case: Case) -> Answer:
        given = Given(case.inputs).with_defaults(gross=0, days_paid=1)
        law = self._law(year_end(given, case))
        columns = Columns.of([wage_row(given.but({"last_day": str(law.day), "paid_on": None}), law)])
        steps = tax.key_formula(_column(given.whole("taxable_month")), columns, law)
        lines = {
            name: int(getattr(steps, "year" if code == "tax_year" else code.removeprefix("tax_"))[0])
            for name, code in TAX_STEPS.items()
        }
        month = int(steps.month[0])
        return {"lines": lines | {"withholding_before_bonus": month}, "outputs": {"withholding": month}}

    def exceptional_payment(self, case: Case) -> Answer:
        given = Given(case.inputs)
        row = Exceptional(
            gross=given.whole("gross"), normal_year_pay=given.whole("normal_year_pay"),
            pay_day=pay_day(given) or year_end(given, case),
            holiday=is_holiday(given),
            children=children(given), base108=is_base108(given), **employer_facts(given),
        )  # fmt: skip
        sheet = exceptional(Columns.of([row]), self._law(row.pay_day))
        net, withheld = int(sheet.net[0]), _of(sheet, "withholding_exceptional")
        return {
            "lines": {"onss_worker": _of(sheet, "onss_worker"), **_exceptional_lines(sheet), "net": net},
            "outputs": {"net": net, "withholding": withheld},
        }

    def exit_holiday_pay(self, case: Case) -> Answer:
        given = Given(case.inputs)
        paid_on = pay_day(given) or year_end(given, case)
        law = self._law(paid_on)
        row = Departure(
            gross=0, earned=given.whole("gross_earned_in_year"), normal_year_pay=given.whole("normal_year_pay"),
            pay_day=paid_on, children=children(given), **employer_facts(given),
        )  # fmt: skip
        columns = Columns.of([row])
        draft = departure(columns, law)
        single, double = _of(draft, "single"), _of(draft, "double")
        sheet = departure(columns.with_(gross=_column(single + double)), law)
        special = next(line for line in sheet.lines if line.code == "special_withholding_double")
        return {
            "lines": {
                "single": single, "double": double, "double_with_contribution": _first(special.base),
                "onss_single": _of(sheet, "onss_worker"), "special_withholding_double": _first(special.amount),
                **_exceptional_lines(sheet), "employer_base": _of(sheet, "onss_employer"),
                "employer_addons": _add_ons(sheet),
            },
            "outputs": {"net": int(sheet.net[0]), "employer_cost": int(sheet.cost[0])},
        }  # fmt: skip

    def copyright_concession(self, case: Case) -> Answer:
        given = Given(case.inputs)
        law = self._law(year_end(given, case))
        entitled = given.flag("arts_certificate") or not law["copyright_costs_certificate_only"].value
        mode = given.choice("costs_mode", COSTS, "split_50_25") if entitled else "none"
        row = Concession(
            amount=given.whole("amount"), paid_before=given.whole("paid_before_in_year", 0),
            work_pay=given.whole("service_pay_in_year", 0), with_work=given.flag("with_service", True),
            flat_costs=mode != "none",
        )  # fmt: skip
        sheet = concession(Columns.of([row]), law)
        (withholding,) = sheet.lines
        withheld, refused = _first(withholding.amount), _of(sheet, "refused_as_pay")
        return {
            "lines": {
                "costs_mode": mode, "accepted": int(sheet.gross[0]), "refused_as_pay": refused,
                "flat_costs": _of(sheet, "flat_costs"), "taxable": _first(withholding.base),
                "movable_withholding": withheld,
            },
            "outputs": {"net": int(sheet.net[0]), "movable_withholding": withheld, "to_pay_as_wage": refused},
        }  # fmt: skip

    def gross_from_budget(self, case: Case) -> Answer:
        given = Given(case.inputs).with_defaults(gross=0)
        budget = given.whole("budget")
        available = budget - money.times(budget, money.percent(given.number("fee_percent", "0", most=100)))
        law = self._law(last_day(given))
        # Manual workers and artists have their holiday pay from the fund: nothing is set aside for a departure.
        departure = given.flag("with_exit_holiday") and not is_base108(given)
        columns = Columns.of([wage_row(given, law, departure=departure)])
        found = gross_for_cost(cost_of(wages, columns, law), available, jumps=cost_jumps(columns, law))
        return {
            "lines": {"available": available, "gross": found.gross, "cost": found.cost, "left": found.left},
            "outputs": {"gross": found.gross},
        }


# --- writing ------------------------------------------------------------------------------------------------------


def _column(value: int) -> Column:
    return np.array([value], dtype=np.int64)


def _first(column: Column | None) -> int:
    return 0 if column is None else int(column[0])


def _of(sheet: Sheet, code: str) -> int:
    return int(sheet.amount(code)[0])


def _text(value: Fraction) -> str:
    """A plain decimal without trailing zeros."""
    whole = f"{value.numerator * 10_000 // value.denominator:05d}"
    return f"{whole[:-4]}.{whole[-4:]}".rstrip("0").rstrip(".")


def _hundredths(value: int) -> str:
    return _text(Fraction(value, 100))


def _add_ons(sheet: Sheet) -> dict[str, int]:
    return {line.code: int(line.amount[0]) for line in sheet.lines if line.code[:3].isdecimal()}


def _exceptional_lines(sheet: Sheet) -> Answer:
    return {
        "taxable": _of(sheet, "exceptional_taxable"),
        "rate_percent": _hundredths(_of(sheet, "exceptional_rate")),
        "child_reduction_percent": _hundredths(_of(sheet, "child_reduction")),
        "withholding": _of(sheet, "withholding_exceptional"),
    }


def _slip(sheet: Sheet, net_elsewhere: int = 0) -> Answer:
    """A wage slip in the words of the case file; ``net_elsewhere`` of its net belongs to a part shown apart."""
    onss, bonus_a, bonus_b = (
        abs(_of(sheet, code)) for code in ("onss_worker", "work_bonus_a", "work_bonus_b")
    )
    by_law = _of(sheet, "withholding_by_law")
    withheld = by_law + _of(sheet, "withholding_chosen")
    total = _of(sheet, "withholding_month_total")
    contributions = int(sheet.cost[0] - sheet.gross[0])
    special = _of(sheet, "special_contribution")
    lines = {
        "onss_base": _of(sheet, "onss_base"), "onss_worker": onss,
        "bonus_reference_wage": _of(sheet, "bonus_reference_wage"),
        "bonus_fraction": _hundredths(_of(sheet, "bonus_fraction")), "work_bonus_a": bonus_a, "work_bonus_b": bonus_b,
        "onss_worker_net": onss - bonus_a - bonus_b,
        "taxable": _of(sheet, "taxable"),
        "tax": {
            **{name: _of(sheet, code) for name, code in TAX_STEPS.items()},
            "withholding_before_bonus": _of(sheet, "tax_before_bonus"),
            "fiscal_work_bonus": _of(sheet, "fiscal_work_bonus"),
            "withholding_by_law": by_law, "withholding_month_total": total,
            "withheld_before": _of(sheet, "withheld_before"), "withholding": withheld,
        },
        "special_contribution_month": _of(sheet, "special_contribution_month"), "special_contribution": special,
        "net": int(sheet.net[0]) - net_elsewhere,
        "employer": {
            "base_contribution": _of(sheet, "onss_employer"),
            "structural_reference_wage": _of(sheet, "structural_reference_wage"),
            "structural_R": _of(sheet, "structural_R"), "mu": _hundredths(_of(sheet, "structural_mu")),
            "structural_reduction": -_of(sheet, "structural_reduction"),
            "artist_reduction": -_of(sheet, "artist_reduction"),
            "addons": _add_ons(sheet), "holiday_quarter": _of(sheet, "holiday_quarter"),
            "holiday_year_provision": _of(sheet, "holiday_year_provision"), "total": contributions,
        },
    }  # fmt: skip
    return {
        "lines": lines,
        "outputs": {
            "net": int(sheet.net[0]), "withholding": withheld, "onss_worker_net": onss - bonus_a - bonus_b,
            "special_contribution": special, "employer_contributions": contributions,
            "employer_cost": int(sheet.cost[0]),
        },
    }  # fmt: skip
