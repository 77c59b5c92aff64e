"""Reading the whole ledger again and naming the first rows that are not what was posted."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

import sqlalchemy as sa

from core.db import UnitOfWork
from core.ledger import hashing, store

DocumentReader = Callable[[UnitOfWork, Sequence[str]], dict[str, bytes]]
_readers: dict[str, DocumentReader] = {}


def document_reader(document_type: str) -> Callable[[DocumentReader], DocumentReader]:
    """Register how a slice's documents are read back as the bytes that were hashed when they were posted."""

    def register(reader: DocumentReader) -> DocumentReader:
        _readers[document_type] = reader
        return reader

    return register


class Break(NamedTuple):
    """Where the ledger is not what was posted: the table, the row and what is wrong with it."""

    table: str
    row: str
    reason: str


class Head(NamedTuple):
    """The end of the chain as it goes out with the month's figures."""

    entry: int
    block: int
    digest: str


def head(uow: UnitOfWork) -> Head:
    row = uow.one(sa.select(store.chain_head))
    return (
        Head(row["last_entry"], row["last_block"], row["digest"].hex())
        if row
        else Head(0, 0, hashing.GENESIS.hex())
    )


def verify(uow: UnitOfWork, published: Sequence[Head] = ()) -> list[Break]:
    """Every break found, row by row. ``published`` heads must lie on the chain: a cut-off tail is noticed by them."""
    breaks = [*_rows(uow), *_blocks(uow), *_documents(uow)]
    for anchor in published:
        row = uow.one(sa.select(store.block).where(store.block.c.id == anchor.block))
        if row is None or row["last_entry"] != anchor.entry or row["digest"].hex() != anchor.digest:
            breaks.append(
                Break("block", str(anchor.block), f"the head published with entry {anchor.entry} is gone")
            )
    return breaks


def _rows(uow: UnitOfWork) -> Iterator[Break]:
    """Postings against their own digest, entries against theirs."""
    sides: dict[int, list[bytes]] = {}
    for row in uow.connection.execute(
        sa.select(store.posting).order_by(store.posting.c.entry, store.posting.c.line)
    ).mappings():
        digest = hashing.posting_digest(
            row["entry"], row["line"], row["role"], row["account"], row["amount"], row["currency"],
            row["activity"], row["party"], row["counterparty"],
        )  # fmt: skip
        if digest != row["digest"]:
            yield Break("posting", f"{row['entry']}/{row['line']}", "its content is not what was posted")
        sides.setdefault(row["entry"], []).append(row["digest"])
    for row in uow.connection.execute(sa.select(store.entry).order_by(store.entry.c.id)).mappings():
        digest = hashing.entry_digest(
            row["id"], row["cause"], row["day"], row["month"], row["structure"], row["kind"], row["document_type"],
            row["document_id"], row["document_digest"], row["text"], row["currency"], sides.pop(row["id"], []),
        )  # fmt: skip
        if digest != row["digest"]:
            yield Break("entry", str(row["id"]), "its content or its postings are not what was posted")
    for number in sides:
        yield Break("entry", str(number), "it has postings but is gone")


def _blocks(uow: UnitOfWork) -> Iterator[Break]:
    digests = {
        row.id: row.digest
        for row in uow.connection.execute(sa.select(store.entry.c.id, store.entry.c.digest))
    }
    previous, number, last = hashing.GENESIS, 0, 0
    for row in uow.rows(sa.select(store.block).order_by(store.block.c.id)):
        number += 1
        members = [digests.get(entry, b"") for entry in range(row["first_entry"], row["last_entry"] + 1)]
        whole = row["id"] == number and row["first_entry"] == last + 1 and row["previous"] == previous
        if not whole or row["digest"] != hashing.block_digest(
            row["id"], row["first_entry"], row["last_entry"], row["previous"], members
        ):
            yield Break("block", str(row["id"]), "the chain does not continue here as it was posted")
        previous, number, last = row["digest"], row["id"], row["last_entry"]
    end = head(uow)
    if (end.entry, end.block, end.digest) != (last, number, previous.hex()):
        yield Break("chain_head", str(end.block), "the head is not the end of the chain")


def _documents(uow: UnitOfWork) -> Iterator[Break]:
    """Documents read back from their own tables, against the hash their entry keeps."""
    for document_type, reader in sorted(_readers.items()):
        kept = {
            row["document_id"]: (row["id"], row["document_digest"])
            for row in uow.rows(
                sa.select(store.entry.c.id, store.entry.c.document_id, store.entry.c.document_digest)
                .where(store.entry.c.document_type == document_type)
                .order_by(store.entry.c.id.desc())
            )
        }
        wanted = sorted(kept)
        for start in range(0, len(wanted), 500):
            chunk = wanted[start : start + 500]
            found = reader(uow, chunk)
            for key in chunk:
                number, digest = kept[key]
                if key not in found:
                    yield Break(document_type, key, f"the document of entry {number} is gone")
                elif hashing.document_digest(found[key]) != digest:
                    yield Break(document_type, key, f"it is not the document that entry {number} booked")
