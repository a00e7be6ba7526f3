"""A batch that is being typed, one that is posted, and three pledges, one of them overdue."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import NAMESPACE_OID, uuid5

from accounts.models import Role, User
from accounts.organisation import the_zone
from campaigns.models import Campaign, Fund
from core.clock import legal_day
from donors.models import Donor
from gifts.actions.batches import Heading, TypedRow, add_row, open_batch, post_batch
from gifts.actions.offline import OfflineGift, Part, Party, days_of, record_gift
from gifts.actions.pledges import TypedPledge, plan, record_pledge
from gifts.models import Batch, Gift

# name, amount, check number
POSTED = (
    ("Walter Ames", "50.00", "2204"),
    ("Harriet Lindqvist", "120.00", "871"),
    ("Tomás Rivera", "25.00", "3310"),
    ("Oakes & Daughters", "500.00", "10452"),
)
TYPING = (("June Okafor", "75.00", "415"), ("Harriet Lindqvist", "120.00", "902"), ("P. Osgood", "40.00", ""))


def fill_batches(now: datetime) -> None:
    """Enter them as a fundraiser would. Only where no batch stands yet."""
    if Batch.objects.exists():
        return
    by = User.objects.filter(grants__role=Role.FUNDRAISER).order_by("pk")[0]
    today = legal_day(now, the_zone())
    _pledges(today, by, now)
    done = _typed(today - timedelta(days=6), POSTED, count=4, total="695.00", by=by, now=now)
    post_batch(batch_id=done.pk, by=by, now=now)
    _typed(today, TYPING, count=5, total="310.00", by=by, now=now)


def _typed(
    day: date, rows: tuple[tuple[str, str, str], ...], *, count: int, total: str, by: User, now: datetime
) -> Batch:
    fund = Fund.objects.order_by("pk")[0]
    campaign = Campaign.objects.public().order_by("pk").first()
    heading = Heading(
        source=Batch.Source.CHECK,
        expected_count=count,
        expected_total=Decimal(total),
        received_on=day,
        deposited_on=day,
        campaign_id=campaign.pk if campaign else None,
        parts=(Part(fund.pk),),
    )
    batch = open_batch(heading=heading, by=by, now=now)
    for number, (name, amount, check) in enumerate(rows):
        known = Donor.objects.filter(name=name).order_by("pk").first()
        typed = TypedRow(
            donor_id=known.pk if known else None,
            who="" if known else name,
            is_new=known is None and name != "P. Osgood",  # one that nobody has looked up yet
            amount=Decimal(amount),
            check_number=check,
            postmarked_on=day - timedelta(days=2),
        )
        key = uuid5(NAMESPACE_OID, f"demo batch {batch.pk} {number}")
        add_row(batch_id=batch.pk, form_key=key, typed=typed, by=by, now=now)
    return batch


def _pledges(today: date, by: User, now: datetime) -> None:
    """One that is paid month by month, one whose last part did not come, one that lies ahead."""
    fund = Fund.objects.order_by("pk")[0]
    examples = (
        ("Walter Ames", "walter.ames@mail.example", "1200.00", "monthly", 12, 75, "300.00"),
        ("June Okafor", "june.okafor@mail.example", "900.00", "quarterly", 3, 110, "300.00"),
        ("Mohawk Valley Tools", "matching@mohawk.example", "5000.00", "yearly", 5, -40, ""),
    )
    for number, (name, email, amount, rhythm, count, ago, paid) in enumerate(examples):
        first_on, whole = today - timedelta(days=ago), Decimal(amount)
        donor = Party(name=name, email=email)
        pledge = record_pledge(
            typed=TypedPledge(
                form_key=uuid5(NAMESPACE_OID, f"demo pledge {number}"),
                donor=donor,
                amount=whole,
                pledged_on=min(first_on, today),
                rhythm=rhythm,
                parts=plan(whole, rhythm=rhythm, first_on=first_on, count=count),
                fund_id=fund.pk,
            ),
            by=by,
            now=now,
        )
        if paid:
            typed = OfflineGift(
                form_key=uuid5(NAMESPACE_OID, f"demo payment {number}"),
                source=Gift.Source.CHECK,
                amount=Decimal(paid),
                donor=donor,
                days=days_of(Gift.Source.CHECK, arrived_on=first_on),
                shares=((fund.pk, Decimal(paid)),),
                pledge_id=pledge.pk,
            )
            record_gift(typed=typed, by=by, now=now)
