"""The notices to the State that the country builds."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from core.country import Country, DeclarationKind
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
