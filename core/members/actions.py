"""Becoming a member."""

from __future__ import annotations

from collections.abc import Sequence

from core.db import UnitOfWork, new_id, not_found, row_of
from core.ledger import post
from core.members import postings, store
from core.members.model import Joining, Member, Share
from core.people import people_by_id
from shared_tools.money import minor
from shared_tools.refusal import Refusal


def join(uow: UnitOfWork, joinings: Sequence[Joining]) -> list[Member]:
    """Make people members: a number each, and a share at today's price where the entity sells shares.

    Raises Refusal ``not_found``, ``already_member``.
    """
    people = people_by_id(uow, [joining.person for joining in joinings])
    already = store.members_by_person(uow, people)
    facts = uow.country.facts
    structure = facts.structures(uow.today)[0].code
    number = uow.draw("member", len(joinings)) - 1
    members: list[Member] = []
    shares: list[Share] = []
    for joining in joinings:
        person = people.get(joining.person)
        if person is None:
            raise not_found("person", joining.person)
        if joining.person in already:
            raise Refusal(
                "already_member", f"{person.name} is member {already[joining.person].number} already.",
                field="person", way_out="Buy another share instead.",
            )  # fmt: skip
        if any(member.person == person.id for member in members):
            raise Refusal("already_member", f"{person.name} joins twice.", field="person", way_out="Name each person once.")  # fmt: skip
        number += 1
        member = Member(
            id=new_id(), person=person.id, number=number, category=joining.category, joined_on=uow.today
        )
        members.append(member)
        price = minor(facts.share(uow.today, joining.category).price, uow.country.currency)
        if price:
            shares.append(
                Share(id=new_id(), member=member.id, structure=structure, bought_on=uow.today, price=price)
            )
    uow.insert(store.member, [row_of(member) for member in members])
    uow.insert(store.share, [row_of(share) for share in shares])
    of = {member.id: member for member in members}
    post(uow, [
        postings.share_bought(share, of[share.member], people[of[share.member].person].name, uow.country.currency)
        for share in shares
    ])  # fmt: skip
    return members
