"""The money in one story: Anna, Belgium, October 2026. Every amount in cents, every balance asserted.

Client KBO agrees to a quote of 1,000 for three days of drawing. Anna claims 80 of paper, engages herself by the cost of
the rest, is paid on the seventh day though KBO has not paid; the fund stands in, KBO pays, the fund has its money back.
"""

from __future__ import annotations

from datetime import date

from world import ADVISER, World, days

from core.contracts import answer_declarations, declarations_of, send_declarations
from core.contracts.store import declarations_due
from core.expenses import approve_expenses
from core.sales import accept_quotes, invoice_quotes, open_items, send_quotes


def moves(world: World, before: dict[str, int]) -> dict[str, int]:
    now = world.balances()
    changed = {role: now.get(role, 0) - before.get(role, 0) for role in now.keys() | before.keys()}
    return {role: amount for role, amount in changed.items() if amount}


def test_anna_is_paid_on_the_seventh_day_and_the_fund_gets_its_money_back(world: World) -> None:
    # Thursday 1 October: she buys a share and opens her activity.
    anna = world.member(given_name="Anna", family_name="Peeters", email="anna@example.org")
    assert world.balances() == {"bank": 3000, "share_capital": -3000}
    draws = world.activity(anna, name="Anna Draws")
    kbo = world.client(name="KBO", vat_number="BE0428759497", language="nl")

    # The quote is agreed and becomes an invoice.
    quote = world.do(send_quotes, [world.draft(draws, kbo, "1000.00")])[0]
    world.do(accept_quotes, [quote.id], "KBO")
    before = world.balances()
    invoice = world.do(invoice_quotes, [quote.id])[0]
    assert (invoice.number, invoice.net, invoice.vat, invoice.gross) == (
        "PRODUCTIONS-2026-00001",
        100000,
        21000,
        121000,
    )
    assert (invoice.fee, invoice.fee_percent, invoice.due) == (6500, "6.5", date(2026, 10, 31))
    assert moves(world, before) == {
        "client_receivables": 121000, "vat_due": -21000, "turnover_activities": -100000, "budget_movement": 93500,
        "member_budget": -93500, "fee_charged": 6500, "fee_income": -6500,
    }  # fmt: skip
    assert world.budget(draws) == 93500

    # Friday: 80.00 of paper, 13.88 of it VAT that comes back. Her adviser approves.
    world.at(date(2026, 10, 2))
    before = world.balances()
    note = world.expense(draws, anna.person, "80.00", "13.88")
    world.do(approve_expenses, [note.id], actor=ADVISER)
    assert moves(world, before) == {
        "member_expenses": 6612, "vat_recoverable": 1388, "expenses_payable": -8000, "member_budget": 6612,
        "budget_movement": -6612,
    }  # fmt: skip
    assert world.budget(draws) == 86888

    # She engages herself for three days by the cost of all that is left. The notice leaves before Monday.
    contract = world.contract(
        draws, anna.person, *days(date(2026, 10, 5), 3), pay="868.88", invoice=invoice.id, declared=False
    )
    assert (contract.cost, contract.minutes) == (86888, 24 * 60)
    due = world.ask(declarations_due, date(2026, 10, 5))
    assert [notice.kind for notice in due] == ["dimona_in"]
    world.do(send_declarations, [notice.id for notice in due])
    world.do(answer_declarations, [(notice.id, "accepted", "1234567890") for notice in due])
    assert world.ask(declarations_of, [contract.id])[contract.id][0].state == "accepted"

    # Thursday: the work is over, the slip is made: the gross whose cost is the budget, to the cent.
    world.at(date(2026, 10, 8))
    before = world.balances()
    (slip,) = world.slips()
    assert (slip.gross, slip.net, slip.cost) == (59987, 52147, 86888)
    assert moves(world, before) == {
        "gross_wages": 59987, "employer_charges": 26901, "net_wages_payable": -52147, "social_security_due": -24277,
        "provisions": -10464, "member_budget": 86888, "budget_movement": -86888,
    }  # fmt: skip
    assert world.budget(draws) == 0

    # Wednesday 14 October, the seventh day: she is paid, wage and paper. KBO has not paid: the fund stands in.
    assert slip.pay_day == date(2026, 10, 14)
    world.at(date(2026, 10, 13))
    assert [payout.kind for payout in world.pay()[0]] == ["expense"]
    world.at(slip.pay_day)
    before = world.balances()
    (wage,), held = world.pay()
    assert (wage.amount, wage.day, wage.iban, held) == (52147, date(2026, 10, 14), "BE68539007547034", [])
    assert moves(world, before) == {
        "net_wages_payable": 52147, "bank": -52147, "guarantee_advance": 52147, "client_receivables": -52147,
    }  # fmt: skip

    # 5 November: KBO is five days late and is reminded, in Dutch, of all of it: the advance is no affair of theirs.
    world.at(date(2026, 11, 5))
    (reminder,) = world.remind()
    assert (reminder["invoice"], reminder["level"], reminder["open"]) == (invoice.id, 1, 121000)
    world.after()

    # 9 November: KBO pays, as their bank writes a reference. The advance returns.
    world.at(date(2026, 11, 9))
    before = world.balances()
    world.receipt("1210.00", invoice.reference.strip("+").replace("/", ""))
    assert moves(world, before) == {
        "bank": 121000, "client_receivables": -68853, "guarantee_advance": -52147,
    }  # fmt: skip
    assert world.ask(open_items, [invoice.id]) == {invoice.id: 0}
    world.after()

    # What is left is owed to the State, put aside, or earned; and everything was as it had to be.
    assert world.balances() == {
        "bank": 63853, "vat_recoverable": 1388, "vat_due": -21000, "social_security_due": -24277, "provisions": -10464,
        "share_capital": -3000, "turnover_activities": -100000, "gross_wages": 59987, "employer_charges": 26901,
        "member_expenses": 6612, "fee_charged": 6500, "fee_income": -6500,
    }  # fmt: skip
    world.assert_sound()


def test_a_client_who_never_pays_costs_the_member_nothing(world: World) -> None:
    """The wage is paid on its day; what the client owes stays with the fund; reminders climb and stop at the last."""
    anna = world.member()
    draws = world.activity(anna)
    invoice = world.invoice("1000.00", activity=draws)
    world.contract(draws, anna.person, *days(date(2026, 10, 5), 3), pay="900.00", invoice=invoice.id)
    levels = []
    for day in days(date(2026, 10, 8), 100):
        world.at(day)
        world.slips()
        world.pay()
        levels += [(row["level"], row["day"]) for row in world.remind()]
        world.after()
    assert levels == [(1, date(2026, 11, 5)), (2, date(2026, 11, 24)), (3, date(2026, 12, 15))]
    balances = world.balances()
    assert "net_wages_payable" not in balances
    assert balances["guarantee_advance"] + balances["client_receivables"] == 121000
    assert balances["guarantee_advance"] > 0
    assert world.budget(draws) == 93500 - balances["gross_wages"] - balances["employer_charges"]
    world.assert_sound()
