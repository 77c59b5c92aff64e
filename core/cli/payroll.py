"""Commands that compute pay: cases, corrections."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

import click

from core import instance
from core.cli.frame import as_json, console, home_argument, out, print_json, table
from core.country import Case, CaseKind, country, country_codes
from core.payroll.corrections import Corrections, correct, review
from shared_tools import cases as runner
from shared_tools.group.cases import KINDS as GROUP_KINDS
from shared_tools.mobility.cases import KINDS as MISSION_KINDS
from shared_tools.mobility.law import SEATS
from shared_tools.money import major


def kinds_of(code: str) -> Mapping[str, CaseKind]:
    """The kinds of worked case that ``code`` answers: a country's own and the missions from it, or the group's.

    Missions need no country: those of "eu" and of an entity that is not installed are answered as well.
    """
    if code == "group":
        return GROUP_KINDS
    if code == "eu" or _absent(code):
        return MISSION_KINDS
    return {**MISSION_KINDS, **country(code).case_kinds}


def why_unknown(code: str) -> str:
    """Why a kind is unknown in a case of ``code``: its country may not be installed, which nobody sees by the kind."""
    if not _absent(code):
        return "unknown kind"
    return (
        f"unknown kind: country {code!r} is not installed; "
        f"pip install FOLDER/smartcoop-{code}, its plug-in (docs/adding-a-country.md)"
    )


def _absent(code: str) -> bool:
    """An entity of ours whose plug-in is not here."""
    return code in SEATS and code not in country_codes()


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path, dir_okay=False))
@as_json
def cases(files: tuple[Path, ...], json_: bool) -> None:
    """Run files of worked cases; print each difference, exit 1 on any."""
    count = lines = 0
    differences: list[runner.Difference] = []
    for path in files:
        file = runner.read(path)
        result = runner.run(file.cases, kinds_of, Case, file.country, why_unknown)
        count, lines = count + result.cases, lines + result.lines
        differences += result.differences
    if json_:
        print_json({"cases": count, "lines": lines, "differences": [d._asdict() for d in differences]})
    else:
        for d in differences:
            click.echo(f"{d.case}  {d.line}  expected {d.expected!r}  got {d.got!r}")
        click.echo(f"{count} cases, {lines} lines, {len(differences)} differences")
    sys.exit(1 if differences else 0)


@click.command()
@home_argument
@click.option("--since", required=True, help="The first month of work to look at, 2026-01.")
@click.option("--worker", "workers", multiple=True, help="These people only (their ids).")
@click.option(
    "--do", "do_it", is_flag=True, help="Make the difference slips; without it they are only listed."
)
@as_json
def corrections(home: Path, since: str, workers: tuple[str, ...], do_it: bool, json_: bool) -> None:
    """List the payslips of HOME that the law as known today would make otherwise; with --do, correct them.

    A stored slip stays: what it lacks becomes a difference slip. Exit 1 when one waits for a person.
    """
    opened = instance.open_instance(home)
    asked = list(workers) or None
    if do_it:
        with opened.store.work() as uow:
            found = correct(uow, since, asked)
    else:
        with opened.store.read() as uow:
            found = review(uow, since, asked)
    if json_:
        print_json(found)
    else:
        _print_corrections(found, opened.store.country.currency, done=do_it)
    sys.exit(1 if found.held else 0)


def _print_corrections(shown: Corrections, currency: str, done: bool) -> None:
    rows = [
        (
            item.slip.number, item.slip.month, item.slip.contract_type,
            *(f"{major(amount, currency):,}" for amount in (
                item.stood.net, item.now.net, item.difference.net, item.difference.cost,
            )),
            item.difference.number if done else "-",
        )
        for item in shown.found
    ]  # fmt: skip
    if rows:
        table(
            f"Corrections, {currency}",
            ["slip", "month", "kind", "net was", "net is", "to the worker", "to the budget", "corrected by"],
            rows, right=(0, 3, 4, 5, 6, 7),
        )  # fmt: skip
    for held in shown.held:
        console.print(
            f"[yellow]slip {held.slip.number} waits for a person[/]: {held.refusal}", highlight=False
        )
    verb = "made" if done else "to make; --do makes them"
    out.print(f"{len(shown.found)} difference slips {verb}. {len(shown.held)} slips wait for a person.")


COMMANDS = (cases, corrections)
