"""Reads the worked cases of examples/hu.json: the words of the case file → the payroll's own rows."""

from __future__ import annotations

from datetime import date
from typing import Any

from core.country import Case
from countries.hu.payroll import Employment, employment
from shared_tools.dated import Parameters
from shared_tools.paysheet import Columns

_DAY = {"2025H1": date(2025, 6, 1), "2025H2": date(2025, 12, 1), "2026": date(2026, 6, 1)}


class CaseKinds(dict[str, Any]):
    """The kinds this country answers; holds the parameters they read."""

    def __init__(self, parameters: Parameters) -> None:
        super().__init__(employment=self.employment)
        self.parameters = parameters

    def employment(self, case: Case) -> dict[str, Any]:
        given = dict(case.inputs)
        law = self.parameters.on(_DAY[given.pop("period", str(given.pop("year", 2026)))])
        given.pop("year", None)
        beneficiaries = given.get("beneficiaries", 0)
        row = Employment(
            given["gross"], given.get("under25", False), given.get("mother_exempt", False), given.get("personal", False),
            given.get("first_married", False), given.get("dependants", beneficiaries), beneficiaries,
            given.get("family_share") in ("half", "0.5", "1/2"),
        )  # fmt: skip
        sheet = employment(Columns.of([row]), law)
        names = ("allowance_mother", "allowance_under25", "allowance_personal", "allowance_first_married",
                 "allowance_family", "tax_base", "szja", "tb_before_credit", "szocho")  # fmt: skip
        lines = {name: int(sheet.amount(name)[0]) for name in names}
        credit = -int(sheet.amount("tb_family_credit")[0])
        lines |= {"gross": row.gross, "tb_family_credit": credit, "tb": lines["tb_before_credit"] - credit}
        return {"lines": lines, "outputs": {"net": int(sheet.net[0]), "employer_cost": int(sheet.cost[0])}}
