"""What waits for a person. Each figure opens the list that it counts."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import ngettext

from accounts.models import Role, User
from accounts.organisation import the_zone
from core.clock import legal_day
from gifts.models import Difference, Dispute, Gift, Payout, RecurringGift, StripeEvent
from gifts.reports.listing import left_behind
from jobs.models import Job
from letters.models import Letter
from receipts.reports.statements import last_year, without_statement
from volunteers.models import Application, HoursEntry
from volunteers.reports.failed_checks import cleared_in_spite
from volunteers.reports.running_out import with_something_running_out
from volunteers.reports.seat_requests import requests_to_decide
from volunteers.reports.slots import Wanted, slots_of, the_names

WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Need:
    """Something that waits: the list that shows it (route and query), its count for whoever looks, its words.

    With `of_week` the list begins a week ago, at midnight.
    """

    route: str
    query: str
    count: Callable[[User, datetime], int]
    words: Callable[[int], str]
    of_week: bool = False


def week_before(now: datetime) -> datetime:
    """Return the midnight (UTC) with which the last week begins."""
    return (now - WEEK).replace(hour=0, minute=0, second=0, microsecond=0)


def _unmatched(_user: User, _now: datetime) -> int:
    return Gift.objects.filter(is_unmatched=True).count()


def _disputed(_user: User, _now: datetime) -> int:
    disputes = Dispute.objects.filter(gift__state=Gift.State.DISPUTED)
    return disputes.values("gift").distinct().count()


def _past_due(_user: User, _now: datetime) -> int:
    return RecurringGift.objects.filter(state=RecurringGift.State.PAST_DUE).count()


def _differences(_user: User, _now: datetime) -> int:
    return Difference.objects.filter(resolved_at=None).count()


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


def _gaps(_user: User, now: datetime) -> int:
    """As the board shows them: seven days from today on."""
    zone = the_zone()
    wanted = Wanted(first=legal_day(now, zone), only_gaps=True)
    return len(slots_of(wanted, the_names(), home=zone, now=now))


def _requests(_user: User, now: datetime) -> int:
    return requests_to_decide(now).count()


def _in_spite(user: User, now: datetime) -> int:
    """For those alone who may know that a check did not pass."""
    if not user.roles & {Role.SCREENING, Role.ADMINISTRATOR}:
        return 0
    return cleared_in_spite(legal_day(now, the_zone())).values("volunteer").distinct().count()


def _running_out(_user: User, now: datetime) -> int:
    return with_something_running_out(legal_day(now, the_zone())).count()


def _hours(_user: User, _now: datetime) -> int:
    return HoursEntry.objects.filter(state=HoursEntry.State.PENDING).count()


def _applications(_user: User, _now: datetime) -> int:
    return Application.objects.filter(state=Application.State.APPLIED).count()


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
    Need(
        "volunteers:board",
        "gaps=yes",
        _gaps,
        lambda n: ngettext("gap in the shifts of seven days", "gaps in the shifts of seven days", n),
    ),
    Need(
        "volunteers:people_list",
        "failed=yes",
        _in_spite,
        lambda n: ngettext(
            "volunteer is cleared, and a check did not pass",
            "volunteers are cleared, and a check did not pass",
            n,
        ),
    ),
    Need(
        "volunteers:request_list",
        "",
        _requests,
        lambda n: ngettext("seat asked for", "seats asked for", n),
    ),
    Need(
        "volunteers:people_list",
        "soon=yes",
        _running_out,
        lambda n: ngettext(
            "volunteer of whom something runs out", "volunteers of whom something runs out", n
        ),
    ),
    Need(
        "volunteers:hours_list",
        "state=pending",
        _hours,
        lambda n: ngettext("entry of hours to approve", "entries of hours to approve", n),
    ),
    Need(
        "volunteers:application_list",
        "state=applied",
        _applications,
        lambda n: ngettext("application to look at", "applications to look at", n),
    ),
)
