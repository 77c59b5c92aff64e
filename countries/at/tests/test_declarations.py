"""ELDA files: the registration before work, its refusals, and the official examples of the monthly report."""

from datetime import date, datetime
from fractions import Fraction

import pytest

from countries.at.elda import carrier, tables
from countries.at.insurance import EMPLOYMENT
from countries.at.mbgm import bases_of
from countries.at.tests.engage import AT, slip
from shared_tools.refusal import Refusal

FACTS = {
    "created": datetime(2026, 3, 1, 8, 30, 5), "file_number": 7, "test": True,  # noqa: DTZ001 - a fixed legal time
    "sender": {"elda_serial": "0123456", "name": "SMartAt e.Gen.", "postcode": "1060", "town": "Wien"},
    "employer": {"account": "1234567890", "name": "SMartAt e.Gen."},
    "worker": {"family_name": "Müller", "first_name": "Zoë", "insurance_number": "1237010180"},
    "contract": {
        "land": "W", "reference": "at-2026-0001", "first_day": date(2026, 3, 2), "occupation": "02",
        "weekly_minutes": 940, "bv_from": date(2026, 4, 2),
    },
}  # fmt: skip


def changed(**parts: dict) -> dict:
    return {**FACTS, **{name: {**FACTS[name], **part} for name, part in parts.items()}}


def read(record: str, table: str) -> dict[str, str]:
    fields = getattr(tables(), table).fields
    return {field.name: record[field.at - 1 : field.at - 1 + field.length] for field in fields}


def build(code: str, facts: dict) -> list[str]:
    builder = AT.declaration(code).build
    assert builder is not None
    return builder(facts).decode("iso8859-15").split("\r\n")


NAMED = changed(worker={"first_name": "Eva"})


def test_record_tables_have_no_gap() -> None:
    known = tables()
    for table in (known.VR, *known.MB.values()):
        at = 21
        for field in table.fields:
            assert field.at == at
            at += field.length
        assert at - 1 == table.length


def test_registration() -> None:
    header, message, trailer = build("elda_registration", NAMED)
    assert len(header) == len(message) == len(trailer) == 772
    assert header.startswith("000000001ED012345611TMVR000007")
    assert message.startswith("M30000002ED012345611")
    fields = read(message, "VR")
    assert fields["VSNR"] == "1237010180"
    assert fields["ADAT"] == "02032026"
    assert fields["FANA"].rstrip() == "Müller"
    assert (fields["BBER"], fields["GERF"], fields["FRDV"], fields["VWAZ"]) == ("02", "N", "N", "1567")
    assert fields["BVAB"] == "02042026"
    assert fields["REFU"].strip() == ""
    assert trailer.startswith("990000003ED012345611000003")
    assert build("elda_registration", NAMED) == [header, message, trailer]


def test_end_and_cancellation() -> None:
    facts = changed(
        worker={"first_name": "Eva"}, contract={"last_day": date(2026, 3, 20), "end_reason": "01"}
    )
    fields = read(build("elda_end", facts)[1], "VR")
    assert (fields["ADAT"], fields["AGRD"], fields["FRDV"]) == ("20032026", "01", " ")
    facts = changed(
        worker={"first_name": "Eva"}, contract={"cancels": "at-2026-0001", "reference": "at-2026-0002"}
    )
    fields = read(build("elda_cancellation", facts)[1], "VR")
    assert fields["REFU"].rstrip() == "at-2026-0001"


@pytest.mark.parametrize(
    ("rule", "facts"),
    [
        ("letters_not_allowed", FACTS),
        ("declaration_field_missing", changed(worker={"first_name": ""})),
        ("declaration_field_missing", changed(contract={"weekly_minutes": None}, worker={"first_name": "Eva"})),
        ("declaration_field_missing", changed(worker={"first_name": "Eva", "insurance_number": ""})),
        ("not_an_insurance_number", changed(worker={"first_name": "Eva", "insurance_number": "1238010180"})),
        ("too_long", changed(worker={"first_name": "Eva"}, employer={"account": "12345678901"})),
    ],
)  # fmt: skip
def test_refusals(rule: str, facts: dict) -> None:
    with pytest.raises(Refusal) as refused:
        build("elda_registration", facts)
    assert refused.value.rule == rule


def test_a_person_without_a_number_is_named_by_birth_and_request() -> None:
    facts = changed(worker={"first_name": "Eva", "insurance_number": "", "birth_date": date(1980, 1, 1),
                            "number_request": "vs-1"})  # fmt: skip
    fields = read(build("elda_registration", facts)[1], "VR")
    assert (fields["GEBD"], fields["REFV"].rstrip()) == ("01011980", "vs-1")


# --- the monthly report: examples of DM-ORG E.32 with their old rates -------------------------------------------------


def percent(text: str) -> Fraction:
    return Fraction(text) / 100


def report(kind: str, *blocks: dict) -> tuple[int, list[str]]:
    person = {"kind": kind, "reference": "r1", "insurance_number": "1237010180", "family_name": "Huber",
              "first_name": "Eva", "counted": "1", "blocks": list(blocks)}  # fmt: skip
    lines = build(
        "elda_mbgm", {**FACTS, "land": "W", "month": date(2026, 3, 1), "reference": "p1", "people": [person]}
    )
    return int(lines[2][290:301]), lines


def base(kind: str, amount: int, **positions: str) -> dict:
    found = [{"code": code, "rate": percent(rate)} for code, rate in positions.items()]
    return {"type": kind, "amount": amount, "positions": found}


def test_official_example_worker_without_severance_fund() -> None:
    block = {
        "group": "B001",
        "first_day": date(2026, 3, 1),
        "bases": [base("AB", 100_000, T01="39.6", A03="-3")],
    }
    total, lines = report("G1", block)
    assert total == 36_600
    assert [line[:2] for line in lines] == ["00", "PS", "G1", "T1", "BS", "V1", "V1", "PE", "99"]
    assert lines[5][20:] == "T01+039600+00000039600"
    assert lines[6][20:] == "A03-003000-00000003000"
    assert lines[1][287:] == "+00000036600000001"


def test_official_example_casual_days() -> None:
    total, _ = report(
        "G3", {"group": "B010", "day": date(2026, 3, 10), "bases": [base("AB", 16_200, T01="1.3")]},
        {"group": "B010", "day": date(2026, 3, 20),
         "bases": [base("AB", 15_000, T01="1.3"), base("BV", 15_000, V01="1.53")]},
    )  # fmt: skip
    assert total == 636


def test_official_example_casual_days_with_levy() -> None:
    total, _ = report(
        "G3",
        {"group": "B010", "day": date(2026, 3, 1),
         "bases": [base("AB", 16_200, T01="1.3"), base("SO", 30_000, Z01="16.4")]},
        {"group": "B010", "day": date(2026, 3, 2),
         "bases": [base("AB", 10_000, T01="1.3"), base("SO", 10_000, Z01="16.4"), base("BV", 10_000, V01="1.53")]},
    )  # fmt: skip
    assert total == 7_054


def test_official_examples_less_than_a_month_and_two_employments() -> None:
    short = {"group": "B010", "first_day": date(2026, 3, 3), "last_day": date(2026, 3, 25)}
    assert report("G5", {**short, "bases": [base("AB", 40_000, T01="1.3")]})[0] == 520
    total, _ = report(
        "G1", {"group": "B002", "first_day": date(2026, 3, 1), "bases": [base("AB", 100_000, T01="39.6", A03="-3")]},
        {"group": "B002", "first_day": date(2026, 3, 21), "bases": [base("AB", 140_000, T01="39.6", A02="-2")]},
    )  # fmt: skip
    assert total == 89_240


def test_the_report_of_a_slip_comes_to_what_the_slip_owes() -> None:
    found = slip("employment", 222_600, date(2026, 3, 1), date(2026, 3, 31))
    bases = bases_of(found.figures, EMPLOYMENT, AT.parameters.on(date(2026, 3, 31)))
    total, _ = report("G1", {"group": "B002", "first_day": date(2026, 3, 1), "bases": bases})
    owed = sum(part.amount for part in found.lines if part.owed == "social_security")
    assert total == owed


def test_carriers() -> None:
    assert [carrier(land) for land in ("W", "S", "V")] == ["11", "17", "19"]
