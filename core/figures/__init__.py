"""Figures: what an entity publishes of a closed month, and the month's close itself."""

from core.figures.actions import close_and_publish
from core.figures.store import published, published_heads
from core.figures.verify import published_breaks

__all__ = ["close_and_publish", "published", "published_breaks", "published_heads"]
