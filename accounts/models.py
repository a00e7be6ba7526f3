"""Who signs in, what their role is, for which organisation, and what was done."""

from collections.abc import Iterable
from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Role(models.TextChoices):
    """What a person of the staff may do. `accounts.access` says which page needs which."""

    FUNDRAISER = "fundraiser", _("Fundraiser")
    FINANCE = "finance", _("Finance")
    COORDINATOR = "coordinator", _("Coordinator")
    SCREENING = "screening", _("Screening")
    PRIVACY = "privacy", _("Privacy")
    ADMINISTRATOR = "administrator", _("Administrator")
    READ_ONLY = "read_only", _("Read-only")


class UserManager(BaseUserManager["User"]):
    """Makes users by e-mail address."""

    def create_user(self, email: str, password: str | None = None, *, name: str = "") -> "User":
        """Return a new user; without a password only e-mail codes sign in."""
        user = self.model(email=email.strip().lower(), name=name)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str) -> "User":
        """Return a new user who holds the administrator role."""
        user = self.create_user(email, password)
        RoleGrant.objects.create(user=user, role=Role.ADMINISTRATOR)
        return user


class User(AbstractBaseUser, PermissionsMixin):
    """A person who signs in: donor, volunteer, staff, or several of these."""

    email = models.EmailField(max_length=254, unique=True)
    name = models.CharField(max_length=200, default="", blank=True)
    language = models.CharField(max_length=2, default="en")
    is_active = models.BooleanField(default=True)
    date_joined = models.DateTimeField(auto_now_add=True)
    session_round = models.PositiveIntegerField(default=0, help_text="raising it ends every session")

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        indexes = [models.Index(fields=["-date_joined", "-id"], name="users_newest")]
        constraints = [
            models.CheckConstraint(name="user_email_in_lower_case", condition=Q(email=Lower("email")))
        ]

    def __str__(self) -> str:
        return self.name or self.email

    def has_perm(self, perm: str, obj: models.Model | None = None) -> bool:
        """Django's own admin is for looking only, and not at the tables of sign-in; see `accounts.access`."""
        app, _dot, name = perm.partition(".")
        return self.has_module_perms(app) and name.startswith("view_")

    def has_module_perms(self, app_label: str) -> bool:
        """Whether Django's admin lists an app: for administrators, and only apps of ours."""
        return self.is_active and Role.ADMINISTRATOR in self.roles and app_label in settings.OUR_APPS

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """What a session carries: another password or another round ends it."""
        carried = f"{self.password}:{self.session_round}"
        return salted_hmac("accounts.session", carried, secret=secret, algorithm="sha256").hexdigest()

    @property
    def roles(self) -> frozenset[str]:
        """The roles held now; read once per object."""
        if not hasattr(self, "_roles"):
            self.know_roles(self.grants.values_list("role", flat=True))
        return self._roles

    def know_roles(self, roles: Iterable[str]) -> None:
        """Take the roles as they were read just now, together with other things."""
        self._roles = frozenset(roles)

    @property
    def is_staff(self) -> bool:
        """Whether any role is held; Django's admin asks this."""
        return bool(self.roles)


class SignInCode(models.Model):
    """A code that a browser asked for. A row is written for known and unknown addresses alike.

    The browser's session holds the key, so no other browser can use the code. The code itself stays sealed
    until the letter is written, and is then dropped; the digest remains to compare with. `user` is who
    asked, where the code is for something else than signing in.
    """

    class Purpose(models.TextChoices):
        SIGN_IN = "sign_in", pgettext_lazy("code", "Signing in")
        NEW_EMAIL = "new_email", pgettext_lazy("code", "A new e-mail address")
        ERASURE = "erasure", pgettext_lazy("code", "Erasing everything")

    purpose = models.CharField(max_length=10, choices=Purpose, default=Purpose.SIGN_IN)
    user = models.ForeignKey(User, null=True, on_delete=models.CASCADE, related_name="codes")
    email = models.EmailField(max_length=254)
    mailbox = models.CharField(max_length=64, help_text="keyed hash of the mailbox behind the address")
    network = models.CharField(max_length=64, help_text="keyed hash of the network that asked")
    language = models.CharField(max_length=2, default="en")
    sealed = models.CharField(max_length=200, blank=True)
    digest = models.CharField(max_length=64)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["mailbox", "-created_at"], name="sign_in_code_of_mailbox"),
            models.Index(fields=["network", "-created_at"], name="sign_in_code_of_network"),
            models.Index(fields=["created_at"], name="sign_in_code_oldest"),
        ]
        constraints = [
            models.CheckConstraint(name="sign_in_code_tried_five_times_at_most", condition=Q(tries__lte=5)),
            models.CheckConstraint(
                name="code_for_more_than_sign_in_has_its_user",
                condition=Q(purpose="sign_in", user=None) | (~Q(purpose="sign_in") & Q(user__isnull=False)),
            ),
            models.CheckConstraint(
                name="sign_in_code_ends_after_start", condition=Q(expires_at__gt=F("created_at"))
            ),
        ]

    def __str__(self) -> str:
        return f"sign-in code {self.pk}"


class RoleGrant(models.Model):
    """A role that a user holds. Taking it away deletes the row; the audit trail keeps both."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="grants")
    role = models.CharField(max_length=20, choices=Role)
    granted_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "role"], name="one_grant_per_user_and_role"),
            models.CheckConstraint(name="role_is_known", condition=Q(role__in=Role.values)),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.role}"


class Regime(models.TextChoices):
    """Countries whose rules of receipts are known; the rules themselves stand with the receipts."""

    UNITED_STATES = "US", _("United States")
    CANADA = "CA", _("Canada")


class Organisation(models.Model):
    """The one organisation this installation serves: what letterheads and pages say of it."""

    legal_name = models.CharField(max_length=200)
    public_name = models.CharField(max_length=200)
    tax_number = models.CharField(max_length=20, blank=True, help_text=_("by which the tax office knows it"))
    address = models.CharField(max_length=400, blank=True, help_text=_("public postal address"))
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=30, blank=True)
    website = models.URLField(blank=True)
    zone = models.CharField(max_length=60, default="America/New_York")
    currency = models.CharField(max_length=3, default="usd")
    regime = models.CharField(
        max_length=2,
        choices=Regime,
        default=Regime.UNITED_STATES,
        help_text=_("whose tax law its receipts follow"),
    )
    fiscal_month = models.PositiveSmallIntegerField(
        default=1, help_text=_("first month of the fiscal year by which reports count")
    )
    signatory_name = models.CharField(max_length=120, blank=True)
    signatory_title = models.CharField(max_length=120, blank=True)
    logo_png = models.BinaryField(null=True, editable=False)
    signature_png = models.BinaryField(null=True, editable=False)

    class Meta:
        constraints = [
            models.CheckConstraint(name="only_one_organisation", condition=Q(id=1)),
            models.CheckConstraint(
                name="organisation_regime_is_known", condition=Q(regime__in=Regime.values)
            ),
            models.CheckConstraint(
                name="organisation_fiscal_month_is_one", condition=Q(fiscal_month__range=(1, 12))
            ),
        ]

    def __str__(self) -> str:
        return self.public_name


class AuditEntry(models.Model):
    """What somebody did: append-only, by trigger. Values of secret fields never stand here."""

    at = models.DateTimeField()
    actor = models.ForeignKey(User, null=True, on_delete=models.PROTECT)
    verb = models.CharField(max_length=60)
    about_kind = models.CharField(max_length=40)
    about_id = models.CharField(max_length=80)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    reason = models.CharField(max_length=200, default="", blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["about_kind", "about_id", "-at"], name="audit_of_one_thing"),
            models.Index(fields=["-at"], name="audit_newest"),
        ]
        triggers = [
            pgtrigger.Protect(name="audit_is_append_only", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.about_kind} {self.about_id}"


class SavedView(models.Model):
    """A list as somebody likes to see it, under a name: its route and filters. It refreshes itself."""

    owner = models.ForeignKey(User, on_delete=models.CASCADE, related_name="saved_views")
    route = models.CharField(max_length=80)
    name = models.CharField(max_length=60)
    query = models.CharField(max_length=1000, blank=True)
    is_shared = models.BooleanField(default=False, help_text="all who may open the list see it")
    position = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["route", "position", "id"], name="saved_views_of_list")]
        constraints = [
            models.UniqueConstraint(
                "owner", "route", Lower("name"), name="saved_view_name_stands_once_per_owner"
            ),
            models.CheckConstraint(name="saved_view_has_a_name", condition=~Q(name="")),
        ]

    def __str__(self) -> str:
        return self.name
