"""Checks of the years before the demo's own: people who stayed, gave more or less, lapsed and came back."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from uuid import NAMESPACE_OID, uuid5

from dateutil.relativedelta import relativedelta
from django.utils import timezone

from accounts.models import Role, User
from accounts.organisation import the_zone
from campaigns.models import Campaign, Fund
from core.clock import legal_day
from gifts.actions.offline import OfflineGift, Party, days_of, record_gift
from gifts.actions.tallies import keep_tallies
from gifts.models import Gift

# who, and what they gave three, two and one years ago and in the last twelve months; 0: nothing
GIVING = (
    ("Harriet Boyle", (50, 60, 75, 100)),
    ("Samuel Adeyemi", (120, 120, 120, 120)),
    ("Lucía Romero", (0, 0, 40, 60)),
    ("Peter Kowalski", (200, 150, 90, 0)),
    ("Grace Whitfield", (25, 0, 0, 35)),
    ("Tomás Herrera", (0, 80, 0, 80)),
    ("Edith Larsen", (500, 600, 750, 900)),
    ("Daniel Mbeki", (0, 0, 30, 0)),
    ("Ruth Feldman", (100, 100, 0, 0)),
    ("Nadia Rahman", (0, 45, 45, 30)),
    ("Oscar Lindgren", (60, 0, 0, 0)),
    ("Clara Benoit", (0, 0, 0, 1500)),
    ("Miriam Castellanos", (35, 40, 45, 50)),
    ("Joseph Tanaka", (300, 0, 250, 0)),
    ("Ingrid Sorensen", (0, 70, 85, 110)),
    ("Albert Moreau", (1000, 1000, 800, 600)),
)


def enter_earlier(now: datetime) -> int:
    """Enter them as staff would have, each when it came; return how many. Twice is once."""
    by = User.objects.filter(grants__role=Role.FINANCE).order_by("pk").first()
    if by is None:
        return 0
    fund, campaign = Fund.objects.order_by("pk")[0], Campaign.objects.order_by("pk").first()
    today, entered = legal_day(now, the_zone()), 0
    for number, (name, years) in enumerate(GIVING):
        for place, amount in enumerate(years):
            if not amount:
                continue
            came_on = today - relativedelta(years=3 - place) - timedelta(days=20 + (number * 37) % 300)
            record_gift(
                typed=_typed(f"{number}-{place}", name, amount, came_on, fund, campaign),
                by=by,
                now=min(timezone.make_aware(datetime.combine(came_on, time(15))), now),
            )
            entered += 1
    keep_tallies(now=now)
    return entered


def _typed(
    key: str, name: str, amount: int, came_on: date, fund: Fund, campaign: Campaign | None
) -> OfflineGift:
    whole = Decimal(amount).quantize(Decimal("0.01"))
    return OfflineGift(
        form_key=uuid5(NAMESPACE_OID, f"demo earlier {key}"),
        source=Gift.Source.CHECK,
        amount=whole,
        donor=Party(name=name, email=f"friend{key.partition('-')[0]}@mail.example"),
        days=days_of(Gift.Source.CHECK, arrived_on=came_on, postmarked_on=None),
        shares=((fund.pk, whole),),
        campaign_id=campaign.pk if campaign else None,
    )
