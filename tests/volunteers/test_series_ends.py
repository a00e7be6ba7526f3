"""Series end, and single days are left out: by hand or because the house is closed."""

from datetime import date, time
from typing import Any

import pytest

from accounts.models import AuditEntry, User
from letters.models import Letter
from letters.rendering import render
from tests.factories import make_user
from tests.volunteers.makers import make_program
from tests.volunteers.series_makers import (
    NOW,
    assert_nobody_lost,
    edit,
    facts_of,
    local_times,
    make_busy_series,
    make_series,
    shift_of,
)
from volunteers.actions.closed_days import (
    close_days,
    open_day,
    plan_close,
    proposed,
    subdivisions,
)
from volunteers.actions.endings import end_series, restore_day, skip_day
from volunteers.actions.impact import ImpactChanged
from volunteers.actions.planning import plan_end, plan_skip
from volunteers.actions.series import SeriesRefused, create_series
from volunteers.models import ClosedDay, Series, Shift, SignUp

pytestmark = pytest.mark.django_db

Busy = tuple[Series, list[SignUp]]
NEVER = "FREQ=MONTHLY;INTERVAL=12;BYMONTHDAY=31"


@pytest.fixture
def actor() -> User:
    return make_user()


@pytest.fixture
def busy() -> Busy:
    return make_busy_series(make_program())


def test_ending_a_series_tells_everybody_and_frees_its_days(
    busy: tuple[Series, list[SignUp]], actor: User
) -> None:
    series, people = busy
    impact = plan_end(series.pk, date(2026, 12, 8), now=NOW)

    end_series(
        series_id=series.pk,
        last_on=date(2026, 12, 8),
        reason=Shift.Cancelled.STAFF,
        digest=impact.digest,
        actor=actor,
        now=NOW,
    )

    assert local_times(series.shifts.all()) == ["Tue 01 Dec 15:00", "Tue 08 Dec 15:00"]
    rosa, ivo = people[0].volunteer.email, people[4].volunteer.email
    told = Letter.objects.order_by("kind").values_list("kind", "to_email")
    assert list(told) == [("shift_cancelled", ivo), ("shifts_cancelled", rosa)]
    shown = render(Letter.objects.get(to_email=rosa))
    assert shown.subject == "Do not take place: 2 of your shifts"
    for words in ("Tue, Dec 15, 3:00 – 5:00 PM", "Tue, Dec 22, 3:00 – 5:00 PM", "Reason: Too few people"):
        assert words in shown.text
    assert_nobody_lost(people)
    series.refresh_from_db()
    assert (series.state, series.until_on) == (Series.State.OPEN, date(2026, 12, 8))


def test_a_day_is_left_out_and_comes_back(busy: tuple[Series, list[SignUp]], actor: User) -> None:
    series, people = busy
    day = date(2026, 12, 15)
    digest = plan_skip(series.pk, day, now=NOW).digest

    skip_day(series_id=series.pk, day=day, reason="holiday", digest=digest, actor=actor, now=NOW)

    assert [shift.original_on.day for shift in series.shifts.all() if shift.original_on] == [1, 8, 22]
    assert Letter.objects.filter(kind="shift_cancelled").count() == 2
    assert_nobody_lost(people)

    restore_day(series_id=series.pk, day=day, actor=actor, now=NOW)
    restore_day(series_id=series.pk, day=day, actor=actor, now=NOW)

    assert shift_of(series, 15).sign_ups.count() == 0
    assert series.exceptions.count() == 0


def test_exceptions_and_cancelled_shifts_go_along_when_a_series_is_split(
    busy: tuple[Series, list[SignUp]], actor: User
) -> None:
    series, _people = busy
    digest = plan_skip(series.pk, date(2026, 12, 22), now=NOW).digest
    skip_day(series_id=series.pk, day=date(2026, 12, 22), reason="other", digest=digest, actor=actor, now=NOW)
    series.refresh_from_db()

    _impact, new = edit(series, actor, from_on=date(2026, 12, 15), start_time=time(9), end_time=time(10))

    assert new.exceptions.get().original_on == date(2026, 12, 22)
    assert local_times(new.shifts.all()) == ["Tue 15 Dec 09:00"]


def test_a_series_that_begins_to_heed_closed_days_lets_their_shifts_go(
    busy: tuple[Series, list[SignUp]], actor: User
) -> None:
    series, people = busy
    ClosedDay.objects.create(on=date(2026, 12, 8), name="House meeting")
    Series.objects.update(skips_closed_days=False)
    series.refresh_from_db()

    impact, _same = edit(series, actor, skips_closed_days=True)

    assert [line.shift.original_on for line in impact.removed] == [date(2026, 12, 8)]
    assert_nobody_lost(people)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"rule": "FREQ=HOURLY"}, "kind"),
        ({"start_time": time(10), "end_time": time(10)}, "end_time"),
        ({"until_on": date(2026, 11, 1)}, "until_on"),
        ({"rule": "FREQ=WEEKLY;BYDAY=MO", "until_on": date(2026, 12, 4)}, "until_on"),
        (
            {
                "rule": "FREQ=MONTHLY;INTERVAL=12;BYMONTHDAY=31",
                "starts_on": date(2027, 2, 1),
                "until_on": None,
            },
            "until_on",
        ),
    ],
)
def test_a_series_that_makes_no_sense_is_refused(actor: User, values: dict[str, Any], field: str) -> None:
    with pytest.raises(SeriesRefused) as refused:
        create_series(facts=facts_of(**values), is_open=True, actor=actor, now=NOW)

    assert refused.value.field == field
    assert Series.objects.count() == 0


def close(days: list[tuple[date, str]], actor: User) -> None:
    """Preview and carry out."""
    digest = plan_close([day for day, _name in days], now=NOW).digest
    close_days(days=days, digest=digest, actor=actor, now=NOW)


def test_a_day_that_is_closed_later_lets_its_shifts_go_and_tells_everybody(busy: Busy, actor: User) -> None:
    series, people = busy
    empty, open_all_days = make_series(), make_series(skips_closed_days=False)
    impact = plan_close([date(2026, 12, 8)], now=NOW)
    assert impact.lost_people == 3

    close([(date(2026, 12, 8), "House meeting")], actor)

    assert [shift.original_on.day for shift in series.shifts.all() if shift.original_on] == [1, 15, 22]
    assert (empty.shifts.count(), open_all_days.shifts.count()) == (3, 4)
    gone = Shift.objects.get(series=None)
    assert (gone.state, gone.cancelled_for) == (Shift.State.CANCELLED, Shift.Cancelled.HOLIDAY)
    assert_nobody_lost(people)
    assert Letter.objects.filter(kind="shift_cancelled").count() == 3
    assert AuditEntry.objects.get(verb="closed_day.added").after == {"name": "House meeting"}


def test_a_shift_edited_by_hand_stays_when_its_day_is_closed(busy: Busy, actor: User) -> None:
    series, people = busy
    series.shifts.filter(original_on=date(2026, 12, 8)).update(is_hand_edited=True)

    close([(date(2026, 12, 8), "House meeting")], actor)

    assert series.shifts.count() == 4
    assert_nobody_lost(people)


def test_a_closed_day_taken_back_has_its_shifts_again(busy: Busy, actor: User) -> None:
    series, _people = busy
    close([(date(2026, 12, 8), "House meeting")], actor)

    open_day(day=date(2026, 12, 8), actor=actor, now=NOW)
    open_day(day=date(2026, 12, 8), actor=actor, now=NOW)

    assert shift_of(series, 8).sign_ups.count() == 0
    assert ClosedDay.objects.count() == 0


def test_closing_waits_for_a_new_look_when_somebody_signed_up_meanwhile(busy: Busy, actor: User) -> None:
    series, people = busy
    digest = plan_close([date(2026, 12, 8)], now=NOW).digest
    SignUp.objects.filter(pk=people[-1].pk).update(state="confirmed", sequence=1)

    with pytest.raises(ImpactChanged):
        close_days(days=[(date(2026, 12, 8), "Feast")], digest=digest, actor=actor, now=NOW)

    assert ClosedDay.objects.count() == 0
    assert series.shifts.count() == 4


def test_holidays_are_proposed_for_the_country_and_a_state_without_those_that_stand() -> None:
    assert subdivisions()["TX"] == "Texas"
    assert len(subdivisions()) == 57
    country = dict(proposed(2026, ""))
    assert country[date(2026, 11, 26)] == "Thanksgiving Day"
    ClosedDay.objects.create(on=date(2026, 11, 26), name="Thanksgiving")

    texas = dict(proposed(2026, "TX"))

    assert date(2026, 11, 26) not in texas
    assert date(2026, 3, 2) in texas.keys() - country.keys()  # Texas Independence Day


def test_a_series_that_had_ended_goes_on_with_a_later_last_day(busy: Busy, actor: User) -> None:
    series, people = busy
    last_on, reason = date(2026, 11, 30), Shift.Cancelled.STAFF
    digest = plan_end(series.pk, last_on, now=NOW).digest
    end_series(series_id=series.pk, last_on=last_on, reason=reason, digest=digest, actor=actor, now=NOW)
    series.refresh_from_db()
    assert (series.state, series.shifts.count()) == (Series.State.ENDED, 0)
    assert_nobody_lost(people)

    edit(series, actor, until_on=date(2026, 12, 15))

    series.refresh_from_db()
    assert (series.state, series.shifts.count()) == (Series.State.OPEN, 3)
