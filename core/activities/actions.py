"""Opening activities."""

from __future__ import annotations

from collections.abc import Sequence

from core.activities import store
from core.activities.model import Activity, NewActivity
from core.db import UnitOfWork, new_id, row_of
from core.members import members_by_person
from shared_tools.refusal import Refusal, naming


def open_activities(uow: UnitOfWork, activities: Sequence[NewActivity]) -> list[Activity]:
    """Raises Refusal ``name_missing``, ``no_manager``, ``not_a_member``, ``unknown_structure``, ``not_offered``."""
    facts = uow.country.facts
    members = members_by_person(uow, [person for new in activities for person in new.managers])
    services = facts.services(uow.today)
    number = uow.draw("activity", len(activities)) - 1
    opened: list[Activity] = []
    for index, new in enumerate(activities):
        with naming(f"activities.{index}") if len(activities) > 1 else naming("activity"):
            if not new.name.strip():
                raise Refusal("name_missing", "an activity has a name.", field="name", way_out="Give it one.")
            if not new.managers:
                raise Refusal(
                    "no_manager", "nobody manages the activity.", field="managers", way_out="Name a member."
                )
            strangers = [person for person in new.managers if person not in members]
            if strangers and new.kind == "activity":
                raise Refusal(
                    "not_a_member", "only a member who holds a share runs an activity.", field="managers",
                    way_out="Let the person buy a share first, or declare an assignment instead.",
                )  # fmt: skip
            if new.run_by == "organisation" and not services.legal_persons:
                raise Refusal(
                    "not_offered", f"{facts.brand} takes no legal persons.", field="run_by",
                    way_out="Open the activity for a person.",
                )  # fmt: skip
            structure = (
                facts.structure(new.structure, uow.today) if new.structure else facts.structures(uow.today)[0]
            )
            number += 1
            opened.append(Activity(
                id=new_id(), number=number, name=new.name.strip(), structure=structure.code, run_by=new.run_by,
                kind=new.kind, opened_on=uow.today,
            ))  # fmt: skip
    uow.insert(store.activity, [row_of(activity) for activity in opened])
    uow.insert(store.activity_manager, [
        {"activity": activity.id, "person": person}
        for activity, new in zip(opened, activities, strict=True) for person in dict.fromkeys(new.managers)
    ])  # fmt: skip
    return opened
