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


Verifier = Callable[[UnitOfWork], Iterator[Break]]
_verifiers: list[Verifier] = []


def also_verified(verifier: Verifier) -> Verifier:
    """Register what a later slice has to verify of its own: what left the house against the books."""
    _verifiers.append(verifier)
    return verifier


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
    for verifier in _verifiers:
        breaks += verifier(uow)
    ends = (
        {Head(row["last_entry"], row["id"], row["digest"].hex()) for row in _readable(uow, store.block)}
        if published
        else set()
    )
    for anchor in published:
        if anchor not in ends:
            breaks.append(
                Break("block", str(anchor.block), f"the head published with entry {anchor.entry} is gone")
            )
    return breaks


def _rows(uow: UnitOfWork) -> Iterator[Break]:
    """Postings against their own digest, entries against theirs."""
    sides: dict[int, list[bytes]] = {}
    for row in _read(uow, store.posting):
        if isinstance(row, Break):
            yield row
            continue
        digest = hashing.posting_digest(
            row["entry"], row["line"], row["role"], row["account"], row["amount"], row["currency"],
            row["activity"], row["party"], row["counterparty"],
        )  # fmt: skip
        if digest != row["digest"]:
            yield Break("posting", f"{row['entry']}/{row['line']}", "its content is not what was posted")
        sides.setdefault(row["entry"], []).append(row["digest"])
    for row in _read(uow, store.entry):
        if isinstance(row, Break):
            yield row
            continue
        digest = hashing.entry_digest(
            row["id"], row["cause"], row["day"], row["month"], row["structure"], row["kind"], row["document_type"],
            row["document_id"], row["document_digest"], row["text"], row["currency"], sides.pop(row["id"], []),
        )  # fmt: skip
        if digest != row["digest"]:
            yield Break("entry", str(row["id"]), "its content or its postings are not what was posted")
    for number in sides:
        yield Break("entry", str(number), "it has postings but is gone or cannot be read")


def _read(uow: UnitOfWork, table: sa.Table) -> Iterator[sa.RowMapping | Break]:
    """All rows by primary key. One so damaged that it cannot even be read (a date that is none) is named instead."""
    key = list(table.primary_key.columns)
    numbers = [column.name for column in table.columns if isinstance(column.type, sa.Integer)]
    statement = sa.select(table).order_by(*key)
    position = 0
    while True:
        try:
            for row in uow.connection.execute(statement.offset(position)).mappings():
                if all(isinstance(row[name], int) for name in numbers):
                    yield row
                else:  # SQLite keeps anything in any column
                    yield Break(
                        table.name, "/".join(str(row[column.name]) for column in key), "it cannot be read"
                    )
                position += 1
            return
        except (ValueError, TypeError):  # what the column types raise; the database's own errors go up
            try:
                row = uow.connection.execute(statement.offset(position).limit(1)).mappings().one()
            except (ValueError, TypeError):
                names = sa.select(*(sa.cast(column, sa.Text) for column in key)).order_by(*key)
                name = uow.connection.execute(names.offset(position).limit(1)).one()
                yield Break(table.name, "/".join(name), "it cannot be read")
            else:
                yield row
            position += 1


def _readable(uow: UnitOfWork, table: sa.Table) -> Iterator[sa.RowMapping]:
    return (row for row in _read(uow, table) if not isinstance(row, Break))


def _blocks(uow: UnitOfWork) -> Iterator[Break]:
    """Every entry lies in one block, the blocks follow each other, the head is the last of them."""
    entries = [(row["id"], row["digest"]) for row in _readable(uow, store.entry)]
    yield from _gaps([number for number, _ in entries])
    previous, number, last, position = hashing.GENESIS, 0, 0, 0
    for row in _read(uow, store.block):
        number += 1
        if isinstance(row, Break):
            yield row
            continue
        held: list[bytes] = []
        while position < len(entries) and entries[position][0] <= row["last_entry"]:
            held.append(entries[position][1])
            position += 1
        digest = hashing.block_digest(
            row["hash_version"], row["id"], row["first_entry"], row["last_entry"], row["posted_at"], row["previous"], held
        )  # fmt: skip
        follows = row["id"] == number and row["first_entry"] == last + 1 and row["previous"] == previous
        if not follows or row["digest"] != digest:
            yield Break("block", str(row["id"]), "the chain does not continue here as it was posted")
        previous, number, last = row["digest"], row["id"], row["last_entry"]
    for outside, _ in entries[position:]:
        yield Break("entry", str(outside), "no block holds it")
    end = head(uow)
    if (end.entry, end.block, end.digest) != (last, number, previous.hex()):
        yield Break("chain_head", str(end.block), "the head is not the end of the chain")


def _gaps(numbers: Sequence[int]) -> Iterator[Break]:
    for before, after in zip([0, *numbers], numbers, strict=False):
        if after > before + 1:
            rows = str(after - 1) if after == before + 2 else f"{before + 1}-{after - 1}"
            yield Break("entry", rows, "it is gone")


def _documents(uow: UnitOfWork) -> Iterator[Break]:
    """Documents read back from their own tables, against the hash their entry keeps."""
    booked: dict[str, dict[str, tuple[int, bytes]]] = {document_type: {} for document_type in _readers}
    for row in _readable(uow, store.entry):
        if row["document_type"] in booked:
            document = row["id"], row["document_digest"]
            booked[row["document_type"]].setdefault(row["document_id"], document)
    for document_type, reader in sorted(_readers.items()):
        kept = booked[document_type]
        wanted = sorted(kept)
        for start in range(0, len(wanted), 500):
            chunk = wanted[start : start + 500]
            found, unreadable = _documents_read(uow, reader, chunk)
            for key in chunk:
                number, digest = kept[key]
                if key in unreadable:
                    yield Break(document_type, key, f"the document of entry {number} cannot be read")
                elif key not in found:
                    yield Break(document_type, key, f"the document of entry {number} is gone")
                elif hashing.document_digest(found[key]) != digest:
                    yield Break(document_type, key, f"it is not the document that entry {number} booked")


def _documents_read(
    uow: UnitOfWork, reader: DocumentReader, keys: Sequence[str]
) -> tuple[dict[str, bytes], set[str]]:
    """The documents as bytes, and those so damaged that they cannot be read."""
    try:
        return reader(uow, keys), set()
    except (ValueError, TypeError):  # a date that is none, JSON that is none, a struct it no longer fits
        if len(keys) == 1:
            return {}, set(keys)
        parts = [_documents_read(uow, reader, [key]) for key in keys]
        return {k: v for found, _ in parts for k, v in found.items()}, set().union(*(bad for _, bad in parts))
