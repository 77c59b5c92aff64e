"""Corrected rates of the group: versions 2, 3 … of a frozen rate, each with its reason; the first stays as it is."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from core.ledger import triggers

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "rate_correction",
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("closing", sa.Text(), nullable=False),
        sa.Column("average", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("corrected_on", sa.Date(), nullable=False),
        sa.Column("corrected_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("corrected_by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("currency", "month", "version", name=op.f("pk_rate_correction")),
    )
    for statement in triggers.freeze(op.get_bind().dialect.name, ("rate_correction",)):
        op.get_bind().exec_driver_sql(statement)
