"""A volunteer goes for good and wants nothing of them kept: hours and signatures stay, without a name."""

from datetime import datetime

from django.db import transaction
from django.db.models import CharField, Value
from django.db.models.functions import Cast, Concat

from accounts.audit import record
from accounts.models import User
from volunteers.actions.applications import withdraw_application
from volunteers.actions.people import leave_for_good
from volunteers.models import Application, GuardianConsent, Reference, Volunteer
from volunteers.models.people import ERASED

NOBODY = "Name removed"
NO_ADDRESS = Concat(Cast("pk", CharField()), Value("@forgotten.invalid"))


def erase_volunteer(*, user: User, now: datetime) -> None:
    """Release their seats, end their clearances, and drop who they were. Twice is once.

    What screening found goes by its own periods (`forget_old_applications`); whom they named as a reference
    or a guardian goes now.
    """
    with transaction.atomic():
        volunteer = Volunteer.objects.select_for_update().filter(user=user).first()
        if volunteer is None:
            return
        if volunteer.left_at is None:
            leave_for_good(volunteer_id=volunteer.pk, actor=user, now=now)
        for application in volunteer.applications.filter(state__in=Application.OPEN):
            withdraw_application(application_id=application.pk, actor=user, now=now)
        Reference.objects.filter(application__volunteer=volunteer).update(name="", email=NO_ADDRESS)
        GuardianConsent.objects.filter(volunteer=volunteer).update(
            guardian_name="", guardian_email=NO_ADDRESS
        )
        for rows in (volunteer.availability, volunteer.away, volunteer.feeds, volunteer.text_messages):
            rows.all().delete()
        volunteer.interests.clear()
        Volunteer.objects.filter(pk=volunteer.pk).update(
            name=NOBODY, phone="", user=None, email=f"volunteer-{volunteer.pk}{ERASED}"
        )
        about = ("volunteer", str(volunteer.pk))
        record(actor=user, verb="volunteer.erased", about=about, now=now)
