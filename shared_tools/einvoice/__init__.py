"""E-invoices: what an invoice says (``model``), its totals (``compute``), and the European syntaxes that say it."""
