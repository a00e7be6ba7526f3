"""What a browser's session has proven, and what the desk still wants of it.

allauth writes each proof into the session with its time: `code`, `password`, `mfa`. The desk wants a password
and a second factor, or a passkey, which is both since we require that the device verifies its user.
"""

import time
from dataclasses import dataclass
from enum import Enum

from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from allauth.mfa.models import Authenticator
from django.http import HttpRequest, HttpResponseBase

from accounts.models import Organisation, User
from core.rows import columns, made, planned_cursor

FRESH = 12 * 60 * 60
RECENT = 15 * 60
FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
KNOWN = f"""
SELECT ARRAY(SELECT role FROM accounts_rolegrant WHERE user_id = %(user)s),
    EXISTS (SELECT FROM mfa_authenticator WHERE user_id = %(user)s AND type = ANY(%(factors)s)),
    (SELECT zone FROM accounts_organisation WHERE id = 1), {columns(User)}
FROM accounts_user WHERE id = %(user)s
"""  # noqa: S608 - names of our own table


class Missing(Enum):
    """What the desk asks for next."""

    NOTHING = "nothing"
    ENROLMENT = "enrolment"
    PASSWORD = "password"  # noqa: S105 - the name of a proof, no password
    FACTOR = "factor"


@dataclass(frozen=True)
class Standing:
    """Whether a second factor is enrolled, and the zone of the organisation's clock."""

    has_factor: bool
    zone: str


@dataclass(frozen=True)
class Proofs:
    """When this session last showed each proof, in seconds since 1970; 0 for never."""

    code: float = 0
    password: float = 0
    factor: float = 0
    passkey: float = 0

    @property
    def newest(self) -> float:
        """The time of the newest proof of any kind."""
        return max(self.code, self.password, self.factor, self.passkey)


def proofs_of(request: HttpRequest, user: User) -> Proofs:
    """Return what this session has proven for a user."""
    found = {"code": 0.0, "password": 0.0, "factor": 0.0, "passkey": 0.0}
    for entry in get_authentication_records(request, user):
        match entry:
            case {"method": "mfa", "type": Authenticator.Type.WEBAUTHN.value, "at": float(at)}:
                found["passkey"] = max(found["passkey"], at)
            case {"method": "mfa", "at": float(at)}:
                found["factor"] = max(found["factor"], at)
            case {"method": "code" | "password" as method, "at": float(at)}:
                found[method] = max(found[method], at)
    return Proofs(**found)


def has_second_factor(user: User) -> bool:
    """Whether an authenticator app or a passkey is enrolled."""
    return bool(Authenticator.objects.filter(user_id=user.pk, type__in=FACTORS).exists())


def known(user_id: int) -> tuple[User, Standing]:
    """Return a user who knows their roles, and what every page behind the sign-in asks first: one question.

    Raises: User.DoesNotExist.
    """
    with planned_cursor() as cursor:
        cursor.execute(KNOWN, {"user": user_id, "factors": [str(factor) for factor in FACTORS]})
        found = cursor.fetchone()
    if found is None:
        raise User.DoesNotExist
    roles, has_factor, zone, *values = found
    user = made(User, values)
    user.know_roles(roles)
    return user, Standing(has_factor=has_factor, zone=zone or Organisation(pk=1).zone)


def standing_of(user: User) -> Standing:
    """Return how a user stands: as they were read for this page, by `accounts.adapter.Backend`, or anew."""
    standing: Standing | None = getattr(user, "standing", None)
    if standing is None:
        found, standing = known(user.pk)
        user.know_roles(found.roles)
    return standing


def missing_for_desk(request: HttpRequest, user: User, *, has_factor: bool, recent: bool = False) -> Missing:
    """Return what a member of staff must still show; `recent` for pages that want it of this quarter-hour."""
    if not has_factor:
        return Missing.ENROLMENT
    since = time.time() - (RECENT if recent else FRESH)
    proofs = proofs_of(request, user)
    if proofs.passkey > since:
        return Missing.NOTHING
    if proofs.factor <= since:
        return Missing.FACTOR
    return Missing.NOTHING if proofs.password else Missing.PASSWORD


def has_fresh_factor(request: HttpRequest, user: User) -> bool:
    """Whether this session showed an authenticator's code or a passkey in this quarter-hour."""
    proofs = proofs_of(request, user)
    is_fresh = max(proofs.factor, proofs.passkey) > time.time() - RECENT
    return is_fresh and has_second_factor(user)


def has_fresh_proof(request: HttpRequest, user: User) -> bool:
    """Whether this session proved itself in this quarter-hour, by anything: nobody else sits there by now."""
    return proofs_of(request, user).newest > time.time() - RECENT


def may_set_password(request: HttpRequest, user: User) -> bool:
    """Whether this session proved itself in this quarter-hour, by every factor the user has."""
    if not has_fresh_proof(request, user):
        return False
    proofs = proofs_of(request, user)
    return bool(proofs.factor or proofs.passkey) or not has_second_factor(user)


def note_password(request: HttpRequest, user: User) -> None:
    """Write down that the session knows the password: it has just been chosen in it."""
    record_authentication(request, user, method="password", reauthenticated=True)


def sign_in_by_code(request: HttpRequest, user: User, *, next_path: str) -> HttpResponseBase:
    """Sign a proven user in, or send them to their second factor first if they have one."""
    record_authentication(request, user, method="code", email=user.email)
    response: HttpResponseBase = perform_login(
        request, user, email_verification="none", redirect_url=next_path or None, email=user.email
    )
    return response
