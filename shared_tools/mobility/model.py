"""What is asked of a mission abroad and what is answered. Amounts in cents, shares in percent, days as dates."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Final, Literal

import msgspec

Status = Literal["employee", "self_employed"]
Pattern = Literal["single", "multi"]
"""single: abroad for a limited time · multi: habitually in several States over the next 12 months."""
RuleSet = Literal["coordination-2004", "coordination-2026"]
Activity = Literal[
    "performance", "stage_technique", "consulting", "fair_building", "conference", "made_to_order_training",
    "public_training", "admission", "streamed", "e_service", "licence",
]  # fmt: skip
VatNumber = Literal["valid", "invalid", "unknown"]
"""What VIES says of a client's number; unknown: it does not answer."""
Method = Literal["gross", "net"]
BorneBy = Literal["artist", "payer"]

FLAGS: Final = (
    "second_employer_unknown", "residence_moved", "unemployment_benefit", "board_fees", "own_company",
)  # fmt: skip
"""Circumstances in which the program proposes a law and a person decides."""


class Person(msgspec.Struct, frozen=True, kw_only=True):
    """Who works, seen by social security. States are ISO 3166 codes in small letters."""

    seat: str
    """The State of our entity: the employer, or who invoices for the self-employed."""
    residence: str
    status: Status
    pattern: Pattern
    other_seats: tuple[str, ...] = ()
    """Seats of further employers, one each."""
    shares: Mapping[str, Fraction] = {}
    """Percent of the working time of the next 12 months by State."""
    expected_months: Fraction | None = None
    insured_months_before: Fraction | None = None
    active_at_home: bool | None = None
    replaces_posted: bool = False
    telework_share: Fraction = Fraction(0)
    both_ask: bool = False
    self_employed_in: str | None = None
    centre: str | None = None
    """Centre of interest of the self-employed."""
    civil_servant: str | None = None
    """The State of the administration that employs them."""
    flags: tuple[str, ...] = ()


class Stay(msgspec.Struct, frozen=True, kw_only=True):
    """The work in one State."""

    state: str
    start: date
    end: date
    days: int
    """Days of work."""
    performances: int = 1
    pay: int | None = None
    """Cents the organiser pays for the artist's performances, to whomever; None and 0: nothing."""
    days_12_months: int
    quarter_days: int
    """Days in that State counted with earlier ones: of 12 months, of the quarter."""
    recipient: bool = True
    """Whether somebody in that State receives a service."""


class Client(msgspec.Struct, frozen=True, kw_only=True):
    state: str
    taxable: bool
    number: VatNumber
    last_valid_days: int | None = None
    """Days since VIES last called the number valid."""


class Mission(msgspec.Struct, frozen=True, kw_only=True):
    day: date
    """The first day; the law of that day is asked."""
    person: Person
    stays: tuple[Stay, ...]
    activity: Activity
    invoicer: str
    client: Client | None
    """None: nothing is invoiced."""
    tax_residence: str
    rules: RuleSet = "coordination-2004"
    mention_key: str | None = None
    method: Method = "gross"
    costs: int = 0
    """Cents of costs that the net method takes off."""
    borne_by: BorneBy = "artist"
    international_repute: bool = False
    international_tour: bool = False
    """A tour through several States whose part in this one is minor in time and business."""
    public_funds: bool = False
    """The visit is paid mainly from public funds of home, and the treaty has art. 17(3)."""
    certificate: bool | None = None
    """Whether the residence certificate (Germany: the BZSt's paper) is in hand; None: not said."""
    virtual: bool = False
    e_service_turnover: int | None = None
    """Cents of the year's e-services and distance sales to consumers in other EU States, this one included."""


class Social(msgspec.Struct, frozen=True, kw_only=True):
    """Whose law, on which ground; the certificate A1; what has to happen before."""

    law: str
    basis: str
    a1: bool = False
    a1_kind: str | None = None
    a1_asked_in: str | None = None
    a1_issuer: str | None = None
    """None where no national entity of ours knows the State."""
    blocked: bool = False
    needs: str | None = None
    needs_human: tuple[str, ...] = ()


class Notice(msgspec.Struct, frozen=True):
    """The notice of posting to ``state``, or why none is due."""

    state: str
    notice: str | None = None
    exempt: str | None = None
    deadline: str | None = None
    latest: date | None = None
    """The last day; before_start and at_start: before, or when, work begins on that day."""


class Vat(msgspec.Struct, frozen=True, kw_only=True):
    rule: str | None
    place: str | None = None
    category: str | None = None
    rate_percent: str | None = None
    """None: the State's own rate, to be chosen there."""
    mention: str | None = None
    recapitulative: bool = False
    vies_check: bool = False
    register_in: str | None = None
    oss: bool = False
    needs_human: tuple[str, ...] = ()


class SourceTax(msgspec.Struct, frozen=True, kw_only=True):
    """Tax that the organiser in ``state`` withholds, cents. ``tax_cents`` None: a person has to find it."""

    state: str
    rule: str | None
    base_cents: int
    rate_percent: str | None
    tax_cents: int | None
    surcharge_cents: int = 0

    @property
    def total(self) -> int | None:
        return None if self.tax_cents is None else self.tax_cents + self.surcharge_cents


class Decision(msgspec.Struct, frozen=True, kw_only=True):
    social: Social
    notices: tuple[Notice, ...]
    vat: Vat
    source_tax: tuple[SourceTax, ...]
    release: bool
    """May go out without a person."""
