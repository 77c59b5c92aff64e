"""Units of a line (UN/ECE recommendation 20) in words."""

from __future__ import annotations

from typing import Final

from shared_tools.i18n import N_

PIECE: Final = "C62"
UNITS: Final = {PIECE: N_("piece"), "DAY": N_("day"), "HUR": N_("hour"), "KMT": N_("kilometre")}
