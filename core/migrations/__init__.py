"""Alembic's scripts: one chain for core."""
