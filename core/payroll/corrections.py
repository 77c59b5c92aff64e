"""Correcting slips: where the law of a past month is corrected, each slip it changes gets a difference slip.

The stored slip stays. Slips of one worker are looked at in the order they were made, each with the corrected sums of the
earlier ones, so that a corrected early slip changes the later ones of its month and year.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from core.db import UnitOfWork, canonical, new_id, row_of
from core.ledger import post
from core.payroll import postings, store
from core.payroll.differences import corrected, difference, standing
from core.payroll.model import Payslip
from core.payroll.sheets import Told, check, rounds, slips
from core.people import people_by_id
from shared_tools.paysheet import Slip
from shared_tools.refusal import Refusal


class Correction(msgspec.Struct, frozen=True):
    """A slip as it was made, as it stands with its corrections so far, as the law is known today, and the difference slip
    that is missing (number 0 until it is made)."""

    slip: Payslip
    stood: Slip
    now: Slip
    difference: Payslip


class NotCorrected(msgspec.Struct, frozen=True):
    """A slip that today's law refuses, and why: it waits for a person, nothing is guessed."""

    slip: Payslip
    refusal: str


class Corrections(msgspec.Struct, frozen=True):
    found: tuple[Correction, ...]
    held: tuple[NotCorrected, ...]


def review(uow: UnitOfWork, since: str, workers: Iterable[str] | None = None) -> Corrections:
    """What is missing on slips of work from the month ``since`` ("2026-01") on, of ``workers`` (None: everybody).

    The gross wage was agreed and stays; lines, net and cost follow the law as it is known today.
    """
    made = store.counted_since(uow, since[:4], workers)
    originals = [slip for slip in made if slip.corrects is None]
    earlier: dict[str, list[Payslip]] = {}
    for slip in made:
        if slip.corrects is not None:
            earlier.setdefault(slip.corrects, []).append(slip)
    stood = {slip.id: standing(slip, earlier.get(slip.id, [])) for slip in originals}
    history = store.History()
    found: list[Correction] = []
    held: list[NotCorrected] = []
    for batch in rounds(((slip.worker, slip.structure), slip) for slip in originals):
        told: list[Told[Payslip]] = []
        for slip in batch:
            if slip.month < since:
                history.add(corrected(slip, stood[slip.id]))
                continue
            work = slip.work(uow.country)
            work = history.with_sums(work, slip.worker, slip.structure, slip.counted_in)
            try:
                check(work, slip.contract_type, uow.country, uow.parameters)
                told.append((slip, slip.contract_type, work))
            except Refusal as refusal:
                held.append(NotCorrected(slip, str(refusal)))
                history.add(corrected(slip, stood[slip.id]))
        for sheet in slips(told, uow.country, uow.parameters):
            for slip, work, now in sheet:
                if now.net < 0:
                    held.append(NotCorrected(slip, f"the net wage would be {now.net}, below zero"))
                    now = stood[slip.id]
                history.add(corrected(slip, now))
                missing = difference(now, stood[slip.id])
                if missing is not None:
                    nth = len(earlier.get(slip.id, [])) + 1
                    row = _difference_slip(uow, slip, missing, canonical(work), nth)
                    found.append(Correction(slip, stood[slip.id], now, row))
    found.sort(key=lambda correction: correction.slip.number)
    return Corrections(tuple(found), tuple(held))


def _difference_slip(uow: UnitOfWork, slip: Payslip, missing: Slip, inputs: bytes, nth: int) -> Payslip:
    return msgspec.structs.replace(
        slip, id=new_id(), number=0, days=0, minutes=0, law_day=missing.law_day,
        pay_day=uow.country.calendar.on_or_after(uow.today), pay_rule="correction", gross=missing.gross,
        net=missing.net, cost=missing.cost, inputs=msgspec.json.decode(inputs), lines=missing.lines,
        figures=missing.figures, made_on=uow.today, corrects=slip.id, correction=nth,
    )  # fmt: skip


def correct(uow: UnitOfWork, since: str, workers: Iterable[str] | None = None) -> Corrections:
    """Make the difference slips that ``review`` finds, and book them. Run twice, it finds nothing left to do.

    What a worker gets more is paid on the next open day; what they got too much stands as their debt. Raises Refusal
    ``not_allowed``.
    """
    uow.require("finance")
    uow.alone("payslips")
    reviewed = review(uow, since, workers)
    number = uow.draw("payslip", len(reviewed.found))
    found = [
        msgspec.structs.replace(
            item, difference=msgspec.structs.replace(item.difference, number=number + index)
        )
        for index, item in enumerate(reviewed.found)
    ]
    uow.insert(store.payslip, [row_of(item.difference) for item in found])
    people = people_by_id(uow, [item.slip.worker for item in found])
    entries = [
        postings.slip(
            item.difference, people[item.slip.worker].name, uow.today, uow.country.currency, item.slip.number
        )
        for item in found
    ]
    # A difference between lines of one creditor, or of a sum carried along, moves no money.
    post(uow, [entry for entry in entries if entry.postings])
    uow.later("payslip_corrected", [item.difference.id for item in found])
    return Corrections(tuple(found), reviewed.held)


def recompute(uow: UnitOfWork, payslip: Payslip) -> Slip:
    """The slip its stored inputs give by what was known on the day it was made: the stored one, forever (failure mode L7)."""
    now = _as_known_then(uow, payslip)
    if payslip.corrects is None:
        return now
    original = store.payslips_by_id(uow, [payslip.corrects])[payslip.corrects]
    others: Sequence[Payslip] = store.corrections_of(uow, [payslip.corrects])[payslip.corrects]
    before = [other for other in others if other.correction < payslip.correction]
    again = difference(now, standing(original, before))
    assert again is not None
    return again


def _as_known_then(uow: UnitOfWork, payslip: Payslip) -> Slip:
    kind = uow.country.contract_type(payslip.contract_type)
    work = payslip.work(uow.country)
    return kind.sheet([work], uow.country.parameters.as_known(payslip.made_on)).slip()
