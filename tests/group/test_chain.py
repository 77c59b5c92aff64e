"""The chain of figures: every way of breaking it has its name."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from msgspec.structs import replace

from shared_tools.group import Figures, canonical, decode, digest, newest, verify_chain
from shared_tools.group.figures import IntraLine
from shared_tools.refusal import Refusal


def linked(*drafts: Figures) -> list[Figures]:
    """Numbered and chained as an entity would publish them."""
    chain: list[Figures] = []
    versions: dict[str, str] = {}
    for number, draft in enumerate(drafts, start=1):
        figure = replace(
            draft,
            number=number,
            previous=digest(chain[-1]) if chain else "",
            replaces=versions.get(draft.month, ""),
        )
        versions[draft.month] = digest(figure)
        chain.append(figure)
    return chain


def draft(month: str, version: int = 1, bank: int = 1) -> Figures:
    return Figures("be", month, "EUR", 2, {"bank": bank, "share_capital": -bank}, version=version)


CHAIN = linked(
    draft("2025-01"), draft("2025-02"), draft("2025-03"), draft("2025-02", 2, 5), draft("2025-03", 2, 5)
)


def test_a_sound_chain_gives_the_newest_versions() -> None:
    current = verify_chain(reversed(CHAIN))
    assert {month: one.version for month, one in current.items()} == {
        "2025-01": 1,
        "2025-02": 2,
        "2025-03": 2,
    }
    assert {(one.entity, month): one for month, one in current.items()} == newest(CHAIN)
    assert verify_chain([]) == {}


Damage = Callable[[list[Figures]], list[Figures]]


def rewritten(position: int, **changes: object) -> Damage:
    return lambda chain: [replace(one, **changes) if i == position else one for i, one in enumerate(chain)]


@pytest.mark.parametrize(
    ("rule", "damage"),
    [
        ("chain_gap", lambda chain: chain[:1] + chain[2:]),
        ("chain_gap", lambda chain: chain[1:]),
        ("chain_fork", lambda chain: [*chain, replace(chain[2], balances={"bank": 9, "share_capital": -9})]),
        ("chain_replay", lambda chain: [*chain, chain[1]]),
        ("chain_replay", lambda chain: [*chain, replace(chain[4], number=6, previous=digest(chain[4]))]),
        ("chain_broken", rewritten(1, balances={"bank": 9, "share_capital": -9})),
        ("chain_broken", rewritten(0, previous="ab")),
        ("chain_replaced", lambda chain: [*chain[:3], replace(chain[3], replaces=digest(chain[0]))]),
        ("chain_replaced", lambda chain: [replace(chain[0], replaces="ab")]),
        ("chain_version", lambda chain: [*chain[:3], replace(chain[3], version=3)]),
        ("chain_version", lambda chain: [replace(chain[0], version=2)]),
        ("chain_month_gap", lambda chain: linked(draft("2025-01"), draft("2025-03"))),
        ("chain_mixed", lambda chain: [chain[0], replace(chain[1], entity="fr")]),
    ],
)
def test_a_broken_chain_is_refused_by_name(rule: str, damage: Damage) -> None:
    with pytest.raises(Refusal) as refused:
        verify_chain(damage(CHAIN))
    assert refused.value.rule == rule
    assert refused.value.way_out


def test_equal_figures_have_equal_bytes() -> None:
    lines = (IntraLine("ic_income", "se", -1, "EUR", -1), IntraLine("ic_income", "fr", -2, "EUR", -2))
    one = Figures(
        "be",
        "2025-01",
        "EUR",
        2,
        {"bank": 1, "share_capital": -1},
        intra=lines,
        counts={"b": 1, "a": {"y": 2}},
    )
    two = Figures(
        "be",
        "2025-01",
        "EUR",
        2,
        {"share_capital": -1, "bank": 1},
        intra=lines[::-1],
        counts={"a": {"y": 2}, "b": 1},
    )
    assert canonical(one) == canonical(two)
    assert digest(one) == digest(two) and len(digest(one)) == 64
    assert digest(decode(canonical(one))) == digest(one)
    assert b" " not in canonical(one)
