"""What a person chooses in the editor, and the RRULE that it is: each made of the other.

Only what the editor can say is a rule here: days, weeks on weekdays, months by weekday or by day. Rules by
the hour, endless intervals, sets within sets are refused, so every series can be read and edited by people.
A rule carries no start and no end; those are columns of the series.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Literal

from dateutil.relativedelta import relativedelta
from dateutil.rrule import DAILY, MO, MONTHLY, WEEKLY, rrule, weekday
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
NTHS = (1, 2, 3, 4, -1)
MONTH_DAYS = (*range(1, 32), -1)
PARTS = frozenset({"FREQ", "INTERVAL", "BYDAY", "BYMONTHDAY", "WKST"})
LONGEST_TEXT = 300


class RuleRefused(ValueError):
    """A sentence for the person: this is no rule that a series can follow."""

    def __init__(self, sentence: Promise | str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class Kind(StrEnum):
    """The four ways in which a series comes again."""

    DAILY = "daily"
    WEEKLY = "weekly"
    MONTHLY_WEEKDAY = "monthly_weekday"
    MONTHLY_DAY = "monthly_day"


FREQUENCIES: dict[Kind, Literal[1, 2, 3]] = {
    Kind.DAILY: DAILY,
    Kind.WEEKLY: WEEKLY,
    Kind.MONTHLY_WEEKDAY: MONTHLY,
    Kind.MONTHLY_DAY: MONTHLY,
}
# the most that lies between two times: a year of days would be another series
MOST = {Kind.DAILY: 30, Kind.WEEKLY: 12, Kind.MONTHLY_WEEKDAY: 12, Kind.MONTHLY_DAY: 12}


@dataclass(frozen=True)
class Repeat:
    """What the editor's fields say. Weekdays count from Monday 0; nth and month day -1 is the last.

    Raises: RuleRefused when the choices make no rule.
    """

    kind: Kind
    every: int = 1
    weekdays: tuple[int, ...] = ()
    nths: tuple[int, ...] = ()
    month_day: int | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "weekdays", tuple(sorted(set(self.weekdays))))
        object.__setattr__(self, "nths", tuple(nth for nth in NTHS if nth in set(self.nths)))
        if not 1 <= self.every <= MOST[self.kind]:
            raise RuleRefused(_("Please write a number from 1 to %(most)s.") % {"most": MOST[self.kind]})
        wants_weekdays = self.kind in {Kind.WEEKLY, Kind.MONTHLY_WEEKDAY}
        if wants_weekdays != bool(self.weekdays):
            raise RuleRefused(_("Please choose at least one day of the week."))
        if not set(self.weekdays) <= set(range(7)):
            raise RuleRefused(_("A week has seven days."))
        if (self.kind is Kind.MONTHLY_WEEKDAY) != bool(self.nths):
            raise RuleRefused(_("Please choose which week of the month."))
        if (self.kind is Kind.MONTHLY_DAY) != (self.month_day is not None):
            raise RuleRefused(_("Please choose a day of the month."))
        if self.month_day is not None and self.month_day not in MONTH_DAYS:
            raise RuleRefused(_("A month has 31 days at most."))

    @property
    def rule(self) -> str:
        """The RRULE, always written in the same way."""
        interval = f";INTERVAL={self.every}" if self.every > 1 else ""
        match self.kind:
            case Kind.DAILY:
                return f"FREQ=DAILY{interval}"
            case Kind.WEEKLY:
                return f"FREQ=WEEKLY{interval};BYDAY={','.join(CODES[day] for day in self.weekdays)}"
            case Kind.MONTHLY_WEEKDAY:
                named = [f"{nth}{CODES[day]}" for nth in self.nths for day in self.weekdays]
                return f"FREQ=MONTHLY{interval};BYDAY={','.join(named)}"
            case Kind.MONTHLY_DAY:
                return f"FREQ=MONTHLY{interval};BYMONTHDAY={self.month_day}"


def parse(text: str) -> Repeat:
    """Read an RRULE (its value, without DTSTART).

    Raises: RuleRefused for whatever the editor could not have written.
    """
    parts = _parts(text)
    if parts.get("WKST", "MO") != "MO":
        raise RuleRefused(_("Weeks begin on Monday here."))
    every = _number(parts.get("INTERVAL", "1"))
    by_day = [code for code in parts.get("BYDAY", "").split(",") if code]
    by_month_day = parts.get("BYMONTHDAY")
    match parts.get("FREQ"):
        case "DAILY" if not by_day and by_month_day is None:
            return Repeat(Kind.DAILY, every)
        case "WEEKLY" if by_month_day is None:
            return Repeat(Kind.WEEKLY, every, weekdays=tuple(_weekday(code) for code in by_day))
        case "MONTHLY" if by_day and by_month_day is None:
            return _monthly(every, by_day)
        case "MONTHLY" if not by_day and by_month_day is not None:
            return Repeat(Kind.MONTHLY_DAY, every, month_day=_number(by_month_day))
        case "HOURLY" | "MINUTELY" | "SECONDLY":
            raise RuleRefused(_("A series comes once a day at most."))
        case _:
            raise RuleRefused(_("This is no rule that a series can follow."))


def _parts(text: str) -> Mapping[str, str]:
    """Split into names and values, each name once."""
    if len(text) > LONGEST_TEXT or not text.isascii():
        raise RuleRefused(_("This is no rule that a series can follow."))
    parts: dict[str, str] = {}
    for part in text.strip().upper().removeprefix("RRULE:").split(";"):
        name, sign, value = part.partition("=")
        if not sign or not value or name in parts or name not in PARTS:
            raise RuleRefused(_("This is no rule that a series can follow."))
        parts[name] = value
    return parts


def _number(text: str) -> int:
    digits = text.removeprefix("-")
    if not digits.isdigit() or len(digits) > 3:
        raise RuleRefused(_("This is no rule that a series can follow."))
    return int(text)


def _weekday(code: str) -> int:
    if code not in CODES:
        raise RuleRefused(_("This is no rule that a series can follow."))
    return CODES.index(code)


def _monthly(every: int, by_day: list[str]) -> Repeat:
    """Weekdays of a month: every chosen week with every chosen day, or it could not be shown as choices."""
    pairs = {(_number(code[:-2]), _weekday(code[-2:])) for code in by_day}
    nths, weekdays = {nth for nth, _day in pairs}, {day for _nth, day in pairs}
    if len(pairs) != len(nths) * len(weekdays) or not nths <= set(NTHS):
        raise RuleRefused(_("This is no rule that a series can follow."))
    return Repeat(Kind.MONTHLY_WEEKDAY, every, weekdays=tuple(weekdays), nths=tuple(nths))


def days(repeat: Repeat, *, starts_on: date, first: date, last: date) -> list[date]:
    """Return the days from `first` to `last` (both included) that the rule gives a series since `starts_on`.

    It costs what the window costs, however long ago the series began.
    """
    first = max(first, starts_on)
    if last < first:
        return []
    found = rrule(
        FREQUENCIES[repeat.kind],
        dtstart=datetime.combine(_near(repeat, starts_on, first), time()),
        interval=repeat.every,
        byweekday=_by_weekday(repeat),
        bymonthday=repeat.month_day,
        wkst=MO,
        until=datetime.combine(last, time()),
    )
    return [moment.date() for moment in found if moment.date() >= first]


def _by_weekday(repeat: Repeat) -> list[weekday] | None:
    if repeat.kind is Kind.MONTHLY_WEEKDAY:
        return [weekday(day, nth) for nth in repeat.nths for day in repeat.weekdays]
    return [weekday(day) for day in repeat.weekdays] or None


def _near(repeat: Repeat, starts_on: date, first: date) -> date:
    """Return a start from which the rule gives the same days, as few periods before `first` as it can be."""
    match repeat.kind:
        case Kind.DAILY:
            step = repeat.every
            return starts_on + timedelta(days=(first - starts_on).days // step * step)
        case Kind.WEEKLY:
            monday = starts_on - timedelta(days=starts_on.weekday())
            step = 7 * repeat.every
            return max(starts_on, monday + timedelta(days=(first - monday).days // step * step))
        case _:
            months = (first.year - starts_on.year) * 12 + first.month - starts_on.month
            skipped = months // repeat.every * repeat.every
            return max(starts_on, starts_on.replace(day=1) + relativedelta(months=skipped))
