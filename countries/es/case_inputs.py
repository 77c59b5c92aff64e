"""The inputs of Spain's worked cases, in the words of the dossier and of form 145. Cents; rates in per cent."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import msgspec

from countries.es.contracts import accident_rates, floor_rate
from countries.es.family import Ascendant, Child, Worker, circumstances
from countries.es.payroll import Engagement
from countries.es.terms import Terms
from shared_tools.dated import Law
from shared_tools.given import Given
from shared_tools.refusal import Refusal, naming

MOST_PAY = 5 * 10**8
"""Of a month, extra pays aside."""
MOST_DAY_PAY = 30_000_000
MOST_DAYS = 31
"""Of one calendar month: a longer contract has a slip a month."""
_FIRST_YEAR = 1900
_MONTH_HOURS = 31 * 24
RATE_DIGITS = 6
"""After the point: more than any rate of law has."""
_LAST_MONTHLY_GROUP = 7
_CONTRACTS = (
    "indefinite", "discontinuous", "fijo_discontinuo", "fixed_term", "substitution", "artist", "artist_fixed_term",
    "artist_indefinite", "worker_member",
)  # fmt: skip
_FIXED_TERM = ("fixed_term", "artist_fixed_term", "artist")
_CLASSES = {"GENERAL": "general", "INFERIOR": "short", "MANUAL": "short", "ARTIST": "short", "ESPECIAL": "special",
            "RELESP": "special"}  # fmt: skip
"""How a contract class of the AEAT begins → whose minimum rate of RIRPF art. 86.2 it has."""


def contract(given: Given) -> str:
    return given.choice("contract", _CONTRACTS, "indefinite")


def is_artist(given: Given) -> bool:
    return contract(given).startswith("artist")


def annual_pay(given: Given) -> int | None:
    """Pay of the year; None where words stand for it ("the gross found") or nothing does."""
    return None if given.says_words("annual_pay") else given.whole("annual_pay", None)


def day_labour_pay(given: Given) -> int | None:
    """Pay of a day of who is engaged by the day (class MANUAL), from which the year's follows."""
    by_day = given.text("contract_class").upper() == "MANUAL"
    return given.whole("day_pay", None, most=MOST_DAY_PAY) if by_day else None


def row(given: Given, law: Law, year: int, **own: Any) -> Engagement:
    """The payroll's row of a case; what a case omits takes the dossier's default (situation 3, nobody to support)."""
    who = _worker(given, year)
    birth_year = given.whole("birth_year", 1990, least=_FIRST_YEAR, most=year)
    facts = msgspec.structs.asdict(circumstances(who, birth_year, year, law))
    facts["reductions"] += given.whole("other_reductions", 0)
    days, group = (
        given.whole("days", 30, least=1, most=MOST_DAYS),
        given.whole("contribution_group", 7, least=1, most=11),
    )
    monthly = not is_artist(given) and group <= _LAST_MONTHLY_GROUP
    worked = next((name for name in ("part_time_hours", "hours") if given.has(name)), None)
    member = contract(given) == "worker_member"
    fixed_term = "fixed_term" if contract(given) in _FIXED_TERM else "indefinite"
    accident_it, accident_ims = _accident_rates(given, law)
    fields: dict[str, Any] = {
        "gross": 0, "group": group, "parts": min(days, 30) if monthly else days,
        "minutes": int(60 * Fraction(given.number(worked, most=_MONTH_HOURS))) if worked else 0,
        "part_time": worked is not None, "member": member, "overtime": given.whole("overtime", 0, most=MOST_PAY),
        "overtime_force_majeure": given.whole("overtime_force_majeure", 0, most=MOST_PAY),
        "past_pension_age": given.flag("past_pension_age"),
        "fixed_term_unemployment":
            given.choice("unemployment_class", ("indefinite", "fixed_term"), fixed_term) == "fixed_term",
        "fogasa": given.flag("fogasa_applies", not member), "accident_it": accident_it, "accident_ims": accident_ims,
        "irregular_income": given.whole("irregular_income", 0), "floor": _floor(given, who, law),
        "annual_pay": annual_pay(given), "annual_contributions": given.whole("annual_social_security", None),
    }  # fmt: skip
    return Engagement(**(fields | facts | own))


def _days(given: Given) -> int:
    return given.whole("days", 30, least=1, most=MOST_DAYS)


def bears_surcharge(given: Given, law: Law) -> bool:
    """Whether the surcharge on short fixed-term contracts is due, where this contract is one (LGSS art. 151)."""
    return contract(given) == "fixed_term" and _days(given) < law["short_contract_days"].value


def _accident_rates(given: Given, law: Law) -> tuple[int, int]:
    activity = given.text("cnae_or_occupation") or "90"
    if not given.has("atep_percent"):
        with naming("cnae_or_occupation"):
            return accident_rates(Terms(activity=activity), law)
    rates = given.table("atep_percent")
    it, ims = (rates.number(name, most=100, digits=RATE_DIGITS) for name in ("it", "ims"))
    with naming("atep_percent"):
        return accident_rates(Terms(activity=activity, accident_it=it, accident_ims=ims), law)


def _worker(given: Given, year: int) -> Worker:
    def born(relative: Given, name: str = "birth_year") -> int:
        return relative.whole(name, least=_FIRST_YEAR, most=year)

    children = tuple(
        Child(
            birth_year=born(child), whole=child.flag("whole"),
            adoption_year=born(child, "adoption_year") if child.has("adoption_year") else None, **_disability(child),
        )
        for child in given.rows("children")
    )  # fmt: skip
    ascendants = tuple(
        Ascendant(
            birth_year=born(parent), shared_by=parent.whole("shared_by", 1, least=1, most=100), **_disability(parent)
        )
        for parent in given.rows("ascendants")
    )  # fmt: skip
    situation: Any = given.whole("family_situation", 3, least=1, most=3)
    return Worker(
        residence="ceuta_melilla" if given.flag("ceuta_melilla") else "state",
        family_situation=situation, children=children, ascendants=ascendants,
        geographic_mobility=given.flag("geographic_mobility") or given.flag("mobility"),
        pensioner=given.flag("pensioner"),
        unemployment_benefit=given.flag("unemployment_benefit") or given.flag("unemployed"),
        compensatory_pension=given.whole("compensatory_pension", 0), child_support=given.whole("child_support", 0),
        home_loan_before_2013=given.flag("home_loan_before_2013"), **_disability(given),
    )  # fmt: skip


def _disability(given: Given) -> dict[str, Any]:
    """Degree and need of help; a degree may name the help ("33_help"). Raises Refusal ``unknown_choice``."""
    text = given.text("disability").strip().lower() or "none"
    help_needed = "help" in text or "mobility" in text or given.flag("reduced_mobility")
    degree = next((known for known in ("33", "65", "none") if text.startswith(known)), None)
    if degree is None and text != "0":
        raise Refusal(
            "unknown_choice", f"{text!r} is no degree of disability of form 145.", field=given.field("disability"),
            way_out='Write "none", "33" (33 to under 65 per cent) or "65" (65 per cent or more).',
        )  # fmt: skip
    return {"disability": degree or "none", "reduced_mobility": help_needed}


def _floor(given: Given, who: Worker, law: Law) -> int:
    """Least rate of RIRPF art. 86.2 in hundredths of a per cent. Raises Refusal ``unknown_choice``."""
    written = given.text("contract_class").strip().upper() or "GENERAL"
    found = next((of_class for begins, of_class in _CLASSES.items() if written.startswith(begins)), None)
    if found is None:
        raise Refusal(
            "unknown_choice", f"{written!r} is no contract class of the AEAT.", field=given.field("contract_class"),
            way_out="Use GENERAL, INFERIORANO, ARTISTA, MANUAL or ESPECIAL.",
        )  # fmt: skip
    ceuta = who.residence == "ceuta_melilla"
    if found == "special":
        # Art. 86.2 spares disabled workers in a special relation.
        key = "irpf_floor_special_ceuta" if ceuta else "irpf_floor_special"
        return 0 if who.disability != "none" else int(law.rate(key) * 10_000)
    return floor_rate(found == "short", ceuta, law)
