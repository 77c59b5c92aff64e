"""Contracts: one worker, one period of work, one contract type; and the notice to the State before the first day."""

from core.contracts.actions import answer_declarations, engage, send_declarations
from core.contracts.model import Contract, NewContract
from core.contracts.rules import Piece, part_of, pieces_of
from core.contracts.store import contract_by_id, contracts_by_id, contracts_of, declarations_of, free_budgets

__all__ = [
    "Contract", "NewContract", "Piece", "answer_declarations", "contract_by_id", "contracts_by_id", "contracts_of",
    "declarations_of", "engage", "free_budgets", "part_of", "pieces_of", "send_declarations",
]  # fmt: skip
