"""Notices to the State: sent, answered, asked again under the same key, overridden with a reason; each step is kept.

A notice whose answer was lost is never replaced: it is asked again, the same (failure mode L10). One that the State
refused keeps the State's words, and another may follow it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from core.contracts import store
from core.contracts.actions import slips_alone
from core.contracts.model import Contract, Declaration, DeclarationState
from core.contracts.rules import day_of
from core.country import Employee, Notice
from core.db import UnitOfWork, new_id, not_found, row_of
from core.people import people_by_id
from core.people.rules import worker_facts
from shared_tools.refusal import Refusal

STAFF = ("adviser", "finance")


def send_declarations(uow: UnitOfWork, ids: Sequence[str]) -> None:
    """Record that notices left for the State. Raises Refusal ``declaration_state`` unless each is due."""
    for notice in _in_state(uow, ids, "due"):
        _change(uow, notice, "sent", state="sent", sent_at=uow.now, attempts=1)


def ask_again(uow: UnitOfWork, ids: Sequence[str]) -> None:
    """Record that notices without a known answer were sent once more, the same bytes under the same key.

    Raises Refusal ``declaration_state`` unless each is sent or unknown.
    """
    for notice in _in_state(uow, ids, "sent", "unknown"):
        _change(uow, notice, "asked_again", attempts=notice.attempts + 1)


def answer_declarations(uow: UnitOfWork, answers: Sequence[tuple[str, DeclarationState, str]]) -> None:
    """Record the State's answers: (notice, accepted, refused or unknown, its number or reason).

    Raises Refusal ``declaration_state``, and ``answer_missing`` where a refusal has no words: they are what is kept.
    """
    for key, state, answer in answers:
        (notice,) = _in_state(uow, [key], "sent", "unknown")
        if state not in ("accepted", "refused", "unknown"):
            raise Refusal("declaration_state", f"{state!r} is no answer.", field="state", way_out="Use accepted, refused or unknown.")  # fmt: skip
        if state == "refused" and not answer.strip():
            raise Refusal(
                "answer_missing", "the State's words are not there.", field="answer",
                way_out="Copy what the State wrote: it says what to correct.",
            )  # fmt: skip
        _change(uow, notice, state, answer.strip(), state=state, answer=answer.strip())


def renew_declarations(uow: UnitOfWork, ids: Sequence[str]) -> list[Declaration]:
    """Make another notice for each refused one, due like it, under a key of its own.

    Raises Refusal ``declaration_state`` unless each is refused and the last of its kind for its contract.
    """
    made: list[Declaration] = []
    for notice in _in_state(uow, ids, "refused"):
        others = store.declarations_of(uow, [notice.contract])[notice.contract]
        if [one for one in others if (one.kind, one.due_day) == (notice.kind, notice.due_day)][
            -1
        ].id != notice.id:
            raise Refusal("declaration_state", "another notice has followed this one.", way_out="Send that one.")  # fmt: skip
        made.append(Declaration(
            id=new_id(), contract=notice.contract, kind=notice.kind, due_day=notice.due_day, state="due",
            given=notice.given,
        ))  # fmt: skip
    uow.insert(store.declaration, [row_of(notice) for notice in made])
    for notice in made:
        _keep(uow, notice.id, "made")
    return made


def override_declarations(uow: UnitOfWork, ids: Sequence[str], reason: str) -> None:
    """Let the work of notices be paid though the State was not told in time. Who did so and why is kept.

    Raises Refusal ``not_allowed``, ``reason_missing``, ``not_found``.
    """
    uow.require(*STAFF)
    if not reason.strip():
        raise Refusal(
            "reason_missing", "no reason is given.", field="reason",
            way_out="Say why the work is paid though the State was not told in time: it is kept with the contract.",
        )  # fmt: skip
    for notice in _found(uow, ids, lock=True):
        _change(uow, notice, "overridden", reason.strip(), override_reason=reason.strip())


def complete_declarations(uow: UnitOfWork, given: Sequence[tuple[str, Mapping[str, str]]]) -> None:
    """Keep facts core does not know, by path, with notices that have not left yet.

    Raises Refusal ``declaration_state``: what was sent is asked again as it was.
    """
    for key, facts in given:
        (notice,) = _in_state(uow, [key], "due")
        told = {path: text for path, text in {**notice.given, **facts}.items() if text.strip()}
        _change(uow, notice, "completed", ", ".join(sorted(facts)), given=told)


def message(uow: UnitOfWork, declaration_id: str) -> bytes:
    """The notice as the country writes it: the same bytes each time it is asked after it was sent.

    Raises Refusal ``not_found``, ``told_by_hand`` and the country's own, which name the fact that is missing.
    """
    (notice,) = _found(uow, [declaration_id])
    contract = store.contracts_by_id(uow, [notice.contract])[notice.contract]
    kind = uow.country.declaration(notice.kind)
    return kind.message(_told(uow, notice, contract), notice.given)


def _told(uow: UnitOfWork, notice: Declaration, contract: Contract) -> Notice:
    country, worker = uow.country, people_by_id(uow, [contract.worker])[contract.worker]
    kind = country.contract_type(contract.contract_type)
    gross = contract.pay
    if contract.pay_is == "cost" and kind.pay is not None:
        gross = sum(slip.gross for slip in slips_alone(uow, contract, worker, kind))
    days = contract.days
    if uow.country.declaration(notice.kind).each == "day":
        days = (day_of(notice, uow.country),)
        gross, minutes = gross // len(contract.days), contract.minutes // len(contract.days)
    else:
        minutes = contract.minutes
    names = ("given_name", "family_name", "birth_date", "national_id", "iban", "street", "postal_code", "city", "country")  # fmt: skip
    return Notice(
        reference=notice.reference, number=contract.number,
        made_at=(notice.sent_at.astimezone(uow.local_time.tzinfo) if notice.sent_at else uow.local_time).replace(tzinfo=None),
        employer=uow.particulars(contract.structure), employee=Employee(**{name: getattr(worker, name) for name in names}),
        contract_type=kind.code, days=days, minutes=minutes, gross=gross,
        worker=worker_facts(worker.worker, worker.birth_date, country),
        terms=msgspec.convert(contract.terms, kind.terms, strict=False),
    )  # fmt: skip


def _found(uow: UnitOfWork, ids: Sequence[str], lock: bool = False) -> list[Declaration]:
    found = store.declarations_by_id(uow, ids, lock=lock)
    for key in ids:
        if key not in found:
            raise not_found("notice", key)
    return [found[key] for key in dict.fromkeys(ids)]


def _in_state(uow: UnitOfWork, ids: Sequence[str], *states: DeclarationState) -> list[Declaration]:
    found = store.declarations_by_id(uow, ids, lock=True)
    for key in ids:
        state = found[key].state if key in found else "not there"
        if state not in states:
            ways = {"due": "Send it first.", "unknown": "Ask again: it keeps its key, and no other is made.", "refused": "Make another one."}  # fmt: skip
            raise Refusal(
                "declaration_state", f"this notice is {state}, not {' or '.join(states)}.",
                way_out=ways.get(state, "Look at its state."),
            )  # fmt: skip
    return [found[key] for key in dict.fromkeys(ids)]


def _change(uow: UnitOfWork, notice: Declaration, what: str, words: str = "", **values: Any) -> None:
    uow.execute(store.declaration.update().where(store.declaration.c.id == notice.id).values(**values))
    _keep(uow, notice.id, what, words)


def _keep(uow: UnitOfWork, notice: str, what: str, words: str = "") -> None:
    uow.insert(store.declaration_event, [{
        "id": new_id(), "declaration": notice, "at": uow.now, "actor": uow.actor.name, "what": what, "words": words,
    }])  # fmt: skip
