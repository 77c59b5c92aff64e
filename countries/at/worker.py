"""What the payroll must know of a person: age, and the credits claimed by form E 30 and L 34."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

import msgspec

from shared_tools.dated import Law
from shared_tools.refusal import Refusal


class Worker(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Facts of a person.

    ``pension_age_from`` first day at pension age, where reached; ``children_*`` for the family bonus (form E 30),
    ``family_bonus_shared`` if the other parent claims half; ``sole_earner_children`` for the sole earner's credit;
    ``commute`` small where public transport is possible, large where not, ``commute_km`` one way (form L 34);
    ``bv_from`` first day liable to the severance fund, as registered (BVAB).
    """

    birth_date: date | None = None
    pension_age_from: date | None = None
    children_under_18: int = 0
    children_of_age: int = 0
    family_bonus_shared: bool = False
    sole_earner_children: int = 0
    commute: Literal["none", "small", "large"] = "none"
    commute_km: int = 0
    bv_from: date | None = None


def tax_facts(who: Worker, law: Law, day: date) -> dict[str, Any]:
    """Columns that follow from the person alone. Raises Refusal ``birth_date_missing`` or ``negative_fact``."""
    if who.birth_date is None:
        raise Refusal(
            "birth_date_missing",
            f"accident insurance and DB end after the {law['exempt_age'].value}th birthday ({law['exempt_age'].source}).",
            field="birth_date", way_out="Enter the birth date.",
        )  # fmt: skip
    for name in ("children_under_18", "children_of_age", "sole_earner_children", "commute_km"):
        if getattr(who, name) < 0:
            raise Refusal(
                "negative_fact", f"{name} is {getattr(who, name)}.", field=name, way_out="Correct it."
            )
    return {
        "over_exempt_age": over_exempt_age(who.birth_date, law, day),
        "pension_age": who.pension_age_from is not None and who.pension_age_from <= day,
        "commuter_allowance": 0 if who.commute == "none" else commuter_allowance(law, who.commute, who.commute_km),
        "commuter_km": 0 if who.commute == "none" else who.commute_km,
        "children_under_18": who.children_under_18, "children_of_age": who.children_of_age,
        "family_bonus_shared": who.family_bonus_shared, "sole_earner_children": who.sole_earner_children,
    }  # fmt: skip


def over_exempt_age(birth_date: date, law: Law, day: date) -> bool:
    """Whether ``day`` lies in a month after the month of the 60th birthday (ASVG 53a, FLAG 41(4))."""
    year = birth_date.year + int(law["exempt_age"].value)
    return (year, birth_date.month) < (day.year, day.month)


def commuter_allowance(law: Law, commute: Literal["small", "large"], km: int) -> int:
    """Cents a year for ``km`` one way: more than each row's lower edge, at most its upper (EStG 16(1) Z 6)."""
    rows = law.table(f"commuter_{commute}")
    return next(int(amount) for limit, amount in rows if limit == "" or km <= limit)
