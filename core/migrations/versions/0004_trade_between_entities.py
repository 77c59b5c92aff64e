"""Trade between entities: sisters among the clients, the documents both hold, what arrives and what is paid; new keys."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from core.ledger import triggers

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

FROZEN = ("voucher", "incoming_document", "incoming_taken", "sister_payment", "pair_explanation")


def upgrade() -> None:
    op.add_column("client", sa.Column("entity", sa.Text(), nullable=False, server_default=""))
    for name in ("counterparty", "document_number", "document_currency"):
        op.add_column("expense", sa.Column(name, sa.Text(), nullable=False, server_default=""))
    op.add_column("expense", sa.Column("document_day", sa.Date(), nullable=True))
    for name in ("document_net", "document_gross"):
        op.add_column("expense", sa.Column(name, sa.BigInteger(), nullable=False, server_default="0"))
    _voucher()
    _trade()
    _keys()
    _pairs()
    for statement in triggers.freeze(op.get_bind().dialect.name, FROZEN):
        op.get_bind().exec_driver_sql(statement)


def _voucher() -> None:
    op.create_table(
        "voucher",
        sa.Column("entry", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("line", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["entry", "line"], ["posting.entry", "posting.line"], name=op.f("fk_voucher_entry_line")
        ),
        sa.PrimaryKeyConstraint("entry", "line", name=op.f("pk_voucher")),
    )


def _trade() -> None:
    uuid = sa.Uuid(as_uuid=False)
    texts = ("reference", "credits", "activity")
    op.create_table(
        "incoming_document",
        sa.Column("id", uuid, nullable=False),
        sa.Column("sender", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        *(sa.Column(name, sa.BigInteger(), nullable=False) for name in ("net", "vat", "gross")),
        *(sa.Column(name, sa.Text(), nullable=False) for name in texts),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("envelope", sa.LargeBinary(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incoming_document")),
        sa.UniqueConstraint("sender", "number", name=op.f("uq_incoming_document_sender_number")),
    )
    op.create_table(
        "incoming_taken",
        sa.Column("document", uuid, nullable=False),
        sa.Column("expense", uuid, nullable=False),
        sa.Column("rate", sa.Text(), nullable=False),
        sa.Column("rate_source", sa.Text(), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("taken_by", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document"], ["incoming_document.id"], name=op.f("fk_incoming_taken_document")
        ),
        sa.ForeignKeyConstraint(["expense"], ["expense.id"], name=op.f("fk_incoming_taken_expense")),
        sa.PrimaryKeyConstraint("document", name=op.f("pk_incoming_taken")),
        sa.UniqueConstraint("expense", name=op.f("uq_incoming_taken_expense")),
    )
    op.create_table(
        "sister_payment",
        sa.Column("id", uuid, nullable=False),
        sa.Column("expense", uuid, nullable=False),
        sa.Column("counterparty", sa.Text(), nullable=False),
        sa.Column("structure", sa.Text(), nullable=False),
        sa.Column("bank_key", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        *(sa.Column(name, sa.BigInteger(), nullable=False) for name in ("amount", "settled", "paid")),
        sa.ForeignKeyConstraint(["expense"], ["expense.id"], name=op.f("fk_sister_payment_expense")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sister_payment")),
        sa.UniqueConstraint("bank_key", name=op.f("uq_sister_payment_bank_key")),
    )
    op.create_index(op.f("ix_sister_payment_expense"), "sister_payment", ["expense"], unique=False)


def _keys() -> None:
    op.create_table(
        "key_proposal",
        sa.Column("entity", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("public", sa.Text(), nullable=False),
        sa.Column("replaces", sa.Text(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("old_until", sa.Date(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("entity", "key", name=op.f("pk_key_proposal")),
    )


def _pairs() -> None:
    key = ("class", "giver", "taker", "number", "currency", "difference")
    op.create_table(
        "pair_explanation",
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in key[:4]),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("difference", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("sentence", sa.Text(), nullable=False),
        sa.Column("explained_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("explained_by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pair_explanation")),
        sa.UniqueConstraint(*key, name=op.f("uq_pair_explanation_" + "_".join(key))),
    )


def downgrade() -> None:
    raise NotImplementedError("the books only go forward: restore a backup instead")
