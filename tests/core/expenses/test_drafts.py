"""A supplier's e-invoice waits as a draft: completed, handed in, discarded, taken back, each once."""

from __future__ import annotations

import msgspec
import pytest
from world import ADVISER, World, refused

from core.activities import Activity
from core.expenses import (
    Completed,
    ExpenseDraft,
    approve_expenses,
    change_draft,
    discard_draft,
    draft_by_id,
    draft_of_expense,
    expenses_of,
    hand_in_draft,
    open_drafts,
    read_invoice,
    reading,
    refuse_expenses,
    take_back_draft,
)
from core.sales.files import file_of


class Read:
    """An invoice of 149.37 with VAT 25.92, read for Anna."""

    def __init__(self, world: World) -> None:
        self.world, anna = world, world.member()
        self.activity: Activity = world.activity(anna)
        self.person = anna.person
        client = world.client(vat_number="BE0203430576", street="Markt 1", city="Gent", postal_code="9000")
        invoice = world.invoice("100.00", "23.45", activity=self.activity, client=client)
        world.invoice("1000.00", activity=self.activity)
        self.xml = world.ask(file_of, invoice.id, "ubl").content
        self.draft: ExpenseDraft = self.again().draft

    def again(self) -> reading.Read:
        return self.world.do(read_invoice, self.xml, self.activity.id, self.person)

    def completed(self, **facts: str) -> Completed:
        whole = Completed(
            activity=self.activity.id, person=self.person, description="Ink", gross="149.37", vat="25.92"
        )
        return msgspec.structs.replace(whole, **facts)

    def of(self, note: str) -> str:
        found = self.world.ask(draft_of_expense, note)
        return found.id if found else ""

    @property
    def state(self) -> str:
        found = self.world.ask(draft_by_id, self.draft.id)
        assert found is not None
        return found.state


@pytest.fixture
def read(world: World) -> Read:
    return Read(world)


def test_a_draft_is_in_no_book_and_has_no_number(read: Read) -> None:
    before = read.world.balances()
    assert (read.draft.gross, read.draft.vat, read.draft.state) == (14937, 2592, "open")
    assert read.world.ask(expenses_of) == [] and read.world.balances() == before
    read.world.assert_sound()


def test_completed_and_handed_in_it_is_a_note_like_any_other(read: Read) -> None:
    world = read.world
    changed = world.do(change_draft, read.draft.id, read.completed(gross="100.00", vat="0"))
    assert (changed.gross, changed.vat, changed.description, read.state) == (10000, 0, "Ink", "open")
    note = world.do(hand_in_draft, read.draft.id, read.completed(vat="20.00"))
    assert (note.number, note.gross, note.vat, note.day) == (1, 14937, 2000, read.draft.day)
    assert note.supplier == read.draft.supplier and read.of(note.id) == read.draft.id
    assert read.state == "handed_in" and world.ask(open_drafts) == []
    world.do(approve_expenses, [note.id], actor=ADVISER)
    world.assert_sound()


def test_v12_handed_in_twice_or_read_again_it_stays_one_note(read: Read) -> None:
    world = read.world
    note = world.do(hand_in_draft, read.draft.id, read.completed())
    for attempt in (hand_in_draft, change_draft):
        with refused("draft_state"):
            world.do(attempt, read.draft.id, read.completed())
    with refused("draft_state"):
        world.do(discard_draft, read.draft.id)
    assert read.again().draft.expense == note.id and len(world.ask(expenses_of)) == 1


def test_discarded_it_can_be_taken_back_and_reading_it_again_does_so(read: Read) -> None:
    world = read.world
    world.do(discard_draft, read.draft.id)
    assert read.state == "discarded" and world.ask(open_drafts) == []
    with refused("draft_state"):
        world.do(hand_in_draft, read.draft.id, read.completed())
    world.do(take_back_draft, read.draft.id)
    assert read.state == "open"
    world.do(discard_draft, read.draft.id)
    again = read.again()
    assert again.again and again.draft.id == read.draft.id and again.draft.state == "open"


def test_a_note_refused_opens_its_draft_again(read: Read) -> None:
    world = read.world
    first = world.do(hand_in_draft, read.draft.id, read.completed())
    world.do(refuse_expenses, [first.id], "the VAT is not deductible", actor=ADVISER)
    assert read.state == "open" and [draft.id for draft in world.ask(open_drafts)] == [read.draft.id]
    second = world.do(hand_in_draft, read.draft.id, read.completed(vat="0"))
    assert second.id != first.id and read.state == "handed_in"


@pytest.mark.parametrize(
    ("facts", "rule", "field"),
    [
        ({"gross": "0"}, "amount", "gross"), ({"gross": "x"}, "not_an_amount", "gross"), ({"vat": "149.37"}, "vat_too_high", "vat"),
        ({"activity": "00000000-0000-7000-8000-000000000000"}, "not_found", None),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_refused_and_nothing_kept(
    read: Read, facts: dict[str, str], rule: str, field: str | None
) -> None:
    with refused(rule, field):
        read.world.do(hand_in_draft, read.draft.id, read.completed(**facts))
    assert read.world.ask(draft_by_id, read.draft.id) == read.draft
