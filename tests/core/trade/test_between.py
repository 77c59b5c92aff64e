"""Between sisters: what is answered, paid once, revalued and taxed, and how books begin with it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import pytest
from sisters import Two, funded, sold
from world import ADVISER, FINANCE, World, race, refused

from core import jobs
from core.country import Particulars
from core.db import canonical
from core.expenses import refuse_expenses
from core.federation import SigningKey, seal
from core.figures import close_and_publish
from core.group.actions import closing_rates_letter
from core.group.rates import Rate, set_rates
from core.ledger import Posting, Voucher, open_books
from core.trade import (
    ClosingRate,
    Decline,
    OrderedPayment,
    TakeIn,
    arrive,
    decline,
    enter_rates,
    order_payments,
    receive,
    take_in,
)
from core.trade.actions import introduce, preview
from core.trade.closing import rates_lacking, revalue
from core.trade.model import Answer
from core.trade.open_documents import left_of
from core.trade.reading import owed_to_sisters, sent_listed
from shared_tools.refusal import Refusal


@pytest.fixture
def two(places: Callable[[str], Any], tmp_path: Path) -> Two:
    return Two(places, tmp_path, "fr", "be")


@pytest.fixture
def far(places: Callable[[str], Any], tmp_path: Path) -> Two:
    """Belgium sells to Hungary, which keeps forints."""
    return Two(places, tmp_path, "be", "hu")


IBAN = "FR7630006000011234567890189"


def with_account(two: Two, iban: str = IBAN) -> None:
    """The seller says where it is paid, on whatever it invoices."""
    main = two.seller.store.country.facts.structures(date(2026, 10, 1))[0].code
    own = two.seller.store.identity
    said = msgspec.structs.replace(own.structures.get(main, Particulars()), iban=iban)
    two.seller.store.identity = msgspec.structs.replace(own, structures={**own.structures, main: said})


# --- answers ---


def exchange(two: Two, folder: Path) -> None:
    """Both houses do what follows their commits, and collect what the other laid in the mailbox."""
    for world in two.worlds.values():
        while world.after():  # what follows an invoice leaves a letter to be carried
            pass
    for code, world in two.worlds.items():
        for path in sorted((folder / f"to-{code}").glob("*.json")):
            world.do(arrive, path.read_bytes())


def test_a_sister_hears_what_became_of_her_document(two: Two, tmp_path: Path) -> None:
    for code, world in two.worlds.items():
        other = next(one for one in two.worlds if one != code)
        world.do(introduce, other, str(tmp_path / f"to-{other}"))
    booked, unwanted = sold(two), sold(two, "50.00")
    assert {one.state for one in two.seller.ask(sent_listed)} == {"waits"}
    exchange(two, tmp_path)
    assert {one.state for one in two.seller.ask(sent_listed)} == {"arrived"}
    two.buyer.arrived(two.seller.offered(booked, two.keys["fr"]), funded(two.buyer))
    item = two.buyer.do(receive, two.seller.offered(unwanted, two.keys["fr"]))
    with refused("reason_missing", "reason"):
        two.buyer.do(decline, [Decline(document=item.id, reason=" ")], actor=FINANCE)
    with refused("not_allowed"):
        two.buyer.do(decline, [Decline(document=item.id, reason="no")], actor=ADVISER)
    two.buyer.do(decline, [Decline(document=item.id, reason="Nobody ordered it.")], actor=FINANCE)
    for again in (decline, take_in):
        wanted: Any = (
            Decline(document=item.id, reason="x")
            if again is decline
            else TakeIn(document=item.id, activity="x")
        )
        with refused("declined", "document"):
            two.buyer.do(again, [wanted], actor=FINANCE)
    for _ in range(2):  # letters may come twice
        exchange(two, tmp_path)
    assert {(one.number, one.state, one.reason) for one in two.seller.ask(sent_listed)} == {
        (booked.number, "booked", ""), (unwanted.number, "declined", "Nobody ordered it."),
    }  # fmt: skip
    assert jobs.waiting(two.buyer.store) == []


def test_an_answer_waits_for_no_address_and_goes_once_there_is_one(two: Two, tmp_path: Path) -> None:
    invoice = sold(two)
    two.buyer.arrived(two.seller.offered(invoice, two.keys["fr"]), funded(two.buyer))
    two.buyer.after()
    assert jobs.waiting(two.buyer.store) == [], "nothing waits for ever"
    two.buyer.do(introduce, "fr", str(tmp_path / "to-fr"))
    two.buyer.do(introduce, "fr", str(tmp_path / "to-fr"))
    two.buyer.after()
    [path] = (tmp_path / "to-fr").glob("*.json")
    answer = two.seller.do(arrive, path.read_bytes())
    assert answer == Answer(buyer="be", seller="fr", number=invoice.number, state="booked")


def test_nobody_answers_in_another_s_name_or_twice_otherwise(two: Two) -> None:
    invoice = sold(two)
    said = Answer(buyer="be", seller="fr", number=invoice.number, state="booked")

    def told(answer: Answer) -> None:
        two.seller.do(arrive, seal(two.keys["be"], "answer", "be", canonical(answer)))

    for name, code in (("buyer", "es"), ("seller", "es")):
        with refused("not_an_answer"):
            told(msgspec.structs.replace(said, **{name: code}))
    told(said)
    told(said)
    with refused("answered_otherwise", "state"):
        told(msgspec.structs.replace(said, state="declined", reason="no"))


def test_what_an_adviser_refuses_as_a_note_finance_may_decline(two: Two) -> None:
    item = two.buyer.do(receive, two.seller.offered(sold(two), two.keys["fr"]))
    wanted = [TakeIn(document=item.id, activity=funded(two.buyer).id)]
    [note] = two.buyer.do(take_in, wanted, actor=FINANCE)
    with refused("taken_in", "document"):
        two.buyer.do(decline, [Decline(document=item.id, reason="no")], actor=FINANCE)
    two.buyer.do(refuse_expenses, [note.id], "not ours", actor=ADVISER)
    two.buyer.do(decline, [Decline(document=item.id, reason="no")], actor=FINANCE)


def test_taken_in_and_declined_at_once_it_is_one_of_them(place: Any, signing_key: SigningKey) -> None:
    world = World(place.store("be"))
    world.trust("hu", signing_key)
    activity = funded(world)
    said = {
        "seller": "hu", "buyer": "be", "kind": "invoice", "number": "H-1", "day": "2026-10-01", "due": "2026-10-31", "currency": "EUR",
        "exponent": 2, "net": 40000, "vat": 0, "gross": 40000,
    }  # fmt: skip
    item = world.do(receive, seal(signing_key, "trade", "hu", canonical(said)))

    def decide(uow: Any, number: int) -> int:
        if number % 2:
            decline(uow, [Decline(document=item.id, reason="no")])
        else:
            take_in(uow, [TakeIn(document=item.id, activity=activity.id)])
        return 1

    results = race(world.store, decide, 4)
    assert results.count(1) == 1, results
    assert {one.rule for one in results if isinstance(one, Refusal)} <= {"declined", "taken_in"}


# --- paying ---


def owing(two: Two, price: str = "1000.00") -> Any:
    with_account(two)
    return two.buyer.arrived(
        two.seller.offered(sold(two, price), two.keys[two.seller.code]), funded(two.buyer)
    )


def test_p_a_transfer_ordered_twice_or_by_many_is_one(two: Two) -> None:
    note = owing(two)
    order = OrderedPayment(expense=note.id, amount="1000.00")
    results = race(two.buyer.store, lambda uow, _: len(order_payments(uow, [order])), 4)
    assert sorted(results, key=str) == [0, 0, 0, 1]
    assert two.buyer.do(order_payments, [order, order], actor=FINANCE) == []
    assert two.buyer.balances().get("ic_payable", 0) == 0
    two.buyer.assert_sound()


def test_p_killed_before_the_commit_nothing_is_paid_and_the_next_try_pays_once(two: Two) -> None:
    note = owing(two)
    order = OrderedPayment(expense=note.id, amount="400.00")
    with pytest.raises(KeyboardInterrupt), two.buyer.store.work(FINANCE) as uow:
        order_payments(uow, [order])
        raise KeyboardInterrupt
    assert two.buyer.balances()["ic_payable"] == -100000
    [paid] = two.buyer.do(order_payments, [order], actor=FINANCE)
    assert (paid.iban, paid.settled, paid.paid) == (IBAN, 40000, 40000)
    for rule, wrong in (
        ("paid_meanwhile", {"amount": "600.00", "before": 1}),
        ("paid_twice", {"amount": "600.01", "before": 40000}),
        ("amount", {"amount": "-1", "before": 40000}),
    ):
        with refused(rule, "amount"):
            two.buyer.do(order_payments, [OrderedPayment(expense=note.id, **wrong)], actor=FINANCE)
    with refused("not_allowed"):
        two.buyer.do(
            order_payments, [OrderedPayment(expense=note.id, amount="1.00", before=40000)], actor=ADVISER
        )
    two.buyer.do(
        order_payments, [OrderedPayment(expense=note.id, amount="600.00", before=40000)], actor=FINANCE
    )
    assert two.buyer.ask(owed_to_sisters) == []
    two.buyer.assert_sound()


def test_without_an_account_nothing_is_ordered(two: Two) -> None:
    invoice = sold(two)
    with_account(two, "")
    note = two.buyer.arrived(two.seller.offered(invoice, two.keys["fr"]), funded(two.buyer))
    with refused("no_iban", "amount"):
        two.buyer.do(order_payments, [OrderedPayment(expense=note.id, amount="1.00")], actor=FINANCE)


def test_the_account_may_change_and_nothing_else(two: Two) -> None:
    invoice = sold(two)
    before = two.seller.offered(invoice, two.keys["fr"])
    item = two.buyer.do(receive, before)
    with_account(two)
    assert two.buyer.do(receive, two.seller.offered(invoice, two.keys["fr"])) == item


def test_a_credit_note_lowers_what_is_left_to_pay(two: Two) -> None:
    with_account(two)
    activity, invoice = funded(two.buyer), sold(two)
    note = two.buyer.arrived(two.seller.offered(invoice, two.keys["fr"]), activity)
    credit = two.buyer.arrived(
        two.seller.offered(two.seller.credit(invoice, (1, 25000)), two.keys["fr"]), activity
    )
    assert [(one.note.id, one.left.left) for one in two.buyer.ask(owed_to_sisters)] == [(note.id, 75000)]
    assert two.buyer.ask(left_of, [credit])[credit.id].left == 0
    with refused("paid_twice", "amount"):
        two.buyer.do(order_payments, [OrderedPayment(expense=note.id, amount="750.01")], actor=FINANCE)
    two.buyer.do(order_payments, [OrderedPayment(expense=note.id, amount="750.00")], actor=FINANCE)
    assert two.buyer.balances().get("ic_payable", 0) == 0


# --- the month's end ---


def test_a_debt_in_euros_stands_at_each_month_s_closing_rate(far: Two) -> None:
    with_account(far)
    note = far.buyer.arrived(
        far.seller.offered(sold(far), far.keys["be"]), funded(far.buyer, "2000000"), rate="389.72"
    )
    assert far.buyer.ask(rates_lacking, "2026-10") == ["HUF"]
    far.buyer.at(date(2026, 11, 2))
    with refused("closing_rate_missing", "month"):
        far.buyer.do(close_and_publish, "2026-10", far.keys["hu"])
    far.rates("2026-10", "400")
    assert far.buyer.ask(rates_lacking, "2026-10") == []
    [first] = far.buyer.do(revalue, "2026-10")
    assert (first.booked, first.closing, first.document_amount) == (-389720, -400000, -100000)
    assert far.buyer.do(revalue, "2026-10") == [], "done again, nothing is left to bring"
    assert far.buyer.balances()["fx_difference"] == 10280, "a loss"
    far.buyer.do(close_and_publish, "2026-10", far.keys["hu"])
    with refused("paid_missing", "paid"):
        far.buyer.do(order_payments, [OrderedPayment(expense=note.id, amount="250.00")], actor=FINANCE)
    order = OrderedPayment(expense=note.id, amount="250.00", paid="99000")
    [paid] = far.buyer.do(order_payments, [order], actor=FINANCE)
    assert paid.settled == 100000, "measured against the closing rate, not the first one"
    assert far.buyer.balances()["fx_difference"] == 10280 - 1000
    far.rates("2026-11", "380.5")
    far.buyer.at(date(2026, 12, 2))
    far.buyer.do(close_and_publish, "2026-11", far.keys["hu"])
    balances = far.buyer.balances()
    assert (balances["ic_payable"], balances["fx_difference"]) == (-285375, 10280 - 1000 - (300000 - 285375))
    far.buyer.do(
        order_payments, [OrderedPayment(expense=note.id, amount="750.00", paid="285375", before=25000)], actor=FINANCE
    )  # fmt: skip
    assert far.buyer.balances().get("ic_payable", 0) == 0
    far.buyer.assert_sound()


def test_a_credit_note_at_another_rate_leaves_no_crumbs(far: Two) -> None:
    """Invoice and credit note cancel in euros; what their forints leave goes at the month's end."""
    activity, invoice = funded(far.buyer, "2000000"), sold(far)
    far.buyer.arrived(far.seller.offered(invoice, far.keys["be"]), activity, rate="389.72")
    far.buyer.arrived(far.seller.offered(far.seller.credit(invoice), far.keys["be"]), activity, rate="391.00")
    assert far.buyer.balances()["ic_payable"] == 1280
    far.rates("2026-10")
    far.buyer.do(revalue, "2026-10")
    assert far.buyer.balances().get("ic_payable", 0) == 0
    far.buyer.assert_sound()


def test_a_claim_opened_in_another_currency_gains(far: Two) -> None:
    claim = Posting(
        "ic_receivable", 390000, counterparty="be", voucher=Voucher("X-1", date(2026, 9, 3), "EUR", 100000)
    )
    far.buyer.do(open_books, date(2026, 9, 30), {"reserves": -390000}, "", [claim])
    far.rates("2026-10", "400")
    [one] = far.buyer.do(revalue, "2026-10")
    assert (one.role, one.closing) == ("ic_receivable", 400000)
    assert far.buyer.balances()["fx_difference"] == -10000
    far.buyer.assert_sound()


def test_without_a_foreign_document_no_rate_is_asked_for(two: Two) -> None:
    two.buyer.arrived(two.seller.offered(sold(two), two.keys["fr"]), funded(two.buyer))
    two.buyer.at(date(2026, 11, 2))
    two.buyer.do(close_and_publish, "2026-10", two.keys["be"])
    assert "fx_difference" not in two.buyer.balances()


def test_a_rate_once_here_stays_and_says_where_it_was_read(far: Two) -> None:
    rate = ClosingRate(currency="HUF", month="2026-10", closing="400", source="ECB")

    def entered(actor: Any = FINANCE, **changes: str) -> None:
        far.buyer.do(enter_rates, [msgspec.structs.replace(rate, **changes)], actor=actor)

    entered()
    entered(closing="400.00")
    for rule, changes in (
        ("rate_frozen", {"closing": "401"}), ("rate", {"closing": "0"}), ("rate", {"closing": "x"}), ("rate", {"month": "2026-13"}),
        ("rate_source_missing", {"source": " "}),
    ):  # fmt: skip
        with refused(rule):
            entered(**changes)
    with refused("not_allowed"):
        entered(ADVISER)


def test_the_group_s_rates_arrive_signed_and_only_the_group_s(far: Two, tmp_path: Path) -> None:
    group = SigningKey.create(tmp_path / "group.pem")
    with far.group.work() as uow:
        set_rates(uow, [Rate(currency="SEK", month="2026-10", closing="11.05", average="11", source="ECB")])
        letter = closing_rates_letter(uow, group)
    with refused("unknown_key", "key"):
        far.buyer.do(arrive, letter)
    far.buyer.trust("group", group)
    for _ in range(2):
        far.buyer.do(arrive, letter)
    with refused("rate_frozen"):
        far.rates("2026-10", "401")
    rates = [ClosingRate(currency="HUF", month="2026-12", closing="1", source="invented")]
    with refused("not_the_group", "sender"):
        far.buyer.do(arrive, seal(far.keys["be"], "rates", "be", canonical(rates)))


# --- VAT ---


def test_the_charge_reversed_is_owed_and_deducted_at_once(two: Two) -> None:
    """Directive 2006/112/EC art. 196 and 168 (a); cross-border.md V2: 21 % of 1,000.00 both ways, no cost."""
    two.buyer.arrived(two.seller.offered(sold(two), two.keys["fr"]), activity := funded(two.buyer))
    balances = two.buyer.balances()
    vat_of_the_client = -105000  # 21 % of the 5,000.00 that funded the activity
    assert balances["vat_due"] == vat_of_the_client - 21000
    assert (balances["vat_recoverable"], balances["member_expenses"], balances["ic_payable"]) == (
        21000,
        100000,
        -100000,
    )
    assert two.buyer.budget(activity) == 500000 - 32500 - 100000
    two.publish("2026-10")
    assert two.between("2026-10") == {"trade": (0, 0, 0), "service": (0, 0, 0)}
    two.buyer.assert_sound()


def test_a_credit_note_takes_the_reversed_vat_back(two: Two) -> None:
    activity, invoice = funded(two.buyer), sold(two)
    two.buyer.arrived(two.seller.offered(invoice, two.keys["fr"]), activity)
    two.buyer.arrived(two.seller.offered(two.seller.credit(invoice), two.keys["fr"]), activity)
    balances = two.buyer.balances()
    assert balances["vat_due"] == -105000 and balances.get("vat_recoverable", 0) == 0


def test_who_may_not_deduct_bears_the_reversed_vat(two: Two) -> None:
    """The structure for training is exempt (art. 132 (1)(i)): it owes the VAT and does not get it back."""
    activity = two.buyer.activity(structure="training")
    two.buyer.invoice("5000.00", activity=activity)
    before = two.buyer.balances().get("vat_due", 0)
    budget = two.buyer.budget(activity)
    two.buyer.arrived(two.seller.offered(sold(two), two.keys["fr"]), activity)
    balances = two.buyer.balances()
    assert balances["vat_due"] == before - 21000 and "vat_recoverable" not in balances
    assert balances["member_expenses"] == 121000 and two.buyer.budget(activity) == budget - 121000
    two.publish("2026-10")
    assert two.between("2026-10") == {"trade": (0, 0, 0), "service": (0, 0, 0)}, (
        "the VAT is no trade between the two"
    )
    two.buyer.assert_sound()


def test_the_rate_is_ours_and_of_such_a_service(two: Two) -> None:
    item = two.buyer.do(receive, two.seller.offered(sold(two), two.keys["fr"]))
    wanted = TakeIn(document=item.id, activity=funded(two.buyer).id, vat="reduced_6")
    note, entry = two.buyer.ask(preview, wanted)
    assert (note.reverse_vat, note.reverse_vat_back, note.net) == (6000, 6000, 100000)
    assert sum(side.amount for side in entry.postings) == 0
    with refused("unknown_vat_code", "vat"):
        two.buyer.ask(preview, msgspec.structs.replace(wanted, vat="none such"))
    assert two.buyer.balances().get("ic_payable", 0) == 0, "a preview keeps nothing"


def test_a_sister_s_own_vat_is_a_cost_and_nothing_is_assessed(two: Two) -> None:
    """What she charged of her country comes back by application there, if at all (Directive 2008/9/EC)."""
    said = msgspec.json.decode(two.seller.do(_offer, sold(two)))
    said |= {"vat": 20000, "gross": 120000, "reverse_base": 0}
    two.buyer.arrived(seal(two.keys["fr"], "trade", "fr", canonical(said)), funded(two.buyer))
    balances = two.buyer.balances()
    assert balances["member_expenses"] == 120000 and balances["vat_due"] == -105000
    assert "vat_recoverable" not in balances


def test_more_reversed_than_there_is_is_refused(two: Two) -> None:
    said = msgspec.json.decode(two.seller.do(_offer, sold(two))) | {"reverse_base": 100001}
    with refused("wrong_base", "reverse_base"):
        two.buyer.do(arrive, seal(two.keys["fr"], "trade", "fr", canonical(said)))


def _offer(uow: Any, invoice: Any) -> bytes:
    from core.trade.actions import offer

    return offer(uow, invoice)


# --- opening balances ---


def test_books_open_with_what_is_open_between_sisters(two: Two) -> None:
    day = date(2026, 9, 30)
    debt = Posting(
        "ic_payable", -50000, counterparty="fr", voucher=Voucher("F-7", date(2026, 8, 1), "EUR", -50000)
    )
    claim = msgspec.structs.replace(
        debt,
        role="ic_receivable",
        amount=50000,
        counterparty="be",
        voucher=Voucher("F-7", date(2026, 8, 1), "EUR", 50000),
    )
    two.buyer.do(open_books, day, {"bank": 60000, "reserves": -10000}, "", [debt])
    two.seller.do(open_books, day, {"reserves": -50000}, "", [claim])
    two.publish("2026-10")
    [line] = two.pairs("2026-10")["trade"].lines
    assert (line.paired.number, line.paired.state, line.paired.giver_amount) == ("F-7", "agrees", 50000)
    two.buyer.assert_sound()


@pytest.mark.parametrize(
    ("rule", "balances", "changes"),
    [
        ("counterparty_missing", {"ic_payable": -50000, "bank": 50000}, None),
        ("counterparty_missing", {"bank": 50000}, {"counterparty": None, "voucher": None}),
        ("own_entity", {"bank": 50000}, {"counterparty": "be"}),
        ("not_between", {"bank": 50000}, {"role": "supplier_payables"}),
        ("not_a_balance", {"bank": 50000}, {"role": "ic_expense"}),
        ("other_side", {"bank": 50000}, {"voucher": Voucher("F-7", date(2026, 8, 1), "EUR", 50000)}),
        ("voucher_missing", {"bank": 50000}, {"voucher": None}),
    ],
)  # fmt: skip
def test_an_opening_that_does_not_say_with_whom_is_refused(
    two: Two, rule: str, balances: dict[str, int], changes: dict[str, Any] | None
) -> None:
    debt = Posting(
        "ic_payable", -50000, counterparty="fr", voucher=Voucher("F-7", date(2026, 8, 1), "EUR", -50000)
    )
    between = [] if changes is None else [msgspec.structs.replace(debt, **changes)]
    with refused(rule):
        two.buyer.do(open_books, date(2026, 9, 30), balances, "", between)


def test_on_both_databases_it_is_received_declined_paid_and_revalued(
    place: Any, signing_key: SigningKey
) -> None:
    """One life of each on SQLite and PostgreSQL: the statements of reading and revaluing are not the same there."""
    world = World(place.store("be"))
    world.trust("hu", signing_key)
    activity = funded(world)
    said = {
        "seller": "hu", "buyer": "be", "kind": "invoice", "number": "H-1", "day": "2026-10-01", "due": "2026-10-31", "currency": "HUF",
        "exponent": 0, "net": 40000, "vat": 0, "gross": 40000, "reverse_base": 40000, "iban": "HU42117730161111101800000000",
    }  # fmt: skip
    note = world.arrived(seal(signing_key, "trade", "hu", canonical(said)), activity, rate="0.0025")
    assert (note.gross, note.reverse_vat) == (10000, 2100)
    other = world.do(receive, seal(signing_key, "trade", "hu", canonical(said | {"number": "H-2"})))
    world.do(decline, [Decline(document=other.id, reason="no")], actor=FINANCE)
    rate = ClosingRate(currency="HUF", month="2026-10", closing="390.5", source="ECB")
    world.do(enter_rates, [rate, rate], actor=FINANCE)
    [one] = world.do(revalue, "2026-10")
    assert one.closing == -10243
    world.do(order_payments, [OrderedPayment(expense=note.id, amount="40000", paid="102.43")], actor=FINANCE)
    assert world.ask(owed_to_sisters) == [] and world.ask(sent_listed) == []
    assert world.balances()["fx_difference"] == 243
    world.assert_sound()
