"""A stand-in for the AEAT's service of billing records: checks hashes and duplicates, answers record by record."""

from __future__ import annotations

import hashlib

from lxml import etree

from shared_tools.einvoice.submission import NoAnswer, NotDelivered


class Aeat:
    """``refuse`` numbers it finds fault with; ``tolerate`` numbers it takes with errors; ``fault`` "Client" or "Server";
    ``down``, ``lose``, ``garbage`` as with any service."""

    def __init__(self) -> None:
        self.records: dict[tuple[str, str], tuple[str, str]] = {}
        self.refuse: set[str] = set()
        self.tolerate: set[str] = set()
        self.fault = ""
        self.down = self.lose = self.garbage = False
        self.calls = 0

    def post(self, body: bytes) -> bytes:
        self.calls += 1
        if self.down:
            raise NotDelivered("no connection")
        if self.garbage:
            return b"<html>Servicio no disponible"
        if self.fault:
            return (
                '<env:Envelope xmlns:env="http://schemas.xmlsoap.org/soap/envelope/"><env:Body><env:Fault>'
                f"<faultcode>env:{self.fault}</faultcode><faultstring>Codigo[4102].El XML no cumple el esquema.</faultstring>"
                "</env:Fault></env:Body></env:Envelope>"
            ).encode()
        asked = etree.fromstring(body).find(".//{*}FiltroConsulta")
        if asked is not None:
            return self._held(asked)
        lines = "".join(
            self._line(node)
            for node in etree.fromstring(body).iter("{*}RegistroAlta", "{*}RegistroAnulacion")
        )
        if self.lose:
            raise NoAnswer("time ran out")
        return (
            '<env:Envelope xmlns:env="http://schemas.xmlsoap.org/soap/envelope/" xmlns:r="urn:r" xmlns:s="urn:s"><env:Body>'
            f"<r:Respuesta><r:CSV>A-{self.calls}</r:CSV><r:TiempoEsperaEnvio>120</r:TiempoEsperaEnvio>{lines}</r:Respuesta>"
            "</env:Body></env:Envelope>"
        ).encode()

    def _held(self, asked: etree._Element) -> bytes:
        number = _text(asked, "NumSerieFactura")
        known = self.records.get(("Alta", number))
        rows = ""
        if known:
            state = "Anulado" if ("Anulacion", number) in self.records else "Correcto"
            rows = (
                "<q:RegistroRespuestaConsultaFactuSistemaFacturacion>"
                f"<q:IDFactura><s:NumSerieFactura>{number}</s:NumSerieFactura></q:IDFactura><q:DatosRegistroFacturacion>"
                "<q:Encadenamiento><q:RegistroAnterior><s:Huella>0</s:Huella></q:RegistroAnterior></q:Encadenamiento>"
                f"<q:Huella>{known[1]}</q:Huella></q:DatosRegistroFacturacion><q:DatosPresentacion>"
                f"<s:IdPeticion>{known[0]}</s:IdPeticion></q:DatosPresentacion><q:EstadoRegistro>"
                f"<q:EstadoRegistro>{state}</q:EstadoRegistro></q:EstadoRegistro>"
                "</q:RegistroRespuestaConsultaFactuSistemaFacturacion>"
            )  # fmt: skip
        return (
            '<env:Envelope xmlns:env="http://schemas.xmlsoap.org/soap/envelope/" xmlns:q="urn:q" xmlns:s="urn:s"><env:Body>'
            f"<q:Respuesta><q:ResultadoConsulta>{'ConDatos' if rows else 'SinDatos'}</q:ResultadoConsulta>{rows}</q:Respuesta>"
            "</env:Body></env:Envelope>"
        ).encode()

    def _line(self, node: etree._Element) -> str:
        cancelled = "Anulada" if etree.QName(node).localname == "RegistroAnulacion" else ""
        operation = "Anulacion" if cancelled else "Alta"
        number = _text(node, f"NumSerieFactura{cancelled}")
        mends = _text(node, "Subsanacion") == "S"
        state, more = "Correcto", ""
        if _hash(node, cancelled) != _text(node, "Huella", last=True):
            state, more = "Incorrecto", _error(2000)
        elif (operation, number) in self.records and not mends:
            known, _ = self.records[operation, number]
            state = "Incorrecto"
            more = _error(3000) + (
                f"<r:RegistroDuplicado><s:IdPeticionRegistroDuplicado>{known}</s:IdPeticionRegistroDuplicado>"
                "<s:EstadoRegistroDuplicado>Correcta</s:EstadoRegistroDuplicado></r:RegistroDuplicado>"
            )  # fmt: skip
        elif number in self.refuse and not mends:
            state, more = "Incorrecto", _error(1104)
        else:
            self.records.setdefault(
                (operation, number), (f"R-{len(self.records) + 1}", _text(node, "Huella", last=True))
            )
            if number in self.tolerate:
                state, more = "AceptadoConErrores", _error(2001)
        return (
            f"<r:RespuestaLinea><r:IDFactura><s:NumSerieFactura>{number}</s:NumSerieFactura></r:IDFactura>"
            f"<r:Operacion><s:TipoOperacion>{operation}</s:TipoOperacion></r:Operacion>"
            f"<r:EstadoRegistro>{state}</r:EstadoRegistro>{more}</r:RespuestaLinea>"
        )  # fmt: skip


def _hash(node: etree._Element, cancelled: str) -> str:
    names = [
        f"IDEmisorFactura{cancelled}",
        f"NumSerieFactura{cancelled}",
        f"FechaExpedicionFactura{cancelled}",
    ]
    if not cancelled:
        names += ["TipoFactura", "CuotaTotal", "ImporteTotal"]
    before = node.find("{*}Encadenamiento/{*}RegistroAnterior")
    pairs = [(name, _text(node, name)) for name in names]
    pairs += [("Huella", "" if before is None else _text(before, "Huella"))]
    pairs += [("FechaHoraHusoGenRegistro", _text(node, "FechaHoraHusoGenRegistro"))]
    return hashlib.sha256("&".join(f"{name}={value}" for name, value in pairs).encode()).hexdigest().upper()


def _error(code: int) -> str:
    return (
        f"<r:CodigoErrorRegistro>{code}</r:CodigoErrorRegistro><r:DescripcionErrorRegistro>Error {code}"
        "</r:DescripcionErrorRegistro>"
    )  # fmt: skip


def _text(node: etree._Element, name: str, last: bool = False) -> str:
    found = node.findall(f"{{*}}{name}") if last else node.findall(f".//{{*}}{name}")
    return (found[0].text or "") if found else ""
