"""What a report is made of: figures that open, plots, tables whose cells open; a file takes the first one."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.urls import reverse
from django.utils.functional import Promise

from core.money import ZERO, format_money
from core.plots import Plot, Series
from gifts.reports.figures import FIGURES, Scope, Sums, sums_of

Text = str | Promise


@dataclass(frozen=True)
class Cell:
    """What a cell says, what of it goes into a file, where it leads, how dark it is."""

    text: Text
    raw: object = None
    href: str = ""
    shade: int | None = None
    note: Text = ""
    is_number: bool = True


@dataclass(frozen=True)
class Sheet:
    """A table; `name` heads its section."""

    name: Text
    headers: Sequence[Text]
    rows: Sequence[Sequence[Cell]]
    note: Text = ""
    is_heat: bool = False
    is_titled: bool = True


@dataclass(frozen=True)
class Stat:
    """A figure at the head of a report."""

    label: Text
    value: str
    href: str = ""
    note: Text = ""


@dataclass(frozen=True)
class Report:
    """One page. `means` says how its figures are counted."""

    title: Text
    lead: Text
    stats: Sequence[Stat] = ()
    plots: Sequence[tuple[Text, Plot]] = ()
    sheets: Sequence[Sheet] = ()
    means: Sequence[tuple[Text, Text]] = field(default_factory=list)
    links: Sequence[tuple[Text, str]] = ()


def href_of(name: str, scope: Scope, **more: object) -> str:
    """The address that opens a figure."""
    return f"{reverse('gifts:figure', args=[name])}?{scope.query(**more)}"


def money(amount: Decimal, href: str = "", *, shade: int | None = None, note: Text = "") -> Cell:
    """A sum."""
    return Cell(format_money(amount, "usd"), amount, href, shade, note)


def number(count: int, href: str = "", *, shade: int | None = None, note: Text = "") -> Cell:
    """A count."""
    return Cell(f"{count:,}", count, href if count else "", shade, note)


def words(text: Text, href: str = "", *, note: Text = "") -> Cell:
    """A name."""
    return Cell(text, None, href, None, note, is_number=False)


def percent(part: Decimal | int, whole: Decimal | int) -> str:
    """A share in percent, one place; a dash of nothing."""
    return f"{Decimal(part) * 100 / Decimal(whole):.1f} %" if whole else "—"


def both(name: str, scope: Scope, sums: Sums | None = None) -> tuple[Cell, Cell]:
    """A figure's count and money, each opening it."""
    found = sums_of(FIGURES[name], scope) if sums is None else sums
    href = href_of(name, scope)
    return number(found.count, href), money(found.money, href if found.count or found.money else "")


def meanings(*names: str) -> list[tuple[Text, Text]]:
    """What some figures mean."""
    return [(FIGURES[name].label, FIGURES[name].means) for name in names]


def count_series(name: str, sums: Sequence[Sums], links: Sequence[str] = ()) -> Series:
    """Counts along a plot."""
    return Series(name, [Decimal(each.count) for each in sums], [f"{each.count:,}" for each in sums], links)


def money_series(name: str, values: Sequence[Decimal], links: Sequence[str] = ()) -> Series:
    """Money along a plot; what lies below zero is drawn as nothing and written as it is."""
    texts = [format_money(value, "usd") for value in values]
    return Series(name, [max(value, ZERO) for value in values], texts, links)
