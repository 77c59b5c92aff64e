"""V13: every sample passes the XSD and the official rules of its profile, offline."""

from __future__ import annotations

from einvoice_samples import write
from official_rules import Official, judges

from shared_tools.einvoice.model import Document
from shared_tools.einvoice.profiles import Profile


def test_passes_its_schemas(sample: tuple[Profile, Document], official: Official) -> None:
    profile, document = sample
    xml = write(document, profile)
    for schema in judges(profile, document)[0]:
        assert official.malformed(xml, schema) == []


def test_V13_passes_the_official_rules(sample: tuple[Profile, Document], official: Official) -> None:  # noqa: N802
    profile, document = sample
    xml = write(document, profile)
    for rule_set in judges(profile, document)[1]:
        assert official.broken(xml, rule_set) == {}, rule_set.name
