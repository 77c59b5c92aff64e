"""The group engine: entities' signed figures → aggregated → eliminations → consolidated.

Pure arithmetic over what entities publish: no table, no page, no country, no clock. Amounts are integers in minor
units and ledger signs (debit positive); rates are exact fractions; every rounding is half away from zero and visible.

    chosen = newest(verify_chain(of_be).values() …)            figures.py, chain.py
    rates  = Rates([Fixings(columns, rows).month("SEK", m) …])   rates.py
    close  = close_month(Perimeter(entities), chosen, rates, "2026-08")
    close.figures          every stage, pairs, totals, roll-forward      table(close), by_stage, by_month to drill
    close.to_sign()        with versions and rates named; canonical(…) are the bytes to sign
    restated(close, newest(everything)), corrected(close, rates)         is it stale?
    paired(perimeter, newest(everything), "2026-08")                      which documents two houses do not have alike

The report's tables are in ``shared_tools.group.report``, worked cases in ``shared_tools.group.cases``.
Sources: IAS 21 (translation), IFRS 10 and Directive 2013/34/EU (consolidation); rules of our own are said where coded.
"""

from shared_tools.group.chain import verify_chain
from shared_tools.group.checks import Failure, first_failure
from shared_tools.group.close import Close, GroupFigures, SignedGroupFigures, close_month
from shared_tools.group.drill import Stages, Step, behind_elimination, by_month, by_stage, table
from shared_tools.group.eliminate import Pair
from shared_tools.group.figures import (
    Figures,
    IntraLine,
    TradeDocument,
    canonical,
    decode,
    digest,
    first_published,
    newest,
)
from shared_tools.group.pairing import Paired, paired
from shared_tools.group.perimeter import Entity, Participation, Perimeter
from shared_tools.group.rates import Fixings, MonthRate, Rates
from shared_tools.group.staleness import Restated, corrected, restated

__all__ = [
    "Close",
    "Entity",
    "Failure",
    "Figures",
    "Fixings",
    "GroupFigures",
    "IntraLine",
    "MonthRate",
    "Pair",
    "Paired",
    "Participation",
    "Perimeter",
    "Rates",
    "Restated",
    "SignedGroupFigures",
    "Stages",
    "Step",
    "TradeDocument",
    "behind_elimination",
    "by_month",
    "by_stage",
    "canonical",
    "close_month",
    "corrected",
    "decode",
    "digest",
    "first_failure",
    "first_published",
    "newest",
    "paired",
    "restated",
    "table",
    "verify_chain",
]
