"""accounts.toml: a national account for each role of the ledger."""

from __future__ import annotations

import tomllib
from collections import defaultdict
from datetime import date
from typing import Any

from core.country import Country
from shared_tools.roles import ENTITY_ROLES

CHART = "accounts.toml"


def test_each_role_has_an_account(country: Country, to_do: Any) -> None:
    """Map every role of shared_tools/roles.py to an account of the national chart."""
    for role in ENTITY_ROLES:
        if role.name not in country.chart.by_role:
            to_do.write(f"add [[account]] with role = {role.name!r}", CHART)


def test_each_role_has_its_own_account(country: Country, to_do: Any) -> None:
    """Give no two roles one account, and write no role twice: balances by role and by account must agree."""
    written = tomllib.loads((country.folder / CHART).read_text(encoding="utf-8"))["account"]
    by_account: defaultdict[str, list[str]] = defaultdict(list)
    for row in written:
        by_account[row["account"]].append(row["role"])
    for account, roles in by_account.items():
        if len(roles) > 1:
            to_do.write(f"give {' and '.join(roles)} accounts of their own, not both {account}", CHART)
    seen: set[str] = set()
    for row in written:
        if row["role"] in seen:
            to_do.write(f"write role {row['role']!r} once", CHART)
        seen.add(row["role"])


def test_each_account_is_named_and_sourced(country: Country, to_do: Any, today: date) -> None:
    """Write number, name, source, checked and mark of each account."""
    for row in tomllib.loads((country.folder / CHART).read_text(encoding="utf-8"))["account"]:
        for key in ("account", "name", "source", "checked", "mark"):
            if not row.get(key):
                to_do.write(f"say {key!r} of [[account]] {row.get('role')}", CHART)
        if row.get("checked", today) > today:
            to_do.write(f"[[account]] {row.get('role')} was checked in the future", CHART)
