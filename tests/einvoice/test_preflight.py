"""Pre-flight against the official sheets: both find the same fault, and what the one passes the other passes."""

from __future__ import annotations

import damages_french
import damages_profiles
import pytest
from damages import DAMAGES, Damage
from einvoice_samples import write
from official_rules import Official, judges

from shared_tools.einvoice import profiles, rules

assert damages_french and damages_profiles  # they add to DAMAGES
EVERY_RULE = {
    (rule.id, rule.term): rule for profile in profiles.PROFILES.values() for rule in rules.rules_of(profile)
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES.keys())
def test_a_damaged_document_breaks_that_rule_and_no_other(damage: Damage) -> None:
    assert {finding.rule for finding in rules.check(damage.document, damage.profile)} == damage.rules


JUDGED = {name: damage for name, damage in DAMAGES.items() if not isinstance(damage.official, str)}
"""Those that the sheets at hand have a rule for; each other says in ``official`` why not."""


@pytest.mark.parametrize("damage", JUDGED.values(), ids=JUDGED.keys())
def test_the_official_sheets_find_the_same_fault(damage: Damage, official: Official) -> None:
    xml = write(damage.document, damage.profile)
    sheets = judges(damage.profile, damage.document)[1]
    found = {rule for sheet in sheets for rule in official.reported(xml, sheet)}
    findings = rules.check(damage.document, damage.profile)
    same = {rule for finding in findings for rule in (finding.rule, *finding.also)}
    wanted = damage.rules if damage.official is None else damage.official
    assert wanted <= found, found
    assert found <= wanted | same, found


def test_every_rule_has_a_damaged_document() -> None:
    broken = {
        (finding.rule, finding.term)
        for damage in DAMAGES.values()
        for finding in rules.check(damage.document, damage.profile)
    }
    assert EVERY_RULE.keys() - broken == set()
