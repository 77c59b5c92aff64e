"""Difference slips beside the slips they correct; what happened to each notice to the State."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from core.ledger import triggers

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        _payslip_built_anew()
    else:
        op.add_column("payslip", sa.Column("corrects", sa.Uuid(as_uuid=False), nullable=True))
        op.add_column("payslip", sa.Column("correction", sa.Integer(), nullable=False, server_default="0"))
        op.create_foreign_key("fk_payslip_corrects", "payslip", "payslip", ["corrects"], ["id"])
        op.drop_constraint("uq_payslip_contract_month", "payslip", type_="unique")
        op.create_unique_constraint(
            "uq_payslip_contract_month_correction", "payslip", ["contract", "month", "correction"]
        )
    op.create_index("ix_payslip_corrects", "payslip", ["corrects"], unique=False)
    op.add_column("declaration", sa.Column("attempts", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("declaration", sa.Column("given", sa.Text(), nullable=False, server_default="{}"))
    op.create_table(
        "declaration_event",
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("declaration", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False, server_default=""),
        sa.ForeignKeyConstraint(["declaration"], ["declaration.id"], name="fk_declaration_event_declaration"),
        sa.PrimaryKeyConstraint("id", name="pk_declaration_event"),
    )
    op.create_index("ix_declaration_event_declaration", "declaration_event", ["declaration"], unique=False)
    for statement in triggers.freeze(op.get_bind().dialect.name, ("declaration_event",)):
        op.get_bind().exec_driver_sql(statement)


def _payslip_built_anew() -> None:
    """SQLite drops no constraint of a table: every row is copied as it is, then the table is frozen again."""
    columns = [
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("contract", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("activity", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("worker", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("structure", sa.Text(), nullable=False),
        sa.Column("contract_type", sa.Text(), nullable=False),
        sa.Column("invoice", sa.Uuid(as_uuid=False), nullable=True),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("counted_in", sa.String(length=7), nullable=False),
        sa.Column("cost_role", sa.Text(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("law_day", sa.Date(), nullable=False),
        sa.Column("pay_day", sa.Date(), nullable=False),
        sa.Column("pay_rule", sa.Text(), nullable=False),
        sa.Column("gross", sa.BigInteger(), nullable=False),
        sa.Column("net", sa.BigInteger(), nullable=False),
        sa.Column("cost", sa.BigInteger(), nullable=False),
        sa.Column("inputs", sa.Text(), nullable=False),
        sa.Column("lines", sa.Text(), nullable=False),
        sa.Column("figures", sa.Text(), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
    ]
    kept = ", ".join(column.name for column in columns)
    op.create_table(
        "payslip_anew",
        *columns,
        sa.Column("corrects", sa.Uuid(as_uuid=False), nullable=True),
        sa.Column("correction", sa.Integer(), nullable=False, server_default="0"),
        sa.ForeignKeyConstraint(["contract"], ["contract.id"], name="fk_payslip_contract"),
        sa.ForeignKeyConstraint(["corrects"], ["payslip_anew.id"], name="fk_payslip_corrects"),
        sa.PrimaryKeyConstraint("id", name="pk_payslip"),
        sa.UniqueConstraint("contract", "month", "correction", name="uq_payslip_contract_month_correction"),
        sa.UniqueConstraint("number", name="uq_payslip_number"),
    )
    op.execute(f"INSERT INTO payslip_anew ({kept}) SELECT {kept} FROM payslip")
    op.drop_table("payslip")
    op.rename_table("payslip_anew", "payslip")
    op.create_index("ix_payslip_activity", "payslip", ["activity"], unique=False)
    op.create_index("ix_payslip_pay_day", "payslip", ["pay_day"], unique=False)
    op.create_index("ix_payslip_worker", "payslip", ["worker", "counted_in"], unique=False)
    for statement in triggers.freeze("sqlite", ("payslip",)):
        op.get_bind().exec_driver_sql(statement)


def downgrade() -> None:
    raise NotImplementedError("the books only go forward: restore a backup instead")
