"""Notices to the host State: each exemption at its limit and just past it, each deadline."""

from __future__ import annotations

from typing import Any

import pytest
from missions import ask, of_days


def posting(
    host: str, days: int = 3, activity: str = "performance", seat: str = "be", **more: Any
) -> dict[str, Any]:
    stay = of_days(
        host, days, **{key: more.pop(key) for key in ("days_12_months", "quarter_days") if key in more}
    )
    (found,) = ask({"seat": seat}, work=[stay], activity=activity, **more)["lines"]["posting"]
    assert (found["notice"] is None) == (found["exempt"] is not None) == (found["deadline"] is None)
    assert (found["latest"] is None) == (found["notice"] is None)
    return found


@pytest.mark.parametrize(
    ("host", "notice", "deadline", "latest"),
    [
        ("be", "Limosa-1", "before_start", "2026-04-01"),
        ("fr", "SIPSI", "before_start", "2026-04-01"),
        ("at", "ZKO3", "before_start", "2026-04-01"),
        ("se", "utstationeringsregistret", "at_start", "2026-04-01"),
        ("es", "comunicación de desplazamiento", "before_start", "2026-04-01"),
        ("it", "UNI_Distacco_UE", "day_before", "2026-03-31"),
        ("hu", "labour authority, online form", "before_start", "2026-04-01"),
        ("nl", "postedworkers.nl", "before_start", "2026-04-01"),
    ],
)
def test_the_notice_and_its_last_day(host: str, notice: str, deadline: str, latest: str) -> None:
    found = posting(host, 10, "stage_technique", "nl" if host == "be" else "be" if host != "nl" else "de")
    assert (found["notice"], found["deadline"], found["latest"]) == (notice, deadline, latest)


@pytest.mark.parametrize(
    ("host", "days", "more", "exempt"),
    [
        ("be", 21, {"international_repute": True}, "be_artist_21"),
        ("be", 22, {"international_repute": True}, None),
        ("be", 5, {"international_repute": True, "quarter_days": 21}, "be_artist_21"),
        ("be", 5, {"international_repute": True, "quarter_days": 22}, None),
        ("be", 5, {}, None),
        ("be", 5, {"international_repute": True, "activity": "stage_technique"}, None),
        ("be", 30, {"activity": "conference"}, "be_conference"),
        ("fr", 90, {}, "fr_artist_90"),
        ("fr", 91, {}, None),
        ("fr", 3, {"days_12_months": 90}, "fr_artist_90"),
        ("fr", 3, {"days_12_months": 91}, None),
        ("fr", 3, {"activity": "stage_technique"}, None),
        ("fr", 3, {"activity": "conference"}, None),
        ("de", 200, {}, "de_sector"),
        ("de", 1, {"activity": "conference"}, "de_sector"),
        ("de", 1, {"activity": "fair_building"}, None),
        ("at", 7, {"activity": "conference"}, "at_congress"),
        ("at", 8, {"activity": "conference"}, None),
        ("at", 7, {"international_tour": True}, "at_tour"),
        ("at", 8, {"international_tour": True}, None),
        ("at", 1, {"international_tour": True, "activity": "stage_technique"}, None),
        ("at", 1, {}, None),
        ("es", 7, {"activity": "consulting"}, "es_under_8"),
        ("es", 8, {"activity": "consulting"}, None),
        ("it", 1, {}, None),
        ("hu", 1, {"activity": "conference"}, None),
        ("nl", 1, {"activity": "conference"}, None),
        ("se", 1, {}, None),
    ],
)  # fmt: skip
def test_who_is_free_of_it(host: str, days: int, more: dict[str, Any], exempt: str | None) -> None:
    seat = "se" if host != "se" else "be"
    assert posting(host, days, **{"seat": seat, **more})["exempt"] == exempt


def test_nobody_served_and_self_employed_work_are_no_posting() -> None:
    assert posting("it", recipient_in_host=False)["exempt"] == "no_recipient"
    stays = [of_days("it", 1), of_days("se", 1, recipient_in_host=False)]
    assert [one["exempt"] for one in ask(work=stays)["lines"]["posting"]] == [None, "no_recipient"]
    own = ask({"self_employed_in": "it"}, work=[of_days("it", 1)])
    assert own["lines"]["posting"][0]["exempt"] == "self_employed_work"
    assert ask({"status": "self_employed"})["lines"]["posting"] == []


def test_only_hosts_with_an_entity_in_order_of_work_and_also_when_blocked() -> None:
    stays = [of_days(state, 1) for state in ("it", "lu", "be", "at")]
    found = ask({"active_at_home": False}, work=stays)
    assert found["lines"]["social"]["blocked"]
    assert found["outputs"]["notices"] == ["it: UNI_Distacco_UE", "at: ZKO3"]
