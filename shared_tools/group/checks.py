"""What must be true of figures before anything is added up, in the order of group.md 9.

Entity by entity as the perimeter lists them, month by month, rule by rule: the first failure is the one reported, so
that two runs over the same figures always name the same thing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from shared_tools.group import months
from shared_tools.group.figures import Figures, Key
from shared_tools.group.perimeter import Entity, Perimeter
from shared_tools.group.rates import Rates
from shared_tools.refusal import Refusal
from shared_tools.roles import ENTITY_ROLES, PARTLY_BETWEEN_SISTERS, Role

PAIR_CLASSES = ("trade", "loan", "service", "interest")
"""Classes whose roles are split by counterparty, in the order pages list them."""


class Failure(NamedTuple):
    """``detail`` is the value that broke the rule: a role, a difference in minor units, a currency and rate."""

    code: str
    entity: str
    month: str
    detail: str = ""


_SAID: dict[str, tuple[str, str]] = {
    "missing_month": ("There are no figures.", "Publish them; a month without business is published empty."),
    "currency_differs": (
        "Its currency and digits are {}, the perimeter says otherwise.",
        "Correct one of the two.",
    ),
    "unknown_role": ("An entity has no role {!r}.", "Map the account to one of the roles entities publish."),
    "wrong_statement": (
        "{!r} stands in the wrong statement.",
        "Assets, liabilities and equity are balances; revenue and costs are movements.",
    ),
    "opening_with_movements": (
        "The opening month has movements of {}.",
        "Put the unfinished year's result into result_brought and publish balances only.",
    ),
    "unbalanced": (
        "Balances and this year's movements add up to {}, not 0.",
        "Restate this month and, since balances run on, every later one.",
    ),
    "internal_fee_differs": (
        "fee_income and fee_charged differ by {}.",
        "The fee a structure earns is the fee its members pay: post both from the same document.",
    ),
    "unknown_counterparty": (
        "{!r} is no sister of this entity.",
        "Name an entity of the perimeter, not itself.",
    ),
    "intra_does_not_add_up": (
        "Role and difference to its lines by counterparty: {}.",
        "Publish a line for every sister behind the role.",
    ),
    "missing_rate": ("There is no rate: {}.", "Freeze that month's rates first; no rate is ever guessed."),
}


def refusal(failure: Failure) -> Refusal:
    said, way_out = _SAID[failure.code]
    return Refusal(
        failure.code, said.format(failure.detail), way_out=way_out, where=f"{failure.entity} {failure.month}"
    )


class Roles:
    """The roles in play, sorted once for the questions asked of every figure."""

    def __init__(self, roles: Sequence[Role] = ENTITY_ROLES) -> None:
        self.all = tuple(roles)
        self.by_name = {role.name: role for role in roles}
        self.balances = frozenset(role.name for role in roles if role.in_balance_sheet)
        self.movements = frozenset(role.name for role in roles if not role.in_balance_sheet)
        self.paired = tuple(role for role in roles if role.klass in PAIR_CLASSES)
        self.class_of = {
            **{role.name: role.klass for role in self.paired},
            **{name: klass for name, klass in PARTLY_BETWEEN_SISTERS.items() if name in self.by_name},
        }
        self.paired_balances = tuple(role.name for role in self.paired if role.in_balance_sheet)
        self.paired_movements = tuple(role.name for role in self.paired if not role.in_balance_sheet)


def first_failure(
    perimeter: Perimeter,
    figures: Mapping[Key, Figures],
    rates: Rates,
    through: str,
    roles: Roles | None = None,
) -> Failure | None:
    """The first thing wrong with what the close of ``through`` would read, or None."""
    roles = roles or Roles()
    month = months.number(through)
    for entity in perimeter.entities:
        if not entity.counts_in(month):
            continue
        since_january = 0
        for number in range(entity.first - 1, entity.end(month) + 1):
            name = months.name(number)
            figure = figures.get((entity.code, name))
            if figure is None:
                return Failure("missing_month", entity.code, name)
            if number == months.january(number):
                since_january = 0
            since_january += sum(figure.movements.values())
            is_opening = number == entity.first - 1
            for code, detail in _wrong(figure, entity, perimeter, rates, roles, since_january, is_opening):
                return Failure(code, entity.code, name, detail)
    return None


def _wrong(
    figure: Figures, entity: Entity, perimeter: Perimeter, rates: Rates, roles: Roles, since_january: int,
    is_opening: bool,
) -> Iterator[tuple[str, str]]:  # fmt: skip
    """Every rule one figure breaks, in order, as code and detail."""
    kept = perimeter.exponents.get(entity.currency)
    if (figure.currency, figure.exponent) != (entity.currency, kept):
        yield "currency_differs", f"{figure.currency} {figure.exponent}"
    # Sets first: nearly every figure passes, and asking name by name would cost more than the whole close.
    if not (figure.balances.keys() <= roles.balances and figure.movements.keys() <= roles.movements):
        yield from _misplaced(figure, roles)
    if is_opening and any(figure.movements.values()):
        yield "opening_with_movements", str(sum(figure.movements.values()))
    if difference := sum(figure.balances.values()) + since_january:
        yield "unbalanced", str(difference)
    if fee := figure.movements.get("fee_income", 0) + figure.movements.get("fee_charged", 0):
        yield "internal_fee_differs", str(fee)
    yield from _wrong_lines(figure, perimeter, roles)
    if entity.currency != perimeter.presentation:
        for kind in ("closing",) if is_opening else ("closing", "average"):
            if not rates.has(kind, entity.currency, figure.month):
                yield "missing_rate", f"{entity.currency} {kind}"


def _misplaced(figure: Figures, roles: Roles) -> Iterator[tuple[str, str]]:
    for name in (*figure.balances, *figure.movements):
        if name not in roles.by_name:
            yield "unknown_role", name
    for given, right in ((figure.balances, roles.balances), (figure.movements, roles.movements)):
        for name in given:
            if name not in right:
                yield "wrong_statement", name


def _wrong_lines(figure: Figures, perimeter: Perimeter, roles: Roles) -> Iterator[tuple[str, str]]:
    behind: dict[str, int] = {}
    for line in figure.intra:
        if line.counterparty == figure.entity or line.counterparty not in perimeter.by_code:
            yield "unknown_counterparty", line.counterparty
        behind[line.role] = behind.get(line.role, 0) + line.amount
    for names, given in (
        (roles.paired_balances, figure.balances),
        (roles.paired_movements, figure.movements),
    ):
        for name in names:
            if difference := given.get(name, 0) - behind.pop(name, 0):
                yield "intra_does_not_add_up", f"{name} {difference}"
    for name, amount in behind.items():
        if name in PARTLY_BETWEEN_SISTERS:
            continue
        # A line of a role that has no counterparties would be eliminated by nobody.
        yield "intra_does_not_add_up", f"{name} {-amount}"
