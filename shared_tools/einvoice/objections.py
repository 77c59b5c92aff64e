"""What an authority would answer to a document, said before it is sent and in a sentence with the way out.

Sentences are message ids in English, translated from ``locale`` beside this module; what an authority answered itself
is kept in its own words.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

import msgspec

from shared_tools.refusal import Refusal, Words

LOCALE: Final = Path(__file__).parent
"""Folder of the catalogues of all e-invoices, for ``shared_tools.i18n.Translator``."""


class Objection(msgspec.Struct, frozen=True, kw_only=True):
    """``code`` as the authority numbers it ("00423"), ``field`` the BT or the path, and what to tell whoever typed it:
    message ids whose ``{names}`` are filled from ``values``."""

    code: str
    field: str
    sentence: str
    way_out: str
    values: dict[str, str] = {}

    @classmethod
    def of(cls, refusal: Refusal, code: str = "", field: str = "") -> Objection:
        """What a writer refuses, as the objection ``code`` (the refusal's own rule)."""
        sentence, way_out = refusal.ids
        return cls(
            code=code or refusal.rule, field=field or refusal.field or "", sentence=sentence, way_out=way_out,
            values=refusal.values,
        )  # fmt: skip

    def said(self, words: Words) -> tuple[str, str]:
        """Sentence and way out in the language of ``words``."""
        return words(self.sentence, **self.values), words(self.way_out, **self.values) if self.way_out else ""

    def refusal(self, rule: str = "") -> Refusal:
        """It as a refusal, by its own code or ``rule``."""
        return Refusal(
            rule or self.code, self.sentence, field=self.field, way_out=self.way_out, values=self.values
        )
