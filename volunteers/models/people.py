"""Who gives time, when they can, what they hold, and with whom they come."""

from datetime import date, time
from typing import Self

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from accounts.models import Role as StaffRole
from accounts.models import User
from core.folding import fold, people_containing, person_search_text
from volunteers.models.catalogue import Program, Qualification
from volunteers.models.ground import choice, one_of

VOLUNTEER_SIDE = frozenset(
    {StaffRole.COORDINATOR, StaffRole.SCREENING, StaffRole.ADMINISTRATOR, StaffRole.READ_ONLY}
)

ERASED = "@erased.invalid"


class VolunteerQuerySet(models.QuerySet["Volunteer"]):
    """Volunteers, by what is asked of them."""

    def visible_to(self, user: User) -> Self:
        """Every volunteer for the staff who work with them; one's own record for others."""
        return self if user.roles & VOLUNTEER_SIDE else self.filter(user=user)

    def active(self) -> Self:
        """Those who have not left."""
        return self.filter(left_at=None)

    def matching(self, words: str) -> Self:
        """Those whose name, e-mail or phone the words are, but for typing errors."""
        return self.filter(people_containing(words) | Q(search_text__trigram_word_similar=fold(words)))


class VolunteerReminders(models.TextChoices):
    """Values of `Volunteer`."""

    EMAIL = "email", _("E-mail")
    TEXT = "text", _("Text message")
    BOTH = "both", _("Both")


class Volunteer(models.Model):
    """A person who gives time, or has asked to.

    `user` is tied when the address is proven by a code. `adult_on`: the day they turn eighteen, or None for
    whoever was of age when they came; nobody's age is kept.
    """

    Reminders = VolunteerReminders

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="volunteer"
    )
    name = models.CharField(max_length=120)
    email = models.EmailField(max_length=254, unique=True)
    phone = models.CharField(max_length=30, blank=True)
    language = models.CharField(
        max_length=2, choices=[("en", _("English")), ("es", _("Spanish"))], default="en"
    )
    adult_on = models.DateField(null=True, blank=True)
    interests = models.ManyToManyField(Program, blank=True, related_name="interested")
    reminders_by = choice(Reminders, default=Reminders.EMAIL)
    is_brought_over = models.BooleanField(
        default=False,
        help_text="staff brought the record over from another program; the address is not proven",
    )
    quiet_from = models.TimeField(default=time(21, 0))
    quiet_until = models.TimeField(default=time(8, 0))
    created_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True, blank=True)
    search_text = person_search_text()

    objects = VolunteerQuerySet.as_manager()

    class Meta:
        ordering = ["name", "id"]
        indexes = [
            models.Index(Lower("name"), F("id"), name="volunteers_by_name"),
            GinIndex(fields=["search_text"], opclasses=["gin_trgm_ops"], name="volunteer_search"),
        ]
        constraints = [
            models.CheckConstraint(name="volunteer_email_in_lower_case", condition=Q(email=Lower("email"))),
            one_of("volunteer_reminders_are_known", "reminders_by", VolunteerReminders),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def short_name(self) -> str:
        """First name and initial: all that other volunteers of the same shift see."""
        first, *rest = self.name.split() or [""]
        return f"{first} {rest[-1][0]}." if rest else first

    @property
    def is_erased(self) -> bool:
        """Whether they wanted nothing of them kept."""
        return self.email.endswith(ERASED)

    def is_adult(self, on: date) -> bool:
        """Whether they are eighteen on a day."""
        return self.adult_on is None or self.adult_on <= on


class HeldQualification(models.Model):
    """What a volunteer holds, from a day until a day (inclusive; None: for good). Claimed until confirmed."""

    volunteer = models.ForeignKey(Volunteer, on_delete=models.CASCADE, related_name="held")
    qualification = models.ForeignKey(Qualification, on_delete=models.PROTECT, related_name="held_by")
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    confirmed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["volunteer", "qualification"], name="qualification_held_once"),
            models.CheckConstraint(
                name="held_qualification_ends_after_start",
                condition=Q(until_on=None) | Q(until_on__gte=F("from_on")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.volunteer_id}: {self.qualification_id}"


class GuardianConsent(models.Model):
    """A guardian's consent for a volunteer under eighteen, asked for by mail; good until withdrawn.

    `asked_at` None: named in an application that was not handed in yet.
    """

    volunteer = models.ForeignKey(Volunteer, on_delete=models.CASCADE, related_name="consents")
    guardian_name = models.CharField(max_length=120)
    guardian_email = models.EmailField(max_length=254)
    token_hash = models.CharField(max_length=64, unique=True)
    asked_at = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True)
    given_at = models.DateTimeField(null=True, blank=True)
    refused_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="consent_given_before_withdrawn",
                condition=Q(withdrawn_at=None) | Q(given_at__isnull=False),
            ),
            models.CheckConstraint(
                name="consent_given_or_refused", condition=Q(given_at=None) | Q(refused_at=None)
            ),
        ]

    def __str__(self) -> str:
        return f"consent {self.pk}"


class AvailabilityWish(models.TextChoices):
    """Values of `Availability`."""

    LIKES = "likes", _("I like it")
    CAN = "can", _("I can")


class Availability(models.Model):
    """Hours of a weekday (Monday 0) that suit a volunteer, on the wall clock of where they serve."""

    Wish = AvailabilityWish

    volunteer = models.ForeignKey(Volunteer, on_delete=models.CASCADE, related_name="availability")
    weekday = models.PositiveSmallIntegerField()
    starts = models.TimeField()
    ends = models.TimeField()
    wish = choice(Wish, default=Wish.CAN)

    class Meta:
        ordering = ["weekday", "starts"]
        constraints = [
            models.CheckConstraint(name="weekday_is_of_a_week", condition=Q(weekday__lte=6)),
            one_of("wish_is_known", "wish", AvailabilityWish),
        ]

    def __str__(self) -> str:
        return f"{self.weekday} {self.starts}–{self.ends}"


class Away(models.Model):
    """Days (inclusive) on which a volunteer does not serve. Nobody is asked why."""

    volunteer = models.ForeignKey(Volunteer, on_delete=models.CASCADE, related_name="away")
    from_on = models.DateField()
    until_on = models.DateField()

    class Meta:
        ordering = ["from_on", "id"]
        constraints = [
            models.CheckConstraint(name="away_ends_after_start", condition=Q(until_on__gte=F("from_on")))
        ]

    def __str__(self) -> str:
        return f"{self.volunteer_id}: {self.from_on}–{self.until_on}"


class Team(models.Model):
    """Volunteers who come together: a class, a company, a congregation. Its leader signs them up."""

    name = models.CharField(max_length=80, unique=True)
    leader = models.ForeignKey(Volunteer, on_delete=models.PROTECT, related_name="leads")
    members = models.ManyToManyField(Volunteer, blank=True, related_name="teams")
    is_open = models.BooleanField(default=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
