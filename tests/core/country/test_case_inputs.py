"""Inputs of worked cases in every other form a file can write them in, and the same mistake named the same everywhere."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from core.country import Case, country
from shared_tools import cases
from shared_tools.refusal import Refusal

FOLDER = Path(__file__).parents[3] / "countries"
CODES = sorted(path.parent.name for path in FOLDER.glob("*/country.toml"))
MISTAKES = {
    "input_missing", "not_whole", "not_a_number", "not_a_flag", "not_a_day", "not_a_list", "not_inputs", "unknown_choice",
}  # fmt: skip
"""What ``Given`` says. Rules of law and of a country's own forms have names of their own."""
OWN = {
    "be": {"not_a_month"}, "de": {"outside_the_plan"}, "es": {"unknown_activity", "accident_rates_missing"},
    "fr": {"not_a_rate"},
}  # fmt: skip


SAYS_MORE = {("de", "tax_class")}
"""A tax class that is there but not known is class VI (EStG 39c); one that nobody speaks of is class I."""


def every(value: Any, form: Callable[[Any], Any]) -> Any:
    if isinstance(value, dict):
        return {name: every(inner, form) for name, inner in value.items()}
    return [every(inner, form) for inner in value] if isinstance(value, list) else form(value)


def is_amount(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def as_text(value: Any) -> Any:
    return str(value).lower() if isinstance(value, int) else value


def as_float(value: Any) -> Any:
    if is_amount(value):
        return float(value)
    return float(value) if isinstance(value, str) and value.replace(".", "", 1).isdigit() else value


def as_text_with_a_point(value: Any) -> Any:
    return f"{value}.0" if is_amount(value) else value


def strangers(inputs: dict[str, Any]) -> dict[str, Any]:
    """In another order, between inputs nobody asks for."""
    return {"zz": [1, {"a": None}], **dict(reversed(inputs.items())), "unasked": None}


FORMS: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
    "text": lambda inputs: every(inputs, as_text),
    "float": lambda inputs: every(inputs, as_float),
    "text with a point": lambda inputs: every(inputs, as_text_with_a_point),
    "strangers": strangers,
}


def worked(code: str) -> list[dict[str, Any]]:
    return cases.read(FOLDER / code / "cases" / "examples.json").cases


def answer(code: str, case: dict[str, Any], inputs: dict[str, Any]) -> dict[str, Any]:
    return country(code).case_kinds[case["kind"]](
        Case(case["id"], case["kind"], inputs, year=case.get("year", 2026))
    )


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("code", CODES)
def test_the_form_of_an_input_changes_no_answer(code: str, form: str) -> None:
    for case in worked(code):
        written = FORMS[form](case["inputs"])
        assert answer(code, case, written) == answer(code, case, case["inputs"]), case["id"]


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    rows = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, inner in rows:
        yield (*path, name)
        yield from places(inner, (*path, name))


def replaced(inputs: dict[str, Any], path: tuple[Any, ...], value: Any) -> dict[str, Any]:
    changed = copy.deepcopy(inputs)
    place: Any = changed
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    return changed


@pytest.mark.parametrize("code", CODES)
def test_a_null_is_an_input_left_out(code: str) -> None:
    for case in first_of_each_kind(code):
        for name in case["inputs"].keys() - {name for of, name in SAYS_MORE if of == code}:
            left_out = {other: value for other, value in case["inputs"].items() if other != name}
            assert told(code, case, {**left_out, name: None}) == told(code, case, left_out), (
                case["id"],
                name,
            )
            assert told(code, case, {**left_out, name: ""}) == told(code, case, left_out), (case["id"], name)


@pytest.mark.parametrize("code", CODES)
def test_the_same_mistake_has_the_same_name(code: str) -> None:
    """Words, lists, tables, numbers below and beyond reason in place of each input: answered, or refused by name."""
    for case in first_of_each_kind(code):
        for path in places(case["inputs"]):
            for wrong in (
                "abc",
                [],
                {},
                -1,
                True,
                float("nan"),
                float("inf"),
                10**30,
                "1e999999",
                "1_0",
                "2026-02-30",
            ):
                found = told(code, case, replaced(case["inputs"], path, wrong))
                if wrong in ("abc", "1e999999") and isinstance(found, tuple):
                    assert found[0] in MISTAKES | OWN.get(code, set()), (case["id"], path, wrong, found)


def first_of_each_kind(code: str) -> list[dict[str, Any]]:
    return list({case["kind"]: case for case in reversed(worked(code))}.values())


def told(code: str, case: dict[str, Any], inputs: dict[str, Any]) -> Any:
    """The answer, or the rule and field of the refusal; whatever else is raised fails the test."""
    try:
        return answer(code, case, inputs)
    except Refusal as refused:
        assert refused.way_out, refused
        return refused.rule, refused.field
