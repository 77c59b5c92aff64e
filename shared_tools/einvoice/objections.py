"""What an authority would answer to a document, said before it is sent and in a sentence with the way out."""

from __future__ import annotations

import msgspec


class Objection(msgspec.Struct, frozen=True, kw_only=True):
    """``code`` as the authority numbers it ("00423"), ``field`` the BT or the path, and what to tell whoever typed it."""

    code: str
    field: str
    sentence: str
    way_out: str
