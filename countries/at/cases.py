"""Reads the worked cases of examples/at.json: the words of the case file → the payroll's own rows, and back."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any, get_args

import numpy as np

from core.country import Case
from countries.at.budget import gross_from_budget, year_of
from countries.at.casual import Casual, casual
from countries.at.insurance import EMPLOYMENT, FREE_CONTRACT, SPECIAL_PAY, Scheme, position_rates
from countries.at.payroll import Current, Special, employment, free_contract, special_payment
from countries.at.rows import Land
from shared_tools.dated import Law, Parameters
from shared_tools.given import Given
from shared_tools.paysheet import Columns, Sheet

_MONTH = 30
_LONG_MONTH = 31
_WEEKS_BEGUN = 6
"""Most weeks that can begin or go on in a month."""
_SPECIAL_PAYMENTS = 2
_CHILDREN = 99
_KILOMETRES = 9_999
_LANDS = get_args(Land)


class CaseKinds(dict[str, Any]):
    """The kinds this country answers; holds the parameters they read."""

    def __init__(self, parameters: Parameters) -> None:
        super().__init__(
            month_and_special=self.month_and_special, marginal=self.marginal, free_contract=self.free_contract,
            casual_day=self.casual_day, part_month=self.part_month, gross_from_budget=self.gross_from_budget,
            special_payment=self.special_payment,
        )  # fmt: skip
        self.parameters = parameters

    def _law(self, case: Case) -> Law:
        year = Given(case.inputs).whole("year", case.year or 2026, least=1, most=9999)
        return self.parameters.on(date(year, 6, 30))

    def month_and_special(self, case: Case) -> dict[str, Any]:
        given, law = Given(case.inputs), self._law(case)
        month = Columns.of(
            [Current(gross=given.whole("gross"), vienna_week_count=_weeks(given), **_facts(given))]
        )
        specials = [given.whole(f"special_{n}", given.whole("gross")) for n in (1, 2)]
        year = year_of(month, [np.array([special], dtype=np.int64) for special in specials], law)
        current = year.month
        lines = _insured(current, EMPLOYMENT) | {
            "tax_base": _of(current, "tax_base"), "lst": _of(current, "lst"), "net_current": int(current.net[0]),
            "db_current": _of(current, "db"), "dz_current": _of(current, "dz"), "kommst_current": _of(current, "kommst"),
            "bv_current": _of(current, "bv"), "wiener_dga": _of(current, "wiener_dga"),
            "year_net": int(year.net[0]), "mbgm_current": _mbgm(current, EMPLOYMENT),
            "special_levies_each": {code: _of(year.special[0], code) for code in ("db", "dz", "kommst", "bv")},
        }  # fmt: skip
        outputs = {"net_current": int(current.net[0]), "employer_cost_month": int(current.cost[0])}
        for number, sheet in enumerate(year.special, 1):
            lines[f"special_{number}"] = _special(sheet) | {"mbgm": _mbgm(sheet, SPECIAL_PAY)}
            outputs[f"net_special_{number}"] = int(sheet.net[0])
            outputs[f"employer_cost_special_{number}"] = int(sheet.cost[0])
        return {"lines": lines, "outputs": outputs}

    def marginal(self, case: Case) -> dict[str, Any]:
        given, law = Given(case.inputs), self._law(case)
        sheet = employment(Columns.of([Current(gross=given.whole("gross"), **_facts(given))]), law)
        lines = _insured(sheet, EMPLOYMENT) | _levies(sheet)
        lines |= {"uv": lines["sv_dg_booked"], "mbgm": _mbgm(sheet, EMPLOYMENT)}
        return {"lines": lines, "outputs": _outputs(sheet, EMPLOYMENT)}

    def free_contract(self, case: Case) -> dict[str, Any]:
        given, law = Given(case.inputs), self._law(case)
        row = Current(
            gross=given.whole("gross"), special_pay_agreed=given.flag("special_pay_agreed"), **_facts(given)
        )
        sheet = free_contract(Columns.of([row]), law)
        lines = _insured(sheet, FREE_CONTRACT) | _levies(sheet) | {"mbgm": _mbgm(sheet, FREE_CONTRACT)}
        return {"lines": lines, "outputs": _outputs(sheet, FREE_CONTRACT)}

    def casual_day(self, case: Case) -> dict[str, Any]:
        given, law = Given(case.inputs), self._law(case)
        facts = _facts(given) | {
            "other_marginal_pay": None if given.flag("marginal_levy_due") else 0,
            "tax_days": 1, "month_length": _LONG_MONTH,
        }  # fmt: skip
        sheet = casual(
            Columns.of([Casual(gross=given.whole("gross"), bv_due=given.flag("bv_due", True), **facts)]), law
        )
        full = bool(_of(sheet, "insured_days"))
        lines = _levies(sheet) | {
            "insured": "full" if full else "accident", "sv_base": _of(sheet, "casual_base"), "sv_dn": _of(sheet, "sv_dn"),
            "sv_dg": _of(sheet, "sv_dg"), "sv_dg_booked": _booked(sheet), "mbgm": _mbgm(sheet, EMPLOYMENT),
        }  # fmt: skip
        return {"lines": lines, "outputs": _outputs(sheet, EMPLOYMENT)}

    def part_month(self, case: Case) -> dict[str, Any]:
        given, law = Given(case.inputs), self._law(case)
        days = min(given.whole("days", least=1, most=_LONG_MONTH), _MONTH)
        row = Current(
            gross=given.whole("gross"), ceiling_days=days, agreed_days=days, tax_days=days, month_length=_LONG_MONTH,
            **_facts(given),
        )  # fmt: skip
        sheet = employment(Columns.of([row]), law)
        lines = _insured(sheet, EMPLOYMENT) | _levies(sheet)
        lines |= {
            "monthly_equivalent": _of(sheet, "monthly_equivalent"),
            "mbgm": _mbgm(sheet, EMPLOYMENT),
        }
        return {"lines": lines, "outputs": _outputs(sheet, EMPLOYMENT)}

    def gross_from_budget(self, case: Case) -> dict[str, Any]:
        given, law = Given(case.inputs), self._law(case)
        row = Current(gross=0, **_facts(given))
        answer = gross_from_budget(
            given.whole("budget_month"), row, given.whole("special_payments", 2, most=_SPECIAL_PAYMENTS), law
        )
        month = employment(Columns.of([row]).with_(gross=np.array([answer.gross], dtype=np.int64)), law)
        return {
            "lines": {
                "gross_month": answer.gross, "employer_cost_year": answer.cost_of_year, "left_over_year": answer.left
            },
            "outputs": {"gross_month": answer.gross, "net_current": int(month.net[0])},
        }  # fmt: skip

    def special_payment(self, case: Case) -> dict[str, Any]:
        given, law = Given(case.inputs), self._law(case)
        row = Special(
            gross=given.whole("special"), sixth=given.whole("sechstel"), tax_days=0,
            year_special_base=given.whole("special_base_used_before", 0),
            year_special_net=given.whole("special_after_contributions_so_far", 0), **_facts(given),
        )  # fmt: skip
        sheet = special_payment(Columns.of([row]), law)
        return {"lines": _special(sheet), "outputs": {"net": int(sheet.net[0])}}


# --- the case file's words --------------------------------------------------------------------------------------


def _facts(given: Given) -> dict[str, Any]:
    """Columns by the case file's input names; what a case leaves out is the plain case."""
    return {
        "land": given.choice("land", _LANDS, "W"),
        "chamber_member": given.flag("chamber_member", True),
        "bv_days": 0 if given.flag("first_month_of_employment") else 1,
        "other_marginal_pay": given.whole("other_marginal_pay_of_the_employer", 0),
        "children_under_18": given.whole("family_bonus_full_children", 0, most=_CHILDREN),
        "children_of_age": given.whole("family_bonus_children_of_age", 0, most=_CHILDREN),
        "family_bonus_shared": given.flag("family_bonus_half"),
        "sole_earner_children": given.whole("sole_earner_children", 0, most=_CHILDREN),
        "commuter_allowance": given.whole("commuter_allowance_year", 0),
        "commuter_km": given.whole("commuter_km_one_way", 0, most=_KILOMETRES),
    }


def _weeks(given: Given) -> int:
    weeks = given.whole("vienna_started_weeks", 0, most=_WEEKS_BEGUN)
    return weeks if given.choice("land", _LANDS, "W") == "W" else 0


def _of(sheet: Sheet, code: str) -> int:
    return int(sheet.amount(code)[0])


def _booked(sheet: Sheet) -> int:
    return _of(sheet, "sv_dg") + _of(sheet, "sv_dg_rounding")


def _insured(sheet: Sheet, scheme: Scheme) -> dict[str, Any]:
    rate = {line.code: line.rate for line in sheet.lines}
    found: dict[str, Any] = {
        "sv_base": _of(sheet, scheme.base),
        "sv_dn": _of(sheet, "sv_dn"),
        "sv_dg": _of(sheet, "sv_dg"),
        "sv_dg_booked": _booked(sheet),
    }
    for side in ("dn", "dg"):
        of_row = rate[f"sv_{side}"]
        if of_row is not None and not isinstance(of_row, Fraction):
            found[f"sv_rate_{side}_percent"] = _percent(of_row[0])
    return found


def _levies(sheet: Sheet) -> dict[str, int]:
    found = {code: _of(sheet, code) for code in ("dga", "lst", "db", "dz", "kommst")}
    return found | {"mv": _of(sheet, "bv")}


def _special(sheet: Sheet) -> dict[str, Any]:
    contributions = _of(sheet, "sv_dn")
    return _insured(sheet, SPECIAL_PAY) | {
        "tax_base": int(sheet.gross[0]) - contributions,
        "lst": _of(sheet, "lst_special") + _of(sheet, "lst"),
        "net": int(sheet.net[0]),
    }


def _mbgm(sheet: Sheet, scheme: Scheme) -> list[dict[str, Any]]:
    """The positions as the mBGM lists them: the standard one always, others where they come to anything."""
    law = sheet.law
    rates = position_rates(scheme, law)
    if _is_accident_only(sheet):
        rates[scheme.standard] = law.rate("uv_dg")
    rates |= {"Z01": law.rate("dga_rate"), "V01": law.rate("bv")}
    return [
        {"code": code, "rate_percent": _percent(rate), "amount": _of(sheet, f"mbgm_{code}")}
        for code, rate in rates.items()
        if code == scheme.standard or _of(sheet, f"mbgm_{code}")
    ]


def _is_accident_only(sheet: Sheet) -> bool:
    if "insured_days" in sheet.figures:
        return _of(sheet, "insured_days") == 0
    return _of(sheet, "marginal") == 1


def _outputs(sheet: Sheet, scheme: Scheme) -> dict[str, int]:
    return {
        "net": int(sheet.net[0]), "employer_cost": int(sheet.cost[0]),
        "due_to_oegk": sum(position["amount"] for position in _mbgm(sheet, scheme)),
    }  # fmt: skip


def _percent(rate: Fraction) -> str:
    """``37/100`` of a percent as people write it, without closing zeros."""
    thousandths = int(rate * 100_000)
    whole, rest = divmod(abs(thousandths), 1000)
    digits = f".{rest:03d}".rstrip("0").rstrip(".")
    return f"{'-' if thousandths < 0 else ''}{whole}{digits}"
