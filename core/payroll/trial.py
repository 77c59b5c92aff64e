"""A payslip outside every book: from facts as a person writes them to the slip the law gives. Pure."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

import msgspec

from core.contracts.rules import FULL_DAY
from core.country import ContractType, Country, Employee, Particulars, Work
from core.people.rules import worker_facts
from shared_tools.money import minor
from shared_tools.paysheet import Slip
from shared_tools.refusal import Refusal
from shared_tools.solve import Solution


class Trial(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a slip is made of.

    ``pay`` in major units as text and ``pay_is`` whether that is the gross wage or the whole employer cost; ``days`` of
    one calendar month; ``minutes`` in all (0: eight hours a day). ``worker`` and ``terms`` as the country asks them.
    ``month`` and ``year`` are sums of earlier slips by line or figure code, minor units; ``month_slips`` their number.
    ``pay_day`` where it is not the promised one; ``contract_first_day``, ``contract_last_day`` of a longer contract.
    ``employer`` and ``employee`` are asked only for paper: who pays (its name: the fact sheet's where none is given) and
    who is paid.
    """

    country: str
    contract_type: str
    days: tuple[date, ...]
    pay: str
    pay_is: Literal["gross", "cost"] = "gross"
    minutes: int = 0
    birth_date: date | None = None
    worker: dict[str, Any] = {}
    terms: dict[str, Any] = {}
    month: dict[str, int] = {}
    year: dict[str, int] = {}
    month_slips: int = 0
    pay_day: date | None = None
    contract_first_day: date | None = None
    contract_last_day: date | None = None
    employer: Particulars = Particulars()
    employee: Employee | None = None


class Tried(msgspec.Struct, frozen=True, kw_only=True):
    """The slip, the work it was reckoned from, and for a cost what the budget came to."""

    slip: Slip
    work: Work
    pay_day: date
    pay_rule: str
    solution: Solution | None


def read_trial(written: bytes | str) -> Trial:
    """One JSON object. Raises Refusal ``not_a_payslip_request`` naming the field."""
    try:
        return msgspec.json.decode(written, type=Trial)
    except msgspec.DecodeError as error:
        message, _, place = str(error).partition(" - at ")
        raise Refusal(
            "not_a_payslip_request", f"{message}.", field=place.strip("`").removeprefix("$.") or None,
            way_out=f"Give an object with {', '.join(Trial.__struct_fields__)}; amounts of pay as text.",
        ) from None  # fmt: skip


def work_of_trial(trial: Trial, country: Country, kind: ContractType) -> Work:
    """Raises Refusal ``no_days``, ``days_twice``, ``hours``, ``two_months``, ``pay``, ``terms``, ``worker_data``."""
    days = tuple(sorted(set(trial.days)))
    if not days:
        raise Refusal("no_days", "a payslip covers at least one day.", field="days", way_out="Name the days of work.")  # fmt: skip
    if len(days) != len(trial.days):
        raise Refusal("days_twice", "a day is named twice.", field="days", way_out="Name each day once.")
    if (days[0].year, days[0].month) != (days[-1].year, days[-1].month):
        raise Refusal(
            "two_months", f"{days[0]} and {days[-1]} lie in two months.", field="days",
            way_out="A contract is paid by calendar month: ask for each month's slip.",
        )  # fmt: skip
    if not 0 <= trial.minutes <= len(days) * 24 * 60:
        raise Refusal("hours", f"{trial.minutes} minutes do not fit {len(days)} days.", field="minutes", way_out="Correct the hours.")  # fmt: skip
    pay = minor(trial.pay, country.currency)
    if pay < 0:
        raise Refusal("pay", f"{trial.pay} is no pay.", field="pay", way_out="Enter an amount that is not below 0.")  # fmt: skip
    try:
        terms = msgspec.convert(trial.terms, kind.terms, strict=False)
    except msgspec.ValidationError as error:
        raise Refusal(
            "terms", f"{error}.", field="terms", way_out="Correct what the contract says."
        ) from None
    return Work(
        gross=pay, first_day=days[0], last_day=days[-1], days=days, minutes=trial.minutes or FULL_DAY * len(days),
        pay_day=trial.pay_day or country.pay_day(days[-1]).day,
        worker=worker_facts(trial.worker, trial.birth_date, country), terms=terms, month=trial.month, year=trial.year,
        month_slips=trial.month_slips, contract_first_day=trial.contract_first_day or days[0],
        contract_last_day=trial.contract_last_day or days[-1],
    )  # fmt: skip


def try_slip(trial: Trial, country: Country) -> Tried:
    """Raises the country's own Refusals besides those of ``work_of_trial``."""
    kind = country.contract_type(trial.contract_type)
    work = work_of_trial(trial, country, kind)
    solution = None
    if trial.pay_is == "cost":
        solution = kind.gross_for_cost(work, country.parameters, work.gross)
        work = msgspec.structs.replace(work, gross=solution.gross)
    slip = kind.sheet([work], country.parameters).slip()
    if slip.net < 0:
        raise Refusal(
            "net_below_zero", f"the net wage would be {slip.net} minor units.", field="pay",
            way_out="Pay more, or withhold less.",
        )  # fmt: skip
    promise = country.pay_day(work.last_day)
    return Tried(slip=slip, work=work, pay_day=work.pay_day, pay_rule=promise.rule, solution=solution)
