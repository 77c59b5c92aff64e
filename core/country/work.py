"""What core tells a country of one slip: the question that payroll, payslip and the test of the plausible all answer."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import msgspec


class Work(msgspec.Struct, frozen=True):
    """What core knows of one slip. Money in minor units, times in minutes.

    ``days`` are those of this slip (a contract is paid by calendar month); ``contract_first_day`` and
    ``contract_last_day`` bound the whole contract.

    ``worker`` and ``terms`` are the structs the country declares (``Country.worker``, ``ContractType.terms``).
    ``month`` and ``year`` are sums, by line or figure code, of this worker's earlier slips with the same employer in
    the same calendar month and year (``ContractType.counts_in`` says by which day); ``gross`` is among them. ``month_slips`` counts them.
    """

    gross: int
    first_day: date
    last_day: date
    days: tuple[date, ...]
    minutes: int
    pay_day: date
    worker: Any
    terms: Any
    month: Mapping[str, int] = {}
    year: Mapping[str, int] = {}
    month_slips: int = 0
    contract_first_day: date | None = None
    contract_last_day: date | None = None
