"""What each role of the ledger is called on a page."""

from __future__ import annotations

from typing import Final

from shared_tools.i18n import N_

STATEMENTS: Final = {
    "asset": N_("What we own and are owed"), "liability": N_("What we owe"), "equity": N_("Own capital"),
    "revenue": N_("Income"), "cost": N_("Costs"),
}  # fmt: skip

ROLE_NAMES: Final = {
    "bank": N_("Bank"), "cash_in_transit": N_("Money on its way"), "client_receivables": N_("Owed by clients"),
    "receivables_allowance": N_("Allowance for doubtful clients"), "guarantee_advance": N_("Advanced by the guarantee fund"),
    "vat_recoverable": N_("VAT to be recovered"), "lease_receivables": N_("Lease receivables"),
    "tangible_assets": N_("Tangible assets"), "intangible_assets": N_("Intangible assets"),
    "participations": N_("Participations"), "other_receivables": N_("Other receivables"),
    "deferred_expenses": N_("Deferred expenses"), "ic_receivable": N_("Owed by sister entities"),
    "ic_loan_given": N_("Loans to sister entities"), "member_budget": N_("Budgets of members"),
    "expenses_payable": N_("Expenses to pay back"), "net_wages_payable": N_("Net wages to pay"),
    "withholding_tax_due": N_("Tax withheld, to pay over"), "social_security_due": N_("Social security, to pay over"),
    "holiday_pay_due": N_("Holiday pay set aside"), "copyright_payable": N_("Copyright to pay"), "vat_due": N_("VAT due"),
    "supplier_payables": N_("Owed to suppliers"), "client_prepayments": N_("Paid by clients in advance"),
    "guarantee_fund": N_("Guarantee fund"), "provisions": N_("Provisions"), "bank_loans": N_("Bank loans"),
    "income_tax_due": N_("Income tax due"), "deferred_income": N_("Deferred income"),
    "capital_repayable": N_("Capital to be repaid"), "other_payables": N_("Other debts"),
    "ic_payable": N_("Owed to sister entities"), "ic_loan_taken": N_("Loans from sister entities"),
    "share_capital": N_("Share capital"), "reserves": N_("Reserves"), "retained_earnings": N_("Retained earnings"),
    "result_brought": N_("Result brought in"), "turnover_activities": N_("Turnover of activities"),
    "turnover_contracts": N_("Turnover of assignments"), "fee_income": N_("Fee received"),
    "other_member_services": N_("Other services to members"), "member_contributions": N_("Contributions of members"),
    "mutualisation_income": N_("Mutualisation"), "outside_services": N_("Services to others"),
    "capitalised_production": N_("Own work capitalised"), "lease_income": N_("Lease income"), "other_income": N_("Other income"),
    "subsidies": N_("Subsidies"), "financial_income": N_("Financial income"), "ic_income": N_("Income from sister entities"),
    "ic_interest_income": N_("Interest from sister entities"), "gross_wages": N_("Gross wages"),
    "employer_charges": N_("Employer's charges"), "copyright_concessions": N_("Copyright concessions"),
    "fee_charged": N_("Fee charged to members"), "member_expenses": N_("Expenses of members"),
    "budget_movement": N_("Movement of budgets"), "staff_costs": N_("Own staff"), "external_costs": N_("External costs"),
    "depreciation": N_("Depreciation"), "financial_costs": N_("Financial costs"), "guarantee_losses": N_("Losses of the guarantee fund"),
    "income_tax": N_("Income tax"), "fx_difference": N_("Exchange differences"),
    "fx_net_investment": N_("Exchange differences on net investments"), "ic_expense": N_("Paid to sister entities"),
    "ic_interest_expense": N_("Interest to sister entities"),
}  # fmt: skip
