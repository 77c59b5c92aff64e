"""Reads the worked cases of examples/hu.json: the words of the case file → the payroll's own rows."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from typing import Any

import msgspec

from core.country import Case
from countries.hu.contracts import fee_of, simplified_of
from countries.hu.payroll import (
    Ekho,
    Employment,
    Mandate,
    Simplified,
    ekho,
    employment,
    family_base,
    mandate,
    simplified,
)
from shared_tools.dated import Law, MissingValue, Parameters
from shared_tools.given import Given
from shared_tools.money import percent
from shared_tools.paysheet import Columns, Pay, Sheet
from shared_tools.refusal import Refusal
from shared_tools.solve import cost_of, gross_for_cost

_EFO = ("casual", "film", "seasonal")
_MONTH, _MOST_DAYS, _MOST_MONTHS, _MOST_CHILDREN = 30, 366, 12, 30
_PERIODS = {"2025H1": date(2025, 6, 1), "2025H2": date(2025, 12, 1), "2026": date(2026, 6, 1)}
_ALLOWANCES = (
    "allowance_mother", "allowance_under25", "allowance_personal", "allowance_first_married", "allowance_family",
)  # fmt: skip


class CaseKinds(dict[str, Callable[[Case], dict[str, Any]]]):
    """The kinds this country answers, over the parameters they read."""

    def __init__(self, parameters: Parameters) -> None:
        kinds = (_employment, _ekho, _mandate, _simplified, _from_invoice)
        super().__init__({kind.__name__.removeprefix("_"): self._answering(kind) for kind in kinds})
        self.parameters = parameters

    def _answering(self, kind: Callable[[Given, Law], dict[str, Any]]) -> Callable[[Case], dict[str, Any]]:
        def answer(case: Case) -> dict[str, Any]:
            given = Given(case.inputs)
            period, day = _period(given, case.year)
            try:
                return kind(given, self.parameters.on(day))
            except MissingValue as lacking:
                raise Refusal(
                    lacking.rule, f"no {lacking.field} is known for {period}.", field="period",
                    way_out=lacking.way_out,
                ) from None  # fmt: skip

        return answer


def _period(given: Given, year: int) -> tuple[str, date]:
    """The period asked for and a day of it: a half-year of 2025, a year, or a month as 2025-01.

    Raises Refusal ``unknown_period``.
    """
    word = "period" if given.has("period") else "year"
    period = str(given.words[word]) if given.has(word) else str(year or 2026)
    period = "2025H2" if period == "2025" else period
    if period in _PERIODS:
        return period, _PERIODS[period]
    try:
        return period, date.fromisoformat(f"{period}-01")
    except ValueError:
        raise Refusal(
            "unknown_period", f"no numbers are kept for {period!r}.", field=word,
            way_out=f"Use {', '.join(_PERIODS)}, or a month as 2025-01.",
        ) from None  # fmt: skip


def _employment(given: Given, law: Law) -> dict[str, Any]:
    row = _employment_row(given, given.whole("gross"), law)
    return _employment_answer(employment(Columns.of([row]), law))


def _ekho(given: Given, law: Law) -> dict[str, Any]:
    row = Ekho(gross=given.whole("gross"), ordinary=given.whole("ordinary", 0), **_allowances(given, law))
    return _ekho_answer(ekho(Columns.of([row]), law))


def _mandate(given: Given, law: Law) -> dict[str, Any]:
    fee, months = given.whole("fee"), given.whole("months", 0, most=_MOST_MONTHS)
    threshold = (
        law.amount("insurance_floor_month") * months
        if months
        else law.amount("insurance_floor_day") * given.whole("days", _MONTH, least=1, most=_MOST_DAYS)
    )
    name = "cost_percent" if given.has("cost_percent") else "cost_ratio"
    cost = percent(given.number(name, most=100)) if given.has(name) else law.rate("mandate_cost")
    row = Mandate(fee, threshold, _family(given, law), _millionths(cost, name))
    sheet = mandate(Columns.of([row]), law)
    lines = _amounts(sheet, "cost", "base", "allowance_family", "szja", "tb_before_credit", "szocho")
    lines |= {
        "fee": fee,
        "threshold": threshold,
        "insured": bool(sheet.amount("insured")[0]),
        **_credit(sheet),
    }
    return {"lines": lines, "outputs": _totals(sheet)}


def _simplified(given: Given, law: Law) -> dict[str, Any]:
    days, wage = given.whole("days", least=1, most=_MOST_DAYS), given.whole("daily_wage")
    kind = given.choice("efo_type", _EFO, "")
    if not kind:
        raise Refusal("input_missing", "the charge depends on the kind of work.", field="efo_type", way_out=f"Use one of {', '.join(_EFO)}.")  # fmt: skip
    try:
        row = simplified_of(law, kind, wage * days, days)
    except MissingValue:
        # Without a daily minimum wage of that year the charge is known, only what the worker declares is not.
        row = Simplified(wage * days, days, law.amount(f"efo_{kind}"))
    sheet = simplified(Columns.of([row]), law)
    lines = {"gross": row.gross, **_amounts(sheet, "public_charge_day", "public_charge")}
    if row.free_limit and wage > row.free_limit:
        lines |= {
            "free_limit_per_day": row.free_limit,
            **_amounts(sheet, "free_limit", "taxable_in_return", "tax_in_return"),
        }
    return {"lines": lines, "outputs": _totals(sheet)}


def _from_invoice(given: Given, law: Law) -> dict[str, Any]:
    invoiced = given.whole("invoice_net")
    fee = fee_of(invoiced, given.number("fee_percent", "8.5", most=100))
    budget = invoiced - fee - given.whole("expenses", 0)
    if given.choice("method", ("employee", "ekho"), "employee") == "ekho":
        row = Ekho(gross=0, ordinary=given.whole("ordinary", 0), **_allowances(given, law))
        answer = _ekho_answer(_largest(ekho, row, law, budget))
    else:
        answer = _employment_answer(_largest(employment, _employment_row(given, 0, law), law, budget))
    answer["lines"] |= {"fee": fee, "budget": budget}
    return answer


def _largest(pay: Pay, row: msgspec.Struct, law: Law, budget: int) -> Sheet:
    """The sheet of the largest gross whose cost is within ``budget``."""
    columns = Columns.of([row])
    gross = gross_for_cost(cost_of(pay, columns, law), max(budget, 0)).gross
    return pay(Columns.of([msgspec.structs.replace(row, gross=gross)]), law)


def _family(given: Given, law: Law) -> int:
    """Forint of tax base. Raises Refusal ``dependants``."""
    beneficiaries = given.whole("beneficiaries", 0, most=_MOST_CHILDREN)
    dependants = given.whole("dependants", 0, most=_MOST_CHILDREN)
    if 0 < dependants < beneficiaries:
        raise Refusal(
            "dependants", f"{beneficiaries} with allowance, but only {dependants} dependants.", field="dependants",
            way_out="Count every child who entitles among the dependants.",
        )  # fmt: skip
    return family_base(law, beneficiaries, dependants, given.whole("family_share", None))


def _allowances(given: Given, law: Law) -> dict[str, Any]:
    flags = ("under25", "mother_exempt", "personal", "first_married")
    return {name: given.flag(name) for name in flags} | {"family": _family(given, law)}


def _employment_row(given: Given, gross: int, law: Law) -> Employment:
    return Employment(gross=gross, pensioner=given.flag("pensioner"), **_allowances(given, law))


def _millionths(rate: Fraction, name: str) -> int:
    """Raises Refusal ``over_precise``."""
    scaled = rate * 1_000_000
    if scaled.denominator != 1:
        raise Refusal(
            "over_precise", f"{float(rate * 100)} % has more than four digits after the point.", field=name,
            way_out="Round the percentage first.",
        )  # fmt: skip
    return int(scaled)


def _amounts(sheet: Sheet, *names: str) -> dict[str, Any]:
    return {name: int(sheet.amount(name)[0]) for name in names}


def _credit(sheet: Sheet) -> dict[str, int]:
    before, credit = int(sheet.amount("tb_before_credit")[0]), -int(sheet.amount("tb_family_credit")[0])
    return {"tb_family_credit": credit, "tb": before - credit}


def _totals(sheet: Sheet) -> dict[str, int]:
    return {"net": int(sheet.net[0]), "employer_cost": int(sheet.cost[0])}


def _employment_answer(sheet: Sheet) -> dict[str, Any]:
    lines = {
        "gross": int(sheet.gross[0]),
        **_amounts(sheet, *_ALLOWANCES, "tax_base", "szja", "tb_before_credit", "szocho"),
    }
    return {"lines": {**lines, **_credit(sheet)}, "outputs": _totals(sheet)}


def _ekho_answer(sheet: Sheet) -> dict[str, Any]:
    names = ("ordinary_part", "ekho_base", "szja", "ekho_person", "szocho", "ekho_payer")
    lines = {"gross": int(sheet.gross[0]), "tb": _credit(sheet)["tb"], **_amounts(sheet, *names)}
    return {"lines": lines, "outputs": _totals(sheet)}
