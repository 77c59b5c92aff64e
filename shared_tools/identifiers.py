"""VAT numbers, national ids, IBANs and payment references, checked by python-stdnum and schwifty."""

from __future__ import annotations

from typing import Any

import pycountry
import schwifty
from babel import Locale, UnknownLocaleError
from schwifty.exceptions import SchwiftyException
from stdnum import get_cc_module, iso11649, luhn
from stdnum.be import ogm_vcs
from stdnum.exceptions import ValidationError

from shared_tools.refusal import Refusal

EU = frozenset(
    [
        "AT",
        "BE",
        "BG",
        "CY",
        "CZ",
        "DE",
        "DK",
        "EE",
        "ES",
        "FI",
        "FR",
        "GR",
        "HR",
        "HU",
        "IE",
        "IT",
        "LT",
        "LU",
        "LV",
        "MT",
        "NL",
        "PL",
        "PT",
        "RO",
        "SE",
        "SI",
        "SK",
    ]
)


def vat_number(text: str, country: str) -> str:
    """``text`` as a VAT number of ``country`` (ISO 3166 code), compact, with its prefix.

    Raises Refusal ``not_a_vat_number``.
    """
    prefix = "EL" if country == "GR" else country
    compact = "".join(text.split()).upper().replace(".", "").replace("-", "")
    bare = compact.removeprefix(prefix)
    module: Any = get_cc_module(country.lower(), "vat")
    try:
        if module is not None:
            # Some modules keep the prefix, some refuse it: the prefix is ours to write.
            return prefix + module.validate(bare).removeprefix(prefix)
    except ValidationError as error:
        raise Refusal(
            "not_a_vat_number", f"{text!r} is not a VAT number of {country}: {str(error).rstrip('.').lower()}.",
            field="vat_number", way_out="Copy it from an invoice or the register of that country.",
        ) from None  # fmt: skip
    return prefix + bare


def iban(text: str) -> str:
    """A valid IBAN without spaces. Raises Refusal ``not_an_iban``."""
    try:
        return str(schwifty.IBAN(text))
    except (SchwiftyException, ValueError) as error:
        raise Refusal(
            "not_an_iban", f"{text!r} is not an IBAN: {str(error).rstrip('.').lower()}.",
            field="iban", way_out="Copy it from a bank statement, spaces do not matter.",
        ) from None  # fmt: skip


def belgian_reference(number: int) -> str:
    """Belgian structured communication of ``number`` (at most ten digits): ``+++000/0000/00196+++``."""
    body = f"{number:010d}"
    return f"+++{ogm_vcs.format(body + ogm_vcs.calc_check_digits(body))}+++"


def creditor_reference(number: int) -> str:
    """ISO 11649 creditor reference of ``number``: ``RF`` with its check digits."""
    body = f"{number:012d}"
    return iso11649.format(f"RF{98 - int(body + '271500') % 97:02d}{body}")


def luhn_reference(number: int) -> str:
    """Swedish OCR reference: ``number``, a digit for the length, a Luhn check digit."""
    body = f"{number}"
    length = (len(body) + 2) % 10
    payload = f"{body}{length}"
    return payload + luhn.calc_check_digit(payload)


def reference_forms(text: str) -> list[str]:
    """A payment reference as a bank may hand it over (bare digits, ``RF`` without spaces), in the forms we print."""
    bare = "".join(character for character in text if character.isalnum()).upper()
    forms = [text.strip(), bare]
    if len(bare) == 12 and bare.isdecimal():
        forms.append(f"+++{ogm_vcs.format(bare)}+++")
    if bare.startswith("RF"):
        forms.append(iso11649.format(bare))
    return [form for form in dict.fromkeys(forms) if form]


def is_country(code: str) -> bool:
    """Whether ``code`` is an ISO 3166-1 alpha-2 code, in capitals."""
    return code.isupper() and pycountry.countries.get(alpha_2=code) is not None


def is_language(code: str) -> bool:
    """Whether ``code`` is a language that letters can be written in (``nl``, ``fr_BE``)."""
    try:
        Locale.parse(code)
    except (UnknownLocaleError, ValueError):
        return False
    return True


def spaced_iban(text: str) -> str:
    """An IBAN in groups of four, as paper shows it."""
    compact = text.replace(" ", "")
    return " ".join(compact[i : i + 4] for i in range(0, len(compact), 4))
