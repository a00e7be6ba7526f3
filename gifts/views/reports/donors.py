"""Reports of who gives: who lapsed, classes, who gave more or less, the largest."""

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from core.money import format_money
from core.plots import bars
from gifts.reports.figures import CLASS_NAMES, FIGURES, Scope, Sums, sums_of
from gifts.reports.figures.behind import CLASSES
from gifts.reports.figures.kept import classes as kept_classes
from gifts.reports.figures.tables import top_donors
from gifts.views.reports.sheets import (
    Report,
    Sheet,
    Stat,
    both,
    count_series,
    href_of,
    meanings,
    money,
    number,
    percent,
    words,
)

TOP = 50


def lapsed(scope: Scope) -> Report:
    """Who gave last year but not this year, and who gave earlier."""
    rows = [
        [words(FIGURES[name].label, href_of(name, scope)), *both(name, scope)]
        for name in ("lybunt", "sybunt")
    ]
    return Report(
        title=_("LYBUNT and SYBUNT"),
        lead=_("Who gave last year but unfortunately not this, and who gave some year but not in these two."),
        stats=[
            Stat(row[0].text, f"{row[1].text}", row[1].href, _("gave %(sum)s") % {"sum": row[2].text})
            for row in rows
        ],
        sheets=[
            Sheet(
                _("Whom to write to"),
                [_("Donors"), _("How many"), _("They gave")],
                rows,
                note=_("Open one to see everybody, the largest first, and take the list along."),
            )
        ],
        means=meanings("lybunt", "sybunt"),
    )


def classes(scope: Scope) -> Report:
    """Donors by when they last gave, how often and how much (RFM)."""
    found = _classes(scope)
    total = sum(sums.count for sums in found.values())
    rows = []
    for place, name in enumerate(CLASSES, start=1):
        sums, (label, means) = found.get(name, Sums()), CLASS_NAMES[name]
        href = href_of("class", scope, kind=name)
        rows.append(
            [
                words(f"{place} · {label}", note=means),
                number(sums.count, href),
                words(percent(sums.count, total)),
                money(sums.money, href if sums.count else ""),
            ]
        )
    plot = bars(
        labels=[f"{number}" for number, _name in enumerate(CLASSES, start=1)],
        series=[
            count_series(
                _("Donors"),
                [found.get(name, Sums()) for name in CLASSES],
                [href_of("class", scope, kind=name) for name in CLASSES],
            )
        ],
        summary=_("%(n)s donors in eight classes.") % {"n": f"{total:,}"},
        first=_("Class"),
    )
    return Report(
        title=_("Classes of donors (RFM)"),
        lead=_(
            "Each donor stands in one class, by when they last gave (recency), how often (frequency) and how "
            "much in all (money). The first rule that fits counts."
        ),
        plots=[(_("Donors by class"), plot)],
        sheets=[Sheet(_("Classes"), [_("Class"), _("Donors"), _("Share"), _("They ever gave")], rows)],
        means=meanings("class"),
    )


def changes(scope: Scope) -> Report:
    """Who gave more or less than last year."""
    names = ("upgraded", "downgraded", "same")
    found = {name: sums_of(FIGURES[name], scope) for name in names}
    rows = [[words(FIGURES[name].label), *both(name, scope, found[name])] for name in names]
    return Report(
        title=_("More or less than last year"),
        lead=_("Donors of both fiscal years: more, less or the same. The current year is not over."),
        stats=[
            Stat(
                FIGURES[name].label,
                f"{found[name].count:,}",
                href_of(name, scope),
                format_money(found[name].money, "usd"),
            )
            for name in names
        ],
        sheets=[Sheet(_("By how much"), [_("Donors"), _("How many"), _("By how much")], rows)],
        means=meanings(*names),
    )


def top(scope: Scope, *, with_soft: bool = False) -> Report:
    """The largest donors of some days."""
    rows = []
    for one in top_donors(scope, with_soft=with_soft, count=TOP):
        days = f"since={scope.since}&until={scope.until}"
        gifts = f"{reverse('gifts:gift_list')}?donor={one.donor_id}&{days}"
        last = date_format(one.last_on, "SHORT_DATE_FORMAT") if one.last_on else "—"
        rows.append(
            [
                words(one.name, reverse("desk:donor", args=[one.donor_id])),
                money(one.given, gifts),
                money(one.soft, f"{reverse('desk:donor', args=[one.donor_id])}#brought" if one.soft else ""),
                money(one.given + one.soft),
                words(last),
            ]
        )
    donors = sums_of(FIGURES["donors"], scope)
    headers = [_("Donor"), _("Gave"), _("Credited for"), _("Both"), _("Last gift")]
    here, query = reverse("gifts:report", args=["top"]), scope.query(year=None)
    return Report(
        title=_("Top donors"),
        lead=_(
            "The fifty largest sums of these days. Beside what a donor gave stands what others gave because "
            "of them (soft credit): an employer's match, a fund that they advise; of a gift that went "
            "back in part, at most the rest."
        ),
        stats=[Stat(FIGURES["donors"].label, f"{donors.count:,}", href_of("donors", scope))],
        sheets=[Sheet(_("Largest first"), headers, rows)],
        means=meanings("donors"),
        links=[
            (_("By what they gave"), f"{here}?{query}"),
            (_("With soft credits"), f"{here}?{query}&soft=yes"),
        ],
    )


def _of_class(scope: Scope, name: str) -> Scope:
    return Scope(**{**vars(scope), "kind": name})


def _classes(scope: Scope) -> dict[str, Sums]:
    if scope.is_narrowed:
        return {name: sums_of(FIGURES["class"], _of_class(scope, name)) for name in CLASSES}
    return kept_classes(scope.today, scope.month)
