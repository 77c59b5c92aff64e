"""Tables of quotes, number series, invoices and what clients owe on them.

``invoice`` and ``invoice_line`` rows are never changed (migration installs the triggers); what moves, the open
amount, stands in ``receivable``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

import msgspec
import sqlalchemy as sa

from core.clients.model import Client
from core.db import Day, Id, Instant, Json, Minor, UnitOfWork, canonical, metadata, row_of
from core.ledger import document_reader
from core.sales.model import Draft, Invoice, PricedLine, Quote, VatTotal
from shared_tools.refusal import Refusal

quote = sa.Table(
    "quote",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("number", sa.Integer, nullable=False, unique=True),
    sa.Column("activity", Id, sa.ForeignKey("activity.id"), nullable=False, index=True),
    sa.Column("client", Id, sa.ForeignKey("client.id"), nullable=False),
    sa.Column("sent_on", Day, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("net", Minor, nullable=False),
    sa.Column("draft", Json, nullable=False),
    sa.Column("accepted_by", sa.Text),
    sa.Column("accepted_at", Instant),
    sa.Column("accepted_digest", sa.Text),
    sa.Column("declined_by", sa.Text),
    sa.Column("declined_at", Instant),
    sa.Column("declined_reason", sa.Text),
)

series = sa.Table(
    "series",
    metadata,
    sa.Column("structure", sa.Text, primary_key=True),
    sa.Column("kind", sa.Text, primary_key=True),
    sa.Column("year", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("last", sa.Integer, nullable=False),
    sa.Column("last_day", Day, nullable=False),
)

invoice = sa.Table(
    "invoice",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("structure", sa.Text, nullable=False),
    sa.Column("year", sa.Integer, nullable=False),
    sa.Column("sequence", sa.Integer, nullable=False),
    sa.Column("number", sa.Text, nullable=False, unique=True),
    sa.Column("day", Day, nullable=False),
    sa.Column("supply_day", Day, nullable=False),
    sa.Column("due", Day, nullable=False),
    sa.Column("activity", Id, sa.ForeignKey("activity.id"), nullable=False),
    sa.Column("turnover_role", sa.Text, nullable=False),
    sa.Column("client", Id, sa.ForeignKey("client.id"), nullable=False),
    sa.Column("buyer", Json, nullable=False),
    sa.Column("currency", sa.String(3), nullable=False),
    sa.Column("vat_totals", Json, nullable=False),
    sa.Column("net", Minor, nullable=False),
    sa.Column("vat", Minor, nullable=False),
    sa.Column("gross", Minor, nullable=False),
    sa.Column("fee", Minor, nullable=False),
    sa.Column("fee_percent", sa.Text, nullable=False),
    sa.Column("fee_source", sa.Text, nullable=False),
    sa.Column("reference", sa.Text, nullable=False),
    sa.Column("credits", Id, sa.ForeignKey("invoice.id")),
    sa.Column("buyer_reference", sa.Text, nullable=False),
    sa.Column("note", sa.Text, nullable=False),
    sa.UniqueConstraint("structure", "kind", "year", "sequence"),
    sa.Index("ix_invoice_activity", "activity", "day"),
    sa.Index("ix_invoice_client", "client"),
    sa.Index("ix_invoice_credits", "credits"),
    sa.Index("ix_invoice_reference", "reference"),
)

invoice_line = sa.Table(
    "invoice_line",
    metadata,
    sa.Column("invoice", Id, sa.ForeignKey("invoice.id"), primary_key=True),
    sa.Column("line", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("description", sa.Text, nullable=False),
    sa.Column("quantity", sa.Text, nullable=False),
    sa.Column("unit", sa.Text, nullable=False),
    sa.Column("unit_price", sa.Text, nullable=False),
    sa.Column("net", Minor, nullable=False),
    sa.Column("vat_category", sa.Text, nullable=False),
    sa.Column("vat_rate", sa.Text, nullable=False),
    sa.Column("vat_reason", sa.Text, nullable=False),
    sa.Column("vat_note", sa.Text, nullable=False),
    sa.Column("vat_source", sa.Text, nullable=False),
)

receivable = sa.Table(
    "receivable",
    metadata,
    sa.Column("invoice", Id, sa.ForeignKey("invoice.id"), primary_key=True),
    sa.Column("client", Id, nullable=False),
    sa.Column("activity", Id, nullable=False),
    sa.Column("due", Day, nullable=False),
    sa.Column("open", Minor, nullable=False),
    sa.Column("paid_on", Day),
    sa.Index("ix_receivable_activity", "activity"),
    sa.Index("ix_receivable_due", "due"),
)

IMMUTABLE = ("invoice", "invoice_line")

GAPS = """
SELECT structure, kind, year, count(*) AS issued, min(sequence) AS first, max(sequence) AS last
FROM invoice GROUP BY structure, kind, year
HAVING min(sequence) <> 1 OR max(sequence) <> count(*)
"""
"""The query that proves every series gapless: it returns no row (failure mode N8)."""

OUT_OF_ORDER = """
SELECT later.number, later.day, earlier.number AS after, earlier.day AS after_day
FROM invoice later JOIN invoice earlier
  ON earlier.structure = later.structure AND earlier.kind = later.kind AND earlier.year = later.year
 AND earlier.sequence = later.sequence - 1
WHERE later.day < earlier.day
"""


# One statement draws: it moves the series only for a day that does not come before its last one.
_DRAW = (
    series.update()
    .where(
        series.c.structure == sa.bindparam("in_structure"), series.c.kind == sa.bindparam("of_kind"),
        series.c.year == sa.bindparam("of_year"), series.c.last_day <= sa.bindparam("day"),
    )
    .values(last=series.c.last + sa.bindparam("count"), last_day=sa.bindparam("day"))
    .returning(series.c.last)
)  # fmt: skip


def draw_numbers(uow: UnitOfWork, structure: str, kind: str, day: date, count: int) -> int:
    """The first of ``count`` numbers of the series of ``day``'s year; the row stays locked until commit.

    Raises Refusal ``before_last_issue`` when the series already has a later day (failure mode N5).
    """
    drawn = {"in_structure": structure, "of_kind": kind, "of_year": day.year, "count": count, "day": day}
    last = uow.execute(_DRAW, drawn).scalar_one_or_none()
    if (
        last is None
    ):  # the year's first, or a day before the last one; two firsts at once make the series once
        first_day = date(day.year, 1, 1)
        uow.insert_or_ignore(
            series, {"structure": structure, "kind": kind, "year": day.year, "last": 0, "last_day": first_day}
        )
        last = uow.execute(_DRAW, drawn).scalar_one_or_none()
    if last is None:
        raise _before_last_issue(uow, structure, kind, day.year)
    return last - count + 1


def _before_last_issue(uow: UnitOfWork, structure: str, kind: str, year: int) -> Refusal:
    statement = (
        sa.select(invoice.c.number, invoice.c.day)
        .where(invoice.c.structure == structure, invoice.c.kind == kind, invoice.c.year == year)
        .order_by(invoice.c.sequence.desc())
        .limit(1)
    )
    blocking = uow.rows(statement)[0]
    return Refusal(
        "before_last_issue", f"{blocking['number']} is already dated {blocking['day']}.", field="day",
        way_out=f"Date this one {blocking['day']} or later.",
    )  # fmt: skip


def insert_invoices(uow: UnitOfWork, invoices: Sequence[Invoice]) -> None:
    uow.insert(invoice, [_invoice_row(item) for item in invoices])
    uow.insert(
        invoice_line, [{"invoice": item.id, **row_of(line)} for item in invoices for line in item.lines]
    )


def _invoice_row(item: Invoice) -> dict[str, Any]:
    row = row_of(item)
    del row["lines"]
    return row


def invoices_by_id(uow: UnitOfWork, ids: Iterable[str]) -> dict[str, Invoice]:
    wanted = sorted(set(ids))
    found: dict[str, Invoice] = {}
    for start in range(0, len(wanted), 500):
        chunk = wanted[start : start + 500]
        rows = uow.rows(sa.select(invoice).where(invoice.c.id.in_(chunk)))
        found |= {item.id: item for item in _built(uow, rows)}
    return found


def invoice_by_id(uow: UnitOfWork, key: str) -> Invoice | None:
    return invoices_by_id(uow, [key]).get(key)


def _built(uow: UnitOfWork, rows: Sequence[sa.RowMapping]) -> list[Invoice]:
    lines: dict[str, list[PricedLine]] = {}
    ids = [row["id"] for row in rows]
    for row in uow.rows(
        sa.select(invoice_line)
        .where(invoice_line.c.invoice.in_(ids))
        .order_by(invoice_line.c.invoice, invoice_line.c.line)
    ):
        facts = dict(row)
        lines.setdefault(facts.pop("invoice"), []).append(PricedLine(**facts))
    out: list[Invoice] = []
    for row in rows:
        facts = dict(row)
        facts["buyer"] = msgspec.convert(facts["buyer"], Client)
        facts["vat_totals"] = msgspec.convert(facts["vat_totals"], tuple[VatTotal, ...])
        out.append(Invoice(lines=tuple(lines.get(row["id"], ())), **facts))
    return out


def credit_notes_of(uow: UnitOfWork, ids: Iterable[str]) -> dict[str, list[Invoice]]:
    """Credit notes by the invoice they correct, oldest first."""
    rows = uow.rows(sa.select(invoice).where(invoice.c.credits.in_(sorted(set(ids)))).order_by(invoice.c.id))
    notes: dict[str, list[Invoice]] = {}
    for note in _built(uow, rows):
        notes.setdefault(note.credits or "", []).append(note)
    return notes


def invoices_of(
    uow: UnitOfWork,
    activities: Sequence[str] | None = None,
    limit: int = 200,
    client: str | None = None,
    ids: Sequence[str] | None = None,
    offset: int = 0,
) -> list[sa.RowMapping]:
    """Invoices with what is still open on them, newest first; None: of the whole entity, of any client, any of them."""
    statement = (
        sa.select(
            invoice.c.id, invoice.c.kind, invoice.c.number, invoice.c.day, invoice.c.due, invoice.c.activity,
            invoice.c.client, invoice.c.buyer, invoice.c.net, invoice.c.gross, invoice.c.credits,
            receivable.c.open, receivable.c.paid_on,
        )
        .outerjoin(receivable, receivable.c.invoice == invoice.c.id)
        .order_by(invoice.c.day.desc(), invoice.c.id.desc())
        .limit(limit)
        .offset(offset)
    )  # fmt: skip
    if activities is not None:
        statement = statement.where(invoice.c.activity.in_(list(activities)))
    if client is not None:
        statement = statement.where(invoice.c.client == client)
    if ids is not None:
        statement = statement.where(invoice.c.id.in_(list(ids)))
    return uow.rows(statement)


def overdue_invoices(uow: UnitOfWork, day: date, limit: int) -> list[sa.RowMapping]:
    """What is open on invoices due before ``day``, the oldest first: invoice, number, buyer, due, open."""
    return uow.rows(
        sa.select(
            receivable.c.invoice, receivable.c.due, receivable.c.open, invoice.c.number, invoice.c.buyer, invoice.c.activity
        )
        .join(invoice, invoice.c.id == receivable.c.invoice)
        .where(receivable.c.open > 0, receivable.c.due < day)
        .order_by(receivable.c.due, receivable.c.invoice)
        .limit(limit)
    )  # fmt: skip


def quote_by_id(uow: UnitOfWork, key: str) -> Quote | None:
    row = uow.one(sa.select(quote).where(quote.c.id == key))
    return _quote(row) if row else None


def quotes_locked(uow: UnitOfWork, ids: Iterable[str]) -> dict[str, Quote]:
    """Quotes by id, locked until commit: a quote is accepted once and becomes one invoice, whoever presses when."""
    statement = (
        sa.select(quote).where(quote.c.id.in_(sorted(set(ids)))).order_by(quote.c.id).with_for_update()
    )
    return {row["id"]: _quote(row) for row in uow.rows(statement)}


def _quote(row: sa.RowMapping) -> Quote:
    facts = {name: row[name] for name in Quote.__struct_fields__}
    return Quote(**{**facts, "draft": msgspec.convert(facts["draft"], Draft)})


def quotes_of(
    uow: UnitOfWork, activities: Sequence[str] | None = None, limit: int | None = None, offset: int = 0
) -> list[Quote]:
    statement = sa.select(quote).order_by(quote.c.number.desc())
    if activities is not None:
        statement = statement.where(quote.c.activity.in_(list(activities)))
    if limit is not None:
        statement = statement.limit(limit).offset(offset)
    return [_quote(row) for row in uow.rows(statement)]


@document_reader("invoice")
def invoice_documents(uow: UnitOfWork, ids: Sequence[str]) -> dict[str, bytes]:
    return {key: canonical(item) for key, item in invoices_by_id(uow, ids).items()}


def open_amount(uow: UnitOfWork, key: str) -> int:
    """What is still owed on an invoice, minor units; 0 for a credit note."""
    statement = sa.select(receivable.c.open).where(receivable.c.invoice == key)
    return uow.execute(statement).scalar_one_or_none() or 0
