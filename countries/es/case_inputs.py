"""What each kind of worked case of Spain takes, in the words of the dossier and of form 145. Cents; rates in per cent."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal, Required, TypedDict

import msgspec

from shared_tools.case_inputs import Hours, Percent, Year, read_inputs
from shared_tools.refusal import Refusal

Pay = Annotated[int, msgspec.Meta(ge=0, le=5 * 10**8)]
"""Of a month, extra pays aside."""
YearPay = Annotated[int, msgspec.Meta(ge=0, le=10**10)]
Days = Annotated[int, msgspec.Meta(ge=1, le=31)]
"""Of one calendar month: a longer contract has a slip a month."""
Payments = Annotated[int, msgspec.Meta(ge=12, le=16)]
DayPay = Annotated[int, msgspec.Meta(ge=0, le=30_000_000)]
Sharers = Annotated[int, msgspec.Meta(ge=1, le=100)]
Group = Annotated[int, msgspec.Meta(ge=1, le=11)]
Contract = Literal[
    "indefinite", "discontinuous", "fijo_discontinuo", "fixed_term", "substitution", "artist", "artist_fixed_term",
    "artist_indefinite", "worker_member",
]  # fmt: skip

CLASSES = {"GENERAL": "general", "INFERIOR": "short", "MANUAL": "short", "ARTIST": "short", "ESPECIAL": "special",
           "RELESP": "special"}  # fmt: skip
"""How a contract class of the AEAT begins → whose minimum rate of RIRPF art. 86.2 it has."""


class Relative(TypedDict, total=False):
    birth_year: Required[Year]
    adoption_year: Year
    whole: bool
    shared_by: Sharers
    disability: int | str
    reduced_mobility: bool


class Person(TypedDict, total=False):
    """Form 145, and the class of the contract."""

    family_situation: Literal[1, 2, 3]
    birth_year: Year
    children: list[Relative]
    ascendants: list[Relative]
    disability: int | str
    reduced_mobility: bool
    geographic_mobility: bool
    mobility: bool
    pensioner: bool
    unemployed: bool
    unemployment_benefit: bool
    compensatory_pension: YearPay
    child_support: YearPay
    home_loan_before_2013: bool
    ceuta_melilla: bool
    other_reductions: YearPay
    irregular_income: YearPay
    contract_class: str
    day_pay: DayPay


class Slip(Person, total=False):
    """A slip; ``annual_pay`` may be words ("the gross found")."""

    annual_pay: YearPay | str
    annual_social_security: YearPay
    contribution_group: Group
    contract: Contract
    unemployment_class: Literal["indefinite", "fixed_term"]
    fogasa_applies: bool
    cnae_or_occupation: int | str
    atep_percent: Accident
    days: Days
    part_time_hours: Hours
    hours: Hours
    overtime: Pay
    overtime_force_majeure: Pay
    past_pension_age: bool


class Accident(TypedDict):
    it: Percent
    ims: Percent


class Annual(Person, total=False):
    annual_pay: Required[YearPay]
    annual_social_security: YearPay


class Regularisation(Person, total=False):
    before: Required[Annual]
    after: Required[Annual]
    already_paid: Required[YearPay]
    already_withheld: Required[YearPay]
    cause: str


class Month(Slip, total=False):
    monthly_pay: Required[Pay]
    payments: Payments


class Member(Slip, total=False):
    pay: Required[Pay]


class Short(Slip, total=False):
    contract_pay: Required[Pay]


class Artist(Slip, total=False):
    pay_per_day: DayPay
    pay: Pay


class Invoice(Slip, total=False):
    invoice_without_vat: Pay
    fee_percent: Percent
    fee: Pay
    budget: Pay


def read(inputs: Mapping[str, Any], kind: type[Any], year: int) -> dict[str, Any]:
    """The inputs of a case. Raises Refusal ``case_input_missing``, ``case_input_unreadable`` or ``born_later``."""
    given = read_inputs(inputs, kind)
    for place, part in (("", given), ("before.", given.get("before")), ("after.", given.get("after"))):
        if part is not None:
            _check_person(part, year, place)
    if isinstance(written := given.get("annual_pay"), str):
        # Words say that the pay found is the year's.
        del given["annual_pay"]
        if written.strip().isdecimal():
            given["annual_pay"] = read_inputs({"annual_pay": written}, Annual)["annual_pay"]
    return given


def contract_class(given: Mapping[str, Any]) -> str:
    """``general``, ``short`` or ``special``. Raises Refusal ``unknown_contract_class``."""
    written = str(given.get("contract_class", "GENERAL")).strip().upper()
    for begins, found in CLASSES.items():
        if written.startswith(begins):
            return found
    raise Refusal(
        "unknown_contract_class", f"{written!r} is no contract class of the AEAT.", field="contract_class",
        way_out="Use GENERAL, INFERIORANO, ARTISTA, MANUAL or ESPECIAL.",
    )  # fmt: skip


def disability(given: Mapping[str, Any], place: str = "") -> dict[str, Any]:
    """Degree and need of help; a degree may name the help ("33_help"). Raises Refusal ``unknown_disability``."""
    text = str(given.get("disability", "none")).strip().lower() or "none"
    help_needed = "help" in text or "mobility" in text or bool(given.get("reduced_mobility"))
    degree = next((known for known in ("33", "65", "none") if text.startswith(known)), None)
    if degree is None and text != "0":
        raise Refusal(
            "unknown_disability", f"{text!r} is no degree of disability of form 145.", field=f"{place}disability",
            way_out='Write "none", "33" (33 to under 65 per cent) or "65" (65 per cent or more).',
        )  # fmt: skip
    return {"disability": degree or "none", "reduced_mobility": help_needed}


def _check_person(given: Mapping[str, Any], year: int, place: str) -> None:
    contract_class(given)
    disability(given, place)
    for of, relatives in (
        ("children", given.get("children", ())),
        ("ascendants", given.get("ascendants", ())),
    ):
        for number, relative in enumerate(relatives):
            disability(relative, f"{place}{of}.{number}.")
            _born(relative, year, f"{place}{of}.{number}.")
    _born(given, year, place)


def _born(given: Mapping[str, Any], year: int, place: str) -> None:
    for name in ("birth_year", "adoption_year"):
        if given.get(name, year) > year:
            raise Refusal(
                "born_later", f"{given[name]} is after the year of the case, {year}.", field=f"{place}{name}",
                way_out="Leave out who does not live with the worker in that year.",
            )  # fmt: skip
