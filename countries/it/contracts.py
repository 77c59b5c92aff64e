"""The contract types Italy offers."""

from __future__ import annotations

from core.country import ContractType
from countries.it import engagements, payroll, terms
from shared_tools.i18n import N_

# No contract type names jumps: each line grows with pay, and the one that lowers cost (the 0.5 % taken off TFR) takes
# at most a cent where pay gives one; so cost never falls.
CONTRACT_TYPES = (
    ContractType(
        "spettacolo",
        N_("Performing arts, fixed term by days (FPLS)"),
        ("unilav",),
        terms.PerformingArtsTerms,
        engagements.performing_arts_inputs,
        payroll.performing_artist,
    ),
    ContractType(
        "intermittente",
        N_("On-call contract (lavoro intermittente)"),
        ("uni_intermittente",),
        terms.OnCallTerms,
        engagements.on_call_inputs,
        payroll.ordinary_employee,
    ),
    ContractType(
        "intermittente_spettacolo",
        N_("On-call contract in the performing arts (FPLS)"),
        ("uni_intermittente",),
        terms.OnCallTerms,
        engagements.on_call_performing_arts_inputs,
        payroll.performing_artist_on_call,
    ),
    ContractType(
        "tempo_determinato",
        N_("Fixed-term employment (tempo determinato)"),
        ("unilav",),
        terms.FixedTermTerms,
        engagements.fixed_term_inputs,
        payroll.ordinary_employee,
    ),
    ContractType(
        "cococo",
        N_("Coordinated collaboration (co.co.co.)"),
        ("unilav",),
        terms.Terms,
        engagements.collaboration_inputs,
        payroll.collaborator,
    ),
    ContractType(
        "cococo_spettacolo",
        N_("Coordinated collaboration in the performing arts (FPLS)"),
        ("unilav", "agibilita"),
        terms.Terms,
        engagements.performing_collaboration_inputs,
        payroll.performing_collaborator,
    ),
    ContractType(
        "conguaglio",
        N_("Adjustment of the year (conguaglio)"),
        (),
        terms.AdjustmentTerms,
        engagements.adjustment_inputs,
        payroll.ordinary_employee,
    ),
)
