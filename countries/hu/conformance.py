"""What the conformance suite works with in Hungary (tests/countries)."""

from __future__ import annotations

from datetime import date

from core.country.sample import Sample, SampleWork, days

_THREE = days(date(2026, 10, 5), 3)
_FACTS = {
    "employer": {"tax_number": "24776952-2-42", "name": "SMartHu Non-profit Kft."},
    "worker": {
        "tax_id": "8450123453", "taj": "123456788", "name": "Nagy Anna", "birth_name": "Nagy Anna",
        "mother_name": "Kis Mária", "birth_place": "Szeged", "birth_date": date(1990, 5, 1), "citizenship": "HU",
        "address": "1085 Budapest, Kossuth utca 7",
    },
}  # fmt: skip

SAMPLE = Sample(
    worker={"birth_date": date(1990, 5, 1), "dependants": 2, "beneficiaries": 2},
    works={
        "employee": SampleWork(gross=60_000, days=_THREE),
        "mandate": SampleWork(gross=120_000, days=days(date(2026, 10, 1), 30)),
        "casual": SampleWork(gross=48_000, days=_THREE),
        "film_extra": SampleWork(gross=90_000, days=_THREE),
        "seasonal": SampleWork(gross=42_000, days=_THREE),
        "ekho": SampleWork(gross=740_000, days=days(date(2026, 10, 1), 30), terms={"feor": "2627"}),
    },
    no_minimum={"mandate": "no employment: the Labour Code's minimum does not hold"},
    typed={
        code: {
            "employer.tax_number": "24776952-2-42", "worker.tax_id": "8450123453", "worker.taj": "123456788",
            "worker.birth_name": "Huber Eva", "worker.mother_name": "Kis Mária", "worker.birth_place": "Szeged",
            "worker.citizenship": "HU", **more,
        }
        for code, more in (
            ("t1041", {"contract.relation": "1101", "contract.feor": "2627", "contract.weekly_hours": "24"}),
            ("efo", {"contract.type": "3"}),
        )
    },
    declarations={
        "t1041": {**_FACTS, "contract": {"first_day": date(2026, 10, 5), "relation": "1101", "feor": "2627", "weekly_hours": 24}},
        "efo": {**_FACTS, "contract": {"type": "3", "first_day": date(2026, 10, 5), "days": 3}},
    },
)  # fmt: skip
