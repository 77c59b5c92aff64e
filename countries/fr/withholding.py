"""Income tax withheld at source (prélèvement à la source; CGI 204 A to 204 H)."""

from __future__ import annotations

from typing import Final, Literal, get_args

import numpy as np

from countries.fr.rates import in_millionths, per_row
from shared_tools.dated import Law, Parameter
from shared_tools.i18n import N_
from shared_tools.paysheet import Column, Columns, Sheet

Region = Literal["metropole", "guadeloupe_reunion_martinique", "guyane_mayotte"]
REGIONS: Final[tuple[str, ...]] = get_args(Region)


def withhold(sheet: Sheet, net_taxable: Column, columns: Columns) -> Column:
    """Add the line ``withholding`` and the figure ``withholding_base``; half up to the cent.

    Columns: ``tax_rate`` (millionths; absent: the default scale of ``tax_region``), ``tax_short_contract`` (at most two
    months: with the default scale the abatement comes off first), ``pay_day``. The numbers are those of the day of
    payment, on which all rows share one era of the law.
    """
    law = sheet.law.on(columns.pay_day[0].astype(object))
    default = ~columns.tax_rate_given
    base = np.maximum(net_taxable, 0)
    short = default & columns.tax_short_contract
    if short.any():
        base = np.where(short, np.maximum(base - law.amount("pas_short_contract_abatement"), 0), base)
    sheet.figure("withholding_base", base)
    rate = columns.tax_rate
    source: Parameter | str = "CGI 204 E, 204 H"
    for region in REGIONS:
        here = default & (columns.tax_region == region)
        if here.any():
            source = law[f"pas_neutral_{region}"]
            rate = np.where(here, _default_rate(base, law, region), rate)
    return sheet.line(
        "withholding", N_("Income tax withheld at source"), of="employee", owed="tax", section="tax",
        base=base, rate=per_row(rate), source=source,
    )  # fmt: skip


def _default_rate(base: Column, law: Law, region: str) -> Column:
    """Millionths: the rate of the last row of the scale whose amount is reached."""
    rows = law.table(f"pas_neutral_{region}")
    starts = np.array([start for start, _ in rows], dtype=np.int64)
    rates = np.array([in_millionths(rate) for _, rate in rows], dtype=np.int64)
    return rates[np.maximum(np.searchsorted(starts, base, side="right") - 1, 0)]
