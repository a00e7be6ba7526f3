"""An application from the first wish to the decision. Its states change through `move` alone."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from accounts.actions.codes import ask_for_code
from accounts.models import SignInCode, User
from volunteers.models import Application, ApplicationEvent, Program, Volunteer

State = Application.State
MOVES: Mapping[str, frozenset[str]] = {
    State.DRAFT: frozenset({State.APPLIED, State.WITHDRAWN}),
    State.APPLIED: frozenset({State.INTERVIEW, State.CHECKS, State.DECLINED, State.WITHDRAWN}),
    State.INTERVIEW: frozenset({State.CHECKS, State.DECLINED, State.WITHDRAWN}),
    State.CHECKS: frozenset({State.CLEARED, State.DECLINED, State.WITHDRAWN}),
    State.CLEARED: frozenset(),
    State.DECLINED: frozenset({State.WITHDRAWN}),  # as long as the applicant was not told
    State.WITHDRAWN: frozenset(),
}


class ApplicationRefused(Exception):
    """The sentence is for the person."""


@dataclass(frozen=True)
class Wish:
    """Who would like to help with what. `adult_on` None: of age."""

    name: str
    language: str
    adult_on: date | None
    programs: tuple[int, ...]


def ask_to_help(*, email: str, wish: Wish, network: str, now: datetime) -> SignInCode:
    """Note a stranger and have a code sent that proves their address; return the code's row.

    An address that is known already is left as it is, by the same work: nobody learns of it. What was typed
    becomes an application only when the address is proven (`begin_application`).

    Raises: TooManyCodes, alike for known and unknown addresses; then nothing is written.
    """
    with transaction.atomic():
        code = ask_for_code(email=email, network=network, language=wish.language, now=now)
        stranger = Volunteer(
            name=wish.name,
            email=code.email,
            language=wish.language,
            adult_on=wish.adult_on,
            created_at=now,
        )
        Volunteer.objects.bulk_create([stranger], ignore_conflicts=True)
    return code


def begin_application(*, user: User, wish: Wish, now: datetime) -> Application:
    """Return the open application of whoever is signed in, made now if there is none.

    Their first wish says who they are; who applied before keeps name and age as they stand.

    Raises: ApplicationRefused when another user's record carries their address.
    """
    with transaction.atomic():
        volunteer = _volunteer_of(user, wish, now)
        found = volunteer.applications.open().first()
        if found is not None:
            return found
        if not volunteer.applications.exists() and not volunteer.clearances.exists():
            _introduce(volunteer, wish)
        if volunteer.left_at is not None:
            volunteer.left_at = None
            volunteer.save(update_fields=["left_at"])
        application = Application.objects.create(
            volunteer=volunteer, step="start", created_at=now, saved_at=now
        )
        _choose(application, wish.programs)
        _note(application, "", user, now)
    return application


def change_wish(*, application: Application, wish: Wish, now: datetime) -> None:
    """Save the first step again. Age is said once: before anything was handed in.

    Raises: ApplicationRefused when it was handed in meanwhile.
    """
    with transaction.atomic():
        draft = lock_draft(application.pk)
        if not draft.volunteer.applications.exclude(pk=draft.pk).exists():
            _introduce(draft.volunteer, wish)
        _choose(draft, wish.programs)
        draft.saved_at = now
        draft.save(update_fields=["saved_at"])


def lock_draft(application_id: int) -> Application:
    """Lock an application that is being written. Raises: ApplicationRefused when it is not any more."""
    found = lock_application(application_id)
    if found.state != State.DRAFT:
        raise ApplicationRefused(_("This application was handed in already."))
    return found


def lock_application(application_id: int) -> Application:
    """Lock an application in the caller's transaction and return it as it stands."""
    rows = Application.objects.select_for_update(of=("self",)).select_related("volunteer")
    return rows.get(pk=application_id)


def move(application: Application, to_state: str, *, actor: User | None, now: datetime) -> None:
    """Change the state of a locked application and note who did it. Raises: ApplicationRefused."""
    before = application.state
    is_told = application.told_at is not None and application.told_at <= now
    if to_state not in MOVES[before] or (before == State.DECLINED and is_told):
        facts = {"before": State(before).label, "after": State(to_state).label}
        raise ApplicationRefused(_("An application cannot go from “%(before)s” to “%(after)s”.") % facts)
    application.state = to_state
    if before == State.DRAFT and to_state == State.APPLIED:
        application.submitted_at = now
    if before == State.DECLINED:
        application.declined_for, application.told_at, application.decided_at = "", None, None
    application.save()
    _note(application, before, actor, now)


def withdraw_application(*, application_id: int, actor: User, now: datetime) -> None:
    """Take an application back; links to references die with it.

    A decision that was not told yet gives way: nobody learns of it from a button that does not work.

    Raises: ApplicationRefused when it was decided and told.
    """
    with transaction.atomic():
        found = lock_application(application_id)
        move(found, State.WITHDRAWN, actor=actor, now=now)


def _volunteer_of(user: User, wish: Wish, now: datetime) -> Volunteer:
    """Return the volunteer of whoever is signed in, locked; made now if there is none."""
    rows = Volunteer.objects.select_for_update(no_key=True).filter(Q(user=user) | Q(email=user.email))
    mine = rows.order_by(F("user").asc(nulls_last=True))
    if mine.first() is None:
        fresh = Volunteer(name=wish.name, email=user.email, language=wish.language, created_at=now)
        Volunteer.objects.bulk_create([fresh], ignore_conflicts=True)
    found = next((one for one in mine if one.user_id in {None, user.pk}), None)
    if found is None:
        raise ApplicationRefused(_("This address belongs to somebody else's record. Please write to us."))
    if found.user_id is None:
        found.user = user
        found.save(update_fields=["user"])
    return found


def _introduce(volunteer: Volunteer, wish: Wish) -> None:
    volunteer.name, volunteer.language, volunteer.adult_on = wish.name, wish.language, wish.adult_on
    volunteer.save(update_fields=["name", "language", "adult_on"])


def _choose(application: Application, program_ids: Collection[int]) -> None:
    chosen = Program.objects.filter(is_open=True, pk__in=program_ids)
    application.programs.set(chosen)
    application.volunteer.interests.add(*chosen)


def _note(application: Application, before: str, actor: User | None, now: datetime) -> None:
    ApplicationEvent.objects.create(
        application=application, actor=actor, from_state=before, to_state=application.state, at=now
    )
