"""The Dutch month against the words of the dossier reckoned a second time, in plain fractions, one wage at a time."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from math import ceil, floor
from pathlib import Path
from typing import Any

import msgspec
import pytest

from core.country import Case, Country
from core.country.sample import conformance
from shared_tools import cases
from shared_tools.refusal import Refusal

WAGES = (*range(0, 1_110_000, 37_003), 1_109_699)


@pytest.fixture(scope="module")
def netherlands(installed: Path) -> Iterator[Country]:
    sys.path.insert(0, str(installed))
    try:
        from smartcoop_nl import COUNTRY  # type: ignore[import-not-found]

        yield COUNTRY
    finally:
        sys.path.remove(str(installed))
        for name in [name for name in sys.modules if name.partition(".")[0] == "smartcoop_nl"]:
            del sys.modules[name]


def percent(text: str) -> Fraction:
    return Fraction(text) / 100


def half_up(amount: Fraction) -> int:
    return floor(amount + Fraction(1, 2))


def by_hand(gross: int, age: str, credit: bool) -> dict[str, int]:
    """Dossier section 2, whole euros a year and the tax of the month in cents."""
    annual = min(133_110, floor(Fraction(gross * 12, 5_400)) * 54)
    aow = age != "under"
    first = 41_123 if age == "aow1945" else 38_883
    tax, low = 0, 0
    for high, rate in ((first, "17.85" if aow else "35.75"), (78_426, "37.56"), (133_110, "49.50")):
        if annual > low:
            tax += floor(min(annual, high) * percent(rate) - low * percent(rate))
        low = high
    ahk = ceil((1_556 if aow else 3_115) - percent("3.195" if aow else "6.398") * max(0, annual - 29_736))
    ahk = 0 if annual > 78_426 else max(0, ahk)
    r1, r2, r3, cut = ("4.156", "15.483", "0.974", "3.250") if aow else ("8.324", "31.009", "1.950", "6.510")
    m1, m2, m3 = (498, 2_647, 2_840) if aow else (996, 5_300, 5_685)
    built = min(percent(r1) * annual, m1)
    built = min(built + percent(r2) * max(0, annual - 11_965), m2)
    built = min(built + percent(r3) * max(0, annual - 25_845), m3)
    ark = ceil(max(0, built - percent(cut) * max(0, annual - 45_592)))
    ark = 0 if annual > 132_920 else ark
    ouk = ceil(max(0, 2_067 - percent("15") * max(0, annual - 46_002))) if aow and annual <= 59_782 else 0
    if not credit:
        ahk = ark = ouk = 0
    month = half_up(Fraction(max(0, tax - ahk - ark - ouk) * 100, 12))
    return {
        "annual_wage_eur": annual, "tax_on_annual_wage_eur": tax, "ahk_eur": ahk, "ark_eur": ark, "ouderenkorting_eur": ouk,
        "loonheffing": month,
    }  # fmt: skip


@pytest.mark.parametrize("credit", [True, False])
@pytest.mark.parametrize("age", ["under", "aow1946", "aow1945"])
def test_the_table_is_what_the_dossier_says(netherlands: Country, age: str, credit: bool) -> None:
    for gross in WAGES:
        given = {
            "gross": gross,
            "age": age,
            "loonheffingskorting": credit,
            "whk_percent": "0.76",
            "aof": "high",
        }
        answer = netherlands.case_kinds["month"](Case("x", "month", given, year=2026))
        expected = by_hand(gross, age, credit)
        assert answer["outputs"]["loonheffing"] == expected.pop("loonheffing"), gross
        assert {key: answer["lines"][key] for key in expected} == expected, gross
        base = min(gross, 661_741)
        rates = dict(zip(("awf", "aof", "wko", "whk"), ("7.74", "7.63", "0.50", "0.76"), strict=True))
        for line, rate in rates.items():
            owed = half_up(base * percent(rate)) if age == "under" else 0
            assert answer["lines"][line] == owed, (line, gross)
        assert answer["lines"]["zvw"] == half_up(base * percent("6.10"))
        assert answer["outputs"]["employer_cost"] == gross + answer["lines"]["employer_premiums"]


def _written(value: Any, form: str) -> Any:
    if form == "text":
        return str(value).lower() if isinstance(value, int) else value
    if isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    return float(value) if isinstance(value, str) and value.replace(".", "").isdigit() else value


@pytest.mark.parametrize("form", ["as they are", "text", "float"])
def test_the_six_cases_in_every_form(netherlands: Country, form: str) -> None:
    file = cases.read(netherlands.folder / "cases/examples.json")
    turned = [
        {
            **case,
            "inputs": {
                "unasked": None,
                **{name: _written(value, form) for name, value in case["inputs"].items()},
            },
        }
        for case in (file.cases if form != "as they are" else ())
    ]
    result = cases.run(turned or file.cases, lambda code: netherlands.case_kinds, Case, file.country)
    assert (result.cases, result.lines, result.differences) == (6, 102, [])


@pytest.mark.parametrize(
    ("rule", "field", "inputs"),
    [
        ("input_missing", "gross", {}),
        ("not_whole", "gross", {"gross": "much"}),
        ("not_whole", "gross", {"gross": 1.5}),
        ("unknown_choice", "age", {"gross": 1, "age": "old"}),
        ("unknown_choice", "awf", {"gross": 1, "awf": "middle"}),
        ("not_a_flag", "loonheffingskorting", {"gross": 1, "loonheffingskorting": "perhaps"}),
        ("not_a_number", "whk_percent", {"gross": 1, "whk_percent": "NaN"}),
        ("above_month_table", "gross", {"gross": 1_109_700}),
    ],
)
def test_an_input_that_cannot_be_read_is_named(
    netherlands: Country, rule: str, field: str, inputs: dict[str, Any]
) -> None:
    with pytest.raises(Refusal) as refused:
        netherlands.case_kinds["month"](Case("x", "month", inputs, year=2026))
    assert (refused.value.rule, refused.value.field) == (rule, field) and refused.value.way_out


def test_a_budget_buys_the_largest_wage_within_it(netherlands: Country) -> None:
    """1,200.00 for eight days at least of the minimum: one cent more of wage would cost more than the budget."""
    sample: Any = conformance(netherlands)["SAMPLE"].work(netherlands, "on_call")
    kind = netherlands.contract_type("on_call")
    work = msgspec.structs.replace(sample, days=sample.days[:8], minutes=8 * 480)
    found = kind.gross_for_cost(work, netherlands.parameters, 120_000)
    slip, more = (
        kind.sheet([msgspec.structs.replace(work, gross=gross)], netherlands.parameters).slip()
        for gross in (found.gross, found.gross + 1)
    )
    assert slip.cost <= 120_000 < more.cost
    assert slip.cost == found.cost and slip.net == slip.gross - sum(
        x.amount for x in slip.lines if x.bearer == "employee"
    )


def test_two_slips_of_a_month_owe_what_one_owes(netherlands: Country) -> None:
    sample: Any = conformance(netherlands)["SAMPLE"].work(netherlands, "on_call")
    kind = netherlands.contract_type("on_call")

    def slip(gross: int, **month: int) -> Any:
        work = msgspec.structs.replace(sample, gross=gross, minutes=60, month=month)
        return kind.sheet([work], netherlands.parameters).slip()

    one = slip(700_000)
    first = slip(400_050)
    tax = next(line.amount for line in first.lines if line.code == "loonheffing")
    second = slip(299_950, gross_on_call=400_050, loonheffing=tax)
    assert first.net + second.net == one.net
    assert first.figures["premium_base"] + second.figures["premium_base"] == 661_741


@pytest.mark.parametrize(
    ("kind", "rule", "changes"),
    [
        ("zzp", "not_a_kvk_number", {"terms": {"kvk": "1234567", "own_risk": True}}),
        ("zzp", "employment_suspected", {"terms": {"kvk": "12345678", "own_risk": False}}),
        ("zzp", "implausible_fee", {"gross": 10**9}),
        ("on_call", "birth_date_missing", {"worker": {}}),
        ("on_call", "whk_missing", {"terms": {}}),
        ("on_call", "below_minimum_wage", {"gross": 14_71 * 160 - 1}),
        ("on_call", "above_month_table", {"gross": 1_109_700}),
        ("on_call", "missing_value", {"days": (date(2026, 7, 1),)}),
    ],
)  # fmt: skip
def test_what_is_refused(netherlands: Country, kind: str, rule: str, changes: dict[str, Any]) -> None:
    sample = conformance(netherlands)["SAMPLE"]
    if "worker" in changes:
        sample = msgspec.structs.replace(sample, worker=changes.pop("worker"))
    own = msgspec.structs.replace(sample.works[kind], **changes)
    work = msgspec.structs.replace(sample, works={kind: own}).work(netherlands, kind)
    with pytest.raises(Refusal) as refused:
        netherlands.contract_type(kind).sheet([work], netherlands.parameters)
    assert refused.value.rule == rule and refused.value.way_out


def test_a_person_is_known_by_bsn(netherlands: Country) -> None:
    assert netherlands.check_person_id("1112.22.333") == "111222333"
    for wrong in ("111252333", "abc", ""):
        with pytest.raises(Refusal, match="BSN"):
            netherlands.check_person_id(wrong)
