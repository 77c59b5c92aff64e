"""What pages and documents show: a year live or as a version published it, with the close behind it, computed once.

Everything here follows from rows that are only ever added, so a result stays right until a row is added
(``store.state``); it is remembered for each database until then.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable
from datetime import datetime
from typing import Any, TypeVar, cast
from weakref import WeakKeyDictionary

import msgspec

from core.db import Transaction
from core.group import store
from core.group.annual import Annual, annual_of, basis
from core.group.consolidate import late, months_complete, perimeter
from core.group.marks import Marks, marks
from core.group.published import Publication, publication, rates_named
from core.group.sheets import Sheet, sheets
from shared_tools.group import Close, Rates, close_month, newest
from shared_tools.refusal import Refusal

T = TypeVar("T")
KEPT = 64

_lock = threading.Lock()
_asked: WeakKeyDictionary[Any, object] = WeakKeyDictionary()
_remembered: WeakKeyDictionary[Any, tuple[object, dict[Hashable, object]]] = WeakKeyDictionary()


def remembered(uow: Transaction, key: Hashable, make: Callable[[], T]) -> T:
    """``make()``, or what it gave for ``key`` while nothing has been added since."""
    now = _state(uow)
    engine = uow.connection.engine
    with _lock:
        state, found = _remembered.get(engine, (None, {}))
        if state != now or len(found) > KEPT:
            found = {}
            _remembered[engine] = (now, found)
    if key not in found:
        found[key] = make()
    return cast(T, found[key])


def _state(uow: Transaction) -> object:
    """What is there now; asked once in a transaction that only reads."""
    connection = uow.connection
    if connection in _asked:
        return _asked[connection]
    now = (store.state(uow), len(store.numbers_published(uow)))
    if connection.get_execution_options().get("read_only"):
        _asked[connection] = now
    return now


class Shown(msgspec.Struct, frozen=True):
    """A year as it is shown. ``publication`` is None for the live figures; ``made``: when its newest part arrived."""

    annual: Annual
    marks: Marks
    publication: Publication | None
    made: datetime
    sheets: list[Sheet]

    @property
    def version(self) -> int:
        return self.publication.content.version if self.publication else 0


def shown_year(uow: Transaction, year: str, version: int = 0, scope: tuple[str, ...] = ()) -> Shown:
    """``version`` of ``year``, or the live figures for 0. A published version has the scope it was published with.

    Raises Refusal ``no_figures``, ``unknown_entity``, ``not_found``.
    """
    return remembered(uow, ("year", year, version, scope), lambda: _shown(uow, year, version, scope))


def _shown(uow: Transaction, year: str, version: int, scope: tuple[str, ...]) -> Shown:
    if version:
        found = publication(uow, year, version)
        assert found is not None
        made, at = found.content.annual, found.published_at.replace(microsecond=0)
        stands = marks(uow, found.content, (year, made.before)).of_income()
    else:
        made, found = annual_of(basis(uow, year), year, list(scope)), None
        at = _newest_arrival(uow)
        stands = Marks() if made.is_printed else marks(uow, None, (year, made.before)).of_income()
    return Shown(made, stands, found, at, sheets(made, stands, version))


def _newest_arrival(uow: Transaction) -> datetime:
    """When the newest input came in: the date of a document made from live figures, the same however often it is made."""
    return max(store.arrivals(uow)).replace(microsecond=0)


def complete_months(uow: Transaction) -> list[str]:
    """Months for which every entity has published, oldest first."""
    return remembered(uow, "complete", lambda: months_complete(uow))


def received(uow: Transaction) -> dict[str, dict[str, Any]]:
    """Entity → month → its newest version, without the figures."""
    return remembered(uow, "received", lambda: store.months_received(uow))


def behind(uow: Transaction) -> dict[str, list[str]]:
    """Entities that lack a month which a sister has published already."""
    return remembered(uow, "late", lambda: late(uow))


def live_marks(uow: Transaction, year: str) -> Marks:
    """Marks of the live figures of ``year``."""
    return remembered(uow, ("marks", year), lambda: marks(uow, None, [year]))


def close_marks(uow: Transaction, year: str, version: int, month: str) -> Marks:
    """Marks of the close of ``month`` of a version, live for 0: balances too."""
    found = publication(uow, year, version) if version else None
    if found is None:
        return live_marks(uow, month[:4])
    key = ("close marks", year, version, month[:4])
    return remembered(uow, key, lambda: marks(uow, found.content, (month[:4],)))


def shown_month(uow: Transaction, month: str = "") -> Close | None:
    """The live close of ``month``, the last complete one for "" or a month that is not; None before the first."""
    complete = complete_months(uow)
    if not complete:
        return None
    return close_of(uow, "", 0, month if month in complete else complete[-1])


def close_of(uow: Transaction, year: str, version: int, month: str) -> Close:
    """The close of ``month`` from what a version rests on (0: the newest figures; ``year`` decides if printed ones).

    Raises Refusal: the first check that fails.
    """
    return remembered(uow, ("close", year if version else "", version, month), lambda: _close(uow, year, version, month))  # fmt: skip


def _close(uow: Transaction, year: str, version: int, month: str) -> Close:
    if store.printed_report(uow, month[:4]) is not None:
        of = basis(uow, month[:4])
        return close_month(of.members, newest(of.figures), of.rates, month)
    figures = store.figures_received(uow)
    chosen = newest(figures)
    if version:
        found = publication(uow, year, version)
        if found is None or found.content.group is None:
            raise Refusal("not_found", f"{year} version {version} has no close.", way_out="Choose another version.")  # fmt: skip
        named = {(entity, m): number for entity, m, number, _ in found.content.group.versions}
        chosen = {
            (one.entity, one.month): one
            for one in figures
            if named.get((one.entity, one.month)) == one.version
        }
        return close_month(perimeter(uow), chosen, Rates(rates_named(uow, found.content)), month)
    return close_month(perimeter(uow), chosen, Rates(store.month_rates(uow)), month)
