"""What the tax authority is told of each document, and what it answered."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from core.ledger import triggers

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "authority_report",
        sa.Column("document", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("attempt", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("structure", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("operation", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("link", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["document"], ["invoice.id"], name=op.f("fk_authority_report_document")),
        sa.PrimaryKeyConstraint("document", "attempt", name=op.f("pk_authority_report")),
        sa.UniqueConstraint("structure", "position", name=op.f("uq_authority_report_structure_position")),
    )
    op.create_table(
        "submission",
        sa.Column("document", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("attempt", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("structure", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("authority", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=True),
        sa.Column("objections", sa.Text(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["document"], ["invoice.id"], name=op.f("fk_submission_document")),
        sa.PrimaryKeyConstraint("document", "attempt", name=op.f("pk_submission")),
    )
    op.create_index("ix_submission_state", "submission", ["state", "position"])
    for statement in triggers.freeze(op.get_bind().dialect.name, ("authority_report",)):
        op.get_bind().exec_driver_sql(statement)
