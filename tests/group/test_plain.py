"""The engine against a second calculator written from the rules alone (plain_group.py): invented groups, every figure of every stage.

Entities in four currencies that join and leave in mid-year, subsidiaries with other members' capital, trade that is in
transit or differs, net investments, a restated month; and damaged figures, one or two at a time, refused in their order.
"""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import msgspec
import plain_group as plain
import pytest
from plain_group import PAIRED, ROLE, after

from shared_tools.group import (
    Close,
    Entity,
    Failure,
    Figures,
    Perimeter,
    Rates,
    close_month,
    first_failure,
    newest,
)
from shared_tools.group.cases import figures_of, perimeter_of

CASES = json.loads((Path(__file__).parent / "cases.json").read_text(encoding="utf-8"))["cases"]
MONTHS = ("2024-01", "2024-07", "2024-12", "2025-01", "2025-06", "2025-12", "2026-02")


def told(close: Close) -> dict[str, Any]:
    """The engine's close in the form of the plain one."""
    of: dict[str, Any] = msgspec.to_builtins(close.figures)
    pair_keys = ("from_amount", "to_amount", "difference", "unmatched", "exchange")
    names = ("translated", "aggregated", "eliminations", "consolidated", "totals", "equity_movement", "left")
    return {
        **{name: of[name] for name in names},
        "pairs": {(one["class"], one["from"], one["to"]): {key: one[key] for key in pair_keys} for one in of["pairs"]},
        "capital": {one.pop("held"): one for one in of["capital"]},
        "roll_forward": {
            code: {key: value for key, value in one.items() if key != "net_investment"}
            for code, one in of["roll_forward"].items() if close.books.perimeter.by_code[code].currency != "EUR"
        },
    }  # fmt: skip


def same(perimeter: Perimeter, figures: list[Figures], rates: Rates, month: str) -> None:
    chosen = newest(figures)
    mine, theirs = (
        plain.close(perimeter, chosen, rates, month),
        told(close_month(perimeter, chosen, rates, month)),
    )
    for stage in mine:
        assert theirs[stage] == mine[stage], (month, stage)


@pytest.mark.parametrize("month", MONTHS)
@pytest.mark.parametrize("seed", range(100, 112))
def test_every_stage_of_invented_groups(invented: Any, seed: int, month: str) -> None:
    group = invented(seed)
    same(group.perimeter, group.figures, group.rates, month)


@pytest.mark.parametrize("seed", range(200, 206))
def test_after_a_restatement_and_with_amounts_on_the_edge_of_half_a_cent(invented: Any, seed: int) -> None:
    group = invented(seed, size=60)
    draw = random.Random(seed)
    code, month = draw.choice(["be", "se", "hu"]), draw.choice(["2024-03", "2025-02"])
    again = []
    for figure in group.figures:
        if figure.entity == code and figure.month >= month:
            balances = {**figure.balances, "bank": figure.balances.get("bank", 0) + 777}
            balances["provisions"] = balances.get("provisions", 0) - 777
            movements = dict(figure.movements)
            if figure.month == month:
                movements["staff_costs"] = movements.get("staff_costs", 0) + 5
                movements["external_costs"] = movements.get("external_costs", 0) - 5
            again.append(msgspec.structs.replace(figure, balances=balances, movements=movements, version=2))
    for closed in ("2024-12", "2025-12", "2026-02"):
        same(group.perimeter, [*group.figures, *again], group.rates, closed)


LENT = {
    "ic_receivable": "ic_loan_given", "ic_payable": "ic_loan_taken", "ic_income": "ic_interest_income",
    "ic_expense": "ic_interest_expense",
}  # fmt: skip


def as_loans(figure: Figures, pairs: set[frozenset[str]]) -> Figures:
    """The same month, with what stands between some pairs a loan and its interest instead of trade."""
    balances, movements, lines = dict(figure.balances), dict(figure.movements), []
    for line in figure.intra:
        if frozenset((figure.entity, line.counterparty)) in pairs and line.role in LENT:
            given = balances if line.role in plain.CLOSING else movements
            given[line.role] = given.get(line.role, 0) - line.amount
            line = msgspec.structs.replace(line, role=LENT[line.role])
            given[line.role] = given.get(line.role, 0) + line.amount
        lines.append(line)
    return msgspec.structs.replace(figure, balances=balances, movements=movements, intra=tuple(lines))


@pytest.mark.parametrize("seed", range(400, 404))
def test_loans_and_interest_beside_trade(invented: Any, seed: int) -> None:
    group = invented(seed)
    pairs = {frozenset(("be", "se")), frozenset(("hu", "fr")), frozenset(("no", "be"))}
    figures = [as_loans(figure, pairs) for figure in group.figures]
    for month in MONTHS:
        same(group.perimeter, figures, group.rates, month)
    closed = close_month(group.perimeter, newest(figures), group.rates, "2024-07")
    assert {"trade", "loan", "service", "interest"} <= {pair.klass for pair in closed.figures.pairs}


# --- refusals, in their order --------------------------------------------------------------------------------------


def first_wrong(
    perimeter: Perimeter, figures: dict[tuple[str, str], Figures], rates: Rates, through: str
) -> Failure | None:
    """By entity in list order, then month; the first rule that fails. Written from the list of rules."""
    for entity in perimeter.entities:
        if entity.method not in ("combined", "full") or entity.since > through:
            continue
        if entity.until is not None and entity.until < f"{int(through[:4]) - 1}-12":
            continue
        so_far, opening = 0, after(entity.since, -1)
        for month in plain.span(opening, min(through, entity.until or through)):
            figure = figures.get((entity.code, month))
            if figure is None:
                return Failure("missing_month", entity.code, month)
            so_far = sum(figure.movements.values()) + (0 if month.endswith("-01") else so_far)
            wrong = _rules(figure, entity, perimeter, rates, so_far, month == opening)
            if wrong:
                return Failure(wrong[0], entity.code, month, wrong[1])
    return None


def _rules(figure: Figures, entity: Entity, perimeter: Perimeter, rates: Rates, so_far: int, opening: bool) -> tuple[str, str] | None:  # fmt: skip
    known = {role for role in ROLE if ROLE[role] in plain.ENTITY_ROLES}
    for role in (*figure.balances, *figure.movements):
        if role not in known:
            return "unknown_role", role
    for given, right in (
        (figure.balances, (*plain.CLOSING, *plain.EQUITY)),
        (figure.movements, plain.INCOME),
    ):
        for role in given:
            if role not in right:
                return "wrong_statement", role
    if opening and any(figure.movements.values()):
        return "opening_with_movements", str(sum(figure.movements.values()))
    if off := sum(figure.balances.values()) + so_far:
        return "unbalanced", str(off)
    if off := figure.movements.get("fee_income", 0) + figure.movements.get("fee_charged", 0):
        return "internal_fee_differs", str(off)
    for line in figure.intra:
        if line.counterparty == figure.entity or line.counterparty not in perimeter.by_code:
            return "unknown_counterparty", line.counterparty
    for statement, given in ((False, figure.balances), (True, figure.movements)):
        for role in plain.ENTITY_ROLES:
            if role.klass in PAIRED and (role.name in plain.INCOME) == statement:
                lines = sum(line.amount for line in figure.intra if line.role == role.name)
                if off := given.get(role.name, 0) - lines:
                    return "intra_does_not_add_up", f"{role.name} {off}"
    if entity.currency != perimeter.presentation:
        found = rates.find(entity.currency, figure.month)
        for kind in ("closing",) if opening else ("closing", "average"):
            if found is None or not getattr(found, kind):
                return "missing_rate", f"{entity.currency} {kind}"
    return None


def damaged(draw: random.Random, figure: Figures) -> Figures | None:
    """One thing wrong with a figure, or (None) the month missing."""
    balances, movements, intra = dict(figure.balances), dict(figure.movements), list(figure.intra)
    kind = draw.randrange(10)
    if kind == 0:
        return None
    if kind == 1:
        balances["goodwill_of_friends"] = 0
    elif kind == 2:
        balances["gross_wages"] = 0
    elif kind == 3:
        movements["bank"] = 0
    elif kind == 4:
        balances["bank"] = balances.get("bank", 0) + 1
    elif kind == 5:
        movements["fee_income"] = movements.get("fee_income", 0) - 1
        balances["bank"] = balances.get("bank", 0) + 1
    elif kind == 6:
        balances["translation_reserve"] = 0
    elif kind == 7 and intra:
        place = draw.randrange(len(intra))
        intra[place] = msgspec.structs.replace(intra[place], counterparty=draw.choice(["xx", figure.entity]))
    elif kind == 8 and intra:
        place = draw.randrange(len(intra))
        intra[place] = msgspec.structs.replace(intra[place], amount=intra[place].amount + 1)
    else:
        movements["external_costs"] = movements.get("external_costs", 0) + 1
        balances["bank"] = balances.get("bank", 0) - 1
    return msgspec.structs.replace(figure, balances=balances, movements=movements, intra=tuple(intra))


@pytest.mark.parametrize("seed", range(300, 304))
def test_damaged_figures_are_refused_with_the_first_rule_they_break(invented: Any, seed: int) -> None:
    group = invented(seed)
    sound = newest(group.figures)
    draw = random.Random(seed)
    seen: set[str] = set()
    for _ in range(60):
        figures = dict(sound)
        for key in draw.sample(sorted(figures), draw.choice([1, 1, 2, 6])):
            hurt = damaged(draw, figures[key])
            if hurt is None:
                del figures[key]
            else:
                figures[key] = hurt
        kept = [rate for rate in (group.rates.find(c, m) for c in ("SEK", "HUF", "PLN") for m in plain.span("2023-11", "2026-02")) if rate]  # fmt: skip
        gone = draw.randrange(len(kept) * 2)
        if gone < len(kept):
            kept[gone] = msgspec.structs.replace(kept[gone], **{draw.choice(["closing", "average"]): ""})
        rates, month = Rates(kept), draw.choice(MONTHS)
        mine = first_wrong(group.perimeter, figures, rates, month)
        assert first_failure(group.perimeter, figures, rates, month) == mine
        seen.add(mine.code if mine else "accepted")
    assert len(seen) > 4


@pytest.mark.parametrize(
    "case", [one for one in CASES if one["kind"] == "group_close"], ids=lambda case: case["id"]
)
def test_the_worked_cases_come_out_of_the_plain_calculator_too(case: dict[str, Any]) -> None:
    inputs = case["inputs"]
    for month in inputs["as_of"]:
        same(perimeter_of(inputs), figures_of(inputs), Rates.of(inputs["rates"]), month)
