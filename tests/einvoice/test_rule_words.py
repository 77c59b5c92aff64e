"""What pre-flight says is said whole in every language the pages are said in, and a finding reads as a sentence."""

from __future__ import annotations

import string
from pathlib import Path

import pytest
from einvoice_samples import make

from core.web.extract import messages
from shared_tools.einvoice import profiles, rules
from shared_tools.einvoice.objections import LOCALE
from shared_tools.i18n import Translator, catalogue

ROOT = Path(__file__).parents[2]
SAID = messages(LOCALE)
LANGUAGES = sorted(path.name for path in (ROOT / "core" / "locale").iterdir() if path.is_dir())


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_catalogue_is_whole(language: str) -> None:
    known = catalogue(LOCALE, language)
    assert known.keys() == SAID
    for message, translated in known.items():
        assert placeholders(message) == placeholders(translated)


def test_a_finding_names_term_value_and_way_out() -> None:
    document = make("BE", "BE")
    bad = rules.check(document.__class__(**{name: getattr(document, name) for name in document.__struct_fields__} | {"buyer_reference": "", "order": "", "type_code": "999"}), profiles.PEPPOL)  # fmt: skip
    english = Translator("en", [LOCALE])
    told = {finding.rule: finding.refusal(english) for finding in bad}
    assert "BT-10" in told["PEPPOL-EN16931-R003"].message
    assert told["BR-CL-01"].message == "Type of document (BT-3) is “999”, which is not in the official list."
    assert all(refusal.way_out for refusal in told.values())
    french = Translator("fr", [LOCALE])
    assert "Type de document" in next(f for f in bad if f.rule == "BR-CL-01").sentence(french)
