"""Writing ELDA files: fixed-width records of ISO-8859-15 by the tables of elda.toml (DM-ORG)."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any, Literal

import msgspec

from shared_tools.refusal import Refusal

ENCODING = "iso8859-15"
_PERSON = re.compile(r"[ '\-.0-9A-Za-zÄÖÜßäöü]*")


class Field(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A field of a record: ``at`` counts from 1; ``need`` one letter for each kind of message."""

    name: str
    at: int
    length: int
    type: Literal["a", "an", "n"]
    letters: Literal["", "person", "company"] = ""
    need: str = ""


class Record(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A record's table; ``length`` 0 where it takes the length of the longest record of the file."""

    length: int
    fields: tuple[Field, ...]
    kinds: tuple[str, ...] = ()


class Tables(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """elda.toml as written."""

    source: str
    checked: date
    mark: str
    identification: Record
    header: Record
    trailer: Record
    VR: Record
    MB: dict[str, Record]
    carriers: dict[str, str]


@cache
def tables() -> Tables:
    """The record tables, read once."""
    text = (Path(__file__).parent / "elda.toml").read_text(encoding="utf-8")
    return msgspec.convert(tomllib.loads(text), Tables)


def ddmmyyyy(day: date) -> str:
    return f"{day:%d%m%Y}"


def carrier(land: str) -> str:
    """The social insurance carrier's code (VSTR) of the Land where the work is done."""
    return tables().carriers[land]


def required(facts: Mapping[str, Any], path: str) -> Any:
    """The fact at ``path`` (``worker.family_name``). Raises Refusal ``declaration_field_missing``."""
    found: Any = facts
    for part in path.split("."):
        found = found.get(part) if isinstance(found, Mapping) else None
    if found is None or found == "":
        raise Refusal(
            "declaration_field_missing", f"the message to the social insurance lacks {path}.", field=path,
            way_out="Enter it, then send the message again.",
        )  # fmt: skip
    return found


def optional(facts: Mapping[str, Any], path: str) -> Any:
    """The fact at ``path``, or ``""``."""
    found: Any = facts
    for part in path.split("."):
        found = found.get(part, "") if isinstance(found, Mapping) else ""
    return "" if found is None else found


def record(kind: str, table: Record, values: Mapping[str, Any], identification: Mapping[str, Any]) -> str:
    """One record without padding beyond its table. Raises Refusal ``too_long`` or ``letters_not_allowed``."""
    text = ""
    for field in (*tables().identification.fields, *table.fields):
        value = kind if field.name == "SART" else identification.get(field.name, values.get(field.name, ""))
        text += _filled(field, str(value))
    return text


def _filled(field: Field, text: str) -> str:
    if len(text) > field.length:
        raise Refusal(
            "too_long", f"{field.name} takes {field.length} characters, {text!r} has {len(text)}.", field=field.name,
            way_out="Shorten it by hand.",
        )  # fmt: skip
    wrong = field.letters == "person" and not _PERSON.fullmatch(text)
    try:
        text.encode(ENCODING)
    except UnicodeEncodeError:
        wrong = True
    if wrong:
        raise Refusal(
            "letters_not_allowed", f"ELDA does not know every letter of {text!r} ({field.name}).", field=field.name,
            way_out="Respell it with the letters A to Z, ä, ö, ü and ß.",
        )  # fmt: skip
    return text.rjust(field.length, "0") if field.type == "n" else text.ljust(field.length)


def file_of(
    stock: Literal["VR", "MB"], version: str, records: Iterable[tuple[str, Record, Mapping[str, Any]]],
    facts: Mapping[str, Any],
) -> bytes:  # fmt: skip
    """A whole file: header, ``records``, trailer; CRLF between records, none after the last.

    Facts read: ``sender`` (elda_serial, name, postcode, town, street, phone, mail, software), ``created`` (datetime),
    ``file_number``, ``test`` (true sends to the test system), ``contract.land`` or ``land``.
    """
    created: datetime = required(facts, "created")
    land = optional(facts, "contract.land") or required(facts, "land")
    own = {"UVST": "ED", "OBUS": required(facts, "sender.elda_serial"), "VSTR": carrier(land)}
    number = f"{int(required(facts, 'file_number')):06d}"
    start = {
        "PROJ": "TM" if optional(facts, "test") else "DM", "BEST": stock, "DTNR": number,
        "EDAT": ddmmyyyy(created.date()), "EZEI": f"{created:%H%M%S}", "HRST": required(facts, "sender.name"),
        "HKFZ": "A", "HPLZ": optional(facts, "sender.postcode"), "HORT": optional(facts, "sender.town"),
        "HSTR": optional(facts, "sender.street"), "VERS": version, "HTEL": optional(facts, "sender.phone"),
        "SOID": optional(facts, "sender.software"),
    }  # fmt: skip
    rows = [("00", tables().header, start), *records]
    end = {"SANZ": str(len(rows) + 1), "ELNR": "", "HEMA": optional(facts, "sender.mail")}
    rows.append(("99", tables().trailer, end))
    lines = [
        record(kind, table, values, own | {"SANR": str(place)})
        for place, (kind, table, values) in enumerate(rows, 1)
    ]
    longest = max(len(line) for line in lines)
    lines[0], lines[-1] = lines[0].ljust(longest), lines[-1].ljust(longest)
    return "\r\n".join(lines).encode(ENCODING)
