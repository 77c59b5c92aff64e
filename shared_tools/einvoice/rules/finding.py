"""A finding: which rule a document breaks, where, with which value, in words a person understands, and the way out.

Message ids are English and translated from the catalogues of all e-invoices (objections.LOCALE). The name of a business term stands in a
sentence as a label (``Missing: Seller post code (BT-38).``), so that one sentence serves every term in every language.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Final, Literal, NamedTuple, TypeVar

import msgspec

from shared_tools.einvoice.model import Document
from shared_tools.einvoice.rules.names import NAMES
from shared_tools.i18n import N_
from shared_tools.refusal import Refusal, Words

Severity = Literal["fatal", "warning"]

MISSING: Final = N_("Missing: {name} ({term}).")
NOT_IN_LIST: Final = N_("{name} ({term}) is “{value}”, which is not in the official list.")
WRONG_FORM: Final = N_("{name} ({term}) is “{value}”, which is not written correctly.")
NOT_A_NUMBER: Final = N_("{name} ({term}) is “{value}”, which is not a number.")
NEGATIVE: Final = N_("{name} ({term}) is {value}; it cannot be negative.")
ENDS_BEFORE_IT_STARTS: Final = N_("A period ends before it starts: {value} ({term}).")
NO_REASON: Final = N_("A reduction or addition has no reason ({term}).")
TOTAL: Final = N_("{name} ({term}) is {value} and should be {expected}.")
TOO_LONG: Final = N_("{name} ({term}) is longer than {most} characters.")
ONLY_ONCE: Final = N_("{name} ({term}) may stand only once on an invoice; there are {value}.")

CLIENT: Final = N_("Complete or correct the client's particulars.")
SELLER: Final = N_("Complete or correct the particulars of the structure that invoices.")
INVOICE: Final = N_("Complete or correct the invoice.")
LINE: Final = N_("Correct the line.")
VAT: Final = N_("Choose the VAT treatment again.")
PAYMENT: Final = N_("Complete or correct how the invoice is to be paid.")
COMPUTED: Final = N_("The amounts do not add up: compute the invoice again; on a supplier's invoice, ask for a corrected one.")  # fmt: skip


class Fault(NamedTuple):
    """One place where a rule is broken: the offending value, the line's id where it is on a line, and what the sentence
    needs besides."""

    value: object = ""
    line: str = ""
    more: tuple[tuple[str, str], ...] = ()


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """``rule`` the official id, ``also`` ids that say the same, ``term`` BT or BG number, ``value`` as written,
    ``line`` BT-126 where a line is meant, ``message`` and ``way_out`` message ids with ``values`` for their names."""

    rule: str
    term: str
    message: str
    way_out: str
    severity: Severity
    value: str = ""
    line: str = ""
    also: tuple[str, ...] = ()
    values: dict[str, str] = msgspec.field(default_factory=dict)

    def sentence(self, words: Words) -> str:
        """What is wrong, in the language of ``words``."""
        name = words(NAMES[self.term]) if self.term in NAMES else self.term
        said = words(self.message, name=name, term=self.term, value=self.value, **self.values)
        return words(N_("Line {line}: {sentence}"), line=self.line, sentence=said) if self.line else said

    def refusal(self, words: Words) -> Refusal:
        """The finding as a refusal, for the one who tries to issue such a document."""
        return Refusal(self.rule, self.sentence(words), field=self.term, way_out=words(self.way_out))


class Rule(msgspec.Struct, frozen=True, kw_only=True):
    """A rule: its official id, the term it is about, and the faults of a document; none means that it holds.

    ``about`` the VAT category or identifier scheme without which on the document it has nothing to say, "" for any."""

    id: str
    term: str
    broken: Callable[[Document], Iterable[Fault]]
    message: str = MISSING
    way_out: str = INVOICE
    severity: Severity = "fatal"
    also: tuple[str, ...] = ()
    about: str = ""

    def findings(self, document: Document) -> Iterable[Finding]:
        # Almost every rule holds: whoever asks three hundred of them a document does not start a generator for each.
        faults = self.broken(document)
        return [self._finding(fault) for fault in faults] if faults else ()

    def _finding(self, fault: Fault) -> Finding:
        return Finding(
            rule=self.id, term=self.term, message=self.message, way_out=self.way_out, severity=self.severity,
            value=str(fault.value), line=fault.line, also=self.also, values=dict(fault.more),
        )  # fmt: skip


def when(broken: bool, value: object = "", line: str = "", **more: object) -> list[Fault]:
    """One fault where ``broken``, else none."""
    return [Fault(value, line, tuple((key, str(text)) for key, text in more.items()))] if broken else []


T = TypeVar("T")


def once(asked: Callable[[Document], T]) -> Callable[[Document], T]:
    """``asked`` once for a document: a hundred rules ask the same of one document and then never again.

    Only the last document is remembered, in one tuple, so that threads that ask of several at once only lose time.
    """
    last: list[tuple[Document, T]] = []

    def of(d: Document) -> T:
        known = last[:]
        if known and known[0][0] is d:
            return known[0][1]
        found = asked(d)
        last[:] = [(d, found)]
        return found

    return of


_PLAIN: Final = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)")


def blank(text: str | None) -> bool:
    return not (text or "").strip()


@lru_cache(4096)
def number(text: str) -> Fraction | None:
    """The decimal that ``text`` writes, or None."""
    return Fraction(Decimal(text)) if _PLAIN.fullmatch(text) else None


def missing(id: str, term: str, text: Callable[[Document], str | None], way_out: str = INVOICE, also: tuple[str, ...] = ()) -> Rule:  # fmt: skip
    """The rule that a text of the document is there."""
    return Rule(id=id, term=term, broken=lambda d: when(blank(text(d))), way_out=way_out, also=also)
