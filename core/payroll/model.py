"""A stored payslip: its inputs, the law it followed, every line."""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec

from core.country import Country, Work
from shared_tools.paysheet import Slip, SlipLine


class Payslip(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Amounts in minor units. ``inputs`` is the Work the country was told, as plain data; ``law_day`` the day whose
    numbers were used; ``counted_in`` the month it counts in for later slips; ``pay_day`` the promised day and ``pay_rule`` how it was found.

    A difference slip names the slip it ``corrects`` and which ``correction`` of it this is, from 1 on; its amounts are
    what that slip lacked, positive or negative, its days and minutes 0. ``omit_defaults``: a slip made before there
    were corrections has the canonical form it was hashed in.
    """

    id: str
    number: int
    contract: str
    activity: str
    worker: str
    structure: str
    contract_type: str
    invoice: str | None
    month: str
    counted_in: str
    cost_role: str
    first_day: date
    last_day: date
    days: int
    minutes: int
    law_day: date
    pay_day: date
    pay_rule: str
    gross: int
    net: int
    cost: int
    inputs: dict[str, Any]
    lines: tuple[SlipLine, ...]
    figures: dict[str, int]
    made_on: date
    corrects: str | None = None
    correction: int = 0

    def work(self, country: Country) -> Work:
        """The work the country was told, from the stored inputs."""
        work = msgspec.convert(self.inputs, Work, strict=False)
        terms = country.contract_type(self.contract_type).terms
        return msgspec.structs.replace(
            work, worker=msgspec.convert(work.worker, country.worker, strict=False),
            terms=msgspec.convert(work.terms, terms, strict=False),
        )  # fmt: skip

    @property
    def slip(self) -> Slip:
        """The totals, lines and figures as the payroll gave them."""
        return Slip(self.gross, self.net, self.cost, self.law_day, self.lines, self.figures)
