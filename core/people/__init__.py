"""People: whoever the entity knows by name. Members, workers, advisers; one row a person."""

from core.people.actions import register_people
from core.people.model import NewPerson, Person
from core.people.store import people_by_id

__all__ = ["NewPerson", "Person", "people_by_id", "register_people"]
