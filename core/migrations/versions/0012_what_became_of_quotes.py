"""A quote nothing came of says since when, why, and whether the client refused it themselves."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("quote", sa.Column("declined_by", sa.Text(), nullable=True))
    op.add_column("quote", sa.Column("declined_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("quote", sa.Column("declined_reason", sa.Text(), nullable=True))
