"""The payslip table: rows are never changed; a correction is a difference slip."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

import msgspec
import sqlalchemy as sa

from core.country import Work
from core.db import Day, Id, Json, Minor, UnitOfWork, canonical, metadata
from core.ledger import document_reader
from core.payroll.model import Payslip
from shared_tools.paysheet import SlipLine

payslip = sa.Table(
    "payslip",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("number", sa.Integer, nullable=False, unique=True),
    sa.Column("contract", Id, sa.ForeignKey("contract.id"), nullable=False),
    sa.Column("activity", Id, nullable=False, index=True),
    sa.Column("worker", Id, nullable=False),
    sa.Column("structure", sa.Text, nullable=False),
    sa.Column("contract_type", sa.Text, nullable=False),
    sa.Column("invoice", Id),
    sa.Column("month", sa.String(7), nullable=False),
    sa.Column("counted_in", sa.String(7), nullable=False),
    sa.Column("cost_role", sa.Text, nullable=False),
    sa.Column("first_day", Day, nullable=False),
    sa.Column("last_day", Day, nullable=False),
    sa.Column("days", sa.Integer, nullable=False),
    sa.Column("minutes", sa.Integer, nullable=False),
    sa.Column("law_day", Day, nullable=False),
    sa.Column("pay_day", Day, nullable=False, index=True),
    sa.Column("pay_rule", sa.Text, nullable=False),
    sa.Column("gross", Minor, nullable=False),
    sa.Column("net", Minor, nullable=False),
    sa.Column("cost", Minor, nullable=False),
    sa.Column("inputs", Json, nullable=False),
    sa.Column("lines", Json, nullable=False),
    sa.Column("figures", Json, nullable=False),
    sa.Column("made_on", Day, nullable=False),
    sa.Column("corrects", Id, sa.ForeignKey("payslip.id")),
    sa.Column("correction", sa.Integer, nullable=False, server_default="0"),
    # One slip a contract and month, and one of each correction of it.
    sa.UniqueConstraint("contract", "month", "correction"),
    sa.Index("ix_payslip_worker", "worker", "counted_in"),
    sa.Index("ix_payslip_corrects", "corrects"),
)

IMMUTABLE = ("payslip",)


def built(row: sa.RowMapping) -> Payslip:
    facts = {name: row[name] for name in Payslip.__struct_fields__}
    return Payslip(**{**facts, "lines": msgspec.convert(facts["lines"], tuple[SlipLine, ...])})


def payslips_by_id(uow: UnitOfWork, ids: Iterable[str]) -> dict[str, Payslip]:
    wanted = sorted(set(ids))
    found: dict[str, Payslip] = {}
    for start in range(0, len(wanted), 500):
        chunk = wanted[start : start + 500]
        found |= {
            row["id"]: built(row) for row in uow.rows(sa.select(payslip).where(payslip.c.id.in_(chunk)))
        }
    return found


def payslip_by_id(uow: UnitOfWork, key: str) -> Payslip | None:
    return payslips_by_id(uow, [key]).get(key)


def payslips_of(
    uow: UnitOfWork,
    worker: str | None = None,
    activities: Sequence[str] | None = None,
    limit: int | None = None,
    offset: int = 0,
) -> list[Payslip]:
    """Payslips of ``worker`` and of ``activities`` (None: any), newest first."""
    statement = sa.select(payslip).order_by(payslip.c.number.desc())
    if worker is not None:
        statement = statement.where(payslip.c.worker == worker)
    if activities is not None:
        statement = statement.where(payslip.c.activity.in_(list(activities)))
    if limit is not None:
        statement = statement.limit(limit).offset(offset)
    return [built(row) for row in uow.rows(statement)]


def year_until(uow: UnitOfWork, slip: Payslip) -> list[Payslip]:
    """The worker's slips with the same employer in the calendar year ``slip`` counts in, up to it and with it."""
    year = slip.counted_in[:4]
    statement = sa.select(payslip).where(
        payslip.c.worker == slip.worker, payslip.c.structure == slip.structure, payslip.c.number <= slip.number,
        payslip.c.counted_in.between(f"{year}-01", f"{year}-12"),
    )  # fmt: skip
    return [built(row) for row in uow.rows(statement.order_by(payslip.c.number))]


def slipped_months(uow: UnitOfWork, contracts: Iterable[str]) -> set[tuple[str, str]]:
    statement = sa.select(payslip.c.contract, payslip.c.month).where(
        payslip.c.contract.in_(sorted(set(contracts)))
    )
    return {(row["contract"], row["month"]) for row in uow.rows(statement)}


def counted_since(uow: UnitOfWork, year: str, workers: Iterable[str] | None = None) -> list[Payslip]:
    """Slips that count in ``year`` or later, of ``workers`` (None: everybody), in the order they were made."""
    statement = sa.select(payslip).where(payslip.c.counted_in >= f"{year}-01").order_by(payslip.c.number)
    if workers is not None:
        statement = statement.where(payslip.c.worker.in_(sorted(set(workers))))
    return [built(row) for row in uow.rows(statement)]


def corrections_of(uow: UnitOfWork, ids: Iterable[str]) -> dict[str, list[Payslip]]:
    """The difference slips of each slip, the first correction first."""
    statement = sa.select(payslip).where(payslip.c.corrects.in_(sorted(set(ids))))
    found: dict[str, list[Payslip]] = {}
    for row in uow.rows(statement.order_by(payslip.c.correction)):
        found.setdefault(row["corrects"], []).append(built(row))
    return found


class History:
    """Sums, by line and figure code, of workers' earlier slips with the same employer (worker, structure, month or
    year): what a later slip of the month or year must know. A difference slip adds to the sums, but is no slip more."""

    def __init__(self) -> None:
        self.month: defaultdict[tuple[str, str, str], Counter[str]] = defaultdict(Counter)
        self.year: defaultdict[tuple[str, str, str], Counter[str]] = defaultdict(Counter)
        self.slips: Counter[tuple[str, str, str]] = Counter()

    @classmethod
    def of(cls, uow: UnitOfWork, workers: Iterable[str], years: Iterable[str]) -> History:
        """The history that the stored slips of ``workers`` in ``years`` make."""
        history = cls()
        wanted = sorted(set(workers))
        for start in range(0, len(wanted), 500):
            chunk = wanted[start : start + 500]
            for year in sorted(set(years)):
                statement = sa.select(payslip).where(
                    payslip.c.worker.in_(chunk), payslip.c.counted_in.between(f"{year}-01", f"{year}-12")
                )
                for row in uow.rows(statement):
                    history.add(built(row))
        return history

    def with_sums(self, work: Work, worker: str, structure: str, counted: str) -> Work:
        """``work`` with what is known of the worker's earlier slips of the month ``counted`` and its year."""
        month, year = (worker, structure, counted), (worker, structure, counted[:4])
        return msgspec.structs.replace(
            work, month=dict(self.month[month]), year=dict(self.year[year]), month_slips=self.slips[month]
        )

    def add(self, slip: Payslip) -> None:
        employed = slip.worker, slip.structure
        for sums in (self.month[*employed, slip.counted_in], self.year[*employed, slip.counted_in[:4]]):
            sums["gross"] += slip.gross
            sums["net"] += slip.net
            sums["days"] += slip.days
            sums["minutes"] += slip.minutes
            for line in slip.lines:
                sums[line.code] += line.amount
            for code, amount in slip.figures.items():
                sums[code] += amount
        self.slips[*employed, slip.counted_in] += slip.corrects is None


@document_reader("payslip")
def payslip_documents(uow: UnitOfWork, ids: Sequence[str]) -> dict[str, bytes]:
    return {key: canonical(slip) for key, slip in payslips_by_id(uow, ids).items()}
