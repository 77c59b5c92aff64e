"""What a billing record says beyond EN 16931, and its code lists (AEAT schemas 1.0 of January 2026)."""

from __future__ import annotations

from typing import Final, Literal

import msgspec

from shared_tools.einvoice.model import Document, Party, VatBreakdown
from shared_tools.i18n import N_
from shared_tools.refusal import Refusal

_FOLDER: Final = "https://www2.agenciatributaria.gob.es/static_files/common/internet/dep/aplicaciones/es/aeat/tike/cont/ws/"
DELIVERY: Final = _FOLDER + "SuministroLR.xsd"
QUESTION: Final = _FOLDER + "ConsultaLR.xsd"
INFORMATION: Final = _FOLDER + "SuministroInformacion.xsd"

Kind = Literal["F1", "F2", "F3", "R1", "R2", "R3", "R4", "R5"]

_EXEMPT: Final = {"E": "E1", "G": "E2", "K": "E5"}
"""OperacionExenta by category: E1 art. 20, E2 art. 21 exports, E5 art. 25 intra-Community supplies (Ley 37/1992); [believed]."""

EXEMPTIONS: Final = frozenset({f"E{number}" for number in range(1, 9)})
QUALIFICATIONS: Final = frozenset({"S1", "S2", "N1", "N2"})


class System(msgspec.Struct, frozen=True, kw_only=True):
    """SistemaInformatico: the program and its maker as the responsible declaration names them.

    ``id`` two characters of the maker's choice, ``installation`` tells this installation from others.
    """

    maker: str
    maker_nif: str
    name: str
    id: str
    version: str
    installation: str
    several_taxpayers: bool = False


class Terms(msgspec.Struct, frozen=True, kw_only=True):
    """``kind`` TipoFactura where the document does not decide it (R2 to R5, F2); ``description`` DescripcionOperacion,
    the lines' names where ""; ``regime`` ClaveRegimen; ``mends`` a record for the same invoice that the AEAT took with
    errors (``accepted``) or refused (``rejected``): the mending record goes to the chain's end as any other."""

    kind: Kind | None = None
    description: str = ""
    regime: str = "01"
    mends: Literal["", "accepted", "rejected"] = ""


def kind(document: Document, terms: Terms) -> Kind:
    """TipoFactura: F1, a credit note R1 (art. 80 Uno and Dos). Raises Refusal ``wrong_kind``."""
    if terms.kind is None:
        return "R1" if document.is_credit_note else "F1"
    if terms.kind.startswith("R") is not document.is_credit_note:
        raise Refusal(
            "wrong_kind", N_("TipoFactura {kind} does not go with a document of type {type}."), field="kind",
            way_out=N_("Use R1 to R5 for credit notes, F1 to F3 for invoices."), values={"kind": terms.kind, "type": document.type_code},
        )  # fmt: skip
    return terms.kind


def nif(party: Party) -> str:
    """The Spanish tax number, or "" where the party has none."""
    return party.vat_id[2:] if party.vat_id.startswith("ES") else ""


def qualification(part: VatBreakdown, buyer: Party) -> tuple[str, str]:
    """CalificacionOperacion or OperacionExenta with its code.

    A reason code that is one of the AEAT's own stands. A service placed with a buyer abroad (art. 69) is N2, reverse
    charge at home S2, outside the tax at home N1. Raises Refusal ``qualification_unknown``.
    """
    code, abroad = part.reason_code, buyer.address.country != "ES"
    if code in QUALIFICATIONS:
        return "CalificacionOperacion", code
    if code in EXEMPTIONS:
        return "OperacionExenta", code
    if part.category in ("S", "Z"):
        return "CalificacionOperacion", "S1"
    if part.category in ("AE", "O"):
        return "CalificacionOperacion", "N2" if abroad else "S2" if part.category == "AE" else "N1"
    if part.category in _EXEMPT:
        return "OperacionExenta", _EXEMPT[part.category]
    raise Refusal(
        "qualification_unknown", N_("VAT category {category} has no qualification in a billing record."), field="BT-118",
        way_out=N_("Give the line a reason code S1, S2, N1, N2 or E1 to E8."), values={"category": part.category},
    )  # fmt: skip
