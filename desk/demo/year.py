"""A year of giving, lived through on the stand-in's clock: each gift is paid and receipted in its time."""

import random
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from django.db.models import F

from accounts.models import Role, User
from campaigns.models import Appeal, Campaign
from desk.demo.monthly import Turn, take, turns
from desk.demo.post import give_by_check
from desk.demo.standin import control, move_clock
from desk.demo.standing import LIVES, PEOPLE, last_turns
from desk.demo.words import FAMILY, GIVEN
from gifts.actions.checkouts import Wish, open_checkout
from gifts.actions.defence import Visitor, hashed
from gifts.actions.recurring.rounds import keep_all_promises
from gifts.actions.refunds import request_refund
from gifts.actions.sweep import sweep
from gifts.actions.sync_checkout import sync_checkout
from gifts.models import Frequency, Gift
from jobs.models import Job
from letters.models import Letter
from receipts.actions import settle
from receipts.models import ReceiptLine
from receipts.reports import unsettled
from receipts.tasks import render_and_send

DAYS, STEP = 366, 31
CARD, DECLINED, DISPUTED = "4242424242424242", "4000000000000002", "4000000000000259"
QUIET = timedelta(days=2)  # letters older than this are told as delivered: nobody waits for a year of mail


@dataclass(frozen=True)
class Visit:
    """Somebody comes to the giving page."""

    at: datetime
    name: str
    email: str
    campaign: Campaign
    amount: Decimal
    frequency: str
    appeal: Appeal | None
    card: str
    finishes: bool


def live_through(
    campaigns: list[Campaign], *, until: datetime, seed: int = 7
) -> Iterator[tuple[datetime, int]]:
    """Fill the year before `until`; yield each day reached and the visits so far."""
    chance = random.Random(seed)  # noqa: S311 - a demo, the same on every machine
    start = until - timedelta(days=DAYS)
    control("reset", now=int(start.timestamp()))
    control("delivery", mode="hold")
    visits = [*_visits(chance, campaigns, start, until), *_told_visits(campaigns[0], until)]
    ahead: list[Visit | Turn] = [*visits]
    since = start
    for day in range(STEP, DAYS + STEP, STEP):
        now = min(start + timedelta(days=day), until)
        ahead += turns(chance, since=since, until=now, besides=PEOPLE)
        if now == until:
            ahead += last_turns(until)
        ahead.sort(key=lambda each: each.at)
        while ahead and ahead[0].at <= now:
            _live(ahead.pop(0))
        move_clock(now)
        _close_weeks(now)
        since = now
        yield now, len(visits) - sum(isinstance(each, Visit) for each in ahead)
    give_by_check(until)
    _trouble(chance, until)
    _close_weeks(until)
    control("delivery/drop")
    control("delivery", mode="auto")
    _tell_old_letters(until)


def _visits(
    chance: random.Random, campaigns: list[Campaign], start: datetime, until: datetime
) -> Iterator[Visit]:
    """People come back: a third of the gifts are from somebody who gave before."""
    people: list[tuple[str, str]] = []
    days = (until - start).days
    for number in range(180):
        if people and chance.random() < 0.34:
            name, email = chance.choice(people)
        else:
            name = f"{chance.choice(GIVEN)} {chance.choice(FAMILY)}"
            email = f"{name.lower().replace(' ', '.').replace('á', 'a')}{number}@mail.example"
            people.append((name, email))
        campaign = chance.choices(campaigns, weights=[5, 3, 3])[0]
        # December and spring bring more
        day = chance.choice([chance.randrange(days), chance.randrange(35), chance.randrange(150, 190)])
        at = start + timedelta(days=day, seconds=chance.randrange(50_000, 86_000))
        presets = [preset.amount for preset in campaign.presets.all()]
        amount = chance.choice(
            [*presets, presets[0], Decimal(chance.choice([10, 18, 36, 75, 100, 250, 1000]))]
        )
        monthly = chance.random() < (0.45 if campaign.slug == "the-long-walk" else 0.15)
        appeals = list(campaign.appeals.all())
        yield Visit(
            at=min(at, until - timedelta(minutes=30)),
            name=name,
            email=email,
            campaign=campaign,
            amount=min(amount, Decimal(70)) if monthly else amount,
            frequency=_rhythm(number) if monthly else Frequency.ONCE,
            appeal=chance.choice(appeals) if appeals and chance.random() < 0.45 else None,
            card=DISPUTED if number == 90 else CARD,
            finishes=chance.random() > 0.06,
        )


def _rhythm(number: int) -> str:
    """Most repeat each month, some every three months, a few each year."""
    if number % 13 == 6:
        return Frequency.ANNUALLY
    return Frequency.QUARTERLY if number % 9 == 4 else Frequency.MONTHLY


def _told_visits(campaign: Campaign, until: datetime) -> Iterator[Visit]:
    """The first visits of those whose gifts are told to the end."""
    for life in LIVES:
        name, email = life.who
        yield Visit(
            at=life.began_at(until),
            name=name,
            email=email,
            campaign=campaign,
            amount=Decimal(life.amount),
            frequency=life.frequency,
            appeal=None,
            card=CARD,
            finishes=True,
        )


def _live(step: Visit | Turn) -> None:
    if isinstance(step, Visit):
        _visit(step)
    else:
        take(step)


def _visit(visit: Visit) -> None:
    """One visit from the form to the books, at its own time."""
    move_clock(visit.at)
    fund = visit.campaign.funds.all()[0]
    checkout = open_checkout(
        wish=Wish(
            campaign_id=visit.campaign.pk,
            campaign_slug=visit.campaign.slug,
            fund_id=fund.pk,
            appeal_id=visit.appeal.pk if visit.appeal else None,
            amount=visit.amount,
            fee_cover=Decimal("0.00"),
            currency="usd",
            frequency=visit.frequency,
            name=visit.name,
            email=visit.email,
            language="en",
        ),
        form=uuid.uuid5(uuid.NAMESPACE_OID, f"{visit.email} {visit.at}"),
        visitor=Visitor(hashed("network", visit.email), hashed("browser", visit.email), None),
        now=visit.at,
    )
    if checkout.session_id and visit.finishes:
        control(
            f"pay/{checkout.session_id}", card=visit.card, name=visit.name, email=visit.email, postal="12204"
        )
        sync_checkout(session_id=checkout.session_id, now=visit.at)
        _settle(visit.at)


def _close_weeks(now: datetime) -> None:
    """Renewals, retries, payouts and expiries of the weeks before, as the sweep finds them."""
    sweep(now=now)
    keep_all_promises(now=now)
    _settle(now)


def _settle(now: datetime) -> None:
    """First receipts bear the gift's own time, later ones the time of their cause."""
    for gift_id, _changed_at in unsettled():
        gift = Gift.objects.only("given_at").get(pk=gift_id)
        is_first = not ReceiptLine.objects.filter(gift=gift).exists()
        at = gift.given_at if is_first and gift.given_at else now
        receipt = settle(gift_id=gift_id, now=at)
        if receipt is not None:
            render_and_send(str(receipt.pk), at)


def _trouble(chance: random.Random, now: datetime) -> None:
    """What makes a desk's day: a refund, a part of one, a failing card, a payment that nobody knows."""
    finance = User.objects.filter(grants__role__in=[Role.FINANCE, Role.ADMINISTRATOR]).first()
    paid = list(Gift.objects.filter(state=Gift.State.PAID, recurring=None).order_by("-given_at")[5:40])
    if finance is not None:
        for gift, share in zip(chance.sample(paid, 2), (Decimal(1), Decimal("0.5")), strict=True):
            amount = (gift.amount * share).quantize(Decimal("0.01"))
            request_refund(
                gift_id=gift.pk, amount=amount, reason="", form_key=uuid.uuid4(), by=finance, now=now
            )
    control("direct_payment", amount=7500, name="Walter Bishop", email="walter.bishop@mail.example")
    active = Gift.objects.filter(recurring__state="active").exclude(recurring=None).order_by("?")
    subscriptions = list(
        active.order_by("recurring__subscription_id")
        .values_list("recurring__subscription_id", flat=True)
        .distinct()[:4]
    )
    for subscription_id in subscriptions[:2]:
        control(f"subscription/{subscription_id}", action="card", card="4000000000000341")
    for subscription_id in subscriptions[2:4]:
        control(f"subscription/{subscription_id}", action="cancel")


def _tell_old_letters(now: datetime) -> None:
    """Letters about gifts of past months are told as delivered; the last days' go to the mailbox."""
    for gift_id, given_at in Gift.objects.filter(given_at__lt=now - QUIET).values_list("pk", "given_at"):
        about = Letter.objects.filter(about_id=str(gift_id), kind="gift_thanks")
        about.update(state=Letter.State.DELIVERED, created_at=given_at, sent_at=given_at)
    old = Letter.objects.waiting().filter(created_at__lt=now - QUIET)
    old.update(state=Letter.State.DELIVERED, sent_at=F("created_at"))
    told = Letter.objects.filter(state=Letter.State.DELIVERED).values_list("pk", flat=True)
    Job.objects.filter(kind="letters.deliver", about__in=[str(pk) for pk in told]).delete()
    Job.objects.filter(kind="receipts.render").delete()
