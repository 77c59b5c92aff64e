"""Taking back what a worker was paid too much: a claim, what is set off against it, and how much the law lets. Pure.

A difference slip with a negative net is a claim on its worker (core/payroll/corrections.py). It is settled by set-offs
against later wages of the same employer, each an amount that staff wrote, with the worker's recorded consent. Where the
slip it corrects was not paid yet, nothing was paid too much: the difference is taken off that very wage.
"""

from __future__ import annotations

from datetime import date
from typing import Literal

import msgspec

from core.country.set_off import SetOffLaw
from shared_tools.dated import Law
from shared_tools.money import major
from shared_tools.refusal import Refusal

Basis = Literal["consent", "own_wage"]


class NewSetOff(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A set-off to be made: ``amount`` in major units; ``consent`` how and where the worker's consent is kept."""

    claim: str
    wage: str
    amount: str
    consented_on: date
    consent: str
    reason: str


class SetOff(msgspec.Struct, frozen=True, kw_only=True):
    """``claim`` the difference slip that is owed back, ``wage`` the slip of which ``amount`` (minor units) is not paid.

    ``basis`` "own_wage": the wage that ``claim`` corrects was not paid yet; no consent is asked for that.
    """

    id: str
    claim: str
    wage: str
    person: str
    structure: str
    amount: int
    basis: Basis
    consented_on: date | None
    consent: str
    reason: str
    day: date
    made_by: str


class Undone(msgspec.Struct, frozen=True, kw_only=True):
    """A set-off that was taken back before its wage was paid."""

    set_off: str
    day: date
    undone_by: str


class Claim(msgspec.Struct, frozen=True, kw_only=True):
    """What a worker got too much by the slip ``corrects``: ``amount`` in all, ``open`` what is not set off. Minor units."""

    slip: str
    number: int
    corrects: str
    worker: str
    structure: str
    amount: int
    open: int
    made_on: date


class Wage(msgspec.Struct, frozen=True, kw_only=True):
    """A wage that is not paid yet: ``net`` of its slip, ``left`` of it after set-offs. Minor units."""

    slip: str
    number: int
    worker: str
    structure: str
    net: int
    left: int
    pay_day: date
    law_day: date


class MonthPay(msgspec.Struct, frozen=True):
    """A worker's net wages with one employer that are promised for one month, and what is set off against them already."""

    net: int
    taken: int


def room(wage: Wage, claim: Claim, month: MonthPay, rule: SetOffLaw, law: Law) -> int:
    """How much of ``claim`` may be set off against ``wage``: never more than either, nor than the month's attachable part."""
    most = min(wage.left, claim.open)
    if rule.attachable is not None:
        most = min(most, rule.attachable(month.net, law) - month.taken)
    return max(most, 0)


def check(
    new: NewSetOff, amount: int, claim: Claim, wage: Wage, most: int, today: date, currency: str
) -> None:
    """Raises Refusal ``set_off_foreign``, ``set_off_amount``, ``set_off_limit``, ``consent_missing``, ``consent_day``,
    ``reason_missing``, each naming its field."""
    if (wage.worker, wage.structure) != (claim.worker, claim.structure):
        raise Refusal(
            "set_off_foreign", "that wage is another worker's or another employer's.", field="wage",
            way_out="Choose a wage of the same worker with the same employer.",
        )  # fmt: skip
    if amount <= 0:
        raise Refusal("set_off_amount", f"{new.amount} is no amount to set off.", field="amount", way_out="Enter an amount above 0.")  # fmt: skip
    if amount > most:
        raise Refusal(
            "set_off_limit", f"at most {major(most, currency)} {currency} of payslip {wage.number} may be set off; "
            f"{major(amount, currency)} was asked.", field="amount",
            way_out="Set off less now and the rest against a later wage.",
        )  # fmt: skip
    if not new.consent.strip():
        raise Refusal(
            "consent_missing", "nothing is taken from a wage without the worker's recorded consent.", field="consent",
            way_out="Say how the worker consented and where that is kept: a letter, a message, its day.",
        )  # fmt: skip
    if not claim.made_on <= new.consented_on <= today:
        raise Refusal(
            "consent_day", f"a consent of {new.consented_on} is not one to what was found on {claim.made_on}.",
            field="consented_on", way_out=f"Enter the day it was given, between {claim.made_on} and {today}.",
        )  # fmt: skip
    if not new.reason.strip():
        raise Refusal("reason_missing", "a set-off says why it is of this amount.", field="reason", way_out="Write the reason; the worker reads it.")  # fmt: skip
