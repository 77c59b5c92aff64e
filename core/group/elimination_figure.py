"""The way down from what is taken out between entities: class and role → pairs → each side, month by month."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

import msgspec

from core.group.below import books_at
from core.group.explained import KNOWN, Explained, Label, Part, minus, natural
from shared_tools.group import Pair
from shared_tools.group.close import RESERVE
from shared_tools.group.drill import lent_before
from shared_tools.group.eliminate import OUTSIDE, PairLine, outside_lines, pair_lines
from shared_tools.group.rollforward import NetInvestment, net_investments
from shared_tools.group.translate import RETAINED
from shared_tools.i18n import N_

if TYPE_CHECKING:
    from core.group.figure import In


LENT: Final = "fx_net_investment"


def elimination(of: In, klass: str, role: str) -> Explained:
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
    if klass == "outside":
        parts = [
            Part(Label("text", f"{line.entity} → {other}", line.month), natural(role, cents), of.name("outside", line.entity, other, line.role, line.month, role))
            for line, other in outside_lines(of.close.translation)
            for cents in [_moved(line, role)] if cents
        ]  # fmt: skip
    if klass == "reserve":
        parts = [
            Part(Label("entity", code), natural(role, cents), _lent_name(of, code, role))
            for code, lent in net_investments(of.close.translation).items()
            for cents in [_from_lending(lent)[role]] if cents
        ]  # fmt: skip
    if klass == "fee":
        parts = [
            Part(Label("entity", code), -natural(role, cells[role]), minus(of.name("entity", code, role)))
            for code, cells in of.close.figures.translated.items()
            if role in cells
        ]
    # Capital of subsidiaries and other holders: nobody is enrolled as a subsidiary here (docs/group.md).
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


def _side(of: In, pair: Pair, role: str) -> tuple[str, int]:
    """Which side of a pair a role is, and what eliminating it adds to the role. Ledger signs."""
    if role in ("ic_unmatched", "ic_unmatched_result"):
        return "unmatched", pair.unmatched
    if role in ("ic_exchange", "ic_exchange_result"):
        return "exchange", pair.exchange
    of_role = -sum(line.cents for line in pair_lines(of.close.translation, pair) if line.role == role)
    return "from" if KNOWN[role].statement in ("asset", "revenue") else "to", of_role


def pair(of: In, klass: str, giver: str, taker: str, side: str) -> Explained:
    """One direction between two entities. Ledger signs: claims and costs plus, debts and income minus."""
    one = next(p for p in of.close.figures.pairs if (p.klass, p.giver, p.taker) == (klass, giver, taker))
    labels = (Label("text", f"{giver} → {taker}"), Label("class", klass))
    here = of.name("pair", klass, giver, taker)
    lines = pair_lines(of.close.translation, one)
    if side in ("from", "to"):
        whose, amount = (giver, one.from_amount) if side == "from" else (taker, one.to_amount)
        parts = tuple(_line_part(of, line) for line in lines if line.entity == whose)
        return Explained((*labels, Label("entity", whose)), amount, "EUR", parts, up=f"{here}/difference")
    ends = (
        Part(Label("entity", giver), one.from_amount, f"{here}/from"),
        Part(Label("entity", taker), one.to_amount, f"{here}/to"),
    )
    if side == "difference":
        return Explained(labels, one.difference, "EUR", ends, note=N_("What both sides make together: 0 where they agree."))  # fmt: skip
    word = Label("word", N_("By the documents: in transit, missing or differing"))
    if side == "unmatched":
        seen = ", ".join(f"{line.entity} {line.month}: {amount} {currency}" for line in lines for currency, amount in line.documents)  # fmt: skip
        return Explained(labels, one.unmatched, "EUR", (Part(word, one.unmatched),), note=seen, up=f"{here}/difference")  # fmt: skip
    if side != "exchange":
        raise ValueError
    less = Part(word, -one.unmatched, minus(f"{here}/unmatched"))
    return Explained(labels, one.exchange, "EUR", (*ends, less), note=N_("The rest: rate of the day against the average, a balance not revalued, rounding."), up=f"{here}/difference")  # fmt: skip


def _moved(line: PairLine, role: str) -> int:
    """What a line with a former sister adds to ``role``: taken from its own, given to that of strangers. Ledger signs."""
    return line.cents * ((OUTSIDE[line.role] == role) - (line.role == role))


def outside(of: In, entity: str, other: str, role: str, month: str, moved: str) -> Explained:
    """One line that moved to where amounts of strangers stand: its local amount, rate and cents."""
    line = next(
        line for line, whose in outside_lines(of.close.translation)
        if (line.entity, whose, line.role, line.month) == (entity, other, role, month)
    )  # fmt: skip
    sign = _moved(line, moved) // line.cents * (1 if natural(moved, 1) > 0 else -1)
    part = _line_part(of, line)
    if sign < 0:
        part = msgspec.structs.replace(part, amount=-part.amount, local=-line.local)
    labels = (Label("entity", entity), Label("role", role), Label("text", f"→ {other}"))
    return Explained(labels, part.amount, "EUR", (part,), note=CLASSES["outside"], up=of.name("elimination", "outside", moved))  # fmt: skip


def _from_lending(lent: NetInvestment) -> Mapping[str, int]:
    """What an entity's exchange differences of long loans add to each role (IAS 21.32). Ledger signs, cents."""
    return {RETAINED: -lent.before, LENT: -lent.year, RESERVE: lent.before + lent.year}


def _lent_name(of: In, code: str, role: str) -> str:
    """What the year's result gives up is the entity's own figure taken away."""
    return minus(of.name("entity", code, role)) if role == LENT else of.name("lent", code, role)


def lent(of: In, code: str, role: str) -> Explained:
    """What an entity's long loans bring to the reserve, or what years before had put into retained earnings."""
    moves = _from_lending(net_investments(of.close.translation)[code])
    labels, up = (Label("entity", code), Label("role", role)), of.name("elimination", "reserve", role)
    if role == RESERVE:
        parts = [
            Part(Label("role", one), -shown if equity else shown, minus(name) if equity else name)
            for one, equity in ((RETAINED, True), (LENT, False)) if moves[one]
            for shown, name in [(natural(one, moves[one]), _lent_name(of, code, one))]
        ]  # fmt: skip
    elif role == RETAINED:
        address, currency = of.addresses.get(code, ""), of.close.books.perimeter.by_code[code].currency
        parts = [
            Part(
                Label("month", step.month, step.what), natural(role, -step.cents), "", natural(role, -(step.local or 0)),
                currency, step.rate, books_at(address, code, LENT, step.month),
            )
            for step in lent_before(of.close, code)
        ]  # fmt: skip
    else:
        raise ValueError(role)
    return Explained(labels, natural(role, moves[role]), "EUR", tuple(parts), note=CLASSES["reserve"], up=up)


def _line_part(of: In, line: PairLine) -> Part:
    rates = of.close.books.rates.find(of.close.books.perimeter.by_code[line.entity].currency, line.month)
    rate = "" if rates is None else rates.closing if KNOWN[line.role].in_balance_sheet else rates.average
    address = of.addresses.get(line.entity, "")
    return Part(
        Label("month", line.month, "closing" if KNOWN[line.role].in_balance_sheet else "average"), line.cents, "",
        line.local, of.close.books.perimeter.by_code[line.entity].currency, rate,
        books_at(address, line.entity, line.role, line.month),
    )  # fmt: skip
