"""Fill an empty database with a believable year: gifts and receipts, volunteers and their shifts."""

from datetime import datetime

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from accounts.organisation import the_organisation
from campaigns.models import Campaign
from core.clock import legal_day
from desk.demo.batches import fill_batches
from desk.demo.books import keep_books
from desk.demo.catalogue import lay_catalogue
from desk.demo.doubles import double_records
from desk.demo.earlier import enter_earlier
from desk.demo.ground import lay
from desk.demo.offline import enter_gifts
from desk.demo.personas import is_safe_here, seed
from desk.demo.reaching import reach_out
from desk.demo.records import keep_in_mind
from desk.demo.shifts import plan
from desk.demo.sponsors import gather_sponsors
from desk.demo.standin import NoStandIn, move_clock, plays_stripe
from desk.demo.training import gather_team, plan_trainings
from desk.demo.volunteers import gather_people
from desk.demo.year import DAYS, live_through
from gifts.models import Checkout, Gift, StripeSetting
from volunteers.models import Shift, SignUp

UNDER_WAY = "demo_year_under_way"  # stands from the first visit until the year is whole


class Command(BaseCommand):
    """A year is lived on the stand-in only, and only where no gift stands yet."""

    help = __doc__ or ""

    def handle(self, *args: object, **options: object) -> None:
        """Lay the ground, then live through the year; say how far it is."""
        if not settings.STRIPE_SECRET_KEY.startswith(("sk_test_", "rk_test_")):
            raise CommandError("The demo's data needs the stand-in and its test key; nothing was written.")
        if not is_safe_here():
            raise CommandError("This database is not for play; nothing was written.")
        under_way = StripeSetting.objects.filter(name=UNDER_WAY)
        if under_way.exists() and Checkout.objects.exists():
            raise CommandError("Filling the demo was interrupted. Run `make fresh`, then `make demo`.")
        if Gift.objects.filter(source=Gift.Source.STRIPE).exists():
            self.stdout.write("There are gifts already: nothing to do.")
            return
        now = timezone.now().replace(microsecond=0)
        with transaction.atomic():  # interrupted between a check and its line, it would never be receipted
            campaigns = lay(legal_day(now, the_organisation().zone))
            seed(now)
            reach_out(now)
            _fill_shifts(now)
        self.stdout.write(
            f"  a year of shifts: {Shift.objects.count()} shifts, {SignUp.objects.count()} sign-ups"
        )
        if not plays_stripe():
            self.stdout.write("  Stripe itself is called: no year of giving is made up there.")
            _work_at_the_desk(campaigns, now)
            return
        StripeSetting.objects.update_or_create(name=UNDER_WAY, defaults={"value": now.isoformat()})
        try:
            for reached, visits in live_through(campaigns, until=now):
                done = DAYS - (now - reached).days
                self.stdout.write(f"  a year of giving: day {done} of {DAYS}, {visits} visits")
            move_clock(timezone.now())
        except NoStandIn as error:
            raise CommandError(f"The Stripe stand-in does not answer: {error}") from error
        _work_at_the_desk(campaigns, now)
        under_way.delete()
        keep_books(now)
        self.stdout.write(f"  a year of giving: {Gift.objects.count()} gifts")


def _work_at_the_desk(campaigns: list[Campaign], now: datetime) -> None:
    """What staff enter and find, whether or not a year of giving was lived."""
    enter_gifts(now)
    fill_batches(now)
    keep_in_mind(now)
    double_records(now)
    enter_earlier(now)
    gather_sponsors(campaigns, now)


def _fill_shifts(now: datetime) -> None:
    """Those who give time, and a year of their shifts."""
    today = legal_day(now, the_organisation().zone)
    lay_catalogue(today, now)
    people = gather_people(today, now)
    plan_trainings(today=today, now=now)
    gather_team(people)
    plan(people, today=today, now=now)
