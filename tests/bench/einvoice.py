"""How fast an e-invoice of three lines is written, beside a writer that knows nothing and beside two libraries.

``rows`` measures everything in one run, each pair in turns, the best processor time of many, so that the ratios say the
same on any machine. The floor of a writer is lxml itself: the elements of the finished document, known in advance, made again one
after the other. factur-x is asked for its XML alone (``generate_cii_xml`` without XSD and schematron, from its own
dictionary, read back from our file); drafthorse only to serialise a model it has in memory already. Both are so given
less to do than we do.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "einvoice")]

import msgspec  # noqa: E402
from einvoice_samples import make, write  # noqa: E402
from lxml import etree  # noqa: E402
from measure import QUICK, quickest  # noqa: E402

from shared_tools.einvoice import profiles, rules  # noqa: E402
from shared_tools.einvoice.model import Delivery  # noqa: E402

ROUNDS, TIMES = (8 if QUICK else 15), 40
Row = tuple[str, float, float]


def bare(xml: bytes) -> Callable[[], bytes]:
    """A writer of exactly ``xml``: every element known in advance, no decision left."""
    root = etree.fromstring(xml)
    places = {element: number for number, element in enumerate(root.iter())}
    steps = [
        (places[element.getparent()], element.tag, dict(element.attrib), element.text) for element in list(places)[1:]
    ]  # fmt: skip
    tag, prefixes, sub = root.tag, root.nsmap, etree.SubElement

    def run() -> bytes:
        made = [etree.Element(tag, nsmap=prefixes)]
        for parent, name, attributes, text in steps:
            element = sub(made[parent], name, attributes) if attributes else sub(made[parent], name)
            if text is not None:
                element.text = text
            made.append(element)
        return etree.tostring(made[0], xml_declaration=True, encoding="UTF-8")

    assert run() == xml
    return run


def ratio(ours: Callable[[], object], theirs: Callable[[], object]) -> float:
    """Their time by ours: more than 1 where we are faster."""
    mine, other = quickest(ours, theirs, rounds=ROUNDS, times=TIMES)
    return other / mine


def rows() -> list[Row]:
    """What was compared, the ratio found (their time by ours), the floor it may not fall under."""
    found: list[Row] = []
    for profile in (profiles.PEPPOL, profiles.EN16931_CII):
        document = make("BE", "BE")
        xml = write(document, profile)
        found.append((
            f"{profile.name}: three lines, beside bare lxml",
            ratio(lambda d=document, p=profile: write(d, p), bare(xml)), 2 / 3,
        ))  # fmt: skip
    plain, profile = make("DE", "FR"), profiles.FACTUR_X
    # factur-x names no place of delivery without a name.
    delivery = Delivery(day=plain.issue_date, name="Théâtre du Nord", address=plain.buyer.address)
    document = msgspec.structs.replace(plain, delivery=delivery)
    xml = write(document, profile)

    def ours() -> bytes:
        return write(document, profile)

    found.append(("Factur-X XML beside factur-x", ratio(ours, _factur_x(xml)), 2.5))
    try:
        found.append(("Factur-X XML beside drafthorse", ratio(ours, _drafthorse(xml)), 4.0))
    except ModuleNotFoundError:
        print("left out: drafthorse is not installed; have it with: pip install drafthorse")
    found.append(("XML and pre-flight beside factur-x's XML", ratio(lambda: (rules.check(document, profile), ours()), _factur_x(xml)), 1.0))  # fmt: skip
    return found


def _factur_x(xml: bytes) -> Callable[[], object]:
    from facturx import generate_cii_xml, parse_ubl_cii_xml

    data = parse_ubl_cii_xml(xml)
    return lambda: generate_cii_xml(dict(data), level="en16931", check_xsd=False, check_schematron=False)


def _drafthorse(xml: bytes) -> Callable[[], object]:
    from drafthorse.models.document import Document  # pyright: ignore[reportMissingImports]

    model = Document.parse(xml, strict=False)
    return lambda: model.serialize(schema=None)
