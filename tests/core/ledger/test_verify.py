"""H: whoever touches a posted row, with the triggers asleep, is found: the row is named."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from world import World

from core.bank.store import receipt
from core.db import Id, Instant, Json, UnitOfWork, new_id
from core.expenses.model import Expense
from core.expenses.store import expense
from core.federation import SigningKey
from core.figures import close_and_publish, published_heads
from core.guarantee.store import advance, advance_return
from core.ledger import Break, hashing, head, store, verify
from core.members.store import share
from core.payouts.store import payout
from core.payroll.store import payslip
from core.sales.store import invoice, invoice_line

TOUCHED = (
    store.entry, store.posting, store.block, store.chain_head, share, invoice, invoice_line, receipt, expense, payslip,
    payout, advance, advance_return,
)  # fmt: skip
# What an expense note became is no part of what was booked; who holds the head's only row is no secret.
NOT_POSTED = {
    ("expense", name) for name in (c.name for c in expense.columns) if name not in Expense.__struct_fields__
}
NOT_POSTED |= {("chain_head", "id")}


class Undone(Exception):
    """Raised at the end of a trial, so that its transaction is rolled back."""


@contextmanager
def trial(world: World, kind: str) -> Iterator[UnitOfWork]:
    """A transaction with the triggers asleep, undone at the end."""
    try:
        with world.store.work() as uow:
            run = uow.connection.exec_driver_sql
            if kind == "postgresql":
                run("SET LOCAL session_replication_role = replica")
            else:
                run("PRAGMA defer_foreign_keys = ON")
                for name in run("SELECT name FROM sqlite_master WHERE type = 'trigger'").scalars().all():
                    run(f"DROP TRIGGER {name}")
            yield uow
            raise Undone
    except Undone:
        pass


def _row(uow: UnitOfWork, table: sa.Table) -> tuple[Any, str]:
    """A condition on one row of ``table``, and the name ``verify`` gives it."""
    key = list(table.primary_key.columns)
    row = uow.rows(sa.select(*key).order_by(*key))[-1]
    condition = sa.and_(*(column == row[column.name] for column in key))
    if table in (invoice_line, store.posting):  # a line is found under its document
        return condition, str(row[key[0].name])
    return condition, "/".join(str(row[column.name]) for column in key)


def _other(column: sa.Column[Any], value: Any) -> Any:
    """Another value of the same type: a day later, a letter changed, a bit flipped."""
    if value is None:
        return (
            new_id()
            if isinstance(column.type, type(Id))
            else date(2026, 1, 1)
            if isinstance(column.type, sa.Date)
            else "x"
        )
    if isinstance(column.type, type(Id)):
        return value[:-1] + ("0" if value[-1] != "0" else "1")
    if isinstance(value, bytes):
        return bytes([value[0] ^ 1]) + value[1:]
    if isinstance(value, int):
        return value + 1_000_000
    if isinstance(value, date):
        return value + timedelta(days=1)
    return value[:-1] + ("x" if value[-1:] != "x" else "y")


def _changes(uow: UnitOfWork, table: sa.Table, column: sa.Column[Any], condition: Any) -> list[Any]:
    """SQL values to try in ``column``; JSON as its text with one character changed, and cut off."""
    if isinstance(column.type, Json):
        text = uow.execute(sa.select(sa.cast(column, sa.Text)).where(condition)).scalar_one()
        place = max(i for i, letter in enumerate(text) if letter.isalnum())
        changed = text[:place] + ("7" if text[place] != "7" else "8") + text[place + 1 :]
        return [sa.literal_column("'" + new.replace("'", "''") + "'") for new in (changed, text[:-1])]
    if isinstance(column.type, Instant):
        value = uow.execute(sa.select(column).where(condition)).scalar_one()
        return [value + timedelta(microseconds=1)]
    value = uow.execute(sa.select(column).where(condition)).scalar_one()
    return [_other(column, value)]


def test_h1_any_column_of_any_posted_row_changed_is_found_and_named(
    place: Any, world: World, signing_key: SigningKey
) -> None:
    world.month(signing_key)
    assert world.breaks() == []
    unnoticed: list[str] = []
    tried = 0
    for table in TOUCHED:
        for column in table.columns:
            if (table.name, column.name) in NOT_POSTED:
                continue
            with world.store.read() as uow:
                condition, named = _row(uow, table)
                changes = _changes(uow, table, column, condition)
            if place.kind == "sqlite":
                changes.append(sa.literal_column("x'ff'"))  # what SQLite lets anybody write into any column
            for change in changes:
                tried += 1
                with trial(world, place.kind) as uow:
                    try:
                        uow.execute(table.update().where(condition).values({column.name: change}))
                    except sa.exc.IntegrityError:
                        continue  # SQLite's own key takes whole numbers only
                    breaks = verify(uow, published_heads(uow))
                if not any(named in one.row or one.table == table.name == "chain_head" for one in breaks):
                    unnoticed.append(f"{table.name}.{column.name} = {change}: {breaks}")
    assert unnoticed == []
    assert tried > 120, "every column was tried"


@pytest.mark.parametrize("column", ["number", "buyer", "vat_totals"])
def test_h1_of_an_invoice(place: Any, world: World, column: str) -> None:
    """The cases the dossier names: number, the party's VAT number, the tax rate."""
    document = world.invoice("1000.00", client=world.client(vat_number="BE0428759497"))
    wrong = {
        "number": f"UPDATE invoice SET number = '{document.number[:-1]}9'",
        "buyer": "UPDATE invoice SET buyer = replace(buyer, 'BE0428759497', 'BE0403170701')",
        "vat_totals": "UPDATE invoice_line SET vat_rate = '3/50'",
    }[column]
    place.unguarded(world.store.engine, wrong)
    assert world.breaks() == [Break("invoice", document.id, "it is not the document that entry 2 booked")]


def test_h3_a_tail_cut_off_is_noticed_through_the_published_head(
    place: Any, world: World, signing_key: SigningKey
) -> None:
    world.month(signing_key)
    anchors = world.ask(published_heads)
    last = world.ask(lambda uow: uow.rows(sa.select(store.block).order_by(store.block.c.id.desc())))[0]
    first, previous = last["first_entry"], last["previous"].hex()
    with world.store.read() as uow:
        gone = uow.rows(sa.select(store.entry).where(store.entry.c.id >= first))
    assert {row["document_type"] for row in gone} <= {"receipt", "advance_return", "payout"}
    literal = f"X'{previous}'" if place.kind == "sqlite" else f"decode('{previous}', 'hex')"
    place.unguarded(
        world.store.engine,
        f"DELETE FROM posting WHERE entry >= {first}", f"DELETE FROM entry WHERE id >= {first}",
        f"DELETE FROM block WHERE id = {last['id']}",
        f"UPDATE chain_head SET last_entry = {first - 1}, last_block = {last['id'] - 1}, digest = {literal}",
    )  # fmt: skip
    assert world.ask(verify) == [], "what is left is whole: only the head that left the house tells"
    assert [(one.table, one.row) for one in world.ask(verify, anchors)] == [("block", str(anchors[-1].block))]


def test_an_entry_cut_out_of_the_middle_is_named(place: Any, world: World) -> None:
    activity = world.activity()
    for _ in range(3):
        world.invoice("10.00", activity=activity)
    place.unguarded(
        world.store.engine, "DELETE FROM posting WHERE entry = 3", "DELETE FROM entry WHERE id = 3"
    )
    breaks = world.breaks()
    assert ("entry", "3") in {(one.table, one.row) for one in breaks}
    assert ("block", "3") in {(one.table, one.row) for one in breaks}


def test_an_entry_slipped_in_after_the_last_block_is_named(world: World) -> None:
    """A forger who knows the hashes of rows still holds no block."""
    world.invoice("10.00")
    with world.store.work() as uow:
        number = head(uow).entry + 1
        digests = []
        for line, (role, amount) in enumerate((("bank", 5), ("reserves", -5)), 1):
            digests.append(hashing.posting_digest(number, line, role, "1", amount, "EUR", None, None, None))
            uow.insert(store.posting, [{
                "entry": number, "line": line, "role": role, "account": "1", "amount": amount, "currency": "EUR",
                "digest": digests[-1],
            }])  # fmt: skip
        facts = {
            "cause": "forged", "day": date(2026, 10, 1), "month": "2026-10", "structure": "productions", "kind": "raw",
            "document_type": "raw", "document_id": new_id(), "document_digest": bytes(32), "text": "", "currency": "EUR",
        }  # fmt: skip
        digest = hashing.entry_digest(
            number, facts["cause"], facts["day"], facts["month"], facts["structure"], facts["kind"],
            facts["document_type"], facts["document_id"], facts["document_digest"], facts["text"], facts["currency"],
            digests,
        )  # fmt: skip
        uow.insert(store.entry, [{"id": number, "digest": digest, **facts}])
    assert world.breaks() == [Break("entry", str(number), "no block holds it")]


def test_h2_both_databases_give_the_same_answer(
    places: Callable[[str], Any], request: pytest.FixtureRequest, signing_key: SigningKey
) -> None:
    """The same month, the same wrong rows: the same tables and reasons are named."""
    answers = []
    for kind in ("sqlite", "postgresql"):
        try:
            place = places(kind)
        except sa.exc.OperationalError:
            pytest.skip("no PostgreSQL")
        world = World(place.store())
        world.month(signing_key)
        assert world.breaks() == []
        place.unguarded(
            world.store.engine,
            "UPDATE posting SET amount = amount + 1 WHERE entry = 3 AND line = 2",
            "UPDATE entry SET text = 'x' WHERE id = 4", "UPDATE receipt SET payer = 'x'", "UPDATE payslip SET net = net + 1",
        )  # fmt: skip
        breaks = world.breaks()
        answers.append(
            sorted((one.table, one.row if len(one.row) < 36 else "", one.reason) for one in breaks)
        )
    assert answers[0] == answers[1]
    assert {table for table, _, _ in answers[0]} == {"posting", "entry", "receipt", "payslip"}


PUBLISHED_TOUCHED = [
    ("published_figures", "UPDATE published_figures SET month = '2026-09'", "not what its figures say"),
    (
        "published_figures",
        "UPDATE published_figures SET digest = replace(digest, substr(digest, 1, 1), 'x')",
        "say",
    ),
    ("published_figures", "UPDATE published_figures SET version = 2", "not what its figures say"),
    ("published_figures", "UPDATE published_figures SET body = envelope", "cannot be read|not what"),
    ("published_figures", "UPDATE published_figures SET envelope = body", "cannot be read"),
    ("published_figures", "UPDATE published_figures SET head_digest = digest", "another end of the ledger"),
    (
        "published_figures",
        "UPDATE balance SET amount = amount + 1 WHERE role = 'bank'",
        "balances are not those",
    ),
    ("period", "DELETE FROM period", "is not closed"),
    (
        "period",
        "INSERT INTO period (month, closed_at) SELECT '2026-11', closed_at FROM period",
        "no figures of it",
    ),
    (
        "period",
        "INSERT INTO period (month, closed_at) SELECT '2026-99', closed_at FROM period",
        "is no month",
    ),
]


@pytest.mark.parametrize(
    ("table", "statement", "reason"), PUBLISHED_TOUCHED, ids=[s for _, s, _ in PUBLISHED_TOUCHED]
)
def test_a_touched_month_or_figure_is_named(
    place: Any, world: World, signing_key: SigningKey, table: str, statement: str, reason: str
) -> None:
    world.month(signing_key)
    assert world.breaks() == []
    place.unguarded(world.store.engine, statement)
    breaks = world.breaks()
    assert any(found.table == table and re.search(reason, found.reason) for found in breaks), breaks


def test_figures_taken_away_are_missed(place: Any, world: World, signing_key: SigningKey) -> None:
    world.at(date(2026, 9, 1))
    world.invoice("10.00")
    world.at(date(2026, 11, 2))
    for month in ("2026-09", "2026-10"):
        world.do(close_and_publish, month, signing_key)
    place.unguarded(world.store.engine, "DELETE FROM published_figures WHERE number = 1")
    breaks = world.breaks()
    assert any(
        found.table == "published_figures" and "Number 1 is missing" in found.reason for found in breaks
    ), breaks
