"""What a country's law says of taking back from later wages what a worker was paid too much. Pure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from shared_tools.dated import Law, Mark
from shared_tools.i18n import N_


@dataclass(frozen=True)
class SetOffLaw:
    """The worker's recorded consent is always asked for; a country may add how much of a month's wages may be taken.

    ``attachable``  of a month's net wages (minor units), how much may be taken back; None where no figure is known, and
                    then the consent alone is the limit
    ``said``        the rule in readers' words, a message id
    ``source``      where it is written, "" where we know no source; ``mark`` how sure we are of it
    """

    said: str = N_("No part of the wage that may be taken is known here: only what the worker consents to.")
    attachable: Callable[[int, Law], int] | None = None
    source: str = ""
    mark: Mark = "unknown"
