"""The receipt table: rows are never changed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import sqlalchemy as sa

from core.bank.model import Receipt
from core.db import Day, Id, Minor, UnitOfWork, build, canonical, metadata
from core.ledger import document_reader
from core.sales.store import invoice
from shared_tools.identifiers import reference_forms

receipt = sa.Table(
    "receipt",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("bank_key", sa.Text, nullable=False, unique=True),
    sa.Column("day", Day, nullable=False),
    sa.Column("amount", Minor, nullable=False),
    sa.Column("reference", sa.Text, nullable=False),
    sa.Column("payer", sa.Text, nullable=False),
    sa.Column("structure", sa.Text, nullable=False),
    sa.Column("invoice", Id, sa.ForeignKey("invoice.id"), index=True),
    sa.Column("client", Id),
    sa.Column("applied", Minor, nullable=False),
)

IMMUTABLE = ("receipt",)


def known_keys(uow: UnitOfWork, keys: Iterable[str]) -> set[str]:
    return set(
        uow.execute(sa.select(receipt.c.bank_key).where(receipt.c.bank_key.in_(sorted(set(keys))))).scalars()
    )


def invoices_by_reference(uow: UnitOfWork, references: Iterable[str]) -> dict[str, sa.RowMapping]:
    """Invoices by the payment reference as the bank wrote it, signs and spaces apart. Equal, never a prefix (failure
    mode B6)."""
    written = {reference: reference_forms(reference) for reference in references}
    statement = sa.select(
        invoice.c.id,
        invoice.c.reference,
        invoice.c.client,
        invoice.c.structure,
        invoice.c.currency,
    ).where(invoice.c.reference.in_(sorted({form for forms in written.values() for form in forms})))
    found = {row["reference"]: row for row in uow.rows(statement)}
    return {reference: found[form] for reference, forms in written.items() for form in forms if form in found}


def receipts_of(uow: UnitOfWork, invoices: Sequence[str]) -> list[Receipt]:
    statement = sa.select(receipt).where(receipt.c.invoice.in_(list(invoices))).order_by(receipt.c.day)
    return [build(Receipt, row) for row in uow.rows(statement)]


def unmatched(uow: UnitOfWork) -> list[Receipt]:
    return [build(Receipt, row) for row in uow.rows(sa.select(receipt).where(receipt.c.invoice.is_(None)))]


def receipts_listed(uow: UnitOfWork, limit: int, offset: int) -> list[Receipt]:
    """What no invoice was found for, then the newest."""
    unknown_first = sa.case((receipt.c.invoice.is_(None), 0), else_=1)
    statement = sa.select(receipt).order_by(unknown_first, receipt.c.day.desc(), receipt.c.id.desc())
    return [build(Receipt, row) for row in uow.rows(statement.limit(limit).offset(offset))]


@document_reader("receipt")
def receipt_documents(uow: UnitOfWork, ids: Sequence[str]) -> dict[str, bytes]:
    rows = uow.rows(sa.select(receipt).where(receipt.c.id.in_(list(ids))))
    return {row["id"]: canonical(build(Receipt, row)) for row in rows}
