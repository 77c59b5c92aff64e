"""Core: the slices of the cooperative's business, in import order. See docs/house.md."""
