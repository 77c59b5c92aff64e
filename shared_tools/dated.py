"""Values that hold from a day on, each with its source, the day it was last checked and how sure we are.

``Dated`` is a history of one value; ``Parameters`` a country's payroll numbers read from ``payroll.toml``;
``Law`` those numbers as they stand on one day. A number that has no value on the day asked for is an error that
names it: nothing is ever carried over silently (failure mode L5).
"""

from __future__ import annotations

import tomllib
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from fractions import Fraction
from functools import cached_property
from pathlib import Path
from typing import Any, Generic, Literal, TypeVar

import msgspec

from shared_tools.money import exact
from shared_tools.refusal import Refusal

T = TypeVar("T")
D = TypeVar("D")

Mark = Literal["verified", "confirmed", "believed", "unknown"]
"""verified: read in the named source · confirmed: by a calculation against an outside figure · believed: not read ·
unknown: a working assumption that somebody must settle."""


class Stand(msgspec.Struct, Generic[T], frozen=True, rename={"since": "from", "until": "to"}):
    """One value with the days it holds, both included; ``until`` None means until something newer is known.

    ``known`` is the first day on which one reckoned with it (None: always): a value corrected later is a second stand.
    """

    since: date
    value: T
    source: str
    checked: date
    mark: Mark = "believed"
    until: date | None = None
    known: date | None = None

    def holds_on(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day <= self.until)


class Dated(Generic[T]):
    """The history of one value. Raises Refusal ``overlapping_dates`` when two stands hold on one day."""

    __slots__ = ("name", "stands")

    def __init__(self, name: str, stands: list[Stand[T]]) -> None:
        self.name = name
        self.stands = sorted(stands, key=lambda stand: stand.since)
        for stand in self.stands:
            if stand.until is not None and stand.until < stand.since:
                raise Refusal(
                    "ends_before_it_begins", f"a value holds from {stand.since} to {stand.until}.", field=name,
                    way_out="Correct its 'from' or its 'to'.",
                )  # fmt: skip
        for earlier, later in zip(self.stands, self.stands[1:], strict=False):
            if earlier.since == later.since or (earlier.until is not None and earlier.until >= later.since):
                raise Refusal(
                    "overlapping_dates",
                    f"two values hold on {later.since}.",
                    field=name,
                    way_out="Give the older one a 'to' before that day, or correct a 'from'.",
                )

    def stand_on(self, day: date) -> Stand[T] | None:
        for stand in reversed(self.stands):
            if stand.since <= day:
                return stand if stand.holds_on(day) else None
        return None

    def on(self, day: date) -> T:
        stand = self.stand_on(day)
        if stand is None:
            raise MissingValue.of(self.name, day)
        return stand.value

    def changes(self) -> list[date]:
        """Each day on which the value becomes another or ends."""
        ends = [stand.until + timedelta(days=1) for stand in self.stands if stand.until]
        return sorted({stand.since for stand in self.stands} | set(ends))


def corrected(name: str, stands: Sequence[Stand[T]]) -> Dated[T]:
    """The history that ``stands`` known on different days give together.

    On each day holds the stand with the latest ``since``, and of those with the same the one known last: a correction
    without an end lasts until the next ``since``, one with an end gives way to what was known before. Raises Refusal
    ``overlapping_dates`` within what became known on one day, ``corrects_two``.
    """
    if all(stand.known is None for stand in stands):
        return Dated(name, list(stands))
    by_known: dict[date, list[Stand[T]]] = {}
    for stand in stands:
        by_known.setdefault(stand.known or date.min, []).append(stand)
    for together in by_known.values():
        Dated(name, together)
    ranked = sorted(stands, key=lambda stand: (stand.since, stand.known or date.min), reverse=True)
    for late in ranked:
        for early in ranked:
            if late.until and late.since < early.since <= late.until and _later(late, early):
                raise Refusal(
                    "corrects_two", f"what is known since {late.known} reaches beyond {early.since}, where another "
                    "value begins.", field=name, way_out="Write a correction for each 'from' it changes.",
                )  # fmt: skip
    borders = sorted(
        {stand.since for stand in stands} | {s.until + timedelta(days=1) for s in stands if s.until}
    )
    parts: list[Stand[T]] = []
    for start, end in zip(borders, [*borders[1:], None], strict=True):
        holding = next((stand for stand in ranked if stand.holds_on(start)), None)
        if holding is not None:
            until = end - timedelta(days=1) if end else None
            parts.append(msgspec.structs.replace(holding, since=start, until=until))
    return Dated(name, parts)


def _later(stand: Stand[T], other: Stand[T]) -> bool:
    return (stand.known or date.min) > (other.known or date.min)


class MissingValue(Refusal):
    """Nothing is known of a value on a day."""

    @classmethod
    def of(cls, name: str, day: date) -> MissingValue:
        return cls(
            "missing_value",
            f"no value is known for {day}.",
            field=name,
            way_out="Enter it with its source, or choose a day that the law in hand covers.",
        )


class Parameter(msgspec.Struct, frozen=True):
    """One number of law as it stands on a day.

    ``value`` is exact: a Fraction for rates and plain numbers (percent already divided by 100), an int in minor
    units for amounts of money, a tuple of rows for a table.
    """

    key: str
    value: Any
    unit: str
    source: str
    checked: date
    mark: Mark

    @property
    def confirmed(self) -> bool:
        return self.mark in ("verified", "confirmed")


class _Written(msgspec.Struct, forbid_unknown_fields=True, rename={"since": "from", "until": "to"}):
    """One ``[[parameter]]`` of a payroll.toml, as written."""

    key: str
    unit: str
    since: date
    source: str
    checked: date
    value: str | int | bool | list[Any]
    mark: Mark = "believed"
    until: date | None = None
    known: date | None = None
    note: str = ""


def _read_value(written: Any, unit: str, digits: int) -> Any:
    """What ``value`` means in ``unit``: '%' a rate, 'money' minor units, 'text' as is, otherwise an exact number."""
    if isinstance(written, bool):
        return written
    if isinstance(written, list):
        # A table's unit names its columns: "money %" reads each row as (money, rate).
        columns = unit.split()
        return tuple(
            tuple(_read_value(cell, columns[min(i, len(columns) - 1)], digits) for i, cell in enumerate(row))
            if isinstance(row, list)
            else _read_value(row, columns[0], digits)
            for row in written
        )
    if unit.startswith("text") or written == "":
        return written
    number = exact(written)
    if unit.startswith("%"):
        return number / 100
    if unit.startswith("money"):
        minor_units = number * 10**digits
        return int(minor_units) if minor_units.denominator == 1 else minor_units
    return number


class Parameters:
    """A country's payroll numbers, every version of each, as they are known now; ``as_known`` tells what was known then.

    ``written`` are the stands of each number as they stand in the file, where some became known later than others.
    """

    def __init__(
        self, histories: Mapping[str, Dated[Parameter]], where: str,
        written: Mapping[str, Sequence[Stand[Parameter]]] | None = None,
    ) -> None:  # fmt: skip
        self._histories = dict(histories)
        self.where = where
        self._written = dict(written or {})
        self._known_days = sorted({s.known for stands in self._written.values() for s in stands if s.known})
        self._views: dict[int, Parameters] = {}
        self._laws: dict[date, Law] = {}

    @classmethod
    def read(cls, path: Path, digits: int) -> Parameters:
        """Read ``payroll.toml``; ``digits`` are the currency's minor digits. Raises Refusal naming file and key."""
        where = str(path)
        try:
            tree = tomllib.loads(path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            raise Refusal(
                "missing_file", "the file is not there.", where=where, way_out="Create it."
            ) from None
        except tomllib.TOMLDecodeError as error:
            raise Refusal("not_toml", str(error), where=where, way_out="Correct the line named.") from None
        stranger = next((key for key in tree if key != "parameter"), None)
        if stranger:
            raise Refusal(
                "malformed_parameter", f"{stranger!r} is not known here.", field=stranger, where=where,
                way_out="Write every number as a [[parameter]].",
            )  # fmt: skip
        stands: dict[str, list[Stand[Parameter]]] = {}
        for number, raw in enumerate(tree.get("parameter", []), 1):
            label = raw.get("key", f"parameter {number}") if isinstance(raw, dict) else f"parameter {number}"
            try:
                row = msgspec.convert(raw, _Written)
                value = _read_value(row.value, row.unit, digits)
            except (msgspec.ValidationError, ValueError, TypeError) as error:
                raise Refusal(
                    "malformed_parameter", str(error), field=str(label), where=where,
                    way_out="A parameter has key, value, unit, from, source, checked, mark and perhaps to, known.",
                ) from None  # fmt: skip
            known = Parameter(row.key, value, row.unit, row.source, row.checked, row.mark)
            stands.setdefault(row.key, []).append(
                Stand(row.since, known, row.source, row.checked, row.mark, row.until, row.known)
            )
        try:
            return cls({key: corrected(key, rows) for key, rows in stands.items()}, where, stands)
        except Refusal as refusal:
            raise refusal.at(where) from None

    def on(self, day: date, known: date | None = None) -> Law:
        """The numbers of ``day`` as they were known on ``known`` (None: as they are known now). The same object every
        time, so that what a country works out of a law once holds for every slip under it."""
        told = self if known is None else self.as_known(known)
        law = told._laws.get(day)
        if law is None:
            law = told._laws.setdefault(day, Law(told, day))
        return law

    def as_known(self, day: date) -> Parameters:
        """The numbers one reckoned with on ``day``: what became known later is left out. The same object every time."""
        count = bisect_right(self._known_days, day)
        if count == len(self._known_days):
            return self
        if count not in self._views:
            told = {
                key: [stand for stand in stands if stand.known is None or stand.known <= day]
                for key, stands in self._written.items()
            }
            histories = {key: corrected(key, stands) for key, stands in told.items()}
            self._views[count] = Parameters(histories, self.where)
        return self._views[count]

    def __iter__(self) -> Iterator[str]:
        return iter(self._histories)

    def __contains__(self, key: str) -> bool:
        return key in self._histories

    def history(self, key: str) -> Dated[Parameter]:
        try:
            return self._histories[key]
        except KeyError:
            # A misspelt name must never evaluate to 0 (failure mode L6).
            raise Refusal(
                "unknown_parameter", f"{key!r} is in no row of {self.where}.", way_out="Check the spelling."
            ) from None

    @cached_property
    def changes(self) -> list[date]:
        """Each day on which some number becomes another or ends."""
        return sorted({day for history in self._histories.values() for day in history.changes()})

    def era(self, day: date) -> date:
        """The day since which the numbers of ``day`` have all held: one Law serves a whole era."""
        index = bisect_right(self.changes, day)
        return self.changes[index - 1] if index else day

    def gaps(self, day: date) -> list[tuple[str, str]]:
        """(key, why) for each number without a value on ``day`` or with one that nobody has confirmed.

        A number whose whole history lies before or after ``day`` by its own ``to`` counts as missing: that is what
        the November rehearsal is for.
        """
        found: list[tuple[str, str]] = []
        for key, history in sorted(self._histories.items()):
            stand = history.stand_on(day)
            if stand is None:
                last = history.stands[-1]
                if last.value.unit.endswith("ended"):
                    continue
                found.append(
                    (key, f"no value; the last one ended {last.until}" if last.until else "no value yet")
                )
            elif not stand.value.confirmed:
                found.append((key, f"{stand.mark}, last checked {stand.checked}: {stand.source}"))
        return found


class Law:
    """A country's numbers on one day: ``law["onss_worker"].value``. It never changes, so it remembers what it gave."""

    __slots__ = ("_cache", "_derived", "_parameters", "_sums", "day")

    def __init__(self, parameters: Parameters, day: date) -> None:
        self._parameters = parameters
        self.day = day
        self._cache: dict[str, Parameter] = {}
        self._sums: dict[tuple[str, ...], Parameter] = {}
        self._derived: dict[Callable[..., Any], Any] = {}

    def __getitem__(self, key: str) -> Parameter:
        """Raises MissingValue when the number has no value that day, Refusal when no such number exists."""
        known = self._cache.get(key)
        if known is None:
            known = self._cache[key] = self._parameters.history(key).on(self.day)
        return known

    def on(self, day: date) -> Law:
        """The same country's numbers on another day: tax of the day of payment beside contributions of the work."""
        return self if day == self.day else self._parameters.on(day)

    def once(self, derive: Callable[[Law], D]) -> D:
        """``derive(self)``, a function of the module's own, worked out the first time it is asked for: a tariff's
        tables, a year's constants. What it gives is shared: nobody may write into it."""
        if derive not in self._derived:
            self._derived[derive] = derive(self)
        return self._derived[derive]

    def rate(self, key: str) -> Fraction:
        return Fraction(self[key].value)

    def amount(self, key: str) -> int:
        """Minor units."""
        return int(self[key].value)

    def table(self, key: str) -> tuple[tuple[Any, ...], ...]:
        return self[key].value

    def sum(self, *keys: str) -> Parameter:
        """Several rates the law levies as one, with all their sources."""
        known = self._sums.get(keys)
        if known is not None:
            return known
        parts = [self[key] for key in keys]
        weakest = max(
            parts, key=lambda part: ("verified", "confirmed", "believed", "unknown").index(part.mark)
        )
        self._sums[keys] = known = Parameter(
            "+".join(keys), sum(Fraction(part.value) for part in parts), parts[0].unit,
            "; ".join(dict.fromkeys(part.source for part in parts)),
            min(part.checked for part in parts), weakest.mark,
        )  # fmt: skip
        return known
