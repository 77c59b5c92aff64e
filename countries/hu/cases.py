"""Reads the worked cases of examples/hu.json: the words of the case file → the payroll's own rows."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import msgspec

from core.country import Case
from countries.hu.contracts import fee_of, simplified_of
from countries.hu.payroll import Ekho, Employment, Mandate, ekho, employment, family_base, mandate, simplified
from shared_tools.dated import Law, Parameters
from shared_tools.money import percent
from shared_tools.paysheet import Columns, Pay, Sheet
from shared_tools.refusal import Refusal
from shared_tools.solve import cost_of, gross_for_cost

_PERIODS = {"2025H1": date(2025, 6, 1), "2025H2": date(2025, 12, 1), "2026": date(2026, 6, 1)}
_ALLOWANCES = (
    "allowance_mother", "allowance_under25", "allowance_personal", "allowance_first_married", "allowance_family",
)  # fmt: skip


class CaseKinds(dict[str, Callable[[Case], dict[str, Any]]]):
    """The kinds this country answers, over the parameters they read."""

    def __init__(self, parameters: Parameters) -> None:
        super().__init__(
            employment=self.employment, ekho=self.ekho, mandate=self.mandate, simplified=self.simplified,
            from_invoice=self.from_invoice,
        )  # fmt: skip
        self.parameters = parameters

    def _law(self, case: Case) -> Law:
        given = case.inputs
        period = str(given.get("period") or given.get("year") or case.year or 2026)
        period = "2025H2" if period == "2025" else period
        if period not in _PERIODS:
            raise Refusal("unknown_period", f"no numbers are kept for {period!r}.", field="period", way_out=f"Use {', '.join(_PERIODS)}.")  # fmt: skip
        return self.parameters.on(_PERIODS[period])

    def employment(self, case: Case) -> dict[str, Any]:
        law = self._law(case)
        return _employment_answer(employment(Columns.of([_employment_row(case.inputs, law)]), law))

    def ekho(self, case: Case) -> dict[str, Any]:
        row = Ekho(case.inputs["gross"], case.inputs.get("ordinary", 0))
        return _ekho_answer(ekho(Columns.of([row]), self._law(case)))

    def mandate(self, case: Case) -> dict[str, Any]:
        given, law = case.inputs, self._law(case)
        months = given.get("months")
        threshold = (
            law.amount("insurance_floor_month") * months
            if months
            else law.amount("insurance_floor_day") * given.get("days", 30)
        )
        cost = given.get("cost_percent", given.get("cost_ratio"))
        millionths = int((law.rate("mandate_cost") if cost is None else percent(str(cost))) * 1_000_000)
        sheet = mandate(Columns.of([Mandate(given["fee"], threshold, _family(given, law), millionths)]), law)
        lines = _amounts(sheet, "cost", "base", "allowance_family", "szja", "tb_before_credit", "szocho")
        lines |= {
            "fee": given["fee"],
            "threshold": threshold,
            "insured": bool(sheet.amount("insured")[0]),
            **_credit(sheet),
        }
        return {"lines": lines, "outputs": _totals(sheet)}

    def simplified(self, case: Case) -> dict[str, Any]:
        given, law = case.inputs, self._law(case)
        days = given["days"]
        row = simplified_of(law, given["efo_type"], given["daily_wage"] * days, days)
        sheet = simplified(Columns.of([row]), law)
        lines = {"gross": row.gross, **_amounts(sheet, "public_charge_day", "public_charge")}
        if row.free_limit and given["daily_wage"] > row.free_limit:
            lines |= {
                "free_limit_per_day": row.free_limit,
                **_amounts(sheet, "free_limit", "taxable_in_return", "tax_in_return"),
            }
        return {"lines": lines, "outputs": _totals(sheet)}

    def from_invoice(self, case: Case) -> dict[str, Any]:
        given, law = case.inputs, self._law(case)
        fee = fee_of(given["invoice_net"], str(given.get("fee_percent", "8.5")))
        budget = given["invoice_net"] - fee - given.get("expenses", 0)
        if given.get("method", "employee") == "ekho":
            row: Any = Ekho(budget, given.get("ordinary", 0))
            sheet = _largest(ekho, row, law, budget)
            answer = _ekho_answer(sheet)
        else:
            sheet = _largest(employment, _employment_row({**given, "gross": budget}, law), law, budget)
            answer = _employment_answer(sheet)
        answer["lines"] |= {"fee": fee, "budget": budget}
        return answer


def _largest(pay: Pay, row: msgspec.Struct, law: Law, budget: int) -> Sheet:
    """The sheet of the largest gross whose cost is within ``budget``."""
    columns = Columns.of([row])
    gross = gross_for_cost(cost_of(pay, columns, law), max(budget, 0)).gross
    return pay(Columns.of([msgspec.structs.replace(row, gross=gross)]), law)


def _family(given: dict[str, Any], law: Law) -> int:
    beneficiaries = given.get("beneficiaries", 0)
    return family_base(law, beneficiaries, given.get("dependants", beneficiaries), given.get("family_share"))


def _employment_row(given: dict[str, Any], law: Law) -> Employment:
    return Employment(
        given["gross"], given.get("under25", False), given.get("mother_exempt", False), given.get("personal", False),
        given.get("first_married", False), _family(given, law), given.get("pensioner", False),
    )  # fmt: skip


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
