"""A submission to an authority: one delivery, whatever is lost on the way (V8, V10)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared_tools.einvoice.objections import Objection
from shared_tools.einvoice.submission import ATTEMPTS, Event, Submission, after, key, next_step, wait
from shared_tools.refusal import Refusal

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
QUEUED = Submission(authority="NAV", key=key("NAV", "24795810", "2026-0017", "CREATE", b"<x/>"))
KINDS = ["sent", "accepted", "refused", "no_answer", "not_delivered", "not_there", "still_open"]


def test_the_straight_way() -> None:
    sent = after(QUEUED, Event(kind="sent", reference="T1"), NOW)
    assert (sent.state, sent.reference, next_step(sent, NOW)) == ("sent", "T1", "ask")
    accepted = after(sent, Event(kind="accepted"), NOW)
    assert (accepted.state, accepted.reference, next_step(accepted, NOW)) == ("accepted", "T1", "done")


def test_what_may_have_arrived_is_asked_about_not_sent_again() -> None:
    lost = after(QUEUED, Event(kind="no_answer"), NOW)
    assert lost.state == "unknown"
    assert next_step(lost, NOW) == "wait"
    assert next_step(lost, NOW + wait(1)) == "ask"
    assert next_step(after(lost, Event(kind="not_there"), NOW), NOW) == "send"
    assert after(lost, Event(kind="accepted", reference="T1"), NOW).reference == "T1"


def test_what_surely_did_not_arrive_is_sent_again_later() -> None:
    down = after(QUEUED, Event(kind="not_delivered"), NOW)
    assert (down.state, next_step(down, NOW + timedelta(seconds=59)), next_step(down, NOW + wait(1))) == (
        "queued", "wait", "send",
    )  # fmt: skip


def test_v11_a_poll_that_is_not_ready_changes_nothing_but_the_wait() -> None:
    """V11: status poll answering "not ready" leaves the state unchanged."""
    sent = after(QUEUED, Event(kind="sent", reference="T1"), NOW)
    polled = after(sent, Event(kind="still_open"), NOW)
    assert (polled.state, polled.reference, polled.key) == ("sent", "T1", sent.key)
    assert (next_step(polled, NOW), next_step(polled, NOW + wait(1))) == ("wait", "ask")


def test_tries_stop_and_a_person_looks() -> None:
    submission = QUEUED
    for _ in range(ATTEMPTS):
        assert next_step(submission, NOW + timedelta(days=9)) == "send"
        submission = after(submission, Event(kind="not_delivered"), NOW)
    assert next_step(submission, NOW + timedelta(days=9)) == "person"
    assert wait(1) == timedelta(minutes=1)
    assert wait(ATTEMPTS) == timedelta(hours=6)


def test_a_refusal_is_final_and_says_why() -> None:
    why = Objection(code="SCHEMA_VIOLATION", field="", sentence="No.", way_out="Mend it.")
    refused = after(QUEUED, Event(kind="refused", objections=(why,)), NOW)
    assert (refused.objections, next_step(refused, NOW)) == ((why,), "person")
    with pytest.raises(Refusal) as told:
        after(refused, Event(kind="sent", reference="T2"), NOW)
    assert told.value.rule == "submission_over"


def test_nothing_is_decided_that_was_not_sent() -> None:
    with pytest.raises(Refusal) as told:
        after(QUEUED, Event(kind="still_open"), NOW)
    assert told.value.rule == "submission_not_sent"


@given(st.lists(st.sampled_from(KINDS), max_size=30))
def test_whatever_happens_it_is_never_sent_while_it_may_be_there(kinds: list[Any]) -> None:
    """The world: ``there`` is whether the authority may hold the message."""
    submission, there = QUEUED, False
    for kind in kinds:
        try:
            submission = after(submission, Event(kind=kind, reference="T"), NOW)
        except Refusal:
            continue
        there = kind in ("sent", "accepted", "no_answer", "still_open") or (
            there and kind in ("not_delivered",)
        )  # fmt: skip
        if kind == "refused":
            there = True
        if next_step(submission, NOW + timedelta(days=9)) == "send":
            assert not there


def test_the_key_is_of_content_and_purpose() -> None:
    one = key("NAV", "1", "23", "CREATE", b"x")
    assert one == key("NAV", "1", "23", "CREATE", b"x")
    others = [("AEAT", "1", "23", "CREATE", b"x"), ("NAV", "12", "3", "CREATE", b"x"), ("NAV", "1", "23", "STORNO", b"x"),
              ("NAV", "1", "23", "CREATE", b"y")]  # fmt: skip
    assert len({one, *(key(*parts) for parts in others)}) == 5
