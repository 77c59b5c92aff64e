"""Trade between two entities, document by document: what is not the same in both houses, and who has explained it."""

from __future__ import annotations

import msgspec
import sqlalchemy as sa

from core.db import Transaction, new_id
from core.group import store
from core.group.consolidate import perimeter
from shared_tools.group import Paired, newest, paired
from shared_tools.refusal import Refusal


class Explanation(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Why one document differs by ``difference`` (minor units of its currency), and who says so. It holds for this
    amount: where the difference becomes another it is unexplained again."""

    klass: str
    giver: str
    taker: str
    number: str
    currency: str
    difference: int
    name: str
    sentence: str


class Line(msgspec.Struct, frozen=True):
    """A document of a pair with its explanation, where it has one."""

    paired: Paired
    name: str = ""
    sentence: str = ""

    @property
    def waits(self) -> bool:
        """Whether somebody has still to explain it."""
        return self.paired.difference != 0 and not self.sentence


class Pair(msgspec.Struct, frozen=True):
    """Two entities in one class and direction: who claims or sells, who owes or buys."""

    klass: str
    giver: str
    taker: str
    lines: tuple[Line, ...]

    @property
    def waiting(self) -> int:
        return sum(line.waits for line in self.lines)


def pairs(uow: Transaction, month: str) -> list[Pair]:
    """Every pair with something between them at the end of ``month``, by class, giver and taker."""
    told = {_key(row): row for row in uow.rows(sa.select(store.pair_explanation))}
    found: dict[tuple[str, str, str], list[Line]] = {}
    for one in paired(perimeter(uow), newest(store.figures_received(uow)), month):
        known = told.get((one.klass, one.giver, one.taker, one.number, one.currency, one.difference))
        line = Line(one, known["name"], known["sentence"]) if known else Line(one)
        found.setdefault((one.klass, one.giver, one.taker), []).append(line)
    return [Pair(*key, tuple(lines)) for key, lines in found.items()]


def _key(row: sa.RowMapping) -> tuple[str, str, str, str, str, int]:
    return (
        row["class"], row["giver"], row["taker"], row["number"], row["currency"], row["difference"],
    )  # fmt: skip


def explain(uow: Transaction, month: str, new: Explanation) -> None:
    """Record an explanation. Raises Refusal ``not_allowed``, ``name_missing``, ``sentence_missing``, ``no_difference``
    (there is none of this amount at the end of ``month``), ``explained``."""
    uow.require("group")
    if not new.name.strip():
        raise Refusal("name_missing", "an explanation has its author.", field="name", way_out="Enter your name.")  # fmt: skip
    if not new.sentence.strip():
        raise Refusal("sentence_missing", "an explanation says why.", field="sentence", way_out="Write one sentence.")  # fmt: skip
    asked = new.klass, new.giver, new.taker, new.number, new.currency, new.difference
    for pair in pairs(uow, month):
        for line in pair.lines:
            one = line.paired
            here = one.klass, one.giver, one.taker, one.number, one.currency, one.difference
            if here == asked and one.difference:
                if line.sentence:
                    raise Refusal("explained", f"{line.name} has explained this.", field="number", way_out="Read what they wrote.")  # fmt: skip
                uow.insert(store.pair_explanation, [_row(uow, new)])
                return
    raise Refusal(
        "no_difference", f"{new.giver} and {new.taker} do not differ by this on {new.number or 'their lines'}.",
        field="number", way_out="Load the page again: it may have arrived.",
    )  # fmt: skip


def _row(uow: Transaction, new: Explanation) -> dict[str, object]:
    facts = msgspec.structs.asdict(new)
    return {
        **{name: value for name, value in facts.items() if name != "klass"}, "class": new.klass, "id": new_id(),
        "explained_at": uow.now, "explained_by": uow.actor.id,
    }  # fmt: skip
