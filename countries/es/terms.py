"""What each contract must say besides days and pay. Dossier sections 1.1 and 2.6."""

from __future__ import annotations

from datetime import date
from typing import Literal

import msgspec


class Terms(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a contract says besides days and pay. Cents.

    ``group`` contribution group 1-11; ``activity`` CNAE-2025 code or occupation letter of the accident tariff, unless
    ``accident_it`` and ``accident_ims`` give its two rates in per cent. ``begins`` and ``ends`` bound the whole
    contract where it is longer than the slip. ``indemnity`` and ``extra_pay`` are parts of the gross that bear no
    contribution, ``extra_pay_share`` the twelfth of extra pays paid apart, ``irregular_income`` the part earned over
    more than two years. ``foreseen_pay`` still to come this year (None: reckoned from this slip); ``annual_pay`` the
    adviser's estimate of the whole year. ``reason`` why this type was chosen, kept with the contract.
    """

    group: int = 7
    activity: str = "90"
    accident_it: str = ""
    accident_ims: str = ""
    part_time: bool = False
    begins: date | None = None
    ends: date | None = None
    indemnity: int = 0
    extra_pay: int = 0
    extra_pay_share: int = 0
    overtime: int = 0
    overtime_force_majeure: int = 0
    overtime_minutes: int = 0
    irregular_income: int = 0
    foreseen_pay: int | None = None
    annual_pay: int | None = None
    day_labour: bool = False
    reason: str = ""


class FixedTerm(Terms, frozen=True):
    """Circumstances of production (ET art. 15.2): an unforeseeable peak, or one foreseen in the company's 90 days."""

    cause: Literal["unforeseen", "foreseen"] = "unforeseen"
    by_agreement: bool = False


class Substitution(Terms, frozen=True):
    """ET art. 15.3; ``replaced`` names the person replaced."""

    replaced: str = ""


class Discontinuous(Terms, frozen=True):
    """ET art. 16; ``called_on`` the day of the call (llamamiento)."""

    called_on: date | None = None


class Member(Terms, frozen=True):
    """Bond of a worker member with the cooperative."""

    bond: Literal["indefinite", "fixed"] = "indefinite"


class Artist(Terms, frozen=True):
    """RD 1435/1985: artists and the technical and auxiliary staff bound to their activity."""

    work: Literal["artist", "technical", "auxiliary"] = "artist"
