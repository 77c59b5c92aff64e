"""Worked cases of kind ``mission``: inputs as written → a typed mission → lines and outputs as compared."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from typing import Any, Final, Protocol, TypeVar, get_args

import msgspec

from shared_tools.given import Given
from shared_tools.mobility.law import SEATS, is_state
from shared_tools.mobility.mission import decide
from shared_tools.mobility.model import (
    FLAGS,
    Activity,
    BorneBy,
    Client,
    Decision,
    Method,
    Mission,
    Pattern,
    Person,
    RuleSet,
    Status,
    Stay,
    VatNumber,
)
from shared_tools.refusal import Refusal, naming

T = TypeVar("T")
Answer = dict[str, Any]

_NUMBER: Final[dict[str, VatNumber]] = {
    "true": "valid", "1": "valid", "valid": "valid", "false": "invalid", "0": "invalid", "invalid": "invalid",
    "unknown": "unknown",
}  # fmt: skip


class Case(Protocol):
    @property
    def inputs(self) -> dict[str, Any]: ...
    @property
    def year(self) -> int: ...


def mission(case: Case) -> Answer:
    """Raises Refusal naming the input that is missing, unknown or impossible."""
    return _answer(decide(read(case.inputs, case.year)))


def _answer(decision: Decision) -> Answer:
    social, vat, taxes = decision.social, decision.vat, decision.source_tax
    totals = [tax.total for tax in taxes]
    lines = {
        "social": social, "posting": decision.notices, "vat": vat, "source_tax": taxes,
    }  # fmt: skip
    outputs = {
        "law": social.law,
        "a1": social.a1,
        "a1_asked_in": social.a1_asked_in,
        "notices": [f"{due.state}: {due.notice}" for due in decision.notices if due.notice],
        "vat_rule": vat.rule,
        "vat_category": vat.category,
        # A tax that a person has to find is not nought: then there is no sum.
        "source_tax_cents": None if None in totals else sum(total or 0 for total in totals),
        "release": decision.release,
    }
    # Through JSON: lists and days as a file of cases writes them.
    return {"lines": msgspec.json.decode(msgspec.json.encode(lines)), "outputs": outputs}


def read(inputs: Any, year: int = 0) -> Mission:
    """``inputs`` of a case (cross-border.json). ``year`` dates a mission without work."""
    given = Given(inputs)
    person = _inside(given, "social", _person)
    pay = given.whole("artist_pay_cents", None)
    stays = tuple(_stay(row, at, pay) for at, row in enumerate(given.rows("work", inherits=True)))
    _once_each(stays)
    client = _inside(given, "client", _client) if given.has("client") else None
    return Mission(
        day=min((stay.start for stay in stays), default=None) or _first_of(year),
        person=person,
        stays=stays,
        activity=_one_of(given, "activity", Activity),
        invoicer=_state(given, "invoicer", person.seat, among=SEATS),
        client=client,
        tax_residence=_state(given, "tax_residence", person.residence),
        rules=_one_of(given, "rules", RuleSet, "coordination-2004"),
        mention_key=given.text("mention_key") or None,
        method=_one_of(given, "method", Method, "gross"),
        costs=given.whole("costs_cents", 0),
        borne_by=_one_of(given, "borne_by", BorneBy, "artist"),
        international_repute=given.flag("international_repute"),
        international_tour=given.flag("international_tour"),
        public_funds=given.flag("public_funds"),
        certificate=given.flag("certificate") if given.has("certificate") else None,
        virtual=given.flag("virtual"),
        e_service_turnover=given.whole("e_service_turnover_cents", None),
    )


def _person(given: Given) -> Person:
    seat = _state(given, "seat", among=SEATS)
    return Person(
        seat=seat,
        residence=_state(given, "residence"),
        status=_one_of(given, "status", Status),
        pattern=_one_of(given, "pattern", Pattern),
        other_seats=_other_seats(given),
        shares=_shares(given),
        expected_months=_number(given, "expected_months"),
        insured_months_before=_number(given, "insured_months_before"),
        active_at_home=given.flag("active_at_home") if given.has("active_at_home") else None,
        replaces_posted=given.flag("replaces_posted"),
        telework_share=Fraction(given.number("telework_share", "0", most=100)),
        both_ask=given.flag("both_ask"),
        self_employed_in=_perhaps(given, "self_employed_in"),
        centre=_perhaps(given, "centre"),
        civil_servant=_administration(given, seat),
        flags=tuple(flag for flag in FLAGS if given.flag(flag)),
    )


def _other_seats(given: Given) -> tuple[str, ...]:
    written = given.words.get("other_seats") or ()
    if not isinstance(written, list | tuple):
        raise Refusal(
            "not_a_list",
            f"{written!r} is no list of States.",
            field="other_seats",
            way_out='Write ["de", …].',
        )
    return tuple(_code(code, f"other_seats.{at}") for at, code in enumerate(written))


def _shares(given: Given) -> dict[str, Fraction]:
    """Percent of the working time by State. What is missing to 100 is worked in States that are not named."""
    if not given.has("shares"):
        return {}
    table = given.table("shares")
    shares = {_code(code, "shares"): Fraction(table.number(code, "0", most=100)) for code in table.words}
    if len(shares) < len(table.words) or sum(shares.values()) > 100:
        raise Refusal(
            "shares_beyond_100", "the shares of working time are more than the whole, or name a State twice.",
            field="shares", way_out="Give percents of the next 12 months, together at most 100.",
        )  # fmt: skip
    return {code: share for code, share in shares.items() if share}


def _administration(given: Given, seat: str) -> str | None:
    """The State of the administration; true says that of the seat."""
    written = given.words.get("civil_servant")
    if isinstance(written, str) and is_state(written.strip().lower()):
        return written.strip().lower()
    return seat if given.flag("civil_servant") else None


def _stay(given: Given, at: int, pay: int | None) -> Stay:
    start, end = given.day("start"), given.day("end")
    days = given.whole("days", least=1, most=10_000)
    if end < start or days > (end - start).days + 1:
        raise Refusal(
            "impossible_days", f"{days} days of work do not fit from {start} to {end}.", field=f"work.{at}.days",
            way_out="Correct start, end or days.",
        )  # fmt: skip
    with naming(f"work.{at}"):
        state = _code(given.words.get("state"), "state")
    return Stay(
        state=state, start=start, end=end, days=days,
        performances=given.whole("performances", 1, least=1),
        pay=given.whole("pay_cents", pay),
        days_12_months=given.whole("days_12_months", days),
        quarter_days=given.whole("quarter_days", days),
        recipient=given.flag("recipient_in_host", True),
    )  # fmt: skip


def _once_each(stays: tuple[Stay, ...]) -> None:
    seen: set[str] = set()
    for at, stay in enumerate(stays):
        if stay.state in seen:
            raise Refusal(
                "state_twice", f"{stay.state!r} stands in the work twice.", field=f"work.{at}.state",
                way_out="Give one entry a State, or make two missions of it.",
            )  # fmt: skip
        seen.add(stay.state)


def _client(given: Given) -> Client:
    return Client(
        state=_state(given, "state"),
        taxable=_flag(given, "taxable"),
        number=_vat_number(given),
        last_valid_days=given.whole("last_valid_days", None),
    )


def _first_of(year: int) -> date:
    if not 1 <= year <= 9999:
        raise Refusal(
            "input_missing",
            "without work the year says which law is asked.",
            field="year",
            way_out="Add the year.",
        )
    return date(year, 1, 1)


# --- one input ---


def _inside(given: Given, name: str, make: Callable[[Given], T]) -> T:
    """What ``make`` reads of the table ``name``; refusals say where in the case it stands."""
    if not given.has(name):
        raise _missing(name)
    with naming(name):
        return make(Given(given.words[name]))


def _state(given: Given, name: str, default: str | None = None, among: tuple[str, ...] = ()) -> str:
    if not given.has(name) and default is not None:
        return default
    return _code(given.words.get(name), name, among)


def _perhaps(given: Given, name: str) -> str | None:
    return _state(given, name) if given.has(name) else None


def _code(written: Any, field: str, among: tuple[str, ...] = ()) -> str:
    if written in (None, ""):
        raise _missing(field)
    code = written.strip().lower() if isinstance(written, str) else ""
    if not is_state(code) or (among and code not in among):
        raise Refusal(
            "unknown_state", f"{written!r} is no State{' with an entity of ours' if among else ''}.", field=field,
            way_out=f"Use one of {', '.join(among)}." if among else "Use its code of two letters, as fr.",
        )  # fmt: skip
    return code


def _one_of(given: Given, name: str, kind: Any, default: str | None = None) -> Any:
    if default is None and not given.has(name):
        raise _missing(name)
    return given.choice(name, get_args(kind), default or "")


def _vat_number(given: Given) -> VatNumber:
    """What VIES said; nothing said is nothing known."""
    written = str(given.words["vat_valid"]).strip().lower() if given.has("vat_valid") else "unknown"
    if written not in _NUMBER:
        raise Refusal(
            "unknown_choice", f"{written!r} is not known here.", field="vat_valid",
            way_out="Use true, false or unknown.",
        )  # fmt: skip
    return _NUMBER[written]


def _flag(given: Given, name: str) -> bool:
    if not given.has(name):
        raise _missing(name)
    return given.flag(name)


def _missing(field: str) -> Refusal:
    return Refusal(
        "input_missing", "the case does not say this, and nothing can stand in for it.", field=field,
        way_out="Add the input.",
    )  # fmt: skip


def _number(given: Given, name: str) -> Fraction | None:
    written = given.number(name, None)
    return None if written is None else Fraction(written)


KINDS: Final[dict[str, Callable[[Any], Answer]]] = {"mission": mission}
