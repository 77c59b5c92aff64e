"""Readers' words for what Austria asks of a worker and of a contract."""

from core.country.labels import Labels, money
from shared_tools.i18n import N_

LABELS: Labels = {
    # of the worker
    "birth_date": N_("Date of birth"),
    "pension_age_from": N_("At pension age from"),
    "children_under_18": N_("Children under 18 (family bonus)"),
    "children_of_age": N_("Children of age (family bonus)"),
    "family_bonus_shared": N_("Family bonus shared with the other parent"),
    "sole_earner_children": N_("Children for the sole earner's credit"),
    "commute": N_("Commuter allowance"),
    "commute.none": N_("none"),
    "commute.small": N_("small: public transport is possible"),
    "commute.large": N_("large: no public transport"),
    "commute_km": N_("Way to work, one way, km"),
    "bv_from": N_("Liable to the severance fund from"),
    # of the contract
    "land": N_("Province of the place of work"),
    "land.B": N_("Burgenland"),
    "land.K": N_("Carinthia"),
    "land.N": N_("Lower Austria"),
    "land.O": N_("Upper Austria"),
    "land.S": N_("Salzburg"),
    "land.ST": N_("Styria"),
    "land.T": N_("Tyrol"),
    "land.V": N_("Vorarlberg"),
    "land.W": N_("Vienna"),
    "employment_start": N_("First day of the employment"),
    "month_pay": money(N_("Pay agreed for a whole month")),
    "weekly_minutes": N_("Agreed working time a week, minutes"),
    "other_marginal_pay": money(N_("Marginal pay of others with us this month")),
    "other_pay_of_employer": money(N_("Pay of all others with us this month")),
    "minimum_hour": money(N_("Least pay an hour by the collective agreement")),
    "art_flat": N_("Flat tax for artists by the day"),
    "special_pay_agreed": N_("Special payments are agreed"),
    "marginal": N_("The current employment is marginal"),
    "free_contract": N_("The current contract is a free one"),
    "sixth": money(N_("Sixth of the year, where our slips do not give it")),
}
