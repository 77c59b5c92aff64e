"""Counts by contract type and structure tell of nobody alone."""

from __future__ import annotations

from datetime import date
from itertools import combinations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from world import World

from core.federation import SigningKey
from core.figures import close_and_publish
from core.figures.cuts import LEAST, OTHER, Share, told
from shared_tools.group.figures import canonical
from shared_tools.group.report import persons_table


def shares(**workers: int) -> list[Share]:
    return [Share(cut, f"{cut}{i}", 2, 1000 + i) for cut, count in workers.items() for i in range(count)]


def test_the_wage_of_one_worker_under_a_type_is_not_told() -> None:
    made = told(shares(employee=20, student=9, artist=1), with_gross=True)
    assert set(made) == {"employee", OTHER}
    assert made[OTHER]["workers"] == 10, "the lone artist hides among the students"
    assert sum(line["gross"] for line in made.values()) == sum(
        s.gross for s in shares(employee=20, student=9, artist=1)
    )


def test_too_few_in_all_are_not_cut_at_all() -> None:
    assert told(shares(employee=3, artist=1), with_gross=True) == {}
    assert told([], with_gross=True) == {}


def test_one_person_under_two_types_is_one_person() -> None:
    twice = [Share(cut, "anna", 1, 10) for cut in ("a", "b")] + [Share("b", f"w{i}", 1, 10) for i in range(3)]
    assert told(twice, with_gross=True) == {}


@given(
    st.lists(
        st.tuples(st.sampled_from("abcde"), st.integers(0, 12), st.integers(1, 20), st.integers(1, 9999))
    ),
)
def test_whatever_is_subtracted_at_least_five_persons_are_behind(
    rows: list[tuple[str, int, int, int]],
) -> None:
    """Every line told, and every difference between the total and some of the lines, is of five persons or of none."""
    given_ = [Share(cut, str(worker), days, gross) for cut, worker, days, gross in rows]
    made = told(given_, with_gross=True)
    assert all(line["workers"] >= LEAST for line in made.values())
    if made:
        assert sum(line["days"] for line in made.values()) == sum(share.days for share in given_)
        for count in range(1, len(made)):
            for chosen in combinations(made, count):
                rest = sum(line["gross"] for cut, line in made.items() if cut not in chosen)
                assert rest == 0 or sum(made[cut]["workers"] for cut in made if cut not in chosen) >= LEAST


def test_no_wage_is_in_the_counts_of_a_month_and_the_year_s_come_with_december(
    world: World, signing_key: SigningKey
) -> None:
    world.at(date(2026, 11, 2))
    activity = world.activity()
    world.invoice("90000.00", activity=activity)
    for _ in range(LEAST):
        world.contract(activity, world.member().person, date(2026, 11, 16), pay="200.00", pay_is="gross")
    world.contract(activity, world.member().person, date(2026, 12, 1), pay="300.00", pay_is="gross")
    world.at(date(2027, 1, 2))
    made = world.slips()
    november, december = (world.do(close_and_publish, month, signing_key) for month in ("2026-11", "2026-12"))
    for figures in (november, december):
        monthly = msgspec.structs.replace(
            figures, balances={}, movements={}, counts={**figures.counts, "year": {}}
        )
        assert b"gross" not in canonical(monthly)
    assert november.counts["types"] == {"employee": {"workers": 5, "days": 5}}
    assert december.counts["types"] == {}, "one worker in December"
    assert "types" not in november.counts["year"]
    gross = sum(slip.gross for slip in made)
    assert december.counts["year"]["types"] == {"employee": {"workers": 6, "days": 6, "gross": gross}}
    assert persons_table([december.counts["year"]])["total"] == {"workers": 6, "gross": gross, "days": 6}


def test_the_report_s_total_has_no_gross_that_not_everybody_told() -> None:
    whole = {"workers": 5, "days": 5, "types": {"a": {"workers": 5, "days": 5, "gross": 100}}}
    small = {"workers": 1, "days": 3, "types": {}}
    assert persons_table([whole])["total"] == {"workers": 5, "gross": 100, "days": 5}
    assert persons_table([whole, small])["total"] == {"workers": 6, "days": 8}
    assert persons_table([whole, {}])["total"] == {"workers": 5, "gross": 100, "days": 5}


@pytest.mark.parametrize("least", [1, 3])
def test_a_type_called_other_is_no_hole(least: int) -> None:
    assert told(shares(other=1, b=9), with_gross=False, least=least)[OTHER]["workers"] >= least
