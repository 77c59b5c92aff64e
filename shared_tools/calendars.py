"""Business days of a country: weekends and public holidays (the ``holidays`` package), days added by a fact sheet."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cached_property

import holidays

_DAY = timedelta(days=1)


class BusinessCalendar:
    """On which days a country works. Working Saturdays that swap a bridge day (Hungary) count as working days."""

    def __init__(
        self,
        code: str,
        subdivision: str | None = None,
        categories: tuple[str, ...] = ("public",),
        extra: frozenset[date] = frozenset(),
    ) -> None:
        self.code, self.subdivision, self.categories, self.extra = code, subdivision, categories, extra

    @cached_property
    def _holidays(self) -> holidays.HolidayBase:
        return holidays.country_holidays(self.code, subdiv=self.subdivision, categories=self.categories)

    def is_open(self, day: date) -> bool:
        return day not in self.extra and self._holidays.is_working_day(day)

    def holiday_name(self, day: date) -> str | None:
        return self._holidays.get(day)

    def on_or_after(self, day: date) -> date:
        while not self.is_open(day):
            day += _DAY
        return day

    def on_or_before(self, day: date) -> date:
        while not self.is_open(day):
            day -= _DAY
        return day

    def plus(self, day: date, business_days: int) -> date:
        """The ``business_days``-th business day after ``day``."""
        for _ in range(business_days):
            day = self.on_or_after(day + _DAY)
        return day

    def days_in(self, first: date, last: date) -> list[date]:
        """The business days from ``first`` to ``last``, both included."""
        return [
            day for day in (first + n * _DAY for n in range((last - first).days + 1)) if self.is_open(day)
        ]
