"""A mission as a whole: the law, the notices, the VAT, the tax at source, and whether it may go without a person."""

from __future__ import annotations

from typing import Final

from shared_tools.mobility.law import law
from shared_tools.mobility.model import Decision, Mission, Social, SourceTax, Vat
from shared_tools.mobility.place import treat
from shared_tools.mobility.posting import notices
from shared_tools.mobility.social import applicable
from shared_tools.mobility.source_tax import source_taxes

_HOLDS: Final = frozenset({"rules_not_in_force", "several_places", "outside_eu"})
"""What the program has no answer to. Other marks for the desk are proposals it may look at afterwards."""


def decide(mission: Mission) -> Decision:
    """Raises Refusal where an input that decides is missing or lies outside the rules; MissingValue for a day whose
    law is not entered."""
    seat = mission.person.seat
    hosts = tuple(dict.fromkeys(stay.state for stay in mission.stays if stay.state != seat))
    social = applicable(mission.person, hosts, mission.day, mission.rules, _short(mission))
    vat, taxes = treat(mission), source_taxes(mission)
    return Decision(
        social=social, notices=notices(mission), vat=vat, source_tax=taxes,
        release=_free(social) and _invoiceable(vat) and _tax_known(mission, taxes),
    )  # fmt: skip


def _short(mission: Mission) -> bool:
    """Whether the rules agreed in 2026 want no A1: few working days in all, no construction."""
    if mission.rules != "coordination-2026":
        return False
    days = sum(stay.days for stay in mission.stays if stay.state != mission.person.seat)
    least = law("coordination", mission.day)["agreed_2026.no_a1_days"].value
    return days <= least and mission.activity != "fair_building"


def _free(social: Social) -> bool:
    return not social.blocked and social.needs is None and not _HOLDS & {*social.needs_human}


def _invoiceable(vat: Vat) -> bool:
    return vat.rule != "hold" and vat.register_in is None and not _HOLDS & {*vat.needs_human}


def _tax_known(mission: Mission, taxes: tuple[SourceTax, ...]) -> bool:
    # Under a net contract the payer bears the tax on top: the amounts here are those of a gross one.
    known = all(tax.tax_cents is not None for tax in taxes)
    return known and (mission.borne_by == "artist" or not taxes)
