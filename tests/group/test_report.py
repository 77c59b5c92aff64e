"""Printing: lines add up to their total."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from shared_tools import money
from shared_tools.group.report import (
    growth,
    leasing_table,
    members_table,
    percent,
    persons_table,
    printed,
    structure_table,
)

CENTS = st.integers(-(10**12), 10**12)


@given(st.lists(CENTS, max_size=12))
def test_lines_add_to_the_half_up_total_and_none_is_a_euro_off(cents: list[int]) -> None:
    lines, total = printed(cents)
    assert sum(lines) == total == money.half_up(sum(cents), 100)
    assert all(abs(100 * line - amount) < 100 for line, amount in zip(lines, cents, strict=True))


def test_at_a_tie_the_earlier_line_gets_the_euro() -> None:
    assert printed([50, 50]) == ([1, 0], 1)
    assert printed([-50, -50]) == ([0, -1], -1)


def test_percent_and_growth() -> None:
    assert percent(1, 8) == 13 and percent(-1, 8) == -13 and percent(1, 0) is None
    assert growth(150, 100) == 50 and growth(50, 100) == -50 and growth(0, 0) is None


def test_a_scope_without_figures_prints_zeros() -> None:
    assert set(structure_table({}).values()) == {0}
    assert members_table({})["income_total"] == 0
    assert leasing_table([])["average_value"] is None
    assert persons_table([]) == {"total": {"workers": 0, "gross": 0, "days": 0}}


def test_persons_of_types_are_not_added_up() -> None:
    counts = [
        {
            "workers": 3,
            "types": {"a": {"workers": 2, "gross": 5, "days": 1}, "b": {"workers": 2, "gross": 6, "days": 2}},
        }
    ]
    assert persons_table(counts)["total"] == {"workers": 3, "gross": 11, "days": 3}


def test_the_average_lease_is_per_running_contract() -> None:
    running = leasing_table([{"leasing": {"running": 156, "value": 56_107_700}}])
    assert running["average_value"] == 359_665  # 561,077 / 156 = 3,596.65: the report's own figure of 2017
