"""Every figure of the reports: its name, what it means, how it is read, and the rows that it is the sum of.

`sums_of` is what a page shows; `behind` says in SQL exactly which gifts or donors that is. A test holds both
against each other on random gifts and random filters, for every figure here.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gifts.reports.figures import behind, kept
from gifts.reports.figures.kept import Behind, Read, Sums, counted
from gifts.reports.figures.scope import Scope

__all__ = ["CLASS_NAMES", "FIGURES", "Figure", "Scope", "Sums", "sums_of"]


@dataclass(frozen=True)
class Figure:
    """`of` says what its rows are, gifts or donors; `read` serves where `serves` says so, else rows count."""

    name: str
    label: Promise
    means: Promise
    of: str
    behind: Behind
    read: Read | None = None
    serves: Callable[[Scope], bool] = lambda scope: not scope.is_narrowed


def sums_of(figure: Figure, scope: Scope) -> Sums:
    """Return the figure as a page shows it."""
    if figure.read is not None and figure.serves(scope):
        return figure.read(scope)
    return counted(figure.behind(scope))


CLASS_NAMES = {
    "champions": (_("Champions"), _("gave within a year, five times or more, $1,000 or more")),
    "loyal": (_("Loyal"), _("gave within a year, and more than once")),
    "generous_new": (_("Generous newcomers"), _("gave once, within a year, $100 or more")),
    "new": (_("Newcomers"), _("gave once, within a year, less than $100")),
    "slipping": (_("Slipping away"), _("last gave one to two years ago; five gifts, or $1,000, before")),
    "cooling": (_("Cooling"), _("last gave one to two years ago")),
    "missed": (_("Missed"), _("last gave more than two years ago; five gifts, or $1,000, before")),
    "gone": (_("Long ago"), _("last gave more than two years ago")),
}


def _class(scope: Scope) -> Sums:
    kind = scope.kind if scope.kind in CLASS_NAMES else behind.CLASSES[0]
    return kept.classes(scope.today, scope.month).get(kind, Sums())


def _cohort(scope: Scope) -> Sums:
    first = scope.year if scope.cohort is None else scope.cohort
    return kept.cohorts(scope, where=f"cohort = {first:d}")


_ALL = [
    Figure(
        "raised",
        _("Raised"),
        _(
            "What stands today of the gifts whose day lies in these days: refunds, disputes and returned "
            "payments are taken off, the processor's fees are not. Gifts of people who wish to stay unnamed "
            "count as all others. Beside a fund stands its share of each gift."
        ),
        "gifts",
        behind.gifts,
        kept.gifts,
        kept.serves_gifts,
    ),
    Figure(
        "donors",
        _("Donors"),
        _(
            "Everyone with a gift of these days that arrived, counted once, and what stands of all their "
            "gifts of these days. Payments without a donor are left out."
        ),
        "donors",
        behind.donors,
        kept.donors,
        kept.serves_donors,
    ),
    Figure(
        "newcomers",
        _("First-time donors"),
        _("Who gave in this fiscal year and never before it, and what they gave in it."),
        "donors",
        behind.newcomers,
        lambda scope: kept.cohorts(scope, where="cohort = year"),
    ),
    Figure(
        "retained",
        _("Retained donors"),
        _("Who gave in the fiscal year before and again in this one, and what they gave in this one."),
        "donors",
        behind.lasting,
        lambda scope: kept.cohorts(scope, where="move <> 'none'"),
    ),
    Figure(
        "recaptured",
        _("Recaptured donors"),
        _("Who gave in this fiscal year, not in the one before, but earlier; and what they gave in this."),
        "donors",
        behind.recaptured,
        lambda scope: kept.cohorts(scope, where="move = 'none' AND cohort < year"),
    ),
    Figure(
        "lybunt",
        _("Gave last year, not yet this year (LYBUNT)"),
        _("Who gave in the fiscal year before and not in this one; the money is what they gave then."),
        "donors",
        behind.lybunt,
        kept.lybunt,
    ),
    Figure(
        "sybunt",
        _("Gave earlier, neither last year nor this (SYBUNT)"),
        _("Who gave in some year before the last and not since; the money is all they ever gave."),
        "donors",
        behind.sybunt,
        kept.sybunt,
    ),
    Figure(
        "upgraded",
        _("Gave more than last year"),
        _("Who gave in both fiscal years, and more in this one; the money is by how much."),
        "donors",
        partial(behind.changed, sign=">"),
        partial(kept.changed, move="up"),
    ),
    Figure(
        "downgraded",
        _("Gave less than last year"),
        _("Who gave in both fiscal years, and less in this one; the money is by how much."),
        "donors",
        partial(behind.changed, sign="<"),
        partial(kept.changed, move="down"),
    ),
    Figure(
        "same",
        _("Gave the same as last year"),
        _("Who gave in both fiscal years, and exactly as much in this one."),
        "donors",
        partial(behind.changed, sign="="),
        partial(kept.changed, move="same"),
    ),
    Figure(
        "cohort",
        _("Donors of a first year who gave in another"),
        _("Who first gave in one fiscal year and gave in this one, too; and what they gave in this one."),
        "donors",
        behind.cohort,
        _cohort,
    ),
    Figure(
        "class",
        _("Donors of a class"),
        _(
            "Each donor stands in one class, by when they last gave, how many of their gifts arrived and "
            "what stands of all of them; the money is all they ever gave."
        ),
        "donors",
        behind.of_class,
        _class,
    ),
]
FIGURES = {figure.name: figure for figure in _ALL}
