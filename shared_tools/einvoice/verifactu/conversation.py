"""Delivering records to the AEAT: one SOAP message of up to a thousand, answered at once for each record."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from lxml import etree

from shared_tools.einvoice.elements import group, must_put, put
from shared_tools.einvoice.submission import Event, NoAnswer, NotDelivered
from shared_tools.einvoice.verifactu.answers import Answer, read_answer
from shared_tools.einvoice.verifactu.record import Record
from shared_tools.einvoice.verifactu.terms import DELIVERY, INFORMATION
from shared_tools.refusal import Refusal

MOST: Final = 1000
"""Records in one delivery."""

_SOAP: Final = "http://schemas.xmlsoap.org/soap/envelope/"
_L: Final = f"{{{DELIVERY}}}"
_S: Final = f"{{{INFORMATION}}}"


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


def send(
    seller: str, seller_nif: str, records: list[Record], post: Callable[[bytes], bytes], late: bool = False
) -> Answer:
    """Deliver ``records`` in the order they were made. ``post`` raises ``NotDelivered`` or ``NoAnswer``.

    A delivery without an answer may be made again: the AEAT tells a record it knows, and its first receipt.
    """
    envelope = etree.Element(f"{{{_SOAP}}}Envelope", nsmap={"soapenv": _SOAP})
    body = etree.SubElement(envelope, f"{{{_SOAP}}}Body")
    body.append(delivery(seller, seller_nif, records, late))
    try:
        answer = post(etree.tostring(envelope, xml_declaration=True, encoding="UTF-8"))
    except NotDelivered:
        return Answer(events=(Event(kind="not_delivered"),) * len(records))
    except NoAnswer:
        return Answer(events=(Event(kind="no_answer"),) * len(records))
    return read_answer(answer, records)
