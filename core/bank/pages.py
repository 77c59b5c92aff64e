"""Money that came in, for finance: what no invoice could be found for stands first."""

from __future__ import annotations

from litestar import Response, get

from core.bank.store import receipts_listed
from core.sales import invoices_by_id
from core.web.access import FINANCE_ONLY
from core.web.page import Page
from core.web.paging import paged


@get("/receipts", opt={"access": FINANCE_ONLY}, sync_to_thread=True)
def index(page: Page, start: int = 0) -> Response[str]:
    """Payments received, with the invoice each settled."""
    with page.read() as uow:
        shown = paged(lambda limit, offset: receipts_listed(uow, limit, offset), start)
        invoices = invoices_by_id(uow, [row.invoice for row in shown.rows if row.invoice])
    return page.html("bank/receipts.html", shown=shown, invoices=invoices)


HANDLERS = (index,)
