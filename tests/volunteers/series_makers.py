"""Series as tests need them, and what must be true of sign-ups whatever was edited."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Q

from accounts.models import User
from letters.models import Letter
from tests.factories import ZONE, make_user
from tests.volunteers.makers import make_role, make_sign_up, make_site, make_volunteer
from volunteers.actions.impact import Decision, Impact
from volunteers.actions.planning import SeriesEdit, SeriesFacts, plan_edit
from volunteers.actions.series import create_series, edit_series
from volunteers.letters.spoken import shift_words
from volunteers.models import Program, Series, Shift, SignUp, VolunteerRole

# a Wednesday noon in New York; the first Tuesday after it is December 1
NOW = datetime(2026, 11, 25, 17, 0, tzinfo=UTC)


def facts_of(role: VolunteerRole | None = None, **values: Any) -> SeriesFacts:
    """Tuesdays from three to five, from December on."""
    role = role or make_role()
    facts: dict[str, Any] = {
        "role_id": role.pk,
        "site_id": (values.pop("site", None) or make_site()).pk,
        "zone": ZONE,
        "rule": "FREQ=WEEKLY;BYDAY=TU",
        "starts_on": date(2026, 12, 1),
        "until_on": date(2026, 12, 22),
        "start_time": time(15),
        "end_time": time(17),
        "seats": 3,
    }
    return SeriesFacts(**{**facts, **values})


def make_series(
    role: VolunteerRole | None = None, *, actor: User | None = None, now: datetime = NOW, **values: Any
) -> Series:
    """An open series with its shifts."""
    return create_series(facts=facts_of(role, **values), is_open=True, actor=actor or make_user(), now=now)


def make_busy_series(program: Program) -> tuple[Series, list[SignUp]]:
    """Four Tuesdays; Rosa comes to all, Ivo to two, Mia waits for one."""
    series = make_series(make_role(program))
    rosa, ivo, mia = (make_volunteer(program, name=name) for name in ("Rosa Lind", "Ivo Brandt", "Mia Sol"))
    people = [make_sign_up(shift, rosa) for shift in series.shifts.all()]
    people += [make_sign_up(shift_of(series, day), ivo) for day in (8, 15)]
    since = NOW - timedelta(days=1)
    people.append(make_sign_up(shift_of(series, 8), mia, state="waiting", waits_since=since))
    return series, people


def facts(series: Series, **values: Any) -> SeriesFacts:
    """The series' own facts, but for these."""
    return replace(
        SeriesFacts(**{name: getattr(series, name) for name in SeriesFacts.__dataclass_fields__}), **values
    )


def edit(
    series: Series,
    actor: User,
    *,
    from_on: date | None = None,
    left: Any = (),
    now: datetime = NOW,
    **values: Any,
) -> tuple[Impact, Series]:
    """Preview and carry out."""
    wish = SeriesEdit(series.pk, facts(series, **values), from_on)
    impact = plan_edit(wish, now=now)
    decision = Decision(impact.digest, left=frozenset(left))
    return impact, edit_series(edit=wish, decision=decision, actor=actor, now=now)


def shift_of(series: Series, day: int) -> Shift:
    """The shift of a day of December."""
    return series.shifts.get(original_on=date(2026, 12, day))


def lasts_hours(shift: Shift) -> float:
    """How long it is lived: seven or nine hours for a night across a change of the clock."""
    return (shift.ends_at - shift.starts_at) / timedelta(hours=1)


def local_times(shifts: Iterable[Shift]) -> list[str]:
    """When shifts begin on their own wall."""
    return [shift.starts_at.astimezone(ZoneInfo(shift.zone)).strftime("%a %d %b %H:%M") for shift in shifts]


def assert_nobody_lost(before: Iterable[SignUp]) -> None:
    """Whoever had or awaited a seat still does, at a shift that takes place, or was told why not."""
    for old in before:
        sign_up = SignUp.objects.select_related("shift").get(pk=old.pk)
        if sign_up.state in SignUp.ACTIVE:
            assert sign_up.shift_id == old.shift_id
            assert sign_up.shift.state == Shift.State.OPEN
            assert sign_up.during.lower == sign_up.shift.starts_at
            assert sign_up.during.upper == sign_up.shift.ends_at
        else:
            event = sign_up.events.last()
            assert event is not None
            assert event.to_state == sign_up.state
            assert event.reason
            assert _is_told(sign_up)


def _is_told(sign_up: SignUp) -> bool:
    """Whether a letter is about it, or one about several lists its time."""
    about = Q(about_kind="sign_up", about_id=str(sign_up.pk))
    listed = Q(to_email=sign_up.volunteer.email, facts__others__icontains=shift_words(sign_up.shift))
    return Letter.objects.filter(about | listed).exists()


def series_choices(**values: Any) -> dict[str, Any]:
    """What the editor's form holds: Tuesdays, three to five, four weeks in December."""
    chosen: dict[str, Any] = {
        "zone": "America/New_York",
        "seats": "3",
        "kind": "weekly",
        "every": "1",
        "weekdays": ["1"],
        "start_time": "15:00",
        "end_time": "17:00",
        "starts_on": "2026-12-01",
        "ends": "weeks",
        "weeks": "4",
        "skips_closed_days": "on",
        **values,
    }
    for name, make in (("role", make_role), ("site", make_site)):
        if name not in chosen:
            chosen[name] = make().pk
    return {name: value for name, value in chosen.items() if value is not None}


def own_choices(series: Series, **values: Any) -> dict[str, Any]:
    """What the form of a series holds."""
    return series_choices(role=series.role_id, site=series.site_id, **{"applies": "all", **values})
