"""From what the country is told of each slip to the slips: those that one sheet can compute are computed together. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, TypeVar

from core.country import Country, Work
from shared_tools.dated import Parameters
from shared_tools.paysheet import Slip

T = TypeVar("T")
Told = tuple[T, str, Work]
"""What a slip is of, its contract type, and what the country is told."""


def rounds(items: Iterable[tuple[Any, T]]) -> list[list[T]]:
    """First items of every key, then second ones, and so on: what needs the sums of an earlier one comes after it."""
    turn: dict[Any, int] = {}
    found: list[list[T]] = []
    for key, item in items:
        index = turn[key] = turn.get(key, -1) + 1
        if index == len(found):
            found.append([])
        found[index].append(item)
    return found


def check(work: Work, contract_type: str, country: Country, parameters: Parameters) -> None:
    """Raises the law's Refusals of this one slip, and MissingValue for a day whose numbers are not known yet."""
    kind = country.contract_type(contract_type)
    kind.row(work, parameters)
    for day in kind.law_days(work):
        parameters.era(day)


def slips(
    told: Sequence[Told[T]], country: Country, parameters: Parameters
) -> Iterator[list[tuple[T, Work, Slip]]]:
    """Each sheet's slips: of one contract type, their law days in the same eras."""
    groups: dict[tuple[str, ...], list[Told[T]]] = {}
    for item in told:
        kind = country.contract_type(item[1])
        eras = (parameters.era(day).isoformat() for day in kind.law_days(item[2]))
        groups.setdefault((kind.code, *eras), []).append(item)
    for group in groups.values():
        sheet = country.contract_type(group[0][1]).sheet([work for _, _, work in group], parameters)
        yield [(what, work, sheet.slip(row)) for row, (what, _, work) in enumerate(group)]
