"""What the conformance suite works with in Austria (tests/countries)."""

from __future__ import annotations

from datetime import date, datetime
from fractions import Fraction

from core.country.sample import Sample, SampleWork, days

_OCTOBER = days(date(2026, 10, 1), 31)
_WEEK = days(date(2026, 10, 5), 3)

_NOTICE = {
    "created": datetime(2026, 10, 1, 8, 30, 5),  # noqa: DTZ001 - a legal local time
    "file_number": 7, "test": True,
    "sender": {"elda_serial": "0123456", "name": "SMartAt e.Gen.", "postcode": "1060", "town": "Wien"},
    "employer": {"account": "1234567890", "name": "SMartAt e.Gen."},
    "worker": {"family_name": "Müller", "first_name": "Eva", "insurance_number": "1237010180"},
}  # fmt: skip
_CONTRACT = {
    "land": "W", "reference": "at-2026-0001", "first_day": date(2026, 10, 5), "occupation": "02",
    "weekly_minutes": 940, "bv_from": date(2026, 11, 5),
}  # fmt: skip
_BLOCK = {
    "group": "B001", "first_day": date(2026, 10, 1),
    "bases": [{"type": "AB", "amount": 100_000, "positions": [{"code": "T01", "rate": Fraction(396, 1000)}]}],
}  # fmt: skip

SAMPLE = Sample(
    worker={"birth_date": date(1990, 5, 1), "bv_from": date(2020, 1, 1)},
    works={
        "employment": SampleWork(gross=280_000, days=_OCTOBER, minutes=9_600),
        "short": SampleWork(gross=60_000, days=_WEEK),
        "marginal": SampleWork(gross=30_000, days=_OCTOBER, minutes=1_000, terms={"other_marginal_pay": 0}),
        "casual": SampleWork(gross=45_000, days=_WEEK),
        "free_contract": SampleWork(gross=150_000, days=_OCTOBER, minutes=4_800),
        "special_payment": SampleWork(gross=280_000, days=_OCTOBER, terms={"sixth": 560_000}),
    },
    no_minimum=dict.fromkeys(
        ("employment", "short", "marginal", "casual", "free_contract", "special_payment"),
        "no statutory minimum wage: collective agreements",
    ),
    typed={
        "elda_registration": {
            "sender.elda_serial": "0123456", "employer.account": "1234567890", "worker.insurance_number": "1237010180",
            "contract.land": "W", "contract.occupation": "02", "contract.weekly_minutes": "940",
        },
    },
    declarations={
        "elda_registration": {**_NOTICE, "contract": _CONTRACT},
        "elda_cancellation": {**_NOTICE, "contract": {**_CONTRACT, "reference": "at-2026-0002", "cancels": "at-2026-0001"}},
        "elda_end": {**_NOTICE, "contract": {**_CONTRACT, "last_day": date(2026, 10, 20), "end_reason": "01"}},
        "elda_mbgm": {
            **{key: value for key, value in _NOTICE.items() if key != "worker"},
            "land": "W", "month": date(2026, 10, 1), "reference": "p1",
            "people": [
                {"kind": "G1", "reference": "r1", "insurance_number": "1237010180", "family_name": "Huber",
                 "first_name": "Eva", "counted": "1", "blocks": [_BLOCK]},
            ],
        },
    },
)  # fmt: skip
