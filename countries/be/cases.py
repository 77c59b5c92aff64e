"""Reads the worked cases of cases/examples.json: the words of a case file → the rows of the same payroll."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Any

import numpy as np

from core.country import Case
from countries.be import social, tax
from countries.be.contracts import month_days, quarter_of, student_days_beyond, student_inside
from countries.be.copyright import COSTS, Concession, concession
from countries.be.holiday import Departure, Exceptional, departure, exceptional
from countries.be.payroll import Wage, cost_jumps, wages
from countries.be.social import basic_contribution, declared
from countries.be.worker import chosen_millionths
from shared_tools import money
from shared_tools.dated import Law, Parameters
from shared_tools.paysheet import Column, Columns, Sheet, times
from shared_tools.refusal import Refusal
from shared_tools.solve import cost_of, gross_for_cost

HOUR = 3600
TAX_STEPS = {
    "year_gross": "tax_year_gross", "flat_costs": "tax_flat_costs", "net_taxable_year": "tax_net",
    "shared_with_spouse": "tax_shared", "basic_tax": "tax_basic", "reductions": "tax_reductions",
    "tax_year": "tax_year",
}  # fmt: skip

Answer = dict[str, Any]
Given = Mapping[str, Any]


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
        law = self._law(_last_day(given))
        return wages(Columns.of([_wage(given, law, **own)]), law)

    def month(self, case: Case) -> Answer:
        return _slip(self._sheet({"whole_month": True, **case.inputs}))

    def contract(self, case: Case) -> Answer:
        return _slip(self._sheet(case.inputs))

    def artist(self, case: Case) -> Answer:
        return _slip(self._sheet({"status": "artist", **case.inputs}))

    def student(self, case: Case) -> Answer:
        given = case.inputs
        law = self._law(_last_day(given))
        seconds, before = _seconds(given["hours"]), _seconds(given.get("hours_before_in_year", "0"))
        inside = student_inside(seconds, before, law, HOUR)
        days = student_days_beyond(given.get("days_paid") or 1, seconds, inside)
        status = given.get("status_beyond", "employee")
        sheet = self._sheet(
            {**given, "status": status, "hours": None},
            days=days,
            student_seconds=seconds,
            student_inside=inside,
        )
        gross_inside = _of(sheet, "student_gross_inside")
        worker, employer = _of(sheet, "solidarity_worker"), _of(sheet, "solidarity_employer")
        slip = _slip(sheet, gross_inside - worker)
        lines = {
            "hours_inside": _text(Fraction(inside, HOUR)), "hours_beyond": _text(Fraction(seconds - inside, HOUR)),
            "gross_inside": gross_inside, "gross_beyond": given["gross"] - gross_inside,
            "solidarity_worker": worker, "solidarity_employer": employer,
            "hours_used_after": _text(Fraction(before + seconds, HOUR)), "net": int(sheet.net[0]),
        }  # fmt: skip
        outputs = slip["outputs"] | {"net": int(sheet.net[0])}
        slip["lines"]["employer"]["total"] -= employer
        if inside < seconds:
            lines |= {"days_beyond": days, "beyond": slip["lines"]}
        return {"lines": lines, "outputs": outputs}

    def two_contracts(self, case: Case) -> Answer:
        shared = {key: value for key, value in case.inputs.items() if key not in ("first", "second")}
        first = self._sheet({**shared, **case.inputs["first"]})
        earlier = {
            "month_base": "onss_base", "month_special": "special_contribution",
            "month_scale_taxable": "scale_taxable", "month_scale_bonus_a": "scale_bonus_a",
            "month_scale_bonus_b": "scale_bonus_b", "month_scale_withheld": "scale_withheld",
            "quarter_base": "onss_base",
        }  # fmt: skip
        granted = -_of(first, "work_bonus_a") - _of(first, "work_bonus_b")
        second = self._sheet(
            {**shared, **case.inputs["second"]},
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
        given = dict(case.inputs)
        whole = given.get("days_paid") is None and given.get("hours") is None
        law = self._law(_last_day(given))
        columns = Columns.of([_wage({"whole_month": whole, **given}, law)])
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
        given = {"gross": case.inputs["pay_at_100"], **case.inputs}
        law = self._law(_last_day(given))
        columns = Columns.of([_wage(given, law, third_of_quarter=bool(given.get("month_estimate")))])
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
        given = case.inputs
        law = self._law(date(given.get("income_year", case.year), 12, 31))
        columns = Columns.of([_wage({"gross": 0, "days_paid": 1, "last_day": str(law.day), **given}, law)])
        steps = tax.key_formula(_column(given["taxable_month"]), columns, law)
        lines = {
            name: int(getattr(steps, "year" if code == "tax_year" else code.removeprefix("tax_"))[0])
            for name, code in TAX_STEPS.items()
        }
        month = int(steps.month[0])
        return {"lines": lines | {"withholding_before_bonus": month}, "outputs": {"withholding": month}}

    def exceptional_payment(self, case: Case) -> Answer:
        given = case.inputs
        year = given.get("income_year", case.year)
        row = Exceptional(
            gross=given["gross"], normal_year_pay=given["normal_year_pay"],
            pay_day=_day(given.get("paid_on")) or date(year, 12, 31), holiday=_is_holiday(given.get("payment", "other")),
            children=given.get("children", 0), base108=given.get("status", "employee") != "employee",
            commercial=given.get("employer_commercial", True), staff=given.get("staff", 20),
        )  # fmt: skip
        sheet = exceptional(Columns.of([row]), self._law(row.pay_day))
        net, withheld = int(sheet.net[0]), _of(sheet, "withholding_exceptional")
        return {
            "lines": {"onss_worker": _of(sheet, "onss_worker"), **_exceptional_lines(sheet), "net": net},
            "outputs": {"net": net, "withholding": withheld},
        }

    def exit_holiday_pay(self, case: Case) -> Answer:
        given = case.inputs
        paid_on = _day(given.get("paid_on")) or date(case.year, 12, 31)
        law = self._law(paid_on)
        row = Departure(
            gross=0, earned=given["gross_earned_in_year"], normal_year_pay=given["normal_year_pay"], pay_day=paid_on,
            children=given.get("children", 0), commercial=given.get("employer_commercial", True),
            staff=given.get("staff", 20),
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
        given = case.inputs
        law = self._law(date(given.get("income_year", case.year), 12, 31))
        entitled = given.get("arts_certificate", False) or not law["copyright_costs_certificate_only"].value
        mode = given.get("costs_mode") or ("split_50_25" if entitled else "none")
        if mode not in COSTS:
            raise Refusal(
                "unknown_costs_mode", f"{mode!r} is no way to deduct costs from rights.", field="costs_mode",
                way_out=f"Use one of {', '.join(COSTS)}.",
            )  # fmt: skip
        row = Concession(
            amount=given["amount"], paid_before=given.get("paid_before_in_year", 0),
            work_pay=given.get("service_pay_in_year", 0), with_work=given.get("with_service", True),
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
        given = case.inputs
        fee = money.times(given["budget"], money.percent(given.get("fee_percent") or "0"))
        available = given["budget"] - fee
        law = self._law(_last_day(given))
        columns = Columns.of(
            [_wage({"gross": 0, **given}, law, departure=bool(given.get("with_exit_holiday")))]
        )
        found = gross_for_cost(cost_of(wages, columns, law), available, jumps=cost_jumps(columns, law))
        return {
            "lines": {"available": available, "gross": found.gross, "cost": found.cost, "left": found.left},
            "outputs": {"gross": found.gross},
        }


# --- reading ------------------------------------------------------------------------------------------------------


def _wage(given: Given, law: Law, **own: Any) -> Wage:
    """The row of a case; what the case omits is as for a single resident who works five days a week."""
    last_day = _last_day(given)
    week_days = given.get("days_per_week") or 5
    days_of_month = given.get("days_of_month") or month_days(last_day, week_days)
    hours = given.get("hours")
    whole = bool(given.get("whole_month"))
    day_hours = Fraction(given.get("full_hours_day") or law.rate("hours_per_day"))
    fields: dict[str, Any] = {
        "gross": given["gross"], "pay_day": _day(given.get("paid_on")) or last_day, "quarter": quarter_of(last_day),
        "days": given.get("days_paid") or (days_of_month if hours is None else 0), "month_days": days_of_month,
        "day_seconds": int(day_hours * HOUR), "week_days": week_days, "seconds": _seconds(hours or "0"),
        "by_hours": hours is not None and not whole, "whole_month": whole, "third_of_quarter": whole,
        "base108": given.get("status", "employee") != "employee", "family": given.get("family", "single"),
        "children": given.get("children", 0) + given.get("disabled_children", 0),
        "single_parent": bool(given.get("single_parent")), "disabled": bool(given.get("disabled")),
        "spouse_disabled": bool(given.get("spouse_disabled")),
        "dependants_65_care": int(given.get("dependants_65_care") or 0),
        "dependants_other": int(given.get("dependants_other") or 0), "resident": given.get("resident", True),
        "chosen": chosen_millionths(given.get("chosen_percent") or ""), "flat_tax": bool(given.get("artist_flat_11_11")),
        "piecework": bool(given.get("piecework")), "artist_target": bool(given.get("artist_target_reduction")),
        "commercial": given.get("employer_commercial", True), "staff": given.get("staff", 20),
        "year_bonus": given.get("bonus_before_in_year", 0),
    }  # fmt: skip
    if fields["family"] not in tax.FAMILIES:
        raise Refusal(
            "unknown_family", f"{fields['family']!r} is no family situation of the tax formula.", field="family",
            way_out=f"Use one of {', '.join(tax.FAMILIES)}.",
        )  # fmt: skip
    return Wage(**(fields | own))


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _last_day(given: Given) -> date:
    if given.get("last_day"):
        return date.fromisoformat(given["last_day"])
    first = date.fromisoformat(f"{given['month']}-01")
    return first.replace(day=monthrange(first.year, first.month)[1])


def _seconds(hours: str | int) -> int:
    return int(Fraction(hours) * HOUR)


def _is_holiday(payment: str) -> bool:
    if payment == "other":
        return False
    if "holiday" in payment:
        return True
    raise Refusal(
        "unknown_payment", f"{payment!r} is no kind of exceptional payment.", field="payment",
        way_out="Use holiday or other.",
    )  # fmt: skip


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
