"""Messages to social insurance (DEÜV): registration, end, short jobs, the immediate message, the yearly one.

The law has these sent by a certified program or typed into the SV-Meldeportal, so this module fills the message: one
``BLOCK.FIELD=value`` a line, in the order of the record description (VOSZ, DSME, its blocks, NCSZ). It transmits nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from typing import Any

from core.country import DeclarationKind, Notice
from countries.de.people import pension_insurance_number
from shared_tools.money import half_up
from shared_tools.refusal import Refusal

Facts = Mapping[str, Any]

PERSON_GROUPS = {"employment": "101", "hiring_out": "101", "minijob": "109", "short_term": "110"}
"""Personengruppe of each contract type (GKV circular on the common reporting procedure)."""
SIX_WEEKS = 42

_EMPLOYER = ("betriebsnummer", "name")
_NAME = ("family_name", "first_name")
_BIRTH = ("birth_name", "birth_date", "birth_place", "sex", "nationality")
_ADDRESS = ("street", "postcode", "city")


def _need(facts: Facts, part: str, field: str) -> str:
    """Raises Refusal ``missing_declaration_field``."""
    value = facts.get(part, {}).get(field)
    if value is None or value == "":
        raise Refusal(
            "missing_declaration_field", f"the message needs {part}.{field}.", field=f"{part}.{field}",
            way_out="Enter it with the person, the employer or the contract, then make the message again.",
        )  # fmt: skip
    return value.isoformat() if isinstance(value, date) else str(value)


def _digits(facts: Facts, part: str, field: str, count: int) -> str:
    """Raises Refusal ``malformed_declaration_field``."""
    text = _need(facts, part, field)
    if not (text.isascii() and text.isdigit() and len(text) == count):
        raise Refusal(
            "malformed_declaration_field", f"{part}.{field} is {text!r}; it has {count} digits.",
            field=f"{part}.{field}", way_out="Copy it from the notice of the authority that gave it.",
        )  # fmt: skip
    return text


def _whole_euro(cents: Any) -> str:
    return str(half_up(int(cents), 100))


def contribution_group(facts: Facts) -> str:
    """Health, pension, unemployment, care: 1111, a Minijob 6100 (6500 exempt; 0 for privately insured), 0000."""
    kind = _need(facts, "contract", "type")
    if kind == "short_term":
        return "0000"
    if kind == "minijob":
        health = "0" if facts.get("worker", {}).get("health_insurance") == "private" else "6"
        return health + ("500" if facts["contract"].get("pension_exempt") else "100")
    return "1111"


def build(facts: Facts, *, reason: str) -> bytes:
    """The message of ``reason`` (Abgabegrund) as UTF-8 text.

    ``facts`` has three parts. ``employer``: betriebsnummer (8 digits), name. ``worker``: family_name, first_name,
    street, postcode, city, and insurance_number or else birth_name, birth_date, birth_place, sex, nationality;
    health_insurance ("statutory" or "private"); tax_id for a Minijob. ``contract``: type (a contract type's code),
    first_day, last_day (reasons 30, 40, 50), gross in cents of the period (same reasons), activity_code (9 digits),
    health_fund_number (Betriebsnummer of the collecting office, 8 digits), pension_exempt, transition_zone ("0" no,
    "1" and "2" as the record says), flat_tax (bool, Minijob).

    Raises Refusal ``missing_declaration_field``, ``malformed_declaration_field`` or ``not_a_pension_insurance_number``.
    """
    kind = _need(facts, "contract", "type")
    if kind not in PERSON_GROUPS:
        raise Refusal(
            "unknown_contract_type", f"{kind!r} has no group of persons (Personengruppe).", field="contract.type",
            way_out=f"Use one of {', '.join(PERSON_GROUPS)}.",
        )  # fmt: skip
    employer = _digits(facts, "employer", "betriebsnummer", 8)
    lines = [
        f"VOSZ.ABSENDER={employer}",
        f"VOSZ.NAME={_need(facts, 'employer', 'name')}",
        f"DSME.BETRIEBSNUMMER={employer}",
        f"DSME.ABGABEGRUND={reason}",
        f"DSME.PERSONENGRUPPE={PERSON_GROUPS[kind]}",
        *_person_number(facts),
        *(_immediate(facts) if reason == "20" else _message(facts, kind, reason)),
        *_named("DBNA", facts, _NAME),
        *(_named("DBGB", facts, _BIRTH) if not facts.get("worker", {}).get("insurance_number") else []),
        *_named("DBAN", facts, _ADDRESS),
        *(_minijob_tax(facts) if kind == "minijob" and reason != "20" else []),
        *(_health_insurance(facts) if kind == "short_term" and reason != "20" else []),
    ]
    lines.append(f"NCSZ.ZEILEN={len(lines)}")
    return ("\r\n".join(lines) + "\r\n").encode()


def _person_number(facts: Facts) -> list[str]:
    number = facts.get("worker", {}).get("insurance_number")
    return [f"DSME.VERSICHERUNGSNUMMER={pension_insurance_number(number)}"] if number else []


def _named(block: str, facts: Facts, fields: tuple[str, ...]) -> list[str]:
    return [f"{block}.{field.upper()}={_need(facts, 'worker', field)}" for field in fields]


def _immediate(facts: Facts) -> list[str]:
    return [f"DBSO.BESCHAEFTIGUNGSBEGINN={_need(facts, 'contract', 'first_day')}"]


def _message(facts: Facts, kind: str, reason: str) -> list[str]:
    lines = [
        f"DSME.EINZUGSSTELLE={_digits(facts, 'contract', 'health_fund_number', 8)}",
        f"DBME.BEITRAGSGRUPPE={contribution_group(facts)}",
        f"DBME.TAETIGKEITSSCHLUESSEL={_digits(facts, 'contract', 'activity_code', 9)}",
        f"DBME.ZEITRAUM_BEGINN={_need(facts, 'contract', 'first_day')}",
    ]
    if reason in ("30", "40", "50"):
        lines += [
            f"DBME.ZEITRAUM_ENDE={_need(facts, 'contract', 'last_day')}",
            f"DBME.ENTGELT_EURO={_whole_euro(_need(facts, 'contract', 'gross'))}",
        ]
    if kind not in ("minijob", "short_term"):
        lines.append(f"DBME.UEBERGANGSBEREICH={facts['contract'].get('transition_zone', '0')}")
    return lines


def _minijob_tax(facts: Facts) -> list[str]:
    flat = "1" if facts["contract"].get("flat_tax", True) else "0"
    return [f"DBST.STEUER_ID={_need(facts, 'worker', 'tax_id')}", f"DBST.PAUSCHALSTEUER={flat}"]


def _health_insurance(facts: Facts) -> list[str]:
    return [f"DBKV.KRANKENVERSICHERUNG={_need(facts, 'worker', 'health_insurance')}"]


def facts_of(notice: Notice) -> dict[str, Any]:
    """The facts of a registration; key of the activity and number of the health fund are typed in."""
    who, terms = notice.employee, notice.terms
    return {
        "employer": {
            "betriebsnummer": notice.employer.registrations.get("betriebsnummer", ""),
            "name": notice.employer.name,
        },
        "worker": {
            "family_name": who.family_name, "first_name": who.given_name, "street": who.street, "city": who.city,
            "postcode": who.postal_code, "birth_date": who.birth_date, "insurance_number": who.national_id,
            "health_insurance": getattr(terms, "insured_in", ""),
        },
        "contract": {
            "type": notice.contract_type, "first_day": notice.first_day, "last_day": notice.last_day,
            "gross": notice.gross,
        },
    }  # fmt: skip


def _kind(
    code: str, name: str, authority: str, source: str, reason: str, days_before: int
) -> DeclarationKind:
    make: Callable[[Facts], bytes] = partial(build, reason=reason)
    return DeclarationKind(code, name, authority, source, days_before, make, facts_of)


FUND, MINIJOB_OFFICE = "Krankenkasse (Einzugsstelle)", "Minijob-Zentrale"
DECLARATIONS = (
    _kind("deuev_registration", "DEÜV-Anmeldung (10)", FUND, "SGB IV 28a; DEÜV 6: six weeks after the beginning at the latest", "10", -SIX_WEEKS),
    _kind("deuev_minijob", "DEÜV-Anmeldung Minijob (10)", MINIJOB_OFFICE, "SGB IV 28a; DEÜV 6: six weeks after the beginning at the latest", "10", -SIX_WEEKS),
    _kind("deuev_short_term", "DEÜV-Anmeldung und Abmeldung (40)", MINIJOB_OFFICE, "SGB IV 28a(9); DEÜV 6: six weeks after the beginning at the latest", "40", -SIX_WEEKS),
    _kind("deuev_immediate", "Sofortmeldung (20)", "Datenstelle der Rentenversicherung", "SGB IV 28a(4); DEÜV 7: at the start of work, in the branches listed", "20", 0),
    _kind("deuev_end", "DEÜV-Abmeldung (30)", FUND, "SGB IV 28a; DEÜV 8: six weeks after the end at the latest", "30", -SIX_WEEKS),
    _kind("deuev_year", "DEÜV-Jahresmeldung (50)", FUND, "SGB IV 28a(2); DEÜV 10: by 15 February", "50", -SIX_WEEKS),
)  # fmt: skip
