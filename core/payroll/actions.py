"""Making payslips of the work that is over.

A contract is paid by calendar month: its days of one month are one slip. Slips of one worker are made in the order
of the work, because later ones need the sums of earlier ones; slips of different workers that share contract type
and law are computed as one sheet.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import msgspec

from core.clock import month_of
from core.contracts import Contract, Piece, check_declared, declarations_of, part_of, pieces_of
from core.contracts import store as contract_store
from core.contracts.actions import work_of
from core.country import Work
from core.db import UnitOfWork, canonical, new_id, row_of
from core.ledger import post
from core.payroll import postings, store
from core.payroll.model import Payslip
from core.payroll.sheets import Told, check, rounds
from core.payroll.sheets import slips as computed
from core.people import Person, people_by_id
from shared_tools.paysheet import Slip
from shared_tools.refusal import Refusal


class Held(msgspec.Struct, frozen=True):
    """A contract whose slip cannot be made, and why: it waits for a person, nothing is guessed."""

    contract: Contract
    refusal: str


class Made(msgspec.Struct, frozen=True):
    slips: tuple[Payslip, ...]
    held: tuple[Held, ...]


def make_slips(uow: UnitOfWork, until: date | None = None) -> Made:
    """Payslips of all work that ended before ``until`` (today). Run twice, it finds nothing left to do."""
    uow.alone("payslips")
    until = until or uow.today
    contracts = contract_store.begun_before(uow, until)
    done = store.slipped_months(uow, [contract.id for contract in contracts])
    waiting = [
        piece
        for contract in contracts
        for piece in pieces_of(contract)
        if piece.days[-1] < until and (contract.id, piece.month) not in done
    ]
    waiting, held = _declared(uow, waiting)
    waiting.sort(key=lambda piece: (piece.days[-1], piece.contract.number))
    people = people_by_id(uow, [piece.contract.worker for piece in waiting])
    history = store.History.of(uow, people, _years(waiting))
    slips: list[Payslip] = []
    for batch in rounds((piece.contract.worker, piece) for piece in waiting):
        works, refused = _works(uow, batch, people, history)
        held += refused
        for sheet in computed(works, uow.country, uow.parameters):
            for piece, work, slip in sheet:
                if slip.net < 0:
                    held.append(Held(piece.contract, f"the net wage would be {slip.net}, below zero"))
                    continue
                slips.append(_payslip(uow, piece, work, slip))
                history.add(slips[-1])
    number = uow.draw("payslip", len(slips)) if slips else 0
    slips = [msgspec.structs.replace(slip, number=number + i) for i, slip in enumerate(slips)]
    uow.insert(store.payslip, [row_of(slip) for slip in slips])
    _settle_contracts(uow, slips, waiting)
    post(
        uow,
        [postings.slip(slip, people[slip.worker].name, uow.today, uow.country.currency) for slip in slips],
    )
    uow.later("payslip_made", [slip.id for slip in slips])
    return Made(tuple(slips), tuple(held))


def _declared(uow: UnitOfWork, pieces: Sequence[Piece]) -> tuple[list[Piece], list[Held]]:
    """No work starts undeclared: a contract that did is held until somebody says why it is paid all the same."""
    notices = declarations_of(uow, [piece.contract.id for piece in pieces])
    refused: dict[str, Held] = {}
    for piece in pieces:
        try:
            # A notice of a day still to come says nothing of the days that are over.
            due = [one for one in notices.get(piece.contract.id, []) if one.due_day <= piece.days[-1]]
            check_declared(due, uow.country)
        except Refusal as refusal:
            refused.setdefault(piece.contract.id, Held(piece.contract, str(refusal)))
    return [piece for piece in pieces if piece.contract.id not in refused], list(refused.values())


def _years(pieces: Sequence[Piece]) -> set[str]:
    """The years whose slips may count: that of the work, and the next when it is paid after New Year."""
    years = {int(piece.month[:4]) for piece in pieces}
    return {str(year) for year in years | {year + 1 for year in years}}


def _works(
    uow: UnitOfWork, pieces: Sequence[Piece], people: dict[str, Person], history: store.History
) -> tuple[list[Told[Piece]], list[Held]]:
    """What the country is told of each piece; one that the law refuses is held alone, the others go on."""
    works: list[Told[Piece]] = []
    held: list[Held] = []
    for piece in pieces:
        try:
            work = _work(uow, piece, people[piece.contract.worker], history)
            works.append((piece, piece.contract.contract_type, work))
        except Refusal as refusal:
            held.append(Held(piece.contract, str(refusal)))
    return works, held


def _work(uow: UnitOfWork, piece: Piece, person: Person, history: store.History) -> Work:
    contract = part_of(piece.contract, piece)
    kind = uow.country.contract_type(contract.contract_type)
    work = work_of(uow, contract, person, piece.pay)
    work = history.with_sums(work, contract.worker, contract.structure, month_of(kind.counts_in(work)))
    work = msgspec.structs.replace(
        work, contract_first_day=piece.contract.first_day, contract_last_day=piece.contract.last_day
    )
    if contract.pay_is == "cost":
        work = msgspec.structs.replace(work, gross=kind.gross_for_cost(work, uow.parameters, piece.pay).gross)
    check(work, kind.code, uow.country, uow.parameters)
    return work


def _payslip(uow: UnitOfWork, piece: Piece, work: Work, slip: Slip) -> Payslip:
    contract = piece.contract
    kind = uow.country.contract_type(contract.contract_type)
    promise = uow.country.pay_day(piece.days[-1])
    return Payslip(
        id=new_id(), number=0, contract=contract.id, activity=contract.activity, worker=contract.worker,
        structure=contract.structure, contract_type=contract.contract_type, invoice=contract.invoice,
        month=piece.month, counted_in=month_of(kind.counts_in(work)), cost_role=kind.cost_role, first_day=piece.days[0], last_day=piece.days[-1], days=len(piece.days),
        minutes=piece.minutes, law_day=slip.law_day, pay_day=promise.day, pay_rule=promise.rule,
        gross=slip.gross, net=slip.net, cost=slip.cost,
        inputs=msgspec.json.decode(canonical(work)), lines=slip.lines, figures=slip.figures, made_on=uow.today,
    )  # fmt: skip


def _settle_contracts(uow: UnitOfWork, slips: Sequence[Payslip], pieces: Sequence[Piece]) -> None:
    """A slip's cost is booked, no longer promised; a contract whose last month is slipped is done."""
    last_month = {piece.contract.id: month_of(piece.contract.last_day) for piece in pieces}
    table = contract_store.contract
    for slip in slips:
        done = slip.month == last_month[slip.contract]
        promised = 0 if done else table.c.cost - slip.cost
        uow.execute(
            table.update()
            .where(table.c.id == slip.contract)
            .values(cost=promised, state="slipped" if done else "agreed")
        )
