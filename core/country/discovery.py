"""Finding the countries installed: folders of ``countries/`` and the entry point group ``smartcoop.countries``.

No list of countries exists anywhere. A plug-in that cannot be loaded stops the start with one line that names it; an
instance loads only its own country, so a broken neighbour does not stop it (failure mode C4).
"""

from __future__ import annotations

import importlib
import importlib.metadata
import pkgutil
from collections.abc import Callable
from functools import cache

import countries
from core.country.contract import Country
from shared_tools.refusal import Refusal

ENTRY_POINTS = "smartcoop.countries"


def _loaders() -> dict[str, Callable[[], object]]:
    found: dict[str, Callable[[], object]] = {}
    for module in pkgutil.iter_modules(countries.__path__):
        if module.ispkg:
            found[module.name] = lambda name=module.name: importlib.import_module(f"countries.{name}").COUNTRY
    for entry_point in importlib.metadata.entry_points(group=ENTRY_POINTS):
        twice = entry_point.name in found
        found[entry_point.name] = _refuse_twice(entry_point) if twice else entry_point.load
    return found


def _refuse_twice(entry_point: importlib.metadata.EntryPoint) -> Callable[[], object]:
    """Refuses this code when it is asked for: the instances of other countries still open."""

    def load() -> object:
        raise Refusal(
            "country_twice", f"two plug-ins call themselves {entry_point.name!r}.",
            where=entry_point.value, way_out="Uninstall one of them.",
        )  # fmt: skip

    return load


def country_codes() -> list[str]:
    """Codes of all countries installed, sorted; nothing is loaded."""
    return sorted(_loaders())


@cache
def country(code: str) -> Country:
    """The country called ``code``. Raises Refusal ``unknown_country`` or ``broken_plugin``."""
    loaders = _loaders()
    if code not in loaders:
        raise Refusal(
            "unknown_country", f"no country {code!r} is installed.", field="country",
            way_out=f"Installed are {', '.join(sorted(loaders))}.",
        )  # fmt: skip
    try:
        found = loaders[code]()
    except Refusal as refusal:
        raise Refusal(
            "broken_plugin",
            f"the country {code!r} cannot be loaded: {refusal}",
            way_out="Correct or uninstall it.",
        ) from None
    except Exception as error:
        words = " ".join(str(error).split())  # a start that stops says so in one line
        raise Refusal(
            "broken_plugin", f"the country {code!r} cannot be loaded: {type(error).__name__}: {words}",
            way_out="Correct or uninstall it.",
        ) from error  # fmt: skip
    if not isinstance(found, Country) or found.code != code:
        raise Refusal(
            "broken_plugin", f"the country {code!r} does not supply a COUNTRY of that code.",
            way_out="Its __init__ must build COUNTRY = Country.load(...).",
        )  # fmt: skip
    return found


def all_countries() -> list[Country]:
    """Every country installed, by code. Raises Refusal at the first that is broken."""
    return [country(code) for code in country_codes()]
