"""Clients: who receives quotes and invoices, and pays."""

from core.clients.actions import add_clients, ask_about, mark_sisters, record_vat_answer
from core.clients.model import Client, NewClient, VatAnswer
from core.clients.store import clients_by_id, vat_answers_of, vat_validity

__all__ = [
    "Client", "NewClient", "VatAnswer", "add_clients", "ask_about", "clients_by_id", "mark_sisters", "record_vat_answer",
    "vat_answers_of", "vat_validity",
]  # fmt: skip
