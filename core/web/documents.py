"""Where a document is read and how it stands, for pages that only know its type and id.

The slice that knows most of a type registers it; a page that lists movements or entries asks for many at once.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from core.db import UnitOfWork
from core.web.page import Page
from shared_tools.i18n import N_

KINDS = {
    "invoice": ("Invoice", N_("Invoice")),
    "credit_note": ("Credit note", N_("Credit note")),
    "wage": ("Payslip", N_("Payslip")),
}
"""How an entry's text begins, by its kind: the books say it in English, once and for good; a reader in their words."""
_DAYS = re.compile(r"(\d+) days$")
_CORRECTS = re.compile(r"correction of (\d+)$")


class Shown(NamedTuple):
    """``path`` is "" for a document its reader may not open; ``kind`` colours ``state``; ``note`` a sentence more, for the
    document's own page."""

    path: str = ""
    state: str = ""
    kind: str = ""
    note: str = ""


Reader = Callable[[UnitOfWork, Page, Sequence[str]], Mapping[str, Shown]]

_readers: dict[str, Reader] = {}


def shows(document_type: str) -> Callable[[Reader], Reader]:
    """Register who tells of documents of ``document_type``."""

    def register(reader: Reader) -> Reader:
        _readers[document_type] = reader
        return reader

    return register


def shown(uow: UnitOfWork, page: Page, documents: Iterable[tuple[str, str]]) -> dict[str, Shown]:
    """By id; documents nobody tells of are left out."""
    by_type: defaultdict[str, list[str]] = defaultdict(list)
    for kind, key in documents:
        by_type[kind].append(key)
    found: dict[str, Shown] = {}
    for kind, keys in by_type.items():
        if kind in _readers:
            found |= _readers[kind](uow, page, sorted(set(keys)))
    return found


def told(page: Page, row: Any) -> tuple[str, str]:
    """An entry's text as (what, about): ``("Payslip 7", "Anna Peeters, 3 days")`` in the reader's words."""
    what, _, about = row["text"].partition(", ")
    if row["kind"] in KINDS:
        written, word = KINDS[row["kind"]]
        what = page.words(word) + what.removeprefix(written)
    days = _DAYS.search(about)
    if row["kind"] == "wage" and days:
        about = about[: days.start()] + page.days(int(days[1]))
    corrects = _CORRECTS.search(about)
    if row["kind"] == "wage" and corrects:
        about = about[: corrects.start()] + page.words(N_("correction of {number}"), number=corrects[1])
    return what, about
