"""What the register says of one column, and the words that many columns share."""

from dataclasses import dataclass

GIVING_SIDE = "the donor; fundraiser, finance, privacy, administrator, read-only"
TIME_SIDE = "the volunteer; coordinator, screening, administrator, read-only"


@dataclass(frozen=True)
class Text:
    """One column. `length` None: bounded by its maker, not by the column."""

    purpose: str
    length: int | None
    readers: str
    guard: str
    retention: str


LAW = "seven years after the gift, as tax law asks"
KEPT = "as long as the record"
DAY = "a day"
AGREED = "deleted when the consent is taken back, or 30 days after it ran out"
YEAR = "thirteen months, then without its words"
