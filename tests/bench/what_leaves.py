"""Issuing with its e-invoice against issuing without; a page of paper against bare Typst and against WeasyPrint.

``rows()`` gives (what, ratio, floor): a ratio at or above its floor is good. WeasyPrint is optional: where it is not
installed its row is left out and said so.
"""

# ruff: noqa: E402 - the tests' own modules are found by their folder
from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from itertools import count
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parents[1] / "core"), str(Path(__file__).parents[1]), str(Path(__file__).parents[2])]  # fmt: skip

import msgspec
from conftest import identity
from world import World

from core import schema
from core.clock import SetClock
from core.country import country
from core.db import Store, open_engine
from core.sales import Invoice, issue_invoices, paper
from core.sales.document import document_of
from core.sales.files import document_for
from core.sales.formats import written
from core.words import Words
from shared_tools import pdf

BATCH = 10_000
PAGES = 60
BARE = """
#let data = json(bytes(sys.inputs.data))
#set text(font: "Atkinson Hyperlegible Next", size: 9.5pt)
#data.words.join(linebreak())
"""


def _world(folder: str) -> World:
    engine = open_engine(f"sqlite:///{folder}/books.db")
    schema.create(engine)
    home = country("be")
    return World(Store(engine, home, SetClock.at(date(2026, 10, 7), home.facts.zone), identity("be")))


def _best(action: Callable[[], object], times: int) -> float:
    """Seconds of the quickest of ``times``: what else the machine does slows down some of them."""
    action()
    took: list[float] = []
    for _ in range(times):
        began = time.perf_counter()
        action()
        took.append(time.perf_counter() - began)
    return min(took)


def with_xml(batch: int = BATCH) -> tuple[str, float, float]:
    """Invoices issued a second with their Peppol XML, as a share of those issued without: at least a third."""
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
        world.do(issue_invoices, drafts[:500])
        began = time.perf_counter()
        invoices = world.do(issue_invoices, drafts)
        bare = time.perf_counter() - began
        home = world.store.country
        words = Words("nl", home)
        with world.store.read() as uow:
            seller = uow.particulars(invoices[0].structure)
        began = time.perf_counter()
        size = sum(len(written(document_of(i, None, seller, home, words), "peppol")) for i in invoices)
        xml = time.perf_counter() - began
        assert size > 1000 * batch
    what = f"{batch:,} issued in {bare:.1f} s, their XML in {xml:.1f} s more"
    return what, bare / (bare + xml), 1 / 3


def _one_page(world: World) -> tuple[Callable[[], bytes], list[str]]:
    client = world.client(vat_number="BE0203430576", street="Markt 1", city="Gent", language="nl")
    invoice: Invoice = world.invoice("1000.00", "12.50", "7.35", client=client)
    home, words = world.store.country, Words("nl", world.store.country)
    with world.store.read() as uow:
        seller, document = uow.particulars(invoice.structure), document_for(uow, invoice)
    own = world.store.identity
    found = paper.content("invoice", document, invoice, seller, own, words)
    said = [
        text
        for part in (found["recipient"], found["heads"], *(row["cells"] for row in found["rows"]), found["notes"],
                     found["foot"], *found["facts"], *found["totals"], *found["payment"]["pairs"])
        for text in part
    ]  # fmt: skip
    numbers = count(1)

    def draw() -> bytes:
        """Another number each time: the compiler remembers a page it has laid out."""
        another = msgspec.structs.replace(document, number=f"PA-2026-{next(numbers):05d}")
        return paper.render("invoice", another, invoice, seller, home, own, words)

    return draw, said


def papers(pages: int = PAGES) -> list[tuple[str, float, float]]:
    """A page of ours against a kept compiler on a bare page with the same words, and against WeasyPrint."""
    found: list[tuple[str, float, float]] = []
    with tempfile.TemporaryDirectory() as folder:
        ours, said = _one_page(_world(folder))
        template = pdf.ROOT / "shared_tools" / "pdf" / "bench-bare.typ"
        template.write_text(BARE)
        try:
            numbers, made = count(1), datetime(2026, 10, 7, 9, tzinfo=UTC)
            bare = _best(lambda: pdf.render(template, {"words": [f"PA-{next(numbers)}", *said]}, made=made), pages)  # fmt: skip
        finally:
            template.unlink()
        took = _best(ours, pages)
        found.append((f"a page in {took * 1000:.1f} ms, bare {bare * 1000:.1f} ms", bare / took, 1 / 3))
        try:
            import weasyprint  # type: ignore[import-not-found]
        except ImportError:
            print("left out: WeasyPrint is not installed")
            return found
        html = "<h1>Factuur</h1><table>" + "".join(f"<tr><td>{text}</td></tr>" for text in said) + "</table>"
        slow = _best(lambda: weasyprint.HTML(string=html).write_pdf(), 10)
        found.append((f"WeasyPrint's page in {slow * 1000:.0f} ms", slow / took, 30.0))
    return found


def rows() -> list[tuple[str, float, float]]:
    return [with_xml(), *papers()]


if __name__ == "__main__":
    below = 0
    for what, ratio, floor in rows():
        below += ratio < floor
        print(f"{what}: {ratio:.2f}, floor {floor:.2f}{'' if ratio >= floor else ' BELOW'}")
    sys.exit(bool(below))
