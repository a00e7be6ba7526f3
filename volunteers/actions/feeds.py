"""A volunteer's private calendar address: made, replaced, revoked."""

import secrets
from datetime import datetime, timedelta
from hashlib import sha256

from django.db import transaction
from django.db.models import Q

from accounts.audit import record
from volunteers.actions.locks import lock_volunteers
from volunteers.models import CalendarFeed, Volunteer

# reading is noted this often at most: a calendar program reads every few minutes
NOTED = timedelta(hours=1)


def make_feed(*, volunteer: Volunteer, now: datetime) -> str:
    """Return the token of a new feed. It is not kept and cannot be shown again; the one before is dead."""
    token = secrets.token_urlsafe(32)
    with transaction.atomic():
        lock_volunteers([volunteer.pk])
        had_one = _revoke(volunteer, now)
        CalendarFeed.objects.create(volunteer=volunteer, token_hash=hash_of(token), created_at=now)
        _note(volunteer, "feed.replaced" if had_one else "feed.made", now)
    return token


def revoke_feed(*, volunteer: Volunteer, now: datetime) -> bool:
    """Let a volunteer's calendar address answer nobody any more. False: there was none. Twice is once."""
    with transaction.atomic():
        lock_volunteers([volunteer.pk])
        had_one = _revoke(volunteer, now)
        if had_one:
            _note(volunteer, "feed.revoked", now)
    return had_one


def note_reading(*, feed: CalendarFeed, now: datetime) -> None:
    """Note that a calendar program read the feed, once an hour."""
    long_ago = Q(read_at=None) | Q(read_at__lte=now - NOTED)
    CalendarFeed.objects.filter(long_ago, pk=feed.pk).update(read_at=now)


def hash_of(token: str) -> str:
    """Return what is kept of a token. It has 256 random bits, so that no slow hash is needed."""
    return sha256(token.encode()).hexdigest()


def _revoke(volunteer: Volunteer, now: datetime) -> bool:
    return bool(CalendarFeed.objects.filter(volunteer=volunteer, revoked_at=None).update(revoked_at=now))


def _note(volunteer: Volunteer, verb: str, now: datetime) -> None:
    record(actor=volunteer.user, verb=verb, about=("volunteer", str(volunteer.pk)), now=now)
