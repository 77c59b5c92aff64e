"""The ledger's roles: what an amount *is*, whatever a national chart calls its account.

The group consolidates roles; a country maps each to its chart. ``statement`` says where a role stands, ``klass``
which elimination between entities it takes part in, ``rate`` how the group translates it. Debit is positive.
"""

from __future__ import annotations

from typing import Final, Literal, NamedTuple

Statement = Literal["asset", "liability", "equity", "revenue", "cost"]


class Role(NamedTuple):
    name: str
    statement: Statement
    klass: str = ""

    @property
    def in_balance_sheet(self) -> bool:
        return self.statement in ("asset", "liability", "equity")

    @property
    def rate(self) -> Literal["closing", "historic", "average"]:
        if self.statement == "equity":
            return "historic"
        return "closing" if self.in_balance_sheet else "average"


def _roles(statement: Statement, names: str) -> list[Role]:
    return [
        Role(name, statement, klass) for name, _, klass in (word.partition(":") for word in names.split())
    ]


ENTITY_ROLES: Final[tuple[Role, ...]] = (
    *_roles("asset", """bank cash_in_transit client_receivables receivables_allowance guarantee_advance vat_recoverable
        lease_receivables tangible_assets intangible_assets participations:capital other_receivables deferred_expenses
        ic_receivable:trade ic_loan_given:loan"""),
    *_roles("liability", """member_budget expenses_payable net_wages_payable withholding_tax_due social_security_due
        holiday_pay_due copyright_payable vat_due supplier_payables client_prepayments guarantee_fund provisions
        bank_loans income_tax_due deferred_income capital_repayable other_payables ic_payable:trade
        ic_loan_taken:loan"""),
    *_roles("equity", "share_capital:capital reserves retained_earnings result_brought"),
    *_roles("revenue", """turnover_activities turnover_contracts fee_income:fee other_member_services
        member_contributions mutualisation_income outside_services capitalised_production lease_income other_income
        subsidies financial_income ic_income:service ic_interest_income:interest"""),
    *_roles("cost", """gross_wages employer_charges copyright_concessions fee_charged:fee member_expenses
        budget_movement staff_costs external_costs depreciation financial_costs guarantee_losses income_tax
        fx_difference fx_net_investment:reserve ic_expense:service ic_interest_expense:interest"""),
)  # fmt: skip

GROUP_ROLES: Final[tuple[Role, ...]] = (
    *_roles("equity", "translation_reserve minority_interest perimeter_change"),
    *_roles("asset", "consolidation_difference ic_unmatched ic_exchange"),
    *_roles("cost", "ic_unmatched_result ic_exchange_result result_to_minority"),
)

ROLES: Final[dict[str, Role]] = {role.name: role for role in ENTITY_ROLES}

PARTLY_BETWEEN_SISTERS: Final[dict[str, str]] = {
    "turnover_activities": "service", "turnover_contracts": "service", "member_expenses": "service",
}  # fmt: skip
"""Roles of the members' side of which a part may be trade between entities: the class that takes this part out.

A member's turnover is turnover whoever the client is, and what a member buys an expense whoever sold it; only the lines
by counterparty say how much of it stays inside the group.
"""

MEMBERS_SIDE: Final[tuple[str, ...]] = (
    "turnover_activities", "turnover_contracts", "gross_wages", "employer_charges", "copyright_concessions",
    "fee_charged", "member_expenses", "budget_movement",
)  # fmt: skip
"""These add up to zero in every entry (group figures I.6: income of members = its six uses)."""
