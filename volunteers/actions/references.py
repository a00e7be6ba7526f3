"""References: asked by mail, answered by fixed choices, reminded, replaced, lapsed, forgotten."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from secrets import token_hex

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.models import User
from volunteers.letters.screening import ask_reference, tell_reference_wanted
from volunteers.models import Application, Reference
from volunteers.proofs import GOOD_FOR, REFERENCE, hash_of, token_for

REMIND_AFTER = timedelta(days=7)


class ReferenceRefused(Exception):
    """The sentence is for the person."""


@dataclass(frozen=True)
class Named:
    """Somebody whom an applicant names."""

    name: str
    email: str
    relation: str


def ask_all(*, application: Application, now: datetime) -> None:
    """Write to each reference of an application that was just handed in, in the caller's transaction."""
    for reference in application.references.filter(state=Reference.State.ASKED, asked_at=None):
        _ask(reference, now)


def find_reference(*, token: str, now: datetime) -> Reference:
    """Return the reference behind a link that can still be answered.

    Raises: Reference.DoesNotExist for a link we never made; ReferenceRefused for one that is used or late.
    """
    rows = Reference.objects.select_related("application__volunteer")
    return _check_open(rows.exclude(asked_at=None).get(token_hash=hash_of(token)), now)


def answer_reference(*, token: str, answers: Mapping[str, str | int], now: datetime) -> Reference:
    """Keep the answers, once; the link is dead afterwards.

    Raises: as `find_reference`.
    """
    with transaction.atomic():
        reference = _locked(token, now)
        for name, value in answers.items():
            setattr(reference, name, value)
        reference.state, reference.answered_at = Reference.State.ANSWERED, now
        reference.save()
    return reference


def refuse_reference(*, token: str, now: datetime) -> Reference:
    """Note that somebody would rather not; the applicant is asked for another one and not told why.

    Raises: as `find_reference`.
    """
    with transaction.atomic():
        reference = _locked(token, now)
        reference.state, reference.answered_at = Reference.State.REFUSED, now
        reference.save(update_fields=["state", "answered_at"])
        tell_reference_wanted(application=reference.application, reference_id=reference.pk, now=now)
    return reference


def replace_reference(
    *, application_id: int, named: Named, actor: User, now: datetime, reference_id: int | None = None
) -> Reference:
    """Ask somebody else; whom they stand in for (by `reference_id`) is not waited for any more.

    Raises: ReferenceRefused when the application is decided, or they were asked before.
    """
    try:
        with transaction.atomic():
            application = Application.objects.select_for_update().get(pk=application_id)
            if application.state not in Application.UNDER_WAY:
                raise ReferenceRefused(_("This application is decided: nobody is asked any more."))
            if reference_id is not None:
                waited_for = application.references.filter(pk=reference_id, state=Reference.State.ASKED)
                waited_for.update(state=Reference.State.EXPIRED)
            reference = Reference.objects.create(
                application=application,
                name=named.name,
                email=named.email,
                relation=named.relation,
                token_hash=token_hex(32),
                asked_at=None,
            )
            _ask(reference, now)
            about = ("application", str(application.pk))
            record(
                actor=actor, verb="reference.asked", about=about, now=now, after={"reference": reference.pk}
            )
    except IntegrityError as error:
        raise ReferenceRefused(_("This person was asked already.")) from error
    return reference


def remind_reference(*, reference_id: int, now: datetime) -> None:
    """Write once more, with the same link.

    Raises: ReferenceRefused when they answered, or it is too late.
    """
    with transaction.atomic():
        rows = Reference.objects.select_for_update(of=("self",)).select_related("application__volunteer")
        reference = _check_open(rows.get(pk=reference_id), now)
        if reference.asked_at is None:
            raise ReferenceRefused(_("They were not asked yet."))
        # a new key of the house makes a new link; the letter must carry the one that works
        reference.token_hash = hash_of(token_for(REFERENCE, reference.pk, reference.asked_at))
        reference.reminded_at = now
        reference.save(update_fields=["token_hash", "reminded_at"])
        ask_reference(reference=reference, asked_at=reference.asked_at, is_reminder=True, now=now)


def follow_up(*, now: datetime) -> tuple[int, int]:
    """Remind those who are silent for a week, give up those silent for a month. Harmless to repeat.

    Returns how many were reminded and how many lapsed.
    """
    silent = Reference.objects.filter(
        state=Reference.State.ASKED, application__state__in=Application.UNDER_WAY
    )
    late = list(silent.filter(asked_at__lte=now - GOOD_FOR).values_list("pk", flat=True))
    lapsed = sum(_lapse(key, now) for key in late)
    due = silent.filter(asked_at__lte=now - REMIND_AFTER, asked_at__gt=now - GOOD_FOR, reminded_at=None)
    reminded = 0
    for key in list(due.values_list("pk", flat=True)):
        remind_reference(reference_id=key, now=now)
        reminded += 1
    return reminded, lapsed


def _ask(reference: Reference, now: datetime) -> None:
    reference.asked_at = now
    reference.token_hash = hash_of(token_for(REFERENCE, reference.pk, now))
    reference.save(update_fields=["asked_at", "token_hash"])
    ask_reference(reference=reference, asked_at=now, is_reminder=False, now=now)


def _locked(token: str, now: datetime) -> Reference:
    rows = Reference.objects.select_for_update(of=("self",)).select_related("application__volunteer")
    return _check_open(rows.exclude(asked_at=None).get(token_hash=hash_of(token)), now)


def _check_open(reference: Reference, now: datetime) -> Reference:
    if reference.state == Reference.State.ANSWERED:
        raise ReferenceRefused(_("Your answer is with us. Thank you; there is nothing more to do."))
    is_late = reference.asked_at is not None and now >= reference.asked_at + GOOD_FOR
    is_over = reference.application.state not in Application.UNDER_WAY
    if reference.state != Reference.State.ASKED or is_late or is_over:
        raise ReferenceRefused(_("This link is closed. Thank you all the same; there is nothing more to do."))
    return reference


def _lapse(reference_id: int, now: datetime) -> int:
    with transaction.atomic():
        rows = Reference.objects.select_for_update(of=("self",)).select_related("application__volunteer")
        reference = rows.filter(pk=reference_id, state=Reference.State.ASKED).first()
        if reference is None:
            return 0
        reference.state = Reference.State.EXPIRED
        reference.save(update_fields=["state"])
        tell_reference_wanted(application=reference.application, reference_id=reference.pk, now=now)
    return 1
