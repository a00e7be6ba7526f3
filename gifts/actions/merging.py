"""What two records of one donor mean for gifts, when they become one and when they are parted again."""

from functools import reduce
from operator import or_
from uuid import UUID

from django.db.models import Q

from donors.registry import Parted, folding
from gifts.models import Gift, RecurringGift


def untie_joint(kept_id: int, folded_id: int) -> list[str]:
    """A gift from an account that the two share is one donor's now; return which."""
    both = [kept_id, folded_id]
    joint = Gift.objects.filter(donor__in=both, co_payer__in=both).order_by("pk")
    keys = [str(key) for key in joint.values_list("pk", flat=True)]
    with folding():
        Gift.objects.filter(pk__in=keys).update(co_payer=None)
    return keys


def tie_joint(kept_id: int, folded_id: int, keys: list[str]) -> None:
    """Each is the other's again in whose name the gift stands."""
    apart = Gift.objects.filter(pk__in=[UUID(key) for key in keys], co_payer=None)
    with folding():
        for donor_id, other_id in ((kept_id, folded_id), (folded_id, kept_id)):
            apart.filter(donor=donor_id).update(co_payer=other_id)


def give_back_gifts(parted: Parted) -> int:
    """Give the folded record what was paid since by its own address or Stripe customer; return how many."""
    recurring = RecurringGift.objects.filter(donor=parted.folded_id)
    customers = parted.customers | set(recurring.values_list("customer_id", flat=True))
    went = RecurringGift.objects.filter(
        _from("checkout__email", parted) | Q(customer_id__in=customers),
        donor=parted.kept_id,
        started_at__gte=parted.since,
    ).update(donor=parted.folded_id)
    gifts = Gift.objects.filter(
        _from("checkout__email", parted)
        | _from("payer_email", parted)
        | Q(recurring__in=recurring.values("pk")),
        donor=parted.kept_id,
        created_at__gte=parted.since,
    )
    with folding():
        return went + Gift.objects.filter(pk__in=list(gifts.values_list("pk", flat=True))).update(
            donor=parted.folded_id
        )


def _from(column: str, parted: Parted) -> Q:
    """Paid by one of the folded record's own addresses, as it was typed."""
    return reduce(or_, (Q(**{f"{column}__iexact": email}) for email in parted.emails), Q(pk__in=[]))
