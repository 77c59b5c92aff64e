"""What every value of a fact sheet says of itself: from when, by which source, checked when, how sure."""

from __future__ import annotations

from datetime import date

import msgspec

from shared_tools.dated import Mark


class Fact(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    forbid_unknown_fields=True,
    rename={"since": "from", "until": "to"},
):
    """What every value of a fact sheet says of itself."""

    since: date
    source: str
    checked: date
    mark: Mark = "believed"
    until: date | None = None
    note: str = ""

    def holds_on(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day <= self.until)
