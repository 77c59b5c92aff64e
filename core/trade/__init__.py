"""Trade between entities: what one invoices a sister arrives there, becomes an expense, is answered, revalued and paid."""

from core.trade.actions import decline, receive, take_in
from core.trade.closing import enter_rates, revalue
from core.trade.inbox import arrive
from core.trade.model import (
    ClosingRate,
    Decline,
    Incoming,
    NewSisterPayment,
    Offered,
    OrderedPayment,
    SisterPayment,
    TakeIn,
)
from core.trade.payments import order_payments, pay_sisters
from core.trade.store import incoming_listed

__all__ = [
    "ClosingRate", "Decline", "Incoming", "NewSisterPayment", "Offered", "OrderedPayment", "SisterPayment", "TakeIn", "arrive",
    "decline", "enter_rates", "incoming_listed", "order_payments", "pay_sisters", "receive", "revalue", "take_in",
]  # fmt: skip
