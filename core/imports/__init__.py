"""What came in from files: each outside key is taken in once."""

from core.imports.store import ids_of, remember

__all__ = ["ids_of", "remember"]
