"""Asking whether a VAT number is valid. The network is not ours to have: an ``Asks`` is handed in, or a person records.

VIES (Regulation (EU) 904/2010 art. 31) answers valid or invalid with a consultation number where the asker gives their
own VAT number; that number is the proof (failure mode V1). Where it does not answer, nothing is recorded and nothing is
blocked: the question stands until somebody asks again (failure mode V2).
"""

from __future__ import annotations

from datetime import date
from typing import Protocol

import msgspec


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """``consultation`` the number VIES gives its answer, "" where it gave none."""

    valid: bool
    consultation: str = ""


class Asks(Protocol):
    """Somebody who asks VIES."""

    def ask(self, vat_number: str, requester: str, day: date) -> Answer | None:
        """The answer about ``vat_number`` asked by the holder of ``requester``; None while VIES does not answer."""
        ...


class Standing:
    """A stand-in that answers from a list: for tests and the demonstration. Numbers not listed find VIES silent."""

    def __init__(self, valid: dict[str, bool]) -> None:
        self.valid = valid

    def ask(self, vat_number: str, requester: str, day: date) -> Answer | None:
        if vat_number not in self.valid:
            return None
        return Answer(valid=self.valid[vat_number], consultation=f"TEST{day:%Y%m%d}{vat_number[2:]}")
