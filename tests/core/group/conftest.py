"""The invented group (tests/core/group_world.py) on each database."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from group_world import GroupWorld


@pytest.fixture
def group(place: Any, tmp_path: Path) -> GroupWorld:
    """Four entities, the whole of 2026."""
    return GroupWorld(place.group(date(2027, 1, 20)), tmp_path / "keys")


@pytest.fixture
def november(places: Any, tmp_path: Path) -> GroupWorld:
    """The same up to November, which Hungary has not signed. SQLite: nothing here depends on the database."""
    return GroupWorld(
        places("sqlite").group(date(2026, 12, 20)), tmp_path / "keys", until="2026-11", late="hu"
    )
