"""Marks for the views of other packages, by route name. A route that is not here is closed."""

from django.urls import ResolverMatch

from accounts.access import PUBLIC, SIGNED_IN, Access, Gate
from accounts.models import Role

ADMIN = Access(Gate.STAFF, frozenset({Role.ADMINISTRATOR}))

# where a member of staff without a second factor may still go: to get one, or away
ENROLMENT = frozenset(
    {
        "account_logout",
        "account_reauthenticate",
        "accounts:password",
        "accounts:security",
        "mfa_activate_totp",
        "mfa_add_webauthn",
        "mfa_authenticate",
        "mfa_index",
        "mfa_view_recovery_codes",
        "set_language",
    }
)

MARKS: dict[str, Access] = {
    "set_language": PUBLIC,
    "account_login": PUBLIC,
    "account_logout": PUBLIC,
    "account_inactive": PUBLIC,
    # these two stand inside a sign-in that has begun; allauth sends everyone else away
    "mfa_authenticate": PUBLIC,
    "mfa_login_webauthn": PUBLIC,
    "account_reauthenticate": SIGNED_IN,
    "mfa_index": SIGNED_IN,
    "mfa_reauthenticate": SIGNED_IN,
    "mfa_reauthenticate_webauthn": SIGNED_IN,
    "mfa_activate_totp": SIGNED_IN,
    "mfa_deactivate_totp": SIGNED_IN,
    "mfa_view_recovery_codes": SIGNED_IN,
    "mfa_generate_recovery_codes": SIGNED_IN,
    "mfa_list_webauthn": SIGNED_IN,
    "mfa_add_webauthn": SIGNED_IN,
    "mfa_edit_webauthn": SIGNED_IN,
    "mfa_remove_webauthn": SIGNED_IN,
    # passwords change on our own page, which asks for every factor first
    "admin:index": ADMIN,
    "admin:login": ADMIN,
    "admin:logout": ADMIN,
    "admin:app_list": ADMIN,
    "admin:jsi18n": ADMIN,
}


def mark_of(match: ResolverMatch) -> Access | None:
    """Return what a route asks of its visitor; None for one that is closed to all."""
    own: Access | None = getattr(match.func, "access", None)
    if own is not None:
        return own
    if match.view_name in MARKS:
        return MARKS[match.view_name]
    if "anymail" in match.app_names:
        return PUBLIC  # the provider's reports; Anymail checks their signature or password
    if hasattr(match.func, "model_admin") and str(match.url_name).endswith(("_changelist", "_change")):
        return ADMIN  # for looking: nobody has Django's permission to change, see `User.has_perm`
    return None
