"""Notices to the social insurance: registration before work begins, its cancellation, and the end (DM-ORG E.29).

Every builder takes the same facts:

``created`` datetime of the file · ``file_number`` · ``test`` bool
``sender``    elda_serial, name, postcode, town, street, phone, mail, software
``employer``  name, account (contribution account of the Land), phone, mail
``worker``    family_name, first_name, insurance_number; without one: birth_date and number_request (its reference)
``contract``  land, reference, first_day, occupation (01 worker, 02 employee, ...), marginal, free_contract,
              weekly_minutes, bv_from; for the end: last_day, end_of_employment, end_reason (code list D.22),
              end_reason_text, leave_from, leave_to, notice_from, notice_to, bv_end; for a cancellation: cancels
              (the reference of the message cancelled)
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from core.country import DeclarationKind, Notice
from countries.at.elda import ddmmyyyy, file_of, optional, required, tables
from countries.at.identifiers import insurance_number
from countries.at.mbgm import monthly_report
from shared_tools.refusal import Refusal

_WITH_HOURS = ("01", "02", "03", "04", "11")
"""Fields of work whose registration must say the weekly hours (VWAZ), from 2026."""


def facts_of(notice: Notice) -> dict[str, Any]:
    """The facts of a registration; the field of work and its weekly hours are typed in, and the Land where it is unknown."""
    employer, who = notice.employer, notice.employee
    known = employer.registrations
    return {
        "created": notice.made_at, "file_number": notice.number, "test": False,
        "sender": {
            "elda_serial": known.get("elda_serial", ""), "name": employer.name, "postcode": employer.postal_code,
            "town": employer.city, "street": employer.street, "phone": employer.phone, "mail": employer.email,
        },
        "employer": {
            "name": employer.name, "account": known.get("account", ""), "phone": employer.phone,
            "mail": employer.email,
        },
        "worker": {
            "family_name": who.family_name, "first_name": who.given_name, "insurance_number": who.national_id,
            "birth_date": who.birth_date, "number_request": notice.reference,
        },
        "contract": {
            "land": known.get("land", ""), "reference": notice.reference, "first_day": notice.first_day,
            "marginal": notice.contract_type == "marginal", "bv_from": getattr(notice.worker, "bv_from", None),
            "free_contract": notice.contract_type == "free_contract",
        },
    }  # fmt: skip


def registration(facts: Mapping[str, Any]) -> bytes:
    """M3. Raises Refusal ``declaration_field_missing``, ``too_long``, ``letters_not_allowed``."""
    occupation = str(required(facts, "contract.occupation"))
    free = bool(optional(facts, "contract.free_contract"))
    minutes = optional(facts, "contract.weekly_minutes")
    if occupation in _WITH_HOURS and not free:
        minutes = required(facts, "contract.weekly_minutes")
    return _message("M3", facts, {
        "ADAT": ddmmyyyy(required(facts, "contract.first_day")), "BBER": occupation,
        "GERF": _yes_no(optional(facts, "contract.marginal")), "FRDV": _yes_no(free),
        "BVAB": _day(facts, "contract.bv_from"), "VWAZ": "" if free or minutes == "" else _hours(minutes),
    })  # fmt: skip


def end(facts: Mapping[str, Any]) -> bytes:
    """M4, within seven days after the end."""
    reason = str(required(facts, "contract.end_reason"))
    words = required(facts, "contract.end_reason_text") if reason == "00" else ""
    return _message("M4", facts, {
        "ADAT": ddmmyyyy(required(facts, "contract.last_day")), "GERF": _yes_no(optional(facts, "contract.marginal")),
        "EBSV": _day(facts, "contract.end_of_employment"), "AGRD": reason, "SAGR": words,
        "KEAB": _day(facts, "contract.notice_from"), "KEBI": _day(facts, "contract.notice_to"),
        "UEAB": _day(facts, "contract.leave_from"), "UEBI": _day(facts, "contract.leave_to"),
        "BVEN": _day(facts, "contract.bv_end"),
    })  # fmt: skip


def cancellation(facts: Mapping[str, Any]) -> bytes:
    """S3: the registration is withdrawn, nobody came to work."""
    return _message("S3", facts, {
        "REFU": required(facts, "contract.cancels"), "ADAT": ddmmyyyy(required(facts, "contract.first_day")),
    })  # fmt: skip


def _message(kind: str, facts: Mapping[str, Any], values: dict[str, str]) -> bytes:
    table = tables().VR
    values = values | {
        "REFW": required(facts, "contract.reference"), "BKNR": required(facts, "employer.account"),
        "DGNA": required(facts, "employer.name"), "DTEL": optional(facts, "employer.phone"),
        "MAIL": optional(facts, "employer.mail"), "FANA": required(facts, "worker.family_name"),
        "VONA": required(facts, "worker.first_name"), **_who(facts),
    }  # fmt: skip
    column = table.kinds.index(kind)
    for field in table.fields:
        if field.need[column] == "-":
            values.pop(field.name, None)
        elif field.need[column] == "Z" and not values.get(field.name):
            raise Refusal(
                "declaration_field_missing",
                f"{kind} lacks {field.name}.",
                field=field.name,
                way_out="Enter it.",
            )
    return file_of("VR", "03", [(kind, table, values)], facts)


def _who(facts: Mapping[str, Any]) -> dict[str, str]:
    number = optional(facts, "worker.insurance_number")
    if number:
        return {"VSNR": insurance_number(number)}
    birth_date: date = required(facts, "worker.birth_date")
    return {"GEBD": ddmmyyyy(birth_date), "REFV": required(facts, "worker.number_request")}


def _day(facts: Mapping[str, Any], path: str) -> str:
    day = optional(facts, path)
    return ddmmyyyy(day) if day else ""


def _yes_no(value: object) -> str:
    return "J" if value else "N"


def _hours(minutes: int) -> str:
    """Weekly hours times 100, half up: 15 h 40 is 1567."""
    return str((2 * minutes * 100 + 60) // 120)


def _kind(
    code: str, name: str, source: str, build: Callable[[Mapping[str, Any]], bytes] | None
) -> DeclarationKind:
    return DeclarationKind(
        code, name, "ÖGK (ELDA)", source, 0, build, facts_of if build is registration else None
    )


DECLARATIONS = (
    _kind("elda_registration", "Anmeldung (M3)", "ASVG § 33(1): before work begins; DM-ORG E.29", registration),
    # Its record (DM-ORG E.18) is not known here: until it is, each day is registered in the ÖGK's own application.
    DeclarationKind(
        "elda_casual_registration", "Anmeldung fallweise Beschäftigter", "ÖGK (ELDA)",
        "ASVG §§ 33(3), 471a ff.: each day before work begins; DM-ORG E.18", each="day",
    ),
    _kind("elda_cancellation", "Storno Anmeldung (S3)", "DM-ORG E.29", cancellation),
    _kind("elda_end", "Abmeldung (M4)", "ASVG § 33(1): within seven days after the end [believed]; DM-ORG E.29", end),
    _kind("elda_mbgm", "Monatliche Beitragsgrundlagenmeldung (mBGM)",
        "ASVG § 34: by the 15th of the next month; DM-ORG E.32", monthly_report),
)  # fmt: skip
