"""Who may be asked to give a little more, and how much that could be."""

from datetime import datetime, timedelta
from decimal import ROUND_CEILING, Decimal

from django.db.models import QuerySet

from accounts.organisation import the_zone
from core.clock import legal_day
from core.money import CENT
from donors.models import Donor
from gifts.models import RecurringGift
from letters.models import Letter, OptOut, Suppression, names_of

UPGRADE_ASKED = "upgrade_asked"
# nobody is asked twice within this time
REST = timedelta(days=365)
# nor before a gift has settled in
SETTLED = timedelta(days=90)
SHARES = (Decimal("1.2"), Decimal("1.5"), Decimal(2))
ROUND_FROM = Decimal(20)


def base_of(row: RecurringGift) -> Decimal:
    """Return what a donor gives with each charge, without what they add toward the fee."""
    return row.amount - row.fee_cover


def steps(row: RecurringGift) -> list[Decimal]:
    """Return three larger amounts, in whole fives or whole units."""
    unit = Decimal(5) if base_of(row) >= ROUND_FROM else Decimal(1)
    found = [(base_of(row) * share / unit).to_integral_value(ROUND_CEILING) * unit for share in SHARES]
    return [amount.quantize(CENT) for amount in dict.fromkeys(found)]


def askable(rows: QuerySet[RecurringGift], *, now: datetime) -> list[RecurringGift]:
    """Return those of the gifts whose donors may be asked now, one for each donor: the largest.

    Left out: what is new, paused, past due or ends; who declined, wants quiet or no mail, and who was asked
    within twelve months.
    """
    today = legal_day(now, the_zone())
    going = rows.select_related("donor").filter(
        state=RecurringGift.State.ACTIVE,
        is_paused=False,
        ends_at=None,
        end_on=None,
        instalments=None,
        started_at__lte=now - SETTLED,
        donor__erased_at=None,
    )
    reached = going.exclude(donor=None).exclude(donor__email="").exclude(donor__contact=Donor.Contact.PORTAL)
    awake = reached.exclude(donor__quiet_until__gt=today)
    refused, asked = _refused(), _asked(now)
    first: dict[int, RecurringGift] = {}
    for row in awake.order_by("-amount", "pk"):
        donor = row.donor
        if donor is None or donor.email in asked or refused.intersection(names_of(donor.email)):
            continue
        first.setdefault(donor.pk, row)
    return list(first.values())


def _refused() -> set[str]:
    """Addresses, or what stands for them, that get no such letter."""
    declined = OptOut.objects.filter(withdrawn_at=None, topic__in=["more", OptOut.ALL])
    stopped = Suppression.objects.filter(lifted_at=None)
    return {*declined.values_list("email", flat=True), *stopped.values_list("email", flat=True)}


def _asked(now: datetime) -> set[str]:
    asked = Letter.objects.filter(kind=UPGRADE_ASKED, created_at__gt=now - REST)
    return set(asked.values_list("to_email", flat=True))
