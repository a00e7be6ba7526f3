"""A team comes together: its leader signs members up, each through the gates."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from volunteers.actions.admission import check_open, first_state, is_own
from volunteers.actions.locks import SignUpRefused, lock_shifts, lock_volunteers, one_action
from volunteers.actions.seats import begin, seats_left
from volunteers.actions.waitlist import tell_of_seat
from volunteers.gates import judge_many
from volunteers.models import Shift, SignUp, SignUpEvent, Team, Volunteer


@dataclass(frozen=True)
class TeamSignedUp:
    """Who got a seat, and who did not and why, by volunteer in the order that was asked."""

    sign_ups: tuple[SignUp, ...]
    refused: dict[int, str]


def sign_up_team(
    *,
    team_id: int,
    shift_id: int,
    volunteer_ids: Sequence[int],
    is_all_or_none: bool,
    actor: User | None,
    now: datetime,
) -> TeamSignedUp:
    """Give seats to members of a team, in this order: all of them or nobody, or as many as fit.

    Whoever waits for the shift goes first.

    Raises: SignUpRefused when sign-up is closed, when somebody is no member, and for all or none when one of
    them cannot come; its `is_full` says that only seats are wanting.
    """
    with one_action():
        team = Team.objects.select_related("leader").get(pk=team_id)
        people = lock_volunteers(volunteer_ids)
        shift = lock_shifts([shift_id])[shift_id]
        by_staff = not is_own(actor, team.leader)
        _check_members(team, volunteer_ids)
        check_open(shift, now, by_staff=by_staff)
        able, refused = _sorted_out([people[key] for key in dict.fromkeys(volunteer_ids)], shift, now)
        left = max(seats_left(shift=shift, now=now), 0)
        if not is_all_or_none or (not refused and len(able) <= left):
            state = first_state(shift, by_staff=by_staff)
            coming = [SignUp(shift=shift, volunteer=one, team=team, state=state) for one in able[:left]]
            for sign_up in coming:
                begin(sign_up, reason=SignUpEvent.Reason.TEAM, actor=actor, now=now)
                tell_of_seat(sign_up, now)
            full = {one.pk: _("All seats of this shift are taken.") for one in able[left:]}
            return TeamSignedUp(tuple(coming), refused | full)
    # what was offered to others meanwhile stays
    if not refused:
        words = ngettext("Only %(left)s seat is left.", "Only %(left)s seats are left.", left)
        raise SignUpRefused(words % {"left": left}, is_full=True)
    names = ", ".join(people[key].short_name for key in refused)
    raise SignUpRefused(_("Not everybody can come: %(names)s.") % {"names": names})


def _check_members(team: Team, volunteer_ids: Sequence[int]) -> None:
    members = set(team.members.values_list("pk", flat=True)) | {team.leader_id}
    if not team.is_open or not members.issuperset(volunteer_ids):
        raise SignUpRefused(_("Only members of an open team can be signed up with it."))


def _sorted_out(
    people: Sequence[Volunteer], shift: Shift, now: datetime
) -> tuple[list[Volunteer], dict[int, str]]:
    """Return who could come, and who not. What stands against somebody is not for their leader's eyes."""
    on_it = set(SignUp.objects.active().filter(shift=shift).values_list("volunteer_id", flat=True))
    against = judge_many(volunteer_ids=[one.pk for one in people], shifts=[shift], now=now)
    refused = {}
    for one in people:
        if one.pk in on_it:
            refused[one.pk] = _("Is signed up for this shift already.")
        elif against[one.pk, shift.pk]:
            refused[one.pk] = _("Cannot take this shift.")
    return [one for one in people if one.pk not in refused], refused
