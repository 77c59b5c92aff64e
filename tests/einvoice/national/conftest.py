"""Documents of the five countries with a format of their own, and golden files.

``SMARTCOOP_GOLDEN=write`` writes the golden files anew, to be read before commit.
"""

from __future__ import annotations

import os
import sys
from datetime import date
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from msgspec.structs import replace

from shared_tools.einvoice import compute
from shared_tools.einvoice.model import (
    Address,
    Contact,
    CreditTransfer,
    Delivery,
    Document,
    Identifier,
    Line,
    Note,
    Party,
    PaymentMeans,
    PrecedingInvoice,
)

DAY = date(2026, 11, 20)
GOLDEN = Path(__file__).parent / "golden"
PARTIES = {
    "IT": Party(
        name="SMartIt Società Cooperativa", vat_id="IT08430750961", legal_id=Identifier("08430750961", "0210"),
        address=Address(line1="Via Casoretto 41/a", city="Milano", postal_code="20131", subdivision="MI", country="IT"),
        contact=Contact(name="Amministrazione", phone="+39 02 3664 3171", email="fatture@smart.example"),
    ),
    "IT buyer": Party(
        name="Teatro della Città S.p.A.", vat_id="IT00488410010", electronic_address=Identifier("ABC1234", "0205"),
        address=Address(line1="Piazza San Carlo 1", city="Torino", postal_code="10121", subdivision="TO", country="IT"),
    ),
    "IT office": Party(
        name="Comune di Bologna", vat_id="IT01232710374", electronic_address=Identifier("EP8G1I", "0201"),
        legal_id=Identifier("01232710374", "0210"),
        address=Address(line1="Piazza Maggiore 6", city="Bologna", postal_code="40124", subdivision="BO", country="IT"),
    ),
    "HU": Party(
        name="SMartHu Non-profit Kft.", vat_id="HU24795810", tax_registration="24795810-2-42",
        address=Address(line1="Fő utca 1.", city="Budapest", postal_code="1011", country="HU"),
    ),
    "HU buyer": Party(
        name="Trafó Kortárs Művészetek Háza Kft.", vat_id="HU18160312", tax_registration="18160312-2-43",
        address=Address(line1="Liliom utca 41.", city="Budapest", postal_code="1094", country="HU"),
    ),
    "ES": Party(
        name="SMart Ibérica de Impulso Empresarial S.Coop.And.", vat_id="ESF93267405",
        address=Address(line1="Calle Álamos 7", city="Málaga", postal_code="29012", subdivision="Málaga", country="ES"),
        contact=Contact(name="Administración", phone="+34 952 000 000", email="facturas@smart.example"),
    ),
    "ES buyer": Party(
        name="Compañía Teatral Añil S.L.", vat_id="ESB58378431",
        address=Address(line1="Calle Mayor 3", city="Madrid", postal_code="28013", subdivision="Madrid", country="ES"),
    ),
    "AT": Party(
        name="SMartAt eGen", legal_id=Identifier("FN 400000a"), vat_id="ATU13585628",
        address=Address(line1="Schönbrunner Straße 1", city="Wien", postal_code="1050", country="AT"),
        contact=Contact(name="Buchhaltung", phone="+43 1 1234567", email="rechnung@smart.example"),
    ),
    "AT buyer": Party(
        name="Bundesministerium für Kunst", vat_id="ATU36801503",
        address=Address(line1="Concordiaplatz 2", city="Wien", postal_code="1010", country="AT"),
    ),
    "DE buyer": Party(
        name="Bühne am Fluß GmbH", legal_id=Identifier("HRB 12345"), vat_id="DE136695976",
        address=Address(line1="Domstraße 3", city="Köln", postal_code="50667", country="DE"),
    ),
    "US buyer": Party(
        name="Lincoln Stage Inc.", legal_id=Identifier("13-1847137"),
        address=Address(line1="10 Columbus Circle", city="New York", postal_code="NY 10019", country="US"),
    ),
}  # fmt: skip
RATES = {"IT": ("22", "10"), "HU": ("27", "5"), "ES": ("21", "10"), "AT": ("20", "10")}
IBANS = {
    "IT": "IT60X0542811101000000123456", "HU": "HU42117730161111101800000000", "ES": "ES9121000418450200051332",
    "AT": "AT611904300234573201",
}  # fmt: skip
HARD_NAME = 'Ĺukasz & Søn <Théâtre> "Ñandú" O\'Connor'
LONG_NAME = "Associazione " + "lunghissima " * 16


def line(number: int, category: str = "S", rate: str = "22", quantity: str = "2", price: str = "350.00", currency: str = "EUR", **more: Any) -> Line:  # fmt: skip
    return Line(
        id=str(number), name=f"Concerto {number}", quantity=quantity, unit="HUR", price=price, vat_category=category,
        vat_rate=rate, net=compute.line_net(quantity, price, currency, "", more.get("allowances_charges", ())), **more,
    )  # fmt: skip


def with_totals(document: Document, **more: Any) -> Document:
    groups = compute.breakdown(document.lines, document.allowances_charges, document.currency)
    totals = compute.totals(document.lines, groups, document.allowances_charges, **more)
    return replace(document, vat_breakdown=groups, totals=totals)


def make(country: str, buyer: str = "", credit: bool = False, lines: tuple[Line, ...] = (), currency: str = "", **more: Any) -> Document:  # fmt: skip
    """A document of two rates from ``country``'s entity, or with ``lines``."""
    currency = currency or ("HUF" if country == "HU" else "EUR")
    high, low = RATES[country]
    if not lines:
        prices = ("12345", "999") if currency == "HUF" else ("350.00", "19.99")
        lines = (
            line(1, rate=high, price=prices[0], currency=currency),
            line(2, rate=low, quantity="3", price=prices[1], currency=currency),
        )
    seller = PARTIES[country]
    means = PaymentMeans(
        code="58", reference="RF18539007547034",
        credit_transfers=(CreditTransfer(account=IBANS[country], name=seller.name, bic="UNCRITMM"),),
    )  # fmt: skip
    return with_totals(Document(
        number="NC-2026-003" if credit else "2026-0017", issue_date=DAY, type_code="381" if credit else "380",
        currency=currency, seller=seller, buyer=PARTIES[buyer or f"{country} buyer"], lines=lines,
        totals=compute.totals((), ()), vat_breakdown=(), due_date=date(2026, 12, 20), order="4500012345",
        notes=(Note("Grazie & a presto"),), delivery=Delivery(day=date(2026, 11, 18)), payment_means=(means,),
        preceding=(PrecedingInvoice(number="2026-0016", day=date(2026, 10, 1)),) if credit else (),
    ) if not more else replace(make(country, buyer, credit, lines, currency), **more))  # fmt: skip


def check_golden(name: str, xml: bytes) -> None:
    """``xml`` is the golden file ``name``, laid out for reading."""
    root = etree.fromstring(xml, etree.XMLParser(remove_blank_text=True))
    written = etree.tostring(root, pretty_print=True, xml_declaration=True, encoding="UTF-8")
    path = GOLDEN / name
    if os.environ.get("SMARTCOOP_GOLDEN") == "write":
        path.write_bytes(written)
    assert written.decode() == path.read_text(encoding="utf-8")


def stand_in(name: str) -> Any:
    """A module of the folder above that answers as an authority does; the tests are no package to import from."""
    spec = spec_from_file_location(name, Path(__file__).parents[1] / f"{name}.py")
    assert spec is not None and spec.loader is not None
    module = sys.modules[name] = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def national() -> Any:
    """This module, for tests that build documents of their own."""
    return sys.modules[__name__]
