from __future__ import annotations

import copy
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from core.country import Case
from countries.fr import COUNTRY
from shared_tools import cases
from shared_tools.refusal import Refusal

EXAMPLES = Path(__file__).parent.parent / "cases" / "examples.json"


def _answer(kind: str, **inputs: Any) -> dict[str, Any]:
    return COUNTRY.case_kinds[kind](Case("x", kind, inputs, year=2026))


def test_every_worked_case_is_answered_to_the_cent() -> None:
    file = cases.read(EXAMPLES)
    result = cases.run(file.cases, lambda code: COUNTRY.case_kinds, Case, file.country)
    assert result.differences == []
    assert (result.cases, result.lines) == (43, 1792)


def test_a_case_may_leave_its_defaults_out() -> None:
    for case in cases.read(EXAMPLES).cases:
        required = {
            "gross",
            "base_pay",
            "date",
            "net_taxable",
            "budget",
            "contract_kind",
            "months",
            "year",
            "days",
            "hours",
        }
        inputs = {name: value for name, value in case["inputs"].items() if name in required}
        answer = COUNTRY.case_kinds[case["kind"]](Case("x", case["kind"], inputs, year=case["year"])) if (
            case["year"] == 2026
        ) else None  # fmt: skip
        assert answer is None or answer["outputs"]


def test_pay_of_2025_that_had_a_reduction_is_refused_by_name() -> None:
    with pytest.raises(Refusal) as refused:
        _answer("month", gross=300_000, date="2025-09-01", headcount=60, at_rate="1.10", mobility_rate="0")
    assert refused.value.rule == "reductions_of_2025"


def test_a_part_month_counts_its_days_in_ceiling_and_reduction() -> None:
    lines = _answer("month", gross=150_000, date="2026-04-01", calendar_days=15, headcount=20)["lines"]
    whole = _answer("month", gross=300_000, date="2026-04-01", headcount=20)["lines"]
    assert lines["ceiling"] * 2 == whole["ceiling"]
    assert lines["rgdu_coefficient"] == whole["rgdu_coefficient"]


@pytest.mark.parametrize(
    ("contract", "owed"),
    [("open-ended", 0), ("CESA (entrepreneur-employee)", 0), ("fixed-term", 2_500), ("CDD", 2_500)],
)
def test_fixed_term_pay_owes_the_training_account(contract: str, owed: int) -> None:
    assert (
        _answer("month", gross=250_000, date="2026-07-01", contract=contract)["lines"]["er_cpf_cdd"] == owed
    )


def test_day_ceilings_do_not_reach_the_pension_of_an_executive_artist() -> None:
    artist = {"gross": 90_000, "date": "2026-07-01", "days": 2, "hours": "16", "headcount": 10}
    lines = _answer("artist", **artist, cadre=True)["lines"]
    assert (lines["ceiling_social_security"], lines["ceiling_agirc_arrco"]) == (72_000, 25_839)
    assert lines["er_agirc_arrco_t1"] == 1_018  # 3.94 % of 258.39
    assert lines["er_agirc_arrco_t2"] == 8_309  # 12.95 % of 641.61
    assert lines["er_apec"] == 32  # 0.036 % of 900


def test_a_large_employer_of_artists() -> None:
    artist = {"gross": 45_000, "date": "2026-07-01", "days": 1, "hours": "8", "mobility_rate": "3.20"}
    lines = _answer("artist", **artist, headcount=60)["lines"]
    assert lines["er_fnal"] == 158  # 0.35 % of all pay
    assert lines["er_mobility"] == 1_008  # 2.24 %
    assert lines["er_forfait_social"] == 15  # 8 % of 189
    assert lines["er_housing"] == 0  # as the research calculator has it; contracts charge it


def test_artist_in_alsace_moselle() -> None:
    artist = {"gross": 20_000, "date": "2026-07-01", "days": 1, "hours": "8", "alsace_moselle": True}
    lines = _answer("artist", **artist)["lines"]
    assert lines["ee_health_alsace_moselle"] == 182  # 0.91 %
    assert lines["er_apprenticeship"] == 97  # 0.44 % of 220


def test_rights_above_what_the_year_already_had() -> None:
    answer = _answer("author_rights", gross=1_000_000, date="2026-07-01", gross_before_this_year=4_500_000)
    assert answer["lines"]["author_old_age"] == 18_819  # 6.15 % of 3,060


def test_every_answer_is_plain_data() -> None:
    for case in cases.read(EXAMPLES).cases:
        msgspec.json.encode(COUNTRY.case_kinds[case["kind"]](msgspec.convert(case, Case)))


UNASKED = {
    "month": {"contract"},
    "day_contract": {"days"},
    "technician": {"days"},
    "gross_from_budget": {"days"},
}


def _all_inputs(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    rows = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, inner in rows:
        yield (*path, name)
        yield from _all_inputs(inner, (*path, name))


def _written(value: Any) -> Any:
    """The same inputs with every amount and rate in the other form."""
    if isinstance(value, dict):
        return {name: _written(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [_written(inner) for inner in value]
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return float(value) if isinstance(value, str) and value.replace(".", "").isdigit() else value


def test_numbers_may_be_text_and_text_numbers() -> None:
    file = cases.read(EXAMPLES)
    turned = [{**case, "inputs": _written(case["inputs"])} for case in file.cases]
    assert cases.run(turned, lambda code: COUNTRY.case_kinds, Case, file.country).differences == []


@pytest.mark.parametrize("wrong", ["abc", -1, float("nan"), float("inf"), 10**30, "1e999999", "2026-02-30"])
def test_an_input_that_cannot_be_read_is_named(wrong: Any) -> None:
    for case in cases.read(EXAMPLES).cases:
        for path in _all_inputs(case["inputs"]):
            inputs = copy.deepcopy(case["inputs"])
            place = inputs
            for step in path[:-1]:
                place = place[step]
            place[path[-1]] = wrong
            answered = COUNTRY.case_kinds[case["kind"]]
            try:
                answered(Case("x", case["kind"], inputs, year=case["year"]))
            except Refusal as refused:
                assert refused.field == ".".join(map(str, path)), (case["id"], path, wrong)
            else:
                assert path[-1] in UNASKED[case["kind"]], (case["id"], path, wrong)
