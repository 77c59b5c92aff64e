"""Which State's social security law applies, and the certificate A1: Reg. 883/2004 and 987/2009.

The order is that of the decision tree (dossier 1.3); its numbers stand beside each answer.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from typing import Any, Final

import msgspec

from shared_tools.dated import Law
from shared_tools.mobility.law import COORDINATED, law, parameters
from shared_tools.mobility.model import FLAGS, Person, RuleSet, Social
from shared_tools.refusal import Refusal

_COLUMN: Final = {
    ("employee", False): 1,
    ("employee", True): 2,
    ("self_employed", False): 3,
    ("self_employed", True): 4,
}


def applicable(
    person: Person, hosts: Sequence[str], day: date, rules: RuleSet = "coordination-2004", short: bool = False
) -> Social:  # fmt: skip
    """The law that applies to ``person``, who works in ``hosts`` (States other than the seat, in order of work).

    ``short`` says that the rules agreed in 2026 would want no A1 for so few days. Raises Refusal
    ``input_missing`` and ``outside_coordination``.
    """
    coordination = law("coordination", day)
    _coordinated("work", *hosts)
    if person.civil_servant:
        return _civil_servant(person, hosts, coordination)
    if person.pattern == "multi":
        return _several(person, hosts, coordination)
    return _posted(person, hosts, coordination, agreed=rules == "coordination-2026", short=short)


def _civil_servant(person: Person, hosts: Sequence[str], coordination: Law) -> Social:
    """0: the law of the administration; with other work in other States by 13(4), whose A1 is asked as any of art. 13."""
    state = person.civil_servant
    assert state
    _coordinated("social.civil_servant", state)
    elsewhere = {*hosts, *person.shares} - {state}
    mixed = person.pattern == "multi" and bool(elsewhere)
    basis = "13(4)" if mixed else "11(3)(b)"
    answer = Social(
        law=state, basis=basis, needs=_contributions(state, person), needs_human=_circumstances(person)
    )
    if not elsewhere and state == person.seat:
        return answer
    if mixed:
        _coordinated("social.residence", person.residence)
        return _certified(answer, "3.9", person.residence, "employee", True, coordination)
    return _certified(answer, "3.5", state, "employee", False, coordination)


def _several(person: Person, hosts: Sequence[str], coordination: Law) -> Social:
    """1 to 3: habitually in several States."""
    _coordinated("social.shares", *person.shares)
    _coordinated("social.residence", person.residence)
    if not person.shares:
        raise _missing("social.shares", "the shares of working time decide for work in several States.")
    marginal = _percent(coordination, "marginal")
    left = [state for state, share in person.shares.items() if share >= marginal]
    if not left:
        raise Refusal(
            "only_marginal", f"no State has {marginal} % of the working time.", field="social.shares",
            way_out="Give the share of every State; together they are 100.",
        )  # fmt: skip
    if len(left) == 1:
        return _one_left(person, left[0], hosts, coordination)
    answer = _by_residence(person, left, coordination)
    share = person.shares.get(person.residence, Fraction(0))
    least, most = (rate * 100 for rate in coordination["desk_share"].value)
    near = ("share_20_30",) if least <= share <= most else ()
    return _with(answer, needs_human=near + _circumstances(person))


def _one_left(person: Person, only: str, hosts: Sequence[str], coordination: Law) -> Social:
    """3: what is marginal elsewhere does not count, but needs its A1; who asks for it is art. 16's (987 art. 14(5b))."""
    if only != person.seat:
        return _blocked(person, only, f"employ_by:{only}")
    answer = Social(law=only, basis="11(3)(a)", needs_human=_circumstances(person))
    if not {*person.shares, *hosts} - {only}:
        return answer
    return _certified(answer, None, person.residence, person.status, True, coordination)


def _by_residence(person: Person, left: Sequence[str], coordination: Law) -> Social:
    """2: two States or more."""
    residence, seat = person.residence, person.seat
    share = person.shares.get(residence, Fraction(0))
    substantial = residence in left and share >= _percent(coordination, "substantial")
    if person.status == "self_employed":
        return _several_law(person, _centre(person, substantial), "13(2)", "3.4", coordination)
    if person.self_employed_in not in (None, seat):
        return _several_law(person, seat, "13(3)", "3.8", coordination)
    if substantial:
        if _framework(person, left, coordination):
            answer = Social(law=seat, basis="16(1) framework", needs="joint_request")
            return _certified(answer, "3.11", seat, "employee", True, coordination)
        return _several_law(person, residence, "13(1)(a)", "3.2", coordination)
    state, case = _by_seats(person)
    return _several_law(person, state, f"13(1)(b)({case})", "3.2", coordination)


def _centre(person: Person, substantial: bool) -> str:
    """2d."""
    if substantial:
        return person.residence
    if not person.centre:
        raise _missing(
            "social.centre",
            "less than a substantial part is done at home, so the centre of interest decides (13(2)).",
        )
    _coordinated("social.centre", person.centre)
    return person.centre


def _framework(person: Person, left: Sequence[str], coordination: Law) -> bool:
    """The exception of 2b: the framework agreement on telework, for one seat State and no third State."""
    if not person.both_ask or person.residence == person.seat or {*person.other_seats} - {person.seat}:
        return False
    telework = person.telework_share
    if telework < person.shares[person.residence] or {*left} != {person.residence, person.seat}:
        return False
    agreement = parameters("coordination").history("telework_signatories").stand_on(coordination.day)
    if agreement is None:
        return False
    signed = set(agreement.value.value)
    return telework < _percent(coordination, "telework_under") and {person.residence, person.seat} <= signed


def _by_seats(person: Person) -> tuple[str, str]:
    """2c: (State, case of 13(1)(b)); no substantial part is done at home."""
    seats = dict.fromkeys((person.seat, *person.other_seats))
    if len(seats) == 1:
        return person.seat, "ii" if person.other_seats else "i"
    outside = [seat for seat in seats if seat != person.residence]
    return (outside[0], "iii") if len(outside) == 1 else (person.residence, "iv")


def _several_law(person: Person, state: str, basis: str, kind: str, coordination: Law) -> Social:
    answer = Social(law=state, basis=basis, needs=_contributions(state, person))
    return _certified(answer, kind, person.residence, person.status, True, coordination)


def _posted(person: Person, hosts: Sequence[str], coordination: Law, agreed: bool, short: bool) -> Social:
    """4: abroad for a limited time; several hosts are on one A1. ``agreed``: by the rules agreed in 2026."""
    desk = _circumstances(person) + (("rules_not_in_force",) if agreed else ())
    if not hosts:
        return Social(law=person.seat, basis="11(3)(a)", needs_human=desk)
    months, insured, active = person.expected_months, person.insured_months_before, person.active_at_home
    if months is None or insured is None or active is None:
        name = (
            "expected_months"
            if months is None
            else "insured_months_before"
            if insured is None
            else "active_at_home"
        )
        raise _missing(f"social.{name}", "a posting cannot be judged without it (art. 12).")
    if months > coordination["posted_months"].value:
        return _with(_blocked(person, hosts[0], f"art16_or_employ_by:{hosts[0]}"), needs_human=desk)
    employee = person.status == "employee"
    key = f"insured_months.{person.status}"
    least = coordination[f"agreed_2026.{key}" if agreed and employee else key].value
    if not active or insured < least or (employee and person.replaces_posted):
        return _with(_blocked(person, hosts[0], f"employ_by:{hosts[0]}"), needs_human=desk)
    answer = Social(law=person.seat, basis="12(1)" if employee else "12(2)", needs_human=desk)
    if agreed and short:
        return answer
    kind = "3.1" if employee else "3.3"
    return _certified(answer, kind, person.seat, person.status, False, coordination)


def _blocked(person: Person, host: str, needs: str) -> Social:
    """5: no A1; the contract at home stops."""
    return Social(law=host, basis="11(3)(a)", blocked=True, needs=needs, needs_human=_circumstances(person))


def _contributions(state: str, person: Person) -> str | None:
    """5: under another law than the seat's, our entity registers and pays there."""
    return None if state == person.seat else f"contributions_in:{state}"


def _certified(
    answer: Social, kind: str | None, asked_in: str, status: str, several: bool, coordination: Law
) -> Social:  # fmt: skip
    """``answer`` with its A1. The issuer of a State without an entity of ours is not known (None)."""
    rows = {row[0]: row for row in coordination.table("issuers")}
    row = rows.get(asked_in)
    issuer = row[_COLUMN[status, several]] if row else None
    return _with(answer, a1=True, a1_kind=kind, a1_asked_in=asked_in, a1_issuer=issuer)


def _with(answer: Social, **changed: Any) -> Social:
    return msgspec.structs.replace(answer, **changed)


def _circumstances(person: Person) -> tuple[str, ...]:
    return tuple(flag for flag in FLAGS if flag in person.flags)


def _percent(coordination: Law, key: str) -> Fraction:
    return coordination.rate(key) * 100


def _missing(field: str, why: str) -> Refusal:
    return Refusal("input_missing", why, field=field, way_out="Add the input.")


def _coordinated(field: str, *states: str) -> None:
    for state in states:
        if state not in COORDINATED:
            raise Refusal(
                "outside_coordination", f"Regulation 883/2004 does not reach {state!r}.", field=field,
                way_out="Ask the mobility desk: a treaty of its own decides.",
            )  # fmt: skip
