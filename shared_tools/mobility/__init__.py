"""Work across borders: whose social security, which notice, which VAT, which tax at source. Pure; needs no country.

What is in, believed and open: README.md beside this file.
"""

from shared_tools.mobility.mission import decide
from shared_tools.mobility.model import (
    Client,
    Decision,
    Mission,
    Notice,
    Person,
    Social,
    SourceTax,
    Stay,
    Vat,
)

__all__ = [
    "Client", "Decision", "Mission", "Notice", "Person", "Social", "SourceTax", "Stay", "Vat", "decide",
]  # fmt: skip
