"""The SdI's messages: what each means for a submission, and that one file is one delivery (V8)."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from msgspec.structs import replace

from shared_tools.einvoice import fatturapa
from shared_tools.einvoice.fatturapa import Terms
from shared_tools.einvoice.model import Identifier
from shared_tools.einvoice.submission import Event, Submission, after, key, next_step
from shared_tools.refusal import Refusal

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
FILE = "IT08430750961_00017.xml"
NAMESPACE = "http://ivaservizi.agenziaentrate.gov.it/docs/xsd/fattura/messaggi/v1.0"


def message(kind: str, inner: str = "") -> bytes:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><ns3:{kind} xmlns:ns3="{NAMESPACE}" versione="1.0">'
        f"<IdentificativoSdI>1234567</IdentificativoSdI><NomeFile>{FILE}</NomeFile>{inner}</ns3:{kind}>"
    ).encode()


def test_the_file_has_the_senders_name_and_its_number(national: Any) -> None:
    document = national.make("IT")
    assert fatturapa.file_name(document, Terms(progressive="00017")) == FILE
    by_another = Terms(progressive="A1", transmitter=Identifier("01879020517", "IT"))
    assert fatturapa.file_name(document, by_another) == "IT01879020517_A1.xml"
    for wrong in ("", "000017", "A-1"):
        with pytest.raises(Refusal) as refused:
            fatturapa.file_name(document, Terms(progressive=wrong))
        assert refused.value.rule == "file_number_unfit"


@pytest.mark.parametrize(
    "kind", ["RicevutaConsegna", "RicevutaImpossibilitaRecapito", "NotificaMancataConsegna"]
)
def test_delivered_or_not_the_invoice_is_issued(kind: str) -> None:
    receipt = fatturapa.read_receipt(message(kind))
    assert receipt.event is not None
    assert (receipt.file, receipt.event.kind, receipt.event.reference) == (FILE, "accepted", "1234567")
    assert [found.code for found in receipt.event.objections] == (
        [] if kind == "RicevutaConsegna" else ["MC"]
    )


@pytest.mark.parametrize("kind", ["RicevutaScarto", "NotificaScarto"])
def test_a_refusal_carries_every_error(kind: str) -> None:
    errors = "".join(
        f"<Errore><Codice>{code}</Codice><Descrizione>Errore {code}</Descrizione>{more}</Errore>"
        for code, more in (("00404", ""), ("00423", "<Suggerimento>Verificare</Suggerimento>"))
    )
    receipt = fatturapa.read_receipt(message(kind, f"<ListaErrori>{errors}</ListaErrori>"))
    assert receipt.event is not None and receipt.event.kind == "refused"
    assert [(found.code, found.sentence) for found in receipt.event.objections] == [
        ("00404", "Errore 00404"), ("00423", "Errore 00423"),
    ]  # fmt: skip
    assert [found.way_out for found in receipt.event.objections][1] == "Verificare"
    assert all(found.way_out for found in receipt.event.objections)


@pytest.mark.parametrize(("outcome", "buyer"), [("EC01", "accepted"), ("EC02", "refused"), ("", "")])
def test_an_authoritys_answer_is_the_buyers(outcome: str, buyer: str) -> None:
    receipt = fatturapa.read_receipt(
        message("NotificaEsito", f"<EsitoCommittente><Esito>{outcome}</Esito></EsitoCommittente>")
    )
    assert (receipt.event, receipt.buyer) == (None, buyer)
    assert fatturapa.read_receipt(message("NotificaDecorrenzaTermini")).event is None


def test_v8_one_file_one_delivery_and_a_late_receipt_settles_it(national: Any) -> None:
    xml = fatturapa.write(national.make("IT"), Terms(progressive="00017"))
    waiting = Submission(authority="SdI", key=key("SdI", "08430750961", "2026-0017", FILE, xml))
    lost = after(waiting, Event(kind="no_answer"), NOW)
    assert next_step(lost, NOW.replace(hour=23)) == "ask"
    receipt = fatturapa.read_receipt(message("RicevutaConsegna"))
    assert receipt.event is not None
    settled = after(lost, receipt.event, NOW)
    assert (settled.state, settled.reference, next_step(settled, NOW)) == ("accepted", "1234567", "done")
    with pytest.raises(Refusal):
        after(settled, receipt.event, NOW)


@pytest.mark.parametrize("xml", [b"<a/>", message("MetadatiInvioFile"), b"", b"<!DOCTYPE a><a/>"])
def test_what_is_no_receipt_is_refused(xml: bytes) -> None:
    with pytest.raises(Refusal) as refused:
        fatturapa.read_receipt(xml)
    assert refused.value.rule in ("not_a_receipt", "not_xml")


def test_a_corrected_invoice_goes_in_a_file_of_its_own(national: Any) -> None:
    document = national.make("IT")
    first, second = (
        fatturapa.file_name(document, Terms(progressive=number)) for number in ("00017", "00018")
    )
    assert first != second
    corrected = replace(document, order="")
    keys = {
        key("SdI", "08430750961", document.number, file, fatturapa.write(version, Terms(progressive=file[-9:-4])))
        for file, version in ((first, document), (second, corrected))
    }  # fmt: skip
    assert len(keys) == 2
