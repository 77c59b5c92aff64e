"""Files of strangers: whatever was lost or garbled on the way, a reader answers with a document or a Refusal."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import pytest
from lxml import etree
from msgspec.structs import replace

from shared_tools.einvoice import ebinterface, facturae, fatturapa
from shared_tools.einvoice.model import AllowanceCharge, Document
from shared_tools.refusal import Refusal

READERS: dict[str, tuple[str, Callable[[Document], bytes], Callable[[bytes], Document]]] = {
    "FatturaPA": ("IT", lambda d: fatturapa.write(d, fatturapa.Terms(progressive="1")), fatturapa.read),
    "Facturae": ("ES", lambda d: facturae.write(d, facturae.Terms()), facturae.read),
    "ebInterface": ("AT", lambda d: ebinterface.write(d, ebinterface.Terms()), ebinterface.read),
}
GARBLED = [
    "", " ", "-", "0", "-1", "1e9", "1,5", "9" * 40, "0.00000000001", "NaN", "2026-02-30", "0000-00-00", "XXX", "HUF", "Ж", "\u200b",
]  # fmt: skip


@pytest.mark.parametrize("name", READERS)
@pytest.mark.parametrize("credit", [False, True])
def test_garbled_files_are_read_or_refused_never_a_traceback(national: Any, name: str, credit: bool) -> None:
    country, write, read = READERS[name]
    less = AllowanceCharge(charge=False, amount=333, reason="−")
    line = national.line(1, rate=national.RATES[country][0], allowances_charges=(less,))
    document = replace(
        national.make(country, credit=credit, lines=(line,)),
        allowances_charges=(AllowanceCharge(charge=True, amount=5, vat_category="S", vat_rate=line.vat_rate),),
    )  # fmt: skip
    whole = write(document)
    chance = random.Random(f"{name}{credit}")
    refused = 0
    for _ in range(400):
        root = etree.fromstring(whole)
        nodes = [node for node in root.iter() if node is not root]
        for node in chance.sample(nodes, chance.choice((1, 1, 2, 5))):
            parent = node.getparent()
            if chance.random() < 0.5 and parent is not None:
                parent.remove(node)
            else:
                node.text = chance.choice(GARBLED)
        try:
            assert isinstance(read(etree.tostring(root)), Document)
        except Refusal as refusal:
            assert refusal.rule and str(refusal) and refusal.way_out
            refused += 1
    assert 50 < refused < 400


@pytest.mark.parametrize("name", READERS)
def test_bytes_that_are_no_invoice(national: Any, name: str) -> None:
    country, write, read = READERS[name]
    whole = write(national.make(country))
    chance = random.Random(name)
    pieces = [
        b"",
        b"\x00",
        b"%PDF-1.7",
        b"PK\x03\x04",
        b"{}",
        b"<a/>",
        whole[: len(whole) // 2],
        b"\xff\xfe" + whole,
        b"<" * 5000,
    ]
    pieces += [bytes(chance.randrange(256) for _ in range(200)) for _ in range(50)]
    bomb = b'<!DOCTYPE a [<!ENTITY b "bbbbbbbb"><!ENTITY c "&b;&b;&b;&b;">]>' + whole.split(b"?>", 1)[1]
    for piece in (*pieces, bomb):
        with pytest.raises(Refusal):
            read(piece)


def test_another_currency_keeps_its_own_decimals(national: Any) -> None:
    xml = fatturapa.write(national.make("IT"), fatturapa.Terms(progressive="1")).replace(
        b"<Divisa>EUR", b"<Divisa>SEK"
    )
    assert fatturapa.read(xml).lines[0].net == 70000
    whole = (
        xml.replace(b"<Divisa>SEK", b"<Divisa>HUF").replace(b"59.97", b"60.00").replace(b"919.97", b"920.00")
    )
    assert fatturapa.read(whole).lines[0].net == 700
