"""What the conformance suite works with in Italy (tests/countries)."""

from __future__ import annotations

from datetime import date

import msgspec

from core.country.sample import Sample, SampleWork, days, sums
from countries.it import COUNTRY

_DAYS = days(date(2026, 5, 4), 3)
_MAY = days(date(2026, 5, 1), 31)
_LAST = (date(2026, 12, 31),)

_EMPLOYER = {
    "tax_code": "00743110157", "name": "SMartIt", "ateco": "90.01.09", "address": "via Prova 1", "municipality": "F205",
    "postal_code": "20100", "inps_number": "4900000000",
}  # fmt: skip
_WORKER = {
    "tax_code": "RCCMNL83S18D969H", "surname": "Ricci", "name": "Manuela", "sex": "M", "birth_date": date(1983, 11, 18),
    "birth_municipality": "D969", "citizenship": "000", "municipality": "D969", "address": "via Mare 2",
}  # fmt: skip
_CONTRACT = {
    "type": "spettacolo", "start": "2026-05-02", "end": date(2026, 5, 4), "qualification": "2.5.5.2.1", "ccnl": "H600",
    "yearly_pay": 54_000, "workplace_municipality": "H501", "workplace_address": "piazza Palco 3",
}  # fmt: skip
_SHOW = {"place": "Teatro", "municipality": "H501", "start": "2026-05-02", "end": "2026-05-02"}
_ARTIST = {
    "tax_code": "RCCMNL83S18D969H", "surname": "Ricci", "name": "Manuela", "group": "A", "qualification": "022", "days": 1,
    "daily_pay": 12_000,
}  # fmt: skip

_BEFORE = Sample(
    worker={"birth_date": date(1990, 6, 1), "region": "lombardia", "municipality": "F205"},
    works={
        "spettacolo": SampleWork(gross=36_000, days=_DAYS),
        "intermittente": SampleWork(gross=36_000, days=_DAYS),
        "intermittente_spettacolo": SampleWork(gross=36_000, days=_DAYS),
        "tempo_determinato": SampleWork(gross=210_000, days=_MAY),
        "cococo": SampleWork(gross=180_000, days=_MAY),
        "cococo_spettacolo": SampleWork(gross=36_000, days=_DAYS),
    },
    no_minimum={
        "cococo": "no employment: no contractual minimum", "cococo_spettacolo": "no employment: no contractual minimum",
        "conguaglio": "carries no pay",
    },
    typed={
        "unilav": {
            "employer.tax_code": "00743110157", "employer.municipality": "F205", "employer.inps_number": "4900000000",
            "employer.ateco": "90.01.09", "worker.tax_code": "RCCMNL83S18D969H", "worker.sex": "F",
            "worker.birth_municipality": "D969", "worker.citizenship": "000", "contract.kind_code": "A.02.00",
            "contract.qualification": "2.5.5.2.1", "contract.ccnl": "H600", "contract.yearly_pay": "54000",
            "contract.workplace_municipality": "H501", "contract.workplace_address": "piazza Palco 3",
        },
        "uni_intermittente": {
            "employer.tax_code": "00743110157", "calls.0.worker_tax_code": "RCCMNL83S18D969H",
            "calls.0.unilav_code": "1234567890",
        },
        "agibilita": {
            "employer.tax_code": "00743110157", "employer.inps_number": "4900000000", "shows.0.place": "Teatro",
            "shows.0.municipality": "H501", "workers.0.tax_code": "RCCMNL83S18D969H", "workers.0.qualification": "022",
        },
    },
    declarations={
        "unilav": {"employer": _EMPLOYER, "worker": _WORKER, "contract": _CONTRACT},
        "uni_intermittente": {
            "employer": _EMPLOYER,
            "calls": [
                {"worker_tax_code": "RCCMNL83S18D969H", "unilav_code": "1234567890", "start": "2026-05-01", "end": "2026-05-30"},
            ],
        },
        "agibilita": {"employer": _EMPLOYER, "shows": [_SHOW], "workers": [_ARTIST]},
    },
)  # fmt: skip

# An adjustment settles the year of the slips before it.
_MAY_SLIP = (
    COUNTRY.contract_type("tempo_determinato")
    .sheet([_BEFORE.work(COUNTRY, "tempo_determinato")], COUNTRY.parameters)
    .slip()
)

SAMPLE = msgspec.structs.replace(
    _BEFORE, works={**_BEFORE.works, "conguaglio": SampleWork(gross=0, days=_LAST, year=sums([_MAY_SLIP]))}
)
