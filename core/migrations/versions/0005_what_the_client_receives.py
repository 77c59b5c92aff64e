"""What the client receives: where e-invoices reach a client, and what VIES answered about its number."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from core.ledger import triggers

revision = "0005"
down_revision = "0002"
branch_labels = None
depends_on = None

FROZEN = ("vat_answer",)


def upgrade() -> None:
    for name in ("legal_id", "electronic_address"):
        op.add_column("client", sa.Column(name, sa.Text(), nullable=False, server_default=""))
    op.add_column("client", sa.Column("country_data", sa.Text(), nullable=False, server_default="{}"))
    op.create_table(
        "vat_answer",
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("client", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("vat_number", sa.Text(), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("valid", sa.Boolean(), nullable=False),
        sa.Column("consultation", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["client"], ["client.id"], name=op.f("fk_vat_answer_client")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vat_answer")),
    )
    op.create_index("ix_vat_answer_client", "vat_answer", ["client", "id"], unique=False)
    for statement in triggers.freeze(op.get_bind().dialect.name, FROZEN):
        op.get_bind().exec_driver_sql(statement)
