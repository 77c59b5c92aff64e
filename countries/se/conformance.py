"""What the conformance suite works with in Sweden (tests/countries)."""

from __future__ import annotations

from datetime import date

from core.country.sample import Sample, SampleWork, days

_DAYS = days(date(2026, 10, 5), 3)
_MONTH = days(date(2026, 10, 1), 31)
_PAID = date(2026, 10, 14)
_APPROVED = {"tax_status": "F", "checked_on": date(2026, 10, 14)}

SAMPLE = Sample(
    worker={"birth_date": date(1985, 3, 2), "tax": "table", "tax_table": 33},
    works={
        "assignment": SampleWork(gross=900_000, days=_DAYS, pay_day=_PAID),
        "monthly": SampleWork(gross=3_000_000, days=_MONTH, terms={"monthly": 3_000_000}),
        "f_tax": SampleWork(gross=1_000_000, days=_DAYS, pay_day=_PAID, terms=_APPROVED),
        "right_of_use": SampleWork(gross=1_000_000, days=_DAYS, pay_day=_PAID, terms=_APPROVED),
    },
    no_minimum={
        **dict.fromkeys(("assignment", "monthly"), "no statutory minimum wage: collective agreements"),
        **dict.fromkeys(("f_tax", "right_of_use"), "no wage: an invoice"),
    },
    declarations={
        "agi": {
            "employer": {
                "registration": "556000-0167", "name": "SMartSe AB", "contact_name": "Eva Ek", "contact_phone": "08-1",
                "contact_email": "eva@example.org",
            },
            "period": "2026-08", "created": "2026-09-01T08:00:00", "bases": {"31.42": 30_500},
            "statements": [
                {"person_id": "19820225-2386", "number": 1, "pay": 3_050_099, "tax": 620_900, "tax_kind": "preliminary"},
            ],
        },
        "personalliggare": {
            "employer": {"registration": "556000-0167", "name": "SMartSe AB"}, "workplace": "Storgatan 1",
            "day": "2026-05-04", "present": [{"person_id": "198202252386", "name": "Eva Ek", "from": "08:00"}],
        },
    },
)  # fmt: skip
