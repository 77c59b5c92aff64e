"""The chain of one entity's figures: nothing withheld, nothing published twice, nothing replaced in silence.

Each publication has a number, names the hash of the one before and, when it restates a month, the hash of the version
it replaces (group.md 6). Signatures are checked where the keys are, before this.
"""

from __future__ import annotations

from collections.abc import Iterable

from shared_tools.group import months
from shared_tools.group.figures import Figures, digest
from shared_tools.refusal import Refusal


def verify_chain(figures: Iterable[Figures]) -> dict[str, Figures]:
    """The newest version of each month of one entity, once the whole chain has been followed.

    ``figures``: everything the entity published, in any order.

    Raises Refusal ``chain_mixed`` (two entities), ``chain_replay`` (a publication again), ``chain_fork`` (two with one
    number), ``chain_gap`` (a number missing), ``chain_broken`` (wrong previous hash), ``chain_month_gap`` (a month
    left out), ``chain_version`` (not the next version), ``chain_replaced`` (wrong hash of the version replaced).
    """
    current: dict[str, Figures] = {}
    hashes: dict[str, str] = {}
    previous = ""
    last_month: int | None = None
    for position, figure in enumerate(_in_number_order(figures), start=1):
        where = f"{figure.entity} {figure.month} number {figure.number}"
        if figure.number != position:
            raise Refusal(
                "chain_gap", f"Number {position} is missing before number {figure.number}.", where=where,
                way_out="Ask the entity to send the missing figures again.",
            )  # fmt: skip
        if figure.previous != previous:
            raise Refusal(
                "chain_broken",
                f"It names {figure.previous or 'nothing'} as the figures before; the hash of those is "
                f"{previous or 'empty, for it is the first'}.",
                where=where, way_out="Ask the entity to verify its copy of the chain; figures before it were altered.",
            )  # fmt: skip
        _replaces_rightly(figure, current.get(figure.month), hashes.get(figure.month, ""), where)
        if figure.version == 1:
            month = months.number(figure.month)
            if last_month is not None and month != last_month + 1:
                raise Refusal(
                    "chain_month_gap", f"After {months.name(last_month)} it goes on with {figure.month}.",
                    where=where, way_out=f"Publish {months.name(last_month + 1)}, empty if nothing happened.",
                )  # fmt: skip
            last_month = month
        previous = digest(figure)
        current[figure.month], hashes[figure.month] = figure, previous
    return current


def _in_number_order(figures: Iterable[Figures]) -> list[Figures]:
    ordered = sorted(figures, key=lambda figure: figure.number)
    seen: dict[str, int] = {}
    for before, figure in zip([None, *ordered], ordered, strict=False):
        where = f"{figure.entity} {figure.month} number {figure.number}"
        if before is not None and figure.entity != before.entity:
            raise Refusal(
                "chain_mixed", f"Figures of {before.entity} and {figure.entity} are not one chain.", where=where,
                way_out="Verify each entity's figures apart.",
            )  # fmt: skip
        name = digest(figure)
        if name in seen:
            raise Refusal(
                "chain_replay", f"The same figures came as number {seen[name]} already.", where=where,
                way_out="Drop the copy.",
            )  # fmt: skip
        if before is not None and before.number == figure.number:
            raise Refusal(
                "chain_fork", f"Two different figures, {before.month} and {figure.month}, have number {figure.number}.",
                where=where, way_out="Ask the entity which one it signed last; the other must be withdrawn in writing.",
            )  # fmt: skip
        seen[name] = figure.number
    return ordered


def _replaces_rightly(figure: Figures, replaced: Figures | None, replaced_hash: str, where: str) -> None:
    expected = replaced.version + 1 if replaced else 1
    if replaced and figure.version == replaced.version:
        raise Refusal(
            "chain_replay", f"{figure.month} version {figure.version} was published already.", where=where,
            way_out=f"A restatement is version {expected}.",
        )  # fmt: skip
    if figure.version != expected:
        raise Refusal(
            "chain_version", f"{figure.month} comes as version {figure.version}; the next one is {expected}.",
            where=where, way_out="Publish the versions one by one.",
        )  # fmt: skip
    if figure.replaces != replaced_hash:
        raise Refusal(
            "chain_replaced",
            f"It says it replaces {figure.replaces or 'nothing'}; version {expected - 1} of {figure.month} is "
            f"{replaced_hash or 'not there'}.",
            where=where, way_out="Sign the restatement again, naming the version it replaces.",
        )  # fmt: skip
