"""Where an entity's service is taxed with VAT and what its invoice says (Directive 2006/112/EC; dossier 4, V1 to V14)."""

from __future__ import annotations

from typing import Final

from shared_tools.dated import Law
from shared_tools.mobility.law import EU, law
from shared_tools.mobility.model import Client, Mission, Vat
from shared_tools.refusal import Refusal

_NO_TAX: Final = "0.00"
_ADMISSIONS: Final = {"admission": "V7", "public_training": "V10"}
"""Seats at an event sold to a taxable person: place of the event, art. 53 (C-647/17)."""
_B2B: Final = {"streamed": "V8", "made_to_order_training": "V9", "licence": "V13"}
"""Taxed where the taxable client is (art. 44), under a row of their own; other services are V2."""
_PERFORMED: Final = (
    "performance", "stage_technique", "conference", "made_to_order_training", "public_training", "admission",
)  # fmt: skip
"""Artistic, cultural, educational and what helps it (C-327/94): for consumers taxed where it happens, art. 54(1)."""


def treat(mission: Mission) -> Vat:
    """Raises Refusal ``input_missing`` where the place of work decides and no work is given, MissingValue for
    attendance from afar before 2025."""
    client = mission.client
    if client is None:
        return Vat(rule=None)
    rules = law("vat", mission.day)
    activity = _activity(mission)
    if activity == "streamed":
        _ = rules["virtual_at_client"]  # Before 2025 the law was another one, which is not entered.
    if client.taxable:
        if activity in _ADMISSIONS:
            return _where_it_happens(mission, _ADMISSIONS[activity])
        return _at_taxable_client(mission, client, activity, rules)
    if activity in _PERFORMED:
        return _where_it_happens(mission, "V5")
    if activity in ("streamed", "e_service"):
        return _from_afar(mission, client, activity, rules)
    return _at_home(mission, client, "V4")


def _activity(mission: Mission) -> str:
    """An event attended from afar is a streamed one."""
    virtual = mission.virtual and mission.activity in (*_PERFORMED, "streamed")
    return "streamed" if virtual else mission.activity


def _at_home(mission: Mission, client: Client, rule: str) -> Vat:
    """The supplier's rate: V1 where the client is at home too."""
    rule = "V1" if client.state == mission.invoicer else rule
    return Vat(rule=rule, place=mission.invoicer, category="S")


def _at_taxable_client(mission: Mission, client: Client, activity: str, rules: Law) -> Vat:
    """Art. 44: the client's State."""
    if client.state == mission.invoicer:
        return _at_home(mission, client, "V1")
    if client.state not in EU:
        return Vat(
            rule="V3", place=client.state, category="O", rate_percent=_NO_TAX,
            mention=rules["mention.outside"].value,
        )  # fmt: skip
    if not _number_will_do(client, rules):
        return Vat(rule="hold", vies_check=True)
    return Vat(
        rule=_B2B.get(activity, "V2"), place=client.state, category="AE", rate_percent=_NO_TAX,
        mention=_reverse_charge(mission, rules), recapitulative=True, vies_check=True,
    )  # fmt: skip


def _number_will_do(client: Client, rules: Law) -> bool:
    """A silent VIES is not a no: the last valid answer stands in for it while it is young."""
    if client.number == "unknown" and client.last_valid_days is not None:
        return client.last_valid_days < rules["vies_valid_days"].value
    return client.number == "valid"


def _reverse_charge(mission: Mission, rules: Law) -> str:
    """The words in the issuer's language. Raises Refusal ``unknown_choice``."""
    words = dict(rules.table("mention.reverse_charge"))
    key = mission.mention_key or mission.invoicer
    if key not in words:
        raise Refusal(
            "unknown_choice", f"no mention is known under {key!r}.", field="mention_key",
            way_out=f"Use one of {', '.join(words)}.",
        )  # fmt: skip
    return words[key]


def _where_it_happens(mission: Mission, rule: str) -> Vat:
    """The place of the event: the host's tax, so the entity registers there; no reverse charge."""
    states = list(dict.fromkeys(stay.state for stay in mission.stays))
    if not states:
        raise Refusal(
            "input_missing", f"the place of the event decides ({rule}), and no work is given.", field="work",
            way_out="Add the work with its State.",
        )  # fmt: skip
    client = mission.client
    if client and states == [mission.invoicer] and client.state == mission.invoicer:
        return _at_home(mission, client, "V1")
    place = states[0]
    desk = ("several_places",) if len(states) > 1 else ()
    abroad = place if place != mission.invoicer else None
    if place not in EU:
        return Vat(
            rule=rule, place=place, category="O", rate_percent=_NO_TAX, register_in=abroad,
            needs_human=(*desk, "outside_eu"),
        )  # fmt: skip
    return Vat(rule=rule, place=place, category="S", register_in=abroad, needs_human=desk)


def _from_afar(mission: Mission, client: Client, activity: str, rules: Law) -> Vat:
    """Streamed (V6) or electronic (V11) for a consumer: the client's State, told by the one stop shop."""
    rule = "V6" if activity == "streamed" else "V11"
    if client.state == mission.invoicer:
        return _at_home(mission, client, rule)
    if client.state not in EU:
        return Vat(
            rule=rule, place=client.state, category="O", rate_percent=_NO_TAX, needs_human=("outside_eu",)
        )
    turnover = mission.e_service_turnover
    if rule == "V11" and turnover is not None and turnover <= rules.amount("e_service_threshold"):
        return Vat(rule=rule, place=mission.invoicer, category="S")
    return Vat(rule=rule, place=client.state, category="S", oss=True)
