"""What stands in a batch against what was expected of it, and what in it looks like a gift that is there."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.money import ZERO, format_money
from gifts.models import Batch, BatchRow, Gift
from gifts.models.pledge import MONEY

# a check is not paid any more after half a year, so an older one of that number is another
LOOKED_BACK = timedelta(days=400)


@dataclass(frozen=True)
class Counted:
    """What was entered beside what was counted by hand."""

    count: int
    total: Decimal
    expected_count: int
    expected_total: Decimal
    currency: str

    @property
    def matches(self) -> bool:
        """Whether both are what was expected."""
        return (self.count, self.total) == (self.expected_count, self.expected_total)

    @property
    def difference(self) -> str:
        """What is missing or too much, in words."""
        if self.matches:
            return _("Count and total are what you expected.")
        rows, money = self.expected_count - self.count, self.expected_total - self.total
        said = []
        if rows > 0:
            said.append(
                ngettext("%(n)s gift is still to come", "%(n)s gifts are still to come", rows) % {"n": rows}
            )
        if rows < 0:
            said.append(
                ngettext("there is %(n)s gift too many", "there are %(n)s gifts too many", -rows)
                % {"n": -rows}
            )
        if money > ZERO:
            said.append(_("%(sum)s is missing") % {"sum": format_money(money, self.currency)})
        if money < ZERO:
            said.append(_("%(sum)s is too much") % {"sum": format_money(-money, self.currency)})
        whole = _(" and ").join(said) + "."
        return whole[0].upper() + whole[1:]


def with_counted(batches: "QuerySet[Batch]") -> "QuerySet[Batch]":
    """Annotate `typed_count` and `typed_total`: rows, and gifts that came by the full form."""
    own = Batch.objects.filter(pk=OuterRef("pk")).order_by()
    alone = Q(gifts__batch_row=None, gifts__isnull=False) & ~Q(gifts__state="reversed", posted_at=None)
    rows = own.annotate(n=Count("rows"), sum=Sum("rows__amount"))
    full = own.annotate(n=Count("gifts", filter=alone), sum=Sum("gifts__amount", filter=alone))
    return batches.annotate(
        row_count=Coalesce(Subquery(rows.values("n")), 0),
        full_count=Coalesce(Subquery(full.values("n")), 0),
        row_total=Coalesce(Subquery(rows.values("sum")), ZERO, output_field=MONEY),
        full_total=Coalesce(Subquery(full.values("sum")), ZERO, output_field=MONEY),
    )


def counted_of(batch: Batch) -> Counted:
    """Return what stands in a batch now, read anew unless `with_counted` read it."""
    found = batch if hasattr(batch, "row_count") else with_counted(Batch.objects.all()).get(pk=batch.pk)
    return Counted(
        count=found.row_count + found.full_count,  # type: ignore[attr-defined] # annotated
        total=found.row_total + found.full_total,  # type: ignore[attr-defined] # annotated
        expected_count=batch.expected_count,
        expected_total=batch.expected_total,
        currency=batch.currency,
    )


def alike(rows: Sequence[BatchRow], batch: Batch) -> dict[int, str]:
    """Return a sentence by row for each that has its like: same donor, amount and check number.

    One without a number has its like in the books only where it came on the same day.
    """
    known = [row for row in rows if row.donor_id and row.amount and row.gift_id is None]
    if not known:
        return {}
    here = Counter((row.donor_id, row.amount, row.check_number) for row in known)
    there = set(
        Gift.objects.filter(
            donor__in={row.donor_id for row in known},
            amount__in={row.amount for row in known},
            source__in=Batch.Source.values,
            given_on__gte=batch.received_on - LOOKED_BACK,
        )
        .exclude(state=Gift.State.REVERSED)
        .filter(~Q(check_number="") | Q(given_on=batch.received_on))
        .values_list("donor_id", "amount", "check_number")
    )
    found = {}
    for row in known:
        mark = (row.donor_id, row.amount, row.check_number)
        if mark in there:
            found[row.pk] = _("A gift like this is in the books already.")
        elif here[mark] > 1:
            found[row.pk] = _("This batch has a row like this already.")
    return found


def with_problems(batches: "QuerySet[Batch]") -> "QuerySet[Batch]":
    """Annotate `needs_look`: whether some row has words that nobody could read."""
    broken = BatchRow.objects.filter(batch=OuterRef("pk"), gift=None).filter(
        Q(donor=None, is_new=False) | Q(amount=None) | ~Q(postmark_words="")
    )
    return batches.annotate(needs_look=Exists(broken))
