"""What a member tells on form 145 (modelo 145), and the personal and family minimum that follows from it.

LIRPF arts. 57-61 and 19.2.f; RIRPF arts. 81-83; dossier section 2.4, steps 3, 7 and 8. Amounts in cents.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from typing import Literal

import msgspec

from shared_tools.dated import Law
from shared_tools.money import rounded

Disability = Literal["none", "33", "65"]
"""Recognised degree: none, from 33 to under 65 per cent, 65 per cent or more."""


class Child(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A descendant who lives with the worker. ``whole``: nobody else claims the child's minimum."""

    birth_year: int
    adoption_year: int | None = None
    whole: bool = False
    disability: Disability = "none"
    reduced_mobility: bool = False


class Ascendant(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A parent or grandparent who lives with the worker. ``shared_by``: how many descendants claim the minimum."""

    birth_year: int
    shared_by: int = 1
    disability: Disability = "none"
    reduced_mobility: bool = False


class Worker(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Personal facts the payroll needs.

    ``naf`` number of affiliation to social security. ``residence`` decides the tax: the common territory
    ("state"), Ceuta and Melilla, a foral territory (refused), or abroad ("eu": EU and EEA, "other").
    ``family_situation`` 1 single parent, 2 married to somebody who earns up to 1,500 euro, 3 other.
    ``compensatory_pension`` and ``child_support`` are fixed by a court, cents a year. ``requested_percent`` a higher
    rate the worker asked for (RIRPF art. 88.5). ``pluriempleo_percent`` this employer's share of the contribution
    limits as TGSS confirmed it, "" for one employer only. ``past_pension_age`` past pension age and still working,
    with the exemption of LGSS art. 152.
    """

    birth_date: date | None = None
    naf: str = ""
    residence: Literal["state", "ceuta_melilla", "navarra", "alava", "bizkaia", "gipuzkoa", "eu", "other"] = (
        "state"
    )
    family_situation: Literal[1, 2, 3] = 3
    children: tuple[Child, ...] = ()
    ascendants: tuple[Ascendant, ...] = ()
    disability: Disability = "none"
    reduced_mobility: bool = False
    geographic_mobility: bool = False
    pensioner: bool = False
    unemployment_benefit: bool = False
    compensatory_pension: int = 0
    child_support: int = 0
    home_loan_before_2013: bool = False
    requested_percent: str = ""
    pluriempleo_percent: str = ""
    past_pension_age: bool = False


class Circumstances(msgspec.Struct, frozen=True):
    """Form 145 as the withholding uses it. Cents; ``children`` are those who count."""

    situation: int
    children: int
    minimum: int
    expenses: int
    reductions: int
    limit_extra: int
    child_support: int
    home_loan: bool
    ceuta_melilla: bool


def circumstances(who: Worker, birth_year: int, year: int, law: Law) -> Circumstances:
    """The amounts of ``who``, born in ``birth_year``, for the tax of ``year``."""
    children = counted_children(who.children, year, law)
    many = law.amount("irpf_reduction_many_children") if len(children) > 2 else 0
    pension = law.amount("irpf_reduction_pensioner") if who.pensioner else 0
    benefit = law.amount("irpf_reduction_unemployed") if who.unemployment_benefit else 0
    limit_extra = (law.amount("irpf_exempt_extra_pension") if who.pensioner else 0) + (
        law.amount("irpf_exempt_extra_unemployment") if who.unemployment_benefit else 0
    )
    return Circumstances(
        situation=who.family_situation,
        children=len(children),
        minimum=minimum(who, birth_year, year, law),
        expenses=other_expenses(who, law),
        reductions=many + pension + benefit + who.compensatory_pension,
        limit_extra=limit_extra,
        child_support=who.child_support,
        home_loan=who.home_loan_before_2013,
        ceuta_melilla=who.residence == "ceuta_melilla",
    )


def other_expenses(who: Worker, law: Law) -> int:
    """Expenses of LIRPF art. 19.2.f before their limit (pay less contributions)."""
    amount = law.amount("irpf_other_expenses")
    if who.geographic_mobility:
        amount += law.amount("irpf_other_expenses_mobility")
    if who.disability == "65" or (who.disability == "33" and who.reduced_mobility):
        amount += law.amount("irpf_other_expenses_disabled_severe")
    elif who.disability == "33":
        amount += law.amount("irpf_other_expenses_disabled")
    return amount


def minimum(who: Worker, birth_year: int, year: int, law: Law) -> int:
    """Personal and family minimum (``MINPERFA``); each of its parts rounded half up to the cent."""
    age = year - birth_year
    own = law.amount("irpf_minimum")
    own += law.amount("irpf_minimum_over_64") if age > 64 else 0
    own += law.amount("irpf_minimum_over_74") if age > 74 else 0
    own += _disabled(who.disability, who.reduced_mobility, law)
    return own + _children_minimum(who.children, year, law) + _ascendants_minimum(who.ascendants, year, law)


def counted_children(children: Sequence[Child], year: int, law: Law) -> list[Child]:
    """Children young enough or disabled, the eldest first, as LIRPF art. 58 numbers them."""
    limit = law["irpf_child_age"].value
    entitled = [child for child in children if year - child.birth_year < limit or child.disability != "none"]
    return sorted(entitled, key=lambda child: child.birth_year)


def _children_minimum(children: Sequence[Child], year: int, law: Law) -> int:
    steps = law["irpf_minimum_children"].value
    total = disability = Fraction(0)
    for order, child in enumerate(counted_children(children, year, law)):
        amount = steps[min(order, len(steps) - 1)]
        since = (
            child.birth_year if child.adoption_year is None else max(child.birth_year, child.adoption_year)
        )
        if year - since <= 2:
            amount += law.amount("irpf_minimum_under_3")
        share = 1 if child.whole else Fraction(1, 2)
        total += amount * share
        disability += _disabled(child.disability, child.reduced_mobility, law) * share
    return rounded(total) + rounded(disability)


def _ascendants_minimum(ascendants: Sequence[Ascendant], year: int, law: Law) -> int:
    total = disability = Fraction(0)
    for ascendant in ascendants:
        age = year - ascendant.birth_year
        if age <= 64 and ascendant.disability == "none":
            continue
        amount = law.amount("irpf_minimum_ascendant")
        amount += law.amount("irpf_minimum_ascendant_over_74") if age > 74 else 0
        total += Fraction(amount, ascendant.shared_by)
        disability += Fraction(
            _disabled(ascendant.disability, ascendant.reduced_mobility, law), ascendant.shared_by
        )
    return rounded(total) + rounded(disability)


def _disabled(disability: Disability, help_needed: bool, law: Law) -> int:
    if disability == "none":
        return 0
    if disability == "65":
        return law.amount("irpf_minimum_disabled_severe") + law.amount("irpf_minimum_disabled_help")
    return law.amount("irpf_minimum_disabled") + (
        law.amount("irpf_minimum_disabled_help") if help_needed else 0
    )
