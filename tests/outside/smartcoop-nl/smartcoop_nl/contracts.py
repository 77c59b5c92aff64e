"""Two ways of engaging somebody: who is self-employed invoices in; employment on call is paid by the month."""

from __future__ import annotations

import re
from datetime import date
from typing import Literal

import msgspec
from stdnum.exceptions import ValidationError
from stdnum.nl import bsn

from core.country import Work
from shared_tools.dated import Law
from shared_tools.money import major, percent
from shared_tools.refusal import Refusal
from smartcoop_nl.payroll import Month, PassedOn, age_code, table_wage_limit

_KVK = re.compile(r"\d{8}")
_PLAUSIBLE = 10**8
"""Not law: a fee of more than a million euro is a slip of the keyboard."""


class Worker(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``tax_credit``: the person asked this employer, and no other, to apply the loonheffingskorting."""

    birth_date: date | None = None
    tax_credit: bool = False


class SelfEmployedTerms(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``kvk`` number in the trade register; ``own_risk``: both sides hold that there is no employment (wet DBA)."""

    kvk: str
    own_risk: bool


class OnCallTerms(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``whk_percent`` of the employer's decision of the year; ``employer_size`` by its premium wages of two years ago."""

    whk_percent: str = ""
    employer_size: Literal["small", "large"] = "small"
    contract: Literal["flexible", "permanent"] = "flexible"


def check_person_id(text: str) -> str:
    """A citizen service number (BSN). Raises Refusal ``not_a_person_id``."""
    try:
        return bsn.validate(text)
    except ValidationError:
        raise Refusal(
            "not_a_person_id", f"{text!r} is not a BSN.", field="national_id",
            way_out="Copy its nine digits from an identity document.",
        ) from None  # fmt: skip


def self_employed_inputs(work: Work, law: Law) -> PassedOn:
    """Raises Refusal ``not_a_kvk_number``, ``employment_suspected``, ``implausible_fee``."""
    terms: SelfEmployedTerms = work.terms
    if not _KVK.fullmatch(terms.kvk):
        raise Refusal(
            "not_a_kvk_number", f"{terms.kvk!r} is not a number of the trade register.", field="terms.kvk",
            way_out="Enter its eight digits, or engage the person on call.",
        )  # fmt: skip
    if not terms.own_risk:
        raise Refusal(
            "employment_suspected", "who does not work at their own risk is employed (wet DBA, 2016).",
            field="terms.own_risk", way_out="Engage the person on call.",
        )  # fmt: skip
    _check_amount(work)
    return PassedOn(work.gross)


def on_call_inputs(work: Work, law: Law) -> Month:
    """Raises Refusal ``birth_date_missing``, ``whk_missing``, ``below_minimum_wage``, ``above_month_table``."""
    who: Worker = work.worker
    terms: OnCallTerms = work.terms
    _check_amount(work)
    if who.birth_date is None:
        raise Refusal(
            "birth_date_missing", "tax and premiums depend on the age (AOW).", field="birth_date",
            way_out="Enter the date of birth.",
        )  # fmt: skip
    try:
        known = 0 <= percent(terms.whk_percent) < 1
    except ValueError:
        known = False
    if not known:
        raise Refusal(
            "whk_missing", f"{terms.whk_percent!r} is no Whk percentage; the tax office decides on it for each employer.",
            field="terms.whk_percent", way_out="Enter the percentage of the decision of the year.",
        )  # fmt: skip
    minimum = law.amount("minimum_wage_hour")
    if work.gross * 60 < minimum * work.minutes:
        raise Refusal(
            "below_minimum_wage", f"{major(work.gross, 'EUR')} for {work.minutes // 60} hours is below the "
            f"minimum of {major(minimum, 'EUR')} an hour ({law['minimum_wage_hour'].source}).", field="gross",
            way_out="Pay at least the minimum, or engage the person for fewer hours.",
        )  # fmt: skip
    earlier = work.month.get("gross_on_call", 0)
    limit = table_wage_limit(law)
    if work.gross + earlier >= limit:
        raise Refusal(
            "above_month_table", f"{major(work.gross + earlier, 'EUR')} in the month is beyond the month table, which "
            f"ends below {major(limit, 'EUR')}.", field="gross",
            way_out="Let a payroll office compute this wage by the rules above the table.",
        )  # fmt: skip
    return Month(
        gross=work.gross, age=age_code(who.birth_date, work.last_day, law), tax_credit=who.tax_credit,
        awf_low=terms.contract == "permanent", aof_high=terms.employer_size == "large", whk_percent=terms.whk_percent,
        earlier_gross=earlier, earlier_tax=work.month.get("loonheffing", 0),
    )  # fmt: skip


def _check_amount(work: Work) -> None:
    if not 0 <= work.gross <= _PLAUSIBLE:
        raise Refusal(
            "implausible_fee", f"{major(work.gross, 'EUR')} is no pay.", field="gross",
            way_out=f"Enter an amount from 0 to {major(_PLAUSIBLE, 'EUR')}.",
        )  # fmt: skip
