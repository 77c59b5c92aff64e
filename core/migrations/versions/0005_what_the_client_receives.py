"""What the client receives: addresses, files kept as they left, links to them, requests, and what VIES answered."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from core.ledger import triggers

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

FROZEN = ("vat_answer", "issued_file")


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
    op.add_column("quote", sa.Column("accepted_digest", sa.Text(), nullable=True))
    op.create_table(
        "issued_file",
        sa.Column("document", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("format", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["document"], ["invoice.id"], name=op.f("fk_issued_file_document")),
        sa.PrimaryKeyConstraint("document", "format", name=op.f("pk_issued_file")),
    )
    op.create_table(
        "client_link",
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("client", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("document_type", sa.Text(), nullable=False),
        sa.Column("document", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["client"], ["client.id"], name=op.f("fk_client_link_client")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_client_link")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_client_link_token_hash")),
    )
    op.create_index("ix_client_link_document", "client_link", ["document"], unique=False)
    op.create_table(
        "client_request",
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("client", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("document", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["client"], ["client.id"], name=op.f("fk_client_request_client")),
        sa.ForeignKeyConstraint(["document"], ["invoice.id"], name=op.f("fk_client_request_document")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_client_request")),
    )
    op.create_index("ix_client_request_document", "client_request", ["document"], unique=False)
    op.create_table(
        "dispatch",
        sa.Column("document", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("document_type", sa.Text(), nullable=False),
        sa.Column("client", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("format", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("receipt", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("queued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["client"], ["client.id"], name=op.f("fk_dispatch_client")),
        sa.PrimaryKeyConstraint("document", "channel", name=op.f("pk_dispatch")),
    )
    op.create_index("ix_dispatch_next_at", "dispatch", ["next_at"], unique=False)
    op.create_table(
        "supplier_invoice",
        sa.Column("seller", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("expense", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["expense"], ["expense.id"], name=op.f("fk_supplier_invoice_expense")),
        sa.PrimaryKeyConstraint("seller", "number", "day", name=op.f("pk_supplier_invoice")),
    )
    for statement in triggers.freeze(op.get_bind().dialect.name, FROZEN):
        op.get_bind().exec_driver_sql(statement)
