"""The way down from any figure: what it is made of, step by step, each step adding up to the cent.

A figure has a name, a path such as ``close/2026/0/2026-10/entity/be/fee_income``: year and version (0: live), month of
the close, then what it is. ``explain`` gives its amount and its parts; a part that is itself made of something has a name too. Where
printing rounds, the rounding is a part of its own. The last step has the local amount, the rate and the cents; below it
are the entity's own books, for those whom it lets in.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Literal

import msgspec

from core.db import Transaction, not_found
from core.group import store
from core.group.below import books_at
from core.group.closes import close_of
from shared_tools.group import Close, Pair, by_month, by_stage
from shared_tools.group.eliminate import PairLine, pair_lines
from shared_tools.i18n import N_
from shared_tools.roles import GROUP_ROLES, ROLES

KNOWN = {**ROLES, **{role.name: role for role in GROUP_ROLES}}

Kind = Literal["role", "entity", "month", "line", "class", "word", "text", "type"]
Formula = Literal["sum", "growth", "share", "average", "counted"]

SHOWN: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "turnover": (N_("Turnover"), ("turnover_activities", "turnover_contracts")),
    "fee": (N_("Fee"), ("fee_income",)),
    "wages": (N_("Gross wages"), ("gross_wages",)),
    "advanced": (N_("Advanced by the fund"), ("guarantee_advance",)),
}
"""The columns of the overview: word and roles."""


class Label(msgspec.Struct, frozen=True):
    """What something is called; ``kind`` says how it is put into words."""

    kind: Kind
    text: str
    more: str = ""


class Part(msgspec.Struct, frozen=True):
    """A line of the step. ``amount`` in the unit of the whole; ``name``: its own drill, "" at the end.

    ``local`` minor units of ``currency``, ``rate`` units for 1 EUR: the last step's. ``books``: where the entity's books are.
    """

    label: Label
    amount: int
    name: str = ""
    local: int | None = None
    currency: str = ""
    rate: str = ""
    books: str = ""


class Explained(msgspec.Struct, frozen=True):
    """A figure and its parts. ``unit``: "EUR" (cents), another currency (its minor units), "" a count, "%".

    ``formula``: "sum": the parts add up to ``amount``. "growth", "share", "average": made from two parts by that rule.
    "counted": the entity counted it; there is nothing below.
    """

    labels: tuple[Label, ...]
    amount: int
    unit: str
    parts: tuple[Part, ...]
    formula: Formula = "sum"
    note: str = ""
    up: str = ""


def sign_of(role: str) -> int:
    """Income, debts and equity with a plus, as a reader expects them."""
    return 1 if KNOWN[role].statement in ("asset", "cost") else -1


def natural(role: str, cents: int) -> int:
    return sign_of(role) * cents


def explain(uow: Transaction, name: str) -> Explained:
    """The figure called ``name``. Raises Refusal ``not_found`` for a name that nothing has."""
    from core.group.report_figure import explain_report

    first, *rest = name.split("/")
    if first == "minus":
        return _negated(explain(uow, "/".join(rest)))
    try:
        if first == "report":
            return explain_report(uow, rest)
        if first == "close":
            year, version, month, what, *more = rest
            return _STEPS[what](_In(uow, year, int(version), month), *more)
    except (KeyError, ValueError, TypeError, StopIteration, IndexError):
        pass
    raise not_found("figure", name)


def minus(name: str) -> str:
    """The name of the same figure taken away; the figure's own for one that is taken away already."""
    return name.removeprefix("minus/") if name.startswith("minus/") else f"minus/{name}"


def _negated(of: Explained) -> Explained:
    return msgspec.structs.replace(of, amount=-of.amount, parts=tuple(
        msgspec.structs.replace(
            part, amount=-part.amount, name=part.name and minus(part.name),
            local=None if part.local is None else -part.local,
        ) for part in of.parts
    ))  # fmt: skip


class _In:
    """A close, and how its figures are named."""

    def __init__(self, uow: Transaction, year: str, version: int, month: str) -> None:
        self.close: Close = close_of(uow, year, version, month)
        self.month, self.version = self.close.figures.month, version
        self.prefix = f"close/{year}/{version}/{month}"
        self.addresses = {row["entity"]: row["address"] for row in store.entities(uow)}

    def name(self, *parts: str) -> str:
        return "/".join((self.prefix, *parts))


def closing(year: str, version: int, month: str, *parts: str) -> str:
    """The name of a figure of a close."""
    return "/".join(("close", year, str(version), month, *parts))


def _role(of: _In, stage: str, role: str) -> Explained:
    """Consolidated = added up + what is eliminated; added up = the entities."""
    row = by_stage(of.close, role)
    if stage == "consolidated":
        parts = [
            Part(
                Label("word", N_("Added up")),
                natural(role, row.aggregated),
                of.name("role", "aggregated", role),
            )
        ]
        parts += [
            Part(Label("class", klass), natural(role, cents), of.name("elimination", klass, role))
            for klass, cents in row.eliminations.items()
        ]
        return Explained((Label("role", role), Label("word", N_("Consolidated"))), natural(role, row.consolidated), "EUR", tuple(parts))  # fmt: skip
    if stage != "aggregated":
        raise ValueError
    parts = [
        Part(Label("entity", code), natural(role, cents), of.name("entity", code, role))
        for code, cents in row.entities.items()
    ]
    return Explained((Label("role", role), Label("word", N_("Added up"))), natural(role, row.aggregated), "EUR", tuple(parts), up=of.name("role", "consolidated", role))  # fmt: skip


def _line(of: _In, line: str, code: str = "") -> Explained:
    """A column of the overview: of all entities, or the roles of one."""
    word, roles = SHOWN[line]
    translated = of.close.figures.translated
    if code:
        parts = [
            Part(
                Label("role", role),
                natural(role, translated[code].get(role, 0)),
                of.name("entity", code, role),
            )
            for role in roles
        ]
        labels = (Label("entity", code), Label("word", word))
        return Explained(labels, _sum(parts), "EUR", tuple(parts), up=of.name("line", line))
    parts = [
        Part(
            Label("entity", one),
            sum(natural(role, cells.get(role, 0)) for role in roles),
            of.name("line", line, one),
        )
        for one, cells in translated.items()
    ]
    return Explained((Label("word", word),), _sum(parts), "EUR", tuple(parts))


def _entity(of: _In, code: str, role: str) -> Explained:
    """One entity's role, month by month: local amount, rate, cents."""
    if code not in of.close.figures.translated or role not in KNOWN:
        raise KeyError(code)
    entity = of.close.books.perimeter.by_code[code]
    address = of.addresses.get(code, "")
    parts = [
        Part(
            Label("month", step.month, step.what), natural(role, step.cents), "",
            None if step.local is None else natural(role, step.local), entity.currency, step.rate,
            books_at(address, code, role, step.month) if role in ROLES else "",
        )
        for step in by_month(of.close, code, role)
    ]  # fmt: skip
    total = natural(role, of.close.figures.translated[code].get(role, 0))
    return Explained((Label("entity", code), Label("role", role)), total, "EUR", tuple(parts), up=of.name("role", "aggregated", role))  # fmt: skip


def _count(of: _In, what: str, code: str = "") -> Explained:
    """A count of the month, ``year.days`` one of the year: of one entity, or of each."""
    if code:
        value = counted(of.close, code, what)
        return Explained((Label("entity", code), Label("word", COUNTS[what])), value, "", (Part(Label("entity", code), value),), "counted", COUNTED, of.name("count", what))  # fmt: skip
    parts = tuple(
        Part(Label("entity", one), counted(of.close, one, what), of.name("count", what, one))
        for one in of.close.figures.translated
    )
    return Explained((Label("word", COUNTS[what]),), sum(part.amount for part in parts), "", parts)


COUNTED = N_("The entity counted this itself, each person once: nothing is added up.")
COUNTS: Mapping[str, str] = {
    "year.days": N_("Days worked"), "wages_due": N_("Wages due"), "wages_on_promised_day": N_("Paid on the day"),
}  # fmt: skip


def counted(close: Close, code: str, what: str) -> int:
    """What ``code`` counted in the month of the close; 0 where it did not count it or had left."""
    found = close.read.get((code, close.figures.month))
    value: Any = found.counts if found else {}
    for key in what.split("."):
        value = value.get(key, {}) if isinstance(value, dict) else {}
    return value if isinstance(value, int) else 0


# --- what is eliminated -------------------------------------------------------------------------------------------


def _elimination(of: _In, klass: str, role: str) -> Explained:
    total = natural(role, of.close.figures.eliminations[klass][role])
    parts: list[Part] = []
    for pair in of.close.figures.pairs:
        if pair.klass != klass:
            continue
        side, amount = _side(of, pair, role)
        if side and amount:
            name = of.name("pair", klass, pair.giver, pair.taker, side)
            amount = natural(role, amount)
            whole = {"from": pair.from_amount, "to": pair.to_amount}.get(side, amount)
            # A side may be made of several roles; this role's share of it is then no figure of its own.
            link = name if amount == whole else minus(name) if amount == -whole else ""
            parts.append(Part(Label("text", f"{pair.giver} → {pair.taker}"), amount, link))
    if klass == "fee":
        parts = [
            Part(Label("entity", code), -natural(role, cells[role]), minus(of.name("entity", code, role)))
            for code, cells in of.close.figures.translated.items()
            if role in cells
        ]
    if rest := total - sum(part.amount for part in parts):
        parts.append(Part(Label("word", N_("Moved by the rule of this class")), rest))
    return Explained((Label("role", role), Label("class", klass)), total, "EUR", tuple(parts), note=CLASSES[klass], up=of.name("role", "consolidated", role))  # fmt: skip


CLASSES: Mapping[str, str] = {
    "fee": N_(
        "A fee that an entity charges its members is earned and paid in one house: both sides go out whole."
    ),
    "trade": N_("What one entity owes another is nothing to the group: both sides go out whole."),
    "loan": N_("A loan between entities is nothing to the group: both sides go out whole."),
    "service": N_(
        "What one entity sells another is neither income nor cost of the group: both sides go out whole."
    ),
    "interest": N_(
        "Interest between entities is neither income nor cost of the group: both sides go out whole."
    ),
    "outside": N_(
        "The other side was no sister in that month: the amount moves to where amounts of strangers stand."
    ),
    "reserve": N_("Exchange differences of long loans move from the result to the translation reserve."),
    "capital": N_("Capital of a subsidiary is set off against what its holder paid for it."),
    "minority": N_("What belongs to other holders of a subsidiary is shown apart."),
}


def _side(of: _In, pair: Pair, role: str) -> tuple[str, int]:
    """Which side of a pair a role is, and what eliminating it adds to the role. Ledger signs."""
    if role in ("ic_unmatched", "ic_unmatched_result"):
        return "unmatched", pair.unmatched
    if role in ("ic_exchange", "ic_exchange_result"):
        return "exchange", pair.exchange
    of_role = -sum(line.cents for line in pair_lines(of.close.translation, pair) if line.role == role)
    return "from" if KNOWN[role].statement in ("asset", "revenue") else "to", of_role


def _pair(of: _In, klass: str, giver: str, taker: str, side: str) -> Explained:
    """One direction between two entities. Ledger signs: claims and costs plus, debts and income minus."""
    pair = next(p for p in of.close.figures.pairs if (p.klass, p.giver, p.taker) == (klass, giver, taker))
    labels = (Label("text", f"{giver} → {taker}"), Label("class", klass))
    here = of.name("pair", klass, giver, taker)
    lines = pair_lines(of.close.translation, pair)
    if side in ("from", "to"):
        whose, amount = (giver, pair.from_amount) if side == "from" else (taker, pair.to_amount)
        parts = tuple(_line_part(of, line) for line in lines if line.entity == whose)
        return Explained((*labels, Label("entity", whose)), amount, "EUR", parts, up=f"{here}/difference")
    ends = (
        Part(Label("entity", giver), pair.from_amount, f"{here}/from"),
        Part(Label("entity", taker), pair.to_amount, f"{here}/to"),
    )
    if side == "difference":
        return Explained(labels, pair.difference, "EUR", ends, note=N_("What both sides make together: 0 where they agree."))  # fmt: skip
    word = Label("word", N_("By the documents: in transit, missing or differing"))
    if side == "unmatched":
        seen = ", ".join(f"{line.entity} {line.month}: {amount} {currency}" for line in lines for currency, amount in line.documents)  # fmt: skip
        return Explained(labels, pair.unmatched, "EUR", (Part(word, pair.unmatched),), note=seen, up=f"{here}/difference")  # fmt: skip
    if side != "exchange":
        raise ValueError
    less = Part(word, -pair.unmatched, minus(f"{here}/unmatched"))
    return Explained(labels, pair.exchange, "EUR", (*ends, less), note=N_("The rest: rate of the day against the average, a balance not revalued, rounding."), up=f"{here}/difference")  # fmt: skip


def _line_part(of: _In, line: PairLine) -> Part:
    rates = of.close.books.rates.find(of.close.books.perimeter.by_code[line.entity].currency, line.month)
    rate = "" if rates is None else rates.closing if KNOWN[line.role].in_balance_sheet else rates.average
    address = of.addresses.get(line.entity, "")
    return Part(
        Label("month", line.month, "closing" if KNOWN[line.role].in_balance_sheet else "average"), line.cents, "",
        line.local, of.close.books.perimeter.by_code[line.entity].currency, rate,
        books_at(address, line.entity, line.role, line.month),
    )  # fmt: skip


def _sum(parts: Iterable[Part]) -> int:
    return sum(part.amount for part in parts)


_STEPS: Mapping[str, Any] = {
    "count": _count,
    "role": _role, "line": _line, "entity": _entity, "elimination": _elimination, "pair": _pair,
}  # fmt: skip
