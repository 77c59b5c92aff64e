"""Engaging workers: what is agreed, what it takes of the budget, which notices it makes due."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import msgspec

from core.activities import Activity, activities_by_id
from core.contracts import store
from core.contracts.model import Contract, Declaration, NewContract
from core.contracts.rules import FULL_DAY, part_of, pieces_of
from core.country import ContractType, Work
from core.db import UnitOfWork, new_id, not_found, row_of
from core.people import Person, people_by_id
from core.people.rules import worker_facts
from core.sales.store import invoices_by_id
from shared_tools.money import major, minor
from shared_tools.paysheet import Slip
from shared_tools.refusal import Refusal, naming


def engage(uow: UnitOfWork, contracts: Sequence[NewContract]) -> list[Contract]:
    """Agree on ``contracts``; each gets the declaration its type needs, due before its first day.

    Raises Refusal naming the contract and field: ``no_days``, ``days_in_past``, ``day_taken``, ``budget_exceeded``,
    ``unknown_contract_type``, the terms' and the payroll's own (below the minimum wage, a missing birth date …).
    """
    activities = activities_by_id(uow, [new.activity for new in contracts])
    workers = people_by_id(uow, [new.worker for new in contracts])
    invoices = invoices_by_id(uow, [new.invoice for new in contracts if new.invoice])
    free = store.free_budgets(uow, activities)
    number = uow.draw("contract", len(contracts)) - 1
    taken: set[tuple[str, str, date]] = set()
    agreed: list[Contract] = []
    declarations: list[Declaration] = []
    for index, new in enumerate(contracts):
        with naming(f"contracts.{index}") if len(contracts) > 1 else naming("contract"):
            activity, worker = activities.get(new.activity), workers.get(new.worker)
            if activity is None:
                raise not_found("activity", new.activity)
            if worker is None:
                raise not_found("person", new.worker)
            if new.invoice and (new.invoice not in invoices or invoices[new.invoice].activity != activity.id):
                raise Refusal("foreign_invoice", "that invoice is not of this activity.", field="invoice", way_out="Choose one of its own.")  # fmt: skip
            kind = uow.country.contract_type(new.contract_type)
            _check_days(uow, new, taken)
            number += 1
            contract = _priced(uow, new, activity, worker, kind, number)
            if contract.cost > free[activity.id]:
                currency = uow.country.currency
                raise Refusal(
                    "budget_exceeded",
                    f"this costs {major(contract.cost, currency)} {currency}; {activity.name} has "
                    f"{major(free[activity.id], currency)} left that is not promised yet.",
                    field="pay", way_out="Lower the pay, or invoice first.",
                )  # fmt: skip
            free[activity.id] -= contract.cost
            agreed.append(contract)
            for code in kind.declarations:
                notice = uow.country.declaration(code)
                # Where the law leaves time after the first day we do not take it: no work starts undeclared.
                before = timedelta(days=max(notice.days_before, 0))
                declarations += [
                    Declaration(
                        id=new_id(), contract=contract.id, kind=code, due_day=day - before, state="due"
                    )
                    for day in (contract.days if notice.each == "day" else contract.days[:1])
                ]
    uow.insert(store.contract, [
        {**row_of(c), "days": [day.isoformat() for day in c.days], "first_day": c.first_day, "last_day": c.last_day} for c in agreed
    ])  # fmt: skip
    uow.insert(store.work_day, [
        {"worker": c.worker, "day": day, "activity": c.activity, "contract": c.id} for c in agreed for day in c.days
    ])  # fmt: skip
    uow.insert(store.declaration, [row_of(notice) for notice in declarations])
    uow.later("contract_agreed", [contract.id for contract in agreed])
    return agreed


def _check_days(uow: UnitOfWork, new: NewContract, batch: set[tuple[str, str, date]]) -> None:
    """``batch``: the days that contracts agreed in the same call have taken; this one's are added."""
    if not new.days:
        raise Refusal(
            "no_days", "a contract covers at least one day.", field="days", way_out="Name the days of work."
        )
    days = sorted(set(new.days))
    if len(days) != len(new.days):
        raise Refusal("days_twice", "a day is named twice.", field="days", way_out="Name each day once.")
    if days[0] < uow.today and not uow.actor.is_staff:
        raise Refusal(
            "days_in_past", f"{days[0]} is past; work is declared before it begins.", field="days",
            way_out="Ask an adviser when the work has been done already.",
        )  # fmt: skip
    if (days[-1] - days[0]).days > 366:
        raise Refusal("too_long", "a contract covers at most a year.", field="days", way_out="Agree on the next year later.")  # fmt: skip
    if not 0 <= new.minutes <= len(days) * 24 * 60:
        raise Refusal("hours", f"{new.minutes} minutes do not fit {len(days)} days.", field="minutes", way_out="Correct the hours.")  # fmt: skip
    taken = store.days_taken(uow, new.worker, new.activity, days)
    taken += [day for day in days if (new.worker, new.activity, day) in batch]
    batch.update((new.worker, new.activity, day) for day in days)
    if taken:
        raise Refusal(
            "day_taken", f"this person already works for this activity on {taken[0]}.", field="days",
            way_out="Leave that day out, or cancel the other contract.",
        )  # fmt: skip


def _priced(
    uow: UnitOfWork, new: NewContract, activity: Activity, worker: Person, kind: ContractType, number: int
) -> Contract:
    try:
        terms = msgspec.convert(new.terms, kind.terms, strict=False)
    except msgspec.ValidationError as error:
        raise Refusal(
            "terms", f"{error}.", field="terms", way_out="Correct what the contract says."
        ) from None
    pay = minor(new.pay, uow.country.currency)
    if pay <= 0:
        raise Refusal("pay", f"{new.pay} is no pay.", field="pay", way_out="Enter an amount above 0.")
    contract = Contract(
        id=new_id(), number=number, activity=activity.id, worker=worker.id, structure=activity.structure,
        contract_type=kind.code, days=tuple(sorted(new.days)), minutes=new.minutes or FULL_DAY * len(new.days),
        pay=pay, pay_is=new.pay_is, cost=pay, invoice=new.invoice, terms=msgspec.to_builtins(terms), state="agreed",
        agreed_on=uow.today,
    )  # fmt: skip
    if kind.pay is None:
        return contract
    # Asking the payroll now finds every legal refusal before anybody starts to work.
    cost = sum(slip.cost for slip in slips_alone(uow, contract, worker, kind))
    return contract if new.pay_is == "cost" else msgspec.structs.replace(contract, cost=cost)


def slips_alone(uow: UnitOfWork, contract: Contract, worker: Person, kind: ContractType) -> list[Slip]:
    """What ``contract`` taken alone will be paid as, month by month. Raises the law's Refusals."""
    parameters = uow.parameters
    slips: list[Slip] = []
    for piece in pieces_of(contract):
        work = msgspec.structs.replace(
            work_of(uow, part_of(contract, piece), worker, piece.pay),
            contract_first_day=contract.first_day, contract_last_day=contract.last_day,
        )  # fmt: skip
        if contract.pay_is == "cost":
            work = msgspec.structs.replace(work, gross=kind.gross_for_cost(work, parameters, piece.pay).gross)
        slips.append(kind.sheet([work], parameters).slip())
    return slips


class Offer(msgspec.Struct, frozen=True):
    """What a contract would give, before it is agreed. Minor units; ``left`` of the amount stays in the budget."""

    cost: int
    gross: int
    contributions: int
    tax: int
    net: int
    left: int
    pay_day: date


def offer(uow: UnitOfWork, new: NewContract) -> Offer:
    """What ``new`` would give its worker, taken alone. Raises Refusal as agreeing on it would for its own facts."""
    activity = activities_by_id(uow, [new.activity]).get(new.activity)
    worker = people_by_id(uow, [new.worker]).get(new.worker)
    if activity is None or worker is None:
        raise not_found(
            "activity" if activity is None else "person", new.activity if activity is None else new.worker
        )
    kind = uow.country.contract_type(new.contract_type)
    _check_days(uow, new, set())
    contract = _priced(uow, new, activity, worker, kind, 0)
    slips = slips_alone(uow, contract, worker, kind)
    cost, gross, net = (sum(getattr(slip, name) for slip in slips) for name in ("cost", "gross", "net"))
    tax = sum(
        line.amount
        for slip in slips
        for line in slip.lines
        if line.bearer == "employee" and line.owed == "tax"
    )
    return Offer(
        cost, gross, gross - net - tax, tax, net, contract.pay - cost if new.pay_is == "cost" else 0,
        uow.country.pay_day(contract.last_day).day,
    )  # fmt: skip


def work_of(uow: UnitOfWork, contract: Contract, worker: Person, gross: int) -> Work:
    """What the payroll is told of ``contract`` taken alone; earlier slips are added by whoever knows them."""
    kind = uow.country.contract_type(contract.contract_type)
    return Work(
        gross=gross, first_day=contract.first_day, last_day=contract.last_day, days=contract.days,
        minutes=contract.minutes, pay_day=uow.country.pay_day(contract.last_day).day,
        worker=worker_facts(worker.worker, worker.birth_date, uow.country),
        terms=msgspec.convert(contract.terms, kind.terms, strict=False),
        contract_first_day=contract.first_day, contract_last_day=contract.last_day,
    )  # fmt: skip
