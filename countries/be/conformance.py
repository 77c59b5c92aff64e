"""What the conformance suite works with in Belgium (tests/countries)."""

from __future__ import annotations

from datetime import date
from typing import Any

from core.country.sample import Sample, SampleWork, days

_DAYS = days(date(2026, 10, 5), 4)
_DAY = (date(2026, 10, 30),)
_MONTH = days(date(2026, 10, 1), 22, weekdays=True)
_AGENCY = {"reason": "extra_work", "user_number": "0403.701.924", "user_committee": "200"}


def _notice(**contract: Any) -> dict[str, Any]:
    return {
        "employer": {"enterprise_number": "0403.701.924"},
        "worker": {"niss": "85.07.30-033.28"},
        "contract": contract,
    }


_PERIOD = {"period_number": "123456789", "last_day": date(2026, 10, 7)}

SAMPLE = Sample(
    worker={"birth_date": date(1990, 5, 1)},
    works={
        "employee": SampleWork(gross=72_000, days=_DAYS, minutes=4 * 456),
        "artist": SampleWork(gross=76_000, days=_DAYS, minutes=4 * 456, terms={"flat_tax": True}, worker={"arts_certificate": "held"}),
        "artist_1bis": SampleWork(gross=76_000, days=_DAYS, minutes=4 * 456, worker={"arts_certificate": "held"}),
        "student": SampleWork(gross=48_000, days=_DAYS, minutes=4 * 456, terms={"minutes_elsewhere": 0}, worker={"birth_date": date(2005, 5, 1)}),
        "open_ended": SampleWork(gross=300_000, days=_MONTH, minutes=22 * 456),
        "agency": SampleWork(gross=72_000, days=_DAYS, minutes=4 * 456, terms=_AGENCY),
        "departure_holiday": SampleWork(gross=9_818, days=_DAY, terms={"earned": 64_000, "normal_year_pay": 1_800_000}),
        "exceptional_payment": SampleWork(gross=200_000, days=_DAY, terms={"normal_year_pay": 2_400_000}),
    },
    no_minimum={
        "departure_holiday": "its amount is fixed by what was earned",
        "exceptional_payment": "no wage for work: double holiday pay or a premium",
    },
    typed={"dimona_in": {"employer.enterprise_number": "0403.701.924", "worker.niss": "85.07.30-033.28"}},
    declarations={
        "dimona_in": _notice(type="artist", first_day=date(2026, 10, 5), last_day=date(2026, 10, 6)),
        "dimona_out": _notice(**_PERIOD),
        "dimona_update": _notice(**_PERIOD),
        "dimona_cancel": _notice(**_PERIOD),
        "working_in_the_arts": _notice(
            first_day=date(2026, 10, 5), last_day=date(2026, 10, 5), place="Eupen", activity="choir", amount=7_000
        ),
    },
)  # fmt: skip
