"""What a paper about hours says, as plain values: whoever fills these has formatted every string."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal


@dataclass(frozen=True)
class HoursLine:
    """The hours of a month. `service` is one of the neutral words of `labels.SERVICE`."""

    month: str
    service: str
    hours: str


@dataclass(frozen=True)
class HoursPaper:
    """Somebody's hours from a day until a day. It names no program, role or place.

    `issued_at` is aware and becomes the time stamps of the file; the printed date is `issued_on`.
    """

    language: Literal["en", "es"]
    name: str
    from_on: str
    until_on: str
    total: str
    lines: tuple[HoursLine, ...]
    issued_on: str
    issued_at: datetime
