"""The letter table: one row for each outbox row and reader, so that a job run twice writes one letter."""

from __future__ import annotations

import sqlalchemy as sa

from core.db import Id, Instant, UnitOfWork, metadata

letter = sa.Table(
    "letter",
    metadata,
    sa.Column("outbox", Id, primary_key=True),
    sa.Column("recipient", sa.Text, nullable=False),
    sa.Column("language", sa.Text, nullable=False),
    sa.Column("subject", sa.Text, nullable=False),
    sa.Column("body", sa.Text, nullable=False),
    sa.Column("written_at", Instant, nullable=False),
)


def write(uow: UnitOfWork, outbox: str, recipient: str, language: str, subject: str, body: str) -> None:
    """Lay a letter in the mailbox; the same outbox row writes it once."""
    uow.insert_or_ignore(letter, {
        "outbox": outbox, "recipient": recipient, "language": language, "subject": subject, "body": body,
        "written_at": uow.now,
    })  # fmt: skip
