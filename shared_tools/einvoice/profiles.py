"""The dress an invoice leaves in: identifiers of the specification (BT-24) and process (BT-23), and whose rules apply.

Sources: OpenPEPPOL BIS Billing 3 (PEPPOL-EN16931-R004, R007), KoSIT XRechnung 3.0 (BR-DE-21), Factur-X 1.09,
FNFE-MPE base formats of the French reform (BR-FR-08).
"""

from __future__ import annotations

from typing import Final, Literal

import msgspec

Rules = Literal["peppol", "xrechnung", "french"]


class Profile(msgspec.Struct, frozen=True, kw_only=True):
    """``specification`` BT-24, ``process`` BT-23 where the document names none, ``rules`` beyond EN 16931's own.

    ``one_note``: the document note (BT-22) may stand once, several are joined (PEPPOL-EN16931-R002).
    ``rate_always``: category O too shows a rate of 0 in the breakdown (BR-DE-14).
    ``self_billing``: the buyer writes the invoice (types 389, 261).
    ``extended``: EXTENDED-CTC-FR, which tells the reason for no VAT on lines too, and allows supplies outside VAT (O)
    beside others.
    """

    name: str
    syntax: Literal["ubl", "cii"]
    specification: str
    process: str = ""
    rules: frozenset[Rules] = frozenset()
    one_note: bool = False
    rate_always: bool = False
    self_billing: bool = False
    extended: bool = False


_EN16931: Final = "urn:cen.eu:en16931:2017"
_PEPPOL: Final = _EN16931 + "#compliant#urn:fdc:peppol.eu:2017:poacc"
_BILLING_PROCESS: Final = "urn:fdc:peppol.eu:2017:poacc:billing:01:1.0"
_XRECHNUNG: Final = _EN16931 + "#compliant#urn:xeinkauf.de:kosit:xrechnung_3.0"

EN16931_UBL: Final = Profile(name="EN 16931 UBL", syntax="ubl", specification=_EN16931)
EN16931_CII: Final = Profile(name="EN 16931 CII", syntax="cii", specification=_EN16931)
PEPPOL: Final = Profile(
    name="Peppol BIS Billing 3", syntax="ubl", specification=_PEPPOL + ":billing:3.0", process=_BILLING_PROCESS,
    rules=frozenset({"peppol"}), one_note=True,
)  # fmt: skip
PEPPOL_SELF_BILLING: Final = Profile(
    name="Peppol BIS Self-Billing 3", syntax="ubl", specification=_PEPPOL + ":selfbilling:3.0",
    process="urn:fdc:peppol.eu:2017:poacc:selfbilling:01:1.0", rules=frozenset({"peppol"}), one_note=True,
    self_billing=True,
)  # fmt: skip
XRECHNUNG_UBL: Final = Profile(
    name="XRechnung 3.0 UBL", syntax="ubl", specification=_XRECHNUNG, process=_BILLING_PROCESS,
    rules=frozenset({"xrechnung"}), rate_always=True,
)  # fmt: skip
XRECHNUNG_CII: Final = msgspec.structs.replace(XRECHNUNG_UBL, name="XRechnung 3.0 CII", syntax="cii")
FACTUR_X: Final = Profile(name="Factur-X EN 16931", syntax="cii", specification=_EN16931)
"""ZUGFeRD 2.x too: one format, two names."""
FRENCH_UBL: Final = Profile(
    name="French UBL", syntax="ubl", specification=_EN16931, process="S1", rules=frozenset({"french"})
)
FRENCH_CII: Final = msgspec.structs.replace(FRENCH_UBL, name="French CII", syntax="cii")
FRENCH_FACTUR_X: Final = msgspec.structs.replace(FRENCH_CII, name="French Factur-X EN 16931")
FRENCH_EXTENDED_UBL: Final = msgspec.structs.replace(
    FRENCH_UBL, name="French UBL extended", extended=True,
    specification=_EN16931 + "#conformant#urn.cpro.gouv.fr:1p0:extended-ctc-fr",
)  # fmt: skip
FRENCH_EXTENDED_CII: Final = msgspec.structs.replace(
    FRENCH_EXTENDED_UBL, name="French CII extended", syntax="cii"
)
"""EXTENDED-CTC-FR travels as XML alone: it has no PDF form."""

PROFILES: Final = {
    profile.name: profile
    for profile in (
        EN16931_UBL, EN16931_CII, PEPPOL, PEPPOL_SELF_BILLING, XRECHNUNG_UBL, XRECHNUNG_CII, FACTUR_X, FRENCH_UBL,
        FRENCH_CII, FRENCH_FACTUR_X, FRENCH_EXTENDED_UBL, FRENCH_EXTENDED_CII,
    )
}  # fmt: skip
