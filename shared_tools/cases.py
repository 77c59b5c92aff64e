"""Worked cases: reading a file of them, answering each, naming every difference.

The runner knows no country and no kind; it is given a table of kinds. Every key of ``lines`` and ``outputs`` is
compared, nested ones too, exactly.
"""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from shared_tools.refusal import Refusal

MISSING = "(nothing)"


class CaseFile(msgspec.Struct, frozen=True):
    country: str
    cases: list[dict[str, Any]]


class Difference(NamedTuple):
    case: str
    line: str
    expected: Any
    got: Any


class Result(NamedTuple):
    cases: int
    lines: int
    differences: list[Difference]


def read(path: Path) -> CaseFile:
    """Raises Refusal ``not_a_case_file``."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=CaseFile)
    except (OSError, msgspec.DecodeError) as error:
        raise Refusal(
            "not_a_case_file", str(error), where=str(path),
            way_out="A case file is JSON with country and cases; see the examples.",
        ) from None  # fmt: skip


def compare(expected: Any, got: Any, line: str = "") -> Iterator[tuple[str, Any, Any, bool]]:
    """Each leaf of ``expected`` as (line, expected, got, same)."""
    if isinstance(expected, Mapping):
        found = got if isinstance(got, Mapping) else {}
        for key, value in expected.items():
            yield from compare(value, found.get(key, MISSING), f"{line}.{key}" if line else key)
    elif isinstance(expected, list):
        found = got if isinstance(got, list | tuple) else []
        if len(found) != len(expected):
            yield f"{line}.length", len(expected), len(found) if found or got == [] else MISSING, False
        for index, value in enumerate(expected):
            yield from compare(value, found[index] if index < len(found) else MISSING, f"{line}.{index}")
    else:
        # True == 1 in Python; a flag is not an amount.
        same = type(expected) is type(got) and expected == got
        yield line, expected, got, same


def run(
    cases: list[dict[str, Any]], kinds_of: Callable[[str], Mapping[str, Callable[[Any], dict[str, Any]]]],
    case_type: type[Any], country: str, unknown: Callable[[str], str] = lambda code: "unknown kind",
) -> Result:  # fmt: skip
    """Answer ``cases`` with the kinds of their country. An unknown kind or a crash is a difference of its own.

    ``unknown`` says of a country's code why it does not know a kind, and the way out.
    """
    lines = 0
    differences: list[Difference] = []
    for raw in cases:
        case = msgspec.convert(raw, case_type)
        code = case.country or country
        kind = kinds_of(code).get(case.kind)
        if kind is None:
            differences.append(Difference(case.id, "kind", case.kind, unknown(code)))
            continue
        try:
            answer = kind(case)
        except Refusal as refusal:
            answer = {"refused": refusal.rule}
            differences.append(Difference(case.id, "refused", "an answer", str(refusal)))
        except Exception as error:
            place = traceback.extract_tb(error.__traceback__)[-1]
            differences.append(
                Difference(case.id, "error", "an answer", f"{type(error).__name__}: {error} ({place.name})")
            )
            answer = {}
        for part, expected in (("lines", case.lines), ("outputs", case.outputs)):
            for line, want, got, same in compare(expected, answer.get(part, {})):
                lines += 1
                if not same:
                    differences.append(Difference(case.id, f"{part}.{line}", want, got))
    return Result(len(cases), lines, differences)
