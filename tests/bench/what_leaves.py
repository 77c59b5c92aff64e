"""Issuing with its e-invoice against issuing without; a page of paper against bare Typst and against WeasyPrint.

``rows()`` gives (what, ratio, floor): a ratio at or above its floor is good. WeasyPrint is optional: where it is not
installed its row is left out and said so.
"""

# ruff: noqa: E402 - the tests' own modules are found by their folder
from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any
from unittest.mock import patch

sys.path[:0] = [str(Path(__file__).parents[1] / "core"), str(Path(__file__).parents[1]), str(Path(__file__).parents[2])]  # fmt: skip

from conftest import identity
from measure import QUICK, quickest
from rival_page import weasyprint_page
from world import World

from core import schema
from core.clock import SetClock
from core.country import country
from core.db import Store, open_engine
from core.sales import issue_invoices, paper
from core.sales.document import document_of
from core.sales.files import document_for
from core.sales.formats import written
from core.words import Words
from shared_tools import epc, pdf

BATCH = 500 if QUICK else 2_000
PAGES = 30 if QUICK else 60
Row = tuple[str, float, float]
BARE = """
#let paper(data) = {
  set text(font: "Atkinson Hyperlegible Next", size: 9.5pt)
  data.words.map(((words, bold)) => if bold { strong(words) } else { words }).join(linebreak())
}
"""


def _world(folder: str) -> World:
    engine = open_engine(f"sqlite:///{folder}/books.db")
    schema.create(engine)
    home = country("be")
    return World(Store(engine, home, SetClock.at(date(2026, 10, 7), home.facts.zone), identity("be")))


def with_xml(batch: int = BATCH) -> Row:
    """Invoices issued a second with pre-flight and their Peppol XML, as a share of those issued without either: at least
    a third."""
    with tempfile.TemporaryDirectory() as folder:
        world = _world(folder)
        member = world.member()
        activities = [world.activity(member) for _ in range(20)]
        clients = [
            world.client(vat_number="BE0203430576", street="Markt 1", city="Gent", language="nl")
            for _ in range(20)
        ]
        drafts = [
            world.draft(activities[i % 20], clients[i * 7 % 20], f"{100 + i}.00", "12.50", "7.35")
            for i in range(batch)
        ]
        home, invoices = world.store.country, []
        words = Words("nl", home)

        def issue() -> None:
            invoices[:] = world.do(issue_invoices, drafts)

        def unchecked() -> None:
            with patch("core.sales.actions.refuse_fatal"):
                issue()

        def write() -> None:
            size = sum(len(written(document_of(i, None, seller, home, words), "peppol")) for i in invoices)
            assert size > 1000 * batch

        with world.store.read() as uow:
            seller = uow.particulars(next(iter(world.do(issue_invoices, drafts[:1]))).structure)
        bare, checked, xml = quickest(unchecked, issue, write, rounds=3)
    what = f"{batch:,} issued in {bare:.1f} s, pre-flight {checked - bare:.1f} s and XML {xml:.1f} s more"
    return what, bare / (checked + xml), 1 / 3


def _pages(world: World) -> Iterator[tuple[Callable[[], bytes], dict[str, Any]]]:
    """One maker of a page after the other, none like another in number, client, amounts and reference; what it says."""
    home, words, own = world.store.country, Words("nl", world.store.country), world.store.identity
    for n in count(1):
        client = world.client(name=f"Theater {n * 7919}", vat_number="BE0203430576", street=f"Markt {n}", city="Gent", language="nl")  # fmt: skip
        invoice = world.invoice(f"{1000 + n}.00", f"{12 + n}.50", f"{7 + n}.35", client=client)
        with world.store.read() as uow:
            seller, document = uow.particulars(invoice.structure), document_for(uow, invoice)
        yield (
            partial(paper.render, "invoice", document, invoice, seller, home, own, words),
            paper.content("invoice", document, invoice, seller, own, words),
        )


def _words(said: dict[str, Any]) -> list[tuple[str, bool]]:
    """Every text on the page, and whether it is bold there."""
    pay = said["payment"]
    plain = (
        *said["seller"]["lines"], *said["seller"]["contacts"], said["sender"], *said["recipient"],
        *(text for pair in said["facts"] for text in pair), *said["heads"], *said["vat_heads"],
        *(text for row in (*said["rows"], *said["vat"]) for text in row["cells"]),
        *(text for pair in (*said["totals"][:-1], *pay["pairs"]) for text in pair), pay["code_words"], *said["notes"],
        *said["foot"], said["page_words"],
    )  # fmt: skip
    bold = (said["seller"]["name"], said["title"], *said["totals"][-1], pay["title"])
    return [(text, False) for text in plain] + [(text, True) for text in bold]


def papers(pages: int = PAGES) -> list[Row]:
    """A page of ours against a kept compiler on a bare page with the same words, and against WeasyPrint.

    The bare page has every word of ours, bold where ours is, in the same two fonts, as the same tagged PDF/A-3b from the
    same kept compiler; no table, no picture, no foot. Each page is new to every side.
    """
    found: list[Row] = []
    with tempfile.TemporaryDirectory() as folder, tempfile.NamedTemporaryFile("w", suffix=".typ", dir=pdf.ROOT / "tests") as bare_template:  # fmt: skip
        bare_template.write(BARE)
        bare_template.flush()
        made, template = datetime(2026, 10, 7, 9, tzinfo=UTC), Path(bare_template.name)
        several = _pages(_world(folder))

        ready = [next(several) for _ in range(pages + 1)]
        ours = iter([draw for draw, _ in ready])
        texts = iter([_words(said) for _, said in ready])
        epc.picture.cache_clear()  # each page draws its own payment code
        took, bare = quickest(
            lambda: next(ours)(),
            lambda: pdf.render(template, {"words": next(texts)}, made=made),
            rounds=pages,
        )
        found.append((f"a page {took * 1000:.1f} ms, bare {bare * 1000:.1f} ms", bare / took, 1 / 3))
        rival = weasyprint_page()
        if rival is None:
            return found
        kept, anew = rival
        more = [next(several)[1] for _ in range(18)]
        others = iter(more)
        slow, slower = quickest(
            lambda: kept(next(others)), lambda: anew(next(others)), rounds=len(more) // 2 - 1
        )
        what = f"a page, WeasyPrint's {slow * 1000:.0f} ms ({slower * 1000:.0f} with its styles read anew)"
        found.append((what, slow / took, 30.0))
    return found


def rows() -> list[Row]:
    return [with_xml(), *papers()]
