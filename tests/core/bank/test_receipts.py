"""B: what comes in settles the invoice its reference names, once, to the cent."""

from __future__ import annotations

from datetime import date

import pytest
from world import World, refused

from core.bank import NewReceipt, record_receipts
from core.sales import open_items
from core.sales.store import receivable


def test_b1_a_statement_read_twice_is_booked_once(world: World) -> None:
    invoice = world.invoice("1000.00")
    lines = [
        NewReceipt(bank_key=f"s1/{i}", day=world.today, amount="100.00", reference=invoice.reference)
        for i in range(3)
    ]
    assert len(world.do(record_receipts, lines)) == 3
    before = world.balances()
    assert world.do(record_receipts, lines) == []
    overlapping = [*lines[1:], NewReceipt(bank_key="s2/1", day=world.today, amount="1.00")]
    assert [receipt.bank_key for receipt in world.do(record_receipts, overlapping)] == ["s2/1"]
    assert world.balances()["client_receivables"] == before["client_receivables"]
    world.assert_sound()


def test_b2_two_equal_movements_of_one_day_are_two(world: World) -> None:
    invoice = world.invoice("1000.00")
    for key in ("s1/1", "s1/2"):
        world.receipt("100.00", invoice.reference, key=key)
    assert world.ask(open_items, [invoice.id]) == {invoice.id: 101000}


def test_b6_a_reference_is_equal_never_a_prefix(world: World) -> None:
    activity = world.activity()
    invoices = [world.invoice("1000.00", activity=activity) for _ in range(10)]
    first, tenth = invoices[0], invoices[9]
    world.receipt("1210.00", tenth.reference)
    assert world.ask(open_items, [first.id, tenth.id]) == {first.id: 121000, tenth.id: 0}
    for wrong in (first.reference[:-4], first.reference + "0", tenth.number[:-1], "%", ""):
        world.receipt("10.00", wrong)
    assert world.ask(open_items, [first.id]) == {first.id: 121000}
    world.assert_sound()


@pytest.mark.parametrize("written", ["printed", "bare", "spaced"])
def test_references_are_read_as_banks_write_them(world: World, written: str) -> None:
    invoice = world.invoice("1000.00")
    bare = invoice.reference.strip("+").replace("/", "")
    forms = {"printed": invoice.reference, "bare": bare, "spaced": f" {bare[:3]} {bare[3:7]} {bare[7:]} "}
    receipt = world.receipt("1210.00", forms[written])
    assert receipt is not None
    assert receipt.invoice == invoice.id


def test_creditor_references_too(hungary: World) -> None:
    invoice = hungary.invoice("1000")
    receipt = hungary.receipt("1270", invoice.reference.replace(" ", "").lower())
    assert receipt is not None
    assert receipt.invoice == invoice.id


def test_too_much_is_owed_back_to_the_client_and_an_unknown_payer_kept_apart(world: World) -> None:
    invoice = world.invoice("1000.00")
    world.receipt("1300.00", invoice.reference)
    world.receipt("50.00", "nothing we know")
    balances = world.balances()
    assert balances["client_prepayments"] == -9000
    assert balances["other_payables"] == -5000
    assert balances["bank"] == 135000 + 3000
    assert "client_receivables" not in balances
    world.receipt("1.00", invoice.reference)
    assert world.balances()["client_prepayments"] == -9100
    world.assert_sound()


def test_an_invoice_is_paid_on_the_day_its_last_cent_came(world: World) -> None:
    invoice = world.invoice("1000.00")
    world.at(date(2026, 10, 20))
    world.receipt("1209.99", invoice.reference, day=date(2026, 10, 10))
    assert world.ask(lambda uow: uow.rows(receivable.select()))[0]["paid_on"] is None
    world.receipt("0.01", invoice.reference, day=date(2026, 10, 15))
    assert world.ask(lambda uow: uow.rows(receivable.select()))[0]["paid_on"] == date(2026, 10, 15)


@pytest.mark.parametrize(("rule", "amount", "day"), [
    ("amount", "0", None), ("amount", "-1.00", None), ("over_precise", "1.001", None),
    ("not_an_amount", "١", None), ("future_day", "1.00", date(2026, 10, 2)),
])  # fmt: skip
def test_bad_receipts_are_refused_whole(world: World, rule: str, amount: str, day: date | None) -> None:
    good = NewReceipt(bank_key="good", day=world.today, amount="1.00")
    bad = NewReceipt(bank_key="bad", day=day or world.today, amount=amount)
    with refused(rule):
        world.do(record_receipts, [good, bad])
    assert world.balances() == {}
