"""Letters about a part of a pledge that falls due soon, or did some time ago: once each."""

from datetime import datetime, timedelta

from accounts.organisation import the_zone
from core.clock import legal_day
from gifts.letters.pledges import queue_pledge_due, queue_pledge_overdue
from gifts.models import Pledge
from gifts.reports.pledges import schedules

DUE_LEAD = timedelta(days=10)
OVERDUE_LAG = timedelta(days=15)
# what fell due longer ago is for a call, not for a letter
TOO_LATE = timedelta(days=60)


def remind_of_pledges(*, now: datetime) -> int:
    """Write the letters that are due today; the same day again writes none. Return how many parts they name.

    Whoever declined reminders gets none; whoever is quiet for a while finds them on their page.
    """
    today = legal_day(now, the_zone())
    asked = Pledge.objects.filter(is_reminded=True).exclude(donor__email="").select_related("donor")
    near = asked.filter(
        instalments__replaced_at=None,
        instalments__due_on__gte=today - TOO_LATE,
        instalments__due_on__lte=today + DUE_LEAD,
    )
    told = 0
    for pledge, parts in schedules(near.distinct(), today):
        for part in parts:
            due_on = part.instalment.due_on
            if not part.open:
                continue
            if today <= due_on <= today + DUE_LEAD:
                queue_pledge_due(pledge, part, now=now)
                told += 1
            elif today - TOO_LATE <= due_on <= today - OVERDUE_LAG:
                queue_pledge_overdue(pledge, part, now=now)
                told += 1
    return told
