"""Seats that volunteers asked for and that wait for a coordinator's answer."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, OuterRef, QuerySet, Subquery

from accounts.organisation import the_zone
from volunteers.models import Shift, SignUp, SignUpEvent
from volunteers.reports.when import When, when

State = SignUp.State


@dataclass(frozen=True)
class Asking:
    """Who asks, for which shift, since when."""

    sign_up: SignUp
    asked_at: datetime
    when: When


def requests_to_decide(now: datetime) -> "QuerySet[SignUp]":
    """Return the requests for shifts that are not over, the oldest first; each with its `asked_at`.

    Whoever came from the waitlist asks since the seat was taken, not since they began to wait.
    """
    asked = SignUpEvent.objects.filter(sign_up=OuterRef("pk"), to_state=State.REQUESTED)
    # a shift that moves leaves an event from a state to the same
    began = asked.exclude(from_state=State.REQUESTED).order_by("-at", "-pk").values("at")[:1]
    waiting = SignUp.objects.filter(state=State.REQUESTED, shift__state=Shift.State.OPEN)
    found = waiting.filter(shift__ends_at__gt=now).annotate(asked_at=Subquery(began))
    return found.order_by(F("asked_at").asc(nulls_first=True), "pk")


def rows_of(sign_ups: Iterable[SignUp], now: datetime) -> list[Asking]:
    """Return requests with the words of their shifts; they came with volunteer, role, program and place."""
    home = the_zone()
    return [
        Asking(one, getattr(one, "asked_at", None) or one.created_at, when(one.shift, home=home, now=now))
        for one in sign_ups
    ]
