"""Clients: who receives quotes and invoices, and pays."""

from core.clients.actions import add_clients, mark_sisters
from core.clients.model import Client, NewClient
from core.clients.store import clients_by_id

__all__ = ["Client", "NewClient", "add_clients", "clients_by_id", "mark_sisters"]
