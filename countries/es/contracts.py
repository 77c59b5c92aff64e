"""Ways of engaging a member: which codes and classes each contract carries, and its payroll row.

Dossier sections 1.1, 2.2-2.4 and 2.6.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Any, Literal

import msgspec

from core.country import Work
from countries.es.family import Worker, circumstances
from countries.es.limits import check_contract, check_pay, check_person, check_work
from countries.es.payroll import CARRIED, Engagement
from countries.es.registration import Period, period, registered
from countries.es.terms import Member, Terms
from shared_tools.dated import Law
from shared_tools.money import half_up, percent
from shared_tools.refusal import Refusal


@dataclass(frozen=True)
class Kind:
    """What the law attaches to a contract type. ``codes`` of TGSS and SEPE, full and part time."""

    codes: tuple[str, str]
    scheme: Literal["general", "artist"] = "general"
    fixed_term: bool = False
    fixed_term_unemployment: bool = False
    surcharge: bool = False
    indemnity: str = ""
    member: bool = False
    paid_by_day: bool = False

    def inputs(self, work: Work, law: Law) -> Engagement:
        """The payroll row of ``work``. Raises Refusal where the law forbids or a fact is missing (README.md lists them)."""
        who: Worker = work.worker
        terms: Terms = work.terms
        fixed = self.fixed_term or (isinstance(terms, Member) and terms.bond == "fixed")
        begins = terms.begins or work.contract_first_day or work.first_day
        ends = terms.ends or work.contract_last_day or work.last_day
        check_person(who)
        check_work(work, begins, ends, self.scheme)
        check_contract(terms, begins, ends, law)
        # An open-ended contract has no last day yet; a fixed one is insured from its first day to its last.
        span = period(work, begins, ends, False) if fixed else period(work, terms.begins, terms.ends, True)
        check_pay(work, terms, self.paid_by_day, begins, ends, span, law)
        days = registered(
            work, work.days if self.scheme == "artist" else span.each(), self.scheme, terms.group
        )
        accident_it, accident_ims = accident_rates(terms, law)
        short = fixed and ends < _years_after(begins, 1) - timedelta(days=1)
        return Engagement(
            gross=work.gross,
            group=terms.group,
            share=_ten_thousandths(who.pluriempleo_percent) if who.pluriempleo_percent else 10_000,
            minutes=work.minutes,
            part_time=terms.part_time and self.scheme == "general",
            member=self.member,
            outside_base=terms.indemnity + terms.extra_pay,
            extra_pay_share=terms.extra_pay_share,
            overtime=terms.overtime,
            overtime_force_majeure=terms.overtime_force_majeure,
            overtime_minutes=terms.overtime_minutes,
            past_pension_age=who.past_pension_age,
            fixed_term_unemployment=self.fixed_term_unemployment or (self.member and fixed),
            fogasa=not self.member,
            surcharge=self.surcharge and work.last_day == ends
            and (ends - begins).days + 1 < law["short_contract_days"].value,
            accident_it=accident_it,
            accident_ims=accident_ims,
            indemnity_due=self.indemnity_due(work, begins, ends, law),
            **days.columns(),
            **_tax_facts(work, who, terms, short or self.scheme == "artist", span, fixed, law),
        )  # fmt: skip

    def indemnity_due(self, work: Work, begins: date, ends: date, law: Law) -> int:
        """Cents the law owes at the contract's end for the pay of this slip (ET art. 49.1.c, RD 1435/1985 art. 10)."""
        if not self.indemnity:
            return 0
        key = self.indemnity
        if key == "indemnity_artist" and ends > _months_after(begins, int(law["artist_long_months"].value)):
            key = "indemnity_artist_long"
        pay = work.gross - work.terms.indemnity
        return half_up(pay * int(law[key].value), 365)


KINDS = {
    "discontinuous": Kind(("300", "300")),
    "indefinite": Kind(("100", "200")),
    "fixed_term": Kind(
        ("402", "502"), fixed_term=True, fixed_term_unemployment=True, surcharge=True, indemnity="indemnity_fixed_term",
        paid_by_day=True,
    ),
    "substitution": Kind(("410", "510"), fixed_term=True, paid_by_day=True),
    "artist": Kind(
        ("407", "507"), scheme="artist", fixed_term=True, fixed_term_unemployment=True, indemnity="indemnity_artist",
        paid_by_day=True,
    ),
    "worker_member": Kind(("", ""), member=True),
}  # fmt: skip


def law_days(work: Work) -> tuple[date, ...]:
    """A slip takes the numbers of its last day; a contract priced over several months those of its first."""
    one_month = (work.first_day.year, work.first_day.month) == (work.last_day.year, work.last_day.month)
    return (work.last_day if one_month else work.first_day,)


def accident_rates(terms: Terms, law: Law) -> tuple[int, int]:
    """IT and IMS in hundredths of a per cent. Raises Refusal ``unknown_activity`` or ``accident_rates_missing``."""
    if terms.accident_it and terms.accident_ims:
        return _ten_thousandths(terms.accident_it), _ten_thousandths(terms.accident_ims)
    code = terms.activity.strip().lower()
    if any(code.startswith(known) for known, _ in law.table("accident_tariff_total")):
        raise Refusal(
            "accident_rates_missing", f"of activity {code} only the total accident rate is known "
            f"({law['accident_tariff_total'].source}).",
            field="activity", way_out="Enter accident_it and accident_ims as the mutua states them.",
        )  # fmt: skip
    tariff = {known: rates for known, *rates in law.table("accident_tariff")}
    found = tariff.get(code) or tariff.get(code[:2])
    if found is None:
        raise Refusal(
            "unknown_activity", f"{terms.activity!r} is not in the accident tariff ({law['accident_tariff'].source}).",
            field="activity", way_out="Enter a CNAE-2025 code or an occupation, or accident_it and accident_ims.",
        )  # fmt: skip
    return int(found[0] * 10_000), int(found[1] * 10_000)


def floor_rate(short: bool, ceuta_melilla: bool, law: Law) -> int:
    """Least rate of RIRPF art. 86.2 in hundredths of a per cent, 0 where there is none."""
    if not short:
        return 0
    return int(law.rate("irpf_floor_short_ceuta" if ceuta_melilla else "irpf_floor_short") * 10_000)


def _tax_facts(
    work: Work, who: Worker, terms: Terms, short: bool, span: Period, fixed: bool, law: Law
) -> dict[str, Any]:
    birth = who.birth_date or work.last_day
    facts = msgspec.structs.asdict(circumstances(who, birth.year, work.last_day.year, law))
    abroad = {"eu": "irnr_eu", "other": "irnr_other"}.get(who.residence)
    return {
        **facts,
        "irregular_income": terms.irregular_income,
        "floor": floor_rate(short, facts["ceuta_melilla"], law),
        "requested_rate": _ten_thousandths(who.requested_percent) if who.requested_percent else 0,
        "non_resident_rate": int(law.rate(abroad) * 10_000) if abroad else 0,
        "annual_pay": terms.annual_pay,
        "labour_days": len(work.days) if terms.day_labour else 0,
        **_foreseen(terms, span, fixed),
        "earlier": "step_rate" in work.year,
        "earlier_paid": work.year.get("gross", 0),
        "earlier_withheld": work.year.get("withholding", 0),
        "earlier_contributions": work.year.get("ee_social_security", 0),
        **{f"earlier_{name}": work.year.get(f"step_{name}", 0) for name in CARRIED},
    }  # fmt: skip


def _foreseen(terms: Terms, span: Period, fixed: bool) -> dict[str, int]:
    """Pay still to come this year: as told, or this slip's pay over the rest of the contract or of the year."""
    if terms.foreseen_pay is not None:
        return {"foreseen": terms.foreseen_pay}
    if not fixed and terms.ends is None:
        return {"foreseen_times": 12 - span.last.month if span.whole_month else 0}
    until = min(terms.ends or span.last, date(span.last.year, 12, 31))
    return {"foreseen_times": max((until - span.last).days, 0), "foreseen_per": span.days}


def _ten_thousandths(text: str) -> int:
    try:
        parts = percent(text) * 10_000
    except ValueError:
        parts = Fraction(-1)
    if parts.denominator != 1 or parts < 0:
        raise Refusal(
            "not_a_percentage", f"{text!r} is not a percentage of at most two digits.", field="percent",
            way_out='Write it as text, for example "1.50".',
        )  # fmt: skip
    return int(parts)


def _years_after(day: date, years: int) -> date:
    return _months_after(day, 12 * years)


def _months_after(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    first = date(year, month + 1, 1)
    last = (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)
    return first.replace(day=min(day.day, last.day))
