"""Notices to the State: registration and deregistration with TGSS (RED, AFI), contracts and calls to SEPE (Contrat@).

Facts, in three groups; a fact that a notice needs and does not find is refused by name:

``employer``  ``name``, ``tax_id`` (NIF), ``ccc`` (account of contribution with TGSS)
``worker``    ``given_name``, ``family_name``, ``national_id`` (NIF or NIE), ``naf``, ``birth_date``
``contract``  ``type`` (code of the contract type), ``first_day``, ``last_day`` (for ends), ``group`` (contribution
              group), ``cno`` (CNO-11), ``occupation`` (letter of the accident tariff, may be absent), ``part_time``
              with ``hours_per_thousand`` (coefficient of working time), ``pay_per_day`` (cents, artists),
              ``bond`` (worker members), ``end_cause`` (ends), ``called_on`` and ``first_contract_day`` (calls)

The record layouts of RED and the schemas of SEPE were not at hand: these messages carry the fields of the dossier under
names of ours, in a fixed order, to be taken over by the office's RED and Contrat@ software [believed].
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from lxml import etree

from core.country import DeclarationKind, Notice
from countries.es import identity
from countries.es.contracts import KINDS
from shared_tools.money import major
from shared_tools.refusal import Refusal

_ARTISTS = "RD 2621/1986"


def facts_of(notice: Notice) -> dict[str, Any]:
    """The facts of every notice; the worker's number with TGSS and the occupation (CNO-11) are typed in."""
    who, terms = notice.employee, notice.terms
    return {
        "employer": {
            "name": notice.employer.name, "tax_id": notice.employer.legal_id,
            "ccc": notice.employer.registrations.get("ccc", ""),
        },
        "worker": {
            "given_name": who.given_name, "family_name": who.family_name, "national_id": who.national_id,
            "birth_date": who.birth_date,
        },
        "contract": {
            "type": notice.contract_type, "first_day": notice.first_day, "last_day": notice.last_day,
            "group": getattr(terms, "group", None), "pay_per_day": notice.day_pay,
            "bond": getattr(terms, "bond", None), "called_on": getattr(terms, "called_on", None),
        },
    }  # fmt: skip


def registration(facts: Mapping[str, Any]) -> bytes:
    """AFI message of an *alta*. Raises Refusal ``declaration_fact_missing``, ``not_a_naf`` or ``not_a_ccc``."""
    kind = _kind(facts)
    contract = [
        ("FECHA_ALTA", _day(facts, "first_day")),
        ("GRUPO_COTIZACION", f"{int(_asked(facts, 'contract', 'group')):02d}"),
        ("OCUPACION", str(facts.get("contract", {}).get("occupation", ""))),
        ("CNO", str(_asked(facts, "contract", "cno"))),
        ("COEFICIENTE_TIEMPO_PARCIAL", _part_time(facts)),
    ]
    if kind.member:
        contract.insert(0, ("VINCULO_SOCIO", str(_asked(facts, "contract", "bond"))))
    else:
        contract.insert(0, ("TIPO_CONTRATO", _code(facts)))
    if kind.scheme == "artist":
        pay = major(int(_asked(facts, "contract", "pay_per_day")), "EUR")
        contract += [("SISTEMA_ESPECIAL", _ARTISTS), ("RETRIBUCION_DIA", f"{pay:.2f}")]
    return _afi("ALTA", facts, contract)


def deregistration(facts: Mapping[str, Any]) -> bytes:
    """AFI message of a *baja*. Raises Refusal as ``registration``."""
    return _afi("BAJA", facts, [
        ("FECHA_BAJA", _day(facts, "last_day")), ("CAUSA", str(_asked(facts, "contract", "end_cause"))),
    ])  # fmt: skip


def contract_notice(facts: Mapping[str, Any]) -> bytes:
    """Contrat@ message of a contract. Raises Refusal ``declaration_fact_missing`` or ``no_labour_contract``."""
    if _kind(facts).member:
        raise Refusal(
            "no_labour_contract", "a worker member has a bond of society and no labour contract.", field="contract.type",
            way_out="Register the member with TGSS only.",
        )  # fmt: skip
    root = etree.Element("CONTRATOS")
    contract = etree.SubElement(root, "CONTRATO", tipo=_code(facts))
    _parties(contract, facts)
    _add(contract, "FECHA_INICIO", _day(facts, "first_day"))
    if facts.get("contract", {}).get("last_day") is not None:
        _add(contract, "FECHA_FIN", _day(facts, "last_day"))
    _add(contract, "OCUPACION_CNO", str(_asked(facts, "contract", "cno")))
    _add(contract, "JORNADA_POR_MIL", _part_time(facts))
    return _xml(root)


def call_notice(facts: Mapping[str, Any]) -> bytes:
    """Contrat@ message of a call (*llamamiento*) of a discontinuous worker. Raises Refusal as ``contract_notice``."""
    root = etree.Element("LLAMAMIENTOS")
    call = etree.SubElement(root, "LLAMAMIENTO")
    _parties(call, facts)
    _add(call, "FECHA_INICIO_CONTRATO", _day(facts, "first_contract_day"))
    _add(call, "FECHA_LLAMAMIENTO", _day(facts, "called_on"))
    _add(call, "FECHA_INCORPORACION", _day(facts, "first_day"))
    return _xml(root)


DECLARATIONS = (
    DeclarationKind(
        "alta", "Alta en la Seguridad Social (AFI)", "TGSS",
        "RD 84/1996 art. 32: before the work starts, up to 60 days before [believed]", 0, registration, facts_of,
    ),
    DeclarationKind(
        "baja", "Baja en la Seguridad Social (AFI)", "TGSS",
        "RD 84/1996 art. 32: within 3 days, 6 calendar days from 1 August 2026 (RD 643/2026) [believed]", 0,
        deregistration,
    ),
    DeclarationKind(
        "contrato", "Comunicación del contrato (Contrat@)", "SEPE", "ET art. 8.4: within 10 working days [believed]", 0,
        contract_notice,
    ),
    DeclarationKind(
        "llamamiento", "Llamamiento de fijo-discontinuo (Contrat@)", "SEPE", "ET art. 16 [believed]", 0, call_notice,
    ),
)  # fmt: skip


def _asked(facts: Mapping[str, Any], group: str, name: str) -> Any:
    value = facts.get(group, {}).get(name)
    if value is None or value == "":
        raise Refusal(
            "declaration_fact_missing", f"the notice needs {group}.{name}.", field=f"{group}.{name}",
            way_out="Enter it and build the notice again.",
        )  # fmt: skip
    return value


def _kind(facts: Mapping[str, Any]) -> Any:
    code = str(_asked(facts, "contract", "type"))
    if code not in KINDS:
        raise Refusal(
            "unknown_contract_type", f"{code!r} is no contract type of es.", field="contract.type",
            way_out=f"Use one of {', '.join(KINDS)}.",
        )  # fmt: skip
    return KINDS[code]


def _code(facts: Mapping[str, Any]) -> str:
    full_time, part_time = _kind(facts).codes
    return part_time if facts["contract"].get("part_time") else full_time


def _part_time(facts: Mapping[str, Any]) -> str:
    """Working time in thousandths of the full time; 0000 is full time."""
    if not facts.get("contract", {}).get("part_time"):
        return "0000"
    return f"{int(_asked(facts, 'contract', 'hours_per_thousand')):04d}"


def _day(facts: Mapping[str, Any], name: str) -> str:
    value = _asked(facts, "contract", name)
    day = value if isinstance(value, date) else date.fromisoformat(str(value))
    return day.strftime("%Y%m%d")


def _afi(action: str, facts: Mapping[str, Any], contract: list[tuple[str, str]]) -> bytes:
    employer = [("CCC", identity.ccc(str(_asked(facts, "employer", "ccc")))),
                ("RAZON_SOCIAL", str(_asked(facts, "employer", "name")))]  # fmt: skip
    segments = [
        ("EMP", employer),
        ("TRA", _person(facts)),
        ("FAB", [("ACCION", action), *contract]),
    ]
    lines = [
        "|".join([name, *(f"{key}={_clean(value)}" for key, value in fields)]) for name, fields in segments
    ]
    return ("\r\n".join(["ETI|MENSAJE=AFI", *lines, f"ETF|SEGMENTOS={len(lines) + 2}"]) + "\r\n").encode()


def _person(facts: Mapping[str, Any]) -> list[tuple[str, str]]:
    return [
        ("NAF", identity.naf(str(_asked(facts, "worker", "naf")))),
        ("IPF", identity.person_id(str(_asked(facts, "worker", "national_id")))),
        ("APELLIDOS", str(_asked(facts, "worker", "family_name"))),
        ("NOMBRE", str(_asked(facts, "worker", "given_name"))),
    ]


def _clean(text: str) -> str:
    """No separator inside a value."""
    return " ".join(text.replace("|", " ").split())


def _parties(parent: etree._Element, facts: Mapping[str, Any]) -> None:
    _add(parent, "CIF_NIF_EMPRESA", str(_asked(facts, "employer", "tax_id")))
    _add(parent, "CODIGO_CUENTA_COTIZACION", identity.ccc(str(_asked(facts, "employer", "ccc"))))
    for name, value in _person(facts):
        _add(parent, name, value)
    born = _asked(facts, "worker", "birth_date")
    _add(parent, "FECHA_NACIMIENTO", str(born).replace("-", ""))


def _add(parent: etree._Element, name: str, text: str) -> None:
    etree.SubElement(parent, name).text = text


def _xml(root: etree._Element) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)
