"""Veri*factu: records, their chain, the code on the invoice and what the AEAT answers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta, timezone
from fractions import Fraction
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from msgspec.structs import replace

from shared_tools.einvoice import verifactu
from shared_tools.einvoice.submission import ATTEMPTS, Submission, after, key, next_step
from shared_tools.einvoice.verifactu import System, Terms
from shared_tools.einvoice.verifactu.conversation import delivery, question
from shared_tools.einvoice.verifactu.qr import TEST
from shared_tools.einvoice.verifactu.record import cancellation_fields, hash_of, registration_fields
from shared_tools.refusal import Refusal

MADRID = timezone(timedelta(hours=1))
MOMENT = datetime(2026, 11, 20, 10, 15, 30, tzinfo=MADRID)
SYSTEM = System(
    maker="Smart Coop", maker_nif="F93267405", name="smartcoop", id="SC", version="0.1", installation="ES-1"
)  # fmt: skip
TERMS = Terms()
Errors = Callable[[bytes, str], list[str]]


def text(xml: bytes, tag: str) -> str:
    return next((node.text or "" for node in etree.fromstring(xml).iter(f"{{*}}{tag}")), "")


def delivered(*records: verifactu.Record) -> bytes:
    return etree.tostring(delivery("SMart Ibérica", "F93267405", list(records)))


def test_an_invoice_is_written_whole(national: Any, schema_errors: Errors) -> None:
    record = verifactu.register(national.make("ES"), TERMS, SYSTEM, None, MOMENT)
    national.check_golden("verifactu-invoice.xml", record.xml)
    assert schema_errors(delivered(record), "Verifactu") == []


def test_a_credit_note_corrects_by_its_difference(national: Any, schema_errors: Errors) -> None:
    first = verifactu.register(national.make("ES"), TERMS, SYSTEM, None, MOMENT)
    record = verifactu.register(national.make("ES", credit=True), TERMS, SYSTEM, first.link, MOMENT)
    national.check_golden("verifactu-credit-note.xml", record.xml)
    assert (text(record.xml, "TipoFactura"), text(record.xml, "TipoRectificativa")) == ("R1", "I")
    assert text(record.xml, "ImporteTotal").startswith("-")
    assert schema_errors(delivered(first, record), "Verifactu") == []


def test_the_hashes_of_the_agencys_own_examples() -> None:
    """A first record, a second, and the cancellation of the second, as the specification of the hash works them out."""

    def registered(number: str, before: str, seconds: int) -> str:
        return hash_of(registration_fields(
            "89890001K", number, "01-01-2024", "F1", "12.35", "123.45", before, f"2024-01-01T19:20:{seconds}+01:00"
        ))  # fmt: skip

    first = registered("12345678/G33", "", 30)
    second = registered("12345679/G34", first, 35)
    cancelled = hash_of(
        cancellation_fields("89890001K", "12345679/G34", "01-01-2024", second, "2024-01-01T19:20:40+01:00")
    )
    assert first == "3C464DAF61ACB827C65FDA19F352A4E3BDC2C640E9E9FC4CC058073F38F12F60"
    assert second == "F7B94CFD8924EDFF273501B01EE5153E4CE8F259766F88CF6ACB8935802A2B97"
    assert cancelled == "177547C0D57AC74748561D054A9CEC14B4C4EA23D1BEFD6F2E69E3A388F90C68"


def test_the_hash_takes_fields_without_the_spaces_around_them() -> None:
    assert (
        hash_of([("A", " x "), ("B", "y")])
        == hash_of([("A", "x"), ("B", "y")])
        != hash_of([("A", "x y"), ("B", "")])
    )


@pytest.mark.parametrize(("category", "code", "buyer", "element", "value"), [
    ("AE", "VATEX-EU-AE", "DE buyer", "CalificacionOperacion", "N2"), ("AE", "", "ES buyer", "CalificacionOperacion", "S2"),
    ("O", "VATEX-EU-O", "US buyer", "CalificacionOperacion", "N2"), ("O", "", "ES buyer", "CalificacionOperacion", "N1"),
    ("E", "VATEX-EU-132-1I", "ES buyer", "OperacionExenta", "E1"), ("K", "", "DE buyer", "OperacionExenta", "E5"),
    ("G", "", "US buyer", "OperacionExenta", "E2"), ("E", "E6", "ES buyer", "OperacionExenta", "E6"),
])  # fmt: skip
def test_no_vat_is_qualified(
    national: Any, schema_errors: Errors, category: str, code: str, buyer: str, element: str, value: str
) -> None:
    line = national.line(1, category, "" if category == "O" else "0", vat_reason_code=code)
    record = verifactu.register(national.make("ES", buyer, lines=(line,)), TERMS, SYSTEM, None, MOMENT)
    assert text(record.xml, element) == value
    assert text(record.xml, "IDType") == {"ES buyer": "", "DE buyer": "02", "US buyer": "04"}[buyer]
    assert schema_errors(delivered(record), "Verifactu") == []


def chain_of(national: Any, count: int = 5) -> list[verifactu.Record]:
    records: list[verifactu.Record] = []
    for number in range(count):
        previous = records[-1].link if records else None
        document = replace(national.make("ES", credit=number % 3 == 2), number=f"2026/{number:04d}")
        records.append(
            verifactu.register(document, TERMS, SYSTEM, previous, MOMENT + timedelta(minutes=number))
        )
    last = records[-1].link
    records.append(
        verifactu.cancel("F93267405", last.number, national.DAY, SYSTEM, last, MOMENT + timedelta(hours=1))
    )
    return records


def test_a_chain_holds_and_every_damage_shows_where(national: Any, schema_errors: Errors) -> None:
    records = chain_of(national)
    kept = [record.xml for record in records]
    assert verifactu.verify(kept) == []
    assert verifactu.verify(kept[2:], records[1].link) == []
    changed = [*kept[:2], kept[2].replace(b"<sf:ImporteTotal>-912", b"<sf:ImporteTotal>-911"), *kept[3:]]
    assert changed != kept
    assert [(found.position, found.number) for found in verifactu.verify(changed)] == [(2, "2026/0002")]
    assert [found.position for found in verifactu.verify([*kept[:2], *kept[3:]])] == [2]
    assert [found.position for found in verifactu.verify([kept[1], kept[0], *kept[2:]])] == [0, 1, 2]
    assert [found.position for found in verifactu.verify(kept[1:])] == [0]
    assert [found.position for found in verifactu.verify([*kept, kept[0]])] == [6]
    renamed = kept[3].replace(b"<sf:NumSerieFactura>2026/0002<", b"<sf:NumSerieFactura>2026/0001<")
    assert renamed != kept[3]
    assert [found.position for found in verifactu.verify([*kept[:3], renamed, *kept[4:]])] == [3]
    forged = verifactu.register(national.make("ES"), TERMS, SYSTEM, records[0].link, MOMENT)
    assert [found.position for found in verifactu.verify([kept[0], forged.xml, *kept[2:]])] == [2]
    with pytest.raises(Refusal) as refused:
        verifactu.verify([b"<a/>"])
    assert refused.value.rule == "not_a_record"
    assert schema_errors(delivered(*records), "Verifactu") == []


@pytest.fixture
def aeat(national: Any) -> Any:
    return national.stand_in("stand_in_aeat").Aeat()


def send(records: list[verifactu.Record], aeat: Any) -> verifactu.Answer:
    return verifactu.send("SMart Ibérica", "F93267405", records, aeat.post)


def find(record: verifactu.Record, aeat: Any) -> Any:
    return verifactu.find("SMart Ibérica", "F93267405", record, aeat.post)


def test_records_are_delivered_and_v8_a_second_delivery_ends_in_the_first_receipt(
    national: Any, aeat: Any
) -> None:
    records = chain_of(national)
    answer = send(records, aeat)
    assert ([event.kind for event in answer.events], answer.wait) == (["accepted"] * 6, 120)
    assert [event.kind for event in send(records, aeat).events] == ["no_answer"] * 6
    assert [(event.kind, event.reference) for event in (find(record, aeat) for record in records[:2])] == [
        ("accepted", "R-1"), ("accepted", "R-2"),
    ]  # fmt: skip
    assert find(records[-1], aeat).kind == "accepted"
    assert len(aeat.records) == 6


def test_v9_already_received_is_resolved_by_what_the_agency_holds(
    national: Any, aeat: Any, schema_errors: Errors
) -> None:
    """V9: the number is there, but under it another record of ours: not success."""
    first = verifactu.register(national.make("ES"), TERMS, SYSTEM, None, MOMENT)
    other = verifactu.register(
        national.make("ES"), Terms(description="Otra"), SYSTEM, None, MOMENT + timedelta(hours=1)
    )
    assert find(first, aeat).kind == "not_there"
    assert send([first], aeat).events[0].kind == "accepted"
    assert send([other], aeat).events[0].kind == "no_answer"
    assert (find(first, aeat).kind, find(other, aeat).kind) == ("accepted", "refused")
    assert find(other, aeat).objections[0].code == "3000"
    aeat.down = True
    assert find(first, aeat).kind == "no_answer"
    asked = question("SMart Ibérica", "F93267405", first)
    assert schema_errors(etree.tostring(asked), "Verifactu question") == []


def test_v10_a_rejected_record_breaks_nothing_after_it_and_is_mended_at_the_end(
    national: Any, aeat: Any
) -> None:
    records = chain_of(national)
    aeat.refuse.add("2026/0001")
    aeat.tolerate.add("2026/0003")
    answer = send(records, aeat)
    assert [event.kind for event in answer.events] == ["accepted", "refused", *["accepted"] * 4]
    assert (answer.events[1].objections[0].code, answer.events[3].objections[0].code) == ("1104", "2001")
    mending = verifactu.register(
        replace(national.make("ES"), number="2026/0001"), Terms(mends="rejected"), SYSTEM, records[-1].link,
        MOMENT + timedelta(hours=2),
    )  # fmt: skip
    assert (text(mending.xml, "Subsanacion"), text(mending.xml, "RechazoPrevio")) == ("S", "X")
    tolerated = verifactu.register(national.make("ES"), Terms(mends="accepted"), SYSTEM, None, MOMENT)
    assert (text(tolerated.xml, "Subsanacion"), text(tolerated.xml, "RechazoPrevio")) == ("S", "N")
    assert [event.kind for event in send([mending], aeat).events] == ["accepted"]
    assert verifactu.verify([record.xml for record in (*records, mending)]) == []


def test_v10_tries_stop(national: Any, aeat: Any) -> None:
    aeat.down = True
    (record, *_) = chain_of(national, 1)
    submission = Submission(authority="AEAT", key=key("AEAT", "F93267405", "2026/0000", "Alta", record.xml))
    later = MOMENT + timedelta(days=30)
    while next_step(submission, later) == "send":
        submission = after(submission, send([record], aeat).events[0], MOMENT)
    assert (next_step(submission, later), aeat.calls) == ("person", ATTEMPTS)


@pytest.mark.parametrize(("fault", "kind"), [
    ("Client", "refused"), ("Server", "no_answer"), ("lose", "no_answer"), ("down", "not_delivered"), ("garbage", "no_answer"),
])  # fmt: skip
def test_what_does_not_answer(national: Any, aeat: Any, fault: str, kind: str) -> None:
    if fault in ("Client", "Server"):
        aeat.fault = fault
    else:
        setattr(aeat, fault, True)
    assert {event.kind for event in send(chain_of(national), aeat).events} == {kind}


def test_the_code_leads_to_the_agencys_check(national: Any) -> None:
    document = replace(national.make("ES"), number="2026/A&1")
    address = verifactu.qr_address(document)
    parts = urlsplit(address)
    assert f"{parts.scheme}://{parts.netloc}{parts.path}" == (
        "https://www2.agenciatributaria.gob.es/wlpl/TIKE-CONT/ValidarQR"
    )  # fmt: skip
    assert parse_qs(parts.query) == {
        "nif": ["F93267405"], "numserie": ["2026/A&1"], "fecha": ["20-11-2026"], "importe": ["912.97"],
    }  # fmt: skip
    assert "%26" in address
    kept = verifactu.qr_address(document, sent=False)
    assert kept == address.replace("ValidarQR?", "ValidarQRNoVerifactu?") != address
    assert verifactu.qr_address(document, TEST).startswith("https://prewww2.aeat.es/")
    assert "importe=-" in verifactu.qr_address(national.make("ES", credit=True))


def test_the_symbol_is_35_millimetres_of_level_m(national: Any) -> None:
    import segno

    svg = etree.fromstring(verifactu.qr_svg(national.make("ES")))
    symbol = segno.make_qr(verifactu.qr_address(national.make("ES")), error="m", boost_error=False)
    modules = symbol.symbol_size(border=0)[0]
    width = float((svg.get("width") or "").removesuffix("mm"))
    assert abs(width * modules / (modules + 8) - 35) < 0.05
    assert symbol.error == "M"
    assert (verifactu.MENTION, verifactu.QR_LEGEND[:20]) == ("VERI*FACTU", "Factura verificable ")


def test_names_that_break_things(national: Any, schema_errors: Errors) -> None:
    written: list[bytes] = []
    for name in (national.HARD_NAME, national.LONG_NAME, "Театр"):
        document = replace(national.make("ES"), buyer=replace(national.PARTIES["ES buyer"], name=name))
        record = verifactu.register(document, TERMS, SYSTEM, None, MOMENT)
        assert name[:120].strip() in [
            node.text for node in etree.fromstring(record.xml).iter("{*}NombreRazon")
        ]
        written.append(delivered(record))
    assert not [found for xml in written for found in schema_errors(xml, "Verifactu")]


@pytest.mark.parametrize(("rule", "damage"), [
    ("number_unfit", lambda d: replace(d, number="2026=1")), ("number_unfit", lambda d: replace(d, number="Ñ-1")),
    ("number_unfit", lambda d: replace(d, number="9" * 61)), ("number_unfit", lambda d: replace(d, number=" 1")),
    ("not_in_euro", lambda d: replace(d, currency="USD")),
    ("seller_not_spanish", lambda d: replace(d, seller=replace(d.seller, vat_id=""))),
    ("recipient_unidentified", lambda d: replace(d, buyer=replace(d.buyer, vat_id=""))),
])  # fmt: skip
def test_what_no_record_can_say_is_refused(national: Any, rule: str, damage: Any) -> None:
    with pytest.raises(Refusal) as refused:
        verifactu.register(damage(national.make("ES")), TERMS, SYSTEM, None, MOMENT)
    assert refused.value.rule == rule


def test_contradictions_and_a_time_without_offset_are_refused(national: Any) -> None:
    for document, terms in (
        (national.make("ES"), Terms(kind="R1")),
        (national.make("ES", credit=True), Terms(kind="F1")),
    ):
        with pytest.raises(Refusal) as refused:
            verifactu.register(document, terms, SYSTEM, None, MOMENT)
        assert refused.value.rule == "wrong_kind"
    with pytest.raises(Refusal) as refused:
        verifactu.register(national.make("ES"), TERMS, SYSTEM, None, MOMENT.replace(tzinfo=None))
    assert refused.value.rule == "moment_without_offset"
    with pytest.raises(Refusal) as refused:
        delivery("A", "B", [])
    assert refused.value.rule == "too_many_records"


def test_a_simplified_invoice_names_no_one(national: Any, schema_errors: Errors) -> None:
    nobody = replace(national.PARTIES["ES buyer"], name="Público", vat_id="")
    document = replace(national.make("ES"), buyer=nobody)
    record = verifactu.register(document, Terms(kind="F2"), SYSTEM, None, MOMENT)
    assert text(record.xml, "Destinatarios") == "" and b"blico" not in record.xml
    assert schema_errors(delivered(record), "Verifactu") == []


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from([("S", "21"), ("S", "10"), ("S", "4"), ("E", "0")]), st.integers(1, 10_000_000)),
        min_size=1, max_size=6,
    ),
    st.booleans(),
)  # fmt: skip
def test_totals_are_the_documents_to_the_cent(national: Any, rows: list[Any], credit: bool) -> None:
    lines = tuple(
        national.line(number, category, rate, "1.5", f"{cents // 100}.{cents % 100:02d}")
        for number, ((category, rate), cents) in enumerate(rows, 1)
    )  # fmt: skip
    document = national.make("ES", lines=lines, credit=credit)
    record = verifactu.register(document, TERMS, SYSTEM, None, MOMENT)
    root, sign = etree.fromstring(record.xml), -1 if credit else 1

    def total(tag: str) -> Fraction:
        return sum((Fraction(node.text) for node in root.iter(f"{{*}}{tag}")), Fraction()) * 100 * sign

    assert total("BaseImponibleOimporteNoSujeto") == document.totals.net
    assert total("CuotaRepercutida") == total("CuotaTotal") == document.totals.vat
    assert total("ImporteTotal") == document.totals.gross
    assert verifactu.verify([record.xml]) == []
    assert date(2026, 11, 20).strftime("%d-%m-%Y") == record.link.day
