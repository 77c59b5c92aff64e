"""What becomes of a sister's document: declined, answered, its VAT accounted for here, revalued at the month's end, paid."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from core.ledger import triggers

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

FROZEN = ("incoming_declined", "sister_answer", "closing_rate", "revaluation")


def upgrade() -> None:
    for table, name in (
        ("incoming_document", "reverse_base"),
        ("expense", "reverse_vat"),
        ("expense", "reverse_vat_back"),
    ):
        op.add_column(table, sa.Column(name, sa.BigInteger(), nullable=False, server_default="0"))
    for table in ("incoming_document", "sister_payment"):
        op.add_column(table, sa.Column("iban", sa.Text(), nullable=False, server_default=""))
    _documents()
    _closing()
    for statement in triggers.freeze(op.get_bind().dialect.name, FROZEN):
        op.get_bind().exec_driver_sql(statement)


def _documents() -> None:
    op.create_table(
        "incoming_declined",
        sa.Column("document", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("declined_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("declined_by", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document"], ["incoming_document.id"], name=op.f("fk_incoming_declined_document")
        ),
        sa.PrimaryKeyConstraint("document", name=op.f("pk_incoming_declined")),
    )
    op.create_table(
        "sister_answer",
        sa.Column("sender", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("sender", "number", name=op.f("pk_sister_answer")),
    )


def _closing() -> None:
    op.create_table(
        "closing_rate",
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("month", sa.String(length=7), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("closing", "source")),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("entered_by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("currency", "month", name=op.f("pk_closing_rate")),
    )
    names = "month", "structure", "role", "counterparty", "number", "currency"
    op.create_table(
        "revaluation",
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("month", sa.String(length=7), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in names[1:5]),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        *(
            sa.Column(name, sa.BigInteger(), nullable=False)
            for name in ("document_amount", "booked", "closing")
        ),
        sa.Column("rate", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_revaluation")),
        sa.UniqueConstraint(*names, name=op.f("uq_revaluation_document")),
    )
