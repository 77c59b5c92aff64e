"""The notices to the State that the country builds."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from core.country import ContractType, Country, DeclarationKind
from core.country.sample import Sample
from shared_tools.refusal import Refusal


def test_the_same_facts_give_the_same_bytes(
    country: Country, declaration: DeclarationKind, facts_to_declare: Any
) -> None:
    """Build each declaration from the facts its docstring names, the same bytes each time, the facts left as they were."""
    assert declaration.build is not None
    before = copy.deepcopy(facts_to_declare)
    built = declaration.build(facts_to_declare)
    assert isinstance(built, bytes) and built
    assert declaration.build(copy.deepcopy(facts_to_declare)) == built
    assert facts_to_declare == before, f"{country.code}: {declaration.code} changes the facts it is given"


def test_a_missing_fact_is_named(
    country: Country, declaration: DeclarationKind, facts_to_declare: Any
) -> None:
    """Refuse, naming the field, when a fact is missing; never build half a notice."""
    assert declaration.build is not None
    for group in (key for key, value in facts_to_declare.items() if isinstance(value, dict)):
        fewer = {key: value for key, value in facts_to_declare.items() if key != group}
        try:
            declaration.build(fewer)
        except Refusal as refusal:
            assert refusal.field and refusal.way_out, f"{country.code} {declaration.code}: {refusal}"
        # What it does not need may be left out: the notice is then the same.
        else:
            assert declaration.build(fewer) == declaration.build(facts_to_declare)
    with pytest.raises(Refusal):
        declaration.build({})


def test_each_notice_before_work_is_written_from_what_core_knows(
    country: Country, contract_type: ContractType, sample: Sample, to_do: Any
) -> None:
    """Let ``facts`` turn what core knows into what ``build`` asks; what is typed in besides stands in SAMPLE.typed."""
    for code in contract_type.declarations:
        kind = country.declaration(code)
        if kind.build is None or contract_type.pay is None:
            continue
        if kind.facts is None:
            to_do.write(f"say in facts how core's notice becomes the facts of {code}", "declarations.py")
            continue
        notice, typed = sample.notice(country, contract_type.code), sample.typed.get(code, {})
        try:
            written = kind.message(notice, typed)
        except Refusal as refusal:
            to_do.write(f"type {refusal.field} of {code} in SAMPLE.typed ({refusal})", "conformance.py")
            continue
        assert written and written == kind.message(sample.notice(country, contract_type.code), typed)
        for path in typed:
            fewer = {key: text for key, text in typed.items() if key != path}
            try:
                kind.message(notice, fewer)
            except Refusal as refusal:
                assert refusal.field and refusal.way_out, f"{country.code} {code} without {path}: {refusal}"


def test_a_notice_whose_form_is_not_known_says_who_is_told(country: Country) -> None:
    """Leave ``build`` away where the form is not known: the refusal names the authority."""
    for kind in country.declarations:
        if kind.build is None or kind.facts is None:
            with pytest.raises(Refusal) as refused:
                kind.message(None, {})  # type: ignore[arg-type]
            assert refused.value.rule == "told_by_hand" and kind.authority in refused.value.way_out
