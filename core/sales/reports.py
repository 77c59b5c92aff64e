"""What the tax authority is told of each document, and what it answers: one report a document, made once, sent once.

A chain of reports (Veri*factu) has one writer (``uow.alone``): each names the one before it, in the order of positions.
States and what may be done next are those of shared_tools/einvoice/submission.py; the batch of a chain stops at the
first report nobody has answered, for what follows names it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec
import sqlalchemy as sa

from core.country.authority import Authority, Line, Mends, Report, Talk
from core.db import Id, Instant, Json, Store, UnitOfWork, metadata
from core.sales import store
from core.sales.document import sold_of
from core.sales.files import corrects, document_for
from shared_tools.einvoice.objections import Objection
from shared_tools.einvoice.submission import Event, Submission, after, key, next_step
from shared_tools.i18n import N_
from shared_tools.refusal import Refusal

STATES = {
    "queued": (N_("waits to be sent"), "wait"), "unknown": (N_("nobody knows yet whether it arrived"), "late"),
    "sent": (N_("taken in, not yet judged"), "wait"), "accepted": (N_("accepted"), "good"), "refused": (N_("refused"), "late"),
}  # fmt: skip

KEPT = N_("Kept in the mailbox folder: no address of the authority is set, so it was told nothing.")

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
    return [_submission(row) for row in rows]


def _submission(row: sa.RowMapping) -> Submission:
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


# --- talking ------------------------------------------------------------------------------------------------------


def report_due(opened: Store, line: Line, secrets: Mapping[str, str]) -> int:
    """Send or ask about whatever is due, in the order it was made; how many were tried."""
    authority = opened.country.einvoice.authority
    if authority is None:
        return 0
    with opened.read() as uow:
        waiting = uow.rows(
            sa.select(submission).where(submission.c.state.in_(("queued", "sent", "unknown")))
            .order_by(submission.c.structure, submission.c.position).limit(500)
        )  # fmt: skip
    tried, held = 0, set[str]()
    for row in waiting:
        if row["structure"] in held:
            continue
        step = opened.run(lambda uow, row=row: _begin(uow, row))
        if step is not None:
            tried += 1
            known, made, talk = step
            _note(opened, row, known, _talked(authority, known, made, talk(line, secrets)))
        with opened.read() as uow:
            now = next(known for known in submissions_of(uow, row["document"])[row["attempt"] :])
        if authority.chained and now.state in ("queued", "unknown"):
            held.add(row["structure"])
    return tried


def keep_due(opened: Store, folder: Path) -> int:
    """Lay what waits into ``folder``, a file a report, and say so: told to nobody, it stays queued. How many were new."""
    with opened.read() as uow:
        waiting = uow.rows(
            sa.select(report.c.position, report.c.number, report.c.operation, report.c.content, submission.c.document,
                      submission.c.attempt, submission.c.objections)
            .join(submission, sa.and_(
                submission.c.document == report.c.document, submission.c.attempt == report.c.attempt
            )).where(submission.c.state == "queued").order_by(report.c.structure, report.c.position)
        )  # fmt: skip
    new = 0
    for row in waiting:
        if row["objections"]:
            continue
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{row['number']}-{row['attempt']}.{row['operation']}.xml").write_bytes(row["content"])
        opened.run(lambda uow, row=row: _say_kept(uow, row))
        new += 1
    return new


def _say_kept(uow: UnitOfWork, row: sa.RowMapping) -> None:
    kept = Objection(
        code="not_connected", field="authority", sentence=KEPT, way_out="Name the authority's address under [authority] in instance.toml.",
    )  # fmt: skip
    where = sa.and_(submission.c.document == row["document"], submission.c.attempt == row["attempt"])
    uow.execute(
        submission.update().where(where).values(objections=[msgspec.to_builtins(kept)], changed_at=uow.now)
    )


Begun = tuple[Submission, Report, Callable[[Line, Mapping[str, str]], Talk]]


def _begin(uow: UnitOfWork, row: sa.RowMapping) -> Begun | None:
    """What is to be done now, noted before anything leaves: killed on the way, it is asked about, never sent again."""
    where = sa.and_(submission.c.document == row["document"], submission.c.attempt == row["attempt"])
    found = uow.one(sa.select(submission).where(where).with_for_update())
    assert found is not None
    known = _submission(found)
    if known.objections and known.objections[0].code == "not_connected":
        known = msgspec.structs.replace(known, objections=())  # a line is there now
    if next_step(known, uow.now) not in ("send", "ask"):
        return None
    made = uow.one(
        sa.select(report).where(report.c.document == row["document"], report.c.attempt == row["attempt"])
    )
    assert made is not None
    if known.state == "queued":
        left = after(known, Event(kind="no_answer"), uow.now)
        _keep(uow, row, left, uow.now)
    seller, moment = uow.particulars(row["structure"]), uow.now

    def talk(line: Line, secrets: Mapping[str, str]) -> Talk:
        return Talk(line=line, secrets=secrets, seller=seller.name, vat_number=seller.vat_number, now=moment)

    said = Report(
        operation=made["operation"], content=bytes(made["content"]), number=made["number"], link=made["link"]
    )
    return known, said, talk


def _talked(authority: Authority, known: Submission, made: Report, talk: Talk) -> Sequence[Event]:
    """What was said: sent where it surely is not there, else asked; what it calls a duplicate is asked about at once."""
    if known.state != "queued":
        return [authority.ask(talk, made, known.reference)]
    [event] = authority.send(talk, [made])
    if event.kind == "no_answer" and event.objections:
        return [event, authority.ask(talk, made, "")]
    return [event]


def _note(opened: Store, row: sa.RowMapping, known: Submission, events: Sequence[Event]) -> None:
    def note(uow: UnitOfWork) -> None:
        now = known
        for event in events:
            now = after(now, event, uow.now)
        _keep(uow, row, now, uow.now)

    opened.run(note)


def _keep(uow: UnitOfWork, row: sa.RowMapping, known: Submission, now: datetime) -> None:
    values: dict[str, Any] = {
        "state": known.state, "reference": known.reference, "tries": known.tries, "not_before": known.not_before,
        "objections": msgspec.to_builtins(list(known.objections)), "changed_at": now,
    }  # fmt: skip
    where = sa.and_(submission.c.document == row["document"], submission.c.attempt == row["attempt"])
    uow.execute(submission.update().where(where).values(**values))
