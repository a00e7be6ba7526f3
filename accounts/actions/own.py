"""What a person does to their own sign-in: another address, or the end of everything."""

from datetime import datetime

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.holders import HOLDERS, Details, is_taken
from accounts.models import SignInCode, User


class AddressRefused(Exception):
    """A sentence for the person who asked."""


class ErasureRefused(Exception):
    """A sentence for the person who asked."""


def change_details(*, user: User, details: Details, now: datetime) -> None:
    """Let a person say their name, phone and language anew; every holder takes it over."""
    with transaction.atomic():
        name = details.name or user.name
        User.objects.filter(pk=user.pk).update(name=name, language=details.language)
        for holder in HOLDERS.values():
            holder.describe(user=user, details=details, now=now)


def change_email(*, user: User, email: str, now: datetime) -> None:
    """Let a person sign in and get their letters at an address whose code they have just shown.

    Every holder moves its rows along, in one transaction. The old address is told nothing: somebody else may
    read it. Other sessions end.

    Raises: AddressRefused when another record carries the address.
    """
    with transaction.atomic():
        locked = User.objects.select_for_update().get(pk=user.pk)
        old = locked.email
        if old == email:
            return
        if is_taken(locked, email):
            raise AddressRefused(
                _(
                    "This address already has a record of its own here. Sign in with it, or write to us and"
                    " we put the two together."
                )
            )
        User.objects.filter(pk=user.pk).update(email=email, session_round=F("session_round") + 1)
        for holder in HOLDERS.values():
            holder.move(locked, old, email)
        # the trail outlives the address, so it does not name it
        record(actor=user, verb="user.email_changed", about=("user", str(user.pk)), now=now)


def erase_person(*, user: User, now: datetime) -> None:
    """Have every holder forget a person, then close their sign-in for good. Twice is once.

    What others rest on stays without a name: the row of the user, since the audit trail points at it.

    Raises: ErasureRefused for whoever works here.
    """
    if user.is_staff:
        raise ErasureRefused(
            _("You work here. Ask an administrator to take your roles back first, then come again.")
        )
    with transaction.atomic():
        locked = User.objects.select_for_update().get(pk=user.pk)
        if not locked.is_active:
            return
        # those above first: they find a person through those below
        for holder in reversed(HOLDERS.values()):
            holder.forget(locked, now)
        SignInCode.objects.filter(email=locked.email).delete()
        SignInCode.objects.filter(user=locked).delete()
        Authenticator.objects.filter(user_id=locked.pk).delete()
        locked.email, locked.name, locked.is_active = f"{locked.pk}@erased.invalid", "", False
        locked.session_round += 1
        locked.set_unusable_password()
        locked.save()
        record(actor=locked, verb="user.erased", about=("user", str(locked.pk)), now=now)
