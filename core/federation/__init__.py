"""Federation: an instance's key, and the signed envelope in which everything crosses a border."""

from core.federation.envelope import Envelope, SigningKey, open_envelope, seal

__all__ = ["Envelope", "SigningKey", "open_envelope", "seal"]
