"""An activity and what must be said to open one."""

from __future__ import annotations

from datetime import date
from typing import Literal

import msgspec

RunBy = Literal["person", "organisation"]
ActivityKind = Literal["activity", "assignment"]


class NewActivity(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """``managers`` person ids; ``run_by`` decides the fee where the country's rule asks (France)."""

    name: str
    managers: tuple[str, ...]
    structure: str = ""
    run_by: RunBy = "person"
    kind: ActivityKind = "activity"


class Activity(msgspec.Struct, frozen=True, kw_only=True):
    id: str
    number: int
    name: str
    structure: str
    run_by: RunBy
    kind: ActivityKind
    opened_on: date

    @property
    def turnover_role(self) -> str:
        """Where its invoices count: table II.1 of the annual report sets contracts apart from activities."""
        return "turnover_activities" if self.kind == "activity" else "turnover_contracts"
