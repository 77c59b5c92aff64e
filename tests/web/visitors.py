"""Who signs in as what in the demonstration."""

from core.demo import run

PEOPLE = {
    "be": {
        "member": "anna.peeters@example.org", "other": "tom.maes@example.org",
        "adviser": "thomas.renard@example.org", "finance": "fatima.el.amrani@example.org",
    },
    "hu": {
        "member": "anna.nagy@example.org", "other": "bence.kovacs@example.org",
        "adviser": "kata.meszaros@example.org", "finance": "levente.olah@example.org",
    },
    "group": {"group": run.GROUP_EMAIL},
}  # fmt: skip
