"""A document on its way to an authority (NAV, AEAT, the SdI): where it stands, and what may be done next. Pure.

    queued ──sent──▶ sent ──▶ accepted
      ▲  ╲             │  ╲──▶ refused
      │   ╲──no answer─┼──▶ unknown
      └──not there─────┘      │ asked: accepted, refused, or not there → queued again

The one rule that prevents a double: what may have arrived is asked about, never sent again. A submission that was
refused is over; what mends it is another document or record, with a key of its own.
"""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from typing import Final, Literal

import msgspec

from shared_tools.einvoice.objections import Objection
from shared_tools.refusal import Refusal

State = Literal["queued", "sent", "accepted", "refused", "unknown"]
Step = Literal["send", "ask", "wait", "person", "done"]

_FIRST_WAIT: Final = timedelta(minutes=1)
_LONGEST_WAIT: Final = timedelta(hours=6)
ATTEMPTS: Final = 12
"""Tries without an answer before a person looks: about a day and a half with the waits below."""


class NotDelivered(Exception):
    """The message surely did not reach the authority: no connection, no name, no road."""


class NoAnswer(Exception):
    """The message left, and whether it arrived is not known: time ran out, the line broke."""


class Submission(msgspec.Struct, frozen=True, kw_only=True):
    """``authority`` NAV, AEAT or SdI; ``key`` the idempotency key; ``reference`` what the authority calls it, "" until it
    answers; ``tries`` without an answer since the last answer; ``not_before`` when the next try may be made, or, once it
    was judged, the next delivery of the same sender;
    ``objections`` why it was refused, or warnings it was accepted with."""

    authority: str
    key: str
    state: State = "queued"
    reference: str = ""
    tries: int = 0
    not_before: datetime | None = None
    objections: tuple[Objection, ...] = ()


class Event(msgspec.Struct, frozen=True, kw_only=True):
    """What happened to a submission.

    ``sent`` the authority took it in and gave a ``reference``; ``accepted``, ``refused`` its decision; ``no_answer`` the
    message left and nothing came back; ``not_delivered`` it surely never arrived (connection refused, authority in
    maintenance); ``not_there`` asked, the authority does not know it; ``still_open`` asked, it has not decided. ``wait`` seconds the authority wants between this delivery and the next.
    """

    kind: Literal["sent", "accepted", "refused", "no_answer", "not_delivered", "not_there", "still_open"]
    reference: str = ""
    objections: tuple[Objection, ...] = ()
    wait: int = 0


_TO: Final[dict[tuple[State, str], State]] = {
    ("queued", "sent"): "sent", ("queued", "accepted"): "accepted", ("queued", "refused"): "refused",
    ("queued", "no_answer"): "unknown", ("queued", "not_delivered"): "queued",
    ("sent", "accepted"): "accepted", ("sent", "refused"): "refused", ("sent", "still_open"): "sent",
    ("sent", "no_answer"): "sent", ("sent", "not_delivered"): "sent", ("sent", "not_there"): "queued",
    ("unknown", "sent"): "sent", ("unknown", "accepted"): "accepted", ("unknown", "refused"): "refused",
    ("unknown", "still_open"): "unknown", ("unknown", "no_answer"): "unknown", ("unknown", "not_delivered"): "unknown",
    ("unknown", "not_there"): "queued",
}  # fmt: skip
_UNANSWERED: Final = frozenset({"no_answer", "not_delivered", "still_open"})


def after(submission: Submission, event: Event, now: datetime) -> Submission:
    """The submission after ``event``. Raises Refusal ``submission_over`` or ``submission_not_sent``."""
    state = _TO.get((submission.state, event.kind))
    if state is None:
        raise _impossible(submission, event)
    unanswered = event.kind in _UNANSWERED
    tries = submission.tries + 1 if unanswered else 0
    pause = wait(tries) if unanswered else timedelta(seconds=event.wait)
    return Submission(
        authority=submission.authority, key=submission.key, state=state,
        reference="" if event.kind == "not_there" else event.reference or submission.reference,
        tries=tries, not_before=now + pause if pause else None,
        objections=event.objections or submission.objections,
    )  # fmt: skip


def wait(tries: int) -> timedelta:
    """How long to leave the authority alone after ``tries`` without an answer: 1 minute, doubled, at most 6 hours."""
    return min(_FIRST_WAIT * 2 ** min(tries - 1, 10), _LONGEST_WAIT)


def next_step(submission: Submission, now: datetime) -> Step:
    """``send`` only what surely is not there; ``ask`` where it may be; ``person`` for a refusal or too many tries."""
    if submission.state == "accepted":
        return "done"
    if submission.state == "refused" or submission.tries >= ATTEMPTS:
        return "person"
    if submission.not_before and now < submission.not_before:
        return "wait"
    return "send" if submission.state == "queued" else "ask"


def key(authority: str, seller: str, number: str, operation: str, content: bytes) -> str:
    """The idempotency key: the same document to the same authority for the same purpose has the same key.

    ``content`` must be what the law sees of the document, without times of sending or request numbers.
    """
    digest = hashlib.sha256()
    for part in (authority.encode(), seller.encode(), number.encode(), operation.encode(), content):
        # Each part with its length: no two lists of parts run together to the same bytes.
        digest.update(len(part).to_bytes(8, "big") + part)
    return digest.hexdigest()


def _impossible(submission: Submission, event: Event) -> Refusal:
    if submission.state in ("accepted", "refused"):
        return Refusal(
            "submission_over", f"{submission.authority} has {submission.state} {submission.key[:12]}; it cannot be {event.kind} now.",
            field="state", way_out="Send a correction as a document of its own.",
        )  # fmt: skip
    return Refusal(
        "submission_not_sent", f"{submission.key[:12]} is {submission.state}: nothing was sent that could be {event.kind}.",
        field="state", way_out="Send it first.",
    )  # fmt: skip
