"""How allauth works here: no sign-up, no mail of its own, secrets sealed, the Host header decides nothing."""

from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from accounts.audit import record
from accounts.models import User
from accounts.organisation import the_organisation
from accounts.paths import own_path
from accounts.proofs import known
from core.encryption import seal, unseal
from core.network import network_of

BOND = "accounts.second-factor"


class Backend(AuthenticationBackend):  # type: ignore[misc] # allauth carries no types
    """Who signs in, by address and password; each page reads them with all that it asks of them first."""

    def get_user(self, user_id: int) -> User | None:
        """Return who a session belongs to, while they may sign in."""
        try:
            user, standing = known(user_id)
        except User.DoesNotExist:
            return None
        vars(user)["standing"] = standing  # for `standing_of`, as long as this page lasts
        return user if self.user_can_authenticate(user) else None


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc] # allauth carries no types
    """allauth's account side."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Users come from a proven code or from an invitation; there is no form for strangers."""
        return False

    def is_safe_url(self, url: str | None) -> bool:
        """Only paths of ours: the Host header decides nothing."""
        return bool(own_path(url))

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """The desk for staff, one's own giving for everyone else."""
        user = request.user
        return reverse("desk:home" if isinstance(user, User) and user.is_staff else "front:my")

    def get_client_ip(self, request: HttpRequest) -> str:
        """The network, for limits."""
        return network_of(request)

    def reauthenticate(self, user: User, password: str) -> bool:
        """Whether the password is the user's; allauth would ask a table of addresses that we leave empty."""
        found = self.authenticate(self.request, email=user.email, password=password)
        return found is not None and found.pk == user.pk

    def login(self, request: HttpRequest, user: User) -> None:
        """Start the session; sign-ins of staff are on the audit trail."""
        super().login(request, user)
        if user.is_staff:
            self._note(user, "user.signed_in")

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Refuse: letters leave by our own outbox, and nothing of allauth's that is mounted writes any."""
        raise RuntimeError(f"allauth would mail {template_prefix}; letters leave by our own outbox")

    def send_notification_mail(
        self,
        template_prefix: str,
        user: User,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """Put what allauth reports, like `mfa/email/totp_activated`, on the audit trail."""
        self._note(user, f"user.{template_prefix.rpartition('/')[2]}")

    def _note(self, user: User, verb: str) -> None:
        record(actor=user, verb=verb, about=("user", str(user.pk)), now=timezone.now())


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc] # allauth carries no types
    """allauth's second factors."""

    def encrypt(self, text: str) -> str:
        """Seal a secret for the table."""
        return seal(text, keys=settings.ENCRYPTION_KEYS, bound_to=BOND)

    def decrypt(self, encrypted_text: str) -> str:
        """Open a sealed secret. Raises: CannotOpen."""
        return unseal(encrypted_text, keys=settings.ENCRYPTION_KEYS, bound_to=BOND)

    def _get_site_name(self) -> str:
        return the_organisation().public_name

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Who the browser makes passkeys for: the host of SITE_URL."""
        return {"id": urlsplit(settings.SITE_URL).hostname or "", "name": self._get_site_name()}
