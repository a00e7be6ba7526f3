"""Who signs in, what their role is, for which organisation, and what was done."""

from typing import ClassVar

import pgtrigger
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _


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

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        constraints = [
            models.CheckConstraint(name="user_email_in_lower_case", condition=Q(email=Lower("email")))
        ]

    def __str__(self) -> str:
        return self.name or self.email

    @property
    def roles(self) -> frozenset[str]:
        """The roles held now; read once per object."""
        if not hasattr(self, "_roles"):
            self._roles = frozenset(self.grants.values_list("role", flat=True))
        return self._roles

    @property
    def is_staff(self) -> bool:
        """Whether any role is held; Django's admin asks this."""
        return bool(self.roles)


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


class Organisation(models.Model):
    """The one organisation this installation serves: what letterheads and pages say of it."""

    legal_name = models.CharField(max_length=200)
    public_name = models.CharField(max_length=200)
    tax_number = models.CharField(max_length=20, blank=True, help_text=_("EIN, like 12-3456789"))
    address = models.CharField(max_length=400, blank=True, help_text=_("public postal address"))
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=30, blank=True)
    website = models.URLField(blank=True)
    zone = models.CharField(max_length=60, default="America/New_York")
    currency = models.CharField(max_length=3, default="usd")
    signatory_name = models.CharField(max_length=120, blank=True)
    signatory_title = models.CharField(max_length=120, blank=True)
    logo_png = models.BinaryField(null=True, editable=False)
    signature_png = models.BinaryField(null=True, editable=False)

    class Meta:
        constraints = [models.CheckConstraint(name="only_one_organisation", condition=Q(id=1))]

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
