"""Who may come to a shift and who may leave it: moments, gates, and the last who keeps a rule."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.models import Role, User
from volunteers.actions.locks import SignUpRefused
from volunteers.gates import Refusal, coverage_of, refusals, told
from volunteers.letters.spoken import moment_words
from volunteers.models import Coverage, Override, Shift, SignUp, Volunteer

MAY_SET_ASIDE = frozenset({Role.COORDINATOR, Role.ADMINISTRATOR})


@dataclass(frozen=True)
class SetAside:
    """The limits of rest and hours that a coordinator sets aside for one sign-up, and why."""

    gates: frozenset[str]
    reason: str


def is_own(actor: User | None, volunteer: Volunteer) -> bool:
    """Whether somebody acts for themselves; everybody else who calls is staff or the clock."""
    return actor is not None and actor.pk == volunteer.user_id


def first_state(shift: Shift, *, by_staff: bool) -> str:
    """Return what a seat is at first: where a coordinator decides, those who come by themselves only ask."""
    return SignUp.State.CONFIRMED if by_staff or shift.role.is_instant else SignUp.State.REQUESTED


def check_open(shift: Shift, now: datetime, *, by_staff: bool = False) -> None:
    """Staff may fill a seat until the shift is over; others until sign-up closes.

    Raises: SignUpRefused.
    """
    if shift.state == Shift.State.CANCELLED:
        raise SignUpRefused(_("This shift does not take place."))
    if shift.state != Shift.State.OPEN:
        raise SignUpRefused(_("This shift is not open yet."))
    if now >= shift.ends_at:
        raise SignUpRefused(_("This shift is over."))
    if not by_staff and now >= shift.sign_up_closes_at:
        raise SignUpRefused(
            _("Sign-up closed on %(moment)s. If you can still come, please call the coordinator.")
            % {"moment": moment_words(shift.sign_up_closes_at, shift.zone)}
        )


def check_gates(
    volunteer: Volunteer,
    shift: Shift,
    now: datetime,
    *,
    apart_from: SignUp | None = None,
    override: SetAside | None = None,
) -> list[Refusal]:
    """Return the limits that had to be set aside, none without an override.

    Raises: SignUpRefused for whatever else stands against it.
    """
    against = refusals(volunteer=volunteer, shift=shift, now=now, apart_from=apart_from)
    lifted = override.gates if override else frozenset()
    shut = [one for one in against if not (one.can_override and one.gate in lifted)]
    if shut:
        raise SignUpRefused(" ".join(told(shut)), refusals=shut)
    return against


def check_override(override: SetAside, actor: User | None) -> None:
    """Raises: SignUpRefused unless a coordinator or administrator says why."""
    if actor is None or not actor.roles & MAY_SET_ASIDE:
        raise SignUpRefused(_("Only coordinators may set a limit aside."))
    if not override.reason.strip():
        raise SignUpRefused(_("Please say why the limit is set aside."))


def write_overrides(
    sign_up: SignUp, set_aside: Sequence[Refusal], override: SetAside, actor: User, now: datetime
) -> None:
    """Write down which limits were set aside for a sign-up, by whom and why."""
    reason = override.reason.strip()
    Override.objects.bulk_create(
        Override(sign_up=sign_up, gate=one.gate, reason=reason, actor=actor, at=now) for one in set_aside
    )
    record(
        actor=actor,
        verb="sign_up.limits_set_aside",
        about=("sign_up", str(sign_up.pk)),
        now=now,
        after={"gates": " ".join(sorted(one.gate for one in set_aside))},
        reason=reason,
    )


def check_may_leave(shift: Shift, now: datetime) -> None:
    """Raises: SignUpRefused when it is too late to leave a confirmed seat by oneself."""
    if now < shift.cancel_closes_at:
        return
    raise SignUpRefused(
        _(
            "This seat could be given up until %(moment)s, and that is over."
            " Please ask for a stand-in, or call the coordinator."
        )
        % {"moment": moment_words(shift.cancel_closes_at, shift.zone)}
    )


@contextmanager
def last_keeper_stays(shift: Shift) -> Iterator[None]:
    """Let somebody leave within, unless nobody else keeps a rule of coverage that wants a stand-in.

    Raises: SignUpRefused afterwards; the caller's transaction undoes what was done.
    """
    wanted = Coverage.objects.filter(role_id=shift.role_id, needs_stand_in=True)
    if not wanted.exists():
        yield
        return
    before = {one.rule.pk: one.have for one in coverage_of([shift])[shift.pk]}
    yield
    for one in coverage_of([shift])[shift.pk]:
        if one.rule.needs_stand_in and not one.is_met and one.have < before[one.rule.pk]:
            raise SignUpRefused(
                _(
                    "Without this seat the shift would have too few: %(rule)s."
                    " Please ask for a stand-in, or call the coordinator."
                )
                % {"rule": one.rule}
            )
