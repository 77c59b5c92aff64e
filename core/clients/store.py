"""The client table, and what the authorities answered about clients' VAT numbers."""

from __future__ import annotations

from collections.abc import Iterable

import sqlalchemy as sa

from core.clients.model import Client, VatAnswer
from core.db import Day, Id, Instant, Json, UnitOfWork, build, metadata

client = sa.Table(
    "client",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("country", sa.String(2), nullable=False),
    sa.Column("language", sa.Text, nullable=False),
    sa.Column("email", sa.Text, nullable=False),
    sa.Column("vat_number", sa.Text, nullable=False),
    sa.Column("street", sa.Text, nullable=False),
    sa.Column("postal_code", sa.Text, nullable=False),
    sa.Column("city", sa.Text, nullable=False),
    sa.Column("term_days", sa.Integer, nullable=False),
    sa.Column("added_at", Instant, nullable=False),
    sa.Column("entity", sa.Text, nullable=False, server_default=""),
    sa.Column("added_by", sa.Text, nullable=False, server_default=""),
    sa.Column("legal_id", sa.Text, nullable=False, server_default=""),
    sa.Column("electronic_address", sa.Text, nullable=False, server_default=""),
    sa.Column("country_data", Json, nullable=False, server_default="{}"),
)

vat_answer = sa.Table(
    "vat_answer",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("client", Id, sa.ForeignKey("client.id"), nullable=False),
    sa.Column("vat_number", sa.Text, nullable=False),
    sa.Column("asked_on", Day, nullable=False),
    sa.Column("valid", sa.Boolean, nullable=False),
    sa.Column("consultation", sa.Text, nullable=False),
    sa.Column("recorded_at", Instant, nullable=False),
    sa.Column("recorded_by", sa.Text, nullable=False),
    sa.Index("ix_vat_answer_client", "client", "id"),
)

IMMUTABLE = ("vat_answer",)
"""An answer of the tax authorities about a number is a proof: it is added, never changed."""


_ANSWERS = (
    sa.select(vat_answer.c.client, vat_answer.c.vat_number, vat_answer.c.valid)
    .where(vat_answer.c.client.in_(sa.bindparam("ids", expanding=True)))
    .order_by(vat_answer.c.id)
)
_BY_ID = sa.select(client).where(client.c.id.in_(sa.bindparam("ids", expanding=True)))


def clients_by_id(uow: UnitOfWork, ids: Iterable[str]) -> dict[str, Client]:
    wanted = sorted(set(ids))
    found: dict[str, Client] = {}
    for start in range(0, len(wanted), 500):
        chunk = wanted[start : start + 500]
        for row in uow.rows(_BY_ID, {"ids": chunk}):
            found[row["id"]] = build(Client, row)
    return found


def vat_answers_of(uow: UnitOfWork, client: str) -> list[VatAnswer]:
    """What was answered about the client's VAT numbers, the last first."""
    rows = uow.rows(
        sa.select(vat_answer).where(vat_answer.c.client == client).order_by(vat_answer.c.id.desc())
    )
    return [build(VatAnswer, row) for row in rows]


def vat_validity(uow: UnitOfWork, clients: Iterable[Client]) -> dict[str, bool]:
    """By client, the last answer about the VAT number it has now; clients nobody asked about are left out."""
    numbers = {client.id: client.vat_number for client in clients if client.vat_number}
    found: dict[str, bool] = {}
    wanted = sorted(numbers)
    for start in range(0, len(wanted), 500):
        chunk = wanted[start : start + 500]
        for row in uow.rows(_ANSWERS, {"ids": chunk}):
            if row["vat_number"] == numbers[row["client"]]:
                found[row["client"]] = row["valid"]
    return found
