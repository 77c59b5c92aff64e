"""Quarter's end: what the months took provisionally is counted again on the quarter, and the difference settled.

Columns, cents. The differences go on the next slip or to the cooperative's account (README.md, open points).
"""

from __future__ import annotations

import numpy as np

from countries.be import social
from shared_tools.dated import Law
from shared_tools.paysheet import Column, Columns


def special_difference(base: Column, taken: Column, family: Column, law: Law) -> Column:
    """Special contribution still due (negative: to give back), a row a person.

    ``base`` declared pay of the quarter with this employer, ``taken`` what the slips of the quarter took.
    """
    return social.special_contribution(base, family, law, months=3) - taken


def structural_difference(columns: Columns, person: Column, granted: Column, law: Law) -> Column:
    """Structural reduction of the quarter less what the months ``granted``, a row an employment line.

    ``columns`` are wage rows with the quarter's pay and days of a line; ``person`` numbers whose line it is: beta follows
    the sum of mu over a person's lines [believed].
    """
    quarter = columns.with_(third_of_quarter=np.zeros(columns.n, dtype=bool))
    line = social.quarter_line(columns.gross, quarter, law)
    _, place = np.unique(person, return_inverse=True)
    total = np.zeros(int(place.max()) + 1, dtype=np.int64)
    np.add.at(total, place, line.mu)
    reduction = social.structural_reduction(line, quarter.third_of_quarter, law, total[place])
    basic = social.basic_contribution(social.declared(columns.gross, columns, law), law)
    return np.minimum(reduction, basic) - granted
