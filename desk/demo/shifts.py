"""A year of shifts behind us with who came, twelve weeks ahead with gaps, and the hours of all that."""

import random
from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.db.models import F

from accounts.models import Role, User
from desk.demo.hours import count_hours
from letters.models import Letter
from volunteers.actions.horizon import generate
from volunteers.actions.sign_ups import SignUpRefused, decide_request, sign_up
from volunteers.models import (
    Clearance,
    HeldQualification,
    HourValue,
    Series,
    Shift,
    SignUp,
    SignUpEvent,
    Site,
    StandingPlace,
    Volunteer,
    VolunteerRole,
)
from volunteers.recurrence import occurrences
from volunteers.reports.series import pattern_of

YEAR = timedelta(days=364)
SOON = timedelta(days=25)
AGO = timedelta(days=4)  # when they signed up: their letters are old mail by today
REST = timedelta(hours=11)
# role, place, rule, from, to, seats
SERIES = (
    ("Evening companion", "House One", "FREQ=DAILY", time(18), time(22), 3),
    ("Night companion", "House One", "FREQ=DAILY", time(22), time(7), 2),
    ("Evening companion", "House Two", "FREQ=WEEKLY;BYDAY=FR,SA,SU", time(17), time(21), 2),
    ("Tutor", "Library annex", "FREQ=WEEKLY;BYDAY=TU,TH", time(16), time(18), 4),
    ("English partner", "Pier office", "FREQ=WEEKLY;BYDAY=MO,WE", time(17, 30), time(19), 3),
    ("Mentor", "Library annex", "FREQ=WEEKLY;INTERVAL=2;BYDAY=SA", time(13), time(16), 6),
    ("Workshop helper", "Workshop hall", "FREQ=WEEKLY;BYDAY=WE", time(14), time(17), 4),
    ("Interview coach", "Pier office", "FREQ=MONTHLY;BYDAY=2TH", time(18), time(20), 3),
    ("Packer", "Workshop hall", "FREQ=MONTHLY;BYDAY=1SA", time(9), time(12), 12),
)


def plan(people: list[Volunteer], *, today: date, now: datetime, seed: int = 13) -> int:
    """Write the series, live through a year of them, and fill the weeks to come. Returns the shifts."""
    coordinator = User.objects.filter(grants__role=Role.COORDINATOR).first()
    if coordinator is None or not people or Series.objects.exists():
        return 0
    chance = random.Random(seed)  # noqa: S311 - a demo, the same on every machine
    value = {"value": Decimal("34.79"), "currency": "usd", "source": "Independent Sector, April 2025"}
    HourValue.objects.get_or_create(from_on=date(2025, 1, 1), defaults=value)
    rows = [_series(*facts, coordinator=coordinator, today=today, now=now) for facts in SERIES]
    for series in rows:
        _stand(series, people, coordinator, today)
    diary: dict[int, list[tuple[datetime, datetime]]] = defaultdict(list)
    for series in rows:
        _live_through(series, chance, diary, now)
    count_hours(chance, now)
    generate(now=now - 2 * AGO)
    _fill_ahead(chance, coordinator, now - AGO)
    told = Letter.objects.filter(kind__startswith="shift_", created_at__lt=now - timedelta(days=2))
    generate(now=now)
    told.update(state=Letter.State.DELIVERED, sent_at=F("created_at"))
    return Shift.objects.count()


def _series(
    role: str,
    label: str,
    rule: str,
    starts: time,
    ends: time,
    seats: int,
    *,
    coordinator: User,
    today: date,
    now: datetime,
) -> Series:
    site = Site.objects.get(label=label)
    return Series.objects.create(
        role=VolunteerRole.objects.get(name=role),
        site=site,
        zone=site.zone,
        rule=rule,
        starts_on=today - YEAR,
        start_time=starts,
        end_time=ends,
        seats=seats,
        state=Series.State.OPEN,
        created_by=coordinator,
        created_at=now - YEAR,
    )


def _stand(series: Series, people: list[Volunteer], coordinator: User, today: date) -> None:
    """One of those who are cleared comes each time to what is once a week or rarer."""
    if series.rule.startswith("FREQ=DAILY"):
        return
    cleared = Clearance.objects.filter(program=series.role.program, revoked_at=None, volunteer__in=people)
    first = cleared.order_by("volunteer_id")[series.pk % 3 :].first()
    if first is not None:
        StandingPlace.objects.create(
            series=series,
            volunteer_id=first.volunteer_id,
            from_on=today + timedelta(days=1),
            created_by=coordinator,
        )


def _live_through(
    series: Series, chance: random.Random, diary: dict[int, list[tuple[datetime, datetime]]], now: datetime
) -> None:
    found = occurrences(pattern_of(series), first=series.starts_on, last=now.date())
    shifts = Shift.objects.bulk_create(
        Shift(
            series=series,
            original_on=each.original_on,
            role=series.role,
            site=series.site,
            zone=series.zone,
            starts_at=each.starts_at,
            ends_at=each.ends_at,
            seats=series.seats,
            created_at=series.created_at,
        )
        for each in found
        if each.ends_at < now - REST
    )
    cleared = list(
        Clearance.objects.filter(program=series.role.program, revoked_at=None)
        .order_by("volunteer_id")
        .values_list("volunteer_id", flat=True)
    )
    made = SignUp.objects.bulk_create(
        SignUp(
            shift=shift,
            volunteer_id=volunteer_id,
            state=SignUp.State.CONFIRMED,
            created_at=shift.starts_at - timedelta(days=9),
            changed_at=shift.starts_at - timedelta(days=9),
        )
        for shift in shifts
        for volunteer_id in _crew(shift, cleared, chance, diary)
    )
    SignUpEvent.objects.bulk_create(
        SignUpEvent(sign_up=each, to_state=each.state, reason="self", at=each.created_at) for each in made
    )


def _crew(
    shift: Shift,
    cleared: list[int],
    chance: random.Random,
    diary: dict[int, list[tuple[datetime, datetime]]],
) -> Iterable[int]:
    """Who came: mostly enough, each rested since their last shift and before their next."""
    wanted = shift.seats if chance.random() < 0.6 else max(1, shift.seats - 1)
    for volunteer_id in chance.sample(cleared, k=len(cleared)):
        if not wanted:
            return
        spans = diary[volunteer_id]
        if all(shift.ends_at + REST <= start or end + REST <= shift.starts_at for start, end in spans):
            spans.append((shift.starts_at, shift.ends_at))
            wanted -= 1
            yield volunteer_id


def _fill_ahead(chance: random.Random, coordinator: User, now: datetime) -> None:
    """Volunteers sign up for the next three weeks, through the same door as everybody; gaps stay."""
    coming = Shift.objects.open().filter(starts_at__gt=now + AGO, starts_at__lt=now + SOON)
    held = HeldQualification.objects.filter(qualification__code="shift-lead")
    leads = set(held.values_list("volunteer_id", flat=True))
    for shift in coming.select_related("role").order_by("pk"):
        cleared = Clearance.objects.filter(program=shift.role.program_id, revoked_at=None).order_by("pk")
        asked = [each.volunteer for each in cleared.select_related("volunteer__user")]
        chance.shuffle(asked)
        if chance.random() < 0.85:  # mostly somebody thinks of a lead first
            asked.sort(key=lambda each: each.pk not in leads)
            asked[1:] = chance.sample(asked[1:], k=len(asked) - 1)
        wanted = chance.choice([shift.seats, shift.seats, shift.seats, shift.seats - 1, 1])
        for volunteer in asked[: wanted + 9]:
            if wanted > 0 and _comes(shift, volunteer, chance, coordinator, now):
                wanted -= 1


def _comes(
    shift: Shift, volunteer: Volunteer, chance: random.Random, coordinator: User, now: datetime
) -> bool:
    try:
        made = sign_up(shift_id=shift.pk, volunteer_id=volunteer.pk, actor=volunteer.user, now=now)
        if made.state == SignUp.State.REQUESTED and chance.random() < 0.7:
            decide_request(sign_up_id=made.pk, is_accepted=True, actor=coordinator, now=now)
    except SignUpRefused:
        return False
    return True
