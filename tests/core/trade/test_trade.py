"""Trade between two entities: both houses book the same document, and the group finds nothing between them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import pytest
from world import ADVISER, FINANCE, World, refused

from core import jobs
from core.clients import NewClient, add_clients, mark_sisters
from core.clients.store import clients_by_id
from core.db import Actor, GroupStore, canonical
from core.expenses import expenses_of
from core.federation import SigningKey, seal
from core.federation.store import set_peer
from core.figures import close_and_publish
from core.figures.store import published
from core.group.actions import Enrolment, enrol, receive
from core.group.consolidate import close
from core.group.pairs import Explanation, Pair, explain, pairs
from core.group.rates import Rate, set_rates
from core.trade import TakeIn, incoming_listed, take_in
from core.trade.actions import receive as take_document
from shared_tools.group.figures import canonical as figures_bytes
from shared_tools.group.figures import decode
from shared_tools.refusal import Refusal

GROUP = Actor("ilse", "Ilse Van Dam", frozenset({"group"}))


class Two:
    """A seller and a buyer with a key each, and the group over both."""

    def __init__(self, places: Callable[[str], Any], folder: Path, seller: str, buyer: str) -> None:
        self.keys = {code: SigningKey.create(folder / f"{code}.pem") for code in (seller, buyer)}
        self.worlds = {code: World(places("sqlite").store(code)) for code in (seller, buyer)}
        self.seller, self.buyer = self.worlds.values()
        for code, world in self.worlds.items():
            world.store.key = self.keys[code]
            for other, key in self.keys.items():
                if other != code:
                    world.trust(other, key)
        self.group: GroupStore = places("sqlite").group(date(2026, 12, 5))
        with self.group.work() as uow:
            enrol(uow, [
                Enrolment(
                    entity=code, name=code, currency=world.store.country.currency, public_key=self.keys[code].public,
                    key=self.keys[code].name, opening="2026-09", since="2026-10",
                )
                for code, world in self.worlds.items()
            ])  # fmt: skip
            set_rates(uow, [
                Rate(currency="HUF", month=month, closing="400", average="390", source="round numbers")
                for month in ("2026-09", "2026-10", "2026-11")
            ])  # fmt: skip

    def publish(self, month: str) -> None:
        year, number = (int(part) for part in month.split("-"))
        for code, world in self.worlds.items():
            world.at(date(year, number + 1, 2))
            if month == "2026-10":
                world.do(close_and_publish, "2026-09", self.keys[code])
            world.do(close_and_publish, month, self.keys[code])
            with self.group.work() as uow:
                for row in world.ask(published):
                    receive(uow, row["envelope"])

    def pairs(self, month: str) -> dict[str, Pair]:
        with self.group.read() as uow:
            return {pair.klass: pair for pair in pairs(uow, month)}

    def between(self, month: str) -> dict[str, tuple[int, int, int]]:
        """By class: difference, what documents show, exchange; cents."""
        with self.group.read() as uow:
            closed = close(uow, month)
        return {pair.klass: (pair.difference, pair.unmatched, pair.exchange) for pair in closed.figures.pairs}

    def consolidated(self, month: str) -> dict[str, int]:
        with self.group.read() as uow:
            return close(uow, month).figures.consolidated


@pytest.fixture
def two(places: Callable[[str], Any], tmp_path: Path) -> Two:
    return Two(places, tmp_path, "fr", "be")


@pytest.fixture
def far(places: Callable[[str], Any], tmp_path: Path) -> Two:
    """Belgium sells to Hungary, which keeps forints."""
    return Two(places, tmp_path, "be", "hu")


def sold(two: Two, price: str = "1000.00", **facts: Any) -> Any:
    return two.seller.invoice(price, client=two.seller.sister(two.buyer.code), **facts)


def funded(world: World, amount: str = "5000.00") -> Any:
    activity = world.activity()
    world.invoice(amount, activity=activity)
    return activity


def test_what_is_sold_to_a_sister_is_booked_with_her_name(two: Two) -> None:
    invoice = sold(two)
    assert two.seller.balances()["ic_receivable"] == invoice.gross == 100000
    assert "client_receivables" not in two.seller.balances()
    assert two.seller.balances()["turnover_activities"] == -100000
    two.seller.credit(invoice, (1, 30000))
    two.seller.receipt("400.00", invoice.reference)
    assert two.seller.balances()["ic_receivable"] == 30000
    two.seller.assert_sound()


def test_the_fund_does_not_stand_in_for_a_sister(far: Two) -> None:
    world = far.seller
    anna = world.member()
    activity = world.activity(anna)
    invoice = sold(far, activity=activity)
    world.contract(activity, anna.person, date(2026, 10, 6), pay="300.00", invoice=invoice.id)
    world.at(date(2026, 11, 20))
    world.slips()
    assert len(world.pay()[0]) == 1, "the wage is paid"
    assert world.balances()["ic_receivable"] == invoice.gross, (
        "and what the sister owes stays where the group sees it"
    )
    world.assert_sound()


def test_a_document_that_arrives_is_booked_once_by_the_sister(two: Two) -> None:
    invoice = sold(two)
    raw = two.seller.offered(invoice, two.keys["fr"])
    assert two.buyer.do(take_document, raw) == two.buyer.do(take_document, raw)
    activity = funded(two.buyer)
    expense = two.buyer.arrived(raw, activity)
    with refused("taken_in", "document"):
        two.buyer.do(
            take_in,
            [TakeIn(document=two.buyer.ask(incoming_listed)[0]["id"], activity=activity.id)],
            actor=ADVISER,
        )
    assert (expense.document_number, expense.counterparty, expense.gross) == (invoice.number, "fr", 100000)
    balances = two.buyer.balances()
    assert (balances["ic_payable"], balances["member_expenses"]) == (-100000, 100000)
    two.buyer.pay()
    assert two.buyer.balances()["ic_payable"] == -100000, (
        "nobody is paid back what the entity owes its sister"
    )
    two.buyer.assert_sound()


def test_a_document_for_an_activity_of_ours_is_a_note_at_once(two: Two) -> None:
    activity = funded(two.buyer)
    invoice = sold(two, buyer_reference=activity.id)
    raw = two.seller.offered(invoice, two.keys["fr"])
    for _ in range(2):
        two.buyer.do(take_document, raw)
    [note] = two.buyer.ask(expenses_of)
    assert (note["state"], note["activity"], note["document_number"]) == (
        "submitted",
        activity.id,
        invoice.number,
    )


def test_a_free_reference_does_not_leave_the_house(two: Two) -> None:
    invoice = sold(two, buyer_reference="for Mrs Durand")
    assert b"Durand" not in two.seller.do(lambda uow: _offer(uow, invoice))


def test_the_group_finds_nothing_between_houses_that_agree(two: Two) -> None:
    activity = funded(two.buyer)
    two.buyer.arrived(two.seller.offered(sold(two), two.keys["fr"]), activity)
    two.publish("2026-10")
    assert two.between("2026-10") == {"trade": (0, 0, 0), "service": (0, 0, 0)}
    assert {line.paired.state for pair in two.pairs("2026-10").values() for line in pair.lines} == {"agrees"}
    consolidated = two.consolidated("2026-10")
    assert consolidated.get("ic_receivable", 0) == consolidated.get("ic_payable", 0) == 0
    assert consolidated["turnover_activities"] == -500000, (
        "what Belgium's client pays for; the sister's part is inside"
    )
    assert consolidated.get("member_expenses", 0) == 0


def test_paid_by_one_and_received_by_the_other_leaves_nothing(two: Two) -> None:
    activity = funded(two.buyer)
    invoice = sold(two)
    expense = two.buyer.arrived(two.seller.offered(invoice, two.keys["fr"]), activity)
    two.buyer.paid_sister(expense, "600.00")
    two.publish("2026-10")
    [line] = two.pairs("2026-10")["trade"].lines
    assert (line.paired.state, line.paired.difference, line.waits) == ("in transit", 60000, True)
    two.seller.receipt("600.00", invoice.reference)
    two.publish("2026-11")
    [line] = two.pairs("2026-11")["trade"].lines
    assert (line.paired.state, line.paired.giver_amount) == ("agrees", 40000)
    with refused("paid_twice", "amount"):
        two.buyer.paid_sister(expense, "400.01")
    two.buyer.paid_sister(expense, "400.00")
    two.seller.receipt("400.00", invoice.reference)
    assert two.buyer.balances().get("ic_payable", 0) == two.seller.balances().get("ic_receivable", 0) == 0
    for world in two.worlds.values():
        world.assert_sound()


def test_a_document_under_way_is_in_transit_then_missing_until_explained(two: Two) -> None:
    invoice = sold(two)
    two.publish("2026-10")
    [line] = two.pairs("2026-10")["trade"].lines
    assert (line.paired.number, line.paired.state) == (invoice.number, "in transit")
    two.publish("2026-11")
    pair = two.pairs("2026-11")["trade"]
    [line] = pair.lines
    assert (line.paired.state, line.paired.giver_day, line.paired.taker_day) == ("missing", "2026-10-01", "")
    assert pair.waiting == 1
    why = Explanation(
        klass="trade", giver="fr", taker="be", number=invoice.number, currency="EUR", difference=100000,
        name="Ilse Van Dam", sentence="Belgium disputes it.",
    )  # fmt: skip

    def told(new: Explanation, actor: Actor = GROUP) -> None:
        with two.group.work(actor) as uow:
            explain(uow, "2026-11", new)

    with refused("not_allowed"):
        told(why, FINANCE)
    with refused("no_difference", "number"):
        told(msgspec.structs.replace(why, difference=99999))
    for field in ("name", "sentence"):
        with refused(f"{field}_missing", field):
            told(msgspec.structs.replace(why, **{field: " "}))
    told(why)
    with refused("explained", "number"):
        told(why)
    pair = two.pairs("2026-11")["trade"]
    assert (pair.waiting, pair.lines[0].sentence) == (0, "Belgium disputes it.")
    assert two.pairs("2026-11")["service"].waiting == 1, "the income is another difference"


def test_amounts_that_differ_stand_on_both_sides(two: Two) -> None:
    """The seller's books and the document that arrived do not say the same."""
    activity = funded(two.buyer)
    invoice = sold(two)
    said = msgspec.json.decode(two.seller.do(lambda uow: _offer(uow, invoice)))
    said |= {"net": 90000, "gross": 90000}
    two.buyer.arrived(seal(two.keys["fr"], "trade", "fr", canonical(said)), activity)
    two.publish("2026-10")
    for klass, amounts in (("trade", (100000, -90000)), ("service", (-100000, 90000))):
        [line] = two.pairs("2026-10")[klass].lines
        one = line.paired
        assert (one.state, one.giver_amount, one.taker_amount, one.number) == (
            "different",
            *amounts,
            invoice.number,
        )
    assert two.between("2026-10")["trade"] == (10000, 10000, 0)


def _offer(uow: Any, invoice: Any) -> bytes:
    from core.trade.actions import offer

    return offer(uow, invoice)


def test_a_credit_note_turns_every_sign_in_both_houses(two: Two) -> None:
    activity = funded(two.buyer)
    invoice = sold(two)
    two.buyer.arrived(two.seller.offered(invoice, two.keys["fr"]), activity)
    note = two.seller.credit(invoice, (1, 25000))
    expense = two.buyer.arrived(two.seller.offered(note, two.keys["fr"]), activity)
    assert (expense.gross, expense.document_number) == (-25000, note.number)
    assert two.buyer.balances()["ic_payable"] == -75000
    two.publish("2026-10")
    assert two.between("2026-10") == {"trade": (0, 0, 0), "service": (0, 0, 0)}
    two.buyer.assert_sound()


def test_euros_and_forints_agree_by_the_document(far: Two) -> None:
    activity = funded(far.buyer, "2000000")
    invoice = sold(far)
    raw = far.seller.offered(invoice, far.keys["be"])
    item = far.buyer.do(take_document, raw)
    for rate, source, rule in (
        ("", "", "rate_missing"),
        ("389", " ", "rate_missing"),
        ("0", "x", "rate"),
        ("x", "x", "rate"),
    ):
        with refused(rule, "rate"):
            taking = TakeIn(document=item.id, activity=activity.id, rate=rate, rate_source=source)
            far.buyer.do(take_in, [taking], actor=ADVISER)
    expense = far.buyer.arrived(raw, activity, rate="389.72")
    assert (expense.gross, expense.document_gross, expense.document_currency) == (389720, 100000, "EUR")
    far.publish("2026-10")
    # Documents agree; the forints of the day against those of the month's end are exchange, and stay visible.
    assert far.between("2026-10") == {
        "trade": (100000 - 97430, 0, 100000 - 97430), "service": (-100000 + 99928, 0, -100000 + 99928),
    }  # fmt: skip
    assert {line.paired.state for pair in far.pairs("2026-10").values() for line in pair.lines} == {"agrees"}
    far.buyer.at(date(2026, 11, 10))
    far.buyer.paid_sister(expense, "333.33", "131000")
    far.buyer.paid_sister(expense, "666.67", "262500")
    balances = far.buyer.balances()
    assert balances.get("ic_payable", 0) == 0
    assert balances["fx_difference"] == 131000 + 262500 - 389720
    far.seller.receipt("1000.00", invoice.reference)
    far.publish("2026-11")
    assert "trade" not in far.pairs("2026-11"), "paid and received: nothing is left of it"
    for world in far.worlds.values():
        world.assert_sound()


@pytest.mark.parametrize(
    ("rule", "changes"),
    [
        ("foreign_document", {"seller": "es"}),
        ("not_for_us", {"buyer": "es"}),
        ("other_digits", {"exponent": 0}),
        ("wrong_sum", {"gross": 1}),
        ("wrong_sum", {"net": -100000, "gross": -100000}),
        ("not_a_document", {"kind": "letter"}),
        ("not_a_document", {"lines": []}),
        ("document_differs", {"due": "2027-01-01"}),
    ],
)
def test_a_document_that_is_not_what_it_should_be_is_refused(
    two: Two, rule: str, changes: dict[str, Any]
) -> None:
    invoice = sold(two)
    raw = two.seller.offered(invoice, two.keys["fr"])
    if rule == "document_differs":
        two.buyer.do(take_document, raw)
    said = msgspec.json.decode(two.seller.do(lambda uow: _offer(uow, invoice))) | changes
    with refused(rule):
        two.buyer.do(take_document, seal(two.keys["fr"], "trade", "fr", canonical(said)))


def test_an_envelope_forged_or_of_another_kind_is_refused(two: Two, signing_key: SigningKey) -> None:
    invoice = sold(two)
    body = two.seller.do(lambda uow: _offer(uow, invoice))
    raw = two.seller.offered(invoice, two.keys["fr"])
    with refused("unknown_key", "key"):
        two.buyer.do(take_document, seal(signing_key, "trade", "fr", body))
    with refused("wrong_kind", "kind"):
        two.buyer.do(take_document, seal(two.keys["fr"], "figures", "fr", body))
    with refused("forged", "signature"):
        two.buyer.do(take_document, raw.replace(b'"trade"', b'"keys"', 1))
    with refused("damaged_envelope"):
        two.buyer.do(take_document, raw[: len(raw) // 2])
    with refused("wrong_kind", "kind"), two.group.work() as uow:
        receive(uow, raw)
    assert two.buyer.ask(incoming_listed) == []


def test_the_invoice_travels_by_itself_and_waits_while_the_sister_is_unknown(
    two: Two, tmp_path: Path
) -> None:
    invoice = sold(two)
    two.seller.after()
    two.seller.after()
    assert jobs.failures(two.seller.store), "it waits, and says why"
    two.seller.do(set_peer, "be", str(tmp_path / "mailbox"))
    two.seller.after()
    assert jobs.waiting(two.seller.store) == []
    [path] = (tmp_path / "mailbox").glob("*.json")
    assert two.buyer.do(take_document, path.read_bytes()).number == invoice.number


def test_only_staff_say_who_is_a_sister(two: Two) -> None:
    member = Actor("m", "A member", frozenset({"member"}))
    new = NewClient(name="Smart", kind="business", country="BE", entity="be")
    with refused("not_allowed"):
        two.seller.do(add_clients, [new], actor=member)
    for entity, rule in (("fr", "own_entity"), ("France", "not_an_entity")):
        with refused(rule, "entity"):
            two.seller.do(add_clients, [msgspec.structs.replace(new, entity=entity)], actor=ADVISER)
    client = two.seller.client()
    two.seller.do(mark_sisters, {client.id: "be"}, actor=FINANCE)
    assert two.seller.ask(clients_by_id, [client.id])[client.id].entity == "be"


def test_a_client_marked_later_pays_what_it_owed_as_a_client(two: Two) -> None:
    client = two.seller.client()
    invoice = two.seller.invoice("100.00", client=client)
    two.seller.do(mark_sisters, {client.id: "be"}, actor=FINANCE)
    two.seller.receipt("120.00", invoice.reference)
    assert {"client_receivables", "ic_receivable"}.isdisjoint(two.seller.balances())
    two.seller.assert_sound()


def test_figures_without_trade_keep_the_bytes_they_had(two: Two) -> None:
    """A month published before documents were told has the same canonical bytes, so the same hash."""
    two.buyer.invoice("10.00")
    two.publish("2026-10")
    for row in two.buyer.ask(published):
        assert b"documents" not in row["body"] and figures_bytes(decode(row["body"])) == row["body"]
    old = b'{"balances":{"bank":1},"counts":{},"currency":"EUR","entity":"be","exponent":2,"intra":[],"ledger_head":"",' \
          b'"month":"2026-10","movements":{},"number":1,"previous":"","replaces":"","version":1}'  # fmt: skip
    assert figures_bytes(decode(old)) == old


def test_figures_that_say_more_than_the_group_reads_are_refused(two: Two) -> None:
    two.publish("2026-10")
    body = two.buyer.ask(published)[-1]["body"]
    with refused("not_canonical"), two.group.work() as uow:
        receive(uow, seal(two.keys["be"], "figures", "be", body[:-1] + b',"more":1}'))


def test_nothing_of_a_person_is_in_the_documents_told(two: Two) -> None:
    raw = two.seller.offered(sold(two, lines=()), two.keys["fr"])
    two.buyer.arrived(raw, funded(two.buyer))
    two.publish("2026-10")
    [figures] = [decode(row["body"]) for row in two.seller.ask(published) if row["month"] == "2026-10"]
    assert {document.role for document in figures.documents} == {"ic_receivable", "turnover_activities"}
    assert all(len(document) == 7 for document in msgspec.to_builtins(figures.documents))
    assert b"Anna" not in figures_bytes(figures) and b"Drawing" not in raw


def test_a_courier_s_refusal_is_noted_on_its_row(two: Two) -> None:
    sold(two)
    two.seller.after()
    with pytest.raises(Refusal, match="where be receives"):
        [key] = jobs.waiting(two.seller.store)
        jobs.perform(two.seller.store, key)
