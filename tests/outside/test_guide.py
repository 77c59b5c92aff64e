"""The ninth country of docs/adding-a-country.md, word by word: its folder is installed, found and led to its promises."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest

PROJECT = Path(__file__).parents[2]
NL = Path(__file__).parent / "smartcoop-nl" / "smartcoop_nl"
TEXT = (PROJECT / "docs" / "adding-a-country.md").read_text(encoding="utf-8")

CONTRACTS = """
import msgspec

class Worker(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    pass

class Terms(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    pass

class Row(msgspec.Struct, frozen=True):
    gross: int

def inputs(work, law):
    return Row(work.gross)
"""
PAYROLL = """
from shared_tools.i18n import N_
from shared_tools.paysheet import Sheet

def pay(columns, law):
    sheet = Sheet(law, columns.gross)
    sheet.line("tax", N_("Wage tax"), of="employee", owed="tax", base=columns.gross, rate=law["tax_rate"])
    return sheet
"""
CASES = """
from shared_tools.given import Given
from smartcoop_xx import COUNTRY

def job(case):
    gross = Given(case.inputs).whole("gross")
    return {"lines": {"tax": gross // 5}, "outputs": {"net": gross - gross // 5}}
"""
TAX = """
[[parameter]]
key = "tax_rate"
value = "20"
unit = "%"
from = 2013-01-01
source = "the law, its article"
checked = 2026-11-24
mark = "believed"
note = "not yearly"
"""
SAMPLE = """
from datetime import date
from core.country.sample import Sample, SampleWork, days

SAMPLE = Sample(
    works={"job": SampleWork(gross=80_000, days=days(date(2016, 5, 2), 3))}, no_minimum={"job": "the law has none"}
)
"""


def shown(first_line: str) -> str:
    """The indented block of the guide that begins with ``first_line``."""
    lines = TEXT[TEXT.index(f"    {first_line}") :].splitlines()
    end = next(number for number, line in enumerate(lines) if line[:4].strip())
    return dedent("\n".join(lines[:end])) + "\n"


@pytest.fixture(scope="module")
def by_the_guide(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the guide's own package is installed; of the Netherlands it has the two fact files alone."""
    source = tmp_path_factory.mktemp("guide") / "smartcoop-xx"
    folder = source / "smartcoop_xx"
    (folder / "locale" / "nl").mkdir(parents=True)
    (source / "pyproject.toml").write_text(shown("[build-system]"), encoding="utf-8")
    (folder / "__init__.py").write_text(shown("from pathlib import Path"), encoding="utf-8")
    for name, text in (
        ("contracts.py", CONTRACTS), ("payroll.py", PAYROLL), ("payroll.toml", TAX), ("conformance.py", SAMPLE),
        ("labels.py", "LABELS = {}\n"), ("accounts.toml", (NL / "accounts.toml").read_text(encoding="utf-8")),
        ("country.toml", (NL / "country.toml").read_text(encoding="utf-8").replace('code = "nl"', 'code = "xx"', 1)),
        ("locale/nl/messages.po", 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n'),
    ):  # fmt: skip
        (folder / name).write_text(text, encoding="utf-8")
    target = tmp_path_factory.mktemp("installed")
    subprocess.run(
        [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-build-isolation", "--no-index",
         "--disable-pip-version-check", "--target", str(target), str(source)],
        check=True, capture_output=True,
    )  # fmt: skip
    return target


def test_the_guide_s_folder_is_found_and_led_on(by_the_guide: Path, run: Any, tmp_path: Path) -> None:
    listed = run("-m", "core", "countries", "--json", seeing=(by_the_guide,), cwd=tmp_path)
    assert listed.returncode == 0, listed.stderr
    assert "xx" in {row["code"] for row in json.loads(listed.stdout)}
    asked = run("-m", "core", "promises", "xx", seeing=(by_the_guide,), cwd=tmp_path)
    assert asked.returncode == 1
    to_write = [line for line in asked.stdout.splitlines() if line.startswith("xx")]
    # What is left to write is words and worked cases; nothing broke, and each line is said once.
    assert to_write[0].startswith("xx: ") and len(to_write) == len(set(to_write))
    assert any("keep worked cases" in line for line in to_write)
    assert all("translate" in line or "cases" in line for line in to_write), asked.stdout


def test_the_guide_s_case_file_is_read(by_the_guide: Path, run: Any, tmp_path: Path) -> None:
    case_file = tmp_path / "cases.json"
    case_file.write_text(
        shown('{"country": "xx"').replace("20000", "20001").replace("69000", "80000"), encoding="utf-8"
    )
    (by_the_guide / "smartcoop_xx" / "cases.py").write_text(CASES, encoding="utf-8")
    module = by_the_guide / "smartcoop_xx" / "__init__.py"
    module.write_text(
        module.read_text(encoding="utf-8")
        + "from smartcoop_xx.cases import job\nCOUNTRY = COUNTRY.with_cases({'job': job})\n"
    )
    ran = run("-m", "core", "cases", str(case_file), seeing=(by_the_guide,), cwd=tmp_path)
    assert "1 cases, 2 lines, 1 differences" in ran.stdout, ran.stdout + ran.stderr
