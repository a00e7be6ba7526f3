"""Checks: ordered, and what came of them. Only results are kept, never reports."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.models import User
from volunteers.models import Check, Volunteer


class CheckRefused(Exception):
    """The sentence is for the person."""


def order_check(
    *, volunteer: Volunteer, kind: str, ordered_on: date, vendor_reference: str, actor: User, now: datetime
) -> Check:
    """Note that a check was ordered. Raises: CheckRefused while one of the kind is under way."""
    with transaction.atomic():
        Volunteer.objects.select_for_update(no_key=True).get(pk=volunteer.pk)
        if volunteer.checks.filter(kind=kind, result=Check.Result.PENDING).exists():
            raise CheckRefused(_("One of this kind is under way already. Note its result first."))
        check = Check.objects.create(
            volunteer=volunteer,
            kind=kind,
            ordered_on=ordered_on,
            vendor_reference=vendor_reference,
            recorded_by=actor,
        )
        _record(check, "check.ordered", actor, now)
    return check


def record_result(
    *, check_id: int, result: str, done_on: date, expires_on: date | None, actor: User, now: datetime
) -> Check:
    """Note what came of a check, once; a new check is a new row.

    Raises: CheckRefused when it was noted before, or the days are out of order.
    """
    with transaction.atomic():
        check = Check.objects.select_for_update().get(pk=check_id)
        if check.result != Check.Result.PENDING:
            raise CheckRefused(_("Its result is noted already. Order a new check if it was wrong."))
        if done_on < check.ordered_on:
            raise CheckRefused(_("It cannot be done before it was ordered."))
        if expires_on is not None and expires_on < done_on:
            raise CheckRefused(_("It cannot run out before it was done."))
        check.result, check.done_on, check.expires_on = result, done_on, expires_on
        check.recorded_by = actor
        check.save(update_fields=["result", "done_on", "expires_on", "recorded_by"])
        _record(check, "check.recorded", actor, now)
    return check


def _record(check: Check, verb: str, actor: User, now: datetime) -> None:
    """The trail says that it was done, not of what kind nor what came of it: not only screening reads it."""
    about = ("volunteer", str(check.volunteer_id))
    record(actor=actor, verb=verb, about=about, now=now, after={"check": check.pk})
