"""The monthly report of contribution bases (mBGM, DM-ORG E.32) for employers who compute contributions themselves.

Order of records: package, then for each person the person, its tariff blocks, each block's bases, each base's
positions; what belongs to what follows from the order alone. Sums are computed here, never taken from the facts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from countries.at.elda import Record, file_of, optional, required, tables
from countries.at.identifiers import insurance_number
from countries.at.insurance import SCALE, Scheme, position_rates, scaled
from shared_tools.dated import Law
from shared_tools.money import half_up
from shared_tools.refusal import Refusal

_Row = tuple[str, Record, dict[str, Any]]
_BLOCK = {"G1": "T1", "G3": "T2", "G5": "T3"}


def monthly_report(facts: Mapping[str, Any]) -> bytes:
    """A file MB of one package. Raises Refusal ``declaration_field_missing``, ``unknown_report_kind``.

    Facts beside ``created``, ``file_number``, ``test``, ``sender``, ``employer`` (see declarations.py): ``land``,
    ``month`` (any day of it), ``reference``, ``yearly_marginal`` (marginal people settled once a year), and
    ``people``, each with kind (G1 regular, G3 casual, G5 less than a month), reference, insurance_number or
    number_request, family_name, first_name, counted (VERG, 1 to 6) and ``blocks``: group (BSGR), first_day, last_day
    or day, with_compensation, and ``bases``: type, amount (cents), ``positions``: code and rate (fraction).
    """
    people = [list(_person(person)) for person in required(facts, "people")]
    month: date = required(facts, "month")
    total = sum(rows[0][2]["VSUM"] for rows in people)
    package = {
        "REFP": required(facts, "reference"), "BKNR": required(facts, "employer.account"),
        "DGNA": required(facts, "employer.name"), "MPKE": optional(facts, "run"),
        "JAGB": "J" if optional(facts, "yearly_marginal") else "N", "DTEL": optional(facts, "employer.phone"),
        "MAIL": optional(facts, "employer.mail"), "BZRM": f"{month:%m%Y}", "GSVZ": _sign(total),
        "GSUM": abs(total), "ANZM": len(people),
    }  # fmt: skip
    of_package = tables().MB["PS"]
    rows: list[_Row] = [("PS", of_package, package)]
    for person in people:
        rows += person
    rows.append(("PE", of_package, package))
    return file_of("MB", "02", rows, facts)


def _person(person: Mapping[str, Any]) -> Iterator[_Row]:
    kind = str(required(person, "kind"))
    if kind not in _BLOCK:
        raise Refusal(
            "unknown_report_kind", f"{kind!r} is no kind of mBGM.", field="kind", way_out="Use G1, G3 or G5."
        )
    below: list[_Row] = []
    total = 0
    for block in required(person, "blocks"):
        below.append((_BLOCK[kind], tables().MB[_BLOCK[kind]], _block(kind, block)))
        for base in required(block, "bases"):
            amount = int(base["amount"])
            below.append(("BS", tables().MB["BS"], {"VBTY": required(base, "type"), "VBBT": amount}))
            for position in base["positions"]:
                rate = scaled(Fraction(position["rate"]))
                owed = half_up(amount * rate, SCALE)
                total += owed
                below.append((
                    "V1", tables().MB["V1"],
                    {"VPTY": position["code"], "VPVZ": _sign(rate), "VPTA": abs(rate), "RSVZ": _sign(owed),
                     "RSUM": abs(owed)},
                ))  # fmt: skip
    number = optional(person, "insurance_number")
    yield kind, tables().MB["G"], {
        "REFW": required(person, "reference"), "VSNR": insurance_number(number) if number else "",
        "REFV": "" if number else required(person, "number_request"), "FANA": required(person, "family_name"),
        "VONA": required(person, "first_name"), "VSUM": total, "VERG": required(person, "counted"),
    }  # fmt: skip
    yield from below


def _block(kind: str, block: Mapping[str, Any]) -> dict[str, Any]:
    values = {"BSGR": required(block, "group")}
    compensation = "J" if optional(block, "with_compensation") else "N"
    if kind == "G3":
        return values | {"FTAG": required(block, "day").day}
    if kind == "G5":
        first, last = required(block, "first_day").day, required(block, "last_day").day
        return values | {"BTAB": first, "BTBS": last, "KEUE": compensation}
    return values | {"VVON": required(block, "first_day").day, "KEUE": compensation}


def _sign(number: int) -> str:
    return "-" if number < 0 else "+"


def bases_of(figures: Mapping[str, int], scheme: Scheme, law: Law) -> list[dict[str, Any]]:
    """The bases and positions of a slip of current or special pay, from the figures it keeps."""
    rates = position_rates(scheme, law)
    if figures.get("marginal"):
        rates[scheme.standard] = law.rate("uv_dg")
    general = {
        "type": "SZ" if scheme.standard == "T02" else "AB", "amount": figures[scheme.base],
        "positions": [
            {"code": code, "rate": rate}
            for code, rate in rates.items()
            if code == scheme.standard or figures.get(f"mbgm_{code}")
        ],
    }  # fmt: skip
    bases: list[dict[str, Any]] = [general]
    for kind, figure, code, rate in (("SO", "dga_base", "Z01", "dga_rate"), ("BV", "bv_base", "V01", "bv")):
        if figures.get(f"mbgm_{code}"):
            position = {"code": code, "rate": law.rate(rate)}
            bases.append({"type": kind, "amount": figures[figure], "positions": [position]})
    return bases
