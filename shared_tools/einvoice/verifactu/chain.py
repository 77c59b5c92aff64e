"""Verifying a chain of billing records as they were kept: each hash again from its own fields, each link to the one before."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import msgspec
from lxml import etree

from shared_tools.einvoice.parsed import Reading, parse
from shared_tools.einvoice.verifactu.record import Link, cancellation_fields, hash_of, registration_fields
from shared_tools.einvoice.verifactu.terms import INFORMATION
from shared_tools.refusal import Refusal

_PREFIXES: Final = {"s": INFORMATION}
_BEFORE: Final = "s:Encadenamiento/s:RegistroAnterior"


class Break(msgspec.Struct, frozen=True, kw_only=True):
    """Where a chain does not hold: ``position`` from 0, the invoice's ``number``, and what is wrong there."""

    position: int
    number: str
    sentence: str


class Claim(msgspec.Struct, frozen=True, kw_only=True):
    """What a record says of itself and of the one before; ``recomputed`` its hash made again."""

    link: Link
    before: Link | None
    first: bool
    recomputed: str


def claim(xml: bytes | etree._Element) -> Claim:
    """Raises Refusal ``not_a_record``, ``not_xml``."""
    root = parse(xml) if isinstance(xml, bytes) else xml
    kind = etree.QName(root)
    reading = Reading(_PREFIXES, "EUR")
    text = reading.text
    cancelled = "Anulada" if kind.localname == "RegistroAnulacion" else ""
    if kind.namespace != INFORMATION or kind.localname not in ("RegistroAlta", "RegistroAnulacion"):
        raise Refusal(
            "not_a_record", f"{root.tag} is no billing record.", way_out="Give RegistroAlta or RegistroAnulacion elements."
        )  # fmt: skip
    seller = text(root, f"s:IDFactura/s:IDEmisorFactura{cancelled}")
    number = text(root, f"s:IDFactura/s:NumSerieFactura{cancelled}")
    day = text(root, f"s:IDFactura/s:FechaExpedicionFactura{cancelled}")
    before = _link(reading, root) if reading.one(root, _BEFORE) is not None else None
    last, stamp = before.hash if before else "", text(root, "s:FechaHoraHusoGenRegistro")
    if cancelled:
        fields = cancellation_fields(seller, number, day, last, stamp)
    else:
        sums = text(root, "s:CuotaTotal"), text(root, "s:ImporteTotal")
        fields = registration_fields(seller, number, day, text(root, "s:TipoFactura"), *sums, last, stamp)
    return Claim(
        link=Link(nif=seller, number=number, day=day, hash=text(root, "s:Huella")), before=before,
        first=text(root, "s:Encadenamiento/s:PrimerRegistro") == "S", recomputed=hash_of(fields),
    )  # fmt: skip


def _link(reading: Reading, root: etree._Element) -> Link:
    text = reading.text
    return Link(
        nif=text(root, f"{_BEFORE}/s:IDEmisorFactura"), number=text(root, f"{_BEFORE}/s:NumSerieFactura"),
        day=text(root, f"{_BEFORE}/s:FechaExpedicionFactura"), hash=text(root, f"{_BEFORE}/s:Huella"),
    )  # fmt: skip


def verify(records: Iterable[bytes], previous: Link | None = None) -> list[Break]:
    """Every break in ``records``, in the order they were made; ``previous`` the link they go on from, None from the first.

    A record that the AEAT refused stays in the chain: what mends it comes at the end, so nothing after it breaks.
    """
    breaks: list[Break] = []
    for position, xml in enumerate(records):
        told = claim(xml)

        def found(sentence: str, position: int = position, told: Claim = told) -> None:
            breaks.append(Break(position=position, number=told.link.number, sentence=sentence))

        if told.link.hash != told.recomputed:
            found("The record was changed after its hash was made.")
        if previous is None:
            if not told.first:
                found("The first record names one before it, which is missing.")
        elif told.first or told.before is None:
            found("The record says it is the first of the chain, but others came before.")
        elif told.before != previous:
            found(f"The record follows {told.before.number}, but the one before it is {previous.number}.")
        previous = told.link
    return breaks
