"""Against card testing: allowances that a source uses up, the alarm, and the pause.

Whoever tries stolen cards needs many payment pages. Each page costs an allowance of the browser, of its
network and of the site; whoever did no proof of work has smaller ones. Allowances fail closed. Gifts that
were paid give theirs back, so a hall full of donors behind one address is not stopped.
"""

import math
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection, transaction
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.models import User
from gifts.actions.differences import note_differences
from gifts.models import Budget, Checkout, GivingPolicy, StripeEvent
from gifts.proofs import Work

WINDOW = timedelta(hours=1)
OFF = "off"
PER_BROWSER, PER_NETWORK, PER_SITE = 12, 30, 2000
PLAIN_PER_BROWSER, PLAIN_PER_NETWORK, PLAIN_PER_SITE = 4, 6, 120
OPEN_AT_ONCE, OPEN_WINDOW = 12, timedelta(minutes=30)
ALARM_FAILURES, ALARM_RATIO = 20, 3
ALARM = "card_testing"
KEPT = timedelta(days=2)

# one statement, so that two visitors at once cannot both take the last one
TAKE = """
    INSERT INTO gifts_budget (scope, source, window_starts_at, used) VALUES (%s, %s, %s, 1)
    ON CONFLICT (scope, source, window_starts_at) DO UPDATE SET used = gifts_budget.used + 1
    WHERE gifts_budget.used < %s RETURNING used
"""


class TooMany(Exception):
    """A source used up its allowance; the sentence is for the person."""


class WorkUsed(Exception):
    """The visitor's proof of work opened a page before: one more press is needed instead."""


@dataclass(frozen=True)
class Visitor:
    """Who asks, as keyed hashes, and the puzzle that their browser solved; None: a second press instead."""

    network: str
    browser: str
    work: Work | None


def is_off() -> bool:
    """Whether allowances, puzzle and second press are switched off, which a live key forbids."""
    return settings.GIVING_BUDGETS == OFF


def hashed(kind: str, value: str) -> str:
    """Return a keyed hash: equal sources are equal, and none can be read back."""
    return salted_hmac(f"gifts.{kind}", value, algorithm="sha256").hexdigest()


def admit(visitor: Visitor, *, now: datetime) -> None:
    """Use up one payment page's worth of the visitor's allowances, in the caller's transaction.

    Taken last before the caller commits: the site's row is everybody's.

    Raises: TooMany, WorkUsed.
    """
    if is_off():
        return
    _check_open(visitor, now)
    work = visitor.work
    if work and not take(scope="work", source=work.name, limit=1, window=work.expires_at):
        raise WorkUsed
    plain = "" if work else "plain "
    limits = (
        ("browser", visitor.browser, PER_BROWSER if work else PLAIN_PER_BROWSER),
        ("network", visitor.network, PER_NETWORK if work else PLAIN_PER_NETWORK),
        ("site", "", PER_SITE if work else PLAIN_PER_SITE),
    )
    start = now.replace(minute=0, second=0, microsecond=0)
    for scope, source, limit in limits:
        allowed = _scaled(limit)
        if take(scope=plain + scope, source=source, limit=allowed, window=start):
            continue
        allowed += _paid_since(start, scope, source)
        if not take(scope=plain + scope, source=source, limit=allowed, window=start):
            raise TooMany(_wait(start + WINDOW - now))


def take(*, scope: str, source: str, limit: int, window: datetime) -> bool:
    """Use one of an allowance; False when it was used up."""
    with connection.cursor() as cursor:
        cursor.execute(TAKE, [scope, source, window, limit])
        return cursor.fetchone() is not None


def watch_failures(*, now: datetime) -> bool:
    """Raise the alarm while far more payments fail than succeed; close it when that is over. Is it on?"""
    recent = StripeEvent.objects.filter(received_at__gt=now - WINDOW)
    failed = recent.filter(kind="payment_intent.payment_failed").count()
    paid = recent.filter(kind="payment_intent.succeeded").count()
    is_on = failed >= ALARM_FAILURES and failed > ALARM_RATIO * paid
    words = (f"{paid} paid within an hour", f"{failed} failed")
    note_differences(ALARM, {"last hour": words} if is_on else {}, now=now)
    return is_on


def forget_budgets(*, now: datetime) -> int:
    """Drop allowances of past windows; returns how many."""
    dropped, _kinds = Budget.objects.filter(window_starts_at__lt=now - KEPT).delete()
    return dropped


def pause_giving(*, by: User, now: datetime) -> None:
    """Take no gifts on the site until somebody resumes. Twice is once."""
    with transaction.atomic():
        GivingPolicy.objects.get_or_create(pk=1)
        if GivingPolicy.objects.filter(pk=1, paused_at=None).update(paused_at=now, paused_by=by):
            record(actor=by, verb="giving.paused", about=("giving_policy", "1"), now=now)


def resume_giving(*, by: User, now: datetime) -> None:
    """Take gifts again. Twice is once."""
    with transaction.atomic():
        paused = GivingPolicy.objects.filter(pk=1, paused_at__isnull=False)
        if paused.update(paused_at=None, paused_by=None):
            record(actor=by, verb="giving.resumed", about=("giving_policy", "1"), now=now)


def _check_open(visitor: Visitor, now: datetime) -> None:
    waiting = Checkout.objects.filter(
        network=visitor.network, state=Checkout.State.OPEN, created_at__gt=now - OPEN_WINDOW
    )
    # the caller's own new row is among them
    if waiting.count() > _scaled(OPEN_AT_ONCE):
        raise TooMany(_wait(OPEN_WINDOW))


def _paid_since(start: datetime, scope: str, source: str) -> int:
    paid = Checkout.objects.filter(state=Checkout.State.COMPLETED, created_at__gte=start)
    if scope == "browser":  # no person pays so often; checkouts do not keep which browser it was
        return 0
    return (paid.filter(network=source) if scope == "network" else paid).count()


def _scaled(limit: int) -> int:
    return max(1, math.floor(limit * float(settings.GIVING_BUDGETS)))


def _wait(time: timedelta) -> str:
    minutes = max(1, math.ceil(time.total_seconds() / 60))
    return _(
        "Many payment pages were opened in a short time, so no more can be opened for now. Nothing was "
        "charged, and what you wrote is still here. Please try again in %(minutes)s minutes."
    ) % {"minutes": minutes}
