"""Texts that no syntax can carry: control characters, and fields of spaces alone (PEPPOL-EN16931-R008)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

import msgspec

from shared_tools.einvoice.model import Document
from shared_tools.einvoice.rules.finding import Fault, Rule
from shared_tools.i18n import N_

_UNWRITABLE: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""XML 1.0, production 2."""


def texts(value: Any) -> Iterator[str]:
    """Every text of a document that is not empty."""
    if isinstance(value, str):
        if value:
            yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from texts(item)
    elif isinstance(value, msgspec.Struct):
        for name in value.__struct_fields__:
            yield from texts(getattr(value, name))


def _unwritable(d: Document) -> list[Fault]:
    return [Fault(_UNWRITABLE.sub("\ufffd", text)) for text in texts(d) if _UNWRITABLE.search(text)]


RULES: Final = (
    Rule(
        id="XML-CHAR", term="BG-25", broken=_unwritable,
        message=N_("“{value}” holds a character that cannot be sent; write it again."),
    ),
)  # fmt: skip
NO_SPACES_ALONE: Final = (
    Rule(
        id="PEPPOL-EN16931-R008", term="BG-25", broken=lambda d: [Fault() for text in texts(d) if text.isspace()],
        message=N_("A field holds nothing but spaces; leave it empty or fill it in."),
    ),
)  # fmt: skip
