"""Which letter follows which event."""

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

_INVOICE = N_("Invoice {number}"), N_("Please pay {amount} by {day} with reference {reference}.")
_CREDIT = N_("Credit note {number}"), N_("{amount} of your invoice is returned: {reason}.")
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


@on("invoice_issued")
def invoice_letter(uow: UnitOfWork, key: str, invoice_id: Any) -> None:
    _to_client(uow, key, invoice_id, _INVOICE)


@on("credit_note_issued")
def credit_letter(uow: UnitOfWork, key: str, invoice_id: Any) -> None:
    _to_client(uow, key, invoice_id, _CREDIT)


@on("reminder_due")
def reminder_letter(uow: UnitOfWork, key: str, payload: Any) -> None:
    """Failure mode D1: what has been paid meanwhile is not reminded of."""
    still_open = open_items(uow, [payload["invoice"]])[payload["invoice"]]
    if still_open > 0:
        _to_client(uow, key, payload["invoice"], _REMINDER, still_open)


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


def _to_client(
    uow: UnitOfWork, key: str, invoice_id: str, form: tuple[str, str], amount: int | None = None
) -> None:
    invoice = invoice_by_id(uow, invoice_id)
    if invoice is None:
        return
    client = clients_by_id(uow, [invoice.client])[invoice.client]
    words = Words(client.language, uow.country)
    values = {
        "number": invoice.number, "day": words.day(invoice.due), "reference": invoice.reference, "reason": invoice.note,
        "amount": words.money(invoice.gross if amount is None else amount, invoice.currency),
    }  # fmt: skip
    write(uow, key, client.email, client.language, words(form[0], **values), words(form[1], **values))
