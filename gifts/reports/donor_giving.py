"""Which donors gave what, as conditions on donors: from kept totals where those serve, else from gifts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Exists, OuterRef, Sum
from django.db.models.expressions import RawSQL
from django.utils.translation import gettext_lazy as _

from campaigns.models import Appeal, Campaign, Fund
from donors.models import DonorQuerySet
from gifts.models import Allocation, Gift, RecurringGift
from gifts.models.gift import GiftQuerySet
from gifts.reports.tallies import donor_tallies, donor_years, fiscal_month, fiscal_year

PATTERNS = [
    ("last_not_this", _("Last year, not this year")),
    ("some_not_this", _("Some year, not this year")),
    ("this", _("This year")),
    ("first_this", _("For the first time this year")),
    ("never", _("Never")),
]


@dataclass(frozen=True)
class Wanted:
    """Gifts that count: between days, for a campaign, a fund, an appeal; and what they come to."""

    since: date | None = None
    until: date | None = None
    campaign: Campaign | None = None
    fund: Fund | None = None
    appeal: Appeal | None = None
    least: Decimal | None = None
    most: Decimal | None = None

    @property
    def is_anything(self) -> bool:
        """Whether it narrows at all."""
        return any(value is not None for value in vars(self).values())

    @property
    def is_of_all_gifts(self) -> bool:
        """Whether every gift of a donor counts."""
        return not any((self.since, self.until, self.campaign, self.fund, self.appeal))

    def gifts(self) -> GiftQuerySet:
        """Return the gifts that arrived and count."""
        found = Gift.objects.arrived()
        if self.since:
            found = found.filter(given_on__gte=self.since)
        if self.until:
            found = found.filter(given_on__lte=self.until)
        if self.campaign:
            found = found.filter(campaign=self.campaign)
        if self.appeal:
            found = found.filter(appeal=self.appeal)
        if self.fund:
            found = found.filter(Exists(Allocation.objects.filter(gift=OuterRef("pk"), fund=self.fund)))
        return found


@dataclass(frozen=True)
class Ends:
    """Between which days the first and the last gift fell, and how large the largest was."""

    first_since: date | None = None
    first_until: date | None = None
    last_since: date | None = None
    last_until: date | None = None
    largest: Decimal | None = None

    def conditions(self) -> dict[str, date | Decimal]:
        """Return what a donor's totals must meet, by its SQL; empty where nothing is asked."""
        asked = {
            "first_on >= %s": self.first_since,
            "first_on <= %s": self.first_until,
            "last_on >= %s": self.last_since,
            "last_on <= %s": self.last_until,
            "largest >= %s": self.largest,
        }
        return {sql: value for sql, value in asked.items() if value is not None}


def who_gave(donors: DonorQuerySet, wanted: Wanted) -> DonorQuerySet:
    """Return those with a gift that counts, whose counted gifts together stand at so much.

    What stands is what the ledger says: a gift that went back counts as nothing.
    """
    if not wanted.is_anything:
        return donors
    gifts = wanted.gifts()
    if wanted.least is None and wanted.most is None:
        return donors.filter(Exists(gifts.filter(donor=OuterRef("pk"))))
    if wanted.is_of_all_gifts:
        asked = {"given >= %s": wanted.least, "given <= %s": wanted.most}
        return _of_totals(donors, {sql: value for sql, value in asked.items() if value is not None})
    sums = gifts.filter(donor__isnull=False).order_by().values("donor").annotate(together=Sum("stands"))
    if wanted.least is not None:
        sums = sums.filter(together__gte=wanted.least)
    if wanted.most is not None:
        sums = sums.filter(together__lte=wanted.most)
    return donors.filter(pk__in=sums.values("donor"))


def who_began_or_ended(donors: DonorQuerySet, ends: Ends) -> DonorQuerySet:
    """Return those whose first, last and largest gift are as asked."""
    asked = ends.conditions()
    return _of_totals(donors, asked) if asked else donors


def who_followed(donors: DonorQuerySet, pattern: str, *, today: date) -> DonorQuerySet:
    """Return those whose fiscal years of giving are so, as the reports count them."""
    month = fiscal_month()
    this = fiscal_year(today, month)
    years = {
        "last_not_this": (f"year = {this - 1}", f"year = {this}"),
        "some_not_this": (f"year < {this}", f"year = {this}"),
        "this": (f"year = {this}", "FALSE"),
        "first_this": (f"year = {this}", f"year < {this}"),
        "never": ("TRUE", "FALSE"),
    }
    gave, did_not = years[pattern]
    pieces = f"WITH {donor_years(month)} SELECT donor_id FROM donor_years WHERE gifts > 0 AND"  # noqa: S608 - our own words
    rows = f"{pieces} ({gave}) EXCEPT ({pieces} ({did_not}))"
    found = RawSQL(rows, [])  # noqa: S611  # nosec B611 - fixed words and years that we count
    return donors.exclude(pk__in=found) if pattern == "never" else donors.filter(pk__in=found)


def who_gives_again(donors: DonorQuerySet, *, is_wanted: bool) -> DonorQuerySet:
    """Return those with a recurring gift that goes on, or all others."""
    going_on = Exists(RecurringGift.objects.going_on().filter(donor=OuterRef("pk")))
    return donors.filter(going_on if is_wanted else ~going_on)


def given_by(donors: DonorQuerySet) -> Decimal | None:
    """Return what stands of all gifts of these donors; None where they have none."""
    try:
        which, values = donors.order_by().values("pk").query.sql_with_params()
    except EmptyResultSet:
        return None
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH {donor_tallies(fiscal_month())} SELECT sum(given) FROM donor_tallies"  # noqa: S608 - our own words
            f" WHERE donor_id IN ({which})",
            values,
        )
        total: Decimal | None = cursor.fetchone()[0]
    return total


def _of_totals(donors: DonorQuerySet, asked: Mapping[str, date | Decimal]) -> DonorQuerySet:
    """Those of whose gifts one arrived, and whose kept totals meet each condition (SQL → its value)."""
    where = " AND ".join(["gifts > 0", *asked])
    rows = f"WITH {donor_tallies(fiscal_month())} SELECT donor_id FROM donor_tallies WHERE {where}"  # noqa: S608 - our own words
    return donors.filter(pk__in=RawSQL(rows, list(asked.values())))  # noqa: S611  # nosec B611 - fixed words, values apart
