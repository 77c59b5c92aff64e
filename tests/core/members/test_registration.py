"""People, members, activities and clients: what is asked of them."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from world import World, refused

from core.activities import NewActivity, activities_of, open_activities
from core.members import Joining, join


@pytest.mark.parametrize(
    ("rule", "field", "facts"),
    [
        ("name_missing", "family_name", {"family_name": " "}),
        ("not_an_email", "email", {"email": "anna@"}),
        ("birth_in_future", "birth_date", {"birth_date": date(2027, 1, 1)}),
        ("unknown_language", "language", {"language": "tlh"}),
        ("not_an_iban", "iban", {"iban": "BE68539007547035"}),
        ("not_a_person_id", "national_id", {"national_id": "85031400000"}),
        ("worker_data", "worker", {"worker": {"shoe_size": 43}}),
        ("worker_data", "worker", {"worker": {"children": "many"}}),
    ],
)
def test_a_person_is_refused_naming_the_field(
    world: World, rule: str, field: str, facts: dict[str, Any]
) -> None:
    with pytest.raises(Exception) as caught:
        world.person(**facts)
    assert caught.value.rule == rule  # type: ignore[attr-defined]
    assert field in caught.value.field  # type: ignore[attr-defined]


def test_an_address_belongs_to_one_person(world: World) -> None:
    world.person(email="Anna@Example.org")
    with refused("email_taken", "email"):
        world.person(email=" anna@example.ORG ")


def test_a_share_is_paid_and_members_are_numbered(world: World) -> None:
    numbers = [world.member().number for _ in range(3)]
    assert numbers == [1, 2, 3]
    assert world.balances() == {"bank": 9000, "share_capital": -9000}


def test_where_no_share_is_sold_nothing_is_booked(hungary: World) -> None:
    assert hungary.member().number == 1
    assert hungary.balances() == {}


def test_nobody_joins_twice(world: World) -> None:
    person = world.person()
    with refused("already_member", "person"):
        world.do(join, [Joining(person=person.id), Joining(person=person.id)])
    world.do(join, [Joining(person=person.id)])
    with refused("already_member", "person"):
        world.do(join, [Joining(person=person.id)])
    with refused("not_found"):
        world.do(join, [Joining(person=world.client().id)])


@pytest.mark.parametrize(
    ("rule", "field", "facts"),
    [
        ("name_missing", "name", {"name": ""}),
        ("no_manager", "managers", {"managers": ()}),
        ("unknown_structure", "structure", {"structure": "moon"}),
    ],
)
def test_an_activity_is_refused_naming_the_field(
    world: World, rule: str, field: str, facts: dict[str, Any]
) -> None:
    with refused(rule, field):
        world.activity(**facts)


def test_only_members_run_activities_but_anybody_an_assignment(world: World) -> None:
    stranger = world.person()
    with refused("not_a_member", "managers"):
        world.do(open_activities, [NewActivity(name="x", managers=(stranger.id,))])
    new = NewActivity(name="x", managers=(stranger.id,), kind="assignment")
    assert world.do(open_activities, [new])[0].turnover_role == "turnover_contracts"
    assert [a.name for a in world.ask(activities_of, stranger.id)] == ["x"]


def test_hungary_takes_no_legal_persons(hungary: World) -> None:
    with refused("not_offered", "run_by"):
        hungary.activity(run_by="organisation")


@pytest.mark.parametrize(
    ("rule", "field", "facts"),
    [
        ("name_missing", "name", {"name": ""}),
        ("not_a_country", "country", {"country": "XX"}),
        ("not_a_country", "country", {"country": "be"}),
        ("not_a_vat_number", "vat_number", {"vat_number": "BE0428759498"}),
        ("unknown_language", "language", {"language": "zz"}),
        ("term", "term_days", {"term_days": 121}),
    ],
)
def test_a_client_is_refused_naming_the_field(
    world: World, rule: str, field: str, facts: dict[str, Any]
) -> None:
    with refused(rule, field):
        world.client(**facts)
