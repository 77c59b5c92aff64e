"""Commands that reckon one wage: payslip, simulate."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import IO, Any

import click
import msgspec

from core.cli.facts import day_option
from core.cli.frame import as_json, out, print_json, table
from core.country import Country, all_countries, country
from core.payroll.explain import explain
from core.payroll.printing import language_in, trial_pdf
from core.payroll.simulation import Simulated, simulate
from core.payroll.trial import Tried, read_trial, try_slip
from core.words import Words
from shared_tools.i18n import N_
from shared_tools.money import exact, major
from shared_tools.refusal import Refusal


@click.command()
@click.argument("requests", type=click.File("rb"), default="-")
@click.option("--explain", "explained", is_flag=True, help="Print each slip line by line, in words.")
@click.option(
    "--lang", default="", help="With --explain, --pdf: the language (default: the country's first)."
)
@click.option(
    "--pdf",
    "paper",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write the paper there; of several requests, FILE-2 is the second line's.",
)
def payslip(requests: IO[bytes], explained: bool, lang: str, paper: Path | None) -> None:
    """Reckon payslips: one JSON object a line in, one a line out (REQUESTS: a file, or - for standard input).

    \b
    {"country": "be", "contract_type": "employee", "days": ["2026-10-05"], "pay": "180.00",
     "worker": {"birth_date": "1990-05-01"}}

    pay is text in major units and a gross wage; "pay_is": "cost" asks for the gross that a budget buys. terms, worker,
    minutes, month, year as the country asks them. --pdf asks for "employee": {"given_name": …, "family_name": …} and
    for "employer" with the numbers the country prints. Amounts come back in minor units. What the law refuses comes back as
    {"line": 3, "refused": {...}}, the others go on; exit 1 when any was refused.
    """
    refusals = 0
    for number, line in enumerate(requests, 1):
        if not line.strip():
            continue
        try:
            trial = read_trial(line)
            home = country(trial.country)
            tried = try_slip(trial, home)
            if paper is not None:
                _write(paper, number, trial_pdf(trial, tried, home, lang))
            if explained:
                _print_explained(tried, trial.contract_type, home, language_in(home, lang))
            else:
                print_json(_answer(number, tried))
        except Refusal as refusal:
            refusals += 1
            print_json({"line": number, "refused": _refused(refusal)})
    sys.exit(1 if refusals else 0)


def _write(path: Path, number: int, content: bytes) -> None:
    """Raises Refusal ``not_writable``."""
    path = path if number == 1 else path.with_stem(f"{path.stem}-{number}")
    try:
        path.write_bytes(content)
    except OSError as error:
        raise Refusal(
            "not_writable", f"{error.strerror}.", where=str(path), way_out="Name another file."
        ) from None


def _answer(number: int, tried: Tried) -> dict[str, Any]:
    answer = {"line": number, **msgspec.to_builtins(tried.slip), "pay_day": tried.pay_day}
    if tried.solution is not None:
        answer["solution"] = tried.solution
    return answer


def _refused(refusal: Refusal) -> dict[str, str]:
    return {
        "rule": refusal.rule, "field": refusal.field or "", "message": refusal.message, "way_out": refusal.way_out,
    }  # fmt: skip


def _print_explained(tried: Tried, contract_type: str, home: Country, language: str) -> None:
    words, slip, work = Words(language, home), tried.slip, tried.work
    label = words(home.contract_type(contract_type).label)
    period = f"{words.day(work.first_day)} – {words.day(work.last_day)}"
    rows: list[tuple[str, ...]] = [
        (words(N_("Gross wage")), "", "", words.amount(slip.gross, home.currency), "", ""),
    ]
    heading = ""
    for line in explain(slip.lines, home, words):
        if line.heading != heading:
            heading = line.heading
            rows.append((f"— {heading}", "", "", "", "", ""))
        own = line.bearer == "employee"
        rows.append(
            (
                line.label,
                line.base,
                line.rate,
                line.amount if own else "",
                "" if own else line.amount,
                line.why,
            )
        )
    rows.append(
        (words(N_("Net, and what it cost")), "", "", words.amount(slip.net, home.currency),
         words.amount(slip.cost, home.currency), ""),
    )  # fmt: skip
    table(
        f"{home.facts.name_in(language)}, {label}, {period} ({home.currency})",
        [words(N_("Line")), words(N_("Base")), words(N_("Rate")), words(N_("You")), words(N_("Employer")), words(N_("Why"))],
        rows, right=(1, 2, 3, 4),
    )  # fmt: skip
    out.print(words(N_("Paid on {day}, by the law of {law_day}."), day=words.day(tried.pay_day), law_day=words.day(slip.law_day)))  # fmt: skip


@click.command("simulate")
@click.argument("amount")
@click.option("--budget", "is_budget", is_flag=True, help="AMOUNT is a budget: no fee is taken.")
@click.option("--days", default=5, show_default=True, help="Weekdays worked.")
@click.option("--month", default="", help="The month of the work, 2026-10 (default: the present one).")
@click.option(
    "--rate", "rates", multiple=True, metavar="CUR=N", help="Units of a currency for one euro: SEK=11.05."
)
@click.option("--country", "codes", multiple=True, help="These countries only.")
@as_json
def simulate_(
    amount: str,
    is_budget: bool,
    days: int,
    month: str,
    rates: tuple[str, ...],
    codes: tuple[str, ...],
    json_: bool,
) -> None:
    """Show what an invoice of AMOUNT euro (without VAT) becomes in every country, side by side.

    Without --rate a country of another currency takes AMOUNT as its own money: no rate is guessed.
    """
    stated = _rates(rates)
    found = [country(code) for code in codes] if codes else all_countries()
    first = day_option(f"{month}-01") if month else _this_month()
    shown = [simulate(home, amount, first, days, stated, is_budget=is_budget) for home in found]
    if json_:
        print_json(shown)
    else:
        _print_side_by_side(shown, first, is_budget)
    sys.exit(1 if any(one.refused for one in shown) else 0)


def _this_month() -> date:
    from core.clock import SystemClock

    return SystemClock().now().date().replace(day=1)


def _rates(written: Iterable[str]) -> dict[str, Fraction]:
    """Raises Refusal ``not_a_rate``."""
    rates: dict[str, Fraction] = {}
    for text in written:
        currency, _, number = text.partition("=")
        try:
            rate = exact(number)
        except ValueError:
            rate = Fraction(0)
        if rate <= 0:
            raise Refusal(
                "not_a_rate", f"{text!r} is no rate.", field="rate", way_out="Write it as SEK=11.05: units for one euro."
            )  # fmt: skip
        rates[currency.upper()] = rate
    return rates


_ROWS = (
    ("budget of", "amount"), ("fee", "fee"), ("budget", "budget"), ("employer cost", "cost"),
    ("employer's contributions", "employer"), ("gross", "gross"), ("employee's contributions", "employee"), ("tax", "tax"),
    ("other deductions", "other"), ("net", "net"), ("left in the budget", "left"),
)  # fmt: skip


def _print_side_by_side(shown: list[Simulated], month: date, is_budget: bool) -> None:
    def cells(name: str) -> list[str]:
        if name not in ("amount", "fee", "budget", "left"):
            return ["-" if one.refused else f"{major(getattr(one, name), one.currency):,}" for one in shown]
        return [f"{major(getattr(one, name), one.currency):,}" for one in shown]

    rows = [
        ("money", *(one.currency for one in shown)),
        ("for one euro", *(one.rate or "-" for one in shown)),
    ]
    rows += [
        (label if name != "amount" or is_budget else "invoice", *cells(name)) for label, name in _ROWS
        if not (is_budget and name in ("fee", "budget"))
    ]  # fmt: skip
    rows.insert(3, ("fee %", *(one.fee_percent for one in shown)))
    table(
        f"Work in {month:%Y-%m}",
        ["", *(one.country for one in shown)],
        rows,
        right=tuple(range(1, len(shown) + 1)),
    )
    for one in shown:
        said = f"{one.country}: {one.contract_type}, {one.days} days. {one.said}"
        out.print(said, markup=False, highlight=False, soft_wrap=True)
        if one.refused:
            out.print(f"    refused: {one.refused}", markup=False, highlight=False, soft_wrap=True)


COMMANDS = (payslip, simulate_)
"""Registered in core/cli/__init__.py."""
