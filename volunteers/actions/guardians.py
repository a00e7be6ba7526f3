"""The consent of a parent or guardian: asked by mail, given, refused, withdrawn."""

from datetime import datetime
from secrets import token_hex

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.models import User
from volunteers.actions.locks import lock_sign_ups, lock_volunteers
from volunteers.actions.references import REMIND_AFTER
from volunteers.actions.sign_ups import release
from volunteers.letters import screening_kinds as kinds
from volunteers.letters import tell_staff
from volunteers.letters.screening import tell_guardian_wanted, write_to_guardian
from volunteers.models import Application, GuardianConsent, SignUp, SignUpEvent, Volunteer
from volunteers.proofs import GOOD_FOR, GUARDIAN, hash_of, token_for


class ConsentRefused(Exception):
    """The sentence is for the person."""


def ask_guardian(*, volunteer: Volunteer, now: datetime) -> None:
    """Write to the guardian who was named and not asked yet, in the caller's transaction."""
    consent = volunteer.consents.filter(asked_at=None).first()
    if consent is not None:
        _ask(consent, now)


def name_guardian(*, volunteer_id: int, name: str, email: str, actor: User, now: datetime) -> GuardianConsent:
    """Ask a guardian, in place of whoever was asked before and did not answer.

    Raises: ConsentRefused when a consent stands.
    """
    with transaction.atomic():
        volunteer = Volunteer.objects.select_for_update(no_key=True).get(pk=volunteer_id)
        if volunteer.consents.filter(given_at__isnull=False, withdrawn_at=None).exists():
            raise ConsentRefused(_("There is a consent already."))
        unanswered = volunteer.consents.filter(given_at=None, refused_at=None)
        unanswered.update(refused_at=now)
        consent = GuardianConsent.objects.create(
            volunteer=volunteer, guardian_name=name, guardian_email=email, token_hash=token_hex(32)
        )
        _ask(consent, now)
        record(actor=actor, verb="guardian.asked", about=("volunteer", str(volunteer.pk)), now=now)
    return consent


def find_consent(*, token: str, now: datetime) -> GuardianConsent:
    """Return what a guardian's link is about, as long as there is something to decide on it.

    Raises: GuardianConsent.DoesNotExist for a link we never made; ConsentRefused for one that is over.
    """
    rows = GuardianConsent.objects.select_related("volunteer").exclude(asked_at=None)
    return _check_open(rows.get(token_hash=hash_of(token)), now)


def give_consent(*, token: str, now: datetime) -> GuardianConsent:
    """Note a guardian's yes, and send them the way to take it back. Raises: as `find_consent`."""
    with transaction.atomic():
        consent = _locked(token, now)
        if consent.given_at is None and consent.asked_at is not None:
            consent.given_at = now
            consent.save(update_fields=["given_at"])
            asked_at = consent.asked_at
            write_to_guardian(kind=kinds.GUARDIAN_GIVEN, consent=consent, asked_at=asked_at, now=now)
            _record(consent, "guardian.consented", now)
    return consent


def refuse_consent(*, token: str, now: datetime) -> GuardianConsent:
    """Note a guardian's no. Raises: as `find_consent`; ConsentRefused when they said yes before."""
    with transaction.atomic():
        consent = _locked(token, now)
        if consent.given_at is not None:
            raise ConsentRefused(_("You agreed before. You can take that back below."))
        consent.refused_at = now
        consent.save(update_fields=["refused_at"])
        tell_guardian_wanted(consent=consent, now=now)
        _record(consent, "guardian.refused", now)
    return consent


def withdraw_consent(*, token: str, now: datetime) -> GuardianConsent:
    """Take a consent back: shifts before the eighteenth birthday are released, coordinators are told.

    Raises: as `find_consent`; ConsentRefused when there is none to take back.
    """
    with transaction.atomic():
        key = GuardianConsent.objects.values_list("volunteer_id", flat=True).get(token_hash=hash_of(token))
        lock_volunteers([key])
        consent = _locked(token, now)
        if consent.given_at is None:
            raise ConsentRefused(_("There is no consent to take back."))
        consent.withdrawn_at = now
        consent.save(update_fields=["withdrawn_at"])
        others = GuardianConsent.objects.filter(volunteer_id=key, given_at__isnull=False, withdrawn_at=None)
        released = 0 if others.exists() else _release_young(consent.volunteer, now)
        facts = {"count": str(released), "volunteer": str(key)}
        tell_staff(kind="seats_released", about=("volunteer", key), facts=facts, now=now)
        _record(consent, "guardian.withdrew", now)
    return consent


def follow_up_guardians(*, now: datetime) -> tuple[int, int]:
    """Remind guardians who are silent for a week; after a month tell the volunteer. Harmless to repeat.

    Returns how many were reminded and how many lapsed.
    """
    silent = GuardianConsent.objects.filter(
        given_at=None, refused_at=None, volunteer__applications__state__in=Application.OPEN
    ).distinct()
    late = list(silent.filter(asked_at__lte=now - GOOD_FOR).values_list("pk", flat=True))
    due = silent.filter(asked_at__lte=now - REMIND_AFTER, asked_at__gt=now - GOOD_FOR, reminded_at=None)
    reminded = [_remind(key, now) for key in list(due.values_list("pk", flat=True))]
    lapsed = [_lapse(key, now) for key in late]
    return sum(reminded), sum(lapsed)


def _release_young(volunteer: Volunteer, now: datetime) -> int:
    """Release what is left of the shifts before the eighteenth birthday; return how many there were."""
    coming = SignUp.objects.active().filter(volunteer=volunteer, shift__starts_at__gt=now)
    young = (
        coming.filter(shift__starts_at__date__lt=volunteer.adult_on) if volunteer.adult_on else coming.none()
    )
    found = lock_sign_ups(list(young.values_list("pk", flat=True)))
    for _key, sign_up in sorted(found.items()):
        release(sign_up, reason=SignUpEvent.Reason.CLEARANCE, actor=None, now=now)
    return len(found)


def _ask(consent: GuardianConsent, now: datetime) -> None:
    consent.asked_at, consent.reminded_at = now, None
    consent.token_hash = hash_of(token_for(GUARDIAN, consent.pk, now))
    consent.save(update_fields=["asked_at", "reminded_at", "token_hash"])
    write_to_guardian(kind=kinds.GUARDIAN_ASKED, consent=consent, asked_at=now, now=now)


def _locked(token: str, now: datetime) -> GuardianConsent:
    rows = GuardianConsent.objects.select_for_update(of=("self",)).select_related("volunteer")
    return _check_open(rows.exclude(asked_at=None).get(token_hash=hash_of(token)), now)


def _check_open(consent: GuardianConsent, now: datetime) -> GuardianConsent:
    is_late = consent.given_at is None and consent.asked_at is not None and now >= consent.asked_at + GOOD_FOR
    if consent.refused_at is not None or consent.withdrawn_at is not None or is_late:
        raise ConsentRefused(_("This link is closed. There is nothing more to do."))
    return consent


def _remind(consent_id: int, now: datetime) -> int:
    with transaction.atomic():
        rows = GuardianConsent.objects.select_for_update(of=("self",)).select_related("volunteer")
        consent = rows.filter(pk=consent_id, given_at=None, refused_at=None, reminded_at=None).first()
        if consent is None or consent.asked_at is None:
            return 0
        consent.token_hash = hash_of(token_for(GUARDIAN, consent.pk, consent.asked_at))
        consent.reminded_at = now
        consent.save(update_fields=["token_hash", "reminded_at"])
        asked_at = consent.asked_at
        write_to_guardian(kind=kinds.GUARDIAN_REMINDER, consent=consent, asked_at=asked_at, now=now)
    return 1


def _lapse(consent_id: int, now: datetime) -> int:
    with transaction.atomic():
        rows = GuardianConsent.objects.select_for_update(of=("self",)).select_related("volunteer")
        consent = rows.filter(pk=consent_id, given_at=None, refused_at=None).first()
        if consent is None:
            return 0
        consent.refused_at = now
        consent.save(update_fields=["refused_at"])
        tell_guardian_wanted(consent=consent, now=now)
    return 1


def _record(consent: GuardianConsent, verb: str, now: datetime) -> None:
    record(actor=None, verb=verb, about=("volunteer", str(consent.volunteer_id)), now=now)
