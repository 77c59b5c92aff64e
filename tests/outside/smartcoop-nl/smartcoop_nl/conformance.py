"""What the conformance suite works with in the Netherlands."""

from __future__ import annotations

from datetime import date

from core.country.sample import Sample, SampleWork, days

SAMPLE = Sample(
    worker={"birth_date": date(1990, 5, 1), "tax_credit": True},
    no_minimum={"zzp": "no wage: an invoice"},
    works={
        "zzp": SampleWork(
            gross=80_000, days=days(date(2026, 5, 4), 3), terms={"kvk": "12345678", "own_risk": True}
        ),
        "on_call": SampleWork(
            gross=270_000,
            days=days(date(2026, 5, 1), 20, weekdays=True),
            minutes=9_600,
            terms={"whk_percent": "1.36"},
        ),
    },
)
