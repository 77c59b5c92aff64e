"""Who added a client: a member sees the clients they added before anything is invoiced."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("client", sa.Column("added_by", sa.Text(), nullable=False, server_default=""))
