"""Notices to the State, identity numbers, protected pay."""

from __future__ import annotations

import copy
from datetime import date
from typing import Any

import numpy as np
import pytest
from lxml import etree

from countries.es import COUNTRY, identity
from countries.es.deductions import attachable
from shared_tools.refusal import Refusal

FACTS: dict[str, Any] = {
    "employer": {"name": "SMartIb", "tax_id": "F93244384", "ccc": "29123456703"},
    "worker": {
        "given_name": "Ana", "family_name": "Núñez | Gil", "national_id": "54362315K", "naf": "290012345656",
        "birth_date": date(1990, 6, 1),
    },
    "contract": {
        "type": "artist", "first_day": date(2026, 5, 4), "last_day": "2026-05-05", "group": 3, "cno": "2932",
        "pay_per_day": 20_000, "end_cause": "93",
    },
}  # fmt: skip


def _tgss(province: int, number: int, digits: int) -> str:
    joined = province * 10_000_000 + number if number < 10_000_000 else int(f"{province:02d}{number:08d}")
    return f"{province:02d}{number:0{digits}d}{joined % 97:02d}"


@pytest.fixture
def facts() -> dict[str, Any]:
    known = copy.deepcopy(FACTS)
    known["employer"]["ccc"] = _tgss(29, 1_234_567, 7)
    known["worker"]["naf"] = _tgss(29, 123_456, 8)
    return known


def _built(code: str, facts: dict[str, Any]) -> bytes:
    build = COUNTRY.declaration(code).build
    assert build is not None
    return build(facts)


def test_every_type_names_a_notice_before_work() -> None:
    for kind in COUNTRY.contract_types:
        (code,) = kind.declarations
        notice = COUNTRY.declaration(code)
        assert notice.days_before == 0 and notice.authority == "TGSS" and notice.build


def test_registration(facts: dict[str, Any]) -> None:
    text = _built("alta", facts).decode()
    assert text.splitlines() == [
        "ETI|MENSAJE=AFI",
        f"EMP|CCC={facts['employer']['ccc']}|RAZON_SOCIAL=SMartIb",
        f"TRA|NAF={facts['worker']['naf']}|IPF=54362315K|APELLIDOS=Núñez Gil|NOMBRE=Ana",
        "FAB|ACCION=ALTA|TIPO_CONTRATO=407|FECHA_ALTA=20260504|GRUPO_COTIZACION=03|OCUPACION=|CNO=2932"
        "|COEFICIENTE_TIEMPO_PARCIAL=0000|SISTEMA_ESPECIAL=RD 2621/1986|RETRIBUCION_DIA=200.00",
        "ETF|SEGMENTOS=5",
    ]
    assert _built("alta", facts) == text.encode()
    facts["contract"] |= {"type": "discontinuous", "part_time": True, "hours_per_thousand": 500}
    assert "TIPO_CONTRATO=300" in _built("alta", facts).decode()
    assert "COEFICIENTE_TIEMPO_PARCIAL=0500" in _built("alta", facts).decode()
    facts["contract"] |= {"type": "worker_member", "bond": "indefinite"}
    assert "VINCULO_SOCIO=indefinite" in _built("alta", facts).decode()


def test_end_contract_and_call(facts: dict[str, Any]) -> None:
    assert b"ACCION=BAJA|FECHA_BAJA=20260505|CAUSA=93" in _built("baja", facts)
    root = etree.fromstring(_built("contrato", facts))
    assert root.find("CONTRATO").get("tipo") == "407"  # type: ignore[union-attr]
    assert root.findtext("CONTRATO/FECHA_FIN") == "20260505"
    facts["contract"] |= {"called_on": "2026-04-20", "first_contract_day": "2026-01-07"}
    call = etree.fromstring(_built("llamamiento", facts))
    assert call.findtext("LLAMAMIENTO/FECHA_LLAMAMIENTO") == "20260420"
    facts["contract"]["type"] = "worker_member"
    with pytest.raises(Refusal, match="no labour contract"):
        _built("contrato", facts)


@pytest.mark.parametrize(
    ("group", "name"), [("employer", "ccc"), ("worker", "naf"), ("contract", "cno"), ("contract", "pay_per_day"),
                        ("contract", "type"), ("worker", "national_id")],
)  # fmt: skip
def test_a_missing_fact_is_named(facts: dict[str, Any], group: str, name: str) -> None:
    del facts[group][name]
    with pytest.raises(Refusal) as found:
        _built("alta", facts)
    assert (found.value.rule, found.value.field) == ("declaration_fact_missing", f"{group}.{name}")


def test_person_ids() -> None:
    assert COUNTRY.check_person_id("54362315-K") == "54362315K"
    assert COUNTRY.check_person_id("X-2482300W") == "X2482300W"
    for wrong in ("54362315A", "A13585625", "hello", ""):
        with pytest.raises(Refusal) as found:
            COUNTRY.check_person_id(wrong)
        assert found.value.rule == "not_a_person_id"


def test_numbers_of_social_security() -> None:
    for number in (1, 123_456, 9_999_999, 10_000_000, 99_999_999):
        valid = _tgss(8, number, 8)
        assert identity.naf(f"{valid[:2]}/{valid[2:10]}/{valid[10:]}") == valid
        wrong = valid[:-2] + f"{(int(valid[-2:]) + 1) % 100:02d}"
        with pytest.raises(Refusal):
            identity.naf(wrong)
    assert identity.ccc(_tgss(29, 1_234_567, 7)) == _tgss(29, 1_234_567, 7)
    with pytest.raises(Refusal):
        identity.ccc("123")


def test_protected_pay() -> None:
    law = COUNTRY.parameters.on(date(2026, 5, 1))
    net = np.array([0, 122_100, 122_101, 244_200, 366_300, 1_000_000], dtype=np.int64)
    found = attachable(net, law).tolist()
    assert found[:5] == [0, 0, 0, 36_630, 36_630 + 61_050]
    assert found[5] == 36_630 + 61_050 + 73_260 + 91_575 + (1_000_000 - 5 * 122_100) * 9 // 10
