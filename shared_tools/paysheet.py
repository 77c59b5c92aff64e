"""The columnar payslip: one code path for one slip or a million.

A country's payroll is a plain function over columns: it receives ``Columns`` (one int64, bool, str or date array per
input, one row per slip) and the ``Law`` of a day, and returns a ``Sheet`` of lines. One slip is a sheet of one row.
Amounts are int64 minor units; rates are exact; every rounding is named.

Signs: a line is written as what is *owed*. An employee's line lowers the net, an employer's line raises the cost; a
reduction or a bonus is a negative line. So for every row

    net  = gross - sum of employee lines        cost = gross + sum of employer lines

and printed lines add up to printed totals by construction.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any, Literal

import msgspec
import numpy as np
from numpy.typing import NDArray

from shared_tools import money
from shared_tools.dated import Law, Mark, Parameter

Column = NDArray[np.int64]
Bearer = Literal["employee", "employer"]
Owed = Literal["social_security", "tax", "holiday", "provision", "other", "net"]
"""To whom the money of a line goes: the ledger's liability it is posted to ("net": to the worker, with the wage)."""

_LIMIT = 2**62


# --- arithmetic on columns ----------------------------------------------------------------------------------------


def _any_negative(numerator: Column | int) -> bool:
    """Most columns have no negative amount, and are rounded in fewer steps."""
    column = np.asarray(numerator)
    # A column of one slip is told by its one value: a reduction would cost more than the rounding.
    return (column.item() if column.size == 1 else int(column.min(initial=0))) < 0


def half_up(numerator: Column, denominator: int | Column) -> Column:
    """Nearest integer, a half away from zero, row by row."""
    if not _any_negative(numerator):
        return (2 * numerator + denominator) // (2 * denominator)
    positive = (2 * np.abs(numerator) + denominator) // (2 * denominator)
    return np.where(numerator < 0, -positive, positive)


def down(numerator: Column, denominator: int | Column) -> Column:
    """Toward zero, row by row."""
    if not _any_negative(numerator):
        return numerator // denominator
    positive = np.abs(numerator) // denominator
    return np.where(numerator < 0, -positive, positive)


def up(numerator: Column, denominator: int | Column) -> Column:
    """Away from zero, row by row."""
    positive = -(-np.abs(numerator) // denominator)
    return np.where(numerator < 0, -positive, positive)


def half_even(numerator: Column, denominator: int | Column) -> Column:
    """Nearest integer, a half to the even neighbour, row by row."""
    quotient = numerator // denominator
    rest = numerator - quotient * denominator
    return quotient + ((2 * rest > denominator) | ((2 * rest == denominator) & (quotient % 2 == 1)))


ColumnRounding = Callable[[Column, Any], Column]
ROUNDINGS: dict[str, ColumnRounding] = {"half_up": half_up, "down": down, "up": up, "half_even": half_even}


@dataclass(frozen=True, slots=True)
class Rates:
    """A rate per row: ``numerators / denominator``."""

    numerators: Column
    denominator: int

    def __getitem__(self, row: int) -> Fraction:
        return Fraction(int(self.numerators[row]), self.denominator)


Rate = Fraction | Rates


def times(base: Column | int, rate: Rate | Parameter, rounding: ColumnRounding = half_up) -> Column:
    """``base`` × ``rate`` rounded once to the minor unit, row by row.

    Raises OverflowError instead of wrapping when a product leaves 62 bits.
    """
    if isinstance(rate, Parameter):
        rate = _fraction(rate)
    base = np.asarray(base, dtype=np.int64)
    numerators = rate.numerator if isinstance(rate, Fraction) else rate.numerators
    largest_base, largest_rate = _largest(base), _largest(numerators)
    if largest_base * largest_rate >= _LIMIT:
        raise OverflowError(f"{largest_base} × {largest_rate} does not fit an int64 column")
    return rounding(base * numerators, rate.denominator)


def _fraction(rate: Parameter) -> Fraction:
    return rate.value if isinstance(rate.value, Fraction) else Fraction(rate.value)


def _largest(values: Column | int) -> int:
    """The largest magnitude of a column; 0 of an empty one."""
    if isinstance(values, int):
        return abs(values)
    if values.size == 1:
        return abs(values.item())
    return max(int(values.max(initial=0)), -int(values.min(initial=0)))


def choose(conditions: Sequence[NDArray[np.bool_]], values: Sequence[Any], otherwise: Any = 0) -> Column:
    """The first value whose condition holds, row by row."""
    chosen = otherwise
    for condition, value in zip(reversed(conditions), reversed(values), strict=True):
        chosen = np.where(condition, value, chosen)
    return np.asarray(chosen, dtype=np.int64)


def bracket(value: Column, edges: Sequence[int], *, including_edge: bool = True) -> NDArray[np.intp]:
    """Index of the bracket each ``value`` falls in, ``edges`` being upper limits; the last bracket has none."""
    return np.searchsorted(
        np.asarray(edges, dtype=np.int64), value, side="left" if including_edge else "right"
    )


# --- inputs -------------------------------------------------------------------------------------------------------


_SHAPES: tuple[tuple[type, tuple[Any, Any]], ...] = (
    (bool, (np.dtype(np.bool_), False)), (int, (np.dtype(np.int64), 0)), (date, (np.dtype("datetime64[D]"), None)),
    (str, (None, "")), (Fraction, (np.dtype(object), None)),
)  # fmt: skip
"""What a field holds → its column's dtype and what stands where it is absent; bool first, being an int too."""


class Columns:
    """Inputs as columns: ``columns.gross[i]`` belongs to slip i. Read-only by convention.

    Built from rows of one frozen struct: int → int64, bool → bool, str → str, date → datetime64[D], ``int | None``
    → int64 with 0 where absent and a bool column ``<name>_given`` beside it. A struct field may name a method
    ``columns_<name>`` instead where it needs another shape (a list of children becomes counts).
    """

    def __init__(self, arrays: Mapping[str, NDArray[Any]]) -> None:
        self._arrays = dict(arrays)
        lengths = {len(array) for array in self._arrays.values()}
        if len(lengths) != 1:
            raise ValueError(f"columns of different lengths: {sorted(lengths)}")
        self.n = lengths.pop()

    @classmethod
    def of(cls, rows: Sequence[msgspec.Struct]) -> Columns:
        """Raises ValueError for no rows: a sheet of nothing has no shape."""
        if not rows:
            raise ValueError("no rows")
        arrays: dict[str, NDArray[Any]] = {}
        everywhere = np.ones(len(rows), dtype=np.bool_)
        everywhere.flags.writeable = False  # one column for every field that each row fills in
        for name in type(rows[0]).__struct_fields__:
            values = [getattr(row, name) for row in rows]
            absent = None in values
            sample = next((value for value in values if value is not None), 0) if absent else values[0]
            shape = next((shape for kind, shape in _SHAPES if isinstance(sample, kind)), None)
            if shape is None:
                continue
            dtype, empty = shape
            arrays[name] = np.array(
                [empty if value is None else value for value in values] if absent else values, dtype=dtype
            )
            arrays[f"{name}_given"] = (
                np.array([value is not None for value in values]) if absent else everywhere
            )
        return cls(arrays)

    def __getattr__(self, name: str) -> Any:
        try:
            return self.__dict__["_arrays"][name]
        except KeyError:
            raise AttributeError(f"no input column {name!r}") from None

    def __contains__(self, name: str) -> bool:
        return name in self._arrays

    def with_(self, **arrays: NDArray[Any]) -> Columns:
        """The same rows with some columns replaced or added."""
        return Columns({**self._arrays, **arrays})

    def take(self, rows: NDArray[np.intp] | slice) -> Columns:
        return Columns({name: array[rows] for name, array in self._arrays.items()})

    def repeat(self, times_: int) -> Columns:
        """Each row ``times_`` times, in a run."""
        return Columns({name: np.repeat(array, times_) for name, array in self._arrays.items()})


def percents(texts: Sequence[str | None], digits: int = 6) -> Rates:
    """Percentages written as text, a rate per row (absent: 0); ``digits`` after the point of the rate itself."""
    scale = 10**digits
    scaled = [money.percent(text or "0") * scale for text in texts]
    if any(value.denominator != 1 for value in scaled):
        raise ValueError(f"a percentage with more than {digits - 2} digits")
    return Rates(np.array([int(value) for value in scaled], dtype=np.int64), scale)


# --- the sheet ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line of all slips of a sheet.

    ``code`` the country's own name of the line, stable; ``label`` the English words, a message id of the country's
    catalogue; ``section`` the heading it stands under; ``base``, ``amount`` minor units; ``source`` the article.
    """

    code: str
    label: str
    bearer: Bearer
    owed: Owed
    section: str
    amount: Column
    base: Column | None
    rate: Rate | None
    rounding: str
    source: str
    checked: date | None
    mark: Mark


class SlipLine(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """A line as stored and printed. Minor units; ``rate`` is an exact fraction as text (``"1307/10000"``)."""

    code: str
    label: str
    bearer: Bearer
    owed: Owed
    section: str
    amount: int
    base: int | None = None
    rate: str | None = None
    rounding: str = "half_up"
    source: str = ""
    checked: date | None = None
    mark: Mark = "believed"


class Slip(msgspec.Struct, frozen=True):
    """One payslip as stored: totals, every line, and the figures that lead to them. Minor units."""

    gross: int
    net: int
    cost: int
    law_day: date
    lines: tuple[SlipLine, ...]
    figures: dict[str, int]


@dataclass(slots=True)
class Sheet:
    """Payslips as columns. ``gross`` is the wage before any contribution, minor units, one row a slip."""

    law: Law
    gross: Column
    lines: list[Line] = field(default_factory=list)
    figures: dict[str, Column] = field(default_factory=dict)

    def line(
        self,
        code: str,
        label: str,
        *,
        of: Bearer,
        owed: Owed,
        base: Column | None = None,
        rate: Rate | Parameter | None = None,
        amount: Column | None = None,
        section: str = "social_security",
        rounding: str = "half_up",
        source: Parameter | str | None = None,
    ) -> Column:
        """Add a line and return its amounts.

        Either ``base`` and ``rate`` (the amount is their rounded product) or ``amount`` computed by the caller. The
        source is the parameter's own unless ``source`` names another. Raises ValueError when a line states no source.
        """
        cited = source if source is not None else rate
        if isinstance(cited, Parameter):
            text, checked, mark = cited.source, cited.checked, cited.mark
        elif isinstance(cited, str) and cited:
            text, checked, mark = cited, None, "believed"
        else:
            raise ValueError(f"line {code} names no source of law")
        plain = _fraction(rate) if isinstance(rate, Parameter) else rate
        if amount is None:
            if base is None or plain is None:
                raise ValueError(f"line {code} needs base and rate, or an amount")
            amount = times(base, plain, ROUNDINGS[rounding])
        amount = self._column(amount)
        self.lines.append(
            Line(code, label, of, owed, section, amount, base, plain, rounding, text, checked, mark)
        )
        return amount

    def figure(self, code: str, values: Column | int) -> Column:
        """Keep a step that is no line of its own (a base, a reference wage): shown by explain, carried to later slips."""
        column = self.figures[code] = self._column(values)
        return column

    def _column(self, values: Column | int) -> Column:
        """One value a row; a single value stands for all."""
        column = np.asarray(values, dtype=np.int64)
        return column if column.shape == self.gross.shape else np.broadcast_to(column, self.gross.shape)

    def total(self, of: Bearer, owed: Owed | None = None) -> Column:
        """Sum of the lines borne by ``of`` (owed to one creditor only, if named)."""
        zero = np.zeros_like(self.gross)
        return sum(
            (line.amount for line in self.lines if line.bearer == of and owed in (None, line.owed)), zero
        )

    @property
    def net(self) -> Column:
        return self.gross - self.total("employee")

    @property
    def cost(self) -> Column:
        return self.gross + self.total("employer")

    def amount(self, code: str) -> Column:
        """The amounts of the lines called ``code`` (0 where there is none) or the figure of that name."""
        if code in self.figures:
            return self.figures[code]
        zero = np.zeros_like(self.gross)
        return sum((line.amount for line in self.lines if line.code == code), zero)

    def slip(self, row: int = 0) -> Slip:
        """Row ``row`` as a stored slip; lines of 0 with no base are left out."""
        lines = tuple(
            SlipLine(
                line.code, line.label, line.bearer, line.owed, line.section, int(line.amount[row]),
                None if line.base is None else int(line.base[row]),
                None if line.rate is None else str(line.rate[row] if isinstance(line.rate, Rates) else line.rate),
                line.rounding, line.source, line.checked, line.mark,
            )
            for line in self.lines
            if line.amount[row] != 0 or (line.base is not None and line.base[row] != 0)
        )  # fmt: skip
        figures = {code: int(column[row]) for code, column in self.figures.items()}
        return Slip(
            int(self.gross[row]), int(self.net[row]), int(self.cost[row]), self.law.day, lines, figures
        )


CHUNK = 16_384
"""Rows a payroll is asked for at once where there are many: its columns then stay in a processor's own memory."""
Pay = Callable[[Columns, Law], Sheet]
"""A contract type's payroll: pure, any number of rows."""


def in_chunks(pay: Pay, columns: Columns, law: Law, size: int = CHUNK) -> Iterator[Sheet]:
    """Sheets of at most ``size`` rows each, so that a million slips need the memory of ``size``."""
    for start in range(0, columns.n, size):
        yield pay(columns.take(slice(start, start + size)), law)
