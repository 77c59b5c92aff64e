"""French rules: every date of an invoice is one of this century (BR-FR-03)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

from shared_tools.einvoice.model import Document
from shared_tools.einvoice.rules.finding import Fault, Rule
from shared_tools.i18n import N_


def _dates(d: Document) -> Iterator[tuple[str, date | None, str]]:
    yield "BT-2", d.issue_date, ""
    yield "BT-7", d.tax_point_date, ""
    yield "BT-9", d.due_date, ""
    yield from (("BT-26", earlier.day, "") for earlier in d.preceding)
    yield "BT-72", d.delivery.day if d.delivery else None, ""
    yield "BT-73", d.period.start if d.period else None, ""
    yield "BT-74", d.period.end if d.period else None, ""
    for line in d.lines:
        if line.period:
            yield "BT-134", line.period.start, line.id
            yield "BT-135", line.period.end, line.id


def _year(term: str) -> Rule:
    return Rule(
        id=f"BR-FR-03_{term}", term=term, message=N_("The date {value} ({term}) is not between 2000 and 2099."),
        broken=lambda d: [
            Fault(day, line) for at, day, line in _dates(d) if at == term and day and not 2000 <= day.year <= 2099
        ],
    )  # fmt: skip


DATES: Final = tuple(
    _year(term) for term in ("BT-2", "BT-7", "BT-9", "BT-26", "BT-72", "BT-73", "BT-74", "BT-134", "BT-135")
)
