"""Stale marks: which figures can still move or have moved, because of a restated month, a corrected rate, a late entity.

A mark says what moved, and which figures rest on it: an entity's months, or for a rate the entities that keep that
currency, and of their figures those translated at it. It stands beside each of these as a letter, with
a sentence under the table, wherever the figure is shown: page, JSON, PDF, spreadsheet. Publishing again takes a mark of
a restatement or a rate away, since the new version rests on the new one; a late entity's goes when its figures arrive.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Literal

import msgspec

from core.db import Transaction
from core.group import store
from core.group.consolidate import late
from core.group.explained import KNOWN
from core.group.published import Corrected, PublishedYear, corrected_since, publication, restated_since
from core.words import Words
from shared_tools.group import Rates, Restated, months
from shared_tools.i18n import N_
from shared_tools.roles import GROUP_ROLES

Kind = Literal["restated", "late", "rate"]
Rests = Literal["income", "closing", "equity", "count"]
"""What a figure is translated at: the averages of its year, the closing rate of its month, layers of both, nothing."""


def rests_of(role: str) -> Rests:
    """What a role's cents rest on. A role of the group may rest on every rate there was."""
    if any(role == one.name for one in GROUP_ROLES):
        return "equity"
    statement = KNOWN[role].statement
    return "income" if statement in ("revenue", "cost") else "equity" if statement == "equity" else "closing"


class Mark(msgspec.Struct, frozen=True):
    """``letter`` beside the figure; ``taken_in``: whether the figures shown already rest on the newer version.

    Of a rate ``entity`` is empty and ``name`` its currency; ``entities`` keep it; ``closing`` and ``average`` are the months
    of which that rate changed, ``months`` both.
    """

    letter: str
    kind: Kind
    entity: str
    name: str
    year: str
    months: tuple[str, ...]
    versions: tuple[int, ...] = ()
    taken_in: bool = False
    entities: tuple[str, ...] = ()
    closing: tuple[str, ...] = ()
    average: tuple[str, ...] = ()

    def touches(self, year: str, entities: Iterable[str] | None, rests: Rests, month: str) -> bool:
        """Whether a figure of ``year`` (and, for a balance, of ``month``) that rests on ``entities`` rests on this."""
        mine = set(self.entities or (self.entity,))
        if self.year != year or (entities is not None and mine.isdisjoint(entities)):
            return False
        if self.kind != "rate":
            return self.kind == "late" or not month or self.months[0] <= month
        if rests == "income":
            return any(one[:4] == year and one <= (month or one) for one in self.average)
        if rests == "closing":
            return month in self.closing
        return rests == "equity" and (not month or self.months[0] <= month)


class Marks(msgspec.Struct, frozen=True):
    """All marks of what is shown."""

    all: tuple[Mark, ...] = ()

    def of(
        self, year: str, entities: Iterable[str] | None = None, rests: Rests = "income", month: str = ""
    ) -> tuple[Mark, ...]:
        """Marks of a figure of ``year`` that rests on ``entities``, on all for None; ``month``: the close's, if of one."""
        chosen = None if entities is None else set(entities)
        return tuple(mark for mark in self.all if mark.touches(year, chosen, rests, month))

    def on(
        self, year: str, entities: Iterable[str] | None = None, rests: Rests = "income", month: str = ""
    ) -> tuple[str, ...]:
        """Their letters."""
        return tuple(mark.letter for mark in self.of(year, entities, rests, month))

    def at(self, month: str, entities: Iterable[str] | None = None) -> Marks:
        """With the same letters, those that some figure of the close of ``month`` may carry."""
        chosen = None if entities is None else list(entities)
        kinds: tuple[Rests, ...] = ("income", "closing", "equity")
        return Marks(
            tuple(
                mark for mark in self.all if any(mark.touches(month[:4], chosen, one, month) for one in kinds)
            )
        )

    def letters_of(self, found: Iterable[Mark]) -> list[str]:
        """The letters these marks have here, whatever theirs were elsewhere."""
        plain = {msgspec.structs.replace(mark, letter="") for mark in found}
        return [mark.letter for mark in self.all if msgspec.structs.replace(mark, letter="") in plain]

    def of_income(self) -> Marks:
        """Without rates that no income rests on: what a report of income and counts has to say."""
        return relettered(
            [mark for mark in self.all if mark.kind != "rate" or mark.touches(mark.year, None, "income", "")]
        )

    def __bool__(self) -> bool:
        return bool(self.all)


def relettered(found: Iterable[Mark]) -> Marks:
    """The same marks, each once, with letters from the first on."""
    plain = dict.fromkeys(msgspec.structs.replace(mark, letter="") for mark in found)
    return Marks(tuple(msgspec.structs.replace(mark, letter=_letter(n)) for n, mark in enumerate(plain)))


def marks(uow: Transaction, shown: PublishedYear | None = None, years: Sequence[str] = ()) -> Marks:
    """Marks of a published version, or (None) of the live figures of ``years``.

    Live figures are compared with what was published last of each year; a year never published with first versions.
    """
    names = {row["entity"]: row["name"] for row in store.entities(uow)}
    if shown is not None:
        years = years or (shown.year,)
        moved = restated_since(uow, shown)
    else:
        moved = [one for year in years for one in _moved(uow, year)]
    found: dict[tuple[Kind, str, str], list[tuple[str, int]]] = {}
    for one in moved:
        if one.month[:4] in years:
            found.setdefault(("restated", one.entity, one.month[:4]), []).append((one.month, one.version_now))
    if shown is None or shown.group is not None:
        for entity, lacking in late(uow).items():
            for month in lacking:
                if month[:4] in years:
                    found.setdefault(("late", entity, month[:4]), []).append((month, 0))
    of_entities = [
        Mark(
            "", kind, entity, names.get(entity, entity), year, tuple(month for month, _ in sorted(rows)),
            tuple(version for _, version in sorted(rows)) if kind == "restated" else (), shown is None and kind == "restated",
        )
        for (kind, entity, year), rows in sorted(found.items())
    ]  # fmt: skip
    return relettered([*of_entities, *(mark for year in years for mark in _of_rates(uow, shown, year))])


def _of_rates(uow: Transaction, shown: PublishedYear | None, year: str) -> list[Mark]:
    """A mark for each currency of which a rate up to the end of ``year`` was corrected since."""
    last = None if shown else publication(uow, year)
    basis = shown or (last.content if last else None)
    found = corrected_since(uow, basis) if basis and basis.group else [] if basis else _corrected_ever(uow)
    keeps: dict[str, list[str]] = {}
    for row in store.entities(uow):
        keeps.setdefault(row["currency"], []).append(row["entity"])
    return [
        Mark(
            "", "rate", "", currency, year, tuple(one.now.month for one in mine), tuple(one.now.version for one in mine),
            shown is None, tuple(entities), tuple(one.now.month for one in mine if one.closing),
            tuple(one.now.month for one in mine if one.average),
        )
        for currency, entities in sorted(keeps.items())
        if (mine := sorted((one for one in found if one.now.currency == currency and one.now.month[:4] <= year), key=lambda one: one.now.month))
    ]  # fmt: skip


def _corrected_ever(uow: Transaction) -> list[Corrected]:
    """Rates that have more than their first version."""
    every = store.month_rates(uow)
    now = Rates(every)
    return [
        Corrected(first, newest)
        for first in every
        if first.version == 1 and (newest := now.find(first.currency, first.month)) and newest.version > 1
    ]


def _moved(uow: Transaction, year: str) -> list[Restated]:
    last = publication(uow, year)
    if last is not None and last.content.group is not None:
        return [one for one in restated_since(uow, last.content) if one.month[:4] == year]
    return [
        Restated(entity, month, row["version"] - 1, row["version"])
        for entity, by_month in store.months_received(uow).items()
        for month, row in by_month.items()
        if month[:4] == year and row["version"] > 1
    ]


def _letter(place: int) -> str:
    """a … z, then aa, ab …"""
    before, letter = divmod(place, 26)
    return (_letter(before - 1) if before else "") + chr(ord("a") + letter)


def _runs(found: Sequence[str]) -> list[list[str]]:
    """Months in a row are one: a restated March is followed by every month since."""
    runs: list[list[str]] = []
    for month in found:
        if runs and months.number(month) == months.number(runs[-1][-1]) + 1:
            runs[-1].append(month)
        else:
            runs.append([month])
    return runs


def sentence(mark: Mark, words: Words, month_named: Callable[[str], str]) -> str:
    """What the letter means, to a reader who knows nothing of versions."""
    named = ", ".join(month_named(run[0]) if len(run) < 2 else f"{month_named(run[0])} – {month_named(run[-1])}" for run in _runs(mark.months))  # fmt: skip
    if mark.kind == "rate" and mark.taken_in:
        return words(N_("The {currency} rate of {months} was corrected: the new rate is in these figures, which have not been published since."), currency=mark.name, months=named)  # fmt: skip
    if mark.kind == "rate":
        return words(N_("The {currency} rate of {months} was corrected after this was published: these figures still rest on the old one."), currency=mark.name, months=named)  # fmt: skip
    if mark.kind == "late":
        return words(N_("{entity} has not signed {months} yet: these figures can still move."), entity=mark.name, months=named)  # fmt: skip
    if mark.taken_in:
        return words(N_("{entity} restated {months}: the new amounts are in these figures, which have not been published since."), entity=mark.name, months=named)  # fmt: skip
    return words(N_("{entity} restated {months} after this was published: these figures still rest on the old amounts."), entity=mark.name, months=named)  # fmt: skip


def as_json(found: Marks) -> list[Mapping[str, object]]:
    """Marks as data, each with its sentence in English."""
    english = Words("en")
    return [{**msgspec.to_builtins(mark), "sentence": sentence(mark, english, str)} for mark in found.all]
