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
from countries.se.percentages import MILLION, millionths, of_rate, percent_text
from countries.se.tax import COLUMNS, column_of_age
from shared_tools.dated import Dated, Law, MissingValue, Parameters, Stand
from shared_tools.given import Given
from shared_tools.money import half_up, percent, times
from shared_tools.paysheet import Columns, Pay, Sheet
from shared_tools.refusal import Refusal
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
_TAX_BY_WORD = {
    "table": payroll.TABLE,
    "oneoff": payroll.ONE_OFF,
    "one_off": payroll.ONE_OFF,
    "none": payroll.NONE,
    "side_income": payroll.FLAT,
    "decision": payroll.DECISION,
    "sink": payroll.SINK,
    "a_sink": payroll.A_SINK,
    "percent": "",
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
        given = Given(case.inputs)
        year = case.year or _LAST_YEAR_KNOWN.year
        day = given.day("pay_date") if given.has("pay_date") else date(year, 7, 1)
        try:
            return self._on(day, case.kind, given)
        except MissingValue as lacking:
            raise Refusal(
                lacking.rule,
                f"no {lacking.field} is known for {day}.",
                field="pay_date",
                way_out=lacking.way_out,
            ) from None

    def _on(self, day: date, kind: str, given: Given) -> dict[str, Any]:
        law = self.parameters.on(self.parameters.era(day))
        row = _row(kind, given, day, law)
        lines: dict[str, Any] = {}
        pay: Pay = payroll.assignment
        if kind == "sick_pay" or given.has("monthly"):
            pay, row = payroll.monthly, _monthly_row(row, given, law)
        elif kind == "from_invoice" or given.has("invoice_net"):
            row, lines = self._from_invoice(row, given, day, law)
        elif given.has("pay"):
            agreed = given.whole("pay")
            row = msgspec.structs.replace(row, gross=agreed + half_up(agreed * row.holiday, MILLION))
        else:
            row = msgspec.structs.replace(row, gross=given.whole("gross"))
        sheet = pay(Columns.of([row]), law)
        return {"lines": lines | _lines(sheet, row), "outputs": _outputs(sheet)}

    def _from_invoice(self, row: PayRow, given: Given, day: date, law: Law) -> tuple[PayRow, dict[str, Any]]:
        """The largest gross whose cost fits what the invoice leaves after fee and expenses."""
        invoiced = given.whole("invoice_net")
        share = given.number("fee_percent", str(self.facts.fee(day, "person").percent), most=100)
        fee = times(invoiced, percent(share))
        budget = invoiced - fee - given.whole("expenses", 0)
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


def _row(case_kind: str, given: Given, day: date, law: Law) -> PayRow:
    """The row but for its gross, which each form of case finds in its own way."""
    kind = _tax_kind(case_kind, given)
    born = given.whole("birth_year", day.year - _AGE_OF_NO_SPECIAL_RATE, least=1900, most=day.year)
    earlier = given.whole("earlier_in_month", 0)
    first, last = (int(law[key].value) for key in ("table_first", "table_last"))
    table = given.whole("tax_table", least=first, most=last) if kind == payroll.TABLE else 0
    column = _column(kind, given, born, day.year, law)
    before = _tax_on(earlier, born, day.year, table, column, law) if kind == payroll.TABLE and earlier else 0
    holiday = given.number("semester_percent", percent_text(of_rate(law.rate("semester_percent"))))
    return PayRow(
        gross=0, pay_year=day.year, birth_year=born, tax_kind=kind, percent=_percent(given, kind, law),
        table=table, column=column,
        year_income=given.whole("tax_year_income") * 100 if kind == payroll.ONE_OFF else 0,
        holiday=millionths(holiday, "semester_percent"), foreign_a1=given.flag("a1"),
        month_table_pay=earlier, month_table_tax=given.whole("earlier_tax", before),
        month_youth=min(earlier, law.amount("youth_ceiling")),
        year_pay=earlier, year_liable=earlier, year_charged=earlier,
    )  # fmt: skip


def _column(kind: str, given: Given, born: int, year: int, law: Law) -> int:
    """The column of the tax card, or that of the age. Raises Refusal ``unknown_tax_column``."""
    if kind not in (payroll.TABLE, payroll.ONE_OFF):
        return 0
    by_age = int(column_of_age(born, year, law)) if kind == payroll.TABLE else 1
    column = given.whole("tax_column", by_age)
    known = COLUMNS if kind == payroll.TABLE else (1,)
    if column not in known:
        raise Refusal(
            "unknown_tax_column", f"column {column} is not in hand here, only {', '.join(map(str, known))}.",
            field="tax_column", way_out="Leave the column out, or give the percentage of a decision.",
        )  # fmt: skip
    return column


def _tax_on(earlier: int, born: int, year: int, table: int, column: int, law: Law) -> int:
    """What the table withheld from the earlier pay of the month, where the case does not say it."""
    row = PayRow(
        gross=earlier, pay_year=year, birth_year=born, tax_kind=payroll.TABLE, table=table, column=column,
    )  # fmt: skip
    sheet = payroll.supplier(Columns.of([row]), law)
    return sum(int(sheet.amount(code)[0]) for code in ("tax_table", "tax_above_table"))


def _tax_kind(case_kind: str, given: Given) -> str:
    word = given.choice("tax_kind", _TAX_BY_WORD, "")
    if found := _TAX_BY_WORD.get(word):
        return found
    by_case = _TAX_BY_KIND.get(case_kind)
    if word == "percent":
        why = given.words.get("tax_why")
        return _TAX_BY_WHY.get(why if isinstance(why, str) else "", by_case or payroll.FLAT)
    return by_case or (payroll.TABLE if given.has("tax_table") else payroll.FLAT)


def _percent(given: Given, kind: str, law: Law) -> int:
    key = {payroll.FLAT: "side_income_tax", payroll.SINK: "sink", payroll.A_SINK: "a_sink"}.get(kind)
    if kind == payroll.DECISION or (key and given.has("tax_percent")):
        return millionths(given.number("tax_percent"), "tax_percent")
    return of_rate(law.rate(key)) if key else 0


def _monthly_row(row: PayRow, given: Given, law: Law) -> MonthlyRow:
    agreed = given.whole("monthly")
    week = _seconds(given, "hours_week", str(int(law["full_time_week"].value)))
    if not week:
        raise Refusal(
            "no_hours_week", "sick pay by the hour needs the hours of the week.", field="hours_week",
            way_out="Write the agreed hours of a week, more than 0.",
        )  # fmt: skip
    return MonthlyRow(
        **{**msgspec.structs.asdict(row), "gross": agreed, "holiday": 0}, monthly=agreed, week_seconds=week,
        sick_seconds=_seconds(given, "sick_hours", "0"),
    )  # fmt: skip


def _seconds(given: Given, name: str, default: str) -> int:
    """Hours as seconds. Raises Refusal ``over_precise`` for what is no whole second."""
    seconds = given.fraction(name, default) * _HOUR
    if seconds.denominator != 1:
        raise Refusal(
            "over_precise", f"{given.number(name)} hours are no whole number of seconds.", field=name,
            way_out="Write hours with at most two digits after the point.",
        )  # fmt: skip
    return int(seconds)


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
        lines["oneoff_percent"] = percent_text(_rate_of(sheet, "tax_one_off", MILLION))

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
