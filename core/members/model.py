"""A member and the share that made them one."""

from __future__ import annotations

from datetime import date
from typing import Literal

import msgspec


class Joining(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """``person`` id; category A: users, B: partners, permanent staff, legal persons."""

    person: str
    category: Literal["A", "B"] = "A"


class Member(msgspec.Struct, frozen=True, kw_only=True):
    id: str
    person: str
    number: int
    category: str
    joined_on: date


class Share(msgspec.Struct, frozen=True, kw_only=True):
    """``price`` in minor units."""

    id: str
    member: str
    structure: str
    bought_on: date
    price: int
