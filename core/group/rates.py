"""Rates: frozen once with their source; a correction is a new version with its reason, which makes figures stale."""

from __future__ import annotations

import re
from collections.abc import Iterable

import msgspec

from core.db import Transaction
from core.group import store
from shared_tools.money import exact
from shared_tools.refusal import Refusal

MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")


class Rate(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Units of ``currency`` for 1 EUR in ``month``: last fixing and mean of the fixings."""

    currency: str
    month: str
    closing: str
    average: str
    source: str


class Correction(Rate, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The rate as it should have been frozen, and why it was not."""

    reason: str


def set_rates(uow: Transaction, rates: Iterable[Rate]) -> None:
    """Freeze rates with their source; one already frozen must be the same as it was frozen first.

    Raises Refusal ``rate_frozen``, ``rate``, ``not_a_month``, ``not_a_currency``, ``source_missing``.
    """
    known = {(one.currency, one.month): one for one in store.rates_frozen(uow) if one.version == 1}
    for new in rates:
        _check(new)
        frozen = known.get((new.currency, new.month))
        if frozen is None:
            uow.insert(store.rate, [{**msgspec.structs.asdict(new), "frozen_on": uow.today}])
        elif (frozen.closing, frozen.average) != (new.closing, new.average):
            raise Refusal(
                "rate_frozen", f"the {new.currency} rate of {new.month} is frozen.", field="closing",
                way_out="Correct it with a reason: on the page of the rate, or smartcoop group rate --reason.",
            )  # fmt: skip


def correct_rates(uow: Transaction, corrections: Iterable[Correction]) -> None:
    """Freeze the next version of rates. Every published figure that rests on the old one is stale until signed again.

    Raises Refusal ``not_allowed``, ``rate_not_frozen``, ``reason_missing``, ``nothing_new``, and those of ``set_rates``.
    """
    uow.require("group")
    for new in corrections:
        _check(new)
        where = f"{new.currency} {new.month}"
        versions = [
            one for one in store.rates_frozen(uow) if (one.currency, one.month) == (new.currency, new.month)
        ]
        if not versions:
            raise Refusal("rate_not_frozen", "there is no rate to correct.", where=where, field="month", way_out="Freeze it first; that needs no reason.")  # fmt: skip
        if not new.reason.strip():
            raise Refusal("reason_missing", f"the rate {where} is frozen.", field="reason", way_out="Say in a sentence why it is corrected.")  # fmt: skip
        last = versions[0]
        if (exact(last.closing), exact(last.average)) == (exact(new.closing), exact(new.average)):
            raise Refusal("nothing_new", f"version {last.version} says the same.", where=where, field="closing", way_out="A correction is for a rate that changed.")  # fmt: skip
        uow.insert(store.rate_correction, [{
            **msgspec.structs.asdict(new), "reason": new.reason.strip(), "version": last.version + 1,
            "corrected_on": uow.today, "corrected_at": uow.now, "corrected_by": uow.actor.name,
        }])  # fmt: skip


def _check(new: Rate) -> None:
    where = f"{new.currency} {new.month}"
    if not re.fullmatch(r"[A-Z]{3}", new.currency) or new.currency == "EUR":
        raise Refusal("not_a_currency", f"{new.currency!r} is no foreign currency.", field="currency", way_out="Write three letters, such as SEK.")  # fmt: skip
    if not MONTH.fullmatch(new.month):
        raise Refusal(
            "not_a_month", f"{new.month!r} is no month.", field="month", way_out="Write it as 2026-10."
        )
    if not new.source.strip():
        raise Refusal("source_missing", "a rate has a source.", where=where, field="source", way_out="Say who published it, and where.")  # fmt: skip
    for field in ("closing", "average"):
        text = getattr(new, field)
        if not re.fullmatch(r"\d+(\.\d+)?", text) or exact(text) <= 0:
            raise Refusal("rate", f"{text!r} is no rate.", where=where, field=field, way_out="Write units for 1 EUR, with a point.")  # fmt: skip
