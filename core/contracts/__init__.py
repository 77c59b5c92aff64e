"""Contracts: one worker, one period of work, one contract type; and the notice to the State before the first day."""

from core.contracts.actions import engage
from core.contracts.model import Contract, NewContract
from core.contracts.notices import answer_declarations, message, override_declarations, send_declarations
from core.contracts.rules import Piece, check_declared, part_of, pieces_of
from core.contracts.store import contract_by_id, contracts_by_id, contracts_of, declarations_of, free_budgets

__all__ = [
    "Contract", "NewContract", "Piece", "answer_declarations", "check_declared", "contract_by_id", "contracts_by_id",
    "contracts_of", "declarations_of", "engage", "free_budgets", "message", "override_declarations", "part_of",
    "pieces_of", "send_declarations",
]  # fmt: skip
