"""Hungarian personal numbers that python-stdnum does not know (dossier section 7) [believed]."""

from __future__ import annotations

from shared_tools.refusal import Refusal


def tax_id(text: str) -> str:
    """Adóazonosító jel: ten digits, the first 8; the tenth = Σ i × digit i (i = 1 … 9) mod 11, never 10.

    Raises Refusal ``not_a_tax_id``.
    """
    digits = "".join(text.split()).replace("-", "")
    if len(digits) == 10 and digits.isdigit() and digits[0] == "8":
        check = sum(i * int(digit) for i, digit in enumerate(digits[:9], 1)) % 11
        if check == int(digits[9]):
            return digits
    raise Refusal("not_a_tax_id", f"{text!r} is no adóazonosító jel.", field="national_id", way_out="Copy the ten digits of the tax card.")  # fmt: skip


def taj(text: str) -> str:
    """TAJ: nine digits; the ninth = (3 × odd places + 7 × even places) mod 10. Raises Refusal ``not_a_taj``."""
    digits = "".join(text.split()).replace("-", "")
    if len(digits) == 9 and digits.isdigit():
        check = (3 * sum(map(int, digits[0:8:2])) + 7 * sum(map(int, digits[1:8:2]))) % 10
        if check == int(digits[8]):
            return digits
    raise Refusal(
        "not_a_taj", f"{text!r} is no TAJ number.", field="taj", way_out="Copy the nine digits of the card."
    )
