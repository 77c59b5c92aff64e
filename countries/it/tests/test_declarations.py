"""Notices before work: their bytes, what is missing, what does not fit."""

from __future__ import annotations

from copy import deepcopy
from datetime import date

import pytest
from lxml import etree

from countries.it.declarations import agibilita, uni_intermittente, unilav
from shared_tools.refusal import Refusal

EMPLOYER = {
    "tax_code": "00743110157", "name": "SMartIt", "ateco": "90.01.09", "address": "via Prova 1", "municipality": "F205",
    "postal_code": "20100", "inps_number": "4900000000",
}  # fmt: skip
WORKER = {
    "tax_code": "RCCMNL83S18D969H", "surname": "Ricci", "name": "Manuela", "sex": "M", "birth_date": date(1983, 11, 18),
    "birth_municipality": "D969", "citizenship": "000", "municipality": "D969", "address": "via Mare 2",
}  # fmt: skip
CONTRACT = {
    "type": "spettacolo", "start": "2026-05-02", "end": date(2026, 5, 4), "qualification": "2.5.5.2.1", "ccnl": "H600",
    "yearly_pay": 54_000, "workplace_municipality": "H501", "workplace_address": "piazza Palco 3",
}  # fmt: skip
HIRING = {"employer": EMPLOYER, "worker": WORKER, "contract": CONTRACT}
CALL = {
    "worker_tax_code": "RCCMNL83S18D969H",
    "unilav_code": "1234567890",
    "start": "2026-05-01",
    "end": "2026-05-30",
}


def without(facts, *path):
    changed = deepcopy(facts)
    part = changed
    for name in path[:-1]:
        part = part[name]
    del part[path[-1]]
    return changed


def test_unilav():
    message = unilav(HIRING)
    assert message == unilav(deepcopy(HIRING))
    root = etree.fromstring(message)
    assert root.findtext("InizioRapporto/TipologiaContrattuale") == "A.02.00"
    assert root.findtext("InizioRapporto/DataFine") == "2026-05-04"
    assert root.findtext("InizioRapporto/RetribuzioneAnnua") == "540.00"
    assert root.findtext("Lavoratore/DataNascita") == "1983-11-18"
    assert root.find("InizioRapporto/Livello") is None


@pytest.mark.parametrize(
    ("type_", "kind"),
    [("intermittente", "A.05.02"), ("intermittente_spettacolo", "A.05.02"), ("tempo_determinato", "A.02.00")],
)
def test_kinds_of_contract(type_, kind):
    root = etree.fromstring(unilav({**HIRING, "contract": {**CONTRACT, "type": type_}}))
    assert root.findtext("InizioRapporto/TipologiaContrattuale") == kind


def test_a_collaboration_states_its_kind():
    contract = {**CONTRACT, "type": "cococo"}
    with pytest.raises(Refusal) as refusal:
        unilav({**HIRING, "contract": contract})
    assert refusal.value.rule == "unknown_contract_kind"
    assert b"C.01.00" in unilav({**HIRING, "contract": {**contract, "kind_code": "C.01.00"}})


@pytest.mark.parametrize(
    "path",
    [("employer", "tax_code"), ("employer", "inps_number"), ("worker", "surname"), ("worker", "birth_date"),
     ("contract", "start"), ("contract", "ccnl"), ("contract", "yearly_pay"), ("worker",)],
)  # fmt: skip
def test_a_missing_field_is_named(path):
    with pytest.raises(Refusal) as refusal:
        unilav(without(HIRING, *path))
    assert refusal.value.rule == "missing_field"
    assert str(refusal.value.field).startswith(".".join(path))


def test_wrong_values():
    for change, rule in (
        ({"worker": {**WORKER, "tax_code": "RCCMNL83S18D969A"}}, "not_a_codice_fiscale"),
        ({"contract": {**CONTRACT, "start": "2 maggio"}}, "not_a_date"),
        ({"contract": {**CONTRACT, "end": "2026-05-01"}}, "days_disordered"),
    ):
        with pytest.raises(Refusal) as refusal:
            unilav(HIRING | change)
        assert refusal.value.rule == rule


def test_uni_intermittente():
    root = etree.fromstring(uni_intermittente({"employer": EMPLOYER, "calls": [CALL] * 10}))
    assert len(root.findall("Chiamata")) == 10
    for calls, rule in (
        ([CALL] * 11, "too_many_calls"),
        ([{**CALL, "end": "2026-05-31"}], "block_too_long"),
        ([{**CALL, "end": "2026-04-30"}], "days_disordered"),
        ([], "missing_field"),
        ([without(CALL, "unilav_code")], "missing_field"),
    ):
        with pytest.raises(Refusal) as refusal:
            uni_intermittente({"employer": EMPLOYER, "calls": calls})
        assert refusal.value.rule == rule


def test_agibilita():
    facts = {
        "employer": EMPLOYER,
        "shows": [
            {"place": "Teatro Prova", "municipality": "H501", "start": "2026-05-02", "end": "2026-05-04"}
        ],
        "workers": [{**WORKER, "qualification": "031", "days": 3, "daily_pay": 18_000}],
    }
    root = etree.fromstring(agibilita(facts))
    assert root.findtext("Lavoratore/CompensoGiornaliero") == "180.00"
    with pytest.raises(Refusal) as refusal:
        agibilita({**facts, "workers": []})
    assert (refusal.value.rule, refusal.value.field) == ("missing_field", "workers")


def test_each_contract_type_names_a_notice_that_exists(italy):
    codes = {kind.code for kind in italy.declarations}
    assert {code for kind in italy.contract_types for code in kind.declarations} <= codes
    assert italy.contract_type("cococo_spettacolo").declarations == ("unilav", "agibilita")
    assert italy.declaration("unilav").days_before == 1
    assert all(kind.build and kind.authority and kind.source for kind in italy.declarations)
