"""What engagements tell of the days to come: who starts, and whether the State has been told."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from core.contracts import contracts_of, declarations_of
from core.contracts.pages import DECLARATION_STATES
from core.db import UnitOfWork
from core.people import people_by_id
from core.web.coming import Coming, tells
from core.web.page import Page
from shared_tools.i18n import N_

KINDS = {"accepted": "good", "refused": "late"}
WORST = ("due", "unknown", "refused", "sent", "accepted")
"""Of several notices the one told of is the one that needs somebody most."""


@tells
def work(uow: UnitOfWork, page: Page, activities: Sequence[str], person: str) -> Iterable[Coming]:
    """Work agreed whose last day has not passed."""
    agreed = {c.id: c for c in contracts_of(uow, activities)}
    if person:
        agreed |= {c.id: c for c in contracts_of(uow, worker=person)}
    ahead = [c for c in agreed.values() if c.state == "agreed" and c.last_day >= uow.today]
    people = people_by_id(uow, [c.worker for c in ahead])
    notices = declarations_of(uow, [c.id for c in ahead])
    for contract in ahead:
        notice = min(notices.get(contract.id, []), key=lambda one: WORST.index(one.state), default=None)
        name, days = people[contract.worker].name, page.days(len(contract.days))
        text = (
            page.rich(N_("{name} starts, {days}"), name=name, days=days)
            if contract.first_day >= uow.today
            else page.rich(N_("{name} works, {days} in all"), name=name, days=days)
        )
        yield Coming(
            max(contract.first_day, uow.today), text, page.words(N_("Declaration to the State")) if notice else "",
            f"/contracts/{contract.id}", page.words(DECLARATION_STATES[notice.state]) if notice else "",
            KINDS.get(notice.state, "wait") if notice else "",
        )  # fmt: skip
