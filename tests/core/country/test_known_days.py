"""A number of law corrected backwards: what was known on a day stays what it was, what is known now is the correction."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from world import refused

from shared_tools.dated import MissingValue, Parameters

BEFORE, AFTER = date(2026, 11, 19), date(2026, 11, 20)
Written = Callable[..., Parameters]


@pytest.fixture
def written(tmp_path: Path) -> Written:
    """Parameters of tables written as ``value since [to] [known]``, one number."""

    def read(*tables: str) -> Parameters:
        text = ""
        for table in tables:
            value, since, *rest = table.split()
            text += f'[[parameter]]\nkey = "rate"\nunit = "%"\nvalue = "{value}"\nfrom = {since}\n'
            text += "".join(f"{word.replace('=', ' = ')}\n" for word in rest)
            text += 'source = "an act"\nchecked = 2026-11-01\nmark = "verified"\n'
        path = tmp_path / "payroll.toml"
        path.write_text(text, encoding="utf-8")
        return Parameters.read(path, 2)

    return read


def percent(parameters: Parameters, day: date, known: date | None = None) -> int:
    return int(parameters.on(day, known).rate("rate") * 100)


def test_a_value_has_two_tables_for_the_same_from(written: Written) -> None:
    numbers = written("10 2026-01-01", "12 2026-01-01 known=2026-11-20")
    day = date(2026, 7, 1)
    assert percent(numbers, day) == 12
    assert percent(numbers, day, BEFORE) == 10
    assert percent(numbers, day, AFTER) == 12
    assert numbers.as_known(AFTER) is numbers and numbers.as_known(BEFORE) is numbers.as_known(date.min)
    assert percent(numbers.as_known(BEFORE), day) == 10


def test_a_correction_without_end_lasts_until_the_next_from(written: Written) -> None:
    numbers = written("10 2026-01-01", "11 2027-01-01", "12 2026-07-01 known=2026-11-20")
    assert [percent(numbers, date(*day)) for day in ((2026, 6, 30), (2026, 7, 1), (2026, 12, 31), (2027, 1, 1))] == [
        10, 12, 12, 11,
    ]  # fmt: skip
    assert numbers.changes == [date(2026, 1, 1), date(2026, 7, 1), date(2027, 1, 1)]
    assert numbers.as_known(BEFORE).changes == [date(2026, 1, 1), date(2027, 1, 1)]
    assert numbers.era(date(2026, 9, 1)) == date(2026, 7, 1)
    assert numbers.as_known(BEFORE).era(date(2026, 9, 1)) == date(2026, 1, 1)


def test_a_correction_with_an_end_gives_way_to_what_was_known_before(written: Written) -> None:
    numbers = written("10 2026-01-01", "12 2026-03-01 to=2026-03-31 known=2026-11-20")
    assert [percent(numbers, date(2026, month, 15)) for month in (2, 3, 4)] == [10, 12, 10]
    assert [percent(numbers, date(2026, month, 15), BEFORE) for month in (2, 3, 4)] == [10, 10, 10]


def test_a_value_is_corrected_twice(written: Written) -> None:
    numbers = written(
        "10 2026-01-01", "12 2026-01-01 known=2026-11-20", "13 2026-01-01 known=2027-02-01"
    )  # fmt: skip
    day = date(2026, 7, 1)
    assert [percent(numbers, day, known) for known in (BEFORE, AFTER, date(2027, 2, 1))] == [10, 12, 13]


def test_what_nobody_knew_then_is_missing_not_zero(written: Written) -> None:
    numbers = written("12 2026-01-01 known=2026-11-20")
    with pytest.raises(MissingValue):
        percent(numbers, date(2026, 7, 1), BEFORE)
    assert percent(numbers, date(2026, 7, 1), AFTER) == 12


@pytest.mark.parametrize(
    ("rule", "tables"),
    [
        ("overlapping_dates", ("10 2026-01-01", "12 2026-01-01")),
        ("overlapping_dates", ("10 2026-01-01", "12 2026-03-01 known=2026-11-20", "13 2026-03-01 known=2026-11-20")),
        ("corrects_two", ("10 2026-01-01", "11 2026-07-01", "12 2026-03-01 to=2026-12-31 known=2026-11-20")),
        ("ends_before_it_begins", ("10 2026-01-01", "12 2026-03-01 to=2026-02-01 known=2026-11-20")),
    ],
)  # fmt: skip
def test_a_correction_that_could_mean_two_things_is_refused(
    written: Written, rule: str, tables: tuple[str, ...]
) -> None:
    with refused(rule, "rate"):
        written(*tables)
