"""Which tax is withheld from whom (dossier 2.3): the tax facts of a person → the tax part of a row."""

from __future__ import annotations

from typing import Any, Literal

from core.country import Work
from countries.se import payroll
from countries.se.percentages import MILLION, millionths, of_rate
from countries.se.tax import COLUMNS, column_of_age
from countries.se.terms import Worker
from shared_tools.dated import Law
from shared_tools.refusal import Refusal


def of(
    work: Work, law: Law, year_income: int | None, table_on: Literal["month", "payment"]
) -> dict[str, Any]:
    """The tax fields of a ``PayRow``. ``year_income`` (öre): this is a one-off payment.

    Raises Refusal for tax facts that are missing, contradict each other or do not hold on the day of payment.
    """
    who: Worker = work.worker
    match who.tax:
        case "side_income":
            return {"tax_kind": payroll.FLAT, "percent": of_rate(law.rate("side_income_tax"))}
        case "table":
            return _main_employer(work, law, year_income, table_on)
        case "decision":
            return _decision(work, law, year_income, table_on)
        case "sink":
            _check_decision(work, "SINK (SFS 1991:586)")
            return {"tax_kind": payroll.SINK, "percent": of_rate(law.rate("sink"))}
        case "a_sink":
            if who.residence == "SE":
                raise Refusal(
                    "a_sink_resident", f"A-SINK is for artists living abroad ({law['a_sink'].source}).",
                    field="residence", way_out="Enter the country of residence, or choose another kind of tax.",
                )  # fmt: skip
            return {"tax_kind": payroll.A_SINK, "percent": of_rate(law.rate("a_sink"))}
        case "none":
            if not who.no_tax_reason.strip():
                raise Refusal(
                    "no_tax_without_reason", "tax is not withheld only for a reason that is kept with the slip.",
                    field="no_tax_reason", way_out="Enter it, for example: under 1,000 kr a year; tax treaty with …",
                )  # fmt: skip
            return {"tax_kind": payroll.NONE}


def _main_employer(work: Work, law: Law, year_income: int | None, table_on: str) -> dict[str, Any]:
    column = _column(work, law)
    if year_income is None:
        return _by_table(work, law, column, table_on)
    if year_income < 0:
        raise Refusal(
            "negative_amount", "the income of the year cannot be negative.", field="year_income",
            way_out="Enter what this employer expects to pay during the calendar year.",
        )  # fmt: skip
    if column != 1:
        raise Refusal(
            "one_off_column_unknown", f"the one-off percentages of column {column} are not in hand, only column 1 "
            f"({law['one_off'].source}).", field="tax_column",
            way_out="Ask Skatteverket for a decision, or pay the amount with the month's pay.",
        )  # fmt: skip
    return {"tax_kind": payroll.ONE_OFF, "year_income": year_income}


def _by_table(work: Work, law: Law, column: int, table_on: str) -> dict[str, Any]:
    who: Worker = work.worker
    first, last = int(law["table_first"].value), int(law["table_last"].value)
    number = table_of_rate(who.tax_rate) if who.tax_table is None and who.tax_rate else who.tax_table
    if number is None or not first <= number <= last:
        raise Refusal(
            "unknown_tax_table", f"{number} is no tax table from {first} to {last} "
            f"({law['table_first'].source}).", field="tax_table",
            way_out="Fetch the tax card from Skatteverket, or withhold tax as on side income.",
        )  # fmt: skip
    whole_month = table_on == "month"
    earlier = work.month.get("table_pay", 0) if whole_month else 0
    return {
        "tax_kind": payroll.TABLE, "table": number, "column": column, "month_table_pay": earlier,
        "month_table_tax": _table_tax_of_month(work) if whole_month else 0,
    }  # fmt: skip


def table_of_rate(percent: str) -> int:
    """The table of a local tax rate: the nearest whole number, exactly a half goes down (SFS 2011:1244 12 kap. [believed]).

    Raises Refusal ``not_a_percentage``.
    """
    point = MILLION // 100
    return -((point // 2 - millionths(percent, "tax_rate")) // point)


def _table_tax_of_month(work: Work) -> int:
    return work.month.get("tax_table", 0) + work.month.get("tax_above_table", 0)


def _column(work: Work, law: Law) -> int:
    """The column of the tax card; without one, by age. Columns 1 and 3 are told apart by age alone."""
    who: Worker = work.worker
    if who.birth_date is None:
        raise Refusal(
            "birth_date_missing", "the column of the tax table depends on the year of birth.", field="birth_date",
            way_out="Enter the date of birth.",
        )  # fmt: skip
    by_age = int(column_of_age(who.birth_date.year, work.pay_day.year, law))
    if who.tax_column is None:
        return by_age
    if who.tax_column not in COLUMNS:
        raise Refusal(
            "unknown_tax_column", f"column {who.tax_column} is not computed; known are "
            f"{', '.join(map(str, COLUMNS))}.", field="tax_column",
            way_out="Column 4 is for sickness and activity compensation, which an employer does not pay.",
        )  # fmt: skip
    if who.tax_column in (1, 3) and who.tax_column != by_age:
        raise Refusal(
            "column_of_another_age", f"somebody born in {who.birth_date.year} has column {by_age} in "
            f"{work.pay_day.year}, not {who.tax_column} ({law['senior_age'].source}).", field="tax_column",
            way_out="Leave the column empty, or correct the date of birth.",
        )  # fmt: skip
    return who.tax_column


def _decision(work: Work, law: Law, year_income: int | None, table_on: str) -> dict[str, Any]:
    who: Worker = work.worker
    _check_decision(work, "jämkning (SFS 2011:1244 55 kap.)")
    if who.decision_percent and who.decision_amount is not None:
        raise Refusal(
            "decision_says_two_things", "a decision gives a percentage or an amount, not both.",
            field="decision_amount", way_out="Keep the one that the decision states.",
        )  # fmt: skip
    if who.decision_percent:
        return {
            "tax_kind": payroll.DECISION,
            "percent": millionths(who.decision_percent, "decision_percent"),
        }
    if who.decision_amount is not None:
        if who.decision_amount < 0 or who.decision_amount % 100:
            raise Refusal(
                "not_whole_kronor", "a decision withholds whole kronor a month.", field="decision_amount",
                way_out="Enter the amount of the decision in öre, a multiple of 100.",
            )  # fmt: skip
        return {
            "tax_kind": payroll.DECISION_AMOUNT, "decision_amount": who.decision_amount,
            "month_decision_tax": work.month.get("tax_decision_amount", 0),
        }  # fmt: skip
    return _main_employer(work, law, year_income, table_on)


def _check_decision(work: Work, what: str) -> None:
    """A decision rules from its first day on, known before the payment."""
    who: Worker = work.worker
    if not who.decision or who.decision_from is None:
        raise Refusal(
            "decision_missing", f"{what} needs the number and the first day of Skatteverket's decision.",
            field="decision", way_out="Enter them; until the decision is there the ordinary rules apply.",
        )  # fmt: skip
    if not who.decision_from <= work.pay_day <= (who.decision_until or work.pay_day):
        until = f" to {who.decision_until}" if who.decision_until else ""
        raise Refusal(
            "decision_not_in_force", f"decision {who.decision} holds from {who.decision_from}{until}, the payment is "
            f"of {work.pay_day}.", field="decision_from", way_out="Withhold by the ordinary rules on that day.",
        )  # fmt: skip
