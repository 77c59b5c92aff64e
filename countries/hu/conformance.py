"""What the conformance suite works with in Hungary (tests/countries)."""

from __future__ import annotations

from datetime import date

from core.country.sample import Sample, SampleWork, days

SAMPLE = Sample(
    worker={"dependants": 2, "beneficiaries": 2},
    works={"employee": SampleWork(gross=60_000, days=days(date(2026, 10, 5), 3))},
)
