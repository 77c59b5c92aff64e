"""Spain. The law in one page: README.md; the fact sheet: country.toml."""

from pathlib import Path

from core.country import Country
from core.country.vat import Wording, treat_by_general_rule
from shared_tools.identifiers import creditor_reference
from shared_tools.i18n import N_

_WORDING = Wording(
    reverse_charge=(N_("Reverse charge"), "Ley 37/1992 art. 69.Uno.1º; Directive 2006/112/EC art. 196"),
    outside_eu=(N_("Not located in the territory of Spanish VAT"), "Ley 37/1992 art. 69.Uno.1º"),
    exempt_training=(N_("Exempt: training"), "Ley 37/1992 art. 20.Uno.9º"),
    exempt=(N_("Exempt transaction"), "Ley 37/1992 art. 20"),
)

COUNTRY = Country.load(
    Path(__file__).parent,
    treat_sale=lambda sale, facts: treat_by_general_rule(sale, facts, _WORDING),
    payment_reference=creditor_reference,
    contract_types=(),
    declarations=(),
)
