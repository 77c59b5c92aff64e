"""The way down from the difference of two figures: the same steps as theirs, each with what differs, to the months.

A difference has the name ``compare/A/against/B``: B less A, where A and B are names of figures. Parts of both that are
called the same become the difference of the two; at the months stands each side's own amount and rate.
"""

from __future__ import annotations

import msgspec

from core.db import Transaction
from core.group.explained import Explained, Label, Part, minus
from shared_tools.i18n import N_

AGAINST = "/against/"


def difference(before: str, after: str) -> str:
    """The name of the difference of two figures; of one that the other does not have, its own or its negative."""
    if not before or not after:
        return after or (minus(before) if before else "")
    return f"compare/{before}{AGAINST}{after}"


def explain_difference(uow: Transaction, names: str) -> Explained:
    """``names``: both, as ``difference`` puts them. Raises Refusal ``not_found`` for one that nothing has."""
    from core.group.figure import explain

    first, second = names.split(AGAINST)
    old, new = explain(uow, first), explain(uow, second)
    amount = new.amount - old.amount
    labels = (*new.labels, Label("word", N_("Difference")))
    if {old.formula, new.formula} - {"sum"} or old.unit != new.unit:
        parts = [
            Part(Label("word", N_("After")), new.amount, second),
            Part(Label("word", N_("Before")), -old.amount, minus(first)),
        ]
    else:
        parts = _parts(old, new)
    return Explained(labels, amount, new.unit, tuple(parts), "sum")


def _parts(old: Explained, new: Explained) -> list[Part]:
    """What differs, line by line; lines that are the same are left out."""
    before, after = _by_label(old), _by_label(new)
    found: list[Part] = []
    for label in [*after, *(label for label in before if label not in after)]:
        one, other = before.get(label), after.get(label)
        if one is None or other is None:
            found += [other] if other else [_taken_away(one)] if one else []
        elif one.amount != other.amount:
            if one.name and other.name:
                found.append(Part(other.label, other.amount - one.amount, difference(one.name, other.name)))
            elif other.local is None:
                found.append(Part(other.label, other.amount - one.amount))
            else:
                found += [other, _taken_away(one)]
    return found


def _by_label(of: Explained) -> dict[Label, Part]:
    """Lines of the same label (a month in which a role moved twice) stay lines of their own."""
    found: dict[Label, Part] = {}
    for part in of.parts:
        label = part.label
        while label in found:
            label = msgspec.structs.replace(label, more=f"{label.more} ")
        found[label] = part
    return found


def _taken_away(part: Part) -> Part:
    local = None if part.local is None else -part.local
    return msgspec.structs.replace(
        part, amount=-part.amount, local=local, name=part.name and minus(part.name)
    )
