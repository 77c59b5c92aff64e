"""Every slice's jobs, registered: imported by whatever drains an outbox."""

from __future__ import annotations


def register() -> None:
    """Importing them registers them."""
    import core.figures.jobs
    import core.guarantee.jobs
    import core.mail.jobs
    import core.sales.jobs
    import core.trade.jobs  # noqa: F401
