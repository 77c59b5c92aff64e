"""Formats and arithmetic shared by countries, core and group. Knows no table, no page and no country."""
