"""Which letter follows which event. An invoice, a credit note and a quote go out with their paper: core/sales/delivery.py."""

from __future__ import annotations

from typing import Any

from core.clients import clients_by_id
from core.db import UnitOfWork
from core.jobs import on
from core.mail.store import write
from core.payouts import payouts_of
from core.payouts.setoff_store import set_offs_by_id
from core.payroll import payslip_by_id
from core.people import people_by_id
from core.sales import invoice_by_id, open_items
from core.words import Words
from shared_tools.i18n import N_

_REMINDER = (
    N_("Reminder: invoice {number}"),
    N_("{amount} was due on {day}. Please pay with reference {reference}."),
)
_PAYSLIP = N_("Your payslip"), N_("You are paid {amount} on {day}.")
_CORRECTED = N_("A correction of your payslip")
_MORE = N_("The law of that time was corrected: you are paid {amount} more on {day}.")
_LESS = N_(
    "The law of that time was corrected: you were paid {amount} too much. We will talk to you before anything is settled."
)
_LESS_DUE = N_(
    "The law of that time was corrected before this wage was paid: {amount} less is due than your payslip says, and that is what you are paid."
)
_SAME = N_("The law of that time was corrected. What you are paid stays the same.")


_SET_OFF = N_("Part of your wage is set off")
_TAKEN = N_(
    "As you agreed on {consented}, {amount} of your wage of {day} is set off against what you were paid too much. Reason: {reason}"
)
_UNDONE = N_("{amount} of your wage of {day} is not set off after all: you are paid it.")


@on("reminder_due")
def reminder_letter(uow: UnitOfWork, key: str, payload: Any) -> None:
    """Failure mode D1: what has been paid meanwhile is not reminded of."""
    still_open = open_items(uow, [payload["invoice"]])[payload["invoice"]]
    invoice = invoice_by_id(uow, payload["invoice"])
    if still_open <= 0 or invoice is None:
        return
    client = clients_by_id(uow, [invoice.client])[invoice.client]
    words = Words(client.language, uow.country)
    values = {
        "number": invoice.number, "day": words.day(invoice.due), "reference": invoice.reference,
        "amount": words.money(still_open, invoice.currency),
    }  # fmt: skip
    title, body = (words(part, **values) for part in _REMINDER)
    write(uow, key, client.email, client.language, title, body)


@on("payslip_made")
def payslip_letter(uow: UnitOfWork, key: str, payslip_id: Any) -> None:
    slip = payslip_by_id(uow, payslip_id)
    if slip is None:
        return
    person = people_by_id(uow, [slip.worker])[slip.worker]
    words = Words(person.language, uow.country)
    body = words(_PAYSLIP[1], amount=words.money(slip.net, uow.country.currency), day=words.day(slip.pay_day))
    write(uow, key, person.email, person.language, words(_PAYSLIP[0]), body)


@on("payslip_corrected")
def correction_letter(uow: UnitOfWork, key: str, payslip_id: Any) -> None:
    slip = payslip_by_id(uow, payslip_id)
    if slip is None:
        return
    person = people_by_id(uow, [slip.worker])[slip.worker]
    words = Words(person.language, uow.country)
    paid = payouts_of(uow, subjects=[slip.corrects]) if slip.corrects else []
    said = _MORE if slip.net > 0 else _SAME if slip.net == 0 else _LESS if paid else _LESS_DUE
    amount = words.money(abs(slip.net), uow.country.currency)
    body = words(said, amount=amount, day=words.day(slip.pay_day))
    write(uow, key, person.email, person.language, words(_CORRECTED), body)


@on("set_off_made")
def set_off_letter(uow: UnitOfWork, key: str, set_off_id: Any) -> None:
    """Nothing is taken from a wage silently."""
    _of_set_off(uow, key, set_off_id, _TAKEN)


@on("set_off_undone")
def set_off_undone_letter(uow: UnitOfWork, key: str, set_off_id: Any) -> None:
    _of_set_off(uow, key, set_off_id, _UNDONE)


def _of_set_off(uow: UnitOfWork, key: str, set_off_id: str, said: str) -> None:
    item = set_offs_by_id(uow, [set_off_id])[set_off_id]
    person, wage = people_by_id(uow, [item.person])[item.person], payslip_by_id(uow, item.wage)
    assert wage is not None and item.consented_on is not None
    words = Words(person.language, uow.country)
    body = words(
        said, amount=words.money(item.amount, uow.country.currency), day=words.day(wage.pay_day),
        consented=words.day(item.consented_on), reason=item.reason,
    )  # fmt: skip
    write(uow, key, person.email, person.language, words(_SET_OFF), body)
