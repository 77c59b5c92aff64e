"""The conversation with NAV as functions: the caller gives a way to post, request numbers and the time.

``post(path, body)`` returns the body of the answer whatever its HTTP status, and raises ``NotDelivered`` or ``NoAnswer``
of ``submission`` when there is none.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from shared_tools.einvoice.nav import answers, requests
from shared_tools.einvoice.nav.requests import Sender
from shared_tools.einvoice.nav.terms import Operation
from shared_tools.einvoice.submission import Event, NoAnswer, NotDelivered

Post = Callable[[str, bytes], bytes]
Numbers = Callable[[], str]
"""Gives a fresh request number each time: 1 to 30 letters, digits, + or _, never used before by this taxpayer."""


def send(
    sender: Sender, invoices: Sequence[tuple[Operation, bytes]], post: Post, numbers: Numbers, now: datetime
) -> Event:
    """Report ``invoices`` (1 to 100) in one transaction: what happened to all of them.

    Raises Refusal ``too_many_invoices``, ``token_unreadable``.
    """
    try:
        given = answers.token(post("tokenExchange", requests.token_request(sender, numbers(), now)))
    except (NotDelivered, NoAnswer):
        # Only a token was asked for: whatever became of that, no invoice has left.
        return Event(kind="not_delivered")
    if isinstance(given, Event):
        return given
    token = requests.exchange_token(given.encoded, sender.credentials.exchange_key)
    body = requests.invoice_request(sender, numbers(), now, token, invoices)
    try:
        return answers.taken_in(post("manageInvoice", body))
    except NotDelivered:
        return Event(kind="not_delivered")
    except NoAnswer:
        return Event(kind="no_answer")


def ask(
    sender: Sender, transaction: str, count: int, post: Post, numbers: Numbers, now: datetime
) -> list[Event]:
    """What became of the ``count`` invoices of ``transaction``, in the order they were sent."""
    try:
        body = requests.status_request(sender, numbers(), now, transaction)
        return answers.decided(post("queryTransactionStatus", body), count)
    except (NotDelivered, NoAnswer):
        return [Event(kind="no_answer")] * count


def find(sender: Sender, number: str, sent: bytes, post: Post, numbers: Numbers, now: datetime) -> Event:
    """For an invoice whose transaction is not known, or whose number NAV calls used: what NAV holds under ``number``.

    ``sent`` are the data we sent. NAV saves a moment after it answers, so wait before asking; should the invoice be sent
    again all the same, NAV itself refuses the second.
    """
    try:
        return answers.found(
            post("queryInvoiceData", requests.data_request(sender, numbers(), now, number)), sent
        )
    except (NotDelivered, NoAnswer):
        return Event(kind="no_answer")
