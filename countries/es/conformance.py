"""What the conformance suite works with in Spain (tests/countries)."""

from __future__ import annotations

from datetime import date
from typing import Any

from core.country.sample import Sample, SampleWork, days

_DAYS = days(date(2026, 5, 4), 3)
_MONTH = days(date(2026, 5, 1), 31)


def _social_security_number(province: int, number: int, digits: int) -> str:
    """With its check digits, the rest of 97."""
    joined = province * 10_000_000 + number
    return f"{province:02d}{number:0{digits}d}{joined % 97:02d}"


def _notice(**contract: Any) -> dict[str, Any]:
    return {
        "employer": {
            "name": "SMartIb", "tax_id": "F93244384", "ccc": _social_security_number(29, 1_234_567, 7),
        },
        "worker": {
            "given_name": "Ana", "family_name": "Núñez Gil", "national_id": "54362315K",
            "naf": _social_security_number(29, 123_456, 8), "birth_date": date(1990, 6, 1),
        },
        "contract": {
            "type": "artist", "first_day": _DAYS[0], "last_day": _DAYS[-1], "group": 3, "cno": "2932",
            "pay_per_day": 20_000, "end_cause": "93", **contract,
        },
    }  # fmt: skip


SAMPLE = Sample(
    worker={"birth_date": date(1990, 6, 1)},
    works={
        "indefinite": SampleWork(gross=220_000, days=_MONTH),
        "discontinuous": SampleWork(gross=40_000, days=_DAYS, terms={"called_on": "2026-04-20"}),
        "fixed_term": SampleWork(gross=40_000, days=_DAYS, terms={"reason": "one week's order"}),
        "substitution": SampleWork(gross=40_000, days=_DAYS, terms={"replaced": "Luis Vega"}),
        "artist": SampleWork(gross=40_000, days=_DAYS),
        "worker_member": SampleWork(gross=220_000, days=_MONTH),
    },
    typed={
        "alta": {
            "employer.ccc": _social_security_number(29, 1_234_567, 7), "worker.national_id": "54362315K",
            "worker.naf": _social_security_number(29, 123_456, 8), "contract.cno": "2932",
        },
    },
    declarations={
        "alta": _notice(),
        "baja": _notice(),
        "contrato": _notice(),
        "llamamiento": _notice(type="discontinuous", called_on="2026-04-20", first_contract_day="2026-01-07"),
    },
)  # fmt: skip
