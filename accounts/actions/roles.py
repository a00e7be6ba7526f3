"""Who holds which role. Every change is on the audit trail and ends the person's sessions."""

from datetime import datetime

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.models import Role, RoleGrant, User
from accounts.proofs import has_second_factor


class RoleRefused(Exception):
    """A sentence for the person who asked."""


def invite(*, email: str, name: str, role: Role, actor: User | None, now: datetime) -> User:
    """Return a user of the staff, made now if the address is new; they sign in by a code and enrol.

    Raises: RoleRefused when the role is held already.
    """
    address = email.strip().lower()
    with transaction.atomic():
        user, is_new = User.objects.get_or_create(email=address, defaults={"name": name.strip()})
        if is_new:
            user.set_unusable_password()
            user.save(update_fields=["password"])
            record(actor=actor, verb="user.created", about=("user", str(user.pk)), now=now)
        grant_role(user=user, role=role, actor=actor, now=now)
    return user


def grant_role(*, user: User, role: Role, actor: User | None, now: datetime) -> RoleGrant:
    """Give a role. Open sessions end: they were started with less proof than it wants.

    Raises: RoleRefused when the role is held already, or by somebody who would give it to themselves.
    """
    if actor is not None and actor.pk == user.pk:
        raise RoleRefused(_("Nobody changes their own roles. Please ask another administrator."))
    with transaction.atomic():
        _lock_roles()
        grant, is_new = RoleGrant.objects.get_or_create(user=user, role=role)
        if not is_new:
            raise RoleRefused(_("%(person)s holds this role already.") % {"person": user})
        _end_sessions(user)
        record(actor=actor, verb="role.granted", about=("user", str(user.pk)), now=now, after={"role": role})
    return grant


def revoke_role(*, user: User, role: Role, actor: User | None, now: datetime, reason: str = "") -> None:
    """Take a role away and end the person's sessions.

    Raises: RoleRefused when it is not held, is one's own, or is the last active administrator's.
    """
    if actor is not None and actor.pk == user.pk:
        raise RoleRefused(_("Nobody changes their own roles. Please ask another administrator."))
    with transaction.atomic():
        _lock_roles()
        if role == Role.ADMINISTRATOR:
            _keep_an_administrator(leaving=user)
        deleted, _each = RoleGrant.objects.filter(user=user, role=role).delete()
        if not deleted:
            raise RoleRefused(_("%(person)s does not hold this role.") % {"person": user})
        _end_sessions(user)
        record(
            actor=actor,
            verb="role.revoked",
            about=("user", str(user.pk)),
            now=now,
            before={"role": role},
            reason=reason,
        )


def close_user(*, user: User, actor: User, now: datetime, reason: str) -> None:
    """Shut a user out at once: no sign-in, no session. Raises: RoleRefused as for `revoke_role`."""
    if actor.pk == user.pk:
        raise RoleRefused(_("Nobody closes their own account. Please ask another administrator."))
    with transaction.atomic():
        _lock_roles()
        _keep_an_administrator(leaving=user)
        if not User.objects.filter(pk=user.pk, is_active=True).update(is_active=False):
            raise RoleRefused(_("%(person)s is closed already.") % {"person": user})
        _end_sessions(user)
        record(actor=actor, verb="user.closed", about=("user", str(user.pk)), now=now, reason=reason)


def reopen_user(*, user: User, actor: User, now: datetime, reason: str) -> None:
    """Let a closed user sign in again. Raises: RoleRefused when it is not closed."""
    with transaction.atomic():
        if not User.objects.filter(pk=user.pk, is_active=False).update(is_active=True):
            raise RoleRefused(_("%(person)s is not closed.") % {"person": user})
        record(actor=actor, verb="user.reopened", about=("user", str(user.pk)), now=now, reason=reason)


def reset_second_factor(*, user: User, actor: User, now: datetime, reason: str) -> None:
    """Forget a lost phone or passkey: the person enrols anew at the next sign-in.

    Their password goes too, so that whoever finds it cannot enrol in their place: it takes the mailbox.

    Raises: RoleRefused when none is enrolled, or for oneself.
    """
    if actor.pk == user.pk:
        raise RoleRefused(_("Use your recovery codes, or ask another administrator."))
    with transaction.atomic():
        if not has_second_factor(user):
            raise RoleRefused(_("%(person)s has no second factor.") % {"person": user})
        Authenticator.objects.filter(user_id=user.pk).delete()
        user.set_unusable_password()
        user.save(update_fields=["password"])
        _end_sessions(user)
        record(actor=actor, verb="user.factor_reset", about=("user", str(user.pk)), now=now, reason=reason)


def choose_password(*, user: User, password: str, now: datetime) -> None:
    """Set a password that the form has checked. Other sessions end with the old one."""
    with transaction.atomic():
        user.set_password(password)
        user.save(update_fields=["password"])
        record(actor=user, verb="user.password_chosen", about=("user", str(user.pk)), now=now)


def _lock_roles() -> None:
    """Let changes of roles pass one by one: two that each see the other administrator would leave none."""
    list(RoleGrant.objects.filter(role=Role.ADMINISTRATOR).order_by("pk").select_for_update())


def _keep_an_administrator(*, leaving: User) -> None:
    others = RoleGrant.objects.filter(role=Role.ADMINISTRATOR, user__is_active=True).exclude(user=leaving)
    if not others.exists():
        raise RoleRefused(_("This is the last administrator. Name another one first."))


def _end_sessions(user: User) -> None:
    """Every session carries the round it was started in."""
    User.objects.filter(pk=user.pk).update(session_round=F("session_round") + 1)
