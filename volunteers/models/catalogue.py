"""What there is to do, and what it takes: programs, roles, qualifications, coverage."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from campaigns.models import in_language
from volunteers.models.ground import Bilingual, choice, one_of


class CheckKind(models.TextChoices):
    """What is looked into; only the result is kept. `youth`: suitability for programs with young people."""

    BACKGROUND = "background", _("Background check")
    REGISTRY = "registry", _("Child protection registry")
    YOUTH = "youth", _("Suitability for work with young people")
    DRIVING = "driving", _("Driving record")
    LICENSE = "license", _("Professional license")


class QualificationKind(models.TextChoices):
    """Values of `Qualification`."""

    QUALIFICATION = "qualification", _("Qualification")
    LANGUAGE = "language", _("Language")
    SUBJECT = "subject", _("Subject")


class Qualification(Bilingual):
    """What a volunteer can do. One may include others: whoever is a lead is a helper."""

    Kind = QualificationKind

    code = models.SlugField(max_length=40, unique=True)
    kind = choice(Kind, default=Kind.QUALIFICATION)
    includes = models.ManyToManyField("self", symmetrical=False, blank=True, related_name="included_in")

    class Meta(Bilingual.Meta):
        constraints = [one_of("qualification_kind_is_known", "kind", QualificationKind)]


class Program(Bilingual):
    """A kind of help in which volunteers can serve, what it asks of them, and how it lets them rest.

    Rest and hours: None means no limit. `max_nights`: nights in a row.
    """

    code = models.SlugField(max_length=40, unique=True)
    purpose = models.CharField(max_length=300, blank=True)
    purpose_es = models.CharField(max_length=300, blank=True)
    asks = models.CharField(max_length=200, blank=True, help_text=_("the time it takes, in one line"))
    asks_es = models.CharField(max_length=200, blank=True)
    needs_interview = models.BooleanField(default=True)
    min_references = models.PositiveSmallIntegerField(default=2)
    required_checks = ArrayField(models.CharField(max_length=24, choices=CheckKind), default=list, blank=True)
    is_with_youth = models.BooleanField(default=False, help_text=_("needs the suitability check"))
    takes_under_18 = models.BooleanField(default=False, help_text=_("with a guardian's consent"))
    rest_hours = models.PositiveSmallIntegerField(default=8, help_text=_("between two shifts"))
    max_hours_7 = models.PositiveSmallIntegerField(null=True, blank=True, help_text=_("in any 7 days"))
    max_hours_28 = models.PositiveSmallIntegerField(null=True, blank=True, help_text=_("in any 28 days"))
    max_nights = models.PositiveSmallIntegerField(null=True, blank=True, help_text=_("in a row"))

    @property
    def local_purpose(self) -> str:
        """Purpose in the page's language."""
        return in_language(self.purpose, self.purpose_es)

    @property
    def local_asks(self) -> str:
        """The time it takes, in the page's language."""
        return in_language(self.asks, self.asks_es)

    @property
    def all_checks(self) -> frozenset[str]:
        """The checks without which nobody is cleared; work with young people adds its own."""
        return frozenset(self.required_checks) | ({CheckKind.YOUTH} if self.is_with_youth else set())


class VolunteerRole(Bilingual):
    """What a volunteer does on a shift of a program."""

    program = models.ForeignKey(Program, on_delete=models.PROTECT, related_name="roles")
    summary = models.CharField(max_length=300, blank=True)
    summary_es = models.CharField(max_length=300, blank=True)
    needs = models.ManyToManyField(Qualification, blank=True, related_name="roles")
    is_instant = models.BooleanField(default=True, help_text=_("a cleared volunteer is confirmed at once"))
    seats = models.PositiveSmallIntegerField(default=2, help_text=_("proposed for new shifts"))
    sign_up_closes = models.PositiveIntegerField(default=120, help_text=_("minutes before the start"))
    cancel_closes = models.PositiveIntegerField(default=1440, help_text=_("minutes before the start"))

    class Meta(Bilingual.Meta):
        constraints = [
            models.UniqueConstraint(fields=["program", "name"], name="role_named_once_in_a_program"),
            models.CheckConstraint(name="role_has_a_seat", condition=Q(seats__gte=1)),
        ]

    @property
    def local_summary(self) -> str:
        """Summary in the page's language."""
        return in_language(self.summary, self.summary_es)


class Coverage(models.Model):
    """A rule for each shift of a role: at least so many confirmed who hold a qualification (None: anybody).

    `needs_stand_in`: the last who keeps the rule cannot leave without one (the lead).
    """

    role = models.ForeignKey(VolunteerRole, on_delete=models.CASCADE, related_name="coverage")
    qualification = models.ForeignKey(Qualification, null=True, blank=True, on_delete=models.PROTECT)
    least = models.PositiveSmallIntegerField(default=1)
    needs_stand_in = models.BooleanField(default=False)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["role", "qualification"], name="one_rule_per_qualification", nulls_distinct=False
            ),
            models.CheckConstraint(name="coverage_wants_somebody", condition=Q(least__gte=1)),
        ]

    def __str__(self) -> str:
        return f"{self.least} × {self.qualification or _('cleared')}"
