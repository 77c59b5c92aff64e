"""Notices to the tax authority (NAV) before the work begins: T1041 and the notice of simplified employment.

Both builders take ``employer`` (tax_number, name), ``worker`` (tax_id, taj, name, birth_name, mother_name, birth_place,
birth_date, citizenship, address) and ``contract``: for T1041 first_day, last_day, relation (code of the legal relation),
feor, weekly_hours; for the EFO notice type (1 seasonal agricultural, 2 seasonal tourism, 3 casual, 4 film), first_day,
days, feor (film only). The XML of NAV's frame is not public: the elements are named here, the channel fills the form.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from lxml import etree

from core.country import DeclarationKind, Notice
from countries.hu.identifiers import taj, tax_id
from shared_tools.refusal import Refusal

_SIMPLIFIED = {"casual": "3", "film_extra": "4"}
"""Our contract types → the EFO notice's; seasonal work says itself whether it is agricultural or tourism."""


def facts_of(notice: Notice) -> dict[str, Any]:
    """The facts of both notices; mother, birth, relation and weekly hours are typed in, TAJ and FEOR where nobody entered
    them with the person and the contract."""
    who = notice.employee
    return {
        "employer": {
            "tax_number": notice.employer.registrations.get("tax_number", ""), "name": notice.employer.name,
        },
        "worker": {
            "tax_id": who.national_id, "taj": notice.worker.taj, "name": f"{who.family_name} {who.given_name}", "birth_date": who.birth_date,
            "address": ", ".join(part for part in (f"{who.postal_code} {who.city}".strip(), who.street) if part),
        },
        "contract": {
            "type": _SIMPLIFIED.get(notice.contract_type, ""), "first_day": notice.first_day,
            "last_day": notice.last_day, "days": len(notice.days), "feor": notice.terms.feor,
        },
    }  # fmt: skip


def _need(facts: Mapping[str, Any], path: str) -> str:
    """Raises Refusal ``declaration_field_missing`` naming the field."""
    part, name = path.split(".")
    value = facts.get(part, {}).get(name)
    if value in (None, ""):
        raise Refusal("declaration_field_missing", f"the notice lacks {path}.", field=path, way_out="Enter it before the work begins.")  # fmt: skip
    return value.isoformat() if isinstance(value, date) else str(value)


def _document(root: str, facts: Mapping[str, Any], groups: Mapping[str, tuple[str, ...]]) -> bytes:
    document = etree.Element(root)
    for part, names in groups.items():
        element = etree.SubElement(document, part)
        for name in names:
            etree.SubElement(element, name).text = _need(facts, f"{part}.{name}")
    return etree.tostring(document, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def _checked(facts: Mapping[str, Any]) -> None:
    tax_id(_need(facts, "worker.tax_id"))
    taj(_need(facts, "worker.taj"))


def registration(facts: Mapping[str, Any]) -> bytes:
    """T1041: registration of an insured person. Raises Refusal ``declaration_field_missing``, ``not_a_tax_id``, ``not_a_taj``."""
    _checked(facts)
    worker = (
        "tax_id",
        "taj",
        "name",
        "birth_name",
        "mother_name",
        "birth_place",
        "birth_date",
        "citizenship",
        "address",
    )
    contract = ("first_day", "relation", "feor", "weekly_hours")
    return _document(
        "T1041", facts, {"employer": ("tax_number", "name"), "worker": worker, "contract": contract}
    )


def simplified_notice(facts: Mapping[str, Any]) -> bytes:
    """The EFO notice: the employment exists only through it (2010/LXXV art. 11)."""
    _checked(facts)
    kind = _need(facts, "contract.type")
    if kind not in ("1", "2", "3", "4"):
        raise Refusal("unknown_efo_type", f"{kind!r} is no type of simplified employment.", field="contract.type", way_out="Use 1 to 4.")  # fmt: skip
    contract = ("type", "first_day", "days", *(("feor",) if kind == "4" else ()))
    return _document(
        "EFO", facts, {"employer": ("tax_number",), "worker": ("tax_id", "taj"), "contract": contract}
    )


DECLARATIONS = (
    DeclarationKind(
        "t1041",
        "T1041",
        "NAV",
        "2017/CL annex 1 point 3: at the latest before the work begins [believed]",
        build=registration,
        facts=facts_of,
    ),
    DeclarationKind(
        "efo",
        "EFO",
        "NAV",
        "2010/LXXV art. 11: before the work begins",
        build=simplified_notice,
        facts=facts_of,
    ),
)
