"""Trade between entities: what one invoices a sister arrives there, becomes an expense, and is paid."""

from core.trade.actions import pay_sisters, receive, take_in
from core.trade.model import Incoming, NewSisterPayment, Offered, SisterPayment, TakeIn
from core.trade.store import incoming_listed

__all__ = [
    "Incoming", "NewSisterPayment", "Offered", "SisterPayment", "TakeIn", "incoming_listed", "pay_sisters", "receive",
    "take_in",
]  # fmt: skip
