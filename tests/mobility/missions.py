"""A Belgian actor three days in France, of whom each test changes what it is about."""

from __future__ import annotations

import copy
from datetime import date, timedelta
from typing import Any

from core.country.contract import Case
from shared_tools.mobility.cases import KINDS

BASE: dict[str, Any] = {
    "social": {
        "seat": "be", "residence": "be", "status": "employee", "pattern": "single", "insured_months_before": 12,
        "expected_months": 1, "active_at_home": True, "replaces_posted": False,
    },
    "work": [{"state": "fr", "start": "2026-05-04", "end": "2026-05-06", "days": 3}],
    "activity": "performance",
    "invoicer": "be",
    "client": {"state": "fr", "taxable": True, "vat_valid": True},
    "tax_residence": "be",
    "artist_pay_cents": 90000,
    "rules": "coordination-2004",
}  # fmt: skip

Answer = dict[str, Any]


def inputs(social: Answer | None = None, stay: Answer | None = None, **changed: Any) -> Answer:
    """BASE with ``social`` and the one ``stay`` changed key by key, the rest whole."""
    written = copy.deepcopy(BASE) | changed
    written["social"] |= social or {}
    if stay:
        written["work"] = [written["work"][0] | stay]
    return written


def answer(written: Answer) -> Answer:
    return KINDS["mission"](Case("x", "mission", written, year=2026))


def ask(social: Answer | None = None, stay: Answer | None = None, **changed: Any) -> Answer:
    return answer(inputs(social, stay, **changed))


def of_days(state: str, days: int, **more: Any) -> Answer:
    """A stay of so many days, from 1 April 2026."""
    start = date(2026, 4, 1)
    end = start + timedelta(days=days - 1)
    return {"state": state, "start": start.isoformat(), "end": end.isoformat(), "days": days, **more}
