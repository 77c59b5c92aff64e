"""Text for formats that know only Latin-1: what has a customary spelling there is respelled, the rest refused.

FatturaPA's schema lets names and descriptions hold Basic Latin and Latin-1 Supplement, and codes Basic Latin only.
"""

from __future__ import annotations

import unicodedata
from typing import Final

from shared_tools.i18n import N_
from shared_tools.refusal import Refusal

_RESPELLED: Final = str.maketrans({
    "‘": "'", "’": "'", "‚": ",", "‛": "'", "“": '"', "”": '"', "„": '"', "‟": '"', "‹": "<", "›": ">",
    "‐": "-", "‑": "-", "‒": "-", "–": "-", "—": "-", "―": "-", "−": "-", "…": "...", "•": "-", "€": "EUR", "™": "(TM)",
    "œ": "oe", "Œ": "OE", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ħ": "h", "Ħ": "H", "ı": "i", "ĸ": "k", "ŋ": "n",
    "Ŋ": "N", "ŧ": "t", "Ŧ": "T", "ẞ": "SS", "ﬁ": "fi", "ﬂ": "fl", "№": "N.", "\u2009": " ", "\u202f": " ", "\u200b": "",
})  # fmt: skip
_TO_BASIC: Final = str.maketrans({
    "ß": "ss", "æ": "ae", "Æ": "AE", "ø": "o", "Ø": "O", "ð": "d", "Ð": "D", "þ": "th", "Þ": "Th", "«": '"', "»": '"',
    "°": "o", "º": "o", "ª": "a", "·": "-", "\u00a0": " ",
})  # fmt: skip


def latin1(text: str, field: str = "", highest: str = "ÿ") -> str:
    """``text`` in one line with no character above ``highest``, spaces collapsed.

    Letters with marks that Latin-1 lacks lose the mark (ő → o, č → c). Raises Refusal ``not_latin1`` for letters of
    another script and for signs that have no customary spelling.
    """
    folded = unicodedata.normalize("NFC", " ".join(text.split())).translate(_RESPELLED)
    if highest < "ÿ":
        folded = folded.translate(_TO_BASIC)
    if folded and max(folded) > highest:
        folded = "".join(_bare(character, highest) for character in folded)
    foreign = sorted({character for character in folded if character > highest})
    if foreign:
        raise Refusal(
            "not_latin1", N_("“{text}” holds {letters}, which the format has no character for."),
            field=field or None, way_out=N_("Write it in Latin letters, as the party's passport or web site does."), values={"text": text, "letters": ' '.join(foreign)},
        )  # fmt: skip
    return folded


def basic(text: str, field: str = "") -> str:
    """``text`` in Basic Latin only. Raises Refusal ``not_latin1``."""
    return latin1(text, field, "~")


def _bare(character: str, highest: str) -> str:
    if character <= highest:
        return character
    kept = [part for part in unicodedata.normalize("NFKD", character) if not unicodedata.combining(part)]
    return "".join(kept)
