"""What waits of records that are there twice."""

from datetime import datetime

from django.utils.translation import ngettext

from accounts.models import User
from desk.reports.need import Need, Rows
from donors.likeness import LIKELY
from donors.models import DuplicatePair, MergeRequest


def _merges(user: User, _now: datetime) -> Rows:
    return MergeRequest.objects.waiting_for(user)


def _doubles(_user: User, _now: datetime) -> Rows:
    return DuplicatePair.objects.to_decide().filter(score__gte=LIKELY)


NEEDS_OF_DOUBLES = (
    Need(
        "desk:merge_requests",
        "state=waiting",
        _merges,
        lambda n: ngettext("merge wants a second person", "merges want a second person", n),
    ),
    Need(
        "donors:duplicate_list",
        "alike=likely",
        _doubles,
        lambda n: ngettext("donor is likely there twice", "donors are likely there twice", n),
    ),
)
