"""payroll.toml: numbers of law with their birthdays."""

from __future__ import annotations

import tomllib
from datetime import date
from typing import Any

from core.country import Country

FILE = "payroll.toml"


def test_each_number_says_from_when_by_which_source_checked_when_and_how_sure(
    country: Country, to_do: Any, today: date
) -> None:
    """Give each [[parameter]] its from, source, checked and mark."""
    rows = tomllib.loads((country.folder / FILE).read_text(encoding="utf-8")).get("parameter", [])
    for row in rows:
        for key in ("from", "source", "checked", "mark"):
            if not row.get(key):
                to_do.write(f"say {key!r} of {row['key']}", FILE)
        if row.get("checked", today) > today:
            to_do.write(f"{row['key']} was checked in the future", FILE)


def test_the_rehearsal_of_next_year_names_the_yearly_numbers(
    country: Country, to_do: Any, today: date, new_year: date
) -> None:
    """End an amount that the law sets anew each New Year with 'to', so that the November rehearsal asks for it.

    An amount that was another one from last New Year on is taken for yearly, unless its note says "not yearly".
    """
    named = {key for key, _ in country.parameters.gaps(new_year)}
    rows = tomllib.loads((country.folder / FILE).read_text(encoding="utf-8")).get("parameter", [])
    if rows and not named:
        to_do.write(f"no number is missing or unconfirmed for {new_year}: end the yearly ones", FILE)
    last_year, this_year = date(today.year - 1, 1, 1), date(today.year, 1, 1)
    for key in country.parameters:
        stands = {stand.since: stand for stand in country.parameters.history(key).stands}
        old, new, next_ = (stands.get(day) for day in (last_year, this_year, new_year))
        if (
            old is None
            or new is None
            or old.value.value == new.value.value
            or not new.value.unit.startswith("money")
        ):
            continue
        said = any(row["key"] == key and "not yearly" in row.get("note", "") for row in rows)
        if key not in named and not said and not (next_ and next_.value.confirmed):
            to_do.write(f"{key} changes every New Year: end it with to = {today.year}-12-31", FILE)


def test_today_the_payroll_has_its_numbers(country: Country, to_do: Any, today: date) -> None:
    """Know a value of each number today, unless it has ended by its own 'to' or begins later."""
    for key in country.parameters:
        history = country.parameters.history(key)
        between = [s for s in history.stands if s.since > today] and [
            s for s in history.stands if s.since <= today
        ]
        if history.stand_on(today) is None and between:
            to_do.write(f"{key} has values before and after, but none now", FILE, today)
