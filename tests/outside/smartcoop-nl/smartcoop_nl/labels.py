"""Readers' words for what the Netherlands asks of a worker and of a contract."""

from core.country.labels import Labels, percent
from shared_tools.i18n import N_

LABELS: Labels = {
    "birth_date": N_("Date of birth"),
    "tax_credit": N_("Tax credit applied here"),
    "kvk": N_("Number in the trade register"),
    "own_risk": N_("At one's own risk"),
    "whk_percent": percent(N_("Whk premium")),
    "employer_size": N_("Size of the employer"),
    "employer_size.small": N_("small"),
    "employer_size.large": N_("large"),
    "contract": N_("Contract"),
    "contract.flexible": N_("flexible"),
    "contract.permanent": N_("permanent"),
}
