"""Delivering records to the AEAT: one SOAP message of up to a thousand, answered at once for each record."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from lxml import etree

from shared_tools.einvoice.elements import group, must_put, put
from shared_tools.einvoice.submission import Event, NoAnswer, NotDelivered
from shared_tools.einvoice.verifactu.answers import Answer, found, read_answer
from shared_tools.einvoice.verifactu.record import Record
from shared_tools.einvoice.verifactu.terms import DELIVERY, INFORMATION, QUESTION
from shared_tools.refusal import Refusal

Post = Callable[[bytes], bytes]

MOST: Final = 1000
"""Records in one delivery."""

_SOAP: Final = "http://schemas.xmlsoap.org/soap/envelope/"
_L: Final = f"{{{DELIVERY}}}"
_S: Final = f"{{{INFORMATION}}}"
_Q: Final = f"{{{QUESTION}}}"


def delivery(seller: str, seller_nif: str, records: list[Record], late: bool = False) -> etree._Element:
    """RegFactuSistemaFacturacion. ``late``: an outage kept the records back (Incidencia).

    Raises Refusal ``too_many_records``.
    """
    if not 1 <= len(records) <= MOST:
        raise Refusal(
            "too_many_records", f"the AEAT takes 1 to {MOST} records in a delivery, not {len(records)}.",
            way_out="Send them in several deliveries.",
        )  # fmt: skip
    root = etree.Element(_L + "RegFactuSistemaFacturacion", nsmap={"sfLR": DELIVERY, "sf": INFORMATION})
    header = group(root, _L + "Cabecera")
    issuer = group(header, _S + "ObligadoEmision")
    must_put(issuer, _S + "NombreRazon", seller[:120].strip(), "BT-27")
    put(issuer, _S + "NIF", seller_nif)
    if late:
        put(group(header, _S + "RemisionVoluntaria"), _S + "Incidencia", "S")
    for record in records:
        group(root, _L + "RegistroFactura").append(etree.fromstring(record.xml))
    return root


def send(seller: str, seller_nif: str, records: list[Record], post: Post, late: bool = False) -> Answer:
    """Deliver ``records`` in the order they were made. ``post`` raises ``NotDelivered`` or ``NoAnswer``.

    A record the AEAT says it knows already is left open: ``find`` asks what it holds.
    """
    try:
        answer = post(_enveloped(delivery(seller, seller_nif, records, late)))
    except NotDelivered:
        return Answer(events=(Event(kind="not_delivered"),) * len(records))
    except NoAnswer:
        return Answer(events=(Event(kind="no_answer"),) * len(records))
    return read_answer(answer, records)


def find(seller: str, seller_nif: str, record: Record, post: Post) -> Event:
    """What the AEAT holds under the number of ``record``, for one whose answer was lost or that it calls a duplicate."""
    try:
        return found(post(_enveloped(question(seller, seller_nif, record))), record)
    except (NotDelivered, NoAnswer):
        return Event(kind="no_answer")


def question(seller: str, seller_nif: str, record: Record) -> etree._Element:
    """ConsultaFactuSistemaFacturacion for one number, in the month of the operation, or of issue where none is told."""
    day = etree.fromstring(record.xml).findtext(f"{_S}FechaOperacion") or record.link.day
    root = etree.Element(_Q + "ConsultaFactuSistemaFacturacion", nsmap={"con": QUESTION, "sf": INFORMATION})
    header = group(root, _Q + "Cabecera")
    put(header, _S + "IDVersion", "1.0")
    issuer = group(header, _S + "ObligadoEmision")
    must_put(issuer, _S + "NombreRazon", seller[:120].strip(), "BT-27")
    put(issuer, _S + "NIF", seller_nif)
    wanted = group(root, _Q + "FiltroConsulta")
    month = group(wanted, _Q + "PeriodoImputacion")
    put(month, _S + "Ejercicio", day[6:])
    put(month, _S + "Periodo", day[3:5])
    put(wanted, _Q + "NumSerieFactura", record.link.number)
    return root


def _enveloped(content: etree._Element) -> bytes:
    envelope = etree.Element(f"{{{_SOAP}}}Envelope", nsmap={"soapenv": _SOAP})
    etree.SubElement(envelope, f"{{{_SOAP}}}Body").append(content)
    return etree.tostring(envelope, xml_declaration=True, encoding="UTF-8")
