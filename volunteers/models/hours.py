"""What was given: how long, and what an hour is worth."""

from typing import ClassVar, Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.money import currency_field, money_field
from core.triggers import update_of
from volunteers.models.catalogue import Program
from volunteers.models.ground import choice, one_of
from volunteers.models.people import VOLUNTEER_SIDE, Volunteer
from volunteers.models.shifts import Shift


class HoursEntryQuerySet(models.QuerySet["HoursEntry"]):
    """Hours, by what is asked of them."""

    def visible_to(self, user: User) -> Self:
        """Everybody's for the staff who work with volunteers; one's own for others."""
        return self if user.roles & VOLUNTEER_SIDE else self.filter(volunteer__user=user)

    def counted(self) -> Self:
        """Approved ones: their minutes sum to what was given."""
        return self.filter(state=HoursEntry.State.APPROVED)

    def with_sums(self) -> Self:
        """Each with `corrected`, its approved corrections; what it `counts`; whether a claim `waits`."""
        corrections = HoursEntry.objects.filter(corrects=OuterRef("pk"))
        approved = corrections.filter(state=HoursEntry.State.APPROVED).order_by().values("corrects")
        return self.annotate(
            corrected=Coalesce(Subquery(approved.annotate(sum=Sum("minutes")).values("sum")), 0),
            waits=Exists(corrections.filter(state=HoursEntry.State.PENDING)),
        ).annotate(counts=F("minutes") + F("corrected"))

    def sum_minutes(self) -> int:
        """Return the minutes of all of them together."""
        return self.aggregate(sum=Sum("minutes"))["sum"] or 0


class HoursEntryKind(models.TextChoices):
    """Values of `HoursEntry`."""

    ATTENDANCE = "attendance", _("From attendance")
    REPORTED = "reported", _("Reported by the volunteer")
    CORRECTION = "correction", _("Correction")


class HoursEntryState(models.TextChoices):
    """Values of `HoursEntry`."""

    PENDING = "pending", _("To be approved")
    APPROVED = "approved", _("Approved")
    DECLINED = "declined", _("Declined")


class HoursEntryReason(models.TextChoices):
    """Values of `HoursEntry`."""

    FORGOT_OUT = "forgot_out", _("Forgot to check out")
    FORGOT_IN = "forgot_in", _("Forgot to check in")
    STAYED = "stayed", _("Stayed longer")
    LEFT_EARLY = "left_early", _("Left early")
    MISTAKE = "mistake", _("Entered by mistake")


class HoursEntry(models.Model):
    """Minutes given on a legal day. A correction is a new row, with its sign, that names the one it corrects.

    Words are fixed by trigger; only a self-reported entry changes once, from pending to approved or declined.
    """

    Kind = HoursEntryKind
    State = HoursEntryState
    Reason = HoursEntryReason

    volunteer = models.ForeignKey(Volunteer, on_delete=models.PROTECT, related_name="hours")
    program = models.ForeignKey(Program, on_delete=models.PROTECT, related_name="hours")
    shift = models.ForeignKey(Shift, null=True, blank=True, on_delete=models.PROTECT, related_name="hours")
    on = models.DateField(help_text="the legal day on which it began")
    minutes = models.IntegerField()
    kind = choice(Kind)
    state = choice(State)
    corrects = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="corrections"
    )
    reason = choice(Reason, blank=True, default="")
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    objects = HoursEntryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "hours"
        ordering = ["-on", "-id"]
        indexes = [
            models.Index(fields=["volunteer", "-on", "-id"], name="hours_of_volunteer"),
            models.Index(fields=["state", "-on", "-id"], name="hours_by_state"),
            models.Index(fields=["-created_at", "-id"], name="hours_by_entry"),
        ]
        constraints = [
            one_of("hours_kind_is_known", "kind", HoursEntryKind),
            one_of("hours_state_is_known", "state", HoursEntryState),
            models.UniqueConstraint(
                fields=["volunteer", "shift"],
                name="hours_of_a_shift_counted_once",
                condition=Q(kind="attendance"),
            ),
            models.CheckConstraint(
                name="hours_are_positive_unless_corrected", condition=Q(kind="correction") | Q(minutes__gte=0)
            ),
            models.CheckConstraint(
                name="hours_of_one_day_at_most", condition=Q(minutes__gte=-1560) & Q(minutes__lte=1560)
            ),
            models.CheckConstraint(
                name="correction_names_what_it_corrects",
                condition=(Q(kind="correction") & Q(corrects__isnull=False) & ~Q(reason=""))
                | (~Q(kind="correction") & Q(corrects=None)),
            ),
            models.CheckConstraint(
                name="attended_hours_are_of_a_shift", condition=~Q(kind="attendance") | Q(shift__isnull=False)
            ),
            models.CheckConstraint(
                name="reported_hours_are_decided_or_wait",
                condition=~Q(kind="reported") | (Q(state="pending") ^ Q(decided_at__isnull=False)),
            ),
        ]
        triggers: ClassVar = [
            pgtrigger.Protect(name="hours_are_never_deleted", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="hours_are_decided_once",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__state__in=["approved", "declined"])
                | pgtrigger.Q(old__minutes__df=pgtrigger.F("new__minutes"))
                | pgtrigger.Q(old__volunteer__df=pgtrigger.F("new__volunteer"))
                | pgtrigger.Q(old__on__df=pgtrigger.F("new__on"))
                | pgtrigger.Q(old__program__df=pgtrigger.F("new__program"))
                | pgtrigger.Q(old__shift__df=pgtrigger.F("new__shift"))
                | pgtrigger.Q(old__kind__df=pgtrigger.F("new__kind"))
                | pgtrigger.Q(old__corrects__df=pgtrigger.F("new__corrects")),
            ),
            # corrections of one entry wait for each other here, so that two cannot take the same hours away
            pgtrigger.Trigger(
                name="hours_are_never_below_zero",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | update_of("state"),
                condition=pgtrigger.Q(new__kind="correction", new__state="approved"),
                func="""
                    PERFORM 1 FROM volunteers_hoursentry WHERE id = NEW.corrects_id
                        AND kind <> 'correction' AND state = 'approved' FOR NO KEY UPDATE;
                    IF NOT FOUND THEN
                        RAISE EXCEPTION 'only hours that count are corrected'
                            USING ERRCODE = 'check_violation';
                    END IF;
                    IF NEW.minutes + (
                        SELECT sum(minutes) FROM volunteers_hoursentry
                        WHERE (id = NEW.corrects_id OR corrects_id = NEW.corrects_id)
                            AND state = 'approved' AND id IS DISTINCT FROM NEW.id
                    ) < 0 THEN
                        RAISE EXCEPTION 'hours would be below zero'
                            USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.minutes} min on {self.on}"

    @property
    def total(self) -> int:
        """Minutes that count after all approved corrections of this entry."""
        if self.state != HoursEntry.State.APPROVED:
            return 0
        return self.minutes + HoursEntry.objects.filter(corrects=self).counted().sum_minutes()


class HourValue(models.Model):
    """What a volunteer's hour is worth from a day on, and who says so."""

    from_on = models.DateField(unique=True)
    value = money_field()
    currency = currency_field()
    source = models.CharField(max_length=120, help_text=_("who published it, and when"))

    class Meta:
        ordering = ["-from_on"]
        constraints = [
            models.CheckConstraint(name="hour_is_worth_something", condition=Q(value__gt=0)),
            models.CheckConstraint(name="hour_value_has_a_source", condition=~Q(source="")),
        ]

    def __str__(self) -> str:
        return f"{self.value} from {self.from_on}"
