"""What the AEAT answers to a delivery of records, or to the question what it holds, read into events."""

from __future__ import annotations

from typing import Final

import msgspec
from lxml import etree

from shared_tools.einvoice.objections import Objection
from shared_tools.einvoice.parsed import parse
from shared_tools.einvoice.submission import Event
from shared_tools.einvoice.verifactu.record import Record
from shared_tools.refusal import Refusal

_SHORTEST_WAIT: Final = 60
_MEND: Final = (
    "Correct what it names and send a mending record (Subsanacion); later records stay as they are."
)


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """``events`` in the order of the records; ``wait`` seconds the AEAT wants between this delivery and the next."""

    events: tuple[Event, ...]
    wait: int = _SHORTEST_WAIT


def read_answer(xml: bytes, records: list[Record]) -> Answer:
    """A fault of the client's making refuses the delivery whole; one of the server's leaves it open."""
    try:
        root = parse(xml)
    except Refusal:
        return Answer(events=(Event(kind="no_answer"),) * len(records))
    fault = root.find(".//{*}Fault")
    if fault is not None:
        return Answer(events=(_fault(fault),) * len(records))
    wait = _text(root, "TiempoEsperaEnvio")
    reference = _text(root, "CSV")
    lines = {_named(line): line for line in root.iter("{*}RespuestaLinea")}
    events = tuple(
        _decided(lines.get((record.operation, record.link.number)), reference) for record in records
    )
    seconds = int(wait) if wait.isdecimal() else _SHORTEST_WAIT
    told = tuple(msgspec.structs.replace(event, wait=seconds) for event in events)
    return Answer(events=told, wait=seconds)


def _named(line: etree._Element) -> tuple[str, str]:
    return _text(line, "TipoOperacion"), _text(line, "NumSerieFactura")


def _decided(line: etree._Element | None, reference: str) -> Event:
    if line is None:
        return Event(kind="no_answer")
    state = _text(line, "EstadoRegistro")
    if line.find("{*}RegistroDuplicado") is not None:
        # A record of this number is there; whether it is this one, only its hash tells (``found``).
        return Event(kind="no_answer", objections=_objections(line))
    if state in ("Correcto", "AceptadoConErrores"):
        return Event(kind="accepted", reference=reference, objections=_objections(line))
    return Event(kind="refused", objections=_objections(line))


def found(xml: bytes, record: Record) -> Event:
    """What the AEAT holds under the number of ``record``: this record by its hash, another one, or none.

    A cancellation leaves its invoice's record marked Anulado.
    """
    try:
        root = parse(xml)
    except Refusal:
        return Event(kind="no_answer")
    result = _text(root, "ResultadoConsulta")
    if result not in ("ConDatos", "SinDatos"):
        return Event(kind="no_answer")
    for held in root.iter("{*}RegistroRespuestaConsultaFactuSistemaFacturacion"):
        if _text(held, "NumSerieFactura") != record.link.number:
            continue
        data = held.find("{*}DatosRegistroFacturacion")
        ours = data is not None and (data.findtext("{*}Huella") or "").strip() == record.link.hash
        cancelled = (held.findtext("{*}EstadoRegistro/{*}EstadoRegistro") or "").strip() == "Anulado"
        if ours or (cancelled and record.operation == "Anulacion"):
            return Event(kind="accepted", reference=_text(held, "IdPeticion"), objections=_objections(held))
        if record.operation == "Alta":
            return Event(kind="refused", objections=(_another(record),))
    return Event(kind="not_there")


def _another(record: Record) -> Objection:
    return Objection(
        code="3000", field="BT-1", sentence=f"The AEAT holds another record for {record.link.number}.",
        way_out="Compare the two; if ours is right, send a mending record (Subsanacion).",
    )  # fmt: skip


def _objections(line: etree._Element) -> tuple[Objection, ...]:
    code = _text(line, "CodigoErrorRegistro")
    if not code:
        return ()
    return (Objection(code=code, field="", sentence=_text(line, "DescripcionErrorRegistro"), way_out=_MEND),)


def _fault(fault: etree._Element) -> Event:
    words = _text(fault, "faultstring")
    objection = Objection(
        code=_text(fault, "faultcode"),
        field="",
        sentence=words,
        way_out="Show it to whoever keeps the program.",
    )
    ours = _text(fault, "faultcode").rpartition(":")[2] == "Client"
    return Event(kind="refused" if ours else "no_answer", objections=(objection,))


def _text(node: etree._Element, name: str) -> str:
    return (node.findtext(f".//{{*}}{name}") or "").strip()
