"""Commands on the countries installed: countries, promises, rehearse."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import click

from core.cli.frame import as_json, out, print_json, table
from core.clock import SystemClock, local_date
from core.country import Country, all_countries, country
from shared_tools.refusal import Refusal


def day_option(text: str) -> date:
    """Raises Refusal ``not_a_day``."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Refusal(
            "not_a_day", f"{text!r} is no day.", field="day", way_out="Write it as 2026-10-31."
        ) from None


def entity_row(found: Country, day: date) -> dict[str, Any]:
    """A country as table VI.2 of the annual report prints it."""
    facts, services = found.facts, found.facts.services(day)
    term, suspended = facts.payment_term(day), facts.suspended_on(day)
    fees = dict.fromkeys(fee.percent for fee in facts.sheet.fee if fee.holds_on(day))
    return {
        "code": found.code,
        "name": facts.legal_name(day).value,
        "legal_form": facts.legal_form(day).value,
        "founded": facts.founded,
        "operational_since": facts.operational_since,
        "natural_persons": services.natural_persons,
        "legal_persons": services.legal_persons,
        "self_employed": services.self_employed,
        "guarantee_fund": services.guarantee_fund,
        "payment": f"{term.count} days"
        if term.rule == "days_after_last_day"
        else f"{term.count}th of next month",
        "legal_help": services.legal_help,
        "touring_artists_desk": services.touring_artists_desk,
        "fee_percent": list(fees),
        "offices": services.offices,
        "currency": found.currency,
        "languages": facts.languages,
        "suspended": suspended.value if suspended else None,
    }


@click.command()
@click.option("--on", "on", default="", help="The day asked about (default: today).")
@as_json
def countries(on: str, json_: bool) -> None:
    """Print the table of national entities, from the fact sheets."""
    now = SystemClock().now()
    rows = [entity_row(c, day_option(on) if on else local_date(now, c.facts.zone)) for c in all_countries()]
    if json_:
        print_json(rows)
        return
    yes = {True: "yes", False: "no"}
    table(
        "National entities",
        ["", "name", "form", "founded", "since", "people", "companies", "self-empl.", "fund", "paid", "fee %", "offices", "money"],
        [
            (
                r["code"], r["name"], r["legal_form"], r["founded"], r["operational_since"], yes[r["natural_persons"]],
                yes[r["legal_persons"]], yes[r["self_employed"]], yes[r["guarantee_fund"]],
                r["payment"] if not r["suspended"] else f"suspended {r['suspended']}", ", ".join(r["fee_percent"]),
                r["offices"], r["currency"],
            )
            for r in rows
        ],
        right=(11,),
    )  # fmt: skip


def _counted(gaps: list[tuple[str, str]]) -> str:
    """What stops a payroll apart from what somebody should still read."""
    missing = sum(why.startswith("no value") for _, why in gaps)
    return f"{missing} without a value, {len(gaps) - missing} unconfirmed"


@click.command()
@click.argument("day")
@click.option("--country", "code", default="", help="One country only.")
@as_json
def rehearse(day: str, code: str, json_: bool) -> None:
    """Name every number of law and fact of an entity that has no value, or an unconfirmed one, on DAY.

    Exit code 1 where there is one, 0 where nothing is left to settle.
    """
    on = day_option(day)
    found = [country(code)] if code else all_countries()
    gaps = {c.code: [*c.facts.gaps(on), *c.parameters.gaps(on)] for c in found}
    if json_:
        print_json({c: [{"key": key, "why": why} for key, why in rows] for c, rows in gaps.items()})
    else:
        for c, rows in gaps.items():
            if rows:
                table(f"{c} on {on}: {_counted(rows)}", ["number", "what is missing"], rows)
            else:
                out.print(f"{c} on {on}: every number has a confirmed value.")
        out.print(f"To settle for {on}: {_counted([row for rows in gaps.values() for row in rows])}.")
    sys.exit(1 if any(gaps.values()) else 0)


_SUITE = Path(__file__).parents[2] / "tests" / "countries"


@click.command(context_settings={"ignore_unknown_options": True})
@click.argument("code")
@click.argument("pytest_options", nargs=-1, type=click.UNPROCESSED)
def promises(code: str, pytest_options: tuple[str, ...]) -> None:
    """Ask the country CODE every promise a country makes, wherever it is installed from, and list what is to be written.

    Options of pytest may follow. Raises Refusal ``suite_missing``.
    """
    country(code)
    if not _SUITE.is_dir() or importlib.util.find_spec("pytest") is None:
        raise Refusal(
            "suite_missing", "the conformance suite is part of a clone with its tools, not of the installed program.",
            where=str(_SUITE),
            way_out="Clone smartcoop, run make install in it, install your package into its .venv, and ask from there.",
        )  # fmt: skip
    # Nothing is written beside the suite: a country changes nothing outside its folder, its author neither.
    command = [sys.executable, "-m", "pytest", str(_SUITE), "--country", code, "-p", "no:cacheprovider"]
    # The suite's own list says what is to be written; who wants to see where a promise broke asks with --tb=short.
    sys.exit(subprocess.run([*command, *(pytest_options or ("--tb=no", "-rN"))], check=False).returncode)


COMMANDS = (countries, promises, rehearse)
