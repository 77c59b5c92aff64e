"""docs/adding-a-country.md names each promise of the conformance suite, and none that is not there."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import get_args

import msgspec

from core.country.fact import Fact
from core.country.facts import _Sheet

PROJECT = Path(__file__).parents[2]
TEXT = (PROJECT / "docs" / "adding-a-country.md").read_text(encoding="utf-8")


def promises() -> dict[str, str]:
    """Each promise and its docstring."""
    return {
        node.name: ast.get_docstring(node) or ""
        for path in (PROJECT / "tests" / "countries").glob("test_*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    }


def test_each_promise_is_named_and_no_other() -> None:
    assert set(re.findall(r"`(test_\w+)`", TEXT)) == set(promises())


def test_each_promise_is_a_line_for_a_to_do_list() -> None:
    assert len(promises()) > 50
    for name, line in promises().items():
        assert line and line.splitlines()[0].endswith("."), (
            f"{name} needs a docstring that says what to write"
        )


def test_each_table_of_the_fact_sheet_is_named() -> None:
    for field in msgspec.structs.fields(_Sheet):
        if field.name not in ("code", "brand"):
            assert f"[{field.name}]" in TEXT, field.name


def test_each_key_of_each_table_is_named() -> None:
    """Those of ``Fact`` are said once for all tables."""
    common = {field.encode_name for field in msgspec.structs.fields(Fact)}
    for table in msgspec.structs.fields(_Sheet):
        kinds = [kind for kind in get_args(table.type) if isinstance(kind, type) and issubclass(kind, Fact)]
        rows = [
            line for line in TEXT.splitlines() if line.startswith("| `[[") and f"`[[{table.name}]]`" in line
        ]
        for kind in kinds:
            for key in {field.encode_name for field in msgspec.structs.fields(kind)} - common:
                assert any(f"`{key}`" in line for line in rows), f"{table.name}: {key}"


def test_what_the_page_points_at_is_there() -> None:
    for path in re.findall(r"`((?:core|tests|countries|shared_tools)/[\w/.-]+)`", TEXT):
        if path != "countries/xx/":
            assert (PROJECT / path).exists(), path
