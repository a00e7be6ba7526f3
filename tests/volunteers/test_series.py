"""Series are edited from a day on or altogether; whoever has a seat goes along, or is told."""

from datetime import date, time

import pytest

from accounts.models import AuditEntry, User
from letters.models import Letter
from letters.rendering import render
from tests.factories import make_user
from tests.volunteers.makers import (
    make_program,
    make_role,
    make_sign_up,
    make_site,
    make_volunteer,
)
from tests.volunteers.series_makers import (
    assert_nobody_lost,
    edit,
    local_times,
    make_busy_series,
    make_series,
    shift_of,
)
from volunteers.actions.impact import Fate, Impact
from volunteers.models import (
    Program,
    Series,
    Shift,
    SignUp,
    SignUpEvent,
    StandingPlace,
    VolunteerRole,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def program() -> Program:
    return make_program()


@pytest.fixture
def role(program: Program) -> VolunteerRole:
    return make_role(program)


@pytest.fixture
def actor() -> User:
    return make_user()


@pytest.fixture
def busy(program: Program) -> tuple[Series, list[SignUp]]:
    return make_busy_series(program)


def fates(impact: Impact) -> list[Fate]:
    return [seat.fate for line in impact.lines for seat in line.seats]


def test_an_hour_later_for_all_takes_everybody_along(busy: tuple[Series, list[SignUp]], actor: User) -> None:
    series, people = busy

    impact, same = edit(series, actor, start_time=time(16), end_time=time(18))

    assert same.pk == series.pk
    assert local_times(series.shifts.all()) == [
        "Tue 01 Dec 16:00",
        "Tue 08 Dec 16:00",
        "Tue 15 Dec 16:00",
        "Tue 22 Dec 16:00",
    ]
    assert_nobody_lost(people)
    assert SignUp.objects.active().count() == len(people)
    assert set(fates(impact)) == {Fate.MOVED}
    told = Letter.objects.order_by("to_email").values_list("to_email", "kind")
    rosa, ivo, mia = (people[place].volunteer.email for place in (0, 4, 6))
    assert dict(told) == {rosa: "shifts_moved", ivo: "shifts_moved", mia: "shift_moved"}
    assert told.count() == 3
    assert set(SignUp.objects.values_list("sequence", flat=True)) == {1}
    assert set(SignUpEvent.objects.values_list("reason", "from_state", "to_state")) == {
        ("shift_moved", "confirmed", "confirmed"),
        ("shift_moved", "waiting", "waiting"),
    }
    assert AuditEntry.objects.get(verb="series.edited").after["start_time"] == "16:00:00"


def test_one_letter_tells_of_all_moved_shifts_and_of_no_place_or_role(
    busy: tuple[Series, list[SignUp]], actor: User
) -> None:
    series, people = busy
    edit(series, actor, start_time=time(16), end_time=time(18))

    shown = render(Letter.objects.get(to_email=people[0].volunteer.email))

    assert shown.subject == "Moved: 4 of your shifts"
    assert "Tue, Dec 1, 4:00 – 6:00 PM" in shown.text
    assert "Tue, Dec 1, 3:00 – 5:00 PM" in shown.text
    assert (
        "Tue, Dec 8, 4:00 – 6:00 PM · Tue, Dec 15, 4:00 – 6:00 PM · Tue, Dec 22, 4:00 – 6:00 PM" in shown.text
    )
    for secret in (str(series.role), str(series.role.program), series.site.label):
        assert secret not in shown.subject + shown.text + shown.html


def test_a_letter_about_another_place_does_not_speak_of_time(
    busy: tuple[Series, list[SignUp]], actor: User
) -> None:
    series, people = busy
    edit(series, actor, site_id=make_site().pk)

    shown = render(Letter.objects.get(to_email=people[6].volunteer.email))

    assert "your page tells what" in shown.text
    assert "The time of your shift changed" not in shown.text + shown.html


def test_from_a_day_on_the_series_is_split_and_the_rows_go_along(
    busy: tuple[Series, list[SignUp]], actor: User
) -> None:
    series, people = busy
    place = StandingPlace.objects.create(
        series=series,
        volunteer=people[0].volunteer,
        from_on=date(2026, 12, 1),
        created_by=actor,
    )
    keys = list(series.shifts.values_list("pk", flat=True))

    _impact, new = edit(
        series, actor, from_on=date(2026, 12, 15), start_time=time(18), end_time=time(20), until_on=None
    )

    series.refresh_from_db()
    assert new.split_from_id == series.pk
    assert (series.until_on, new.starts_on, new.until_on) == (date(2026, 12, 14), date(2026, 12, 15), None)
    assert local_times(series.shifts.all()) == ["Tue 01 Dec 15:00", "Tue 08 Dec 15:00"]
    assert local_times(new.shifts.all())[:3] == ["Tue 15 Dec 18:00", "Tue 22 Dec 18:00", "Tue 29 Dec 18:00"]
    assert [shift.pk for shift in [*series.shifts.all(), *new.shifts.all()]][:4] == keys
    assert_nobody_lost(people)
    place.refresh_from_db()
    assert (place.series_id, place.until_on) == (series.pk, date(2026, 12, 14))
    moved = StandingPlace.objects.get(series=new)
    assert (moved.volunteer_id, moved.from_on, moved.until_on) == (place.volunteer_id, new.starts_on, None)


def test_following_from_the_first_shift_is_all(busy: tuple[Series, list[SignUp]], actor: User) -> None:
    series, people = busy

    _impact, same = edit(series, actor, from_on=date(2026, 12, 1), start_time=time(14))

    assert same.pk == series.pk
    assert Series.objects.count() == 1
    assert_nobody_lost(people)


@pytest.mark.parametrize(
    ("code", "days"),
    [("TH", ["Thu 03 Dec", "Thu 10 Dec", "Thu 17 Dec"]), ("MO", ["Mon 07 Dec", "Mon 14 Dec", "Mon 21 Dec"])],
)
def test_another_weekday_keeps_each_shift_in_its_week(
    busy: tuple[Series, list[SignUp]], actor: User, code: str, days: list[str]
) -> None:
    series, people = busy

    impact, _same = edit(series, actor, rule=f"FREQ=WEEKLY;BYDAY={code}")

    assert [text[:10] for text in local_times(series.shifts.all())] == days
    assert_nobody_lost(people)
    assert len(impact.removed) == 1  # Thursday the 24th, Monday the 30th lie outside
    gone = Shift.objects.get(series=None)
    assert (gone.state, gone.cancelled_for) == (Shift.State.CANCELLED, Shift.Cancelled.OTHER)
    assert gone.sign_ups.get().state == SignUp.State.RELEASED
    assert Letter.objects.filter(kind="shift_cancelled").count() == 1


def test_a_monday_in_place_of_a_tuesday_from_the_middle_on_stays_in_its_week(
    busy: tuple[Series, list[SignUp]], actor: User
) -> None:
    series, people = busy

    impact, new = edit(series, actor, from_on=date(2026, 12, 15), rule="FREQ=WEEKLY;BYDAY=MO")

    assert impact.removed == []
    assert [text[:10] for text in local_times(new.shifts.all())] == ["Mon 14 Dec", "Mon 21 Dec"]
    assert_nobody_lost(people)


def test_a_shift_may_pass_where_another_of_the_same_person_still_is(program: Program, actor: User) -> None:
    """Every day moves onto the place of the next: in the end nobody is in two places, on the way they are."""
    role = make_role(program)
    series = make_series(
        role,
        rule="FREQ=DAILY",
        until_on=date(2026, 12, 5),
        start_time=time(20),
        end_time=time(8),
    )
    rosa = make_volunteer(program)
    people = [make_sign_up(shift, rosa) for shift in series.shifts.all()]

    for start, end in ((time(6), time(18)), (time(20), time(8))):
        series.refresh_from_db()
        impact, _same = edit(series, actor, start_time=start, end_time=end)
        assert set(fates(impact)) == {Fate.MOVED}

    assert_nobody_lost(people)
    assert SignUp.objects.active().count() == 5


def test_seats_added_to_one_shift_by_hand_survive_an_edit_of_the_hour(
    busy: tuple[Series, list[SignUp]], actor: User
) -> None:
    series, _people = busy
    series.shifts.filter(original_on=date(2026, 12, 8)).update(seats=7)

    edit(series, actor, start_time=time(16), end_time=time(18))

    assert shift_of(series, 8).seats == 7


def test_shifts_that_have_begun_or_are_over_stay(busy: tuple[Series, list[SignUp]], actor: User) -> None:
    series, people = busy

    edit(series, actor, now=shift_of(series, 8).starts_at, start_time=time(9), end_time=time(11))

    assert local_times(series.shifts.all()) == [
        "Tue 01 Dec 15:00",
        "Tue 08 Dec 15:00",
        "Tue 15 Dec 09:00",
        "Tue 22 Dec 09:00",
    ]
    assert_nobody_lost(people)
