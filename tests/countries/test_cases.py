"""cases/: worked examples of the country's law, each line of them."""

from __future__ import annotations

from typing import Any

from core.country import Case, Country
from shared_tools import cases


def test_worked_cases_are_kept(country: Country, to_do: Any) -> None:
    """Keep worked cases beside the payroll: cases/*.json, and kinds that answer them."""
    if any(kind.pay for kind in country.contract_types):
        if not list(country.folder.glob("cases/*.json")):
            to_do.write("keep worked cases in the form of the examples", "cases/examples.json")
        if not country.case_kinds:
            to_do.write("answer the kinds of the cases (Country.with_cases)", "cases.py")


def test_each_worked_case_comes_out_to_the_minor_unit(country: Country, to_do: Any) -> None:
    """Answer each line and output of each case exactly."""
    for path in sorted(country.folder.glob("cases/*.json")):
        file = cases.read(path)
        result = cases.run(file.cases, lambda code: country.case_kinds, Case, file.country)
        for found in result.differences:
            to_do.write(
                f"{found.case} {found.line}: expected {found.expected!r}, got {found.got!r}",
                f"cases/{path.name}",
            )
        if not result.lines:
            to_do.write("the file compares nothing", f"cases/{path.name}")
