"""Veri*factu: a billing record of each invoice, chained to the one before, delivered to the AEAT (RD 1007/2023)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

import msgspec

from core.country import Sold
from core.country.authority import Authority, Mends, Report, Talk
from shared_tools.einvoice import verifactu
from shared_tools.einvoice.model import Document
from shared_tools.einvoice.submission import Event
from shared_tools.einvoice.verifactu.record import Link, Record

_SIMPLIFIED: Final = "F2"


def _report(
    document: Document, sold: Sold, before: Mapping[str, str] | None, moment: datetime, mends: Mends
) -> Report:
    """A consumer without a tax number receives a simplified invoice (F2), and R5 gives it back [believed]."""
    nameless = sold.client_kind == "consumer" and not document.buyer.vat_id
    kind = None if not nameless else "R5" if document.is_credit_note else _SIMPLIFIED
    # The maker answers for the system by name (RD 1007/2023, art. 13): whoever runs it enters them, nobody is assumed.
    said = sold.seller.registration
    system = verifactu.System(
        maker=said("system_maker"), maker_nif=said("system_maker_nif"), name="smartcoop", id="SC", version="1",
        installation=said("system_installation"),
    )  # fmt: skip
    previous = msgspec.convert(before, Link) if before else None
    record = verifactu.register(document, verifactu.Terms(kind=kind, mends=mends), system, previous, moment)
    link = msgspec.to_builtins(record.link)
    return Report(operation=record.operation, content=record.xml, number=document.number, link=link)


def _record(report: Report) -> Record:
    return Record(operation=report.operation, xml=report.content, link=msgspec.convert(report.link, Link))


def _send(talk: Talk, reports: Sequence[Report]) -> Sequence[Event]:
    nif = talk.vat_number.removeprefix("ES")
    answer = verifactu.send(
        talk.seller, nif, [_record(report) for report in reports], lambda body: talk.line("", body)
    )
    return answer.events


def _ask(talk: Talk, report: Report, reference: str) -> Event:
    nif = talk.vat_number.removeprefix("ES")
    return verifactu.find(talk.seller, nif, _record(report), lambda body: talk.line("", body))


def _verify(chain: Sequence[bytes]) -> Sequence[tuple[str, str]]:
    return [(found.number, found.sentence) for found in verifactu.verify(chain)]


AEAT: Final = Authority(
    name="AEAT", chained=True, report=_report, send=_send, ask=_ask, verify=_verify, most=verifactu.MOST
)
