"""T: a date is the entity's own, whatever clock the server and the user have."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa
from world import World

from core.clock import SetClock, local_date, month_of
from core.ledger import store as ledger

EDGES = [
    (date(2026, 10, 31), date(2026, 11, 1)),  # standard time, a month's end
    (date(2026, 3, 28), date(2026, 3, 29)),  # the night the clocks go forward
    (date(2026, 10, 24), date(2026, 10, 25)),  # the night they go back
    (date(2026, 6, 30), date(2026, 7, 1)),
    (date(2028, 2, 28), date(2028, 2, 29)),
    (date(2028, 2, 29), date(2028, 3, 1)),
    (date(2026, 12, 31), date(2027, 1, 1)),
]


@pytest.mark.parametrize("zone", ["Europe/Madrid", "Europe/Helsinki", "UTC", "Europe/Budapest"])
@pytest.mark.parametrize(("last", "first"), EDGES)
def test_t1_a_minute_before_and_after_midnight(zone: str, last: date, first: date) -> None:
    midnight = datetime.combine(first, datetime.min.time(), ZoneInfo(zone))
    for moment, day in (
        (midnight - timedelta(minutes=1), last),
        (midnight, first),
        (midnight + timedelta(minutes=1), first),
    ):
        for seen_from in ("UTC", "Europe/Helsinki", "America/New_York"):
            assert local_date(moment.astimezone(ZoneInfo(seen_from)), zone) == day
    assert month_of(first) == f"{first:%Y-%m}"


@pytest.mark.parametrize("clock_zone", ["UTC", "Europe/Helsinki", "Europe/Madrid"])
@pytest.mark.parametrize(
    ("minute", "day"), [(-1, date(2026, 10, 31)), (0, date(2026, 11, 1)), (1, date(2026, 11, 1))]
)
def test_t2_server_in_utc_user_in_helsinki_entity_in_madrid(
    place: Any, clock_zone: str, minute: int, day: date
) -> None:
    """Invoice date, VAT month and pay day are Madrid's."""
    spain = World(place.store("es"))
    activity, client = spain.activity(), spain.client()
    midnight = datetime(2026, 11, 1, tzinfo=ZoneInfo("Europe/Madrid"))
    spain.store.clock = SetClock((midnight + timedelta(minutes=minute)).astimezone(ZoneInfo(clock_zone)))
    document = spain.invoice("10.00", activity=activity, client=client)
    assert document.day == document.supply_day == day
    with spain.store.read() as uow:
        row = uow.rows(sa.select(ledger.entry).where(ledger.entry.c.document_id == document.id))[0]
        posted = uow.rows(sa.select(ledger.block).order_by(ledger.block.c.id.desc()))[0]["posted_at"]
    assert (row["day"], row["month"]) == (day, month_of(day))
    assert posted == (midnight + timedelta(minutes=minute)).astimezone(UTC), "instants are UTC"
    assert posted.tzinfo == UTC
    assert spain.breaks() == []


def test_an_instant_without_a_zone_is_refused(world: World) -> None:
    world.store.clock = SetClock(datetime(2026, 10, 1, 9))  # noqa: DTZ001 - that is the point
    with pytest.raises((TypeError, sa.exc.StatementError), match="time zone"):
        world.client()
