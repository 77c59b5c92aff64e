"""Set-offs of what a worker was paid too much against later wages, and those undone."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from core.ledger import triggers

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "set_off",
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("claim", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("wage", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("person", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("structure", sa.Text(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("consented_on", sa.Date(), nullable=True),
        sa.Column("consent", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["claim"], ["payslip.id"], name=op.f("fk_set_off_claim")),
        sa.ForeignKeyConstraint(["wage"], ["payslip.id"], name=op.f("fk_set_off_wage")),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name=op.f("fk_set_off_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_set_off")),
    )
    op.create_index(op.f("ix_set_off_claim"), "set_off", ["claim"])
    op.create_index(op.f("ix_set_off_wage"), "set_off", ["wage"])
    op.create_table(
        "set_off_undone",
        sa.Column("set_off", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("undone_by", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["set_off"], ["set_off.id"], name=op.f("fk_set_off_undone_set_off")),
        sa.PrimaryKeyConstraint("set_off", name=op.f("pk_set_off_undone")),
    )
    for statement in triggers.freeze(op.get_bind().dialect.name, ("set_off", "set_off_undone")):
        op.get_bind().exec_driver_sql(statement)
