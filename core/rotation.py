"""Changing the key of an instance: a next key beside the present one, a proposal to everybody, then the change itself.

key.pem       what the instance signs with
key-next.pem  what it has proposed; it signs nothing until ``finish``
"""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from core.federation import SigningKey
from core.federation.keys import propose
from core.instance import GroupInstance, Instance
from shared_tools.refusal import Refusal

OVERLAP_DAYS = 30
"""How long both keys hold unless somebody says otherwise."""


def next_key(home: Path) -> SigningKey | None:
    """The key proposed and not yet in use."""
    path = home / "key-next.pem"
    return SigningKey.read(path) if path.exists() else None


def _proposal(home: Path, new: SigningKey) -> Path:
    return home / f"key-next-{new.name}.json"


def begin(opened: Instance | GroupInstance, code: str, overlap_days: int = OVERLAP_DAYS) -> bytes:
    """The envelope that proposes the next key, made now or the one that waits; send it to whoever trusts the present.

    Raises Refusal ``overlap``.
    """
    new = next_key(opened.home) or SigningKey.create(opened.home / "key-next.pem")
    with opened.store.read() as uow:
        today = uow.today
    kept = _proposal(opened.home, new)
    if not kept.exists():  # proposed once, with one pair of days, however often it is sent
        part = kept.with_suffix(".part")
        part.write_bytes(propose(opened.key, new, code, today, today + timedelta(days=overlap_days)))
        part.replace(kept)
    return kept.read_bytes()


def finish(opened: Instance | GroupInstance) -> SigningKey:
    """Sign with the next key from now on. Raises Refusal ``nothing_proposed``."""
    new = next_key(opened.home)
    if new is None:
        raise Refusal(
            "nothing_proposed", "no key has been proposed.", where=str(opened.home),
            way_out="Propose one first: smartcoop keys rotate HOME.",
        )  # fmt: skip
    (opened.home / "key-next.pem").replace(opened.home / "key.pem")
    _proposal(opened.home, new).unlink(missing_ok=True)
    return new
