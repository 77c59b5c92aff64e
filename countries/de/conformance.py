"""What the conformance suite works with in Germany (tests/countries)."""

from __future__ import annotations

from datetime import date
from typing import Any

from core.country.sample import Sample, SampleWork, days

_JUNE = days(date(2026, 6, 1), 30)
_WEEK = days(date(2026, 6, 1), 5)


def _notice(**contract: Any) -> dict[str, Any]:
    return {
        "employer": {"betriebsnummer": "12345678", "name": "SMartDe eG"},
        "worker": {
            "family_name": "Müller", "first_name": "Anna", "street": "Weg 1", "postcode": "10115", "city": "Berlin",
            "insurance_number": "65 170839 J 003", "tax_id": "36574261809", "health_insurance": "statutory",
        },
        "contract": {
            "type": "employment", "first_day": _JUNE[0], "last_day": _JUNE[-1], "gross": 350_050,
            "activity_code": "944141411", "health_fund_number": "15027365", **contract,
        },
    }  # fmt: skip


SAMPLE = Sample(
    worker={
        "tax_class": 1, "birth_date": date(1990, 5, 5), "health_fund": "TK", "health_extra_percent": "2.9",
        "u1_percent": "1.6", "u2_percent": "0.44",
    },
    works={
        "employment": SampleWork(gross=350_000, days=_JUNE, minutes=9_600),
        "hiring_out": SampleWork(
            gross=350_000, days=_JUNE, minutes=9_600,
            terms={"licence": "1", "client": "Theater", "client_since": date(2026, 3, 1)},
        ),
        "minijob": SampleWork(gross=40_000, days=_JUNE, minutes=900),
        "short_term": SampleWork(gross=70_000, days=_WEEK, terms={"insured_in": "statutory"}),
    },
    typed={
        code: {
            "employer.betriebsnummer": "12345678", "worker.insurance_number": "65 170839 J 003",
            "worker.tax_id": "36574261809", "contract.health_fund_number": "15027365",
            "contract.activity_code": "944141411",
        }
        for code in ("deuev_registration", "deuev_minijob", "deuev_short_term")
    },
    declarations={
        "deuev_registration": _notice(),
        "deuev_minijob": _notice(type="minijob"),
        "deuev_short_term": _notice(type="short_term"),
        "deuev_immediate": _notice(),
        "deuev_end": _notice(),
        "deuev_year": _notice(),
    },
)  # fmt: skip
