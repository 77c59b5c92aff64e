"""Online Számla: signed requests, and the conversation that reports an invoice once."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta, timezone
from itertools import count
from typing import Any

import pytest
from lxml import etree
from msgspec.structs import replace

from shared_tools.einvoice import nav
from shared_tools.einvoice.nav import answers, requests
from shared_tools.einvoice.submission import Submission, after, key, next_step
from shared_tools.refusal import Refusal

TERMS = nav.Terms()
STORNO = nav.Terms(correction=nav.Correction(operation="STORNO", index=1, lines_before=2))
NOW = datetime(2026, 11, 24, 9, 30, 5, 120000, tzinfo=UTC)
SENDER = nav.Sender(
    credentials=nav.Credentials(
        login="smarthu1abcdefg", password="Jelszó123", tax_number="24795810",
        sign_key="ac-ac3a-7f661bff7d342N43CYX4U9FG", exchange_key="cee32N43CYX4U9FG",
    ),
    software=nav.Software(id="HU24795810SMART001", name="smartcoop", version="0.1", maker="Smart", contact="it@smart.example"),
)  # fmt: skip
Errors = Callable[[bytes, str], list[str]]

ORDER = {
    "ManageInvoiceRequest": "header user software exchangeToken invoiceOperations",
    "header": "requestId timestamp requestVersion headerVersion",
    "user": "login passwordHash taxNumber requestSignature",
    "invoiceOperation": "index invoiceOperation invoiceData electronicInvoiceHash",
    "software": "softwareId softwareName softwareOperation softwareMainVersion softwareDevName softwareDevContact "
    "softwareDevCountryCode softwareDevTaxNumber",
}


def test_a_request_stands_in_the_order_of_the_specification() -> None:
    """Holds where the official schema is not at hand: no wheel carries it."""
    root = etree.fromstring(requests.invoice_request(SENDER, "R1", NOW, "token", [("CREATE", b"<x/>")]))
    for name, order in ORDER.items():
        for node in root.iter(f"{{*}}{name}"):
            places = [order.split().index(etree.QName(child).localname) for child in node]
            assert places == sorted(places), name


def test_requests_fit_the_schema(national: Any, schema_errors: Errors) -> None:
    invoices = [
        ("CREATE", nav.write(national.make("HU"), TERMS)),
        ("STORNO", nav.write(national.make("HU", credit=True), STORNO)),
    ]
    for body in (
        requests.token_request(SENDER, "R1", NOW), requests.status_request(SENDER, "R2", NOW, "T1"),
        requests.data_request(SENDER, "R3", NOW, "2026-0017"),
        requests.invoice_request(SENDER, "R4", NOW, "b1aca173", invoices),
    ):  # fmt: skip
        assert schema_errors(body, "NAV API") == []


@pytest.mark.parametrize(("request_id", "moment", "expected"), [
    ("RID896801578348", datetime(2019, 9, 11, 10, 55, 31, 440000, tzinfo=UTC), "B4B5E0F197BFFD3DF69BCC98D3BE775F65FD5445EEF95C9D6B6C59425F2B81C4F6DA1FD563B0C7E7D98AF1E1725E5C63C2803B5D3A93D1C02ED354AC92F2CC94"),
    ("RID603063244730", datetime(2019, 9, 11, 10, 55, 34, 63000, tzinfo=UTC), "3461426EDF923610281B5B24562F2EBA44A3118FEB7CCDD299B7ACAA6E7A5EA889B1965F1E3372F7F34064AC16C867958704089C9354F150248754D45C9A36F5"),
])  # fmt: skip
def test_the_signature_of_the_authoritys_own_samples(
    request_id: str, moment: datetime, expected: str
) -> None:
    assert requests.signature(request_id, moment, "ac-ac3a-7f661bff7d342N43CYX4U9FG") == expected


def test_the_time_is_signed_in_utc_wherever_the_clock_stands() -> None:
    in_budapest = NOW.astimezone(timezone(timedelta(hours=1)))
    assert requests.signature("R", in_budapest, "key") == requests.signature("R", NOW, "key")
    assert b"<common:timestamp>2026-11-24T09:30:05.120Z<" in requests.token_request(SENDER, "R", in_budapest)


def test_an_error_that_does_not_say_whether_it_was_taken_in_leaves_it_open() -> None:
    xml = '<GeneralErrorResponse xmlns="http://schemas.nav.gov.hu/OSA/3.0/api"><funcCode>ERROR</funcCode><errorCode>{}</errorCode></GeneralErrorResponse>'
    kinds = {
        code: answers.taken_in(xml.format(code).encode()).kind
        for code in ("OPERATION_FAILED", "NEVER_HEARD_OF", "INVALID_REQUEST", "SERVICE_UNAVAILABLE")
    }
    assert kinds == {
        "OPERATION_FAILED": "no_answer", "NEVER_HEARD_OF": "no_answer", "INVALID_REQUEST": "refused",
        "SERVICE_UNAVAILABLE": "not_delivered",
    }  # fmt: skip


def test_the_signature_of_invoices_covers_each_one() -> None:
    def signed(*invoices: Any) -> str:
        return requests.signature("R", NOW, "key", invoices)

    base = signed(("CREATE", "AAAA"), ("CREATE", "BBBB"))
    assert len({base, signed(("STORNO", "AAAA"), ("CREATE", "BBBB")), signed(("CREATE", "BBBB"), ("CREATE", "AAAA")),
                signed(("CREATE", "AAAA"))}) == 4  # fmt: skip


@pytest.fixture
def authority(national: Any) -> Any:
    return national.stand_in("stand_in_nav").OnlineSzamla(SENDER.credentials, NOW)


@pytest.fixture
def numbers() -> Callable[[], str]:
    counter: Iterator[int] = count(1)
    return lambda: f"RID{next(counter):012d}"


def test_an_invoice_and_its_storno_are_reported(national: Any, authority: Any, numbers: Any) -> None:
    invoices = [
        ("CREATE", nav.write(replace(national.make("HU"), number="2026-0016"), TERMS)),
        ("STORNO", nav.write(national.make("HU", credit=True), STORNO)),
    ]  # fmt: skip
    sent = nav.send(SENDER, invoices, authority.post, numbers, NOW)
    assert sent.kind == "sent"
    authority.slow = True
    assert [event.kind for event in nav.ask(SENDER, sent.reference, 2, authority.post, numbers, NOW)] == [
        "still_open"
    ] * 2
    authority.slow = False
    assert [event.kind for event in nav.ask(SENDER, sent.reference, 2, authority.post, numbers, NOW)] == [
        "accepted"
    ] * 2
    assert list(authority.invoices) == ["2026-0016", "NC-2026-003"]


def test_a_refusal_names_code_and_place_and_a_warning_does_not_refuse(
    national: Any, authority: Any, numbers: Any
) -> None:
    twice = nav.write(replace(national.make("HU"), number="OLD-1"), TERMS)
    sent = nav.send(SENDER, [("CREATE", twice), ("CREATE", twice)], authority.post, numbers, NOW)
    first, second = nav.ask(SENDER, sent.reference, 2, authority.post, numbers, NOW)
    assert (first.kind, second.kind) == ("accepted", "refused")
    assert first.objections[0].way_out == ""
    assert (second.objections[0].code, second.objections[0].field) == (
        "INVOICE_NUMBER_NOT_UNIQUE",
        "invoiceNumber 7",
    )


@pytest.mark.parametrize(("fault", "path", "kind"), [
    ("down", "tokenExchange", "not_delivered"), ("lose", "tokenExchange", "not_delivered"),
    ("maintenance", "tokenExchange", "not_delivered"), ("garbage", "tokenExchange", "not_delivered"),
    ("down", "manageInvoice", "not_delivered"), ("maintenance", "manageInvoice", "not_delivered"),
    ("lose", "manageInvoice", "no_answer"), ("garbage", "manageInvoice", "no_answer"),
])  # fmt: skip
def test_v8_one_delivery_whatever_is_lost(
    national: Any, authority: Any, numbers: Any, fault: str, path: str, kind: str
) -> None:
    """V8: sending the same invoice twice makes one delivery; the second call returns the first receipt."""
    xml = nav.write(national.make("HU"), TERMS)
    submission = Submission(authority="NAV", key=key("NAV", "24795810", "2026-0017", "CREATE", xml))
    getattr(authority, fault).add(path)
    event = nav.send(SENDER, [("CREATE", xml)], authority.post, numbers, NOW)
    assert event.kind == kind
    submission = after(submission, event, NOW)
    getattr(authority, fault).clear()
    later = NOW + timedelta(hours=1)
    for _ in range(4):
        step = next_step(submission, later)
        if step == "send":
            submission = after(
                submission, nav.send(SENDER, [("CREATE", xml)], authority.post, numbers, NOW), NOW
            )
        elif step == "ask" and submission.reference:
            (event,) = nav.ask(SENDER, submission.reference, 1, authority.post, numbers, NOW)
            submission = after(submission, event, NOW)
        elif step == "ask":
            submission = after(
                submission, nav.find(SENDER, "2026-0017", xml, authority.post, numbers, NOW), NOW
            )
    assert submission.state == "accepted"
    assert list(authority.invoices) == ["2026-0017"]
    assert authority.calls.count("manageInvoice") <= 2


@pytest.mark.parametrize("zipped", [False, True])
def test_v9_a_used_number_is_resolved_by_what_nav_holds(
    national: Any, authority: Any, numbers: Any, zipped: bool
) -> None:
    """V9: NAV says the number is used; only its data tell whether by this invoice."""
    xml = nav.write(national.make("HU"), TERMS)
    other = nav.write(replace(national.make("HU"), order="7"), TERMS)
    authority.zipped = zipped

    def held(sent: bytes) -> Any:
        return nav.find(SENDER, "2026-0017", sent, authority.post, numbers, NOW)

    assert held(xml).kind == "not_there"
    nav.send(SENDER, [("CREATE", xml)], authority.post, numbers, NOW)
    assert (held(xml).kind, held(xml).reference) == ("accepted", "T000000000000001")
    assert (held(other).kind, held(other).objections[0].code) == ("refused", "INVOICE_NUMBER_NOT_UNIQUE")
    for fault in ("garbage", "maintenance", "lose"):
        getattr(authority, fault).add("queryInvoiceData")
        assert held(xml).kind == "no_answer"
        getattr(authority, fault).clear()


@pytest.mark.parametrize(("damage", "code"), [
    ({"password": "x"}, "INVALID_SECURITY_USER"), ({"sign_key": "x"}, "INVALID_REQUEST_SIGNATURE"),
    ({"tax_number": "11111111"}, "INVALID_SECURITY_USER"),
])  # fmt: skip
def test_wrong_credentials_are_told_and_nothing_is_lost(
    national: Any, authority: Any, numbers: Any, damage: dict[str, str], code: str
) -> None:
    sender = replace(SENDER, credentials=replace(SENDER.credentials, **damage))
    event = nav.send(
        sender, [("CREATE", nav.write(national.make("HU"), TERMS))], authority.post, numbers, NOW
    )
    assert (event.kind, event.objections[0].code) == ("not_delivered", code)
    assert event.objections[0].way_out


def test_a_wrong_exchange_key_or_a_damaged_token(national: Any, authority: Any, numbers: Any) -> None:
    sender = replace(SENDER, credentials=replace(SENDER.credentials, exchange_key="0123456789abcdef"))
    with pytest.raises(Refusal) as refused:
        nav.send(sender, [("CREATE", b"<x/>")], authority.post, numbers, NOW)
    assert refused.value.rule == "token_unreadable"
    for encoded in ("", "%%%", base64.b64encode(b"short").decode()):
        with pytest.raises(Refusal):
            requests.exchange_token(encoded, SENDER.credentials.exchange_key)


def test_more_than_a_hundred_are_refused_and_secrets_do_not_show() -> None:
    with pytest.raises(Refusal) as refused:
        requests.invoice_request(SENDER, "R", NOW, "t", [("CREATE", b"<x/>")] * 101)
    assert refused.value.rule == "too_many_invoices"
    assert "Jelsz" not in repr(SENDER) and "2N43CYX4U9FG" not in repr(SENDER)
