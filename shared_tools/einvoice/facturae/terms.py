"""What Facturae asks beyond EN 16931, and its code lists (schema 3.2.2)."""

from __future__ import annotations

from typing import Final

import msgspec

from shared_tools.einvoice.model import Party, VatBreakdown
from shared_tools.i18n import N_
from shared_tools.refusal import Refusal

NAMESPACE: Final = "http://www.facturae.gob.es/formato/Versiones/Facturaev3_2_2.xml"

UNITS: Final = {
    "C62": "01", "H87": "01", "EA": "01", "HUR": "02", "KGM": "03", "LTR": "04", "BX": "06", "CMT": "16", "GRM": "21",
    "KMT": "22", "MTR": "25", "MMT": "26", "PK": "28", "MTQ": "33", "SEC": "34", "KWH": "36",
}  # fmt: skip
OTHER_UNIT: Final = "05"

PAYMENT_MEANS: Final = {
    "10": "01", "20": "11", "30": "04", "31": "04", "42": "04", "48": "19", "49": "02", "54": "19", "55": "19",
    "58": "04", "59": "02", "97": "14",
}  # fmt: skip
"""UNTDID 4461 (BT-81) → PaymentMeans; another means is 13, special payment."""
SPECIAL_PAYMENT: Final = "13"

REASONS: Final = {
    "01": "Número de la factura", "02": "Serie de la factura", "03": "Fecha expedición",
    "04": "Nombre y apellidos/Razón Social-Emisor", "05": "Nombre y apellidos/Razón Social-Receptor",
    "06": "Identificación fiscal Emisor/obligado", "07": "Identificación fiscal Receptor",
    "08": "Domicilio Emisor/Obligado", "09": "Domicilio Receptor", "10": "Detalle Operación",
    "11": "Porcentaje impositivo a aplicar", "12": "Cuota tributaria a aplicar", "13": "Fecha/Periodo a aplicar",
    "14": "Clase de factura", "15": "Literales legales", "16": "Base imponible",
    "80": "Cálculo de cuotas repercutidas", "81": "Cálculo de cuotas retenidas",
    "82": "Base imponible modificada por devolución de envases / embalajes",
    "83": "Base imponible modificada por descuentos y bonificaciones",
    "84": "Base imponible modificada por resolución firme, judicial o administrativa",
    "85": "Base imponible modificada cuotas repercutidas no satisfechas. Auto de declaración de concurso",
}  # fmt: skip
"""ReasonCode of a correction and the schema's own words for it."""

FORMATS: Final = {"application/pdf": "pdf", "application/xml": "xml", "text/xml": "xml", "text/html": "html", "image/jpeg": "jpg"}  # fmt: skip
"""Attachments Facturae can name; others stay out of the file."""


class Terms(msgspec.Struct, frozen=True, kw_only=True):
    """DIR3 codes of the authority, all three or none: ``accounting_office`` (oficina contable, role 01),
    ``managing_body`` (órgano gestor, 02), ``processing_unit`` (unidad tramitadora, 03). ``reason`` of a correction."""

    accounting_office: str = ""
    managing_body: str = ""
    processing_unit: str = ""
    reason: str = "16"
    file_reference: str = ""

    def centres(self) -> tuple[tuple[str, str, str], ...]:
        """Role, code and Spanish name of each office. Raises Refusal ``dir3_incomplete``."""
        found = (
            ("01", self.accounting_office, "Oficina contable"), ("02", self.managing_body, "Órgano gestor"),
            ("03", self.processing_unit, "Unidad tramitadora"),
        )  # fmt: skip
        given = [code for _, code, _ in found if code]
        if given and len(given) < len(found):
            missing = ", ".join(name for _, code, name in found if not code)
            raise Refusal(
                "dir3_incomplete", N_("FACe wants three DIR3 codes; missing: {names}."), field="dir3",
                way_out=N_("Look the authority up in the DIR3 directory, or ask it for all three."), values={"names": missing},
            )  # fmt: skip
        return found if given else ()


def special_event(part: VatBreakdown, buyer: Party) -> tuple[str, str] | None:
    """SpecialTaxableEvent of a group without VAT: 01 taxable and exempt, 02 not taxable (here: placed abroad), with why."""
    if part.category in ("S", "Z"):
        return None
    abroad = part.category == "AE" and buyer.address.country != "ES"
    code = "02" if part.category == "O" or abroad else "01"
    return code, part.reason or part.reason_code or ("No sujeta" if code == "02" else "Exenta")
