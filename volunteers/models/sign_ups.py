"""Who comes to which shift. Rules that must never be false stand in the database."""

import uuid
from typing import ClassVar, Self

import pgtrigger
from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.triggers import update_of
from volunteers.models.ground import choice, one_of
from volunteers.models.people import VOLUNTEER_SIDE, Team, Volunteer
from volunteers.models.shifts import Series, Shift


class SignUpQuerySet(models.QuerySet["SignUp"]):
    """Sign-ups, by what is asked of them."""

    def visible_to(self, user: User) -> Self:
        """Every sign-up for the staff who work with volunteers; one's own for others."""
        return self if user.roles & VOLUNTEER_SIDE else self.filter(volunteer__user=user)

    def holding(self) -> Self:
        """Those that hold a seat."""
        return self.filter(state__in=SignUp.HOLDING)

    def active(self) -> Self:
        """Those that hold a seat or wait for one."""
        return self.filter(state__in=SignUp.ACTIVE)

    def waiting(self) -> Self:
        """Those on the waitlist, first come first."""
        return self.filter(state=SignUp.State.WAITING).order_by("waits_since", "id")


class SignUpState(models.TextChoices):
    """Values of `SignUp`."""

    REQUESTED = "requested", _("Asked for")
    CONFIRMED = "confirmed", _("Confirmed")
    OFFERED = "offered", _("Seat offered")
    WAITING = "waiting", _("On the waitlist")
    CANCELLED = "cancelled", _("Cancelled")
    DECLINED = "declined", _("Declined")
    RELEASED = "released", _("Released")
    LAPSED = "lapsed", _("Lapsed")


class SignUp(models.Model):
    """A volunteer and a shift. States change through `actions` only, each change with a `SignUpEvent`.

    `during` is the shift's span, kept by triggers. `uid` and `sequence` are for calendars. `offer_until`: how
    long an offered seat is held. HOLDING names the states that hold a seat; nothing else does.
    """

    State = SignUpState

    HOLDING: ClassVar = (State.REQUESTED, State.CONFIRMED, State.OFFERED)
    ACTIVE: ClassVar = (*HOLDING, State.WAITING)

    shift = models.ForeignKey(Shift, on_delete=models.PROTECT, related_name="sign_ups")
    volunteer = models.ForeignKey(Volunteer, on_delete=models.PROTECT, related_name="sign_ups")
    state = choice(State)
    during = DateTimeRangeField(editable=False, null=True)
    waits_since = models.DateTimeField(null=True, blank=True)
    offer_until = models.DateTimeField(null=True, blank=True)
    is_standing = models.BooleanField(default=False, help_text="made from a standing place")
    team = models.ForeignKey(Team, null=True, blank=True, on_delete=models.SET_NULL)
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    sequence = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    objects = SignUpQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(fields=["volunteer", "state"], name="sign_ups_of_volunteer"),
            models.Index(fields=["shift", "state"], name="sign_ups_of_shift"),
            models.Index(fields=["offer_until"], name="sign_ups_offered", condition=Q(state="offered")),
            models.Index(fields=["shift"], name="sign_ups_asked_for", condition=Q(state="requested")),
        ]
        constraints = [
            one_of("sign_up_state_is_known", "state", SignUpState),
            models.UniqueConstraint(
                fields=["shift", "volunteer"],
                name="one_active_sign_up_per_shift",
                condition=Q(state__in=["requested", "confirmed", "offered", "waiting"]),
            ),
            ExclusionConstraint(
                name="no_volunteer_in_two_places",
                expressions=[("volunteer", RangeOperators.EQUAL), ("during", RangeOperators.OVERLAPS)],
                condition=Q(state__in=["requested", "confirmed", "offered"]),
            ),
            models.CheckConstraint(
                name="offer_says_until_when", condition=Q(state="offered") ^ Q(offer_until__isnull=True)
            ),
            models.CheckConstraint(
                name="waiting_says_since_when", condition=~Q(state="waiting") | Q(waits_since__isnull=False)
            ),
        ]
        triggers: ClassVar = [
            pgtrigger.Trigger(
                name="sign_up_carries_its_span",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | update_of("shift_id"),
                func="""
                    SELECT tstzrange(starts_at, ends_at) INTO NEW.during
                    FROM volunteers_shift WHERE id = NEW.shift_id;
                    RETURN NEW;
                """,
            )
        ]

    def __str__(self) -> str:
        return f"sign-up {self.pk}: {self.state}"

    @property
    def holds_seat(self) -> bool:
        """Whether it takes a seat of its shift."""
        return self.state in SignUp.HOLDING


class SignUpEventReason(models.TextChoices):
    """Values of `SignUpEvent`."""

    SELF = "self", _("By the volunteer")
    STAFF = "staff", _("By a coordinator")
    TEAM = "team", _("With the team")
    STANDING = "standing", _("Standing place")
    WAITLIST = "waitlist", _("From the waitlist")
    LAPSE = "lapse", _("The offer ran out")
    HANDOVER = "handover", _("Swap or stand-in")
    SHIFT_CANCELLED = "shift_cancelled", _("The shift was cancelled")
    SHIFT_MOVED = "shift_moved", _("The shift moved")
    SEATS = "seats", _("Fewer seats")
    CLEARANCE = "clearance", _("Clearance ended")
    LEFT = "left", _("Left")


class SignUpEvent(models.Model):
    """One change of a sign-up: who, from, to, why, when. Append-only, by trigger."""

    Reason = SignUpEventReason

    sign_up = models.ForeignKey(SignUp, on_delete=models.CASCADE, related_name="events")
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    from_state = models.CharField(max_length=24, blank=True)
    to_state = models.CharField(max_length=24)
    reason = choice(Reason)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]
        constraints = [one_of("sign_up_event_reason_is_known", "reason", SignUpEventReason)]
        triggers: ClassVar = [pgtrigger.Protect(name="sign_up_events_stay", operation=pgtrigger.Update)]

    def __str__(self) -> str:
        return f"{self.from_state} → {self.to_state}"


class Override(models.Model):
    """A rest or hour limit that a coordinator set aside for one sign-up, and why. Append-only, by trigger."""

    sign_up = models.ForeignKey(SignUp, on_delete=models.CASCADE, related_name="overrides")
    gate = models.CharField(max_length=40)
    reason = models.CharField(max_length=200)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [models.CheckConstraint(name="override_has_a_reason", condition=~Q(reason=""))]
        triggers: ClassVar = [pgtrigger.Protect(name="overrides_stay", operation=pgtrigger.Update)]

    def __str__(self) -> str:
        return f"{self.gate} for {self.sign_up_id}"


class HandoverState(models.TextChoices):
    """Values of `Handover`."""

    OPEN = "open", _("Open")
    TAKEN = "taken", _("Taken")
    REFUSED = "refused", _("Refused")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    LAPSED = "lapsed", _("Lapsed")


class Handover(models.Model):
    """A volunteer asks for a stand-in, or offers a swap for another sign-up of theirs to be taken in return.

    `in_return` (a swap): the sign-up that whoever asks would take; its holder is the only one who can accept.
    """

    State = HandoverState

    sign_up = models.ForeignKey(SignUp, on_delete=models.CASCADE, related_name="handovers")
    in_return = models.ForeignKey(
        SignUp, null=True, blank=True, on_delete=models.CASCADE, related_name="wanted_by"
    )
    state = choice(State, default=State.OPEN)
    taken_by = models.ForeignKey(
        Volunteer, null=True, blank=True, on_delete=models.PROTECT, related_name="taken_over"
    )
    asked_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-asked_at", "-id"]
        constraints = [
            one_of("handover_state_is_known", "state", HandoverState),
            models.UniqueConstraint(
                fields=["sign_up"], name="one_open_handover_per_sign_up", condition=Q(state="open")
            ),
            models.CheckConstraint(
                name="taken_handover_says_by_whom", condition=Q(state="taken") ^ Q(taken_by__isnull=True)
            ),
            models.CheckConstraint(
                name="swap_is_between_two", condition=Q(in_return=None) | ~Q(in_return=F("sign_up"))
            ),
        ]

    def __str__(self) -> str:
        return f"handover {self.pk}: {self.state}"


class StandingPlace(models.Model):
    """A volunteer comes to every shift of a series, from a day until a day (inclusive; None: open)."""

    series = models.ForeignKey(Series, on_delete=models.CASCADE, related_name="standing")
    volunteer = models.ForeignKey(Volunteer, on_delete=models.CASCADE, related_name="standing")
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["series", "volunteer"],
                name="one_standing_place_per_series",
                condition=Q(ended_at__isnull=True),
            ),
            models.CheckConstraint(
                name="standing_place_ends_after_start",
                condition=Q(until_on=None) | Q(until_on__gte=F("from_on")),
            ),
        ]

    def __str__(self) -> str:
        return f"standing place {self.pk}"
