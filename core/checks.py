"""Questions whose answer must be no rows, asked after every story test and every night.

Each slice may have a ``checks.py`` with ``CHECKS``: a name, which says what must be true, and the question.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import sqlalchemy as sa

from core.db import UnitOfWork
from core.ledger import checks as ledger
from core.payouts import checks as payouts
from core.sales import checks as sales

Question = Callable[[UnitOfWork], list[Any]] | str


def run_checks(uow: UnitOfWork) -> dict[str, list[dict[str, Any]]]:
    """Every question with the rows that answer it."""
    asked: Mapping[str, Question] = {**ledger.CHECKS, **sales.CHECKS, **payouts.CHECKS}
    return {name: [dict(row) for row in _answer(uow, question)] for name, question in asked.items()}


def _answer(uow: UnitOfWork, question: Question) -> list[Any]:
    return uow.rows(sa.text(question)) if isinstance(question, str) else question(uow)
