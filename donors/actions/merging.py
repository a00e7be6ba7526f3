"""Two records of one donor become one: every row that names the one names the other from then on."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, ProgrammingError, models, transaction
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.models import User
from donors.models import Address, Donor, DonorMerge
from jobs.actions import enqueue
from letters.actions import copy_refusals, hand_over

FOLD_AGAIN = "donors.fold_again"
# the more careful manner of contact wins
CARE = (Donor.Contact.USUAL, Donor.Contact.NEUTRAL, Donor.Contact.PORTAL)


class MergeRefused(Exception):
    """A sentence for the person who asked."""


def merge_donors(*, kept_id: int, folded_id: int, by: User, now: datetime) -> DonorMerge:
    """Fold a donor's record into another's; return what undoing it would need.

    The folded record keeps its own columns, its address and its id, and leads to the kept one; where the kept
    one has no e-mail, that of the folded one becomes its own, since letters go there. Whoever signs in with
    it finds the kept record where that one has no sign-in yet. Stripe hears of nothing: recurring gifts go on
    as they are, with their own customers.

    Raises: MergeRefused for one record twice, and for one that was folded or erased before.
    """
    with transaction.atomic():
        both = Donor.objects.select_for_update().in_bulk([kept_id, folded_id])
        kept, folded = both.get(kept_id), both.get(folded_id)
        if kept is None or folded is None or kept.pk == folded.pk:
            raise MergeRefused(_("Choose two different donors."))
        if any(donor.merged_into_id or donor.erased_at for donor in (kept, folded)):
            raise MergeRefused(_("One of these records was merged or erased before."))
        merge = DonorMerge(kept=kept, folded=folded, before=_choices(kept, folded), at=now, by=by)
        _join_people(kept, folded, now)
        _take_the_careful_choice(kept, folded)
        if kept.addresses.filter(is_primary=True).exists():
            Address.objects.filter(donor=folded).update(is_primary=False)
        merge.moved, merge.stayed = move_rows(folded, to=kept)
        merge.save()
        Donor.objects.filter(pk=folded.pk).update(merged_into=kept)
        record(
            actor=by,
            verb="donor.merged",
            about=("donor", str(kept.pk)),
            now=now,
            after={"folded": folded.pk, "merge": merge.pk},
        )
        # a payment that was being written in this moment may still name the folded record
        enqueue(kind=FOLD_AGAIN, about=str(merge.pk), key=f"donors.fold_again:{merge.pk}", now=now)
    return merge


def fold_again(*, merge_id: int) -> None:
    """Move what came to the folded record while it was being folded. Twice is once."""
    with transaction.atomic():
        merge = DonorMerge.objects.select_for_update().select_related("kept", "folded").get(pk=merge_id)
        moved, _stayed = move_rows(merge.folded, to=merge.kept)
        for name, keys in moved.items():
            merge.moved[name] = [*merge.moved.get(name, []), *keys]
        merge.save(update_fields=["moved"])


def move_rows(folded: Donor, *, to: Donor) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """Let every row of any app that names one donor name the other; return which did, and which could not.

    What the tables are is read from the models, so a table that a later part adds is not forgotten.
    """
    moved: dict[str, list[str]] = {}
    stayed: dict[str, list[str]] = {}
    for relation in Donor._meta.related_objects:
        if relation.related_model is DonorMerge:
            continue
        name = f"{relation.related_model._meta.label}.{relation.field.name}"
        rows = relation.related_model._base_manager.filter(**{relation.field.name: folded})
        keys = list(rows.order_by("pk").values_list("pk", flat=True))
        done = _move(rows, keys, relation.field.name, to) if keys else []
        if done:
            moved[name] = [str(key) for key in done]
        if len(done) < len(keys):
            stayed[name] = [str(key) for key in keys if key not in set(done)]
    return moved, stayed


def _move(rows: "models.QuerySet[Any]", keys: Sequence[Any], field: str, to: Donor) -> list[Any]:
    """Move rows, all at once where the database lets them; return those that moved.

    One stays where the kept record has its like and the database allows one alone, or where it is frozen.
    """
    try:
        with transaction.atomic():
            rows.filter(pk__in=keys).update(**{field: to})
            return list(keys)
    except (IntegrityError, ProgrammingError):  # the second is what a trigger's refusal becomes
        return [] if len(keys) == 1 else [key for one in keys for key in _move(rows, [one], field, to)]


def _choices(kept: Donor, folded: Donor) -> dict[str, Any]:
    """What the merge may change about the two: ids and choices, no names."""
    primary = Address.objects.filter(donor=folded, is_primary=True).values_list("pk", flat=True).first()
    return {
        "user": kept.user_id,
        "email_came_along": not kept.email and bool(folded.email),
        "folded_user": folded.user_id,
        "folded_primary_address": primary,
        "contact": kept.contact,
        "no_post": kept.no_post,
        "no_phone": kept.no_phone,
        "quiet_until": kept.quiet_until.isoformat() if kept.quiet_until else None,
        "customer_id": kept.customer_id,
        "household": kept.household_id,
    }


def _join_people(kept: Donor, folded: Donor, now: datetime) -> None:
    """One sign-in, the kept one's where it has any; its page shows the letters to both addresses."""
    user = kept.user or folded.user
    Donor.objects.filter(pk=folded.pk).update(user=None)
    Donor.objects.filter(pk=kept.pk).update(user=user)
    if folded.email and not kept.email:
        # letters about what was folded would reach nobody any more
        Donor.objects.filter(pk=folded.pk).update(email="")
        Donor.objects.filter(pk=kept.pk).update(email=folded.email)
    if user is not None and folded.email:
        hand_over(email=folded.email, to=user)
    if user is not None and kept.email and user.email != kept.email:
        hand_over(email=kept.email, to=user)
    if kept.email and folded.email:
        copy_refusals(from_email=folded.email, to_email=kept.email, now=now)


def _take_the_careful_choice(kept: Donor, folded: Donor) -> None:
    """Neither record's wish for less is lost."""
    quiet: list[date] = [day for day in (kept.quiet_until, folded.quiet_until) if day]
    Donor.objects.filter(pk=kept.pk).update(
        contact=max(kept.contact, folded.contact, key=CARE.index),
        no_post=kept.no_post or folded.no_post,
        no_phone=kept.no_phone or folded.no_phone,
        quiet_until=max(quiet, default=None),
        customer_id=kept.customer_id or folded.customer_id,
        household=kept.household_id or folded.household_id,
    )
