"""Tax that the organiser withholds from non-resident artists (OECD art. 17, host law; dossier 3.2).

Every tax is rounded half up to the cent; French, Austrian and Hungarian bases first; the German surcharge is taken of
the rounded tax.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Final

from shared_tools.dated import Law
from shared_tools.mobility.law import EEA, law
from shared_tools.mobility.model import Mission, SourceTax, Stay
from shared_tools.money import times

Rule = Callable[[Mission, Stay, int, Law], SourceTax]


def source_taxes(mission: Mission) -> tuple[SourceTax, ...]:
    """One for each host State of a paid performance, in order of work; technicians, speakers, teachers: none."""
    if mission.activity != "performance":
        return ()
    home = (mission.person.seat, mission.tax_residence)
    return tuple(
        _source_tax(mission, stay, stay.pay) for stay in mission.stays if stay.pay and stay.state not in home
    )


def _source_tax(mission: Mission, stay: Stay, pay: int) -> SourceTax:
    rules = law("source_tax", stay.start)
    free = _treaty(mission, stay, rules)
    if free:
        return _taxed(stay, free, 0, Fraction(0))
    host = _HOSTS.get(stay.state)
    return host(mission, stay, pay, rules) if host else _by_hand(stay, None, pay)


# --- treaties go before the rate ---


def _treaty(mission: Mission, stay: Stay, rules: Law) -> str | None:
    """The treaty rule by which the host takes nothing, its certificate being in hand."""
    if mission.certificate is False:
        return None
    pair = {stay.state, mission.tax_residence}
    employee = mission.person.status == "employee"
    if pair == {"be", "fr"} and rules["be_fr.no_artists_article"].value:
        # Artists are taxed as others: the self-employed at a fixed base (art. 7), employees like OECD 15(2).
        at_home = mission.person.seat == mission.tax_residence
        free = not employee or (at_home and _short_enough(stay, rules))
        return "treaty_be_fr" if free else None
    if mission.public_funds:
        return "treaty_17_3"
    if pair == {"be", "de"} and rules["be_de.employees_free"].value:
        free = employee and _short_enough(stay, rules) and _paper(mission, stay, rules)
        return "treaty_be_de_employee" if free else None
    return None


def _short_enough(stay: Stay, rules: Law) -> bool:
    return stay.days_12_months <= rules["wage_days"].value


def _paper(mission: Mission, stay: Stay, rules: Law) -> bool:
    """A certificate nobody speaks of is taken to come, but not where the tax office's own paper has to be there first."""
    return mission.certificate is True or stay.state not in rules["certificate_must_be_said"].value


# --- the hosts' own rules ---


def _belgium(mission: Mission, stay: Stay, pay: int, rules: Law) -> SourceTax:
    """Gross less lump costs: the first day, then each day up to the tenth for one organiser."""
    later = min(stay.days, rules.amount("be.lump_last_day")) - 1
    costs = rules.amount("be.lump_first_day") + later * rules.amount("be.lump_next_days")
    return _taxed(stay, "be_18", max(0, pay - costs), rules.rate("be.rate"))


def _france(mission: Mission, stay: Stay, pay: int, rules: Law) -> SourceTax:
    return _taxed(stay, "fr_182_a_bis", times(pay, 1 - rules.rate("fr.lump")), rules.rate("fr.rate"))


def _germany(mission: Mission, stay: Stay, pay: int, rules: Law) -> SourceTax:
    if pay <= rules.amount("de.small") * stay.performances:
        return _taxed(stay, "de_50a_small", pay, Fraction(0))
    surcharge = rules.rate("de.surcharge")
    if _takes_costs_off(mission):
        return _taxed(stay, "de_50a_net", _net(mission, pay), rules.rate("de.net_rate"), surcharge)
    return _taxed(stay, "de_50a_gross", pay, rules.rate("de.rate"), surcharge)


def _austria(mission: Mission, stay: Stay, pay: int, rules: Law) -> SourceTax:
    if _net(mission, pay) <= rules.amount("at.small"):
        return _taxed(stay, "at_99_small", _net(mission, pay), Fraction(0))
    if _takes_costs_off(mission):
        return _taxed(stay, "at_99_net", _net(mission, pay), rules.rate("at.net_rate"))
    return _taxed(stay, "at_99_gross", pay, rules.rate("at.rate"))


def _spain(mission: Mission, stay: Stay, pay: int, rules: Law) -> SourceTax:
    """Withheld of the gross; an EU resident claims costs afterwards."""
    return _taxed(stay, "es_irnr", pay, rules.rate("es.rate" if _in_eea(mission) else "es.rate_others"))


def _italy(mission: Mission, stay: Stay, pay: int, rules: Law) -> SourceTax:
    if mission.person.status == "employee":
        return _by_hand(stay, "it_scale", pay)
    return _taxed(stay, "it_30", pay, rules.rate("it.rate"))


def _sweden(mission: Mission, stay: Stay, pay: int, rules: Law) -> SourceTax:
    return _taxed(stay, "se_asink", pay, rules.rate("se.rate"))


def _hungary(mission: Mission, stay: Stay, pay: int, rules: Law) -> SourceTax:
    self_employed = mission.person.status == "self_employed"
    base = times(pay, 1 - rules.rate("hu.lump_self_employed")) if self_employed else pay
    return _taxed(stay, "hu_pit", base, rules.rate("hu.rate"))


def _netherlands(mission: Mission, stay: Stay, pay: int, rules: Law) -> SourceTax:
    if mission.tax_residence not in rules["nl.treaty_states"].value:
        return _by_hand(stay, None, pay)
    return _taxed(stay, "nl_none", pay, Fraction(0))


_HOSTS: Final[dict[str, Rule]] = {
    "be": _belgium,
    "fr": _france,
    "de": _germany,
    "at": _austria,
    "es": _spain,
    "it": _italy,
    "se": _sweden,
    "hu": _hungary,
    "nl": _netherlands,
}


def _in_eea(mission: Mission) -> bool:
    return mission.tax_residence in EEA


def _takes_costs_off(mission: Mission) -> bool:
    """The net method is for residents of the EU and the EEA; others are taxed on the gross."""
    return mission.method == "net" and _in_eea(mission)


def _net(mission: Mission, pay: int) -> int:
    return max(0, pay - mission.costs)


def _taxed(
    stay: Stay, rule: str, base: int, rate: Fraction, surcharge: Fraction = Fraction(0)
) -> SourceTax:  # fmt: skip
    tax = times(base, rate)
    return SourceTax(
        state=stay.state, rule=rule, base_cents=base, rate_percent=_percent(rate), tax_cents=tax,
        surcharge_cents=times(tax, surcharge),
    )  # fmt: skip


def _by_hand(stay: Stay, rule: str | None, pay: int) -> SourceTax:
    return SourceTax(state=stay.state, rule=rule, base_cents=pay, rate_percent=None, tax_cents=None)


def _percent(rate: Fraction) -> str:
    """``Fraction(3, 20)`` → ``"15"``, ``Fraction(45, 200)`` → ``"22.5"``."""
    percent = rate * 100
    return format((Decimal(percent.numerator) / percent.denominator).normalize(), "f")
