"""Whose letters are: what happens to them when an address changes hands or its owner goes."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from accounts.models import User
from letters.kinds import readable_kinds
from letters.models import Letter, OptOut, Suppression, veiled

ERASED = "erased@erased.invalid"


def hand_over(*, email: str, to: User) -> list[int]:
    """Show the letters that went to an address on a person's page from now on; return which.

    Whoever has the address later does not see them: they are no longer found by it.
    """
    keys = list(
        Letter.objects.filter(to_email=email, reader=None).order_by("pk").values_list("pk", flat=True)
    )
    Letter.objects.filter(pk__in=keys).update(reader=to)
    return keys


def take_back_letters(*, keys: Sequence[int], reader_id: int | None) -> None:
    """Undo `hand_over`: the letters are found by their address again."""
    Letter.objects.filter(pk__in=keys, reader=reader_id).update(reader=None)


def follow(*, from_email: str, to_email: str) -> int:
    """Let what has not left yet go to a person's new address; return how many.

    Somebody else may read the old mailbox by now. Codes prove the mailbox they were for, and stay with it.
    """
    waiting = Letter.objects.filter(to_email=from_email, kind__in=readable_kinds()).waiting()
    return waiting.update(to_email=to_email)


def copy_refusals(*, from_email: str, to_email: str, now: datetime) -> list[int]:
    """Let what one address declined be declined for another of the same person too; return what is new."""
    in_force = OptOut.objects.filter(email=from_email, withdrawn_at=None)
    topics = list(in_force.values_list("topic", flat=True))
    there = OptOut.objects.filter(email=to_email, withdrawn_at=None)
    known = set(there.values_list("pk", flat=True))
    rows = [OptOut(email=to_email, topic=topic, created_at=now) for topic in topics]
    OptOut.objects.bulk_create(rows, ignore_conflicts=True)
    return list(there.exclude(pk__in=known).order_by("pk").values_list("pk", flat=True))


def take_back_refusals(*, keys: Sequence[int]) -> None:
    """Undo `copy_refusals`: what one person declined is not the other's refusal."""
    OptOut.objects.filter(pk__in=keys).delete()


def forget_address(*, email: str, reader: User | None, now: datetime) -> None:
    """Drop what letters to an erased person say, and to whom they went; none of them leaves any more.

    That they wanted no mail stays as a keyed hash: the law has us honour it when the address comes back.
    """
    own = Q(to_email=email) if reader is None else Q(to_email=email) | Q(reader=reader)
    with transaction.atomic():
        letters = Letter.objects.filter(own)
        letters.waiting().update(state=Letter.State.SUPPRESSED, error="erased", lease_until=None)
        letters.drop_facts(now)
        letters.update(to_email=ERASED, subject="", reader=None)
        _veil_refusals(email)


def _veil_refusals(email: str) -> None:
    """Put the hash in place of the address; what ended, or stands there by the hash already, goes."""
    hidden = veiled(email)
    refused = OptOut.objects.filter(email=hidden, withdrawn_at=None).values("topic")
    opt_outs = OptOut.objects.filter(email=email)
    opt_outs.filter(Q(withdrawn_at__isnull=False) | Q(topic__in=refused)).delete()
    opt_outs.update(email=hidden)
    stops = Suppression.objects.filter(email=email)
    if Suppression.objects.filter(email=hidden, lifted_at=None).exists():
        stops.delete()
    stops.filter(lifted_at__isnull=False).delete()
    stops.update(email=hidden)
