"""Splitting a role by counterparty, and what documents explain."""

from __future__ import annotations

from shared_tools.group import Close, Entity, Figures, IntraLine, Perimeter, Rates, close_month, newest

RATES = Rates.of({"SEK": {m: {"closing": "3", "average": "3"} for m in ("2024-12", "2025-01")}})


def close(claims: list[tuple[str, int]], bills: list[IntraLine] | None = None) -> Close:
    """Sweden claims from sisters, each amount its own document; ``bills`` is what the first sister owes."""
    lines = tuple(IntraLine("ic_receivable", code, amount, "SEK", amount) for code, amount in claims)
    total, owed = sum(amount for _, amount in claims), sum(line.amount for line in bills or [])
    codes = list(dict.fromkeys(code for code, _ in claims))
    figures = [Figures("se", "2025-01", "SEK", 2, {"ic_receivable": total, "bank": -total}, intra=lines)]
    for code in codes:
        mine = tuple(bills or []) if code == codes[0] else ()
        balances = {"ic_payable": owed, "bank": -owed} if mine else {}
        figures.append(Figures(code, "2025-01", "EUR", 2, balances, intra=mine))
    opening = [Figures(one.entity, "2024-12", one.currency, 2, {}) for one in figures]
    entities = [Entity(one.entity, one.currency, "combined", since="2025-01") for one in figures]
    return close_month(Perimeter(tuple(entities)), newest([*opening, *figures]), RATES, "2025-01")


def given(closed: Close) -> dict[str, int]:
    return {pair.taker: pair.from_amount for pair in closed.figures.pairs}


def test_the_rest_goes_to_the_first_by_name_of_equal_parts() -> None:
    assert given(close([("c", 1), ("b", 1), ("d", 1)])) == {"b": 1, "c": 0, "d": 0}


def test_the_rest_goes_to_the_largest_part() -> None:
    assert given(close([("b", 1), ("c", 4), ("d", 1)])) == {"b": 0, "c": 2, "d": 0}


def test_a_credit_is_as_large_as_a_claim() -> None:
    closed = close([("b", 1), ("c", -7), ("d", 1)])  # -5 / 3 = -2; parts 0, -2, 0
    assert given(closed) == {"b": 0, "c": -2, "d": 0}
    assert closed.figures.consolidated.get("ic_receivable", 0) == 0


def test_lines_of_one_counterparty_are_one_part() -> None:
    assert given(close([("b", 1), ("b", 1), ("b", 1)])) == {"b": 1}


def test_documents_that_differ_are_unmatched_at_the_rate_of_their_class() -> None:
    (pair,) = close([("b", 300)], [IntraLine("ic_payable", "se", -90, "SEK", -270)]).figures.pairs
    assert (pair.from_amount, pair.to_amount, pair.difference) == (100, -90, 10)
    assert (pair.unmatched, pair.exchange) == (10, 0)


def test_documents_that_agree_leave_exchange() -> None:
    (pair,) = close([("b", 300)], [IntraLine("ic_payable", "se", -90, "SEK", -300)]).figures.pairs
    assert (pair.unmatched, pair.exchange) == (0, 10)


def test_one_side_only_is_shown_with_nothing_on_the_other() -> None:
    closed = close([("b", 300)])
    assert closed.figures.consolidated["ic_unmatched"] == 100
    assert closed.figures.eliminations["trade"] == {"ic_receivable": -100, "ic_unmatched": 100}
