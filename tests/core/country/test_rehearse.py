"""The rehearsal names every number without a confirmed value, per country, before the day comes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import msgspec
import pytest
from click.testing import CliRunner

from core.cli import cli
from core.country import all_countries, country
from core.country.facts import FactSheet

NEW_YEAR = "2027-01-01"


def rehearse(*arguments: str) -> tuple[int, str]:
    ran = CliRunner().invoke(cli, ["rehearse", *arguments])
    return ran.exit_code, ran.output


def test_every_gap_of_every_country_is_named() -> None:
    code, said = rehearse(NEW_YEAR, "--json")
    told = msgspec.json.decode(said)
    assert code == 1 and set(told) == {c.code for c in all_countries()}
    for found in all_countries():
        named = {row["key"]: row["why"] for row in told[found.code]}
        for key in found.parameters:
            stand = found.parameters.history(key).stand_on(date(2027, 1, 1))
            last = found.parameters.history(key).stands[-1]
            if stand is None and not last.value.unit.endswith("ended"):
                assert named[key].startswith("no value"), f"{found.code}: {key}"
            elif stand is not None and not stand.value.confirmed:
                assert stand.mark in named[key], f"{found.code}: {key}"
            else:
                assert key not in named, f"{found.code}: {key}"


def test_the_sums_tell_what_is_missing_from_what_is_unconfirmed() -> None:
    code, said = rehearse("2026-06-01", "--country", "hu")
    assert code == 1 and "hu on 2026-06-01: 0 without a value" in said
    assert "minimum_wage_month" not in said, "known and verified"
    code, said = rehearse(NEW_YEAR, "--country", "hu")
    assert "minimum_wage_month" in said and "To settle for 2027-01-01" in said


def test_a_country_with_nothing_left_says_so_and_exits_well(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(FactSheet, "gaps", lambda self, day: [])
    settled = replace(country("hu"), parameters=replace_gaps())
    monkeypatch.setattr("core.cli.facts.country", lambda code: settled)
    code, said = rehearse(NEW_YEAR, "--country", "hu")
    assert code == 0 and "every number has a confirmed value" in said


def replace_gaps() -> object:
    class Settled:
        def gaps(self, day: date) -> list[tuple[str, str]]:
            return []

    return Settled()
