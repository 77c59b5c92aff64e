"""A year of the group from the command line: report to files, publish, versions, compare, why."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from group_world import GroupWorld

from core import instance
from core.cli import cli
from core.clock import SetClock


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A group's folder with the year 2026, Sweden's March restated after publishing; signed with its own key."""
    folder = tmp_path / "group"
    instance.create(folder, instance.GROUP)
    opened = instance.open_group(folder, SetClock.at(date(2027, 1, 20), "Europe/Brussels"))
    world = GroupWorld(opened.store, tmp_path / "keys")
    assert run(folder, "publish", "2026", "--by", "Ilse").exit_code == 0
    world.restate("se", "2026-03")
    opened.store.engine.dispose()
    return folder


def run(home: Path, command: str, *args: str) -> Result:
    first, *rest = args
    return CliRunner().invoke(cli, ["group", command, first, str(home), *rest])


def test_a_year_is_published_compared_and_asked_why(home: Path) -> None:
    assert "se restated" in run(home, "versions", "2026").stdout
    refused = run(home, "publish", "2026")
    assert refused.exit_code == 1, "a second version says why"
    assert run(home, "publish", "2026", "--reason", "Sweden").exit_code == 0
    listed = json.loads(run(home, "versions", "2026", "--json").stdout)
    assert [(row["version"], row["signature"]) for row in listed] == [(1, "holds"), (2, "holds")]
    assert listed[1]["replaces"] == listed[0]["hash"] and listed[0]["by"] == "Ilse"
    told = json.loads(run(home, "compare", "2026", "--json").stdout)
    assert {tuple(month)[:2] for month in told["months"]} == {("se", f"2026-{m:02d}") for m in range(3, 13)}
    name = json.loads(run(home, "report", "2026", "--json").stdout)["tables"][2]["rows"][0]["cells"][0][
        "figure"
    ]
    step = json.loads(CliRunner().invoke(cli, ["group", "why", name, str(home), "--json"]).stdout)
    assert sum(part["amount"] for part in step["parts"]) == step["amount"]


def test_the_report_is_written_where_it_is_asked_for(home: Path, tmp_path: Path) -> None:
    paths = {kind: tmp_path / f"report.{kind}" for kind in ("pdf", "xlsx", "csv")}
    options = [text for kind, path in paths.items() for text in (f"--{kind}", str(path))]
    assert run(home, "report", "2026", "--version", "1", "--language", "sv", *options).exit_code == 0
    assert paths["pdf"].read_bytes().startswith(b"%PDF") and paths["xlsx"].read_bytes().startswith(b"PK")
    assert "Bruttolön" in paths["csv"].read_text(encoding="utf-8") or "Bruttolöner" in paths["csv"].read_text(encoding="utf-8")  # fmt: skip
    shown = run(home, "report", "2026", "--version", "1").stdout
    assert "restated" in shown and "version 1" in shown.lower()
    assert run(home, "report", "1999").exit_code == 1
