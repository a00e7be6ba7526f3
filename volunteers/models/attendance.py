"""The day of a shift: who came, and the device at the door."""

from datetime import UTC, datetime, timedelta
from typing import ClassVar, Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from volunteers.models.ground import choice, one_of
from volunteers.models.sign_ups import SignUp

# from when before the start one can check in
OPENS_BEFORE = timedelta(minutes=60)
# who stays longer is counted so long after the end of the shift; after it a forgotten check-out is closed
COUNTED_AFTER = timedelta(hours=2)


class AttendanceOutcome(models.TextChoices):
    """Values of `Attendance`."""

    PRESENT = "present", _("Came")
    NO_SHOW = "no_show", _("Did not come")
    EXCUSED = "excused", _("Excused")


class AttendanceHow(models.TextChoices):
    """Values of `Attendance`."""

    KIOSK = "kiosk", _("At the kiosk")
    PHONE = "phone", _("With their phone")
    COORDINATOR = "coordinator", _("By a coordinator")


class Attendance(models.Model):
    """Whether a confirmed volunteer came. Hours follow from it (`HoursEntry`)."""

    Outcome = AttendanceOutcome
    How = AttendanceHow

    sign_up = models.OneToOneField(SignUp, on_delete=models.PROTECT, related_name="attendance")
    outcome = choice(Outcome, default=Outcome.PRESENT)
    how = choice(How)
    arrived_at = models.DateTimeField(null=True, blank=True)
    left_at = models.DateTimeField(null=True, blank=True)
    is_left_assumed = models.BooleanField(default=False, help_text="forgotten check-out, closed by the clock")
    counted = models.PositiveIntegerField(default=0, help_text="minutes that went into the hours")
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = [
            one_of("attendance_outcome_is_known", "outcome", AttendanceOutcome),
            one_of("attendance_way_is_known", "how", AttendanceHow),
            models.CheckConstraint(
                name="who_came_has_arrived", condition=Q(outcome="present") ^ Q(arrived_at__isnull=True)
            ),
            models.CheckConstraint(
                name="left_after_arriving",
                condition=Q(left_at=None) | (Q(arrived_at__isnull=False) & Q(left_at__gte=F("arrived_at"))),
            ),
            models.CheckConstraint(
                name="assumed_leaving_says_when",
                condition=Q(is_left_assumed=False) | Q(left_at__isnull=False),
            ),
        ]
        triggers: ClassVar = [
            pgtrigger.Trigger(
                name="who_is_recorded_has_a_seat",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func="""
                    IF NOT EXISTS (
                        SELECT 1 FROM volunteers_signup WHERE id = NEW.sign_up_id AND state = 'confirmed'
                    ) THEN
                        RAISE EXCEPTION 'only who has a confirmed seat is recorded'
                            USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            )
        ]

    def __str__(self) -> str:
        return f"attendance {self.pk}: {self.outcome}"

    @property
    def is_here(self) -> bool:
        """Whether they came and have not left."""
        return self.outcome == Attendance.Outcome.PRESENT and self.left_at is None

    @property
    def minutes(self) -> int:
        """What counts: whole minutes from the start of the shift or, if later, the arrival, until they left.

        At most `COUNTED_AFTER` the end. A night across a change of the clock has seven or nine hours.
        """
        if self.arrived_at is None or self.left_at is None:
            return 0
        shift = self.sign_up.shift
        first = max(_to_the_minute(self.arrived_at), shift.starts_at)
        last = min(_to_the_minute(self.left_at), shift.ends_at + COUNTED_AFTER)
        return max((last - first) // timedelta(minutes=1), 0)


def _to_the_minute(at: datetime) -> datetime:
    # in UTC: two moments with one zone between them would be subtracted as the hands of a clock
    return at.astimezone(UTC).replace(second=0, microsecond=0)


class ShiftKioskQuerySet(models.QuerySet["ShiftKiosk"]):
    """Kiosks, by what is asked of them."""

    def open(self, now: datetime) -> Self:
        """Those at which people can check in."""
        return self.filter(closed_at=None, opened_at__lte=now, closes_at__gt=now)


class ShiftKiosk(models.Model):
    """A device at the door of a site, opened by a coordinator. Its token is shown once, for a day.

    `misses`: wrong numbers typed in a row of minutes, the last of them at `missed_at`.
    """

    site = models.ForeignKey("volunteers.Site", on_delete=models.CASCADE, related_name="kiosks")
    token_hash = models.CharField(max_length=64, unique=True)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    misses = models.PositiveSmallIntegerField(default=0)
    missed_at = models.DateTimeField(null=True, blank=True)

    objects = ShiftKioskQuerySet.as_manager()

    class Meta:
        ordering = ["-opened_at", "-id"]
        constraints = [
            models.CheckConstraint(
                name="kiosk_closes_after_opening", condition=Q(closes_at__gt=F("opened_at"))
            )
        ]

    def __str__(self) -> str:
        return f"kiosk {self.pk}"
