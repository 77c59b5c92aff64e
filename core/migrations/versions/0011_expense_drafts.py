"""A supplier's e-invoice makes a draft, which somebody completes and hands in; what was read so far was handed in at once."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "expense_draft",
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("seller", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("activity", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("person", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("supplier", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("gross", sa.BigInteger(), nullable=False),
        sa.Column("vat", sa.BigInteger(), nullable=False),
        sa.Column("receipt", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("read_by", sa.Text(), nullable=False),
        sa.Column("expense", sa.Uuid(as_uuid=False), nullable=True),
        sa.Column("discarded_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["activity"], ["activity.id"], name=op.f("fk_expense_draft_activity")),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name=op.f("fk_expense_draft_person")),
        sa.ForeignKeyConstraint(["expense"], ["expense.id"], name=op.f("fk_expense_draft_expense")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_expense_draft")),
        sa.UniqueConstraint("seller", "number", "day", name=op.f("uq_expense_draft_seller_number_day")),
    )
    op.create_index("ix_expense_draft_activity", "expense_draft", ["activity"], unique=False)
    # One note came of each invoice, so the note's id is free to be the draft's.
    op.execute(
        "INSERT INTO expense_draft (id, seller, number, day, activity, person, supplier, description, gross, vat, receipt,"
        " digest, content, read_at, read_by, expense)"
        " SELECT expense.id, read.seller, read.number, read.day, expense.activity, expense.person, expense.supplier,"
        " expense.description, expense.gross, expense.vat, expense.receipt, read.digest, read.content, read.read_at,"
        " expense.submitted_by, expense.id FROM supplier_invoice read JOIN expense ON expense.id = read.expense"
    )
    op.drop_table("supplier_invoice")
