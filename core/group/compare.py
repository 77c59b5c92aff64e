"""Two versions of a published year side by side, line by line, and which months explain the difference."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from core.group.closes import Shown
from core.group.compared_figure import difference
from core.group.explained import KNOWN, closing, natural
from core.group.sheets import Cell


class Line(msgspec.Struct, frozen=True):
    """One figure in both versions. Values in the cell's unit, None where a version does not have it.

    ``place``: table, row, column; of a role of the consolidated close: "", role, "".
    ``names``: where each version's figure begins its way down; ``why``: where their difference does.
    """

    place: tuple[str, str, str]
    label: str
    unit: str
    currency: str
    before: int | None
    after: int | None
    entity: str = ""
    names: tuple[str, str] = ("", "")
    why: str = ""

    @property
    def difference(self) -> int:
        return (self.after or 0) - (self.before or 0)


class Compared(msgspec.Struct, frozen=True):
    """``lines``: every figure of either version; ``months``: (entity, month, version before, after), 0 for none; ``rates``
    the same by currency."""

    lines: list[Line]
    months: list[tuple[str, str, int, int]]
    rates: list[tuple[str, str, int, int]]

    @property
    def changed(self) -> list[Line]:
        return [line for line in self.lines if line.before != line.after]


def compare(before: Shown, after: Shown) -> Compared:
    """What became of each figure from one version to another, in the order of the report."""
    old, new = _figures(before), _figures(after)
    lines = [
        Line(
            place, found[0], cell.unit, cell.currency, old[place][2].value if place in old else None,
            new[place][2].value if place in new else None, found[1],
            tuple(table[place][2].why if place in table else "" for table in (old, new)),  # type: ignore[arg-type]
        )
        for place, found in {**new, **{place: old[place] for place in old.keys() - new.keys()}}.items()
        for cell in [found[2]]
    ]  # fmt: skip
    named = [
        msgspec.structs.replace(line, why=difference(*line.names))
        for line in (*lines, *_roles(before, after))
    ]
    return Compared(named, _months(before, after), _rates(before, after))


def _figures(shown: Shown) -> dict[tuple[str, str, str], tuple[str, str, Cell]]:
    return {
        (sheet.key, row.key, column[0]): (row.label, row.entity, cell)
        for sheet in shown.sheets
        for row in sheet.rows
        for column, cell in zip(sheet.columns, row.cells, strict=False)
    }


def _consolidated(shown: Shown) -> dict[str, int]:
    group = shown.publication.content.group if shown.publication else None
    return group.figures.consolidated if group else {}


def _roles(before: Shown, after: Shown) -> list[Line]:
    old, new = _consolidated(before), _consolidated(after)

    def cents(table: dict[str, int], role: str) -> int | None:
        return natural(role, table[role]) if role in table else None

    return [
        Line(
            ("", role, ""),
            role,
            "minor",
            "EUR",
            cents(old, role),
            cents(new, role),
            "",
            (_name(before, role) if role in old else "", _name(after, role) if role in new else ""),
        )
        for role in KNOWN
        if role in old or role in new
    ]


def _name(shown: Shown, role: str) -> str:
    return closing(shown.annual.year, shown.version, shown.annual.through, "role", "consolidated", role)


def _months(before: Shown, after: Shown) -> list[tuple[str, str, int, int]]:
    def used(shown: Shown) -> dict[tuple[str, str], int]:
        group = shown.publication.content.group if shown.publication else None
        return {(entity, month): version for entity, month, version, _ in (group.versions if group else [])}

    return _changed(used(before), used(after))


def _rates(before: Shown, after: Shown) -> list[tuple[str, str, int, int]]:
    def used(shown: Shown) -> dict[tuple[str, str], int]:
        group = shown.publication.content.group if shown.publication else None
        return {(rate.currency, rate.month): rate.version for rate in (group.rates if group else [])}

    return _changed(used(before), used(after))


def _changed(
    old: Mapping[tuple[str, str], int], new: Mapping[tuple[str, str], int]
) -> list[tuple[str, str, int, int]]:
    return [
        (*key, old.get(key, 0), new.get(key, 0))
        for key in sorted({*old, *new})
        if old.get(key) != new.get(key)
    ]
