"""Online Számla: the data of every invoice go to NAV; credit notes as STORNO (the whole) or MODIFY (a part)."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Final, cast

from core.country import Sold
from core.country.authority import Authority, Mends, Report, Talk
from shared_tools.einvoice import nav
from shared_tools.einvoice.model import Document
from shared_tools.einvoice.nav.terms import Operation, operation
from shared_tools.einvoice.objections import Objection
from shared_tools.einvoice.submission import Event

_DIGITS: Final = 8


def _terms(document: Document, sold: Sold) -> nav.Terms:
    correction = None
    if document.is_credit_note:
        correction = nav.Correction(
            operation="STORNO" if sold.whole else "MODIFY",
            index=sold.correction,
            lines_before=sold.lines_before,
        )
    return nav.Terms(correction=correction, private_person=sold.client_kind == "consumer")


def _objections(document: Document, sold: Sold, today: date) -> Sequence[Objection]:
    return nav.objections(document, _terms(document, sold), today)


def _report(
    document: Document, sold: Sold, before: Mapping[str, str] | None, moment: datetime, mends: Mends
) -> Report:
    terms = _terms(document, sold)
    content = nav.write(document, terms)
    return Report(operation=operation(document, terms), content=content, number=document.number)


def _sender(talk: Talk) -> nav.Sender:
    said = talk.secrets
    user = nav.Credentials(
        login=said.get("login", ""), password=said.get("password", ""), sign_key=said.get("sign_key", ""),
        exchange_key=said.get("exchange_key", ""), tax_number=talk.vat_number.removeprefix("HU")[:_DIGITS],
    )  # fmt: skip
    software = nav.Software(
        id=said.get("software_id", "SMARTCOOP-00000001"), name="smartcoop", version="1", maker=talk.seller,
        contact=said.get("contact", talk.seller),
    )  # fmt: skip
    return nav.Sender(credentials=user, software=software)


def _number() -> str:
    """A request number never used before."""
    return secrets.token_hex(15)


def _send(talk: Talk, reports: Sequence[Report]) -> Sequence[Event]:
    invoices: list[tuple[Operation, bytes]] = [
        (cast(Operation, report.operation), report.content) for report in reports
    ]
    event = nav.send(_sender(talk), invoices, talk.line, _number, talk.now)
    return [event] * len(reports)


def _ask(talk: Talk, report: Report, reference: str) -> Event:
    """By its transaction; where that is not known, by the invoice's number. Reports are sent one by one, so the
    transaction has one result."""
    sender = _sender(talk)
    if reference:
        return nav.ask(sender, reference, 1, talk.line, _number, talk.now)[0]
    return nav.find(sender, report.number, report.content, talk.line, _number, talk.now)


NAV: Final = Authority(
    name="NAV", chained=False, report=_report, send=_send, ask=_ask, objections=_objections
)
