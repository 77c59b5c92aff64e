"""What the ledger refuses by rule, in words, and what the database refuses of whoever goes round the rules."""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec
import pytest
import sqlalchemy as sa
from world import FINANCE, World, refused

from core import schema
from core.db import UnitOfWork, canonical, metadata, new_id, row_of
from core.federation import SigningKey, seal
from core.figures.store import published
from core.group.actions import Enrolment, enrol, receive
from core.group.rates import Correction, Rate, correct_rates, set_rates
from core.group.store import pair_explanation, printed_file, published_year
from core.ledger import Entry, Posting, close_month, open_books, post, store
from core.payouts.setoff import SetOff, Undone
from core.payouts.setoff_store import set_off, set_off_undone
from core.payroll import payslips_of
from core.sales.reports import report
from core.trade import ClosingRate, Decline, arrive, decline, enter_rates
from core.trade import receive as receive_document
from core.trade.actions import offer
from core.trade.model import Answer
from core.trade.store import revaluation

DAY = date(2026, 10, 1)


def entry(*postings: Posting, **facts: Any) -> Entry:
    return Entry(**{
        "cause": f"test:{new_id()}", "day": DAY, "structure": "productions", "kind": "test", "document_type": "test",
        "document_id": new_id(), "text": "A test", "currency": "EUR", "postings": postings, **facts,
    })  # fmt: skip


def moved(amount: int = 100, **facts: Any) -> Entry:
    return entry(Posting("bank", amount), Posting("reserves", -amount), **facts)


# --- by rule ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rule", "wrong"),
    [
        ("unbalanced", entry(Posting("bank", 100), Posting("reserves", -99))),
        ("empty_entry", entry()),
        ("empty_entry", entry(Posting("bank", 0))),
        ("unknown_role", entry(Posting("bank", 100), Posting("piggy_bank", -100))),
        ("members_side", entry(Posting("bank", 100), Posting("turnover_activities", -100))),
        ("budget_without_activity", entry(Posting("bank", 100), Posting("member_budget", -100))),
        ("currency_mix", moved(currency="SEK")),
    ],
)
def test_rule_refuses(world: World, rule: str, wrong: Entry) -> None:
    with refused(rule):
        world.do(post, [moved(), wrong])
    assert world.balances() == {}, "the good entry beside it is not booked either"


def test_r11_an_amount_that_is_no_int_never_reaches_the_books(world: World) -> None:
    for amount in (0.1 + 0.2, sa.func.sum, "100", True):
        with pytest.raises(TypeError, match="whole number"):
            world.do(post, [entry(Posting("bank", amount), Posting("reserves", -100))])  # type: ignore[arg-type]


def test_a_cause_is_booked_once(world: World) -> None:
    first = moved(cause="receipt:1")
    world.do(post, [first])
    with refused("posted_twice"):
        world.do(post, [msgspec.structs.replace(first, document_id=new_id())])
    with refused("posted_twice"):
        world.do(post, [moved(cause="receipt:2"), moved(cause="receipt:2")])
    assert world.balances() == {"bank": 100, "reserves": -100}


def test_nothing_is_dated_in_a_closed_month_or_before_it(world: World) -> None:
    world.do(post, [moved(), moved(day=date(2026, 11, 1))])
    world.do(close_month, "2026-10")
    for day in (date(2026, 10, 31), date(2026, 10, 1), date(2019, 5, 5)):
        with refused("closed_period", "day"):
            world.do(post, [moved(day=day)])
    world.do(post, [moved(day=date(2026, 11, 1))])


def test_months_close_in_order_and_once(world: World) -> None:
    world.do(post, [moved(day=date(2026, 9, 30)), moved(day=date(2026, 11, 1))])
    with refused("earlier_open", "month"):
        world.do(close_month, "2026-10")
    world.do(close_month, "2026-09")
    world.do(close_month, "2026-10")
    for month in ("2026-10", "2026-09", "2026-08"):
        with refused("closed_period", "month"):
            world.do(close_month, month)


def test_books_open_with_balances_only(world: World) -> None:
    with refused("not_a_balance", "fee_income"):
        world.do(open_books, DAY, {"bank": 100, "fee_income": -100})
    world.do(open_books, DAY, {"bank": 100, "reserves": -100})
    with refused("posted_twice"):
        world.do(open_books, DAY, {"bank": 100, "reserves": -100})


# --- by the database ----------------------------------------------------------------------------------------------


def raw(
    uow: UnitOfWork, *sides: tuple[str, int], number: int = 1, currency: str = "EUR", sealed: bool = True, **facts: Any
) -> None:  # fmt: skip
    """An entry written round the rules, as a wrong program or a person at the database's prompt would."""
    for line, (role, amount) in enumerate(sides, 1):
        uow.insert(store.posting, [{
            "entry": number, "line": line, "role": role, "account": "1", "amount": amount, "currency": currency,
            "digest": bytes(32),
        }])  # fmt: skip
    if sealed:
        uow.insert(store.entry, [{
            "id": number, "cause": f"raw:{number}", "day": DAY, "month": "2026-10", "structure": "productions",
            "kind": "raw", "document_type": "raw", "document_id": new_id(), "document_digest": bytes(32), "text": "",
            "currency": "EUR", "digest": bytes(32), **facts,
        }])  # fmt: skip


SIDES = (("bank", 100), ("reserves", -100))


@pytest.mark.parametrize(
    ("message", "sides", "facts"),
    [
        ("balance", (("bank", 100), ("reserves", -99)), {}),
        ("balance", (), {}),
        ("balance", (("bank", 0),), {}),
        ("balance", SIDES, {"currency": "SEK"}),
        ("members' income", (("bank", 100), ("turnover_activities", -100)), {}),
        ("role of the ledger", (("bank", 100), ("piggy_bank", -100)), {}),
        ("closed period", SIDES, {"month": "2026-11"}),
        ("closed period", SIDES, {"month": "2026-09", "day": date(2026, 9, 1)}),
        ("closed period", SIDES, {"month": "2026-08", "day": date(2026, 8, 31)}),
    ],
)
def test_database_refuses(
    world: World, message: str, sides: tuple[tuple[str, int], ...], facts: dict[str, Any]
) -> None:
    world.do(close_month, "2026-09")
    with pytest.raises(sa.exc.DBAPIError, match=message):
        world.do(raw, *sides, **facts)
    world.do(raw, *SIDES)  # the same with nothing wrong is taken, so it was this that was refused


def test_database_refuses_a_second_entry_of_a_cause(world: World) -> None:
    world.do(raw, *SIDES)
    with pytest.raises(sa.exc.DBAPIError):
        world.do(raw, *SIDES, number=2, cause="raw:1")


def test_database_refuses_a_posting_after_its_entry_is_sealed(world: World) -> None:
    world.do(raw, *SIDES)
    with pytest.raises(sa.exc.DBAPIError, match="sealed"):
        world.do(raw, ("bank", 1), sealed=False)


def test_database_refuses_postings_whose_entry_never_comes(world: World) -> None:
    with pytest.raises(sa.exc.IntegrityError):
        world.do(raw, *SIDES, sealed=False)


def test_n6_posted_rows_are_neither_updated_nor_deleted_nor_replaced(
    place: Any, world: World, signing_key: SigningKey
) -> None:
    world.month(signing_key)
    group = place.group()
    with group.work() as uow:
        enrol(uow, [Enrolment(
            entity="be", name="Belgium", currency="EUR", public_key=signing_key.public, key=signing_key.name,
            opening="2026-09", since="2026-10",
        )])  # fmt: skip
        set_rates(uow, [Rate(currency="SEK", month="2026-10", closing="11", average="11", source="ECB")])
        wrong = {"currency": "SEK", "month": "2026-10", "closing": "12", "average": "12", "source": "ECB"}
        correct_rates(uow, [Correction(**wrong, reason="A digit was wrong.")])
        receive(uow, world.ask(published)[0]["envelope"])
        uow.insert(pair_explanation, [{
            "id": new_id(), "class": "trade", "giver": "be", "taker": "fr", "number": "1", "currency": "EUR",
            "difference": 1, "name": "Ilse", "sentence": "It is under way.", "explained_at": uow.now, "explained_by": "x",
        }])  # fmt: skip
        uow.insert(printed_file, [{"year": "2017", "body": "a printed report", "taken_in_at": uow.now}])
        uow.insert(published_year, [{
            "number": 1, "year": "2017", "version": 1, "body": b"{}", "digest": "d", "replaces": "", "previous": "",
            "signature": "s", "key": "k", "public": "p", "reason": "", "published_at": uow.now, "published_by": "Ilse",
        }])  # fmt: skip
    world.trust("fr", signing_key)
    activity = world.activity()
    reported = world.invoice("900.00", activity=activity)
    with world.store.work() as uow:
        uow.insert(report, [{
            "document": reported.id, "attempt": 0, "structure": reported.structure, "position": 0, "operation": "create",
            "number": reported.number, "content": b"<x/>", "link": {}, "made_at": uow.now,
        }])  # fmt: skip
    wage = world.ask(payslips_of)[0]
    with world.store.work() as uow:
        # Undone at once: it changes no sum, and both tables hold a row.
        gone = SetOff(
            id=new_id(), claim=wage.id, wage=wage.id, person=wage.worker, structure=wage.structure, amount=1,
            basis="consent", consented_on=world.today, consent="x", reason="x", day=world.today, made_by="x",
        )  # fmt: skip
        uow.insert(set_off, [row_of(gone)])
        uow.insert(set_off_undone, [row_of(Undone(set_off=gone.id, day=world.today, undone_by="x"))])
    invoice = world.invoice("500.00", activity=activity, client=world.sister("fr"))
    # Belgium's own invoice, as France would have sent it: what comes in is a row like any other.
    foreign = msgspec.json.decode(world.do(offer, invoice)) | {"seller": "fr", "buyer": "be"}
    bill = world.arrived(seal(signing_key, "trade", "fr", canonical(foreign)), activity)
    world.paid_sister(bill, "200.00")
    other = world.do(receive_document, seal(signing_key, "trade", "fr", canonical(foreign | {"number": "2"})))
    world.do(decline, [Decline(document=other.id, reason="nobody ordered it")], actor=FINANCE)
    answer = Answer(buyer="fr", seller="be", number=invoice.number, state="booked")
    world.do(arrive, seal(signing_key, "answer", "fr", canonical(answer)))
    world.do(enter_rates, [ClosingRate(currency="SEK", month="2026-10", closing="11", source="ECB")])
    with world.store.work() as uow:
        uow.insert(revaluation, [{
            "id": new_id(), "month": "2026-09", "structure": "main", "role": "ic_payable", "counterparty": "se", "number": "1",
            "day": date(2026, 9, 1), "currency": "SEK", "document_amount": -1, "booked": -1, "closing": -1, "rate": "1",
            "source": "ECB",
        }])  # fmt: skip
    for name in schema.FROZEN:
        columns = [column.name for column in metadata.tables[name].columns]
        statements = [f"UPDATE {name} SET {column} = {column}" for column in columns] + [
            f"DELETE FROM {name}"
        ]
        if place.kind == "postgresql":
            statements.append(f"TRUNCATE {name} CASCADE")
        else:
            statements.append(f"INSERT OR REPLACE INTO {name} SELECT * FROM {name} LIMIT 1")
        for statement in statements:
            with pytest.raises(sa.exc.DBAPIError, match=r"never changed|sealed|closed period"):
                world.do(lambda uow, sql: uow.connection.exec_driver_sql(sql), statement)
    world.assert_sound()


def test_n6_insert_or_replace_takes_no_entry_away(places: Any) -> None:
    """SQLite's REPLACE deletes without asking the delete trigger."""
    world = World(places("sqlite").store())
    world.invoice("10.00")
    for table in ("entry", "invoice", "invoice_line", "share"):
        with pytest.raises(sa.exc.IntegrityError, match="never changed"):
            world.do(
                lambda uow, sql: uow.connection.exec_driver_sql(sql),
                f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}",
            )


def test_the_frozen_tables_are_those_that_hold_what_was_posted_or_published() -> None:
    assert set(schema.FROZEN) == {
        "entry", "posting", "block", "period", "invoice", "invoice_line", "share", "receipt", "payslip", "payout",
        "advance", "advance_return", "published_figures", "received_figures", "rate", "printed_file",
        "voucher", "incoming_document", "incoming_taken", "sister_payment", "pair_explanation",
        "incoming_declined", "sister_answer", "closing_rate", "revaluation",
        "vat_answer", "issued_file",
        "published_year", "declaration_event", "authority_report", "rate_correction", "set_off", "set_off_undone",
    }  # fmt: skip
