"""What a country says of a printed payslip, and whom it is for.

Core prints what every payslip has: both sides' names and addresses, the contract, period, hours, lines, totals, the
year so far, pay day and account. A country adds the headings its lines stand under, the numbers and facts its law
wants beside them, and the sentences.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any, Literal, Protocol

import msgspec

from core.country.particulars import Particulars
from core.country.work import Work
from shared_tools.dated import Mark
from shared_tools.paysheet import Slip


class Reader(Protocol):
    """Words, amounts and days in the language of who reads."""

    language: str

    def __call__(self, message: str, **values: object) -> str: ...
    def amount(self, amount: int, currency: str) -> str: ...
    def day(self, day: date, form: str = "long") -> str: ...
    def percent(self, rate: Fraction | str) -> str: ...


class Employee(msgspec.Struct, frozen=True, kw_only=True):
    """A worker as payslips and notices name them."""

    given_name: str
    family_name: str
    birth_date: date | None = None
    national_id: str = ""
    iban: str = ""
    street: str = ""
    postal_code: str = ""
    city: str = ""
    country: str = ""

    @property
    def name(self) -> str:
        return f"{self.given_name} {self.family_name}"

    @property
    def address(self) -> str:
        return ", ".join(part for part in (self.street, f"{self.postal_code} {self.city}".strip()) if part)


@dataclass(frozen=True)
class Printed:
    """A slip about to be printed. ``year`` sums by line and figure code with this slip in them, minor units."""

    employer: Particulars
    employee: Employee
    work: Work
    slip: Slip
    contract_type: str
    year: Mapping[str, int]
    currency: str

    def line(self, code: str) -> int:
        """Minor units; 0 where the slip has no such line or figure."""
        if code in self.slip.figures:
            return self.slip.figures[code]
        return sum(line.amount for line in self.slip.lines if line.code == code)


Labelled = tuple[str, str]
"""A label and its value, both in the reader's language."""


def entered(*pairs: Labelled) -> tuple[Labelled, ...]:
    """Those of ``pairs`` that have a value: what nobody entered is not printed empty."""
    return tuple((label, value) for label, value in pairs if value)


class Mentions(msgspec.Struct, frozen=True, kw_only=True):
    """What the law wants besides lines and totals, each where it stands on the paper; ``sentences`` at the foot.

    ``gross`` what the gross is made of, as (words, minor units): printed above it where it is more than one thing, and
    it must add up to it.
    """

    gross: Sequence[tuple[str, int]] = ()
    employer: Sequence[Labelled] = ()
    employee: Sequence[Labelled] = ()
    work: Sequence[Labelled] = ()
    totals: Sequence[Labelled] = ()
    year: Sequence[Labelled] = ()
    sentences: Sequence[str] = ()


def no_mentions(printed: Printed, words: Reader) -> Mentions:
    return Mentions()


@dataclass(frozen=True)
class PayslipForm:
    """A country's payslip.

    ``title``     its name, a message id of the country's catalogue; ``titles`` those of contract types that pay no wage
    ``headings``  section of lines → heading (message id), in the order they are printed
    ``shares``    "beside": worker's and employer's share of a contribution in one row; "apart": the employer's lines
                  stand below the net
    ``mentions``  what this law wants besides; raises Refusal ``particular_missing`` for a number nobody entered
    ``totals_before``  the section of lines above which the mentioned totals stand, after the sum of what went before;
                  "": below the table
    ``source``    where the law says what a payslip must show, and ``mark`` how sure we are of it
    """

    title: str
    titles: Mapping[str, str] = field(default_factory=dict)
    headings: Mapping[str, str] = field(default_factory=dict)
    shares: Literal["beside", "apart"] = "apart"
    mentions: Callable[[Printed, Reader], Mentions] = no_mentions
    totals_before: str = ""
    source: str = ""
    mark: Mark = "believed"


class Ordinary(msgspec.Struct, frozen=True, kw_only=True):
    """The contract type and the person that ``smartcoop simulate`` reckons with.

    ``said`` describes both in English words, a message id. ``whole_month``: the contract is by the month, its days are
    all the month's. ``worker`` and ``terms`` as a person writes them.
    """

    contract_type: str
    said: str
    worker: Mapping[str, Any] = {}
    terms: Mapping[str, Any] = {}
    whole_month: bool = False
