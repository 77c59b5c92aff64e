"""What comes next: each slice says what it knows, the first page and an activity's page show it by day.

A slice earlier in the import order cannot ask a later one; so the later one registers here what it can tell.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import NamedTuple

from markupsafe import Markup

from core.db import UnitOfWork
from core.web.page import Page


class Coming(NamedTuple):
    """Something that happens on ``day``. ``kind`` colours ``state``; a ``promise`` is what a person waits for most."""

    day: date
    text: Markup
    note: str = ""
    path: str = ""
    state: str = ""
    kind: str = ""
    promise: str = ""


Teller = Callable[[UnitOfWork, Page, Sequence[str], str], Iterable[Coming]]
"""Asked with the activities concerned and the person who looks (their own wages count though paid by another activity)."""

_tellers: list[Teller] = []


def tells(teller: Teller) -> Teller:
    """Register what a slice knows of the days to come."""
    _tellers.append(teller)
    return teller


def coming(uow: UnitOfWork, page: Page, activities: Sequence[str], person: str = "") -> list[Coming]:
    """All that is known, the earliest day first: what is late stands at the front."""
    found = [item for teller in _tellers for item in teller(uow, page, activities, person)]
    return sorted(found, key=lambda item: item.day)
