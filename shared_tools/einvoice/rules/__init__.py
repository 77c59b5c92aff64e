"""Pre-flight: the rules of EN 16931, Peppol, XRechnung and the French reform asked of a document before it is written.

Pure functions over ``Document``; the official sheets stay the judge, in tests. ``check`` gives every finding, ``fatal``
those for which a recipient would refuse the document. Sources: CEN validation artefacts 1.3.16, OpenPEPPOL 2026.5, KoSIT
2.6.0, FNFE-MPE 1.4.0.03.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from shared_tools.einvoice.model import Document
from shared_tools.einvoice.profiles import Profile
from shared_tools.einvoice.rules import (
    binding,
    categories,
    codes,
    core,
    french,
    german,
    identifiers,
    peppol,
    sums,
    texts,
)
from shared_tools.einvoice.rules.finding import Finding, Rule, Words

__all__ = ["Finding", "Rule", "Words", "check", "fatal", "rules_of"]

EN16931: Final = (*texts.RULES, *core.RULES, *sums.RULES, *categories.RULES, *codes.RULES, *binding.RULES)


@lru_cache
def rules_of(profile: Profile) -> tuple[Rule, ...]:
    """The rules that a document in ``profile`` is held to, in the order in which they are asked."""
    rules = EN16931
    rules += codes.LINE_REASONS if profile.extended else categories.ALONE
    if "peppol" in profile.rules:
        rules += peppol.SELF_BILLING if profile.self_billing else peppol.BILLING
        rules += identifiers.COMMON + identifiers.SWEDISH + german.PEPPOL_RULES
    if "xrechnung" in profile.rules:
        rules += german.XRECHNUNG_RULES + german.RECOMMENDED + peppol.IN_XRECHNUNG
    if "french" in profile.rules:
        rules += french.RULES
    return rules


def check(document: Document, profile: Profile) -> tuple[Finding, ...]:
    """Every finding, in the order of the rules."""
    present = categories.used(document) | identifiers.schemes(document)
    return tuple(finding for rule in _asked(profile, present) for finding in rule.findings(document))


@lru_cache(1024)
def _asked(profile: Profile, present: frozenset[str]) -> tuple[Rule, ...]:
    """The rules of ``profile`` that have something to say of a document with these categories and schemes."""
    return tuple(rule for rule in rules_of(profile) if not rule.about or rule.about in present)


def fatal(document: Document, profile: Profile) -> tuple[Finding, ...]:
    """The findings that must be mended before the document may leave."""
    return tuple(finding for finding in check(document, profile) if finding.severity == "fatal")
