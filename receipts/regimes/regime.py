"""The shape of a regime: from a gift's figures to the kind of paper and what it must state."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Claim:
    """What a paper certifies: its kind, the codes of its statements in order, the deductible amount."""

    kind: str
    statements: tuple[str, ...]
    deductible: Decimal


@dataclass(frozen=True)
class Regime:
    """One country's rules.

    `code` and `series_code` name the number series; `claim(paid)` decides from the money that stands;
    `titles()` and `sentences(legal_name, tax_number)` return wording in the active language; `summary` names
    the sentences under a year's summary.
    """

    code: str
    series_code: str
    claim: Callable[[Decimal], Claim]
    sentences: Callable[[str, str], dict[str, str]]
    titles: Callable[[], dict[str, str]]
    summary: tuple[str, ...]
