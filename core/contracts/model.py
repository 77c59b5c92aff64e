"""A contract and the declaration it needs."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal

import msgspec

ContractState = Literal["agreed", "slipped", "cancelled"]
DeclarationState = Literal["due", "sent", "accepted", "refused", "unknown"]


class NewContract(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An engagement to be agreed.

    ``days`` the days of work; ``minutes`` in all (0: eight hours a day); ``pay`` in major units and ``pay_is`` whether
    that is the gross wage or the whole employer cost taken from the budget. ``invoice`` the client's document that
    pays for this work, when it is known. ``terms`` what the contract type asks besides.
    """

    activity: str
    worker: str
    contract_type: str
    days: tuple[date, ...]
    pay: str
    pay_is: Literal["gross", "cost"] = "cost"
    minutes: int = 0
    invoice: str | None = None
    terms: dict[str, Any] = {}


class Contract(msgspec.Struct, frozen=True, kw_only=True):
    """``pay`` in minor units; ``cost`` what it is still expected to take from the budget."""

    id: str
    number: int
    activity: str
    worker: str
    structure: str
    contract_type: str
    days: tuple[date, ...]
    minutes: int
    pay: int
    pay_is: Literal["gross", "cost"]
    cost: int
    invoice: str | None
    terms: dict[str, Any]
    state: ContractState
    agreed_on: date

    @property
    def first_day(self) -> date:
        return self.days[0]

    @property
    def last_day(self) -> date:
        return self.days[-1]


class Declaration(msgspec.Struct, frozen=True, kw_only=True):
    """A notice to the State: due at the latest on ``due_day``, before the work begins.

    Its ``id`` is the key it is sent under, every time (failure mode L10): asked again it is the same notice, and only
    one that the State refused is followed by another. ``answer`` holds the State's number or words; ``given`` the
    facts core does not know, by path. ``override_reason`` why work may be paid though the State was not told in time.
    """

    id: str
    contract: str
    kind: str
    due_day: date
    state: DeclarationState
    answer: str = ""
    sent_at: datetime | None = None
    attempts: int = 0
    given: dict[str, str] = {}
    override_reason: str | None = None

    @property
    def reference(self) -> str:
        """The key in 32 characters."""
        return self.id.replace("-", "")


class DeclarationEvent(msgspec.Struct, frozen=True, kw_only=True):
    """What happened to a notice: ``what`` is a state, or ``made``, ``asked_again``, ``completed``, ``overridden``."""

    id: str
    declaration: str
    at: datetime
    actor: str
    what: str
    words: str = ""
