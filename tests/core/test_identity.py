"""The entity's own facts: read from instance.toml, checked before anything opens, found by structure."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.instance import create, open_instance
from shared_tools.refusal import Refusal

OWN = """
[structures.productions]
street = "Rue Coenraets 72"
postal_code = "1060"
city = "Bruxelles"
vat_number = "BE0665432173"
registrations = { onss_number = "001234567" }

[look]
accent = "#123456"
logo = "logo.svg"
"""


def _home(path: Path, own_facts: str = OWN) -> Path:
    path.mkdir()
    (path / "logo.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg" width="4" height="4"/>')
    create(path, "be", own_facts=own_facts)
    return path


def test_a_structure_has_its_own_facts_and_the_fact_sheets_name(tmp_path: Path) -> None:
    opened = open_instance(_home(tmp_path / "be"))
    with opened.store.read() as uow:
        own = uow.particulars("productions")
        other = uow.particulars("training")
    assert (own.name, own.country) == ("Productions Associées / Verenigde Producties", "BE")
    assert own.address == "Rue Coenraets 72, 1060 Bruxelles"
    assert own.registration("onss_number") == "001234567"
    assert other.vat_number == "" and other.name.startswith("Formateurs")
    assert "<svg" in opened.store.identity.logo


def test_a_fact_that_nobody_entered_is_refused_where_it_is_needed(tmp_path: Path) -> None:
    opened = open_instance(_home(tmp_path / "be"))
    with opened.store.read() as uow, pytest.raises(Refusal) as refused:
        uow.particulars("training").required("iban")
    assert refused.value.rule == "particular_missing"


@pytest.mark.parametrize(
    ("own_facts", "rule"),
    [
        (OWN.replace("productions", "nobody"), "unknown_structure"),
        (OWN.replace("logo.svg", "lost.svg"), "no_logo"),
        (OWN.replace("street", "strete"), "malformed_file"),
    ],
)
def test_mistakes_in_the_file_stop_the_start(tmp_path: Path, own_facts: str, rule: str) -> None:
    with pytest.raises(Refusal) as refused:
        open_instance(_home(tmp_path / "be", own_facts))
    assert refused.value.rule == rule
