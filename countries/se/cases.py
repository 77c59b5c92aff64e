"""Reads the worked cases of examples/se.json: the words of the case file → the payroll's own rows.

All kinds share one form: where the gross comes from (given, pay with holiday compensation, sickness, an invoice),
how tax is withheld, and the answers. Amounts in öre, keys ending in ``_kr`` in whole kronor.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import msgspec
import numpy as np

from core.country import Case, FactSheet
from countries.se import payroll
from countries.se.declarations import contributions_owed
from countries.se.payroll import MonthlyRow, PayRow
from countries.se.percentages import millionths, of_rate, percent_text
from countries.se.tax import column_of_age
from shared_tools.dated import Dated, Law, Parameters, Stand
from shared_tools.money import half_up, percent, times
from shared_tools.paysheet import Columns, Pay, Sheet
from shared_tools.solve import cost_of, gross_for_cost

_KINDS = ("employment", "side_income", "holiday_pay", "one_off", "sink", "a_sink", "decision", "sick_pay", "from_invoice")  # fmt: skip
_LAST_YEAR_KNOWN = date(2026, 12, 31)
_AGE_OF_NO_SPECIAL_RATE = 40
_HOUR = 60 * 60
_TAX_BY_KIND = {
    "sink": payroll.SINK,
    "a_sink": payroll.A_SINK,
    "one_off": payroll.ONE_OFF,
    "decision": payroll.DECISION,
}
_TAX_BY_WHY = {"SINK": payroll.SINK, "A-SINK": payroll.A_SINK, "decision": payroll.DECISION}
_TAX_FIELD = {payroll.SINK: "agi_fk274_kr", payroll.A_SINK: "agi_fk275_kr"}

_TAX_LINES = {
    "taxline_table_income_to_kr": "table_income_to", "taxline_year_income_kr": "table_year_income",
    "taxline_grundavdrag_kr": "table_allowance", "taxline_taxable_kr": "table_taxable",
    "taxline_state_tax_kr": "table_state_tax", "taxline_municipal_tax_kr": "table_municipal_tax",
    "taxline_burial_fee_kr": "table_burial_fee", "taxline_pension_fee_kr": "table_pension_contribution",
    "taxline_reduction_pension_fee_kr": "table_pension_credit", "taxline_jobbskatteavdrag_kr": "table_work_credit",
    "taxline_reduction_income_kr": "table_income_credit", "taxline_public_service_fee_kr": "table_public_service_fee",
    "taxline_year_tax_kr": "table_year_tax",
}  # fmt: skip
_PIECES = ("contribution_youth", "contribution_full", "contribution_pension", "contribution_oldest")


class CaseKinds(dict[str, Any]):
    """The kinds this country answers; holds the parameters and facts they read."""

    def __init__(self, parameters: Parameters, facts: FactSheet) -> None:
        super().__init__(dict.fromkeys(_KINDS, self.answer))
        self.parameters = _carried_on(parameters)
        self.facts = facts

    def answer(self, case: Case) -> dict[str, Any]:
        given = case.inputs
        day = date.fromisoformat(given.get("pay_date", f"{case.year}-07-01"))
        law = self.parameters.on(self.parameters.era(day))
        row = _row(case, day, law)
        lines: dict[str, Any] = {}
        pay: Pay = payroll.assignment
        if "monthly" in given:
            pay, row = payroll.monthly, _monthly_row(row, given, law)
        elif "invoice_net" in given:
            row, lines = self._from_invoice(row, given, day, law)
        elif "pay" in given:
            holiday = half_up(given["pay"] * row.holiday, 10**6)
            row = msgspec.structs.replace(row, gross=given["pay"] + holiday)
        sheet = pay(Columns.of([row]), law)
        return {"lines": lines | _lines(sheet, row), "outputs": _outputs(sheet)}

    def _from_invoice(
        self, row: PayRow, given: dict[str, Any], day: date, law: Law
    ) -> tuple[PayRow, dict[str, Any]]:
        """The largest gross whose cost fits what the invoice leaves after fee and expenses."""
        share = given.get("fee_percent", self.facts.fee(day, "person").percent)
        fee = times(given["invoice_net"], percent(str(share)))
        budget = given["invoice_net"] - fee - given.get("expenses", 0)
        cost = cost_of(payroll.assignment, Columns.of([row]), law)
        gross = gross_for_cost(cost, max(budget, 0)).gross
        return msgspec.structs.replace(row, gross=gross), {"fee": fee, "budget": budget}


def _carried_on(parameters: Parameters) -> Parameters:
    """The case files take the numbers of the last year known for the years after it."""
    histories: dict[str, Dated[Any]] = {}
    for key in parameters:
        stands = parameters.history(key).stands
        if any(stand.until == _LAST_YEAR_KNOWN for stand in stands):
            stands = [
                msgspec.structs.replace(stand, until=None) if stand.until == _LAST_YEAR_KNOWN else stand
                for stand in stands
                if stand.since <= _LAST_YEAR_KNOWN
            ]
        histories[key] = Dated(key, list[Stand[Any]](stands))
    return Parameters(histories, parameters.where)


def _row(case: Case, day: date, law: Law) -> PayRow:
    given = case.inputs
    kind = _tax_kind(case)
    born = given.get("birth_year", day.year - _AGE_OF_NO_SPECIAL_RATE)
    earlier = given.get("earlier_in_month", 0)
    young = min(earlier, law.amount("youth_ceiling"))
    table, column = given.get("tax_table", 0), given.get("tax_column", 0)
    before = _tax_on(earlier, born, day.year, table, column, law) if kind == payroll.TABLE and earlier else 0
    return PayRow(
        gross=given.get("gross", 0), pay_year=day.year, birth_year=born, tax_kind=kind,
        percent=_percent(given, kind, law), table=table,
        column=column or (int(column_of_age(born, day.year, law)) if kind == payroll.TABLE else 0),
        year_income=given.get("tax_year_income", 0) * 100,
        holiday=millionths(str(given.get("semester_percent", percent_text(of_rate(law.rate("semester_percent"))))), "semester_percent"),
        foreign_a1=given.get("a1", False),
        month_table_pay=earlier, month_table_tax=given.get("earlier_tax", before), month_youth=young,
        year_pay=earlier, year_liable=earlier, year_charged=earlier,
    )  # fmt: skip


def _tax_on(earlier: int, born: int, year: int, table: int, column: int, law: Law) -> int:
    """What the table withheld from the earlier pay of the month, where the case does not say it."""
    row = PayRow(
        gross=earlier, pay_year=year, birth_year=born, tax_kind=payroll.TABLE, table=table,
        column=column or int(column_of_age(born, year, law)),
    )  # fmt: skip
    return int(payroll.supplier(Columns.of([row]), law).amount("tax_table")[0])


def _tax_kind(case: Case) -> str:
    given = case.inputs
    match given.get("tax_kind"):
        case "table":
            return payroll.TABLE
        case "oneoff":
            return payroll.ONE_OFF
        case "none":
            return payroll.NONE
        case "percent":
            return _TAX_BY_WHY.get(given.get("tax_why", ""), _TAX_BY_KIND.get(case.kind, payroll.FLAT))
        case _:
            default = payroll.TABLE if "tax_table" in given else payroll.FLAT
            return _TAX_BY_KIND.get(case.kind, default)


def _percent(given: dict[str, Any], kind: str, law: Law) -> int:
    if "tax_percent" in given:
        return millionths(str(given["tax_percent"]), "tax_percent")
    key = {payroll.FLAT: "side_income_tax", payroll.SINK: "sink", payroll.A_SINK: "a_sink"}.get(kind)
    return of_rate(law.rate(key)) if key else 0


def _monthly_row(row: PayRow, given: dict[str, Any], law: Law) -> MonthlyRow:
    week = Fraction(str(given.get("hours_week", law["full_time_week"].value))) * _HOUR
    return MonthlyRow(
        **{**msgspec.structs.asdict(row), "gross": given["monthly"], "holiday": 0},
        monthly=given["monthly"], week_seconds=int(week),
        sick_seconds=int(Fraction(str(given.get("sick_hours", 0))) * _HOUR),
    )  # fmt: skip


def _lines(sheet: Sheet, row: PayRow) -> dict[str, Any]:
    """Every line any kind may ask for; what does not belong to the case is simply not compared."""

    def amount(code: str) -> int:
        return int(sheet.amount(code)[0])

    gross = int(sheet.gross[0])
    lines: dict[str, Any] = {
        "gross": gross, "pay": amount("pay"), "semesterersattning": amount("holiday_compensation"),
        "hourly": amount("hourly_value"), "deduction": amount("sick_deduction"), "sick_pay": amount("sick_pay"),
        "karensavdrag": amount("waiting_deduction"),
    }  # fmt: skip
    if row.tax_kind == payroll.TABLE:
        lines |= {key: amount(code) // 100 for key, code in _TAX_LINES.items()}
    if row.tax_kind == payroll.ONE_OFF:
        lines["oneoff_percent"] = percent_text(_rate_of(sheet, "tax_one_off", 10**6))

    pieces = _pieces(sheet) or [(Fraction(0), gross)]
    for number, (rate, base) in enumerate(pieces, 1):
        lines[f"contribution_{number}_rate"] = f"{Decimal(of_rate(rate)) / 10_000:.2f}"
        lines[f"contribution_{number}_base"] = base
    lines["agi_fk131_kr" if row.foreign_a1 else "agi_fk011_kr"] = gross // 100
    lines[_TAX_FIELD.get(row.tax_kind, "agi_fk001_kr")] = _tax(sheet) // 100
    lines["agi_fk487_if_alone_kr"] = contributions_owed({rate: base // 100 for rate, base in pieces})
    return lines


def _outputs(sheet: Sheet) -> dict[str, int]:
    contributions = sum(int(sheet.amount(code)[0]) for code in _PIECES)
    return {
        "net": int(sheet.net[0]), "tax": _tax(sheet), "contributions": contributions,
        "employer_cost": int(sheet.cost[0]),
    }  # fmt: skip


def _pieces(sheet: Sheet) -> list[tuple[Fraction, int]]:
    """(rate, base) of each group of contributions that has a base."""
    lines = {line.code: line for line in sheet.lines}
    found = [(lines[code].rate, lines[code].base) for code in _PIECES]
    return [
        (rate, int(base[0]))
        for rate, base in found
        if isinstance(rate, Fraction) and base is not None and base[0]
    ]


def _tax(sheet: Sheet) -> int:
    return int(sheet.total("employee", "tax")[0])


def _rate_of(sheet: Sheet, code: str, scale: int) -> int:
    line = next(line for line in sheet.lines if line.code == code)
    assert line.rate is not None and not isinstance(line.rate, Fraction)
    return int(np.asarray(line.rate.numerators)[0]) * scale // line.rate.denominator
