"""What waits for a person. Each figure opens the list that it counts."""

from datetime import datetime

from django.utils.translation import ngettext

from accounts.models import User
from accounts.organisation import the_zone
from core.clock import legal_day
from desk.reports.need import Need, week_before
from desk.reports.needs_of_doubles import NEEDS_OF_DOUBLES
from desk.reports.needs_of_peers import NEEDS_OF_PEERS
from desk.reports.needs_of_time import NEEDS_OF_TIME
from donors.reports.tasks import pressing
from gifts.models import Difference, Dispute, Gift, Payout, RecurringGift, StripeEvent
from gifts.reports.listing import left_behind
from jobs.models import Job
from letters.models import Letter
from receipts.reports.statements import last_year, without_statement


def _unmatched(_user: User, _now: datetime) -> int:
    return Gift.objects.filter(is_unmatched=True).count()


def _disputed(_user: User, _now: datetime) -> int:
    disputes = Dispute.objects.filter(gift__state=Gift.State.DISPUTED)
    return disputes.values("gift").distinct().count()


def _past_due(_user: User, _now: datetime) -> int:
    return RecurringGift.objects.filter(state=RecurringGift.State.PAST_DUE).count()


def _differences(_user: User, _now: datetime) -> int:
    return Difference.objects.filter(resolved_at=None, explanation="").count()


def _payouts(_user: User, _now: datetime) -> int:
    return Payout.objects.filter(needs_attention=True).count()


def _failing(_user: User, _now: datetime) -> int:
    return StripeEvent.objects.waiting().exclude(error="").count()


def _failed_letters(user: User, now: datetime) -> int:
    return _letters_of_week(user, now, Letter.State.FAILED)


def _blocked_letters(user: User, now: datetime) -> int:
    return _letters_of_week(user, now, Letter.State.BLOCKED)


def _bounced_letters(user: User, now: datetime) -> int:
    return _letters_of_week(user, now, Letter.State.BOUNCED)


def _letters_of_week(user: User, now: datetime, state: str) -> int:
    return Letter.objects.visible_to(user).filter(state=state, created_at__gte=week_before(now)).count()


def _dead_jobs(_user: User, _now: datetime) -> int:
    return Job.objects.filter(state=Job.State.DEAD).count()


def _without_statement(_user: User, now: datetime) -> int:
    """From the first of January on, until everybody has one; they should leave by the 31st."""
    return without_statement(last_year(now)).count()


def _unfinished(_user: User, now: datetime) -> int:
    return left_behind(now).filter(created_at__gte=week_before(now)).count()


def _tasks(user: User, now: datetime) -> int:
    """Those that are due today or late."""
    return pressing(user, legal_day(now, the_zone()))


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
