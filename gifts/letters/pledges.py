"""The letters about a part of a pledge: soon due, or due some time ago. Neither is a receipt or a bill."""

from datetime import datetime

from django.utils import translation
from django.utils.translation import gettext_lazy as _

from accounts.organisation import the_zone
from core.clock import legal_day
from core.money import format_money
from gifts.models import Pledge
from gifts.reports.pledges import Standing, schedule_of
from gifts.reports.recurring_words import short_day
from letters.actions import queue_letter
from letters.kinds import Leaving, LetterKind, NoLongerTrue, register

ABOUT = "instalment"
FACTS = {
    "name": "Maria Lopez",
    "amount": "$100.00",
    "day": "Dec. 5, 2026",
    "pledged": "$1,200.00",
    "fund": "Housing",
}


def _leaves_at(leaving: Leaving) -> datetime:
    """Now. Raises: NoLongerTrue when the part was paid, written off, moved, or is another sum by now."""
    today = legal_day(leaving.now, the_zone())
    row = Pledge.objects.with_balance(today).filter(instalments=int(leaving.about_id)).first()
    if row is None or not row.is_reminded:
        raise NoLongerTrue
    part = next((one for one in schedule_of(row) if str(one.instalment.pk) == leaving.about_id), None)
    if part is None or not part.open:
        raise NoLongerTrue
    with translation.override(leaving.language):
        if format_money(part.open, row.currency) != leaving.facts["amount"]:
            raise NoLongerTrue
    return leaving.now


PLEDGE_DUE = register(
    LetterKind(
        name="pledge_due",
        title=_("A part of a pledge falls due"),
        facts=FACTS,
        is_transactional=False,
        topic="pledges",
        leaves_at=_leaves_at,
    )
)
PLEDGE_OVERDUE = register(
    LetterKind(
        name="pledge_overdue",
        title=_("A part of a pledge has not arrived"),
        facts=FACTS,
        is_transactional=False,
        topic="pledges",
        leaves_at=_leaves_at,
    )
)


def queue_pledge_due(pledge: Pledge, part: Standing, *, now: datetime) -> None:
    """Remind of a part that falls due soon; once for each part."""
    _queue(PLEDGE_DUE, pledge, part, now=now)


def queue_pledge_overdue(pledge: Pledge, part: Standing, *, now: datetime) -> None:
    """Ask after a part that did not arrive; once for each part."""
    _queue(PLEDGE_OVERDUE, pledge, part, now=now)


def _queue(kind: LetterKind, pledge: Pledge, part: Standing, *, now: datetime) -> None:
    with translation.override(pledge.donor.language):
        facts = {
            "name": pledge.donor.name,
            "amount": format_money(part.open, pledge.currency),
            "day": short_day(part.instalment.due_on),
            "pledged": format_money(pledge.amount, pledge.currency),
            "fund": str(pledge.fund),
        }
    queue_letter(
        kind=kind.name,
        key=f"{kind.name}:{part.instalment.pk}",
        to_email=pledge.donor.email,
        language=pledge.donor.language,
        facts=facts,
        about=(ABOUT, str(part.instalment.pk)),
        now=now,
    )
