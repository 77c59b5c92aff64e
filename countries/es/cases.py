"""Reads the worked cases of examples/es.json: the words of the case file → the payroll's own rows."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import msgspec
import numpy as np

from core.country import Case
from countries.es import case_inputs
from countries.es.contracts import accident_rates, floor_rate
from countries.es.family import Ascendant, Child, Worker, circumstances
from countries.es.payroll import Engagement, artist, artist_jumps, general
from countries.es.terms import Terms
from countries.es.withholding import Earlier, YearTax, regularised, year_tax
from shared_tools.case_inputs import needs
from shared_tools.dated import Law, Parameters
from shared_tools.money import half_up, percent, times
from shared_tools.paysheet import Columns, Sheet
from shared_tools.refusal import Refusal, naming
from shared_tools.solve import cost_of, gross_for_cost

_LINES = (
    "base_cc", "base_cp", "ee_cc", "ee_mei", "ee_unemployment", "ee_training", "ee_overtime",
    "ee_overtime_force_majeure", "er_cc", "er_mei", "er_unemployment", "er_fogasa", "er_training", "er_overtime",
    "er_overtime_force_majeure", "er_atep_it", "er_atep_ims", "ee_solidarity", "er_solidarity", "er_short_contract",
    "on_account_base_of_the_band",
)  # fmt: skip
_FIXED_TERM = ("fixed_term", "artist_fixed_term", "artist")


class CaseKinds(dict[str, Any]):
    """The kinds this country answers; holds the parameters they read."""

    def __init__(self, parameters: Parameters) -> None:
        super().__init__(
            irpf_annual=self.irpf_annual, irpf_regularisation=self.irpf_regularisation, payslip_month=self.payslip_month,
            short_contract=self.short_contract, artist_month=self.artist_month, worker_member=self.worker_member,
            from_invoice=self.from_invoice,
        )  # fmt: skip
        self.parameters = parameters

    def law(self, case: Case) -> Law:
        """The numbers of the case's year: they change on 1 January only."""
        return self.parameters.on(date(case.year or 2026, 12, 31))

    def _given(self, case: Case, kind: type[Any]) -> dict[str, Any]:
        return case_inputs.read(case.inputs, kind, case.year or 2026)

    # --- withholding ----------------------------------------------------------------------------------------------

    def irpf_annual(self, case: Case) -> dict[str, Any]:
        law, given = self.law(case), self._given(case, case_inputs.Annual)
        columns = Columns.of([_row(given, law, case.year)])
        lines = _tax_lines(_year(columns, given, law))
        return {
            "lines": lines,
            "outputs": {key: lines[key] for key in ("rate_percent", "annual_withholding")},
        }

    def irpf_regularisation(self, case: Case) -> dict[str, Any]:
        law, given = self.law(case), self._given(case, case_inputs.Regularisation)
        before_given, after_given = ({**given, **given[part]} for part in ("before", "after"))
        after_columns = Columns.of([_row(after_given, law, case.year)])
        before = _year(Columns.of([_row(before_given, law, case.year)]), before_given, law)
        after = _year(after_columns, after_given, law)
        _check_rest(after_given["annual_pay"], given["already_paid"])
        pay, paid, withheld = (_column(value) for value in (
            after_given["annual_pay"], given["already_paid"], given["already_withheld"]))  # fmt: skip
        earlier = Earlier(paid, withheld, before.rate, before.gap, before.annual_withholding)
        only_pay = np.array([given.get("cause", "other") == "base"])
        rate = int(regularised(after, pay, earlier, only_pay, after_columns.floor, law)[0])
        rest = int(pay[0] - paid[0])
        floored = rate == int(after_columns.floor[0]) and rate > _unfloored(after, rest, int(withheld[0]))
        text = _percent(rate, floored or rate == int(law.rate("irpf_ceiling") * 10_000))
        total = int(withheld[0]) + half_up(rest * rate, 10_000)
        return {
            "lines": {"before": _tax_lines(before), "after": _tax_lines(after)},
            "outputs": {"rate_percent": text, "annual_withholding": total},
        }

    # --- payslips -------------------------------------------------------------------------------------------------

    def payslip_month(self, case: Case) -> dict[str, Any]:
        given = self._given(case, case_inputs.Month)
        payments, monthly = given.get("payments", 12), given["monthly_pay"]
        given.setdefault("annual_pay", monthly * payments)
        given["extra_pay_share"] = half_up(monthly * (payments - 12), 12)
        return self._slip(case, given, monthly, months=12)

    def worker_member(self, case: Case) -> dict[str, Any]:
        given = self._given(case, case_inputs.Member)
        given = {"contract": "worker_member", "fogasa_applies": False, **given}
        given.setdefault("annual_pay", given["pay"] * 12)
        return self._slip(case, given, given["pay"], months=12)

    def short_contract(self, case: Case) -> dict[str, Any]:
        given = {"contract": "fixed_term", **self._given(case, case_inputs.Short)}
        given["surcharge"] = given["contract"] == "fixed_term"
        return self._slip(case, given, given["contract_pay"])

    def artist_month(self, case: Case) -> dict[str, Any]:
        given = self._given(case, case_inputs.Artist)
        given = {"contract": "artist_fixed_term", "contract_class": "INFERIORANO", **given}
        needs(given, "pay_per_day", "pay")
        needs(given, "days")
        gross = given["pay_per_day"] * given["days"] if "pay_per_day" in given else given["pay"]
        return self._slip(case, given, gross)

    def from_invoice(self, case: Case) -> dict[str, Any]:
        law, given = self.law(case), {"contract": "fixed_term", **self._given(case, case_inputs.Invoice)}
        needs(given, "invoice_without_vat", "budget")
        invoice = given.get("invoice_without_vat", 0)
        fee = given.get("fee", times(invoice, percent(given.get("fee_percent", "0"))))
        budget = given.get("budget", invoice - fee)
        given["surcharge"] = given["contract"] == "fixed_term"
        pay = artist if _is_artist(given) else general
        columns = Columns.of([_row(given, law, case.year)])
        jumps = artist_jumps(columns, law) if _is_artist(given) else ()
        found = gross_for_cost(cost_of(pay, columns, law), budget, jumps=jumps)
        return self._slip(case, given, found.gross)

    def _slip(
        self, case: Case, given: Mapping[str, Any], gross: int, months: int | None = None
    ) -> dict[str, Any]:
        law = self.law(case)
        pay = artist if _is_artist(given) else general
        row = msgspec.structs.replace(_row(given, law, case.year), gross=gross)
        if months and row.annual_contributions is None:
            month = int(pay(Columns.of([row]), law).amount("ee_social_security")[0])
            row = msgspec.structs.replace(row, annual_contributions=month * months)
        sheet = pay(Columns.of([row]), law)
        rate = _percent(int(sheet.amount("irpf_rate")[0]), bool(sheet.amount("irpf_minimum_rate_applied")[0]))
        lines = {name: int(sheet.amount(name)[0]) for name in _LINES}
        lines |= {"tax": _sheet_tax_lines(sheet), "rate_percent": rate,
                  "withholding": int(sheet.amount("withholding")[0])}  # fmt: skip
        outputs = {
            "gross": gross, "employee_social_security": int(sheet.amount("ee_social_security")[0]),
            "withholding": lines["withholding"], "net": int(sheet.net[0]),
            "employer_social_security": int(sheet.total("employer")[0]), "employer_cost": int(sheet.cost[0]),
        }  # fmt: skip
        return {"lines": lines, "outputs": outputs}


# --- inputs -------------------------------------------------------------------------------------------------------


def _is_artist(given: Mapping[str, Any]) -> bool:
    return str(given.get("contract", "")).startswith("artist")


def _row(given: Mapping[str, Any], law: Law, year: int) -> Engagement:
    """The payroll's row of a case; what a case omits takes the dossier's default (situation 3, nobody to support)."""
    who = _worker(given)
    birth_year = given.get("birth_year", 1990)
    facts = msgspec.structs.asdict(circumstances(who, birth_year, year or 2026, law))
    facts["reductions"] += given.get("other_reductions", 0)
    contract = given.get("contract", "indefinite")
    days, group = given.get("days", 30), given.get("contribution_group", 7)
    monthly = not _is_artist(given) and group <= 7
    rates = given.get("atep_percent")
    terms = Terms(activity=str(given.get("cnae_or_occupation", "90")),
                  accident_it=str(rates["it"]) if rates else "", accident_ims=str(rates["ims"]) if rates else "")  # fmt: skip
    with naming("atep_percent" if rates else "cnae_or_occupation"):
        accident_it, accident_ims = accident_rates(terms, law)
    hours = given.get("part_time_hours", given.get("hours"))
    unemployment = given.get("unemployment_class")
    fixed = unemployment == "fixed_term" if unemployment else contract in _FIXED_TERM
    return Engagement(
        gross=0,
        group=group,
        parts=min(days, 30) if monthly else days,
        minutes=int(60 * percent(hours) * 100) if hours is not None else 0,
        part_time=hours is not None,
        member=contract == "worker_member",
        extra_pay_share=given.get("extra_pay_share", 0),
        overtime=given.get("overtime", 0),
        overtime_force_majeure=given.get("overtime_force_majeure", 0),
        past_pension_age=given.get("past_pension_age", False),
        fixed_term_unemployment=fixed,
        fogasa=given.get("fogasa_applies", contract != "worker_member"),
        surcharge=given.get("surcharge", False) and days < law["short_contract_days"].value,
        accident_it=accident_it,
        accident_ims=accident_ims,
        irregular_income=given.get("irregular_income", 0),
        floor=_floor(given, who, law),
        annual_pay=given.get("annual_pay"),
        annual_contributions=given.get("annual_social_security"),
        **facts,
    )


def _worker(given: Mapping[str, Any]) -> Worker:
    def relative(written: Mapping[str, Any], kind: type[Child] | type[Ascendant]) -> Any:
        known = {name: written[name] for name in kind.__struct_fields__ if name in written}
        return kind(**{**known, **case_inputs.disability(written)})

    return Worker(
        residence="ceuta_melilla" if given.get("ceuta_melilla") else "state",
        family_situation=given.get("family_situation", 3),
        children=tuple(relative(child, Child) for child in given.get("children") or ()),
        ascendants=tuple(relative(parent, Ascendant) for parent in given.get("ascendants") or ()),
        geographic_mobility=bool(given.get("geographic_mobility") or given.get("mobility")),
        pensioner=bool(given.get("pensioner")),
        unemployment_benefit=bool(given.get("unemployment_benefit") or given.get("unemployed")),
        compensatory_pension=given.get("compensatory_pension", 0),
        child_support=given.get("child_support", 0),
        home_loan_before_2013=bool(given.get("home_loan_before_2013")),
        **case_inputs.disability(given),
    )


def _floor(given: Mapping[str, Any], who: Worker, law: Law) -> int:
    contract_class = case_inputs.contract_class(given)
    ceuta = who.residence == "ceuta_melilla"
    if contract_class == "special":
        # Art. 86.2 spares disabled workers in a special relation.
        key = "irpf_floor_special_ceuta" if ceuta else "irpf_floor_special"
        return 0 if who.disability != "none" else int(law.rate(key) * 10_000)
    return floor_rate(contract_class == "short", ceuta, law)


def _check_rest(pay: int, paid: int) -> None:
    if paid >= pay:
        raise Refusal(
            "nothing_left_to_pay", f"of a year's pay of {pay} cents {paid} are paid: no pay is left to withhold from.",
            field="already_paid", way_out="Regularise before the last pay, or raise after.annual_pay.",
        )  # fmt: skip


def _year(columns: Columns, given: Mapping[str, Any], law: Law) -> YearTax:
    pay = given["annual_pay"]
    if str(given.get("contract_class", "")).upper() == "MANUAL" and "day_pay" in given:
        pay = given["day_pay"] * int(law["irpf_day_labour_days"].value)
    return year_tax(columns, _column(pay), _column(given.get("annual_social_security", 0)), law)


# --- answers ------------------------------------------------------------------------------------------------------


def _column(value: int) -> Any:
    return np.array([value], dtype=np.int64)


def _unfloored(tax: YearTax, rest: int, withheld: int) -> int:
    due = max(int(tax.quota_due[0]) - withheld * 10_000 * 10_000, 0)
    return due // (max(rest, 1) * 10_000)


def _percent(rate: int, as_law_writes: bool = False) -> str:
    """``1642`` → "16.42"; a minimum rate as the law writes it: 200 → "2", 80 → "0.8"."""
    text = f"{rate // 100}.{rate % 100:02d}"
    return text.rstrip("0").rstrip(".") if as_law_writes else text


def _tax_lines(tax: YearTax) -> dict[str, Any]:
    def cents(column: Any) -> int:
        return int(column[0])

    return {
        "other_expenses": cents(tax.other_expenses), "net_work_income": cents(tax.net_income),
        "reduction_art20": cents(tax.reduction), "base": cents(tax.base),
        "personal_and_family_minimum": cents(tax.minimum), "exempt": bool(tax.exempt[0]),
        "quota_on_base": cents(tax.quota_on_base), "quota_on_minimum": cents(tax.quota_on_minimum),
        "quota": cents(tax.quota), "home_loan_reduction": cents(tax.home_loan),
        "rate_percent": _percent(cents(tax.rate), bool(tax.floored[0])),
        "annual_withholding": cents(tax.annual_withholding),
    }  # fmt: skip


def _sheet_tax_lines(sheet: Sheet) -> dict[str, Any]:
    figures = ("other_expenses", "net_work_income", "reduction_art20", "base", "personal_and_family_minimum",
               "quota_on_base", "quota_on_minimum", "quota", "home_loan_reduction", "annual_withholding")  # fmt: skip
    lines: dict[str, Any] = {name: int(sheet.amount(f"irpf_{name}")[0]) for name in figures}
    floored = bool(sheet.amount("irpf_minimum_rate_applied")[0])
    return lines | {
        "exempt": bool(sheet.amount("irpf_exempt")[0]),
        "rate_percent": _percent(int(sheet.amount("irpf_rate_of_the_year")[0]), floored),
    }
