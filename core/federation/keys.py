"""Changing the key an instance signs with: it proposes, the receiver accepts, and both keys hold for a while.

The proposal is signed with the present key and carries a proof that its sender has the new one. It changes nothing
until somebody at the receiver has compared the new key's name with the sender by another way and accepts it.
"""

from __future__ import annotations

import base64
from datetime import date

import msgspec

from core.db import Transaction, canonical
from core.federation import store
from core.federation.envelope import SigningKey, key_name, open_envelope, parsed, seal, verified
from shared_tools.refusal import Refusal


class KeyChange(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``entity`` signs with ``public`` (hexadecimal) from ``since`` on and with key ``replaces`` until ``old_until``.

    ``proof`` is the new key's signature (base64) over all the rest.
    """

    entity: str
    replaces: str
    public: str
    since: date
    old_until: date
    proof: str = ""

    def proven(self) -> bytes:
        """The bytes the new key signs."""
        return b"smartcoop new key\x00" + canonical(msgspec.structs.replace(self, proof=""))


def propose(old: SigningKey, new: SigningKey, entity: str, since: date, old_until: date) -> bytes:
    """The envelope in which ``entity`` says that it goes over to ``new``. Raises Refusal ``overlap``."""
    change = KeyChange(entity, old.name, new.public, since, old_until)
    _check_overlap(change)
    proof = base64.b64encode(new.sign(change.proven())).decode()
    return seal(old, "keys", entity, canonical(msgspec.structs.replace(change, proof=proof)))


def _check_overlap(change: KeyChange) -> None:
    if change.old_until < change.since:
        raise Refusal(
            "overlap", f"the old key would end on {change.old_until}, before the new one begins.", field="old_until",
            way_out="Let both hold for some days, or what is under way is refused.",
        )  # fmt: skip


def receive_proposal(uow: Transaction, raw: bytes) -> KeyChange:
    """Keep a proposal until somebody accepts it; the same one again changes nothing.

    Raises Refusal of open_envelope, and ``wrong_kind``, ``not_a_key_change``, ``foreign_key_change``, ``overlap``,
    ``not_a_key``, ``key_not_proven``, ``proposed_otherwise``.
    """
    envelope, body = open_envelope(raw, store.trusted_keys(uow, parsed(raw).sender), uow.today)
    if envelope.kind != "keys":
        raise wrong_kind(envelope.kind)
    try:
        change = msgspec.json.decode(body, type=KeyChange)
        proof = base64.b64decode(change.proof, validate=True)
    except (msgspec.DecodeError, ValueError) as error:
        raise Refusal("not_a_key_change", f"{error}.", where=envelope.sender, way_out="Ask the sender for it again.") from None  # fmt: skip
    if (change.entity, change.replaces) != (envelope.sender, envelope.key):
        raise Refusal(
            "foreign_key_change", f"{envelope.sender} signed a change of another's key.", field="entity",
            way_out="Each changes the key it signs with.",
        )  # fmt: skip
    _check_overlap(change)
    name = key_name(change.public)
    if not verified(change.public, proof, change.proven()):
        raise Refusal(
            "key_not_proven", f"nothing shows that {change.entity} has key {name}.", field="proof",
            way_out="Let it propose a key it can sign with.",
        )  # fmt: skip
    row = {
        "public": change.public, "replaces": change.replaces, "since": change.since, "old_until": change.old_until,
    }  # fmt: skip
    known = store.proposal(uow, change.entity, name)
    if known is None:
        facts = {"entity": change.entity, "key": name, "received_at": uow.now, "accepted_at": None}
        uow.insert(store.key_proposal, [{**row, **facts}])
    elif any(known[column] != value for column, value in row.items()):
        raise Refusal("proposed_otherwise", f"key {name} was proposed with other days.", field="since", way_out="Propose another key, or keep to the first days.")  # fmt: skip
    return change


def accept(uow: Transaction, entity: str, name: str) -> None:
    """Trust the key ``entity`` proposed, and end the one it replaces on the proposal's day.

    Raises Refusal ``not_proposed``.
    """
    found = store.proposal(uow, entity, name)
    if found is None:
        raise Refusal(
            "not_proposed", f"{entity} has proposed no key {name}.", field="key",
            way_out="Let it propose one, or enter the whole public key after comparing it by another way.",
        )  # fmt: skip
    if found["accepted_at"] is not None:
        return
    store.trust(uow, entity, name, found["public"], found["since"])
    store.end(uow, entity, found["replaces"], found["old_until"])
    store.accepted(uow, entity, name)


def trust(uow: Transaction, entity: str, public: str, since: date) -> str:
    """Trust a key that came by another way; returns its name. Raises Refusal ``not_a_key``."""
    name = key_name(public)
    store.trust(uow, entity, name, public, since)
    return name


def wrong_kind(kind: str) -> Refusal:
    return Refusal("wrong_kind", f"an envelope of {kind} is not taken in here.", field="kind", way_out="Send it where its kind is received.")  # fmt: skip
