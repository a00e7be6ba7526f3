"""Agreements: written in versions by the staff, accepted on screen by volunteers."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.models import User
from accounts.organisation import the_zone
from core.clock import legal_day
from volunteers.models import Agreement, AgreementAcceptance, AgreementVersion, Program, Volunteer


class AgreementRefused(Exception):
    """The sentence is for the person."""


def accept_version(*, version: AgreementVersion, volunteer: Volunteer, now: datetime) -> AgreementAcceptance:
    """Keep that somebody accepted a wording; twice is once.

    Raises: AgreementRefused for a wording that another one has replaced.
    """
    with transaction.atomic():
        today = legal_day(now, the_zone())
        newer = version.agreement.versions.filter(in_force_on__gt=version.in_force_on, in_force_on__lte=today)
        if newer.exists():
            raise AgreementRefused(_("There is a newer wording. Please read that one."))
        found, _is_new = AgreementAcceptance.objects.get_or_create(
            volunteer=volunteer, version=version, defaults={"accepted_at": now}
        )
    return found


def keep_agreement(
    *, agreement: Agreement, programs: Iterable[Program], actor: User, now: datetime
) -> Agreement:
    """Write down who is asked for an agreement, new or changed."""
    with transaction.atomic():
        verb = "agreement.edited" if agreement.pk else "agreement.created"
        agreement.save()
        agreement.programs.set(programs)
        record(actor=actor, verb=verb, about=("agreement", str(agreement.pk)), now=now)
    return agreement


def publish_version(
    *, agreement_id: int, text: str, text_es: str, in_force_on: date, actor: User, now: datetime
) -> AgreementVersion:
    """Write a new wording that holds from a day on. It can never be changed, since people sign it.

    Raises: AgreementRefused for a day that is past, or has a version already or a later one.
    """
    with transaction.atomic():
        agreement = Agreement.objects.select_for_update().get(pk=agreement_id)
        last = agreement.versions.aggregate(number=Max("number"), day=Max("in_force_on"))
        if in_force_on < legal_day(now, the_zone()):
            raise AgreementRefused(_("That day is past. Choose today or a later one."))
        if last["day"] is not None and in_force_on <= last["day"]:
            raise AgreementRefused(_("The version before comes into force on that day or later."))
        version = AgreementVersion.objects.create(
            agreement=agreement,
            number=(last["number"] or 0) + 1,
            text=text,
            text_es=text_es,
            in_force_on=in_force_on,
            published_at=now,
        )
        record(
            actor=actor,
            verb="agreement.published",
            about=("agreement", str(agreement.pk)),
            now=now,
            after={"version": version.number, "in_force_on": str(in_force_on)},
        )
    return version
