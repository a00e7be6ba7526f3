"""What waits for a person. Each figure opens the list that it counts."""

from datetime import datetime

from django.utils.timezone import localdate
from django.utils.translation import ngettext

from accounts.models import User
from desk.reports.need import Need, Rows, week_before
from desk.reports.needs_of_doubles import NEEDS_OF_DOUBLES
from desk.reports.needs_of_peers import NEEDS_OF_PEERS
from desk.reports.needs_of_time import NEEDS_OF_TIME
from donors.reports.tasks import pressing
from gifts.models import Difference, Dispute, Gift, Payout, RecurringGift, StripeEvent
from gifts.reports.listing import left_behind
from jobs.models import Job
from letters.models import Letter
from receipts.reports.statements import last_year, without_statement


def _unmatched(_user: User, _now: datetime) -> Rows:
    return Gift.objects.filter(is_unmatched=True)


def _disputed(_user: User, _now: datetime) -> Rows:
    disputes = Dispute.objects.filter(gift__state=Gift.State.DISPUTED)
    return disputes.values("gift").distinct()


def _past_due(_user: User, _now: datetime) -> Rows:
    return RecurringGift.objects.filter(state=RecurringGift.State.PAST_DUE)


def _differences(_user: User, _now: datetime) -> Rows:
    return Difference.objects.filter(resolved_at=None, explanation="")


def _payouts(_user: User, _now: datetime) -> Rows:
    return Payout.objects.filter(needs_attention=True)


def _failing(_user: User, _now: datetime) -> Rows:
    return StripeEvent.objects.waiting().exclude(error="")


def _failed_letters(user: User, now: datetime) -> Rows:
    return _letters_of_week(user, now, Letter.State.FAILED)


def _blocked_letters(user: User, now: datetime) -> Rows:
    return _letters_of_week(user, now, Letter.State.BLOCKED)


def _bounced_letters(user: User, now: datetime) -> Rows:
    return _letters_of_week(user, now, Letter.State.BOUNCED)


def _letters_of_week(user: User, now: datetime, state: str) -> Rows:
    return Letter.objects.visible_to(user).filter(state=state, created_at__gte=week_before(now))


def _dead_jobs(_user: User, _now: datetime) -> Rows:
    return Job.objects.filter(state=Job.State.DEAD)


def _without_statement(_user: User, now: datetime) -> Rows:
    """From the first of January on, until everybody has one; they should leave by the 31st."""
    return without_statement(last_year(now))


def _unfinished(_user: User, now: datetime) -> Rows:
    return left_behind(now).filter(created_at__gte=week_before(now))


def _tasks(user: User, now: datetime) -> Rows:
    """Those that are due today or late."""
    return pressing(user, localdate(now))


NEEDS = (
    Need(
        "donors:task_list",
        "view=mine",
        _tasks,
        lambda n: ngettext("task of yours is due", "tasks of yours are due", n),
    ),
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
        "receipts:year_end_missing",
        "",
        _without_statement,
        lambda n: ngettext("donor of last year has no summary", "donors of last year have no summary", n),
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
    *NEEDS_OF_DOUBLES,
    *NEEDS_OF_PEERS,
    *NEEDS_OF_TIME,
)

__all__ = ["NEEDS", "Need", "week_before"]
