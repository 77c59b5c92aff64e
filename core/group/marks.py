"""Stale marks: which figures can still move or have moved, because a month was restated or an entity is late.

A mark belongs to an entity and some months of a year. It stands beside every figure that rests on them, as a letter, with
a sentence under the table, wherever the figure is shown: page, JSON, PDF, spreadsheet. Publishing again takes a mark of
a restatement away, since the new version rests on the new month; a late entity's goes when its figures arrive.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Literal

import msgspec

from core.db import Transaction
from core.group import store
from core.group.consolidate import late
from core.group.published import PublishedYear, publication, restated_since
from core.words import Words
from shared_tools.group import Restated
from shared_tools.i18n import N_

Kind = Literal["restated", "late"]


class Mark(msgspec.Struct, frozen=True):
    """``letter`` beside the figure; ``taken_in``: whether the figures shown already rest on the newer version."""

    letter: str
    kind: Kind
    entity: str
    name: str
    year: str
    months: tuple[str, ...]
    versions: tuple[int, ...] = ()
    taken_in: bool = False


class Marks(msgspec.Struct, frozen=True):
    """All marks of what is shown."""

    all: tuple[Mark, ...] = ()

    def on(self, year: str, entities: Iterable[str] | None = None) -> tuple[str, ...]:
        """Letters beside a figure of ``year`` that rests on ``entities``, on all for None."""
        chosen = None if entities is None else set(entities)
        return tuple(
            mark.letter
            for mark in self.all
            if mark.year == year and (chosen is None or mark.entity in chosen)
        )

    def __bool__(self) -> bool:
        return bool(self.all)


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
    return Marks(tuple(
        Mark(
            _letter(place), kind, entity, names.get(entity, entity), year, tuple(month for month, _ in sorted(rows)),
            tuple(version for _, version in sorted(rows)) if kind == "restated" else (), shown is None and kind == "restated",
        )
        for place, ((kind, entity, year), rows) in enumerate(sorted(found.items()))
    ))  # fmt: skip


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


def sentence(mark: Mark, words: Words, month_named: Callable[[str], str]) -> str:
    """What the letter means, to a reader who knows nothing of versions."""
    named = ", ".join(month_named(month) for month in mark.months)
    if mark.kind == "late":
        return words(N_("{entity} has not signed {months} yet: these figures can still move."), entity=mark.name, months=named)  # fmt: skip
    if mark.taken_in:
        return words(N_("{entity} restated {months}: the new amounts are in these figures, which have not been published since."), entity=mark.name, months=named)  # fmt: skip
    return words(N_("{entity} restated {months} after this was published: these figures still rest on the old amounts."), entity=mark.name, months=named)  # fmt: skip


def as_json(found: Marks) -> list[Mapping[str, object]]:
    """Marks as data, each with its sentence in English."""
    english = Words("en")
    return [{**msgspec.to_builtins(mark), "sentence": sentence(mark, english, str)} for mark in found.all]
