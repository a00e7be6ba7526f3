"""When and where somebody is needed: series on the wall clock, shifts as moments."""

import secrets
from datetime import datetime, timedelta
from typing import ClassVar, Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.triggers import update_of
from volunteers.models.catalogue import VolunteerRole
from volunteers.models.ground import choice, one_of
from volunteers.models.sites import Site

CODE_SIGNS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
LONGEST = timedelta(hours=24)


def new_code() -> str:
    """Return a random code for one shift. It stands for the shift alone and never comes again."""
    return "".join(secrets.choice(CODE_SIGNS) for _position in range(8))


class SeriesState(models.TextChoices):
    """Values of `Series`."""

    DRAFT = "draft", _("Draft")
    OPEN = "open", _("Open")
    ENDED = "ended", _("Ended")


class SeriesGap(models.TextChoices):
    """Values of `Series`."""

    LATER = "later", _("An hour later")
    EARLIER = "earlier", _("An hour earlier")


class Series(models.Model):
    """Shifts that repeat on the wall clock of a zone.

    `rule` is an RRULE without DTSTART (FREQ=WEEKLY;BYDAY=TU,TH); `starts_on` is its first local day,
    `until_on` its last (None: open). A shift that ends at or before its start time ends the next day. When
    the clock jumps over the start, `gap` says which way to go; when the hour comes twice, `fold` says which.
    """

    State = SeriesState
    Gap = SeriesGap

    role = models.ForeignKey(VolunteerRole, on_delete=models.PROTECT, related_name="series")
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="series")
    zone = models.CharField(max_length=60)
    rule = models.CharField(max_length=300)
    starts_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)
    start_time = models.TimeField()
    end_time = models.TimeField()
    gap = choice(Gap, default=Gap.LATER)
    fold = models.PositiveSmallIntegerField(default=0, help_text="0: the first time the hour comes")
    skips_closed_days = models.BooleanField(default=True)
    seats = models.PositiveSmallIntegerField(default=2)
    state = choice(State, default=State.DRAFT)
    version = models.PositiveIntegerField(default=1, help_text="raised by every edit")
    generated_until = models.DateField(null=True, blank=True)
    split_from = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "series"
        ordering = ["-starts_on", "-id"]
        constraints = [
            one_of("series_state_is_known", "state", SeriesState),
            one_of("series_gap_is_known", "gap", SeriesGap),
            models.CheckConstraint(name="series_fold_is_first_or_second", condition=Q(fold__lte=1)),
            models.CheckConstraint(name="series_has_a_seat", condition=Q(seats__gte=1)),
            models.CheckConstraint(
                name="series_ends_after_start", condition=Q(until_on=None) | Q(until_on__gte=F("starts_on"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.start_time:%H:%M}"


class SeriesExceptionKind(models.TextChoices):
    """Values of `SeriesException`."""

    SKIPPED = "skipped", _("Left out")
    MOVED = "moved", _("Moved by hand")


class SeriesException(models.Model):
    """A local day on which a series does not happen, whatever its rule says."""

    Kind = SeriesExceptionKind

    series = models.ForeignKey(Series, on_delete=models.CASCADE, related_name="exceptions")
    original_on = models.DateField()
    kind = choice(Kind, default=Kind.SKIPPED)

    class Meta:
        ordering = ["original_on"]
        constraints = [
            models.UniqueConstraint(fields=["series", "original_on"], name="one_exception_per_day"),
            one_of("series_exception_kind_is_known", "kind", SeriesExceptionKind),
        ]

    def __str__(self) -> str:
        return f"{self.series_id}: {self.original_on}"


class ClosedDay(models.Model):
    """A day on which series that say so pause: public holidays, proposed by the calendar, kept by people."""

    on = models.DateField(unique=True)
    name = models.CharField(max_length=80)

    class Meta:
        ordering = ["on"]

    def __str__(self) -> str:
        return f"{self.on} {self.name}"


class ShiftQuerySet(models.QuerySet["Shift"]):
    """Shifts, by what is asked of them."""

    def open(self) -> Self:
        """Those that take place and that volunteers may see."""
        return self.filter(state=Shift.State.OPEN)


class ShiftState(models.TextChoices):
    """Values of `Shift`."""

    DRAFT = "draft", _("Draft")
    OPEN = "open", _("Open")
    CANCELLED = "cancelled", _("Cancelled")


class ShiftCancelled(models.TextChoices):
    """Values of `Shift`."""

    HOLIDAY = "holiday", _("Holiday")
    WEATHER = "weather", _("Weather")
    STAFF = "staff", _("Too few people")
    PLACE = "place", _("The place is closed")
    OTHER = "other", _("Plans changed")


class Shift(models.Model):
    """A span of time in which a role is needed somewhere. Half-open: touching is not overlapping.

    `original_on` is the local day that the series' rule gave it, whatever became of its times since.
    """

    State = ShiftState
    Cancelled = ShiftCancelled

    series = models.ForeignKey(Series, null=True, blank=True, on_delete=models.PROTECT, related_name="shifts")
    original_on = models.DateField(null=True, blank=True)
    role = models.ForeignKey(VolunteerRole, on_delete=models.PROTECT, related_name="shifts")
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="shifts")
    zone = models.CharField(max_length=60)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    seats = models.PositiveSmallIntegerField(default=2)
    state = choice(State, default=State.OPEN)
    cancelled_for = choice(Cancelled, blank=True, default="")
    cancelled_at = models.DateTimeField(null=True, blank=True)
    is_hand_edited = models.BooleanField(default=False)
    code = models.CharField(max_length=8, unique=True, default=new_code)
    version = models.PositiveIntegerField(default=1, help_text="raised by every edit")
    created_at = models.DateTimeField()

    objects = ShiftQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at", "id"]
        indexes = [
            models.Index(fields=["starts_at", "id"], name="shifts_by_start"),
            models.Index(fields=["role", "starts_at"], name="shifts_of_role"),
        ]
        constraints = [
            one_of("shift_state_is_known", "state", ShiftState),
            models.CheckConstraint(name="shift_ends_after_start", condition=Q(ends_at__gt=F("starts_at"))),
            models.CheckConstraint(
                name="shift_lasts_a_day_at_most", condition=Q(ends_at__lte=F("starts_at") + LONGEST)
            ),
            models.CheckConstraint(name="shift_has_a_seat", condition=Q(seats__gte=1)),
            models.UniqueConstraint(fields=["series", "original_on"], name="one_shift_per_series_and_day"),
            models.CheckConstraint(
                name="shift_of_a_series_has_its_day",
                condition=Q(series__isnull=True) ^ Q(original_on__isnull=False),
            ),
            models.CheckConstraint(
                name="cancelled_shift_says_when_and_why",
                condition=(Q(state="cancelled") & Q(cancelled_at__isnull=False) & ~Q(cancelled_for=""))
                | (~Q(state="cancelled") & Q(cancelled_at__isnull=True) & Q(cancelled_for="")),
            ),
        ]
        triggers: ClassVar = [
            # the sign-ups carry the shift's times, on which overlaps are refused
            pgtrigger.Trigger(
                name="sign_ups_follow_the_shift",
                when=pgtrigger.After,
                operation=update_of("starts_at", "ends_at"),
                func="""
                    UPDATE volunteers_signup SET during = tstzrange(NEW.starts_at, NEW.ends_at)
                    WHERE shift_id = NEW.id;
                    RETURN NULL;
                """,
            )
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.starts_at:%Y-%m-%d %H:%M}"

    @property
    def sign_up_closes_at(self) -> datetime:
        """The moment from which on nobody signs up by themselves."""
        return self.starts_at - timedelta(minutes=self.role.sign_up_closes)

    @property
    def cancel_closes_at(self) -> datetime:
        """The moment from which on nobody gives a confirmed seat back by themselves."""
        return self.starts_at - timedelta(minutes=self.role.cancel_closes)
