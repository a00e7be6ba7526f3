"""What is kept of applications, and for how long. The periods are settings."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import CharField, Q, Value
from django.db.models.functions import Cast, Concat

from volunteers.models import Application, Reference, Volunteer

# an address that somebody typed and nobody proved
UNPROVEN_KEPT = timedelta(days=7)
BATCH = 2_000


def forget_old_applications(*, now: datetime) -> dict[str, int]:
    """Forget references' answers, drafts that nobody goes on with, and addresses that were never proven.

    Returns how many of each. Harmless to repeat.
    """
    return {
        "references": _forget_references(now),
        "drafts": _forget_drafts(now),
        "strangers": _forget_strangers(now),
    }


def _forget_references(now: datetime) -> int:
    """Of an answer it stays that it came, and whether it spoke for them: a clearance rests on it."""
    decided = now - timedelta(days=settings.REFERENCES_KEPT_DAYS)
    over = Q(application__decided_at__lt=decided) | Q(
        application__state=Application.State.WITHDRAWN, application__submitted_at__lt=decided
    )
    old = Reference.objects.filter(over).exclude(name="")
    empty = Concat(Cast("pk", CharField()), Value("@forgotten.invalid"))
    against = Reference.Verdict.NO
    with transaction.atomic():
        old.filter(state=Reference.State.ANSWERED).exclude(recommends=against).update(
            recommends=Reference.Verdict.YES
        )
        return old.update(name="", email=empty, known_years=None, is_reliable="", is_calm="", keeps_trust="")


def _forget_drafts(now: datetime) -> int:
    kept = now - timedelta(days=settings.DRAFTS_KEPT_DAYS)
    unfinished = Application.objects.filter(Q(state=Application.State.DRAFT) | Q(submitted_at=None))
    old = unfinished.filter(Q(saved_at__lt=kept) | Q(saved_at=None, created_at__lt=kept))
    return old.delete()[1].get("volunteers.Application", 0)


def _forget_strangers(now: datetime) -> int:
    """Volunteers who never proved their address, or did and never began; whoever served stays."""
    drafts_kept = now - timedelta(days=settings.DRAFTS_KEPT_DAYS)
    never = Volunteer.objects.filter(
        applications=None, clearances=None, sign_ups=None, hours=None, leads=None, training_places=None
    )
    old = Q(user=None, created_at__lt=now - UNPROVEN_KEPT) | Q(created_at__lt=drafts_kept)
    keys = list(never.filter(old).values_list("pk", flat=True)[:BATCH])
    return Volunteer.objects.filter(pk__in=keys).delete()[1].get("volunteers.Volunteer", 0)
