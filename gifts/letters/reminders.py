"""Letters ahead of time: a card that runs out, a charge that comes once a year."""

from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from accounts.organisation import the_zone
from core.clock import legal_day
from core.money import format_money
from gifts.letters.failures import GIFT_ID
from gifts.letters.words import ABOUT, amount_words, in_their_language, next_charge, queue
from gifts.models import RecurringGift
from gifts.reports.recurring_words import short_day
from gifts.schedule import Charge
from letters.kinds import Leaving, LetterKind, NoLongerTrue, register
from letters.models import Letter


def _card_leaves_at(leaving: Leaving) -> datetime:
    """Now. Raises: NoLongerTrue when the gift ended, or is charged to a card that lasts longer."""
    row = RecurringGift.objects.going_on().filter(pk=leaving.about_id).first()
    if row is None or row.method_expires_on is None:
        raise NoLongerTrue
    if row.method_expires_on.strftime("%m/%Y") != leaving.facts["expires"]:
        raise NoLongerTrue
    return leaving.now


def _notice_leaves_at(leaving: Leaving) -> datetime:
    """Now. Raises: NoLongerTrue when another charge comes next, or it came already."""
    row = RecurringGift.objects.going_on().filter(pk=leaving.about_id).first()
    coming = next_charge(row, now=leaving.now) if row else None
    if row is None or coming is None or coming.on < legal_day(leaving.now, the_zone()):
        raise NoLongerTrue
    with in_their_language(row):
        if short_day(coming.on) != leaving.facts["day"]:
            raise NoLongerTrue
    return leaving.now


CARD_RUNS_OUT = register(
    LetterKind(
        name="recurring_card_runs_out",
        title=_("A card is about to run out"),
        facts={
            "name": "Maria Lopez",
            "gift_id": GIFT_ID,
            "amount": "$20.00",
            "last4": "4242",
            "expires": "12/2026",
            "day": "Jan. 25, 2027",
        },
        leaves_at=_card_leaves_at,
    )
)
ANNUAL_NOTICE = register(
    LetterKind(
        name="recurring_annual_notice",
        title=_("A yearly charge comes in two weeks"),
        facts={"name": "Maria Lopez", "gift_id": GIFT_ID, "amount": "$240.00", "day": "Dec. 12, 2026"},
        leaves_at=_notice_leaves_at,
    )
)


def queue_card_notice(row: RecurringGift, charge: Charge, *, now: datetime) -> None:
    """Tell the donor that a card runs out before a charge; once per card, whatever it pays for."""
    expires_on: date | None = row.method_expires_on
    if expires_on is None:
        return
    with in_their_language(row):
        facts = {
            "amount": amount_words(row),
            "last4": row.method_last4,
            "expires": expires_on.strftime("%m/%Y"),
            "day": short_day(charge.on),
        }
    key = f"{CARD_RUNS_OUT.name}:{row.customer_id}:{expires_on}:{row.method_last4}"
    queue(row, CARD_RUNS_OUT, key=key, facts=facts, now=now)


def queue_annual_notice(row: RecurringGift, charge: Charge, *, now: datetime) -> None:
    """Tell the donor that a yearly charge comes; once per charge."""
    with in_their_language(row):
        facts = {"amount": format_money(charge.amount, row.currency), "day": short_day(charge.on)}
    queue(row, ANNUAL_NOTICE, key=f"{ANNUAL_NOTICE.name}:{row.pk}:{charge.on}", facts=facts, now=now)


def was_noticed(row: RecurringGift, *, since: datetime) -> bool:
    """Whether the donor was told of a yearly charge since a moment."""
    told = Letter.objects.filter(about_kind=ABOUT, about_id=str(row.pk), kind=ANNUAL_NOTICE.name)
    return told.filter(created_at__gte=since).exists()
