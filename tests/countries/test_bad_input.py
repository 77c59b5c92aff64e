"""What cannot be is refused in one sentence that names the rule, the field and the way out; nothing is guessed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any, Literal, get_args, get_origin, get_type_hints

import msgspec
import pytest

from core.country import ContractType, Country, Work
from core.country.sample import Sample
from core.payroll.trial import Trial, try_slip
from core.people.rules import worker_facts
from shared_tools.refusal import Refusal

ABSURD = (10**11, 10**15)


def refusal_of(country: Country, contract_type: ContractType, work: Work) -> Refusal | None:
    try:
        contract_type.row(work, country.parameters)
        slip = contract_type.sheet([work], country.parameters).slip()
    except Refusal as refusal:
        return refusal
    # A net below zero is held by core, in words of its own.
    return Refusal("net_below_zero", "", field="pay", way_out="pay more") if slip.net < 0 else None


def assert_clear(refusal: Refusal | None, field: str, what: str) -> None:
    assert refusal is not None, f"{what} is accepted"
    assert refusal.rule and refusal.way_out, f"{what}: {refusal} names no way out"
    assert refusal.field and refusal.field.endswith(field), (
        f"{what}: {refusal} names {refusal.field}, not {field}"
    )


def with_fact(work: Work, part: str, name: str, value: Any) -> Work:
    facts = getattr(work, part)
    return msgspec.structs.replace(work, **{part: msgspec.structs.replace(facts, **{name: value})})


@pytest.mark.parametrize("gross", [-1, -(10**9), *ABSURD])
def test_a_wage_below_zero_or_beyond_reason_is_refused(
    country: Country, contract_type: ContractType, work: Work, gross: int
) -> None:
    """Nothing to write: a wage below zero or beyond reason is refused; your own refusal of it comes first."""
    refusal = refusal_of(country, contract_type, msgspec.structs.replace(work, gross=gross))
    assert_clear(refusal, "gross", f"{country.code} {contract_type.code}: a wage of {gross}")


def test_a_wage_below_the_minimum_is_refused_with_the_minimum_and_its_source(
    country: Country, contract_type: ContractType, work: Work, sample: Sample, to_do: Any
) -> None:
    """Refuse a wage below the law's minimum, naming amount and source; or say in SAMPLE.no_minimum why there is none."""
    refusal = refusal_of(country, contract_type, msgspec.structs.replace(work, gross=1))
    why_none = sample.no_minimum.get(contract_type.code, "")
    if why_none:
        assert refusal is None or "minimum_wage" not in refusal.rule, (
            f"{country.code} {contract_type.code} has a minimum after all: take it out of SAMPLE.no_minimum"
        )
        return
    named = refusal is not None and refusal.rule == "below_minimum_wage" and refusal.field == "gross"
    message = refusal.message if refusal is not None and named else ""
    if not (re.search(r"minimum[^(]*?\d", message) and re.search(r"\(.*[A-Za-z]{2}", message)):
        to_do.write(
            f"{contract_type.code} at a wage of one minor unit gives {refusal or 'a slip'!s}: let its inputs raise "
            'Refusal("below_minimum_wage", "… is below the minimum of 14.71 an hour (the law, its article).", field="gross", '
            f"way_out=…), or say in SAMPLE.no_minimum[{contract_type.code!r}] why the law has no minimum",
            "contracts.py",
        )  # fmt: skip


def test_a_day_outside_the_contract_is_refused(
    country: Country, contract_type: ContractType, work: Work
) -> None:
    """Nothing to write: a day before the first or after the last of the contract is refused by the contract type."""
    day = timedelta(days=1)
    for changed in (
        {"contract_first_day": work.days[0] + day, "contract_last_day": work.days[-1] + day},
        {"contract_first_day": work.days[0] - 2 * day, "contract_last_day": work.days[0] - day},
    ):
        refusal = refusal_of(country, contract_type, msgspec.structs.replace(work, **changed))
        assert_clear(refusal, "", f"{country.code} {contract_type.code}: {changed}")


@pytest.mark.parametrize("minutes", [-1, 10**6])
def test_hours_that_do_not_fit_the_days_are_refused(
    country: Country, contract_type: ContractType, work: Work, minutes: int
) -> None:
    """Nothing to write: more hours than the days have, or fewer than none, are refused by the contract type."""
    refusal = refusal_of(country, contract_type, msgspec.structs.replace(work, minutes=minutes))
    assert_clear(refusal, "", f"{country.code} {contract_type.code}: {minutes} minutes")


def _numbers(facts: Any) -> Iterator[str]:
    hints = get_type_hints(type(facts))
    for name in type(facts).__struct_fields__:
        kinds = {hints[name], *get_args(hints[name])}
        if int in kinds and bool not in kinds:
            yield name


@pytest.mark.parametrize("value", [-1, 10**12])
def test_no_fact_of_worker_or_contract_is_negative_or_absurd(
    country: Country, contract_type: ContractType, work: Work, value: int
) -> None:
    """Nothing to write: a whole number below 0 or beyond reason is refused; your own refusal of it comes first."""
    for part in ("worker", "terms"):
        for name in _numbers(getattr(work, part)):
            refusal = refusal_of(country, contract_type, with_fact(work, part, name, value))
            what = f"{country.code} {contract_type.code}: {part}.{name} = {value}"
            assert refusal is not None and refusal.way_out and refusal.field, f"{what}: {refusal}"


def _texts(facts: Any) -> Iterator[str]:
    hints = get_type_hints(type(facts))
    return (name for name in type(facts).__struct_fields__ if hints[name] is str)


@pytest.mark.parametrize("text", ["zzz", "-5", "1e9"])
def test_text_that_is_no_number_is_refused_or_taken_as_text(
    country: Country, contract_type: ContractType, work: Work, text: str
) -> None:
    """Refuse text where a percentage or a code is asked, with the way out; never fail on it."""
    for part in ("worker", "terms"):
        for name in _texts(getattr(work, part)):
            try:
                refusal = refusal_of(country, contract_type, with_fact(work, part, name, text))
            except Refusal as own:  # the country's struct checks what it holds when it is written
                refusal = own
            assert refusal is None or (refusal.way_out and refusal.field), f"{part}.{name}: {refusal}"


def test_a_choice_that_does_not_exist_is_refused_by_name(country: Country, sample: Sample) -> None:
    """Declare tax classes, statuses and other choices as Literal: another one is refused by the name of its field."""
    hints = get_type_hints(country.worker)
    for name in country.worker.__struct_fields__:
        choices = hints[name] if get_origin(hints[name]) is Literal else None
        if choices is None:
            continue
        with pytest.raises(Refusal) as refused:
            worker_facts({**sample.worker, name: "no_such_choice"}, None, country)
        assert (refused.value.rule, refused.value.field) == ("worker_data", "worker")
        assert f"$.{name}" in str(refused.value) and refused.value.way_out


def test_an_unknown_tax_class_is_refused(country: Country, contract_type: ContractType, work: Work) -> None:
    """Where a worker has a numbered class or table for tax, refuse one the law does not know."""
    for name in country.worker.__struct_fields__:
        if name not in ("tax_class", "tax_table", "tax_column"):
            continue
        known = refusal_of(country, contract_type, work) is None
        assert known, f"{country.code} {contract_type.code}: the sample itself is refused"
        slip = contract_type.sheet([work], country.parameters).slip()
        other = with_fact(work, "worker", name, 97)
        refusal = refusal_of(country, contract_type, other)
        if refusal is not None:
            assert refusal.field and refusal.field.endswith(name) and refusal.way_out, str(refusal)
            continue
        assert contract_type.sheet([other], country.parameters).slip() == slip, (
            f"{country.code} {contract_type.code}: {name} 97 gives another wage"
        )


BIRTHS = (
    date(1941, 1, 1),
    date(1950, 6, 1),
    date(1962, 6, 1),
    date(1990, 5, 1),
    date(2005, 5, 1),
    date(2007, 12, 1),
)


def test_a_missing_birth_date_is_refused_where_the_wage_depends_on_it(
    country: Country, contract_type: ContractType, work: Work
) -> None:
    """Refuse a worker without a birth date wherever another age gives another wage."""
    if "birth_date" not in country.worker.__struct_fields__:
        pytest.skip(f"{country.code} asks no birth date of a worker")
    unknown = with_fact(work, "worker", "birth_date", None)
    refusal = refusal_of(country, contract_type, unknown)
    if refusal is not None:
        assert_clear(refusal, "birth_date", f"{country.code} {contract_type.code} without birth date")
        return
    wage = contract_type.sheet([unknown], country.parameters).slip()
    for born in BIRTHS:
        other = with_fact(work, "worker", "birth_date", born)
        if refusal_of(country, contract_type, other) is None:
            assert contract_type.sheet([other], country.parameters).slip().lines == wage.lines, (
                f"{country.code} {contract_type.code}: without a birth date the wage is not that of {born}"
            )


def test_a_request_with_days_outside_its_contract_is_refused(country: Country) -> None:
    """Nothing to write: the command line refuses what the books would."""
    ordinary = country.ordinary
    if ordinary is None:
        pytest.skip(f"{country.code} names no ordinary contract")
    days = tuple(date(2026, 10, 1) + timedelta(days=n) for n in range(31 if ordinary.whole_month else 2))
    trial = Trial(
        country=country.code, contract_type=ordinary.contract_type, days=days, pay="1000", birth_date=date(1990, 6, 1),
        worker=dict(ordinary.worker), terms=dict(ordinary.terms), contract_first_day=date(2026, 10, 2),
        contract_last_day=date(2026, 10, 31),
    )  # fmt: skip
    with pytest.raises(Refusal) as refused:
        try_slip(trial, country)
    assert (
        refused.value.rule in ("outside_contract", "outside_engagement", "below_minimum_wage")
        and refused.value.way_out
    )
