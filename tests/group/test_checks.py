"""Every refusal, in the order in which rules are asked."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from msgspec.structs import replace

from shared_tools.group import (
    Entity,
    Failure,
    Figures,
    IntraLine,
    Participation,
    Perimeter,
    Rates,
    close_month,
    corrected,
    first_failure,
    newest,
    restated,
)
from shared_tools.group.rates import MonthRate
from shared_tools.refusal import Refusal

PERIMETER = Perimeter(
    (Entity("be", "EUR", "combined", since="2025-01"), Entity("se", "SEK", "combined", since="2025-01"))
)
RATES = Rates.of(
    {"SEK": {m: {"closing": "11", "average": "11.5"} for m in ("2024-12", "2025-01", "2025-02")}}
)


def sound() -> dict[tuple[str, str], Figures]:
    lines = (
        IntraLine("ic_receivable", "se", 100, "EUR", 100),
        IntraLine("ic_income", "se", -100, "EUR", -100),
    )
    opening = {"bank": 1000, "share_capital": -1000}
    fee = {"fee_income": -65, "fee_charged": 65}
    figures = [
        Figures("be", "2024-12", "EUR", 2, opening),
        Figures(
            "be", "2025-01", "EUR", 2, opening | {"ic_receivable": 100}, {"ic_income": -100} | fee, lines
        ),
        Figures("be", "2025-02", "EUR", 2, opening | {"ic_receivable": 100}, {}, lines[:1]),
        Figures("se", "2024-12", "SEK", 2, opening),
        Figures("se", "2025-01", "SEK", 2, opening),
        Figures("se", "2025-02", "SEK", 2, opening),
    ]
    return newest(figures)


def failure(change: dict[str, Any], key: tuple[str, str] = ("be", "2025-01")) -> Failure | None:
    figures = sound()
    figures[key] = replace(figures[key], **change)
    return first_failure(PERIMETER, figures, RATES, "2025-02")


def test_sound_figures_pass() -> None:
    assert first_failure(PERIMETER, sound(), RATES, "2025-02") is None
    assert close_month(PERIMETER, sound(), RATES, "2025-02").figures.pairs[0].unmatched == 100


@pytest.mark.parametrize(
    ("change", "code", "detail"),
    [
        ({"currency": "SEK"}, "currency_differs", "SEK 2"),
        ({"exponent": 3}, "currency_differs", "EUR 3"),
        ({"balances": {"goodwill": 0}}, "unknown_role", "goodwill"),
        ({"movements": {"translation_reserve": 0}}, "unknown_role", "translation_reserve"),
        ({"balances": {"gross_wages": 0}}, "wrong_statement", "gross_wages"),
        ({"movements": {"bank": 0}}, "wrong_statement", "bank"),
        ({"movements": {"ic_income": -101}}, "unbalanced", "-1"),
        (
            {"movements": {"ic_income": -100, "fee_income": -65, "other_income": 65}},
            "internal_fee_differs",
            "-65",
        ),
        ({"intra": (IntraLine("ic_income", "xx", -100, "EUR", -100),)}, "unknown_counterparty", "xx"),
        ({"intra": (IntraLine("ic_income", "be", -100, "EUR", -100),)}, "unknown_counterparty", "be"),
        ({"intra": ()}, "intra_does_not_add_up", "ic_receivable 100"),
    ],
)
def test_a_damaged_figure_is_named(change: dict[str, Any], code: str, detail: str) -> None:
    assert failure(change) == Failure(code, "be", "2025-01", detail)


def test_a_line_of_a_role_without_counterparties_does_not_add_up() -> None:
    lines = (*sound()["be", "2025-01"].intra, IntraLine("bank", "se", 5, "EUR", 5))
    assert failure({"intra": lines}) == Failure("intra_does_not_add_up", "be", "2025-01", "bank -5")


def test_an_opening_month_has_balances_only() -> None:
    assert failure({"movements": {"external_costs": 7}}, ("se", "2024-12")) == Failure(
        "opening_with_movements", "se", "2024-12", "7"
    )


def test_a_hole_is_a_missing_month() -> None:
    figures = sound()
    del figures["be", "2025-01"]
    assert first_failure(PERIMETER, figures, RATES, "2025-02") == Failure("missing_month", "be", "2025-01")


@pytest.mark.parametrize(
    ("month", "kept", "detail"),
    [
        ("2025-01", {"closing": "11"}, "SEK average"),
        ("2025-02", {"average": "11"}, "SEK closing"),
        ("2024-12", {}, "SEK closing"),
    ],
)
def test_a_missing_rate_is_named(month: str, kept: dict[str, str], detail: str) -> None:
    rates = {m: {"closing": "11", "average": "11.5"} for m in ("2024-12", "2025-01", "2025-02")} | {
        month: kept
    }
    assert first_failure(PERIMETER, sound(), Rates.of({"SEK": rates}), "2025-02") == Failure(
        "missing_rate", "se", month, detail
    )


def test_the_first_entity_then_the_first_month_then_the_first_rule_is_reported() -> None:
    figures = sound()
    del figures["be", "2025-02"]
    figures["se", "2024-12"] = replace(figures["se", "2024-12"], balances={"bank": 1})
    assert first_failure(PERIMETER, figures, RATES, "2025-02") == Failure("missing_month", "be", "2025-02")
    figures["be", "2025-01"] = replace(figures["be", "2025-01"], balances={"nobody": 1}, intra=())
    assert first_failure(PERIMETER, figures, RATES, "2025-02") == Failure(
        "unknown_role", "be", "2025-01", "nobody"
    )


def test_a_close_refuses_with_rule_value_place_and_way_out() -> None:
    figures = sound()
    figures["se", "2025-02"] = replace(figures["se", "2025-02"], balances={"bank": 1})
    with pytest.raises(Refusal) as refused:
        close_month(PERIMETER, figures, RATES, "2025-02")
    assert refused.value.rule == "unbalanced" and refused.value.where == "se 2025-02"
    assert "1" in refused.value.message and refused.value.way_out


BE = Entity("be", "EUR", "combined", since="2025-01")


@pytest.mark.parametrize(
    ("rule", "build"),
    [
        ("entity_twice", lambda: Perimeter((BE, replace(BE, currency="SEK")))),
        ("method_not_supported", lambda: Perimeter((replace(BE, method="equity"),))),
        ("opening_not_month_before", lambda: Perimeter((replace(BE, opening="2024-11"),))),
        ("unknown_holding", lambda: Perimeter((BE,), participations=(Participation("be", "se", "1", 0),))),
        (
            "share_out_of_range",
            lambda: Perimeter((BE,), participations=(Participation("be", "be", "1.2", 0),)),
        ),
        ("unknown_currency", lambda: Perimeter((BE,)).digits("XXX")),
        ("not_a_month", lambda: Perimeter((replace(BE, since="2025-13", opening="2024-12"),))),
    ],
)
def test_a_perimeter_that_cannot_be_is_refused(rule: str, build: Callable[[], object]) -> None:
    with pytest.raises(Refusal) as refused:
        build()
    assert refused.value.rule == rule


def test_a_newer_version_of_a_figure_or_a_rate_makes_a_close_stale(invented: type[Any]) -> None:
    group = invented(1)
    close = close_month(group.perimeter, newest(group.figures), group.rates, "2025-07")
    one = next(figure for figure in group.figures if figure.entity == "se" and figure.month == "2025-03")
    later = next(figure for figure in group.figures if figure.entity == "se" and figure.month == "2025-08")
    everything = [*group.figures, replace(one, version=2), replace(later, version=2)]
    assert restated(close, newest(group.figures)) == []
    assert restated(close, newest(everything)) == [("se", "2025-03", 1, 2)]
    assert corrected(close, group.rates) == []
    new = MonthRate("SEK", "2025-03", "11", "11", version=2)
    assert corrected(close, Rates([*close.rates_used, new])) == [new]
    assert corrected(close, Rates([MonthRate("SEK", "2025-09", "11", "11", version=2)])) == []
