"""Commands that compute pay: cases."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

import click

from core.cli.frame import as_json, print_json
from core.country import Case, CaseKind, country
from shared_tools import cases as runner
from shared_tools.group.cases import KINDS as GROUP_KINDS


def kinds_of(code: str) -> Mapping[str, CaseKind]:
    """The kinds of worked case that ``code`` answers: a country's own, or the group's."""
    return GROUP_KINDS if code == "group" else country(code).case_kinds


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path, dir_okay=False))
@as_json
def cases(files: tuple[Path, ...], json_: bool) -> None:
    """Run files of worked cases; print each difference, exit 1 on any."""
    count = lines = 0
    differences: list[runner.Difference] = []
    for path in files:
        file = runner.read(path)
        result = runner.run(file.cases, kinds_of, Case, file.country)
        count, lines = count + result.cases, lines + result.lines
        differences += result.differences
    if json_:
        print_json({"cases": count, "lines": lines, "differences": [d._asdict() for d in differences]})
    else:
        for d in differences:
            click.echo(f"{d.case}  {d.line}  expected {d.expected!r}  got {d.got!r}")
        click.echo(f"{count} cases, {lines} lines, {len(differences)} differences")
    sys.exit(1 if differences else 0)


COMMANDS = (cases,)
