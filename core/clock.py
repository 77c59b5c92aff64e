"""The only source of "now". Instants are UTC; a legal date is the date in the entity's own zone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo


class Clock(Protocol):
    def now(self) -> datetime:
        """The present instant, in UTC."""
        ...


class SystemClock:
    def now(self) -> datetime:
        return datetime.now(UTC)


@dataclass
class SetClock:
    """A clock that stands where it is put: for tests and for playing a month of business."""

    instant: datetime

    @classmethod
    def at(cls, day: date, zone: str, hour: int = 9) -> SetClock:
        return cls(datetime.combine(day, time(hour), ZoneInfo(zone)).astimezone(UTC))

    def now(self) -> datetime:
        return self.instant


@dataclass
class ShiftedClock:
    """A clock that runs ``ahead`` of the real one, or behind it: a demonstration lives in its own time."""

    ahead: timedelta

    @classmethod
    def beginning_at(cls, instant: datetime) -> ShiftedClock:
        return cls(instant - SystemClock().now())

    def now(self) -> datetime:
        return SystemClock().now() + self.ahead


def local_date(instant: datetime, zone: str) -> date:
    """The legal date of ``instant`` in ``zone``: an invoice of 23:30 UTC on the 31st is Madrid's next month."""
    return instant.astimezone(ZoneInfo(zone)).date()


def month_of(day: date) -> str:
    """``"2026-10"``: how months are named everywhere."""
    return f"{day.year:04d}-{day.month:02d}"
