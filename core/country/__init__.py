"""THE CONTRACT: what a country supplies, and how the countries installed are found.

``facts``      the fact sheet (country.toml) and the chart of accounts (accounts.toml): dated data with sources
``contract``   the Country itself: contract types, payroll, VAT, references, declarations, case kinds
``strictly``   files read as a shape: what does not fit is refused by its place
``work``       what core tells a country of one slip, ``sold`` of one document sold
``particulars``  what an entity says of its own legal persons, and how its paper looks
``notices``    the notices to the State: what core knows of one, and how the country makes its bytes
``einvoice``   what a country says of its invoices: formats, sentences, numbers
``payslip``    what a country says of a printed payslip, and whom it is for
``discovery``  folders of ``countries/`` and the entry point group ``smartcoop.countries``
"""

from core.country.chart import Chart
from core.country.contract import (
    Case,
    CaseKind,
    ContractType,
    Country,
    PayDay,
    Sale,
    VatTreatment,
)
from core.country.discovery import all_countries, country, country_codes
from core.country.einvoice import EInvoice, Receiver
from core.country.facts import FactSheet
from core.country.notices import DeclarationKind, Notice
from core.country.particulars import Identity, Look, Particulars
from core.country.payslip import Employee, Mentions, Ordinary, PayslipForm, Printed, Reader, entered
from core.country.sold import Sold
from core.country.work import Work

__all__ = [
    "Case", "CaseKind", "Chart", "ContractType", "Country", "DeclarationKind", "EInvoice", "Employee", "FactSheet", "Identity",
    "Look", "Mentions", "Notice", "Ordinary", "Particulars", "PayDay", "PayslipForm", "Printed", "Reader", "Receiver",
    "Sale", "Sold", "VatTreatment", "Work", "all_countries", "country", "country_codes", "entered",
]  # fmt: skip
