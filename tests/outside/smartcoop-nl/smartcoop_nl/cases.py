"""Reads the worked cases of nl.json: the words of the case file → the payroll's own rows."""

from __future__ import annotations

from datetime import date
from typing import Any

from core.country import Case
from shared_tools.dated import Parameters
from shared_tools.given import Given
from shared_tools.paysheet import Columns
from shared_tools.refusal import Refusal
from smartcoop_nl.payroll import AOW_1945, AOW_1946, UNDER, Month, month, table_wage_limit

_AGES = {"under": UNDER, "aow1946": AOW_1946, "aow1945": AOW_1945}
_HIGH_OR_LOW = ("high", "low")
_RATE_DIGITS = 4
"""After the point: more than any decision on the Whk has."""
_PREMIUMS = ("awf", "aof", "wko", "whk", "zvw")
_CENTS = ("premium_base", "holiday_allowance_reserved", *_PREMIUMS)
_WHOLE_EUROS = ("annual_wage", "tax_on_annual_wage", "ahk", "ark", "ouderenkorting")


class CaseKinds(dict[str, Any]):
    """The kinds this country answers; holds the numbers of law they read."""

    def __init__(self, parameters: Parameters) -> None:
        super().__init__(month=self.month)
        self.parameters = parameters

    def month(self, case: Case) -> dict[str, Any]:
        """Raises Refusal ``above_month_table``, else as ``Given``."""
        given = Given(case.inputs)
        year = Given({"year": case.year}).whole("year", least=date.min.year, most=date.max.year)
        law = self.parameters.on(date(year, 1, 1))
        gross = given.whole("gross")
        if gross >= table_wage_limit(law):
            raise Refusal(
                "above_month_table", f"{gross} cents are beyond the month table.", field="gross",
                way_out="Compute this wage by the rules above the table.",
            )  # fmt: skip
        row = Month(
            gross=gross, age=_AGES[given.choice("age", _AGES, "under")], tax_credit=given.flag("loonheffingskorting", True),
            awf_low=given.choice("awf", _HIGH_OR_LOW, "high") == "low",
            aof_high=given.choice("aof", _HIGH_OR_LOW, "low") == "high",
            whk_percent=given.number("whk_percent", "0", most=100, digits=_RATE_DIGITS),
        )  # fmt: skip
        sheet = month(Columns.of([row]), law)
        lines = {name: int(sheet.amount(name)[0]) for name in _CENTS}
        lines |= {f"{name}_eur": int(sheet.amount(name)[0]) for name in _WHOLE_EUROS}
        lines |= {"gross": row.gross, "employer_premiums": sum(lines[name] for name in _PREMIUMS)}
        outputs = {
            "net": int(sheet.net[0]), "loonheffing": int(sheet.amount("loonheffing")[0]),
            "employer_cost": int(sheet.cost[0]),
        }  # fmt: skip
        return {"lines": lines, "outputs": outputs}
