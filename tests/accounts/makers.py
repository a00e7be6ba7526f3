"""Staff with a second factor, and browsers that have shown it."""

import time

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.test import Client

from accounts.models import Role, User
from tests.factories import make_user

PASSWORD = "three quiet harbors at dusk"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def make_staff(*roles: Role, email: str | None = None, password: str | None = PASSWORD) -> User:
    """A user with roles, a password and an authenticator app."""
    user = make_user(*roles, email=email)
    user.set_password(password)
    user.save(update_fields=["password"])
    enrol(user)
    return user


def enrol(user: User) -> None:
    """Set up the authenticator app."""
    sealed = get_adapter().encrypt(SECRET)
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": sealed})


def totp_now(secret: str = SECRET) -> str:
    """What the authenticator app shows."""
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30)))


def browser_of(
    user: User, *, password_at: float | None = None, factor_at: float | None = None, kind: str = "totp"
) -> Client:
    """A signed-in browser whose session holds these proofs; by default both, of now."""
    client = Client()
    client.force_login(user, backend="accounts.adapter.Backend")
    now = time.time()
    records = []
    if password_at != 0:
        records.append({"method": "password", "at": password_at or now})
    if factor_at != 0:
        records.append({"method": "mfa", "type": kind, "at": factor_at or now})
    session = client.session
    session["account_authentication_methods"] = records
    session["account_authentication_methods_user"] = str(user.pk)
    session.save()
    return client
