"""The way down from any figure: what it is made of, step by step, each step adding up to the cent.

A figure has a name, a path such as ``close/2026/0/2026-10/entity/be/fee_income``: year and version (0: live), month of
the close, then what it is. ``explain`` gives its amount and its parts; a part that is itself made of something has a name too. Where
printing rounds, the rounding is a part of its own. The last step has the local amount, the rate and the cents; below it
are the entity's own books, for those whom it lets in.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from core.db import Transaction, not_found
from core.group import elimination_figure, pairs, store
from core.group.below import books_at
from core.group.closes import close_of
from core.group.equity_figure import MOVED, equity
from core.group.explained import KNOWN, SHOWN, Explained, Label, Part, minus, natural, negated, sign_of
from shared_tools.group import Close, by_month, by_stage, report
from shared_tools.group.close import DIFFERENCE_ROLES, TURNOVER_ROLES
from shared_tools.i18n import N_
from shared_tools.roles import ROLES


def explain(uow: Transaction, name: str) -> Explained:
    """The figure called ``name``. Raises Refusal ``not_found`` for a name that nothing has."""
    from core.group.compared_figure import explain_difference
    from core.group.report_figure import explain_printed, explain_report

    first, *rest = name.split("/")
    if first == "minus":
        return negated(explain(uow, "/".join(rest)))
    try:
        if first == "compare":
            return explain_difference(uow, "/".join(rest))
        if first == "report":
            return explain_report(uow, rest)
        if first == "printed":
            return explain_printed(uow, *rest)
        if first == "close":
            year, version, month, what, *more = rest
            return _STEPS[what](In(uow, year, int(version), month), *more)
    except (KeyError, ValueError, TypeError, StopIteration, IndexError):
        pass
    raise not_found("figure", name)


class In:
    """A close, and how its figures are named."""

    def __init__(self, uow: Transaction, year: str, version: int, month: str) -> None:
        self.close: Close = close_of(uow, year, version, month)
        self.uow = uow
        self.month, self.version = self.close.figures.month, version
        self.prefix = f"close/{year}/{version}/{month}"
        self.addresses = {row["entity"]: row["address"] for row in store.entities(uow)}

    def name(self, *parts: str) -> str:
        return "/".join((self.prefix, *parts))


def _role(of: In, stage: str, role: str) -> Explained:
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


def _line(of: In, line: str, code: str = "") -> Explained:
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


def _entity(of: In, code: str, role: str) -> Explained:
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


def _total(of: In, what: str) -> Explained:
    """A total of the consolidated close, or how equity came from its opening to its closing. Natural signs."""
    figures = of.close.figures
    if what == "equity_movement":
        moved = figures.equity_movement
        parts = tuple(
            Part(Label("word", word), getattr(moved, field), of.name("equity", field))
            for field, word in MOVED.items()
            if getattr(moved, field)
        )
        return Explained((Label("word", N_("Equity, added up")),), moved.closing, "EUR", parts)
    labels = (Label("word", TOTALS[what]), Label("word", N_("Consolidated")))
    statements, sign = {
        "assets": (("asset",), 1), "liabilities": (("liability",), -1), "differences": ((), 1), "equity": (("equity",), -1),
        "turnover": ((), -1), "result": (("revenue", "cost"), -1), "result_of_group": (("revenue", "cost"), -1),
    }[what]  # fmt: skip
    only = {"differences": DIFFERENCE_ROLES, "turnover": TURNOVER_ROLES}.get(what)
    parts = [
        Part(Label("role", role), sign * cents, _signed(of, role, sign))
        for role, cents in figures.consolidated.items()
        if (role in only if only else KNOWN[role].statement in statements and role not in DIFFERENCE_ROLES)
        and (what != "result" or role != "result_to_minority")
    ]  # fmt: skip
    if what == "equity":
        parts.append(Part(Label("word", TOTALS["result_of_group"]), figures.totals.result_of_group, of.name("total", "result_of_group")))  # fmt: skip
    return Explained(labels, getattr(figures.totals, what), "EUR", tuple(parts))


def _signed(of: In, role: str, sign: int) -> str:
    """The name of a role's consolidated figure, taken away where the total counts it the other way round."""
    name = of.name("role", "consolidated", role)
    return name if sign_of(role) == sign else minus(name)


TOTALS: Mapping[str, str] = {
    "assets": N_("Assets"), "liabilities": N_("Liabilities"), "differences": N_("Differences between entities"),
    "equity": N_("Equity"), "turnover": N_("Turnover"), "result": N_("Result"),
    "result_of_group": N_("Result of the group’s own members"),
}  # fmt: skip


def _turnover(of: In, code: str, month: str) -> Explained:
    """One entity's turnover of one month: its roles, translated at the average of the month."""
    entity = of.close.books.perimeter.by_code[code]
    parts = tuple(
        Part(
            Label("role", role), natural(role, step.cents), "", None if step.local is None else natural(role, step.local),
            entity.currency, step.rate, books_at(of.addresses.get(code, ""), code, role, month),
        )
        for role in report.TURNOVER for step in by_month(of.close, code, role) if step.month == month
    )  # fmt: skip
    labels = (Label("entity", code), Label("word", N_("Turnover")), Label("month", month))
    return Explained(labels, _sum(parts), "EUR", parts, up=of.name("line", "turnover", code))


def _document(
    of: In, klass: str, giver: str, taker: str, currency: str, side: str, *number: str
) -> Explained:
    """What both houses have of one document, in its currency. Ledger signs; ``number`` may hold a slash."""
    one = next(
        line.paired
        for pair in pairs.pairs(of.uow, of.month) if (pair.klass, pair.giver, pair.taker) == (klass, giver, taker)
        for line in pair.lines if (line.paired.currency, line.paired.number) == (currency, "/".join(number))
    )  # fmt: skip
    labels = (Label("text", one.number or "–"), Label("text", f"{giver} → {taker}"), Label("class", klass))
    parts = {
        "giver": Part(Label("entity", giver), one.giver_amount, books=_document_at(of, giver, klass, 0, one.giver_day)),
        "taker": Part(Label("entity", taker), one.taker_amount, books=_document_at(of, taker, klass, 1, one.taker_day)),
    }  # fmt: skip
    if side == "difference":
        return Explained(labels, one.difference, currency, tuple(parts.values()))
    part = parts[side]
    up = of.name("document", klass, giver, taker, currency, "difference", *number)
    return Explained((*labels, part.label), part.amount, currency, (part,), up=up)


def _document_at(of: In, code: str, klass: str, side: int, day: str) -> str:
    """Where a house's side of a document is booked; "" where it has none."""
    role = next(
        role.name for role in ROLES.values()
        if role.klass == klass and role.statement in (("asset", "revenue"), ("liability", "cost"))[side]
    )  # fmt: skip
    return books_at(of.addresses.get(code, ""), code, role, day[:7]) if day else ""


def _count(of: In, what: str, code: str = "") -> Explained:
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


def _sum(parts: Iterable[Part]) -> int:
    return sum(part.amount for part in parts)


_STEPS: Mapping[str, Any] = {
    "count": _count, "total": _total, "turnover": _turnover, "document": _document,
    "role": _role, "line": _line, "entity": _entity, "elimination": elimination_figure.elimination, "pair": elimination_figure.pair,
    "outside": elimination_figure.outside, "lent": elimination_figure.lent, "equity": equity,
}  # fmt: skip
