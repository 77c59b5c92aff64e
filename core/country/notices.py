"""A notice to the State: which one, what core knows of it, and how the country makes its bytes. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

import msgspec

from core.country.particulars import Particulars
from core.country.payslip import Employee
from shared_tools.refusal import Refusal


class Notice(msgspec.Struct, frozen=True, kw_only=True):
    """What core knows of a notice before work.

    ``reference``  its own key: the same however often it is sent; 32 characters
    ``number``     of the contract, which is the file's where an authority counts them
    ``made_at``    local time: of the sending, or now while it is due
    ``days``       of the whole contract, or the one day that a notice of each day is of; ``minutes`` in all; ``gross`` its expected wage, minor units
    ``worker``, ``terms``  the structs the country declares
    """

    reference: str
    number: int
    made_at: datetime
    employer: Particulars
    employee: Employee
    contract_type: str
    days: tuple[date, ...]
    minutes: int
    gross: int
    worker: Any
    terms: Any

    @property
    def first_day(self) -> date:
        return self.days[0]

    @property
    def last_day(self) -> date:
        return self.days[-1]

    @property
    def day_pay(self) -> int:
        """The wage of a day, minor units, cut off."""
        return self.gross // len(self.days)


Facts = Mapping[str, Any]


@dataclass(frozen=True)
class DeclarationKind:
    """A notice to the State. ``days_before`` the first day at the latest (0: that day, before the work begins).

    ``build``  makes its bytes from nested facts its docstring names; None where the form is not known here
    ``facts``  from what core knows to those facts; what core does not know is typed in, or ``build`` refuses by name
    ``each``   one notice of the contract, or one of every day of work, each due on its own day
    ``valid``  from which state on the work may begin: once it was sent, or only once the State accepted it
    """

    code: str
    name: str
    authority: str
    source: str
    days_before: int = 0
    build: Callable[[Facts], bytes] | None = None
    facts: Callable[[Notice], dict[str, Any]] | None = None
    each: Literal["contract", "day"] = "contract"
    valid: Literal["sent", "accepted"] = "sent"

    def message(self, notice: Notice, given: Mapping[str, str]) -> bytes:
        """The notice's bytes; ``given`` are facts core does not know, by path: ``{"contract.hour": "09:00"}``.

        Raises Refusal ``told_by_hand``, ``unknown_path`` and the country's own, which name what is missing.
        """
        if self.build is None or self.facts is None:
            raise Refusal(
                "told_by_hand", f"the form of {self.name} is not known here.", field=self.code,
                way_out=f"Tell {self.authority} in its own application, then record that it was sent.",
            )  # fmt: skip
        facts = self.facts(notice)
        for path, text in given.items():
            _put(facts, path, _read(text))
        return self.build(facts)


_WHOLE = re.compile(r"0|[1-9]\d{0,5}")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_WORDS = {"yes": True, "no": False}


def _read(text: str) -> Any:
    """A typed fact: a day, a number of up to six digits, yes and no as such; everything else, codes too, as text."""
    text = text.strip()
    if _WHOLE.fullmatch(text):
        return int(text)
    if _DAY.fullmatch(text):
        try:
            return date.fromisoformat(text)
        except ValueError:
            return text
    return _WORDS.get(text, text)


def _put(facts: dict[str, Any], path: str, value: Any) -> None:
    """Raises Refusal ``unknown_path`` where ``path`` leads through something that holds no facts."""
    *way, last = path.split(".")
    at: Any = facts
    for name in way:
        if isinstance(at, list) and name.isdecimal() and int(name) < len(at):
            at = at[int(name)]
        elif isinstance(at, dict):
            at = at.setdefault(name, {})
        else:
            break
    if not isinstance(at, dict) or not last:
        raise Refusal(
            "unknown_path", f"the notice holds nothing at {path!r}.", field="given",
            way_out="Write the fact as the refusal names it: contract.hour.",
        )  # fmt: skip
    at[last] = value
