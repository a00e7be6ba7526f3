"""Volunteers who come to every shift of a series, and the days on which somebody is away."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.models import User
from volunteers.actions.admission import is_own
from volunteers.actions.locks import SignUpRefused, lock_shifts, lock_sign_ups, lock_volunteers, one_action
from volunteers.actions.seats import begin, seats_left
from volunteers.actions.sign_ups import leave, release
from volunteers.gates import refusals, told
from volunteers.gates.days import local_days
from volunteers.models import Away, Series, Shift, SignUp, SignUpEvent, StandingPlace, Volunteer

State, Reason = SignUp.State, SignUpEvent.Reason
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Skipped:
    """A shift on which a standing volunteer got no seat, and why, in sentences for them."""

    volunteer_id: int
    shift_id: int
    sentences: tuple[str, ...]


@dataclass(frozen=True)
class Left:
    """What became of the seats on days away: given up, or kept since it is too late to leave alone."""

    away: Away
    given_up: tuple[SignUp, ...]
    kept: tuple[SignUp, ...]


def give_standing_place(
    *, series_id: int, volunteer_id: int, from_on: date, until_on: date | None, actor: User, now: datetime
) -> tuple[StandingPlace, list[Skipped]]:
    """Let a volunteer come to every shift of a series; take the seats that are free on those there are.

    Returns the place and the shifts that were left out.

    Raises: SignUpRefused when they have a place in this series already.
    """
    with one_action():
        # the generator takes the same lock first, so that no new shift is missed
        series = Series.objects.select_for_update().get(pk=series_id)
        volunteer = lock_volunteers([volunteer_id])[volunteer_id]
        place = StandingPlace.objects.create(
            series=series, volunteer=volunteer, from_on=from_on, until_on=until_on, created_by=actor
        )
        skipped = _seat_all([place], _coming(series_id, from_on, until_on, now), now)
        record(
            actor=actor,
            verb="standing_place.given",
            about=("series", str(series_id)),
            now=now,
            after={"volunteer": volunteer_id, "from": str(from_on), "until": str(until_on or "")},
        )
    return place, skipped


def end_standing_place(*, place_id: int, last_on: date, actor: User | None, now: datetime) -> list[SignUp]:
    """End a standing place with a day; the seats that came from it afterwards are released and offered on.

    Raises: SignUpRefused when it ended before.
    """
    with one_action():
        place = StandingPlace.objects.get(pk=place_id)
        volunteer = lock_volunteers([place.volunteer_id])[place.volunteer_id]
        place.refresh_from_db()
        if place.ended_at is not None:
            raise SignUpRefused(_("This standing place has ended already."))
        reason = Reason.SELF if is_own(actor, volunteer) else Reason.STAFF
        seats = SignUp.objects.active().filter(volunteer=volunteer, is_standing=True)
        after = seats.filter(
            shift__series_id=place.series_id, shift__original_on__gt=last_on, shift__starts_at__gt=now
        )
        released = list(lock_sign_ups(list(after.values_list("pk", flat=True))).values())
        for one in released:
            release(one, reason=reason, actor=actor, now=now)
        place.ended_at, place.until_on = now, max(last_on, place.from_on)
        place.save(update_fields=["ended_at", "until_on"])
        record(
            actor=actor,
            verb="standing_place.ended",
            about=("series", str(place.series_id)),
            now=now,
            after={"volunteer": volunteer.pk, "last": str(last_on), "released": len(released)},
        )
    return released


def fill_standing(*, shift: Shift, now: datetime) -> list[Skipped]:
    """Give the standing volunteers of its series their seats on a new shift; return who got none and why.

    In the caller's transaction, which made the shift and locked these volunteers. Twice is once.
    """
    day = shift.original_on
    if shift.series_id is None or day is None:
        return []
    places = StandingPlace.objects.filter(
        Q(until_on=None) | Q(until_on__gte=day), series_id=shift.series_id, from_on__lte=day, ended_at=None
    )
    with one_action():
        lock_volunteers(places.values_list("volunteer_id", flat=True))
        return _seat_all(places.select_related("volunteer").order_by("pk"), [shift.pk], now)


def record_away(
    *, volunteer_id: int, from_on: date, until_on: date, actor: User | None, now: datetime
) -> Left:
    """Write down days on which a volunteer does not serve, and give up their seats on these.

    A seat that it is too late to leave by oneself is kept, and so is that of the last who keeps a rule of
    coverage: for those a stand-in is asked, or the coordinator called. The same days again are harmless.
    """
    with one_action():
        lock_volunteers([volunteer_id])
        away = Away.objects.get_or_create(volunteer_id=volunteer_id, from_on=from_on, until_on=until_on)[0]
        given_up, kept = [], []
        for one in _seats_on(volunteer_id, from_on, until_on, now):
            try:
                with transaction.atomic():
                    leave(one, actor=actor, now=now)
            except SignUpRefused:
                one.refresh_from_db(fields=["state", "offer_until", "changed_at", "sequence"])
                kept.append(one)
            else:
                given_up.append(one)
    return Left(away, tuple(given_up), tuple(kept))


def end_away(*, away_id: int, last_on: date | None, now: datetime) -> list[SignUp]:
    """End days away early, with a day or (None) as if never said; take standing seats that are still free.

    Returns the seats that were taken again.
    """
    with one_action():
        away = Away.objects.get(pk=away_id)
        places = StandingPlace.objects.filter(volunteer_id=away.volunteer_id, ended_at=None)
        held = Series.objects.select_for_update().filter(pk__in=places.values("series_id"))
        list(held.order_by("pk").values_list("pk"))
        volunteer = lock_volunteers([away.volunteer_id])[away.volunteer_id]
        back_from = away.from_on if last_on is None else max(last_on + DAY, away.from_on)
        until_on = away.until_on
        if back_from == away.from_on:
            away.delete()
        elif back_from <= until_on:
            away.until_on = back_from - DAY
            away.save(update_fields=["until_on"])
        ours = list(places.order_by("pk"))
        shifts = [key for place in ours for key in _coming(place.series_id, back_from, until_on, now)]
        before = set(SignUp.objects.holding().filter(volunteer=volunteer).values_list("pk", flat=True))
        _seat_all(ours, shifts, now)
        return list(SignUp.objects.holding().filter(volunteer=volunteer).exclude(pk__in=before))


def _coming(series_id: int, from_on: date, until_on: date | None, now: datetime) -> list[int]:
    """Return the open shifts of a series on its own days from one to another."""
    found = Shift.objects.open().filter(series_id=series_id, original_on__gte=from_on, starts_at__gt=now)
    if until_on is not None:
        found = found.filter(original_on__lte=until_on)
    return list(found.values_list("pk", flat=True))


def _seats_on(volunteer_id: int, from_on: date, until_on: date, now: datetime) -> Iterable[SignUp]:
    """Lock and return what somebody holds or awaits on local days from one to another."""
    near = SignUp.objects.active().filter(
        volunteer_id=volunteer_id,
        shift__starts_at__gt=now,
        shift__starts_at__date__lte=until_on + DAY,
        shift__ends_at__date__gte=from_on - DAY,
    )
    keys = [
        one.pk
        for one in near.select_related("shift")
        if any(
            from_on <= day <= until_on
            for day in local_days(one.shift.starts_at, one.shift.ends_at, one.shift.zone)
        )
    ]
    return [one for _key, one in sorted(lock_sign_ups(keys).items()) if one.state in SignUp.ACTIVE]


def _seat_all(places: Iterable[StandingPlace], shift_ids: Collection[int], now: datetime) -> list[Skipped]:
    """Seat standing volunteers, who are locked, on shifts; return what was left out."""
    shifts = lock_shifts(shift_ids)
    skipped = []
    for place in places:
        for shift in sorted(shifts.values(), key=lambda one: one.starts_at):
            if shift.series_id == place.series_id:
                why = _seat(place.volunteer, shift, now)
                if why:
                    skipped.append(Skipped(place.volunteer_id, shift.pk, why))
    return skipped


def _seat(volunteer: Volunteer, shift: Shift, now: datetime) -> tuple[str, ...]:
    """Seat one of them; return why not. Being on the shift already is fine.

    No letter leaves for each of many shifts: reminders and the calendar tell of them.
    """
    if SignUp.objects.active().filter(shift=shift, volunteer=volunteer).exists():
        return ()
    against = refusals(volunteer=volunteer, shift=shift, now=now)
    if against:
        return tuple(told(against))
    if seats_left(shift=shift, now=now) <= 0:
        return (_("All seats of this shift are taken."),)
    new = SignUp(shift=shift, volunteer=volunteer, state=State.CONFIRMED, is_standing=True)
    begin(new, reason=Reason.STANDING, actor=None, now=now)
    return ()
