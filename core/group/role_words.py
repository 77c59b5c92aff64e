"""What the roles of the ledger are called on the group's pages, in words a member understands."""

from __future__ import annotations

from collections.abc import Mapping

from shared_tools.i18n import N_

ROLE_WORDS: Mapping[str, str] = {
    "bank": N_("Bank"), "cash_in_transit": N_("Money on its way"), "client_receivables": N_("Owed by clients"),
    "receivables_allowance": N_("Claims feared lost"), "guarantee_advance": N_("Wages advanced before the client paid"),
    "vat_recoverable": N_("VAT to get back"), "lease_receivables": N_("Owed by lessees"),
    "tangible_assets": N_("Buildings and equipment"), "intangible_assets": N_("Software and rights"),
    "participations": N_("Shares held in others"), "other_receivables": N_("Other claims"),
    "deferred_expenses": N_("Paid for later months"), "ic_receivable": N_("Owed by sister entities"),
    "ic_loan_given": N_("Loans to sister entities"), "member_budget": N_("Budgets of members’ activities"),
    "expenses_payable": N_("Expenses to repay"), "net_wages_payable": N_("Net wages to pay"),
    "withholding_tax_due": N_("Wage tax to pay"), "social_security_due": N_("Social security to pay"),
    "holiday_pay_due": N_("Holiday pay to come"), "copyright_payable": N_("Copyright to pay"), "vat_due": N_("VAT to pay"),
    "supplier_payables": N_("Owed to suppliers"), "client_prepayments": N_("Paid ahead by clients"),
    "guarantee_fund": N_("Guarantee fund"), "provisions": N_("Provisions"), "bank_loans": N_("Bank loans"),
    "income_tax_due": N_("Tax on the result, to pay"), "deferred_income": N_("Income of later months"),
    "capital_repayable": N_("Capital to give back"), "other_payables": N_("Other debts"),
    "ic_payable": N_("Owed to sister entities"), "ic_loan_taken": N_("Loans from sister entities"),
    "share_capital": N_("Members’ shares"), "reserves": N_("Reserves"), "retained_earnings": N_("Earnings of earlier years"),
    "result_brought": N_("Result from before joining"), "turnover_activities": N_("Turnover of activities"),
    "turnover_contracts": N_("Turnover of contracts"), "fee_income": N_("Fee received"),
    "other_member_services": N_("Other services to members"), "member_contributions": N_("Members’ contributions"),
    "mutualisation_income": N_("Income of mutualisation"), "outside_services": N_("Services to outside clients"),
    "capitalised_production": N_("Own production, capitalised"), "lease_income": N_("Income of leases"),
    "other_income": N_("Other income"), "subsidies": N_("Subsidies"), "financial_income": N_("Financial income"),
    "ic_income": N_("Sold to sister entities"), "ic_interest_income": N_("Interest from sister entities"),
    "gross_wages": N_("Gross wages"), "employer_charges": N_("Employer’s charges"),
    "copyright_concessions": N_("Copyright concessions"), "fee_charged": N_("Fee paid by members"),
    "member_expenses": N_("Expenses and purchases"), "budget_movement": N_("Unused, carried forward"),
    "staff_costs": N_("Permanent staff"), "external_costs": N_("External costs"), "depreciation": N_("Depreciation"),
    "financial_costs": N_("Financial costs"), "guarantee_losses": N_("Losses on clients"),
    "income_tax": N_("Tax on the result"), "fx_difference": N_("Exchange differences"),
    "fx_net_investment": N_("Exchange differences of long loans"), "ic_expense": N_("Bought from sister entities"),
    "ic_interest_expense": N_("Interest to sister entities"), "translation_reserve": N_("Translation reserve"),
    "minority_interest": N_("Belongs to other holders"), "perimeter_change": N_("Left with an entity"),
    "consolidation_difference": N_("Difference of consolidation"), "ic_unmatched": N_("Between entities, unmatched"),
    "ic_exchange": N_("Between entities, exchange"), "ic_unmatched_result": N_("Between entities, unmatched, in the result"),
    "ic_exchange_result": N_("Between entities, exchange, in the result"), "result_to_minority": N_("Result of other holders"),
}  # fmt: skip

CLASS_WORDS: Mapping[str, str] = {
    "fee": N_("Fee inside an entity"), "trade": N_("Trade between entities"), "loan": N_("Loans between entities"),
    "service": N_("Services between entities"), "interest": N_("Interest between entities"),
    "outside": N_("With former sisters"), "reserve": N_("Long loans"), "capital": N_("Capital of subsidiaries"),
    "minority": N_("Other holders"),
}  # fmt: skip

STEP_WORDS: Mapping[str, str] = {
    "closing": N_("at the last rate of the month"), "average": N_("at the average rate of the month"),
    "opening": N_("from the opening"), "carried": N_("carried over in January"), "left": N_("left with the entity"),
    "opening_net_assets": N_("what was there, at the new rate"), "result": N_("the result, at the last rate"),
    "equity_movements": N_("movements of equity, at the last rate"), "rounding": N_("rounding"),
}  # fmt: skip

METHODS: Mapping[str, str] = {
    "combined": N_("Added to its sisters"),
    "full": N_("Consolidated in full"),
    "outside": N_("Outside the group"),
}
"""How an entity stands in the group (docs/group.md)."""
