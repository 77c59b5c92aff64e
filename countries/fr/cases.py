"""Reads the worked cases of examples/fr.json: the words of the case file → the payroll's own rows."""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from typing import Any, get_args

import msgspec
import numpy as np

from core.country import Case
from countries.fr.authors import Rights, author_rights
from countries.fr.ceilings import UNITS_PER_HOUR, full_month_units
from countries.fr.ordinary import Ordinary, ordinary
from countries.fr.rates import MILLION, in_millionths, millionths, percent_text
from countries.fr.reduction import TEN_THOUSAND, refuse_reductions_of_2025
from countries.fr.spectacle import DRAMA, MUSIC, Engagement, artist, technician
from countries.fr.withholding import Region, withhold
from shared_tools.dated import Parameters
from shared_tools.given import Given
from shared_tools.money import half_up
from shared_tools.paysheet import Columns, Pay, Rates, Sheet
from shared_tools.refusal import Refusal
from shared_tools.solve import cost_of, gross_for_cost

_OUTPUTS = ("net_before_tax", "net_taxable", "net_social", "withholding")
_CONTRACTS = ("month", "day_contract", "artist", "technician", "author_rights")
_DEDUCTIONS = (DRAMA, MUSIC)
_FIRST_YEAR, _LAST_YEAR = 2000, 2100
_MOST_HOURS = 31 * 24


class CaseKinds(dict[str, Any]):
    """The kinds this country answers; holds the parameters they read."""

    def __init__(self, parameters: Parameters) -> None:
        super().__init__(
            month=self.slip, day_contract=self.slip, artist=self.slip, technician=self.slip,
            withholding=self.withholding, rgdu_year=self.rgdu_year, gross_from_budget=self.gross_from_budget,
            author_rights=self.author_rights,
        )  # fmt: skip
        self.parameters = parameters

    def slip(self, case: Case) -> dict[str, Any]:
        """A payslip of one of the four kinds that have one."""
        given = _Inputs(Given(case.inputs), self.parameters)
        row, pay = given.row(
            case.kind, given.words.whole("base_pay" if case.kind == "day_contract" else "gross")
        )
        sheet = pay(Columns.of([row]), given.law)
        hours = row.smic_units if isinstance(row, Ordinary) else row.hours
        refuse_reductions_of_2025(int(sheet.gross[0]), hours, given.law)
        return {
            "lines": _lines(sheet),
            "outputs": {
                **{name: int(sheet.amount(name)[0]) for name in _OUTPUTS},
                "employer_cost": int(sheet.cost[0]),
                "net_paid": int(sheet.net[0]),
            },
        }

    def withholding(self, case: Case) -> dict[str, Any]:
        given = _Inputs(Given(case.inputs), self.parameters)
        columns = Columns.of([_Taxed(**given.tax())])
        taxable = np.array([given.words.whole("net_taxable")], dtype=np.int64)
        sheet = Sheet(given.law, taxable)
        withhold(sheet, taxable, columns)
        lines = _withholding_lines(sheet)
        return {"lines": lines, "outputs": {"withholding": lines["withholding"]}}

    def rgdu_year(self, case: Case) -> dict[str, Any]:
        """Months in a row, each regularising the general reduction on what was earned since January."""
        asked = Given(case.inputs)
        year = asked.whole("year", case.year, least=_FIRST_YEAR, most=_LAST_YEAR)
        sums = dict.fromkeys(("regularised_pay", "regularised_smic", "regularised_reduction"), 0)
        rows: list[dict[str, Any]] = []
        asked.needs("months")
        for number, month in enumerate(asked.rows("months", inherits=True), 1):
            number = month.whole("month", number, least=1, most=12)
            given = _Inputs(month, self.parameters, date(year, number, 1))
            row, pay = given.row("month", month.whole("gross"))
            before = {f"{code}_before": total for code, total in sums.items()}
            row = msgspec.structs.replace(row, regularised=True, **before)
            sheet = pay(Columns.of([row]), given.law)
            of_month = {code: int(sheet.amount(code)[0]) for code in sums}
            sums = {code: total + of_month[code] for code, total in sums.items()}
            rows.append({
                "month": number, "coefficient": _coefficient(sheet),
                "cumulated_reduction": sums["regularised_reduction"],
                "reduction_of_month": of_month["regularised_reduction"],
            })  # fmt: skip
        return {"lines": {"rows": rows}, "outputs": {"reduction_year": sums["regularised_reduction"]}}

    def gross_from_budget(self, case: Case) -> dict[str, Any]:
        given = _Inputs(Given(case.inputs), self.parameters)
        kind = given.words.choice("contract_kind", _CONTRACTS, "month")
        budget = given.words.whole("budget")
        if kind == "author_rights":
            row, pay = given.rights(0)
        else:
            row, pay = given.row(kind, 0)
        cost = cost_of(pay, Columns.of([row]), given.law)
        solution = gross_for_cost(cost, budget)
        next_cost = int(cost(np.array([solution.gross + 1], dtype=np.int64))[0])
        sheet = pay(Columns.of([msgspec.structs.replace(row, gross=solution.gross)]), given.law)
        return {
            "lines": {"cost_of_one_cent_more": next_cost},
            "outputs": {
                "gross": int(sheet.gross[0]),
                "base_pay": solution.gross,
                "employer_cost": solution.cost,
                "left_over": solution.left,
            },
        }

    def author_rights(self, case: Case) -> dict[str, Any]:
        given = _Inputs(Given(case.inputs), self.parameters)
        row, pay = given.rights(given.words.whole("gross"))
        sheet = pay(Columns.of([row]), given.law)
        diffuser = int(sheet.total("employer")[0])
        return {
            "lines": {
                **{line.code: int(line.amount[0]) for line in sheet.lines},
                "gross": row.gross,
                "csg_base": int(sheet.amount("csg_base")[0]),
                "author_total": int(sheet.total("employee")[0]),
            },
            "outputs": {
                "net_to_author": int(sheet.net[0]),
                "diffuser_contributions": diffuser,
                "cost": int(sheet.cost[0]),
            },
        }


class _Taxed(msgspec.Struct, frozen=True, kw_only=True):
    """The columns that ``withhold`` reads."""

    tax_rate: int | None
    tax_region: str
    tax_short_contract: bool
    pay_day: date


class _Inputs:
    """The inputs of a case with the defaults of what it leaves out."""

    def __init__(self, words: Given, parameters: Parameters, day: date | None = None) -> None:
        self.words = words
        self.day = day or words.day("date")
        self.law = parameters.on(self.day)

    def rate(self, name: str, key: str) -> int:
        written = self.words.number(name, None)
        return in_millionths(self.law.rate(key)) if written is None else millionths(written, name)

    def hours(self, default: int) -> int:
        """1/300 h."""
        if not self.words.has("hours"):
            return default
        units = self.words.fraction("hours") * UNITS_PER_HOUR
        if units > _MOST_HOURS * UNITS_PER_HOUR:
            raise Refusal(
                "not_hours", f"{self.words.number('hours')} hours do not fit a month.", field="hours",
                way_out="Write the hours of this slip.",
            )  # fmt: skip
        return half_up(units.numerator, units.denominator)

    def days(self, name: str, default: int) -> int:
        return self.words.whole(name, default, least=1, most=self._month_days)

    def tax(self, short: bool = False) -> dict[str, Any]:
        rate = self.words.number("pas_rate", None)
        return {
            "tax_rate": None if rate is None else millionths(rate, "pas_rate"),
            "tax_region": self.words.choice("pas_region", get_args(Region), "metropole"),
            "tax_short_contract": self.words.flag("pas_short_contract", short),
            "pay_day": self.day,
        }

    def row(self, kind: str, gross: int) -> tuple[Ordinary | Engagement, Pay]:
        if kind == "month":
            return self._month(gross), ordinary
        if kind == "day_contract":
            return self._day_contract(gross), ordinary
        if kind in ("artist", "technician"):
            return self._engagement(kind, gross), artist if kind == "artist" else technician
        raise Refusal(
            "unknown_contract_kind", f"{kind!r} is no kind of contract of these cases.", field="contract_kind",
            way_out="Use month, day_contract, artist or technician.",
        )  # fmt: skip

    def rights(self, gross: int) -> tuple[Rights, Pay]:
        row = Rights(
            gross=gross,
            dispensed=self.words.flag("dispensed_of_withholding"),
            rights_before=self.words.whole("gross_before_this_year", 0),
        )
        return row, author_rights

    @property
    def _month_days(self) -> int:
        return monthrange(self.day.year, self.day.month)[1]

    def _employer(self, spectacle: str = "") -> dict[str, Any]:
        headcount = self.words.whole("headcount", None)
        return {
            "headcount": self.law.amount(f"headcount{spectacle}") if headcount is None else headcount,
            "accident_rate": self.rate("at_rate", f"at_rate{spectacle}"),
            "mobility_rate": self.rate("mobility_rate", "mobility"),
            "executive": self.words.flag("cadre"),
            "alsace_moselle": self.words.flag("alsace_moselle"),
        }

    def _month(self, gross: int) -> Ordinary:
        full = full_month_units(self.law)
        hours = self.hours(full)
        days = self.days("calendar_days", self._month_days)
        # A whole month's contract hours count as far as the month was served; given hours are those of the slip.
        broken = not self.words.has("hours") and days < self._month_days
        contract = self.words.text("contract").lower()
        return Ordinary(
            gross=gross, month_days=self._month_days, calendar_days=days,
            ceiling_units=hours if self.words.flag("part_time_ceiling") else full,
            smic_units=hours, smic_part=days if broken else 1, smic_whole=self._month_days if broken else 1,
            fixed_term=contract.startswith(("fixed", "cdd")),
            health_employer=self.words.whole("health_employer", 0), health_employee=self.words.whole("health_employee", 0),
            **self._employer(), **self.tax(),
        )  # fmt: skip

    def _day_contract(self, gross: int) -> Ordinary:
        days = self.days("calendar_days", self.days("days", 1))
        full = full_month_units(self.law)
        return Ordinary(
            gross=gross, month_days=self._month_days, calendar_days=days, ceiling_units=full,
            smic_units=self.hours(full * days // self._month_days), fixed_term=True,
            end_of_contract_pay=self.words.flag("ifc", True), holiday_pay=self.words.flag("iccp", True),
            health_employer=self.words.whole("health_employer", 0), health_employee=self.words.whole("health_employee", 0),
            **self._employer(), **self.tax(short=True),
        )  # fmt: skip

    def _engagement(self, kind: str, gross: int) -> Engagement:
        days = self.days("days", 1)
        return Engagement(
            gross=gross, hours=self.hours(0), engagement_days=days, days_worked=days, month_days=self._month_days,
            calendar_days=self.days("calendar_days", days), ceiling_units=full_month_units(self.law),
            provident_rate=self.rate("provident_rate", "intermittent_provident_er"),
            leave_fund_rate=self.rate("leave_fund_rate", "leave_fund"),
            short_usage=self.words.flag("short_usage_contract", True),
            deduction=self.words.choice("dfs_kind", _DEDUCTIONS, "") if kind == "artist" else "",
            deducted_before=self.words.whole("dfs_used_this_year", 0),
            # The research calculator leaves the housing contribution of intermittents out: README, open points.
            housing=self.words.flag("housing"),
            **self._employer("_spectacle"), **self.tax(short=True),
        )  # fmt: skip


def _lines(sheet: Sheet) -> dict[str, Any]:
    return {
        **{line.code: int(sheet.amount(line.code)[0]) for line in sheet.lines},
        **{code: int(column[0]) for code, column in sheet.figures.items()},
        **_withholding_lines(sheet),
        "gross": int(sheet.gross[0]),
        "rgdu_coefficient": _coefficient(sheet),
        "er_reduction": int((sheet.amount("er_reduction") + sheet.amount("er_reduction_before"))[0]),
        "ee_total": int((sheet.total("employee") - sheet.amount("withholding"))[0]),
        "er_total": int(sheet.total("employer")[0]),
    }


def _coefficient(sheet: Sheet) -> str:
    return percent_text(int(sheet.amount("rgdu_coefficient")[0]), TEN_THOUSAND * 100)


def _withholding_lines(sheet: Sheet) -> dict[str, Any]:
    tax = next(line for line in sheet.lines if line.code == "withholding")
    assert isinstance(tax.rate, Rates)
    return {
        "withholding_base": int(sheet.amount("withholding_base")[0]),
        "withholding_rate_percent": percent_text(int(tax.rate.numerators[0]), MILLION),
        "withholding": int(tax.amount[0]),
    }
