"""``accounts.toml``: our roles and the national chart of accounts they are kept in, read strictly."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path

import msgspec

from core.country.strictly import read_strictly
from shared_tools.dated import Mark
from shared_tools.refusal import Refusal
from shared_tools.roles import ROLES


class Account(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A role of ours and the national account it is kept in."""

    role: str
    account: str
    name: str
    source: str
    checked: date
    mark: Mark = "believed"


class _ChartFile(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    chart: str
    account: list[Account]


class Chart:
    """Our roles → the national chart of accounts."""

    def __init__(self, name: str, accounts: Iterable[Account], where: str) -> None:
        self.name = name
        self.where = where
        self.by_role = {account.role: account for account in accounts}

    @classmethod
    def read(cls, path: Path) -> Chart:
        written = read_strictly(path, _ChartFile)
        for account in written.account:
            if account.role not in ROLES:
                raise Refusal(
                    "unknown_role", f"{account.role!r} is no role of the ledger.", where=str(path), field="account",
                    way_out="Roles are listed in shared_tools/roles.py.",
                )  # fmt: skip
        roles = [account.role for account in written.account]
        twice = next((role for role in roles if roles.count(role) > 1), None)
        if twice:
            raise Refusal(
                "role_twice", f"the role {twice!r} has two accounts.", where=str(path), field="account",
                way_out="Keep one of them.",
            )  # fmt: skip
        return cls(written.chart, written.account, str(path))

    def account(self, role: str) -> str:
        known = self.by_role.get(role)
        if known is None:
            raise Refusal(
                "role_without_account", f"the chart maps no account to {role!r}.", where=self.where, field=role,
                way_out="Add an [[account]] with this role.",
            )  # fmt: skip
        return known.account
