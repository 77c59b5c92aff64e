"""A long list, one page at a time: which rows to ask for, and what the foot of the list says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from core.db import Transaction

ROWS = 50


@dataclass(frozen=True)
class Pager:
    """``page`` begins at 1; a number out of range is moved to the nearest page there is."""

    count: int
    asked: int = 1
    size: int = ROWS

    @property
    def last(self) -> int:
        return max(1, -(-self.count // self.size))

    @property
    def page(self) -> int:
        return min(max(self.asked, 1), self.last)

    @property
    def offset(self) -> int:
        return (self.page - 1) * self.size

    @property
    def first(self) -> int:
        return self.offset + 1 if self.count else 0

    @property
    def end(self) -> int:
        return min(self.offset + self.size, self.count)


def paged(
    uow: Transaction, statement: sa.Select[*tuple[Any, ...]], asked: int
) -> tuple[list[sa.RowMapping], Pager]:
    """The rows of page ``asked`` of what ``statement`` selects, in its order."""
    counted = sa.select(sa.func.count()).select_from(statement.order_by(None).subquery())
    pager = Pager(uow.execute(counted).scalar_one(), asked)
    return uow.rows(statement.limit(pager.size).offset(pager.offset)), pager
