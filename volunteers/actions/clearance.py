"""The decision that somebody may serve, and its end. An end leaves no seat, offer or calendar behind."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.audit import Facts, record
from accounts.models import User
from accounts.organisation import the_zone
from core.clock import legal_day
from volunteers.actions.feeds import revoke_feed
from volunteers.actions.locks import lock_volunteers
from volunteers.actions.sign_ups import release_future
from volunteers.actions.standing import end_standing_place
from volunteers.letters import tell_staff
from volunteers.models import Clearance, Program, SignUp, SignUpEvent, StandingPlace, Volunteer


class ClearanceRefused(Exception):
    """The sentence is for the person."""


def grant_clearance(
    *,
    volunteer: Volunteer,
    program: Program,
    is_for_confidential: bool,
    from_on: date,
    until_on: date | None,
    actor: User,
    now: datetime,
) -> Clearance:
    """Decide that a volunteer may serve in a program from a day until a day (None: open).

    A decision that stands is replaced from that day on, so that there is no gap between the two.

    Raises: ClearanceRefused when it would end before it begins, or give less than the one that stands: to
    take something away, seats must go too, so that one is revoked first.
    """
    if until_on is not None and until_on < from_on:
        raise ClearanceRefused(_("A clearance cannot end before it begins."))
    with transaction.atomic():
        lock_volunteers([volunteer.pk])
        made = Clearance(
            volunteer=volunteer,
            program=program,
            is_for_confidential=is_for_confidential,
            from_on=from_on,
            until_on=until_on,
            decided_at=now,
            decided_by=actor,
        )
        standing = Clearance.objects.filter(volunteer=volunteer, program=program, revoked_at=None).first()
        if standing is not None:
            _replace(standing, made, actor, now)
        made.save()
        about = ("volunteer", str(volunteer.pk))
        record(actor=actor, verb="clearance.granted", about=about, now=now, after=_facts(made))
    return made


def _facts(made: Clearance) -> Facts:
    return {
        "clearance": made.pk,
        "program": made.program.code,
        "is_for_confidential": made.is_for_confidential,
        "from": str(made.from_on),
        "until": str(made.until_on or ""),
    }


def revoke_clearance(*, clearance: Clearance, reason: str, actor: User | None, now: datetime) -> list[SignUp]:
    """End a decision from today on, and everything that rests on it, in one transaction.

    Seats on shifts to come, requests, offers and places on waitlists of the program are released and freed
    seats offered on; standing places end; a calendar of somebody who is cleared for nothing else goes dead;
    coordinators are told. Returns the sign-ups that were released.

    Raises: ClearanceRefused when it was revoked before.
    """
    today = legal_day(now, the_zone())
    with transaction.atomic():
        # whoever takes or offers a seat locks the volunteer first: none slips in between
        volunteer = lock_volunteers([clearance.volunteer_id])[clearance.volunteer_id]
        ended = Clearance.objects.select_related("program").get(pk=clearance.pk)
        if ended.revoked_at is not None:
            raise ClearanceRefused(_("This clearance was revoked already."))
        _end(ended, today, reason, actor, now)
        # one that it replaced may hold for some more days
        former = Clearance.objects.filter(volunteer=volunteer, program=ended.program_id)
        former.filter(revoked_on__gt=today).update(revoked_on=today)
        released = release_future(
            volunteer_id=volunteer.pk,
            program_id=ended.program_id,
            reason=SignUpEvent.Reason.CLEARANCE,
            actor=actor,
            now=now,
        )
        _end_standing(ended, today, actor, now)
        if not _is_cleared_elsewhere(volunteer, today):
            revoke_feed(volunteer=volunteer, now=now)
        # the trail is read by more people than screening: it does not say why
        after: Facts = {"clearance": ended.pk, "program": ended.program.code, "released": len(released)}
        about = ("volunteer", str(volunteer.pk))
        record(actor=actor, verb="clearance.revoked", about=about, now=now, after=after)
        facts = {"count": str(len(released)), "volunteer": str(volunteer.pk)}
        tell_staff(kind="seats_released", about=("clearance", ended.pk), facts=facts, now=now)
    return released


def _end_standing(ended: Clearance, today: date, actor: User | None, now: datetime) -> None:
    places = StandingPlace.objects.filter(
        volunteer=ended.volunteer_id, series__role__program=ended.program_id, ended_at=None
    )
    for key in places.order_by("pk").values_list("pk", flat=True):
        end_standing_place(place_id=key, last_on=today - timedelta(days=1), actor=actor, now=now)


def _replace(standing: Clearance, made: Clearance, actor: User, now: datetime) -> None:
    """End the one that stands on the day on which the new one begins."""
    still_holds = standing.until_on is None or standing.until_on >= made.from_on
    is_shorter = made.until_on is not None and (
        standing.until_on is None or standing.until_on > made.until_on
    )
    is_less = standing.is_for_confidential and not made.is_for_confidential
    if still_holds and (is_shorter or is_less):
        raise ClearanceRefused(
            _("A clearance that gives more stands already. Revoke it first: then its seats are released.")
        )
    _end(standing, made.from_on, Clearance.Revoked.REPLACED, actor, now)


def _end(clearance: Clearance, on: date, reason: str, actor: User | None, now: datetime) -> None:
    clearance.revoked_at, clearance.revoked_on = now, on
    clearance.revoked_by, clearance.revoked_for = actor, reason
    clearance.save(update_fields=["revoked_at", "revoked_on", "revoked_by", "revoked_for"])


def _is_cleared_elsewhere(volunteer: Volunteer, today: date) -> bool:
    others = Clearance.objects.filter(volunteer=volunteer, revoked_at=None)
    return any(other.until_on is None or other.until_on >= today for other in others)
