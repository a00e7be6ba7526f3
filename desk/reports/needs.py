"""What waits for a person. Each figure opens the list that it counts."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import ngettext

from gifts.models import Difference, Dispute, Gift, Payout, RecurringGift, StripeEvent
from gifts.reports.listing import left_behind
from jobs.models import Job
from letters.models import Letter

WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Need:
    """Something that waits: the list that shows it (route and query string), its count and its words.

    With `of_week` the list begins a week ago, at midnight.
    """

    route: str
    query: str
    count: Callable[[datetime], int]
    words: Callable[[int], str]
    of_week: bool = False


def week_before(now: datetime) -> datetime:
    """Return the midnight (UTC) with which the last week begins."""
    return (now - WEEK).replace(hour=0, minute=0, second=0, microsecond=0)


def _unmatched(_now: datetime) -> int:
    return Gift.objects.filter(is_unmatched=True).count()


def _disputed(_now: datetime) -> int:
    disputes = Dispute.objects.filter(gift__state=Gift.State.DISPUTED)
    return disputes.values("gift").distinct().count()


def _past_due(_now: datetime) -> int:
    return RecurringGift.objects.filter(state=RecurringGift.State.PAST_DUE).count()


def _differences(_now: datetime) -> int:
    return Difference.objects.filter(resolved_at=None).count()


def _payouts(_now: datetime) -> int:
    return Payout.objects.filter(needs_attention=True).count()


def _failing(_now: datetime) -> int:
    return StripeEvent.objects.waiting().exclude(error="").count()


def _failed_letters(now: datetime) -> int:
    return Letter.objects.filter(state=Letter.State.FAILED, created_at__gte=week_before(now)).count()


def _blocked_letters(now: datetime) -> int:
    return Letter.objects.filter(state=Letter.State.BLOCKED, created_at__gte=week_before(now)).count()


def _bounced_letters(now: datetime) -> int:
    return Letter.objects.filter(state=Letter.State.BOUNCED, created_at__gte=week_before(now)).count()


def _dead_jobs(_now: datetime) -> int:
    return Job.objects.filter(state=Job.State.DEAD).count()


def _unfinished(now: datetime) -> int:
    return left_behind(now).filter(created_at__gte=week_before(now)).count()


NEEDS = (
    Need(
        "gifts:gift_list",
        "unmatched=yes",
        _unmatched,
        lambda n: ngettext("payment without a donor", "payments without a donor", n),
    ),
    Need(
        "gifts:gift_list",
        "state=disputed",
        _disputed,
        lambda n: ngettext("disputed gift", "disputed gifts", n),
    ),
    Need(
        "gifts:recurring_list",
        "state=past_due",
        _past_due,
        lambda n: ngettext("recurring gift past due", "recurring gifts past due", n),
    ),
    Need(
        "gifts:difference_list",
        "",
        _differences,
        lambda n: ngettext("difference with Stripe", "differences with Stripe", n),
    ),
    Need(
        "gifts:payout_list",
        "attention=yes",
        _payouts,
        lambda n: ngettext("payout does not tie out", "payouts do not tie out", n),
    ),
    Need(
        "gifts:event_list",
        "state=failing",
        _failing,
        lambda n: ngettext("message from Stripe keeps failing", "messages from Stripe keep failing", n),
    ),
    Need(
        "letters:list",
        "state=failed",
        _failed_letters,
        lambda n: ngettext("letter could not leave this week", "letters could not leave this week", n),
        of_week=True,
    ),
    Need(
        "letters:list",
        "state=blocked",
        _blocked_letters,
        lambda n: ngettext("letter was blocked this week", "letters were blocked this week", n),
        of_week=True,
    ),
    Need(
        "letters:list",
        "state=bounced",
        _bounced_letters,
        lambda n: ngettext("letter came back this week", "letters came back this week", n),
        of_week=True,
    ),
    Need(
        "jobs:list",
        "",
        _dead_jobs,
        lambda n: ngettext("piece of work gave up", "pieces of work gave up", n),
    ),
    Need(
        "gifts:checkout_list",
        "",
        _unfinished,
        lambda n: ngettext(
            "gift begun this week and not finished", "gifts begun this week and not finished", n
        ),
        of_week=True,
    ),
)
