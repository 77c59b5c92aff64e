"""What no law needs to be asked of: work that cannot be, before the country sees it. Pure."""

from __future__ import annotations

from datetime import date
from typing import Any

from core.country.work import Work
from shared_tools.refusal import Refusal

MOST = 10**10
"""No wage, no fact of a person or contract, an amount in minor units or a count, is beyond this."""


def check_plausible(work: Work) -> None:
    """Raises Refusal ``outside_contract``, ``hours``, ``negative_fact`` or ``absurd_fact``, naming the field (``gross``, …).

    What is plausible for a wage or a day's hours is the country's to say; here is only what cannot be at all.
    """
    first, last = work.contract_first_day, work.contract_last_day
    for day in work.days:
        if (first and day < first) or (last and day > last):
            raise _outside(day, first, last)
    if not 0 <= work.minutes <= max(len(work.days), 1) * 24 * 60:
        raise Refusal(
            "hours", f"{work.minutes} minutes do not fit {len(work.days)} days.", field="minutes",
            way_out="Correct the hours.",
        )  # fmt: skip
    _check_fact("gross", work.gross)
    for part, facts in (("worker", work.worker), ("terms", work.terms)):
        for name in getattr(facts, "__struct_fields__", ()):
            _check_fact(f"{part}.{name}", getattr(facts, name))


def _outside(day: date, first: date | None, last: date | None) -> Refusal:
    return Refusal(
        "outside_contract", f"{day} is not within the contract, {first or '…'} to {last or '…'}.", field="days",
        way_out="Leave that day out, or agree on a contract that covers it.",
    )  # fmt: skip


def _check_fact(field: str, value: Any) -> None:
    if not isinstance(value, int):
        return
    if value < 0:
        raise Refusal("negative_fact", f"{value} is below 0.", field=field, way_out="Enter it without a sign, or leave it out.")  # fmt: skip
    if value > MOST:
        raise Refusal("absurd_fact", f"{value} cannot be right.", field=field, way_out="Correct the number; amounts are in minor units.")  # fmt: skip
