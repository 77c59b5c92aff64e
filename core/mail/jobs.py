"""Which letter follows which event. An invoice, a credit note and a quote go out with their paper: core/sales/delivery.py."""

from __future__ import annotations

from typing import Any

from core.clients import clients_by_id
from core.db import UnitOfWork
from core.jobs import on
from core.mail.store import write
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
_SAME = N_("The law of that time was corrected. What you are paid stays the same.")


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
    said = _MORE if slip.net > 0 else _LESS if slip.net < 0 else _SAME
    amount = words.money(abs(slip.net), uow.country.currency)
    body = words(said, amount=amount, day=words.day(slip.pay_day))
    write(uow, key, person.email, person.language, words(_CORRECTED), body)
