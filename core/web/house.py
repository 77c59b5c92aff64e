"""What a page belongs to: an entity's instance or the group's, mounted under its prefix."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from core.country import Country
from core.db import Database, GroupStore, Store


@dataclass(frozen=True)
class House:
    """One instance as the web sees it. ``prefix`` is "" or "/be"; ``key`` is what the instance signs with;
    ``drill`` who may ask for its books over HTTP, ``drill_names`` whether the answers carry texts with names in them."""

    code: str
    name: str
    prefix: str
    store: Database[Any]
    languages: Sequence[str]
    country: Country | None = None
    demo: bool = False
    key: Any = None
    drill: frozenset[str] = frozenset()
    drill_names: bool = False

    def __deepcopy__(self, _memo: dict[int, Any]) -> House:
        """One house is one house: litestar copies what a route carries."""
        return self

    @property
    def cookie(self) -> str:
        """A cookie of its own: a session of one house is nothing in another."""
        return f"session_{self.code}"

    @classmethod
    def of_entity(
        cls,
        store: Store,
        prefix: str,
        demo: bool,
        key: Any = None,
        drill: Sequence[str] = (),
        names: bool = False,
    ) -> House:
        country = store.country
        return cls(
            country.code, country.facts.brand, prefix, store, country.languages, country, demo, key, frozenset(drill), names
        )  # fmt: skip

    @classmethod
    def of_group(
        cls, store: GroupStore, prefix: str, languages: Sequence[str], demo: bool, key: Any = None
    ) -> House:
        return cls("group", "Smart group", prefix, store, languages, None, demo, key)
