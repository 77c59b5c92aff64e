"""What later slices know of a person, for the staff's page of them: registered as what comes next is (core/web/coming.py)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from core.db import UnitOfWork
from core.web.page import Page


class Known(NamedTuple):
    """``kind`` colours ``state``; ``path`` where more is read."""

    label: str
    text: str
    path: str
    state: str = ""
    kind: str = ""


Knower = Callable[[UnitOfWork, Page, str], Iterable[Known]]

_knowers: list[Knower] = []


def knows(knower: Knower) -> Knower:
    """Register what a slice knows of a person."""
    _knowers.append(knower)
    return knower


def known(uow: UnitOfWork, page: Page, person: str) -> list[Known]:
    return [item for knower in _knowers for item in knower(uow, page, person)]
