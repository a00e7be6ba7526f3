"""Statements leave the house: by mail, in a file for posting, as a download; each time is written down."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.models import User
from receipts.letters import may_be_mailed, queue_statements
from receipts.models import Statement, StatementCopy
from receipts.reports.statements import to_post

# a second press of the button within this is the same wish
SAME_WISH = timedelta(minutes=1)
_TAKEN = StatementCopy.objects.filter(statement=OuterRef("pk"), channel=StatementCopy.Channel.POST)
PRINTED_TOGETHER = 500  # a file of some megabytes, and of what one person folds in a day


class SendingRefused(Exception):
    """A sentence for the person who asked."""


def send_new(statements: Sequence[Statement], *, by: User | None, now: datetime) -> None:
    """Mail statements that were just drawn, to whoever may be mailed, in the caller's transaction."""
    _note(queue_statements(statements, now=now), channel=StatementCopy.Channel.MAIL, by=by, now=now)


def send_again(*, statement_id: int, by: User, now: datetime) -> StatementCopy:
    """Mail one to its donor once more; return the note of it.

    Raises: SendingRefused when it holds no longer, its donor gets no mail, or one has just left.
    """
    with transaction.atomic():
        locked = Statement.objects.select_for_update(of=("self",)).select_related("donor")
        statement = locked.get(pk=statement_id)
        _check(statement, now)
        queue_statements([statement], now=now, again=f":{now.isoformat()}")
        (copy,) = _note([statement], channel=StatementCopy.Channel.MAIL, by=by, now=now)
        record(
            actor=by,
            verb="statement.sent",
            about=("statement", str(statement.pk)),
            now=now,
            after={"number": str(statement), "copy": copy.pk},
        )
    return copy


def record_download(*, statement: Statement, by: User, now: datetime) -> StatementCopy:
    """Return the note that somebody took the paper."""
    return StatementCopy.objects.create(
        statement=statement, made_at=now, made_by=by, channel=StatementCopy.Channel.DOWNLOAD
    )


def take_for_posting(*, year: int, by: User, now: datetime) -> StatementCopy:
    """Take statements that go by post and have not been taken; return the first note: it names them all.

    They share its moment and person. At most PRINTED_TOGETHER at a time.

    Raises: SendingRefused when none is left.
    """
    with transaction.atomic():
        left = to_post(year).filter(~Exists(_TAKEN))
        locked = left.select_for_update(of=("self",), skip_locked=True).values_list("pk", flat=True)
        # asked once more under the locks: somebody may have taken some while the first question was answered
        statements = list(left.filter(pk__in=list(locked[:PRINTED_TOGETHER])).only("pk"))
        if not statements:
            raise SendingRefused(_("All that go by post have been taken."))
        copies = _note(statements, channel=StatementCopy.Channel.POST, by=by, now=now)
        record(
            actor=by,
            verb="statement.posted",
            about=("year", str(year)),
            now=now,
            after={"statements": len(copies)},
        )
    return copies[0]


def _check(statement: Statement, now: datetime) -> None:
    if statement.status != Statement.Status.CURRENT:
        raise SendingRefused(_("This summary holds no longer, so it is not sent."))
    if not may_be_mailed(statement.donor):
        raise SendingRefused(
            _("This donor gets no mail from us. Take the paper, or let it be on their page.")
        )
    mailed = statement.copies.filter(channel=StatementCopy.Channel.MAIL)
    if mailed.filter(made_at__gt=now - SAME_WISH).exists():
        raise SendingRefused(_("It was sent less than a minute ago."))


def _note(
    statements: Sequence[Statement], *, channel: str, by: User | None, now: datetime
) -> list[StatementCopy]:
    """Write down that statements leave."""
    return StatementCopy.objects.bulk_create(
        StatementCopy(statement=statement, made_at=now, made_by=by, channel=channel)
        for statement in statements
    )
