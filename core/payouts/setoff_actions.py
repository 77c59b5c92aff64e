"""Setting off what a worker was paid too much, and undoing it until the wage is paid."""

from __future__ import annotations

from collections.abc import Sequence

from core.db import UnitOfWork, new_id, not_found, row_of
from core.ledger import post
from core.payouts import claim_store, postings, setoff_store
from core.payouts.setoff import Claim, NewSetOff, SetOff, Undone, Wage, check, room
from core.people import people_by_id
from shared_tools.money import minor
from shared_tools.refusal import Refusal, naming

STAFF = ("adviser", "finance")


def set_off(uow: UnitOfWork, new: Sequence[NewSetOff]) -> list[SetOff]:
    """Take each amount from its wage. Raises Refusal ``not_allowed``, ``not_found``, ``wage_paid`` and those of
    ``setoff.check``; nothing is set off then."""
    uow.require(*STAFF)
    uow.alone("payouts")
    made: list[SetOff] = []
    for index, one in enumerate(new):
        with naming(f"set_offs.{index}") if len(new) > 1 else naming("set_off"):
            # Asked anew for each: an earlier one of the batch took from the same claim, wage or month.
            claim = _claim(uow, one.claim)
            wage = claim_store.wages_by_id(uow, [one.wage]).get(one.wage)
            if wage is None:
                raise Refusal("wage_paid", "that wage is paid or nothing is left of it.", field="wage", way_out="Choose a wage that is not paid yet.")  # fmt: skip
            currency = uow.country.currency
            with naming("amount"):
                amount = minor(one.amount, currency)
            check(one, amount, claim, wage, room_of(uow, wage, claim), uow.today, currency)
            item = SetOff(
                id=new_id(), claim=claim.slip, wage=wage.slip, person=claim.worker, structure=claim.structure,
                amount=amount, basis="consent", consented_on=one.consented_on, consent=one.consent.strip(),
                reason=one.reason.strip(), day=uow.today, made_by=uow.actor.name,
            )  # fmt: skip
            _keep(uow, [(item, claim, wage)])
            made.append(item)
    uow.later("set_off_made", [item.id for item in made])
    return made


def room_of(uow: UnitOfWork, wage: Wage, claim: Claim) -> int:
    """The most of ``claim`` that may be set off against ``wage``, by the law of its day. Minor units."""
    law = uow.parameters.on(uow.parameters.era(wage.law_day))
    return room(wage, claim, claim_store.month_pay(uow, wage), uow.country.set_off, law)


def _claim(uow: UnitOfWork, key: str) -> Claim:
    for claim in claim_store.claims(uow, ids=[key]):
        return claim
    raise not_found("claim", key)


def take_off_unpaid(uow: UnitOfWork) -> list[SetOff]:
    """Where the slip that a claim corrects is not paid yet, nothing was paid too much: the difference is taken off that
    wage before it is paid. The caller holds ``alone("payouts")``."""
    claims = claim_store.claims(uow, open_only=True)
    wages = claim_store.wages_by_id(uow, [claim.corrects for claim in claims])
    made: list[tuple[SetOff, Claim, Wage]] = []
    left = {key: wage.left for key, wage in wages.items()}
    for claim in claims:
        amount = min(claim.open, left.get(claim.corrects, 0))
        if amount:
            left[claim.corrects] -= amount
            item = SetOff(
                id=new_id(), claim=claim.slip, wage=claim.corrects, person=claim.worker, structure=claim.structure,
                amount=amount, basis="own_wage", consented_on=None, consent="", reason="", day=uow.today,
                made_by=uow.actor.name,
            )  # fmt: skip
            made.append((item, claim, wages[claim.corrects]))
    _keep(uow, made)
    return [item for item, _, _ in made]


def _keep(uow: UnitOfWork, made: Sequence[tuple[SetOff, Claim, Wage]]) -> None:
    people = people_by_id(uow, [item.person for item, _, _ in made])
    uow.insert(setoff_store.set_off, [row_of(item) for item, _, _ in made])
    post(uow, [
        postings.set_off(item, people[item.person].name, wage.number, claim.number, uow.country.currency)
        for item, claim, wage in made
    ])  # fmt: skip


def undo_set_offs(uow: UnitOfWork, ids: Sequence[str]) -> list[Undone]:
    """The wages are owed whole again. Raises Refusal ``not_allowed``, ``not_found``, ``wage_paid``, ``set_off_undone``,
    ``own_wage``."""
    uow.require(*STAFF)
    uow.alone("payouts")
    found = setoff_store.set_offs_by_id(uow, ids)
    for key in ids:
        if key not in found:
            raise not_found("set-off", key)
    items = [found[key] for key in dict.fromkeys(ids)]
    gone = {
        item.id for item, undone in setoff_store.set_offs_of(uow, claims=[i.claim for i in items]) if undone
    }
    paid = claim_store.paid(uow, [item.wage for item in items])
    for item in items:
        if item.id in gone:
            raise Refusal("set_off_undone", "this set-off is undone already.", way_out="Look at the claim: it is open again.")  # fmt: skip
        if item.basis == "own_wage":
            raise Refusal("own_wage", "the wage was never higher than this.", way_out="Nothing was set off: the correction was made before the wage was paid.")  # fmt: skip
        if item.wage in paid:
            raise Refusal("wage_paid", "the wage is paid.", way_out="Pay what was taken too much by a correction, or let the claim stand.")  # fmt: skip
    done = [Undone(set_off=item.id, day=uow.today, undone_by=uow.actor.name) for item in items]
    people = people_by_id(uow, [item.person for item in items])
    uow.insert(setoff_store.set_off_undone, [row_of(one) for one in done])
    post(uow, [
        postings.undone(one, item, people[item.person].name, uow.country.currency)
        for one, item in zip(done, items, strict=True)
    ])  # fmt: skip
    uow.later("set_off_undone", [item.id for item in items])
    return done
