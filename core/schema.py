"""All tables in one place: what migrations and tests build a database from."""

from __future__ import annotations

from sqlalchemy.engine import Connection, Engine

from core.access import store as access
from core.activities import store as activities
from core.bank import store as bank
from core.clients import store as clients
from core.contracts import store as contracts
from core.db import metadata
from core.expenses import drafts
from core.expenses import store as expenses
from core.federation import store as federation
from core.figures import store as figures
from core.group import store as group
from core.guarantee import store as guarantee
from core.imports import store as imports
from core.ledger import store as ledger
from core.ledger import triggers
from core.mail import store as mail
from core.members import store as members
from core.payouts import setoff_store as set_offs
from core.payouts import store as payouts
from core.payroll import store as payroll
from core.people import store as people
from core.reminders import store as reminders
from core.sales import delivery, files, links, reports
from core.sales import store as sales
from core.trade import store as trade

SLICES = (
    access, activities, bank, clients, contracts, delivery, drafts, expenses, federation, figures, files, group, guarantee, imports,
    ledger, links, mail, members, payouts, payroll, people, reminders, reports, sales,
    set_offs, trade,
)  # fmt: skip

FROZEN: tuple[str, ...] = (
    *triggers.IMMUTABLE,
    *(table for slice_ in SLICES for table in getattr(slice_, "IMMUTABLE", ())),
)
"""Tables whose rows are never changed; the database refuses it."""


def create(engine: Engine) -> None:
    """All tables and triggers at once, for tests; an instance is built by the migrations, which must equal this."""
    with engine.begin() as connection:
        metadata.create_all(connection)
        install_triggers(connection)


def install_triggers(connection: Connection) -> None:
    for statement in triggers.statements(connection.dialect.name, FROZEN):
        connection.exec_driver_sql(statement)
