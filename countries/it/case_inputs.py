"""What each kind of worked case of Italy takes, in the words of the dossier. Cents; rates in per cent, brackets in euro."""

from __future__ import annotations

from typing import Annotated, Any, Literal, Required, TypedDict

import msgspec

from shared_tools.case_inputs import Amount, Count, Percent, Share, Units, YearAmount, read_inputs

Days = Annotated[int, msgspec.Meta(ge=1, le=366)]
Instalments = Annotated[int, msgspec.Meta(ge=12, le=16)]
DayPay = Annotated[int, msgspec.Meta(ge=0, le=10_000_000)]
Brackets = list[tuple[Units, Units | None, Share]]
"""From, to (null: no end) and the rate as a part of one, as the decisions on surtax are written."""


class WrittenScheme(TypedDict, total=False):
    """A fund's rates written out."""

    name: str
    employee_percent: Required[Percent]
    employer_percent: Required[dict[str, Percent]]
    employer_percent_on_capped_day: dict[str, Percent]


class Employment(TypedDict, total=False):
    """Contributions and tax of an employee; ``scheme`` may be a name (``fpld_tertiary``, ``fpls_fixed_term``)."""

    scheme: WrittenScheme | str
    days: Days
    fixed_term: bool
    renewals: Count
    enrolled_after_1995: bool
    inps_base_rounding: Literal["euro", "none"]
    spouse_dependent: bool
    children: Count
    other_income: YearAmount
    truncate_ratio_of_further_deduction: bool
    regional_brackets: Brackets
    municipal_brackets: Brackets
    municipal_exempt_up_to: YearAmount
    daily_cap_sickness_maternity: Amount


class Settled(Employment, total=False):
    gross_of_the_year: Required[YearAmount]


class EntertainmentDays(Employment, total=False):
    pay_per_day: Required[DayPay]


class Month(Employment, total=False):
    """``expected_income`` may be words ("12 x this month")."""

    monthly_gross: Required[Amount]
    instalments: Instalments
    expected_income: YearAmount | str


class Collaboration(TypedDict, total=False):
    fee: Required[YearAmount]
    rate_percent: Percent
    ceiling: YearAmount
    year_to_date: YearAmount


class Invoice(Employment, total=False):
    invoice_without_vat: Amount
    fee_percent: Percent
    fee: Amount
    budget: Amount


def read(inputs: Any, kind: type[Any]) -> dict[str, Any]:
    """The inputs of a case. Raises Refusal ``case_input_missing`` or ``case_input_unreadable``."""
    given = read_inputs(inputs, kind)
    if isinstance(written := given.get("expected_income"), str):
        # Words say that the year is so many payslips of this month.
        del given["expected_income"]
        if written.strip().isdecimal():
            number = {"monthly_gross": 0, "expected_income": int(written)}
            given["expected_income"] = read_inputs(number, Month)["expected_income"]
    return given
