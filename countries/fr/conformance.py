"""What the conformance suite works with in France (tests/countries)."""

from __future__ import annotations

from datetime import date

from core.country.sample import Sample, SampleWork, days

_DAYS = days(date(2026, 10, 5), 3)
_DAY = (date(2026, 10, 5),)
_MONTH = days(date(2026, 10, 1), 31)

_EMPLOYER = {
    "name": "SMartFr", "address": "1 rue de l'Essai, 59000 Lille", "ape": "9001Z", "siret": "73282932000074",
    "occupational_health": "Thalie Santé", "idcc": "3090", "show_number": "12345",
}  # fmt: skip
_PERSON = {
    "family_name": "Durand", "first_names": "Zoé", "sex": "F", "birth_date": date(1995, 10, 3),
    "birth_department": "99", "birth_commune": "Budapest", "birth_country": "HU", "nir": "295109912611193",
}  # fmt: skip

SAMPLE = Sample(
    worker={"tax_rate": "3.5", "birth_date": date(1990, 6, 1)},
    works={
        "cdi": SampleWork(gross=250_000, days=_MONTH, minutes=9_100),
        "cesa": SampleWork(gross=250_000, days=_MONTH, minutes=9_100, terms={"member": True}),
        "cdd": SampleWork(gross=48_000, days=_DAYS, minutes=3 * 420),
        "cddu": SampleWork(gross=48_000, days=_DAYS, minutes=3 * 420),
        "artist": SampleWork(gross=54_000, days=_DAYS, terms={"profession": "Artiste dramatique"}),
        "technician": SampleWork(gross=54_000, days=_DAYS),
        "author_rights": SampleWork(gross=200_000, days=_DAY, terms={"work_title": "Nuits"}),
    },
    no_minimum={"author_rights": "no wage: rights of an author"},
    typed={
        "dpae": {
            "employer.ape": "9001Z", "employer.siret": "73282932000074", "employer.occupational_health": "Thalie Santé",
            "worker.sex": "F", "worker.birth_department": "99", "worker.birth_commune": "Budapest",
            "worker.birth_country": "HU", "contract.hour": "09:00", "contract.trial_days": "0",
        },
    },
    declarations={
        "dpae": {
            "employer": _EMPLOYER, "worker": _PERSON,
            "contract": {"kind": "CDD", "start": _DAYS[0], "end": _DAYS[-1], "hour": "09:00", "trial_days": 0},
        },
        "aem": {
            "employer": _EMPLOYER, "worker": _PERSON,
            "contract": {
                "annex": "10", "post": "Comédienne", "first_day": _DAY[0], "last_day": _DAY[0], "days": 1,
                "cachets_single": 1,
            },
            "pay": {
                "gross": 18_000, "gross_after_deduction": 18_000, "contributions_employee": 432,
                "contributions_employer": 1_755,
            },
        },
    },
)  # fmt: skip
