"""The payroll of each contract type on its sample work: exact, sourced, the same alone and among others."""

from __future__ import annotations

import copy
import time
import warnings
from fractions import Fraction
from typing import Any

import msgspec
import numpy as np
import pytest

from core.country import ContractType, Country, Work
from shared_tools.paysheet import Columns, Rates, Sheet, Slip
from shared_tools.refusal import Refusal

SLOW = 0.002


@pytest.fixture
def batch(country: Country, contract_type: ContractType, work: Work) -> list[Work]:
    """The sample work between others of the same type with other pay, as far as the law accepts them."""
    accepted: list[Work] = []
    for numerator in (1, 11, 10, 13, 7, 10, 21, 3):
        other = msgspec.structs.replace(work, gross=work.gross * numerator // 10 + numerator - 10)
        try:
            contract_type.row(other, country.parameters)
        except Refusal:
            continue
        accepted.append(other)
    return [*accepted, work]


@pytest.fixture
def sheet(country: Country, contract_type: ContractType, work: Work) -> Sheet:
    return contract_type.sheet([work], country.parameters)


@pytest.fixture
def slip(sheet: Sheet) -> Slip:
    return sheet.slip()


def test_printed_lines_add_up_to_printed_totals(slip: Slip, work: Work) -> None:
    """Let lines sum to net and cost: net = gross - employee's lines, cost = gross + employer's."""
    of = {
        bearer: sum(x.amount for x in slip.lines if x.bearer == bearer) for bearer in ("employee", "employer")
    }
    assert slip.net == slip.gross - of["employee"]
    assert slip.cost == slip.gross + of["employer"]
    assert work.gross or slip.lines, "the sample's slip pays nothing"


def test_each_line_has_a_source_and_translated_words(
    country: Country, contract_type: ContractType, sheet: Sheet, to_do: Any, translated: Any
) -> None:
    """Cite the law of each line and translate its label; give no code two labels for one bearer."""
    labels: dict[tuple[str, str], str] = {}
    for line in sheet.lines:
        if not line.source.strip():
            to_do.write(f"cite the law of line {line.code} of {contract_type.code}", "payroll.py")
        if labels.setdefault((line.code, line.bearer), line.label) != line.label:
            to_do.write(f"line {line.code} has two labels", "payroll.py")
        translated(line.label, f"the label of line {line.code}")


def test_no_float_touches_money(
    country: Country, contract_type: ContractType, work: Work, sheet: Sheet, to_do: Any
) -> None:
    """Keep amounts in int64 and rates in exact fractions, inputs and parameters too."""
    columns = Columns.of([contract_type.row(work, country.parameters)])
    arrays = {f"input {name}": getattr(columns, name) for name in type(contract_type.row(work, country.parameters)).__struct_fields__ if name in columns}  # fmt: skip
    arrays |= {"gross": sheet.gross, "net": sheet.net, "cost": sheet.cost}
    arrays |= {f"figure {code}": column for code, column in sheet.figures.items()}
    for line in sheet.lines:
        arrays |= {f"line {line.code}": line.amount, f"base of {line.code}": line.base}
        if isinstance(line.rate, Rates):
            arrays[f"rate of {line.code}"] = line.rate.numerators
        elif line.rate is not None and not isinstance(line.rate, Fraction):
            to_do.write(f"the rate of {line.code} is a {type(line.rate).__name__}", "payroll.py")
    for what, array in arrays.items():
        if array is not None and np.asarray(array).dtype.kind not in "iubUMO":
            to_do.write(f"{what} of {contract_type.code} is {np.asarray(array).dtype}", "payroll.py")
    for key in country.parameters:
        for stand in country.parameters.history(key).stands:
            if isinstance(stand.value.value, float):
                to_do.write(f"{key} is a float", "payroll.toml", stand.since)


def test_a_slip_among_others_is_the_slip_alone(
    country: Country, contract_type: ContractType, batch: list[Work]
) -> None:
    """Compute each row of a sheet as if it were alone: one code path for one slip or a million."""
    together = contract_type.sheet(batch, country.parameters)
    for index, row in enumerate(batch):
        alone = contract_type.sheet([row], country.parameters).slip()
        assert together.slip(index) == alone, (
            f"{country.code} {contract_type.code}: row {index}, gross {row.gross}"
        )


def test_a_slip_can_be_computed_again(
    country: Country, contract_type: ContractType, work: Work, slip: Slip
) -> None:
    """Give the same slip for the same inputs, forever, and leave the inputs as they were."""
    before = copy.deepcopy(work)
    again = contract_type.sheet([work], country.parameters).slip()
    assert msgspec.json.encode(again) == msgspec.json.encode(slip)
    assert work == before, f"{country.code}: the payroll of {contract_type.code} changes its inputs"


def test_cost_leads_back_to_gross(country: Country, contract_type: ContractType, batch: list[Work]) -> None:
    """Find for the cost of a wage that wage, and for a cent less one that fits; name the grosses where cost jumps."""
    if len({row.gross for row in batch}) == 1:
        pytest.skip(f"{country.code}: the law leaves {contract_type.code} one amount")
    for row in batch[:3]:
        reached = contract_type.sheet([row], country.parameters).slip().cost
        for budget in (reached, reached - 1, reached + 1):
            found = contract_type.gross_for_cost(row, country.parameters, budget)
            assert found.cost <= budget and found.left == budget - found.cost
            if budget == reached:
                assert found.exact and found.gross >= row.gross, (
                    f"{country.code} {contract_type.code}: {row.gross} costs {reached}, yet that budget gives "
                    f"{found.gross} at {found.cost}: name the jump in ContractType.jumps"
                )
            if found.above is not None and found.cost_above is not None:
                assert found.cost_above > budget


def test_negative_pay_is_refused(country: Country, contract_type: ContractType, work: Work) -> None:
    """Refuse pay below zero in one sentence."""
    with pytest.raises(Refusal) as refused:
        contract_type.row(msgspec.structs.replace(work, gross=-1), country.parameters)
    assert refused.value.way_out


def test_one_slip_is_computed_in_two_milliseconds(
    country: Country, contract_type: ContractType, work: Work
) -> None:
    """Compute a slip in 2 ms when warm; slower is a warning here, for the machine may be busy."""
    contract_type.sheet([work], country.parameters)
    took: list[float] = []
    for _ in range(5):
        began = time.perf_counter()
        contract_type.sheet([work], country.parameters)
        took.append(time.perf_counter() - began)
    if min(took) > SLOW:
        warnings.warn(
            f"{country.code} {contract_type.code}: a slip takes {min(took) * 1000:.1f} ms", stacklevel=1
        )
