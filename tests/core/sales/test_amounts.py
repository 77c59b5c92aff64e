"""R and V: what an invoice and its credit notes add up to, in the book, to the cent."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from world import World, race, refused

from core.sales import (
    Credit,
    CreditLine,
    Invoice,
    Line,
    accept_quotes,
    credit_invoices,
    invoice_by_id,
    invoice_quotes,
    issue_invoices,
    open_items,
    send_quotes,
)  # fmt: skip
from shared_tools.money import split, times
from shared_tools.refusal import Refusal


def line(price: str, quantity: str = "1", vat: str = "standard") -> Line:
    return Line(description="Work", quantity=quantity, unit_price=price, vat=vat)


def only(balances: dict[str, int], *roles: str) -> list[int]:
    return [balances.get(role, 0) for role in roles]


def test_the_entry_of_an_invoice(world: World) -> None:
    activity = world.activity()
    document = world.invoice("1000.00", activity=activity)
    assert (document.net, document.vat, document.gross, document.fee) == (100000, 21000, 121000, 6500)
    assert (document.fee_percent, document.due) == ("6.5", date(2026, 10, 31))
    assert document.fee_source
    roles = ("client_receivables", "vat_due", "turnover_activities", "member_budget", "fee_charged", "fee_income", "budget_movement")  # fmt: skip
    assert only(world.balances(), *roles) == [121000, -21000, -100000, -93500, 6500, -6500, 93500]
    assert world.budget(activity) == 93500


@pytest.mark.parametrize(
    ("lines", "net", "vat"),
    [
        (
            (line("334.416", "16"),),
            535066,
            112364,
        ),  # R2's 16 × 348.35 less 4 %: the line is rounded, then the VAT
        ((line("10.01"), line("10.01"), line("10.01")), 3003, 631),  # R3: VAT on the total, not line by line
        ((line("0.005"),) * 100, 100, 21),  # R5: half a cent is a cent
        ((line("33.3333", "3"),), 10000, 2100),
        ((line("0.01", "0.5"),), 1, 0),
        ((line("100.00"), line("100.00", vat="reduced_6"), line("100.00", vat="zero")), 30000, 2700),
    ],
)
def test_r2_r3_r5_lines_are_rounded_once_and_vat_by_category(
    world: World, lines: tuple[Line, ...], net: int, vat: int
) -> None:
    document = world.invoice(lines=lines)
    assert (document.net, document.vat, document.gross) == (net, vat, net + vat)
    assert sum(one.net for one in document.lines) == document.net
    for total in document.vat_totals:  # BR-CO-17
        of = [o for o in document.lines if (o.vat_category, o.vat_rate) == (total.category, total.rate)]
        assert total.base == sum(o.net for o in of)
        assert total.vat == times(total.base, Fraction(total.rate))
    world.assert_sound()


def test_r5_a_hundred_lines_of_mixed_categories(world: World) -> None:
    codes = ("standard", "reduced_12", "reduced_6", "zero", "exempt_publishing")
    document = world.invoice(lines=[line("0.005", vat=codes[i % 5]) for i in range(100)])
    assert {(t.category, t.base) for t in document.vat_totals} == {("S", 20), ("Z", 20), ("E", 20)}
    assert document.net == 100
    assert document.vat == sum(total.vat for total in document.vat_totals) == 4 + 2 + 1


def test_r8_forints_are_whole(hungary: World) -> None:
    activity = hungary.activity()
    document = hungary.invoice(lines=[line("1234.5", "3"), line("99.49")], activity=activity)
    assert [one.net for one in document.lines] == [3704, 99]
    assert (document.net, document.vat, document.fee) == (3803, 1027, 323)
    hungary.credit(document)
    assert hungary.balances() == {}
    hungary.assert_sound()


@given(
    amount=st.integers(0, 10**9), weights=st.lists(st.integers(0, 50), min_size=1, max_size=12).filter(sum)
)
def test_r9_an_amount_split_adds_up_again(amount: int, weights: list[int]) -> None:
    parts = split(amount, weights)
    assert sum(parts) == amount
    for part, weight in zip(parts, weights, strict=True):
        assert abs(part - Fraction(amount * weight, sum(weights))) < 1


def test_r10_the_fee_is_taken_by_invoice(world: World) -> None:
    """6.5 % of 0.10 is 0.0065, a cent each time: a hundred invoices are a hundred cents, not 65."""
    activity, client = world.activity(), world.client()
    issued = world.do(issue_invoices, [world.draft(activity, client, "0.10")] * 100)
    assert {document.fee for document in issued} == {1}
    assert world.balances()["fee_income"] == -100
    assert world.budget(activity) == 900


def test_r6_a_full_credit_note_returns_everything_to_zero(world: World) -> None:
    activity = world.activity()
    before = world.balances()
    document = world.invoice(
        lines=[line("333.33", "3"), line("0.07", vat="reduced_6"), line("12.345")], activity=activity
    )
    world.credit(document, (1, 33333))
    note = world.credit(document)
    assert world.balances() == before
    assert world.budget(activity) == 0
    assert world.ask(open_items, [document.id]) == {document.id: 0}
    assert note.credits == document.id
    assert note.day >= document.day
    world.assert_sound()


def test_r4_a_credit_note_says_positive_amounts(world: World) -> None:
    note = world.credit(world.invoice("7612.50"), (1, 100000))
    assert note.kind == "credit_note"
    assert (note.net, note.vat, note.gross) == (100000, 21000, 121000)
    assert all(one.net > 0 and not one.unit_price.startswith("-") for one in note.lines)
    assert note.lines[0].unit_price == "1000"
    for total in note.vat_totals:
        assert total.vat == times(total.base, Fraction(total.rate))


@st.composite
def credited(draw: st.DrawFn) -> tuple[list[tuple[str, str]], list[list[int]]]:
    """Lines (price, VAT code) and, credit note by credit note, the cents each line gives back of what it has left."""
    codes = st.sampled_from(["standard", "reduced_6", "zero"])
    lines = [
        (f"{draw(st.integers(1, 99999)) / 100:.2f}", draw(codes)) for _ in range(draw(st.integers(1, 4)))
    ]
    shares = [[draw(st.integers(0, 100)) for _ in lines] for _ in range(draw(st.integers(1, 4)))]
    return lines, shares


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(case=credited())
def test_r7_part_credit_notes_never_exceed_and_the_last_takes_the_remainder(
    world: World, case: tuple[list[tuple[str, str]], list[list[int]]]
) -> None:
    lines, shares = case
    before = world.balances()
    activity = world.activity()
    shared = world.balances()
    document = world.invoice(lines=[line(price, vat=vat) for price, vat in lines], activity=activity)
    left = {one.line: one.net for one in document.lines}
    notes: list[Invoice] = []
    for share in shares:
        parts = {number: left[number] * percent // 100 for number, percent in zip(left, share, strict=True)}
        parts = {number: net for number, net in parts.items() if net}
        if parts:
            notes.append(world.credit(document, *parts.items()))
            left = {number: net - parts.get(number, 0) for number, net in left.items()}
        for field in ("net", "vat", "gross", "fee"):
            assert sum(getattr(note, field) for note in notes) <= getattr(document, field)
    if any(left.values()):
        notes.append(world.credit(document))
    for field in ("net", "vat", "gross", "fee"):
        assert sum(getattr(note, field) for note in notes) == getattr(document, field)
    assert world.balances() == shared
    assert world.budget(activity) == 0
    with refused("nothing_left"):
        world.credit(document)
    assert {role for role in shared if role not in before} <= {"bank", "share_capital"}


@pytest.mark.parametrize(
    ("rule", "lines", "reason"),
    [
        ("credit_too_large", ((1, 100001),), "x"),
        ("credit_too_large", ((1, 0),), "x"),
        ("credit_too_large", ((1, -5),), "x"),
        ("unknown_line", ((2, 1),), "x"),
        ("line_twice", ((1, 10), (1, 10)), "x"),
        ("reason_missing", (), "  "),
    ],
)
def test_credit_refused(world: World, rule: str, lines: tuple[tuple[int, int], ...], reason: str) -> None:
    document = world.invoice("1000.00")
    with refused(rule):
        world.credit(document, *lines, reason=reason)


def test_a_credit_note_is_not_credited_nor_dated_before_its_invoice(world: World) -> None:
    world.at(date(2026, 10, 5))
    document = world.invoice("1000.00")
    with refused("before_invoice", "day"):
        world.do(credit_invoices, [Credit(invoice=document.id, reason="x")], date(2026, 10, 4))
    with refused("not_an_invoice"):
        world.credit(world.credit(document))


def test_two_credit_notes_of_one_invoice_at_once_never_exceed_it(world: World) -> None:
    document = world.invoice("1000.00")
    half = Credit(invoice=document.id, reason="x", lines=(CreditLine(1, 60000),))
    results = race(world.store, lambda uow, _: credit_invoices(uow, [half])[0], 2)
    assert sorted(type(result).__name__ for result in results) == ["Invoice", "Refusal"]
    assert world.ask(open_items, [document.id]) == {document.id: 121000 - 72600}
    world.assert_sound()


def test_v3_the_day_of_supply_selects_the_rate(world: World) -> None:
    """Belgian lodging went from 6 to 12 % on 1 March 2026; the invoice of October tells them apart by supply."""
    last = world.invoice(lines=[line("100.00", vat="lodging")], supply_day=date(2026, 2, 28))
    first = world.invoice(lines=[line("100.00", vat="lodging")], supply_day=date(2026, 3, 1))
    assert (last.vat, first.vat) == (600, 1200)
    assert (last.lines[0].vat_rate, first.lines[0].vat_rate) == ("3/50", "3/25")
    assert world.ask(invoice_by_id, last.id) == last


@pytest.mark.parametrize(
    ("rule", "field", "wrong"),
    [
        ("negative_amount", "lines.1.unit_price", line("-1.00")),
        ("not_a_number", "lines.1.unit_price", line("1.00001")),
        ("not_a_number", "lines.1.unit_price", line("1e3")),
        ("not_a_number", "lines.1.unit_price", line("1,50")),
        ("not_a_number", "lines.1.unit_price", line("٣")),
        ("not_a_number", "lines.1.unit_price", line(str(0.1 + 0.2))),
        ("quantity", "lines.1.quantity", line("1.00", "0")),
        ("quantity", "lines.1.quantity", line("1.00", "-2")),
        ("unknown_vat_code", "vat", line("1.00", vat="luxury")),
        ("description_missing", "lines.1.description", Line(description=" ", unit_price="1")),
        ("nothing_to_pay", "lines", line("0.001")),
    ],
)
def test_bad_lines_are_refused_naming_the_field(world: World, rule: str, field: str, wrong: Line) -> None:
    with refused(rule, field):
        world.invoice(lines=[wrong])
    assert "client_receivables" not in world.balances()


def test_a_foreign_currency_is_refused(world: World) -> None:
    for currency in ("USD", "XXX", "euro"):
        with refused("currency", "currency"):
            world.invoice("10.00", currency=currency)
    assert world.invoice("10.00", currency="EUR").currency == "EUR"


# --- quotes -------------------------------------------------------------------------------------------------------


def test_a_quote_is_accepted_once_and_invoiced_once(world: World) -> None:
    quote = world.do(send_quotes, [world.draft(world.activity(), world.client(), "10.00")])[0]
    with refused("quote_state", "quote"):
        world.do(invoice_quotes, [quote.id])
    world.do(accept_quotes, [quote.id], "the client")
    with refused("quote_state", "quote"):
        world.do(accept_quotes, [quote.id], "the client")
    with refused("quote_state", "quote"):
        world.do(invoice_quotes, [quote.id, quote.id])
    assert len(world.do(invoice_quotes, [quote.id])) == 1
    with refused("quote_state", "quote"):
        world.do(invoice_quotes, [quote.id])


def test_a_quote_invoiced_by_two_people_at_once_becomes_one_invoice(world: World) -> None:
    quote = world.do(send_quotes, [world.draft(world.activity(), world.client(), "10.00")])[0]
    world.do(accept_quotes, [quote.id], "the client")
    results: list[Any] = race(world.store, lambda uow, _: invoice_quotes(uow, [quote.id])[0], 4)
    assert sum(isinstance(result, Invoice) for result in results) == 1
    assert {result.rule for result in results if isinstance(result, Refusal)} == {"quote_state"}
    world.assert_sound()
