"""What the staff change about a volunteer: details, qualifications, teams, leaving."""

from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.models import User
from accounts.organisation import the_zone
from campaigns.actions.trail import changed
from core.clock import legal_day
from volunteers.actions.clearance import revoke_clearance
from volunteers.actions.locks import lock_volunteers
from volunteers.actions.sign_ups import release_future
from volunteers.actions.standing import end_standing_place
from volunteers.models import Clearance, HeldQualification, Qualification, SignUpEvent, Team, Volunteer


class PersonRefused(Exception):
    """The sentence is for the person."""


@dataclass(frozen=True)
class Details:
    """What is written down about somebody."""

    name: str
    phone: str
    language: str


def edit_details(*, volunteer_id: int, details: Details, actor: User, now: datetime) -> None:
    """Change name, phone or language. The address stays: it is what they proved."""
    with transaction.atomic():
        volunteer = lock_volunteers([volunteer_id])[volunteer_id]
        wanted = asdict(details)
        _before, after = changed({name: getattr(volunteer, name) for name in wanted}, wanted)
        if after:
            Volunteer.objects.filter(pk=volunteer_id).update(**wanted)
            about = ("volunteer", str(volunteer_id))
            # the trail outlives the person's record: it names what was changed, not to what
            names = {"changed": " ".join(sorted(after))}
            record(actor=actor, verb="volunteer.edited", about=about, now=now, after=names)


def confirm_qualification(
    *,
    volunteer: Volunteer,
    qualification: Qualification,
    from_on: date,
    until_on: date | None,
    actor: User,
    now: datetime,
) -> HeldQualification:
    """Note that somebody holds a qualification, claimed by them or not, from a day until a day."""
    with transaction.atomic():
        held, _is_new = HeldQualification.objects.update_or_create(
            volunteer=volunteer,
            qualification=qualification,
            defaults={
                "from_on": from_on,
                "until_on": until_on,
                "confirmed_by": actor,
                "confirmed_at": now,
            },
        )
        record(
            actor=actor,
            verb="qualification.confirmed",
            about=("volunteer", str(volunteer.pk)),
            now=now,
            after={"qualification": qualification.code, "until": str(until_on or "")},
        )
    return held


def drop_qualification(*, held_id: int, actor: User, now: datetime) -> None:
    """Take a qualification away: claimed in error, or not shown."""
    with transaction.atomic():
        held = HeldQualification.objects.select_for_update().get(pk=held_id)
        about, code = ("volunteer", str(held.volunteer_id)), held.qualification.code
        held.delete()
        record(
            actor=actor, verb="qualification.dropped", about=about, now=now, before={"qualification": code}
        )


def leave_for_good(*, volunteer_id: int, actor: User, now: datetime) -> None:
    """Note that somebody has left: clearances end, seats and standing places go to others.

    Raises: PersonRefused when they have left before.
    """
    with transaction.atomic():
        volunteer = lock_volunteers([volunteer_id])[volunteer_id]
        if volunteer.left_at is not None:
            raise PersonRefused(_("They have left already."))
        today = legal_day(now, the_zone())
        for clearance in volunteer.clearances.filter(revoked_at=None):
            revoke_clearance(clearance=clearance, reason=Clearance.Revoked.LEFT, actor=actor, now=now)
        for place in volunteer.standing.filter(ended_at=None):
            end_standing_place(place_id=place.pk, last_on=today, actor=actor, now=now)
        release_future(volunteer_id=volunteer_id, reason=SignUpEvent.Reason.LEFT, actor=actor, now=now)
        Volunteer.objects.filter(pk=volunteer_id).update(left_at=now)
        record(actor=actor, verb="volunteer.left", about=("volunteer", str(volunteer_id)), now=now)


def welcome_back(*, volunteer_id: int, actor: User, now: datetime) -> None:
    """Note that somebody is back; clearances that ended are decided on anew."""
    with transaction.atomic():
        if not Volunteer.objects.filter(pk=volunteer_id, left_at__isnull=False).update(left_at=None):
            raise PersonRefused(_("They are here."))
        record(actor=actor, verb="volunteer.back", about=("volunteer", str(volunteer_id)), now=now)


def keep_team(*, team: Team, members: Collection[Volunteer], actor: User, now: datetime) -> Team:
    """Write a team down, new or changed. Its leader is a member."""
    with transaction.atomic():
        verb = "team.edited" if team.pk else "team.created"
        team.save()
        team.members.set({*members, team.leader})
        record(
            actor=actor,
            verb=verb,
            about=("team", str(team.pk)),
            now=now,
            after={"leader": team.leader_id, "members": team.members.count()},
        )
    return team
