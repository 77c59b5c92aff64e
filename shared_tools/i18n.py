"""Words that people read: marking them for translation, and catalogues of many languages.

A catalogue is gettext's: ``<folder>/locale/<lang>/messages.po``. Core has one, each country one of its own whose
words win over core's. Catalogues are read when first needed; no compiled file has to be kept beside its source.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from babel.messages.pofile import read_po


def N_(message: str) -> str:  # noqa: N802 - gettext's own name for "translate later"
    """Mark ``message`` for translation without translating it here."""
    return message


@cache
def catalogue(folder: Path, language: str) -> dict[str, str]:
    """Translated messages of ``folder`` in ``language``; empty when it has no catalogue of that language."""
    path = folder / "locale" / language / "messages.po"
    if not path.exists():
        return {}
    with path.open("rb") as file:
        po = read_po(file, locale=language)
    return {
        message.id: message.string
        for message in po
        if isinstance(message.id, str) and message.id and isinstance(message.string, str)
        and message.string and not message.fuzzy
    }  # fmt: skip


class Translator:
    """Translates message ids into one language, asking ``folders`` in order (a country's before core's)."""

    def __init__(self, language: str, folders: Sequence[Path]) -> None:
        self.language = language
        self._catalogues = [catalogue(folder, language) for folder in folders]

    def __call__(self, message: str, **values: object) -> str:
        """``message`` in this language, its ``{names}`` filled from ``values``; English where it is not translated."""
        text = next((found[message] for found in self._catalogues if message in found), message)
        return text.format(**values) if values else text
