"""Readers' words for what Hungary asks of a worker and of a contract."""

from core.country.labels import Labels, money
from shared_tools.i18n import N_

LABELS: Labels = {
    # of the worker
    "birth_date": N_("Date of birth"),
    "under25": N_("Allowance for those under 25"),
    "mother_exempt": N_("Allowance for mothers"),
    "personal": N_("Personal allowance"),
    "first_married": N_("Allowance for first marriages"),
    "beneficiaries": N_("Children with family allowance"),
    "dependants": N_("All dependants"),
    "family_share": money(N_("Share of the family allowance claimed here")),
    "pensioner": N_("Pensioner of one's own right"),
    "eea": N_("Citizen of the EEA"),
    "taj": N_("Social insurance number (TAJ)"),
    # of the contract
    "qualified": N_("The work needs a secondary school or a trade"),
    "hours_a_day": N_("Hours a day"),
    "feor": N_("Occupation code (FEOR)"),
    "ordinary": money(N_("Part taxed by the general rules")),
    "chosen_in_writing": N_("EKHO chosen in writing"),
    "ordinary_elsewhere": N_("Ordinary part earned elsewhere"),
}
