"""What a contract of each type must say besides its days and its pay."""

from __future__ import annotations

from typing import Literal

import msgspec

PaidBy = Literal["day", "hour", "month"]


class EmployeeTerms(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Employment for days or a whole month. ``status`` white-collar or manual · ``week_days`` of the working pattern ·
    ``piecework`` pay by the piece or task · ``departure_holiday`` set the holiday pay due at the end aside (employees).
    """

    status: Literal["employee", "manual"] = "employee"
    paid_by: PaidBy = "day"
    week_days: int = 5
    piecework: bool = False
    departure_holiday: bool = True


class ArtistTerms(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Artistic work. ``flat_tax`` a performer or musician who works mainly for several entertainment firms in turn,
    without being their regular staff · ``target_reduction`` claim the employer's reduction for artists.
    """

    paid_by: Literal["day", "hour"] = "day"
    week_days: int = 5
    flat_tax: bool = False
    piecework: bool = False
    target_reduction: bool = False


class StudentTerms(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A student contract. ``minutes_elsewhere`` used with other employers this year, by the Student@work attestation ·
    ``status_beyond`` what the work is once the yearly hours are used up.
    """

    minutes_elsewhere: int | None = None
    status_beyond: Literal["employee", "manual", "artist"] = "employee"
    week_days: int = 5
    departure_holiday: bool = True


class OpenEndedTerms(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Open-ended contract with a fixed monthly pay; a month not worked in full is counted by days, ``part_time`` work
    by its hours.
    """

    status: Literal["employee", "manual"] = "employee"
    part_time: bool = False
    week_days: int = 5


class AgencyTerms(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Agency work through the agency structure (law 24.07.1987, joint committee 322). ``reason`` of the law ·
    ``user_number`` and ``user_committee`` the user's enterprise number and joint committee, which Dimona asks.
    """

    status: Literal["employee", "manual", "artist"] = "employee"
    reason: Literal["", "replacement", "extra_work", "exceptional_work", "artistic_work"] = ""
    user_number: str = ""
    user_committee: str = ""
    paid_by: Literal["day", "hour"] = "day"
    week_days: int = 5
    flat_tax: bool = False
    piecework: bool = False
    departure_holiday: bool = True


class DepartureTerms(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Departure holiday pay of an employee. ``earned`` the gross it is due on (None: what this year's slips recorded) ·
    ``normal_year_pay`` the yearly taxable pay without it, cents.
    """

    earned: int | None = None
    normal_year_pay: int | None = None


class ExceptionalTerms(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Double holiday pay of an employee in service, or a year-end or other premium."""

    payment: Literal["holiday", "other"] = "other"
    status: Literal["employee", "manual", "artist"] = "employee"
    normal_year_pay: int | None = None
