"""Which donors gave what, as conditions on donors: read from gifts as they stand, none loaded."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Exists, Max, Min, OuterRef, Q, QuerySet, Sum
from django.utils.translation import gettext_lazy as _

from campaigns.models import Appeal, Campaign, Fund
from donors.models import DonorQuerySet
from gifts.models import Allocation, Gift, LedgerLine, RecurringGift
from gifts.models.gift import GiftQuerySet

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

    def condition(self) -> Q:
        """Return what the sums over a donor's gifts must meet; empty where nothing is asked."""
        asked = {
            "first__gte": self.first_since,
            "first__lte": self.first_until,
            "last__gte": self.last_since,
            "last__lte": self.last_until,
            "largest__gte": self.largest,
        }
        return Q(**{name: value for name, value in asked.items() if value is not None})


def who_gave(donors: DonorQuerySet, wanted: Wanted) -> DonorQuerySet:
    """Return those with a gift that counts, whose counted gifts together stand at so much.

    What stands is what the ledger says: a gift that went back counts as nothing.
    """
    if not wanted.is_anything:
        return donors
    gifts = wanted.gifts()
    if wanted.least is None and wanted.most is None:
        return donors.filter(Exists(gifts.filter(donor=OuterRef("pk"))))
    lines = LedgerLine.objects.filter(gift__in=gifts.values("pk"), gift__donor__isnull=False)
    sums = lines.order_by().values("gift__donor").annotate(stands=Sum("amount"))
    if wanted.least is not None:
        sums = sums.filter(stands__gte=wanted.least)
    if wanted.most is not None:
        sums = sums.filter(stands__lte=wanted.most)
    return donors.filter(pk__in=sums.values("gift__donor"))


def who_began_or_ended(donors: DonorQuerySet, ends: Ends) -> DonorQuerySet:
    """Return those whose first, last and largest gift are as asked."""
    asked = ends.condition()
    if not asked:
        return donors
    sums = Gift.objects.arrived().filter(donor__isnull=False).order_by().values("donor")
    sums = sums.annotate(first=Min("given_on"), last=Max("given_on"), largest=Max("amount"))
    return donors.filter(pk__in=sums.filter(asked).values("donor"))


def who_followed(donors: DonorQuerySet, pattern: str, *, year: int) -> DonorQuerySet:
    """Return those whose years of giving are so; `year` is the current one, of the calendar."""
    ever = Exists(_of_donor(Gift.objects.arrived()))
    this = Exists(_of_donor(_of_year(year)))
    before = Exists(_of_donor(Gift.objects.arrived().filter(given_on__lt=date(year, 1, 1))))
    asked = {
        "last_not_this": Exists(_of_donor(_of_year(year - 1))) & ~this,
        "some_not_this": before & ~this,
        "this": Q(this),
        "first_this": this & ~before,
        "never": ~ever,
    }
    return donors.filter(asked[pattern])


def who_gives_again(donors: DonorQuerySet, *, is_wanted: bool) -> DonorQuerySet:
    """Return those with a recurring gift that goes on, or all others."""
    going_on = Exists(RecurringGift.objects.going_on().filter(donor=OuterRef("pk")))
    return donors.filter(going_on if is_wanted else ~going_on)


def given_by(donors: DonorQuerySet) -> Decimal | None:
    """Return what stands of all gifts of these donors; None where they have none."""
    lines = LedgerLine.objects.filter(gift__donor__in=donors.order_by().values("pk"))
    total: Decimal | None = lines.aggregate(total=Sum("amount"))["total"]
    return total


def _of_year(year: int) -> GiftQuerySet:
    return Gift.objects.arrived().filter(given_on__gte=date(year, 1, 1), given_on__lte=date(year, 12, 31))


def _of_donor(gifts: GiftQuerySet) -> "QuerySet[Gift]":
    return gifts.filter(donor=OuterRef("pk"))
