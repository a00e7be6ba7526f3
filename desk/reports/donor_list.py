"""Rows of the list of donors, on the page and in its export."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.postgres.aggregates import StringAgg
from django.db.models import (
    DecimalField,
    FilteredRelation,
    OuterRef,
    Q,
    Subquery,
    Sum,
    Value,
)
from django.db.models.functions import Coalesce

from core.exports import Cells, Copied
from core.money import ZERO
from donors.models import Donor, DonorQuerySet, Tagging
from gifts.models import Gift
from gifts.reports.giving_years import GivingSums, giving_sums

# by the donor's key, not joined: a joined sum would count a line once for each tag
_STANDS = (
    Gift.objects.filter(donor=OuterRef("pk"))
    .order_by()
    .values("donor")
    .annotate(total=Sum("stands"))
    .values("total")
)
_LAST = Gift.objects.arrived().filter(donor=OuterRef("pk")).order_by("-given_at").values("given_on")[:1]
_TAGS = (
    Tagging.objects.filter(donor=OuterRef("pk"))
    .order_by()
    .values("donor")
    .annotate(told=StringAgg("tag__name", "; ", order_by="tag__name"))
    .values("told")
)
DONOR: Cells = {
    "donor": "pk",
    "kind": "kind",
    "name": "name",
    "email": "email",
    "other_emails": "other_emails",
    "phone": "phone",
    "language": "language",
    "mail": "contact",
    "wants_news": "wants_news",
    "wants_news_since": "wants_news_since",
    "no_post": "no_post",
    "no_phone": "no_phone",
    "quiet_until": "quiet_until",
    "household": "household__formal_greeting",
    "address_1": "home__line1",
    "address_2": "home__line2",
    "city": "home__city",
    "region": "home__region",
    "postal_code": "home__postal_code",
    "country": "home__country",
    "tags": Subquery(_TAGS),
    "net_given": Coalesce(Subquery(_STANDS), Value(ZERO), output_field=DecimalField()),
    "last_gift_on": Subquery(_LAST),
    "known_since": "created_at",
}


def donors_as_file(donors: DonorQuerySet) -> Copied:
    """Return a row for each donor, in the order of the list.

    With each goes how they may be reached, so that whoever uses the file can keep to it.
    """
    at_home = FilteredRelation("addresses", condition=Q(addresses__is_primary=True))
    return Copied(DONOR, donors.annotate(home=at_home).order_by("-created_at", "-pk"))


@dataclass(frozen=True)
class Shown:
    """A row of the list."""

    donor: Donor
    sums: GivingSums | None
    tags: list[str]


def shown_with(donors: Sequence[Donor], *, sees_money: bool) -> list[Shown]:
    """Return rows with tags and sums: three questions, however many donors and gifts."""
    keys = [donor.pk for donor in donors]
    sums = giving_sums(keys) if sees_money else {}
    tags = _tags_of(keys)
    return [
        Shown(donor, sums.get(donor.pk, GivingSums()) if sees_money else None, tags.get(donor.pk, []))
        for donor in donors
    ]


def _tags_of(keys: Sequence[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    rows = Tagging.objects.filter(donor__in=keys).order_by("tag__name")
    for donor, name in rows.values_list("donor", "tag__name"):
        found.setdefault(donor, []).append(name)
    return found
