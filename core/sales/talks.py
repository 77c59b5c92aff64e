"""The talk with the tax authority: what is due is sent once, asked about where nobody knows, and its answer kept.

States and what may be done next are those of shared_tools/einvoice/submission.py. A chain of reports is told in its
order and stops at the first report nobody has answered, for what follows names it. An authority that wants to be left
alone for a while (AEAT, TiempoEsperaEnvio) is: the time stands with the report it answered.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import groupby, takewhile
from pathlib import Path
from typing import Any

import msgspec
import sqlalchemy as sa

from core.country.authority import Authority, Line, Report, Talk
from core.db import Store, UnitOfWork
from core.sales.reports import read, report, submission
from shared_tools.einvoice.objections import Objection
from shared_tools.einvoice.submission import Event, Submission, after, next_step
from shared_tools.i18n import N_

KEPT = N_("Kept in the mailbox folder: no address of the authority is set, so it was told nothing.")
TURN = 500
"""Reports looked at in one turn, at least a whole delivery."""


class Begun(msgspec.Struct, frozen=True):
    """A report whose telling was noted before anything left: killed on the way, it is asked about, never sent again."""

    row: sa.RowMapping
    known: Submission
    made: Report


def report_due(opened: Store, line: Line, secrets: Mapping[str, str]) -> int:
    """Send or ask about whatever is due, in the order it was made; how many were tried."""
    authority = opened.country.einvoice.authority
    if authority is None:
        return 0
    with opened.read() as uow:
        left_alone = _left_alone(uow)
        waiting = uow.rows(
            sa.select(submission).where(submission.c.state.in_(("queued", "sent", "unknown")))
            .order_by(submission.c.structure, submission.c.position).limit(max(TURN, authority.most))
        )  # fmt: skip
    return sum(
        _structure(opened, authority, list(rows), line, secrets, quiet=structure in left_alone)
        for structure, rows in groupby(waiting, key=lambda row: row["structure"])
    )


def _left_alone(uow: UnitOfWork) -> set[str]:
    """Structures whose authority said, with its last answer, that it wants no delivery before some time to come."""
    found = uow.rows(
        sa.select(submission.c.structure).distinct()
        .where(submission.c.state.in_(("accepted", "refused")), submission.c.not_before > uow.now)
    )  # fmt: skip
    return {row["structure"] for row in found}


def _structure(
    opened: Store, authority: Authority, rows: list[sa.RowMapping], line: Line, secrets: Mapping[str, str], quiet: bool
) -> int:  # fmt: skip
    """One turn at the reports of a structure. A delivery is what may leave together; after it nothing more leaves where
    the authority wants to be left alone. ``quiet``: it does now, so that it is asked, not told."""
    tried = 0
    while rows:
        together = _delivery(rows, authority.most)
        rows = rows[len(together) :]
        if quiet and together[0]["state"] == "queued":
            return tried
        begun, moment, talk = opened.run(lambda uow, these=together: _begin(uow, these, line, secrets))
        answers: list[Submission] = []
        if begun:
            tried += len(begun)
            events = _talked(authority, begun, talk)
            answers = opened.run(lambda uow, these=begun, said=events: _note(uow, these, said))
        held = len(begun) < len(together) or any(now.state in ("queued", "unknown") for now in answers)
        if authority.chained and held:
            return tried
        judged = [now.not_before for now in answers if now.state in ("accepted", "refused")]
        quiet = quiet or any(until and until > moment for until in judged)
    return tried


def _delivery(rows: Sequence[sa.RowMapping], most: int) -> list[sa.RowMapping]:
    """What the next message tells: one report that was sent before, or as many new ones as may go together."""
    new = list(takewhile(lambda row: row["state"] == "queued", rows[:most]))
    return new or [rows[0]]


def _begin(
    uow: UnitOfWork, rows: Sequence[sa.RowMapping], line: Line, secrets: Mapping[str, str]
) -> tuple[list[Begun], datetime, Talk]:
    """Those of ``rows`` that may be told now, up to the first that may not."""
    begun: list[Begun] = []
    for row in rows:
        found = uow.one(sa.select(submission).where(_same(submission, row)).with_for_update())
        assert found is not None
        known = read(found)
        if known.objections and known.objections[0].code == "not_connected":
            known = msgspec.structs.replace(known, objections=())  # a line is there now
        if next_step(known, uow.now) not in ("send", "ask"):
            break
        made = uow.one(sa.select(report).where(_same(report, row)))
        assert made is not None
        if known.state == "queued":
            _keep(uow, row, after(known, Event(kind="no_answer"), uow.now))
        said = Report(
            operation=made["operation"],
            content=bytes(made["content"]),
            number=made["number"],
            link=made["link"],
        )
        begun.append(Begun(row, known, said))
    seller = uow.particulars(rows[0]["structure"])
    talk = Talk(line=line, secrets=secrets, seller=seller.name, vat_number=seller.vat_number, now=uow.now)
    return begun, uow.now, talk


def _talked(authority: Authority, begun: Sequence[Begun], talk: Talk) -> list[list[Event]]:
    """What was said of each: sent where it surely is not there, else asked; what it calls a duplicate is asked about at
    once."""
    if begun[0].known.state != "queued":
        return [[authority.ask(talk, one.made, one.known.reference)] for one in begun]
    sent = authority.send(talk, [one.made for one in begun])
    return [[event, *_asked(authority, one, event, talk)] for one, event in zip(begun, sent, strict=True)]


def _asked(authority: Authority, one: Begun, event: Event, talk: Talk) -> list[Event]:
    if event.kind != "no_answer" or not event.objections:
        return []
    return [msgspec.structs.replace(authority.ask(talk, one.made, ""), wait=event.wait)]


def _note(uow: UnitOfWork, begun: Sequence[Begun], said: Sequence[Sequence[Event]]) -> list[Submission]:
    """Each report after what was said of it."""
    answers: list[Submission] = []
    for one, events in zip(begun, said, strict=True):
        now = one.known
        for event in events:
            now = after(now, event, uow.now)
        _keep(uow, one.row, now)
        answers.append(now)
    return answers


def _keep(uow: UnitOfWork, row: sa.RowMapping, known: Submission) -> None:
    values: dict[str, Any] = {
        "state": known.state, "reference": known.reference, "tries": known.tries, "not_before": known.not_before,
        "objections": msgspec.to_builtins(list(known.objections)), "changed_at": uow.now,
    }  # fmt: skip
    uow.execute(submission.update().where(_same(submission, row)).values(**values))


def _same(table: sa.Table, row: sa.RowMapping) -> sa.ColumnElement[bool]:
    return sa.and_(table.c.document == row["document"], table.c.attempt == row["attempt"])


# --- told to nobody -----------------------------------------------------------------------------------------------


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
    uow.execute(
        submission.update()
        .where(_same(submission, row))
        .values(objections=[msgspec.to_builtins(kept)], changed_at=uow.now)
    )
