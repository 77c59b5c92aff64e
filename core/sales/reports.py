"""What the tax authority is told of each document: one report a document, made once; how it is told is in talks.py.

A chain of reports (Veri*factu) has one writer (``uow.alone``): each names the one before it, in the order of positions.
"""

from __future__ import annotations

import msgspec
import sqlalchemy as sa

from core.country.authority import Mends
from core.db import Id, Instant, Json, UnitOfWork, metadata
from core.sales import store
from core.sales.document import sold_of
from core.sales.files import corrects, document_for
from shared_tools.einvoice.objections import Objection
from shared_tools.einvoice.submission import Submission, key
from shared_tools.i18n import N_
from shared_tools.refusal import Refusal

STATES = {
    "queued": (N_("waits to be sent"), "wait"), "unknown": (N_("nobody knows yet whether it arrived"), "late"),
    "sent": (N_("taken in, not yet judged"), "wait"), "accepted": (N_("accepted"), "good"), "refused": (N_("refused"), "late"),
}  # fmt: skip

report = sa.Table(
    "authority_report",
    metadata,
    sa.Column("document", Id, sa.ForeignKey("invoice.id"), primary_key=True),
    sa.Column("attempt", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("structure", sa.Text, nullable=False),
    sa.Column("position", sa.Integer, nullable=False),
    sa.Column("operation", sa.Text, nullable=False),
    sa.Column("number", sa.Text, nullable=False),
    sa.Column("content", sa.LargeBinary, nullable=False),
    sa.Column("link", Json, nullable=False),
    sa.Column("made_at", Instant, nullable=False),
    sa.UniqueConstraint("structure", "position"),
)
submission = sa.Table(
    "submission",
    metadata,
    sa.Column("document", Id, sa.ForeignKey("invoice.id"), primary_key=True),
    sa.Column("attempt", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("structure", sa.Text, nullable=False),
    sa.Column("position", sa.Integer, nullable=False),
    sa.Column("authority", sa.Text, nullable=False),
    sa.Column("key", sa.Text, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("reference", sa.Text, nullable=False),
    sa.Column("tries", sa.Integer, nullable=False),
    sa.Column("not_before", Instant),
    sa.Column("objections", Json, nullable=False),
    sa.Column("changed_at", Instant, nullable=False),
    sa.Index("ix_submission_state", "state", "position"),
)

IMMUTABLE = ("authority_report",)


def report_invoice(uow: UnitOfWork, invoice_id: str, mends: Mends = "") -> None:
    """Make the report of an issued document and queue it; nothing where the country tells no authority, or it was made.

    What the report lacks (a client's tax number) refuses it here: it is said with the document, and no link of a chain
    is used up. ``mends``: another one for a document that was refused, at the end of the chain.
    """
    authority, invoice = uow.country.einvoice.authority, store.invoice_by_id(uow, invoice_id)
    if authority is None or invoice is None:
        return
    uow.alone("authority_report")
    attempt = len(submissions_of(uow, invoice_id))
    if attempt and not mends:
        return
    last = uow.one(
        sa.select(report.c.position, report.c.link).where(report.c.structure == invoice.structure)
        .order_by(report.c.position.desc()).limit(1)
    )  # fmt: skip
    told = uow.one(sa.select(report.c.attempt).where(report.c.document == invoice_id))
    seller = uow.particulars(invoice.structure)
    before = last["link"] if last and authority.chained else None
    moment = uow.local_time.replace(microsecond=0)
    where = {
        "document": invoice_id, "attempt": attempt, "structure": invoice.structure,
        "position": last["position"] + 1 if last else 0,
    }  # fmt: skip
    state = {
        **where, "authority": authority.name, "state": "queued", "reference": "", "tries": 0, "not_before": None,
        "objections": [], "changed_at": uow.now, "key": "",
    }  # fmt: skip
    try:
        sold = sold_of(invoice, seller, uow.country, corrects(uow, invoice))
        made = authority.report(document_for(uow, invoice), sold, before, moment, mends if told else "")
    except Refusal as refusal:
        said = Objection.of(refusal)
        uow.insert(submission, [{**state, "state": "refused", "objections": [msgspec.to_builtins(said)]}])
        return
    uow.insert(report, [{
        **where, "operation": made.operation, "number": made.number, "content": made.content, "link": dict(made.link),
        "made_at": uow.now,
    }])  # fmt: skip
    purpose = f"{made.operation} {attempt}"
    known = key(authority.name, seller.vat_number, made.number, purpose, made.content)
    uow.insert(submission, [{**state, "key": known}])


def mend(uow: UnitOfWork, invoice_id: str) -> None:
    """Report a refused document again, as the law wants it: at the end of the chain. Raises Refusal ``submission_over``."""
    uow.require("finance", "adviser")
    found = submissions_of(uow, invoice_id)
    if not found or found[-1].state != "refused":
        state = found[-1].state if found else "never reported"
        raise Refusal("submission_over", f"it is {state}; only a refused report is mended.", field="state", way_out="Nothing is to be done.")  # fmt: skip
    report_invoice(uow, invoice_id, "rejected")


def submissions_of(uow: UnitOfWork, invoice_id: str) -> list[Submission]:
    """Each attempt to report a document, the latest last."""
    rows = uow.rows(
        sa.select(submission).where(submission.c.document == invoice_id).order_by(submission.c.attempt)
    )
    return [read(row) for row in rows]


def read(row: sa.RowMapping) -> Submission:
    """A row of ``submission``."""
    return Submission(
        authority=row["authority"], key=row["key"], state=row["state"], reference=row["reference"], tries=row["tries"],
        not_before=row["not_before"], objections=tuple(msgspec.convert(row["objections"], list[Objection])),
    )  # fmt: skip


def reports(uow: UnitOfWork, structure: str) -> list[bytes]:
    """Every report of a structure as it was made, in order."""
    rows = uow.rows(
        sa.select(report.c.content).where(report.c.structure == structure).order_by(report.c.position)
    )
    return [bytes(row["content"]) for row in rows]


def broken_chains(uow: UnitOfWork) -> list[dict[str, str]]:
    """Where a structure's chain of reports does not hold: the document's number and what is wrong there."""
    authority = uow.country.einvoice.authority
    if authority is None:
        return []
    structures = uow.rows(sa.select(report.c.structure).distinct().order_by(report.c.structure))
    return [
        {"structure": row["structure"], "number": number, "sentence": sentence}
        for row in structures
        for number, sentence in authority.verify(reports(uow, row["structure"]))
    ]
