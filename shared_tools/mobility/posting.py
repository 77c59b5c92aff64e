"""The notice of posting to the host State, who is free of it and until when it is due (96/71, 2014/67; dossier 2)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Final

from shared_tools.dated import Law
from shared_tools.mobility.law import SEATS, law
from shared_tools.mobility.model import Mission, Notice, Stay


def notices(mission: Mission) -> tuple[Notice, ...]:
    """One for each host State with a national entity, in order of work; none for the self-employed, who are not posted.

    They are due whatever social security law applies.
    """
    person = mission.person
    if person.status == "self_employed":
        return ()
    return tuple(
        _notice(mission, stay) for stay in mission.stays if stay.state in SEATS and stay.state != person.seat
    )


def _notice(mission: Mission, stay: Stay) -> Notice:
    host, rules = stay.state, law("notices", stay.start)
    if host == mission.person.self_employed_in:
        return Notice(host, exempt="self_employed_work")
    if not stay.recipient:
        return Notice(host, exempt="no_recipient")
    exempt = _FREE[host](mission, stay, rules) if host in _FREE else None
    if exempt:
        return Notice(host, exempt=exempt)
    name, deadline = rules[f"{host}.notice"].value
    return Notice(host, name, deadline=deadline, latest=_latest(stay.start, deadline))


def _latest(start: date, deadline: str) -> date:
    """``day_before`` until midnight of the day before; the others before or when work begins on ``start``."""
    return start - timedelta(days=1) if deadline == "day_before" else start


def _belgium(mission: Mission, stay: Stay, rules: Law) -> str | None:
    if mission.activity == "conference":
        return "be_conference"
    known = mission.activity == "performance" and mission.international_repute
    return "be_artist_21" if known and stay.quarter_days <= rules["be.artist_days"].value else None


def _france(mission: Mission, stay: Stay, rules: Law) -> str | None:
    # Building up and taking down is not free: technicians are notified.
    short = stay.days_12_months <= rules["fr.artist_days"].value
    return "fr_artist_90" if mission.activity == "performance" and short else None


def _germany(mission: Mission, stay: Stay, rules: Law) -> str | None:
    return None if mission.activity in rules["de.sector_activities"].value else "de_sector"


def _austria(mission: Mission, stay: Stay, rules: Law) -> str | None:
    if stay.days > rules["at.short_days"].value:
        return None
    if mission.activity == "conference":
        return "at_congress"
    return "at_tour" if mission.activity == "performance" and mission.international_tour else None


def _spain(mission: Mission, stay: Stay, rules: Law) -> str | None:
    return "es_under_8" if stay.days < rules["es.free_under"].value else None


_FREE: Final[dict[str, Callable[[Mission, Stay, Law], str | None]]] = {
    "be": _belgium,
    "fr": _france,
    "de": _germany,
    "at": _austria,
    "es": _spain,
}
"""Whether a stay is free of the notice, and by which rule. Elsewhere nothing is."""
