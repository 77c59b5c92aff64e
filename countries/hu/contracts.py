"""The ways Hungary engages somebody: what each contract asks, which law refuses, and the payroll's own row."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from typing import Any, Literal

import msgspec

from core.country import ContractType, Work
from countries.hu.identifiers import taj
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
from shared_tools.dated import Law
from shared_tools.i18n import N_
from shared_tools.money import percent, rounded, up
from shared_tools.refusal import Refusal


class Worker(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the person declared for the tax advance (adóelőleg-nyilatkozat).

    ``beneficiaries`` children with family allowance, ``dependants`` all who count; ``family_share`` forint of tax base
    this parent claims when both share it · ``pensioner`` of one's own right · ``eea`` a citizen of the EEA ·
    ``taj`` the social insurance number, which payslips and notices name (Mt. 155). Raises Refusal ``not_a_taj``.
    """

    birth_date: date | None = None
    under25: bool | None = None
    mother_exempt: bool = False
    personal: bool = False
    first_married: bool = False
    beneficiaries: int = 0
    dependants: int = 0
    family_share: int | None = None
    pensioner: bool = False
    eea: bool = True
    taj: str = ""

    def __post_init__(self) -> None:
        if self.taj:
            msgspec.structs.force_setattr(self, "taj", taj(self.taj))


class Terms(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``qualified``: the work needs a secondary school or a trade, so the guaranteed minimum holds. ``feor`` the
    occupation's four digits, for the payslip and the notices. Raises Refusal ``not_a_feor``."""

    qualified: bool = False
    feor: str = ""

    def __post_init__(self) -> None:
        if self.feor and not (self.feor.isascii() and self.feor.isdigit() and len(self.feor) == 4):
            raise Refusal("not_a_feor", f"{self.feor!r} is no FEOR number.", field="feor", way_out="Enter the four digits of the occupation.")  # fmt: skip


class SimplifiedTerms(Terms, frozen=True):
    """``hours_a_day`` decides the minimum wage of the day."""

    hours_a_day: int = 8


class EkhoTerms(Terms, frozen=True):
    """``ordinary`` forint taxed by the general rules; None: the minimum wage of the month. ``feor`` is one of the list of
    2005/CXX art. 3(3); ``chosen_in_writing`` before the payment."""

    ordinary: int | None = None
    chosen_in_writing: bool = True
    ordinary_elsewhere: bool = False


def minimum(work: Work, qualified: bool, law: Law, share: Fraction = Fraction(1)) -> tuple[int, str]:
    """The least pay for the days and hours of ``work``, forint, and its source: by the hour below a full day."""
    key = "guaranteed_wage_day" if qualified else "minimum_wage_day"
    full = law.amount(key) * len(work.days)
    hours = Fraction(work.minutes, 480 * len(work.days))
    return rounded(full * min(hours, Fraction(1)) * share, up), law[key].source


def _check_pay(work: Work, qualified: bool, law: Law, share: Fraction = Fraction(1)) -> None:
    if work.gross < 0:
        raise Refusal(
            "negative_wage", f"{work.gross} HUF is no wage.", field="gross", way_out="Enter a wage above 0."
        )
    if work.gross > law.amount("absurd_month"):
        raise Refusal("absurd_wage", f"{work.gross} HUF is more than any month pays here.", field="gross", way_out="Check the amount; HUF has no decimals.")  # fmt: skip
    if any(not work.first_day <= day <= work.last_day for day in work.days):
        raise Refusal("day_outside", "a day of work lies outside the contract.", field="days", way_out="Correct the days.")  # fmt: skip
    least, source = minimum(work, qualified, law, share)
    if work.gross < least:
        raise Refusal(
            "below_minimum_wage",
            f"{work.gross} HUF for {len(work.days)} days is below the minimum of {least} HUF ({source}).",
            field="gross", way_out="Pay at least the minimum, or engage the person for fewer days.",
        )  # fmt: skip


def is_under25(who: Worker, month: date) -> bool:
    """Until the month of the 25th birthday, that month included (1995/CXVII art. 29/F) [believed].

    Raises Refusal ``birth_date_missing`` where neither the birth date nor the person's own statement says it.
    """
    if who.under25 is not None:
        return who.under25
    if who.birth_date is None:
        raise Refusal(
            "birth_date_missing", "whether the allowance for those under 25 is due depends on the birth date "
            "(1995/CXVII art. 29/F).", field="birth_date", way_out="Enter the birth date, or state it in under25.",
        )  # fmt: skip
    turned = (who.birth_date.year + 25, who.birth_date.month)
    return (month.year, month.month) <= turned


def _children(who: Worker) -> None:
    if who.dependants and who.dependants < who.beneficiaries:
        raise Refusal("dependants", f"{who.beneficiaries} with allowance, but only {who.dependants} dependants.", field="dependants", way_out="Count every child who entitles among the dependants.")  # fmt: skip


def employment_row(work: Work, law: Law) -> Employment:
    """Raises Refusal ``below_minimum_wage``, ``negative_wage``, ``absurd_wage``, ``day_outside``, ``dependants``."""
    who: Worker = work.worker
    _children(who)
    _check_pay(work, work.terms.qualified, law)
    calendar_days = (work.last_day - work.first_day).days + 1
    floor = min(law.amount("insurance_floor_month"), law.amount("insurance_floor_day") * calendar_days)
    return Employment(
        gross=work.gross, pensioner=who.pensioner, floor=0 if work.month_slips else floor, **_allowances(work, law)
    )  # fmt: skip


def _allowances(work: Work, law: Law) -> dict[str, Any]:
    """The fields of ``Allowances``: what the person declared, and what the month's earlier slips used of it."""
    who: Worker = work.worker
    return {
        "under25": is_under25(who, work.last_day), "mother_exempt": who.mother_exempt, "personal": who.personal,
        "first_married": who.first_married,
        "family": family_base(law, who.beneficiaries, who.dependants, who.family_share),
        "used_under25": work.month.get("allowance_under25", 0), "used_personal": work.month.get("allowance_personal", 0),
        "used_first_married": work.month.get("allowance_first_married", 0),
        "used_family": work.month.get("family_used", 0),
    }  # fmt: skip


def mandate_row(work: Work, law: Law) -> Mandate:
    """A mandate of the days from the first to the last. Raises Refusal ``negative_wage``, ``absurd_wage``."""
    who: Worker = work.worker
    _children(who)
    _check_pay(work, False, law, Fraction(0))
    calendar_days = (work.last_day - work.first_day).days + 1
    threshold = min(law.amount("insurance_floor_month"), law.amount("insurance_floor_day") * calendar_days)
    return Mandate(
        work.gross, threshold,
        max(family_base(law, who.beneficiaries, who.dependants, who.family_share) - work.month.get("family_used", 0), 0),
        int(law.rate("mandate_cost") * 1_000_000), work.month.get("base", 0), work.month.get("mandate_contribution", 0),
    )  # fmt: skip


def simplified_row(kind: Literal["casual", "film", "seasonal"]) -> Callable[[Work, Law], Simplified]:
    """The row of one kind of simplified employment."""

    def row(work: Work, law: Law) -> Simplified:
        """Raises Refusal ``third_country``, ``days_of_year``, ``film_cap``, ``below_minimum_wage``."""
        who: Worker = work.worker
        if not who.eea:
            raise Refusal("third_country", "simplified employment is not for citizens of third countries.", field="worker", way_out="Engage the person as an employee (2010/LXXV).")  # fmt: skip
        share = law.rate("efo_guaranteed_share" if work.terms.qualified else "efo_minimum_share")
        _check_pay(work, work.terms.qualified, law, share)
        days = len(work.days)
        used = work.year.get("efo_days", 0)
        most = int(law["efo_casual_days_year"].value)
        if kind == "casual" and used + days > most:
            raise Refusal("days_of_year", f"{used + days} days are more than {most} a year with one employer ({law['efo_casual_days_year'].source}).", field="days", way_out="Engage the person as an employee.")  # fmt: skip
        if kind == "film" and work.gross > law.amount("efo_film_cap_day") * days:
            raise Refusal("film_cap", f"a film extra earns at most {law.amount('efo_film_cap_day')} HUF a day ({law['efo_film_cap_day'].source}).", field="gross", way_out="Engage the person as an employee.")  # fmt: skip
        return simplified_of(law, kind, work.gross, days)

    return row


def simplified_of(law: Law, kind: str, gross: int, days: int) -> Simplified:
    """Charge and tax-free limit of a kind; a film extra's pay is capped instead (2010/LXXV art. 1, 8)."""
    limit = 0 if kind == "film" else rounded(law.amount("minimum_wage_day") * law.rate("efo_free_factor"))
    return Simplified(gross, days, law.amount(f"efo_{kind}"), limit)


def ekho_row(work: Work, law: Law) -> Ekho:
    """Raises Refusal ``feor_missing``, ``not_chosen``, ``ekho_pensioner``, ``ekho_year_limit``, ``below_minimum_wage``."""
    terms: EkhoTerms = work.terms
    who: Worker = work.worker
    _children(who)
    if not terms.feor:
        raise Refusal("feor_missing", "EKHO is for occupations of a list, named by their FEOR number.", field="feor", way_out="Enter the four digits (2005/CXX art. 3(3)).")  # fmt: skip
    if not terms.chosen_in_writing:
        raise Refusal("not_chosen", "EKHO is chosen in writing before the payment.", field="chosen_in_writing", way_out="Have the person choose it first (2005/CXX).")  # fmt: skip
    if who.pensioner:
        raise Refusal("ekho_pensioner", "the EKHO of an own-right pensioner, 9.5 % [believed], is not computed here.", field="pensioner", way_out="Engage the person as an employee (2005/CXX).")  # fmt: skip
    _check_pay(work, terms.qualified, law)
    ordinary = 0 if terms.ordinary_elsewhere else terms.ordinary
    if ordinary is None:
        ordinary = min(
            max(law.amount("minimum_wage_month") - work.month.get("ordinary_part", 0), 0), work.gross
        )
    this_year = work.year.get("ekho_base", 0) + max(work.gross - ordinary, 0)
    if this_year > law.amount("ekho_year_limit"):
        raise Refusal("ekho_year_limit", f"{this_year} HUF of EKHO in a year is more than {law.amount('ekho_year_limit')} ({law['ekho_year_limit'].source}).", field="gross", way_out="Pay the rest as ordinary wage.")  # fmt: skip
    return Ekho(gross=work.gross, ordinary=ordinary, **_allowances(work, law))


def fee_of(net: int, text: str) -> int:
    """The cooperative's fee on an invoice without VAT, half up to the forint."""
    return rounded(net * percent(text))


def _simplified(code: str, label: str, kind: Literal["casual", "film", "seasonal"]) -> ContractType:
    return ContractType(
        code, label, ("efo",), terms=SimplifiedTerms, inputs=simplified_row(kind), pay=simplified
    )


CONTRACT_TYPES = (
    ContractType(
        "employee", N_("Employment"), ("t1041",), terms=Terms, inputs=employment_row, pay=employment
    ),
    ContractType("mandate", N_("Mandate"), ("t1041",), terms=Terms, inputs=mandate_row, pay=mandate),
    _simplified("casual", N_("Simplified employment, casual work"), "casual"),
    _simplified("film_extra", N_("Simplified employment, film extra"), "film"),
    _simplified("seasonal", N_("Simplified employment, seasonal work"), "seasonal"),
    ContractType("ekho", N_("Employment with EKHO"), ("t1041",), terms=EkhoTerms, inputs=ekho_row, pay=ekho),
)
