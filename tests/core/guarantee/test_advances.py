"""The fund stands in for a client as far as they still owe, and gets it back as far as they have paid."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from world import World, days

from core.guarantee import advances_of
from core.guarantee.store import outstanding
from core.payroll import Payslip
from core.sales import Invoice, open_items
from shared_tools.money import major

MONDAY = date(2026, 10, 5)


def out(world: World, invoice: Invoice) -> int:
    return sum(left for _, left in world.ask(outstanding, [invoice.id]).get(invoice.id, []))


def paid_wage(
    world: World, price: str = "1000.00", cost: str = "900.00", named: bool = True
) -> tuple[Invoice, Payslip]:
    """A wage paid on its promised day, its client having paid nothing."""
    member = world.member()
    activity = world.activity(member)
    invoice = world.invoice(price, activity=activity)
    world.contract(activity, member.person, *days(MONDAY, 3), pay=cost, invoice=invoice.id if named else None)
    world.at(date(2026, 10, 8))
    (slip,) = world.slips()
    world.at(slip.pay_day)
    payouts, held = world.pay()
    assert ([payout.amount for payout in payouts], held) == ([slip.net], [])
    return invoice, slip


@pytest.mark.parametrize("named", [True, False])
def test_the_fund_advances_a_wage_whose_client_has_not_paid(world: World, named: bool) -> None:
    invoice, slip = paid_wage(world, named=named)
    assert out(world, invoice) == slip.net
    balances = world.balances()
    assert balances["guarantee_advance"] == slip.net
    assert balances["client_receivables"] == 121000 - slip.net
    assert "net_wages_payable" not in balances
    assert [advance.payslip for advance in world.ask(advances_of, [slip.id])] == [slip.id]
    world.assert_sound()


def test_no_advance_where_the_client_has_paid(world: World) -> None:
    member = world.member()
    activity = world.activity(member)
    invoice = world.invoice("1000.00", activity=activity)
    world.contract(activity, member.person, *days(MONDAY, 3), pay="900.00", invoice=invoice.id)
    world.receipt("1210.00", invoice.reference)
    world.at(date(2026, 10, 14))
    world.slips()
    world.pay()
    assert "guarantee_advance" not in world.balances()


def test_an_advance_never_goes_beyond_what_is_open(world: World) -> None:
    """The wage is dearer than what the client still owes on the invoice named: the fund advances that much only."""
    member = world.member()
    activity = world.activity(member)
    world.receipt("1210.00", world.invoice("1000.00", activity=activity).reference)
    small = world.invoice("100.00", activity=activity)
    world.contract(activity, member.person, *days(MONDAY, 3), pay="900.00", invoice=small.id)
    world.at(date(2026, 10, 14))
    (slip,) = world.slips()
    world.pay()
    assert slip.net > 12100
    assert out(world, small) == 12100
    world.receipt("121.00", small.reference)
    assert "guarantee_advance" not in world.balances()
    world.assert_sound()


def test_two_wages_of_one_invoice_share_what_is_open(world: World) -> None:
    member = world.member()
    activity = world.activity(member)
    world.receipt("2420.00", world.invoice("2000.00", activity=activity).reference)
    invoice = world.invoice("500.00", activity=activity)
    for worker in (member.person, world.person().id):
        world.contract(activity, worker, *days(MONDAY, 3), pay="900.00", invoice=invoice.id)
    world.at(date(2026, 10, 14))
    slips = world.slips()
    world.pay()
    assert sum(slip.net for slip in slips) > 60500
    assert out(world, invoice) == 60500
    world.assert_sound()


def test_the_advance_returns_when_the_client_pays(world: World) -> None:
    invoice, _ = paid_wage(world)
    world.receipt("1210.00", invoice.reference)
    assert out(world, invoice) == 0
    assert "guarantee_advance" not in world.balances()
    assert "client_receivables" not in world.balances()
    world.assert_sound()


def test_the_advance_returns_through_the_job_when_the_invoice_is_credited(world: World) -> None:
    invoice, slip = paid_wage(world)
    world.credit(invoice)
    assert out(world, invoice) == slip.net, "not yet: it follows the commit"
    world.after()
    world.after()
    assert out(world, invoice) == 0
    assert world.balances().get("client_receivables", 0) == 0
    world.assert_sound()


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(parts=st.lists(st.integers(1, 60000), min_size=1, max_size=5))
def test_b7_after_every_part_payment_the_fund_is_out_what_is_open_at_most(
    world: World, parts: list[int]
) -> None:
    world.at(date(2026, 10, 1))
    invoice, slip = paid_wage(world)
    paid = 0
    for part in parts:
        paid += part
        world.receipt(str(major(part, "EUR")), invoice.reference)
        still_open = world.ask(open_items, [invoice.id])[invoice.id]
        assert still_open == max(121000 - paid, 0)
        assert out(world, invoice) == min(slip.net, still_open)
    world.assert_sound()
