"""THE CONTRACT: what a country supplies, and how the countries installed are found.

``facts``      the fact sheet (country.toml) and the chart of accounts (accounts.toml): dated data with sources
``contract``   the Country itself: contract types, payroll, VAT, references, declarations, case kinds
``payslip``    what a country says of a printed payslip, and who employs whom on it
``discovery``  folders of ``countries/`` and the entry point group ``smartcoop.countries``
"""

from core.country.contract import (
    Case,
    CaseKind,
    ContractType,
    Country,
    DeclarationKind,
    PayDay,
    Sale,
    VatTreatment,
    Work,
)
from core.country.discovery import all_countries, country, country_codes
from core.country.facts import Chart, FactSheet
from core.country.payslip import Employee, Employer, Mentions, Ordinary, PayslipForm, Printed, Reader

__all__ = [
    "Case", "CaseKind", "Chart", "ContractType", "Country", "DeclarationKind", "Employee", "Employer", "FactSheet",
    "Mentions", "Ordinary", "PayDay", "PayslipForm", "Printed", "Reader", "Sale", "VatTreatment", "Work",
    "all_countries", "country", "country_codes",
]  # fmt: skip
