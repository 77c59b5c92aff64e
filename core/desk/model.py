"""What comes next, and what waits for somebody."""

from __future__ import annotations

from datetime import date
from typing import Literal

import msgspec

StepKind = Literal["wage", "work", "owed"]


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """One thing to come, told with its day and a name.

    ``amount`` minor units, None where the reader may not know it (another person's net wage); ``until`` the last day of
    work; ``count`` days of work; ``state`` of the declaration; ``reminder`` when the first one goes out; ``client`` who
    was to pay for a wage and ``client_open`` what they still owe.
    """

    kind: StepKind
    day: date
    name: str
    path: str
    amount: int | None = None
    own: bool = False
    until: date | None = None
    count: int = 0
    state: str = ""
    number: str = ""
    reminder: date | None = None
    client: str = ""
    client_open: int = 0


class Waiting(msgspec.Struct, frozen=True, kw_only=True):
    """A row of the worklist. ``day`` since when or until when; ``late`` that its day has passed."""

    what: str
    who: str
    path: str
    day: date
    late: bool = False
    amount: int | None = None
