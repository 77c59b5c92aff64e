"""What the AEAT answers to a delivery of records, read into an event for each record."""

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
    return Answer(events=events, wait=int(wait) if wait.isdecimal() else _SHORTEST_WAIT)


def _named(line: etree._Element) -> tuple[str, str]:
    return _text(line, "TipoOperacion"), _text(line, "NumSerieFactura")


def _decided(line: etree._Element | None, reference: str) -> Event:
    if line is None:
        return Event(kind="no_answer")
    state = _text(line, "EstadoRegistro")
    duplicate = line.find("{*}RegistroDuplicado")
    if duplicate is not None:
        return _known_already(duplicate, line)
    if state in ("Correcto", "AceptadoConErrores"):
        return Event(kind="accepted", reference=reference, objections=_objections(line))
    return Event(kind="refused", objections=_objections(line))


def _known_already(duplicate: etree._Element, line: etree._Element) -> Event:
    """The AEAT has this record: what it said the first time stands, with the first receipt."""
    if _text(duplicate, "EstadoRegistroDuplicado") in ("Correcta", "AceptadaConErrores"):
        return Event(kind="accepted", reference=_text(duplicate, "IdPeticionRegistroDuplicado"))
    return Event(kind="refused", objections=_objections(line))


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
