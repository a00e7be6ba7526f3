"""The board: what it shows, counts and narrows to is one and the same set of shifts."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories import MOMENT
from tests.volunteers.boarding import TOMORROW, coordinator, now, role
from tests.volunteers.makers import (
    hold,
    make_program,
    make_role,
    make_shift,
    make_sign_up,
    make_site,
    make_volunteer,
)
from volunteers.models import Shift, SignUp, VolunteerRole
from volunteers.reports.board import Board, calendar_of, month_days
from volunteers.reports.slots import Slot, Wanted, slots_of, the_names
from volunteers.views.board import GAPS_SHOWN

__all__ = ["coordinator", "now", "role"]  # fixtures

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 25)
DAY = timedelta(days=1)
ZONE = "America/New_York"


def shown(browser: Client, query: str = "") -> list[int]:
    board: Board = browser.get(f"/desk/shifts/?{query}").context["board"]
    return [slot.pk for slot in board.slots]


def slot_of(shift: Shift) -> Slot:
    wanted = Wanted(first=shift.starts_at.date() - DAY, states=Shift.State.values)
    (slot,) = [one for one in slots_of(wanted, the_names(), home=ZONE, now=MOMENT) if one.pk == shift.pk]
    return slot


def test_it_shows_seven_days_from_today_or_from_the_day_in_the_address(coordinator: Client) -> None:
    yesterday, today, last, after = (
        make_shift(starts_at=TOMORROW + DAY * number) for number in (-2, -1, 5, 6)
    )

    assert shown(coordinator) == [today.pk, last.pk]
    assert shown(coordinator, "week=2026-11-24") == [yesterday.pk, today.pk]
    assert shown(coordinator, "week=2026-11-27") == [last.pk, after.pk]
    assert shown(coordinator, "week=nonsense") == [today.pk, last.pk]
    assert shown(coordinator, "week=0001-01-01") == [today.pk, last.pk]


def test_a_shift_stands_on_the_day_of_its_own_wall(coordinator: Client) -> None:
    late = datetime(2026, 11, 26, 4, 30, tzinfo=UTC)  # half past eleven in the evening in New York
    here, far = make_shift(starts_at=late), make_shift(starts_at=late, zone="Europe/Madrid")

    assert (slot_of(here).day, slot_of(far).day) == (TODAY, TODAY + DAY)
    assert shown(coordinator, "week=2026-11-26") == [far.pk]


def test_the_address_narrows_it(coordinator: Client) -> None:
    tutoring, shelter = make_program(name="Tutoring"), make_program(name="Shelter")
    office, house = make_site(), make_site("confidential")
    helper, watch = make_role(shelter), make_role(shelter)
    a = make_shift(make_role(tutoring), starts_at=TOMORROW, site=office)
    b = make_shift(helper, starts_at=TOMORROW + DAY, site=house)
    c = make_shift(watch, starts_at=TOMORROW + DAY * 2, site=house, state=Shift.State.DRAFT)
    d = make_shift(
        watch,
        starts_at=TOMORROW + DAY * 3,
        site=office,
        state=Shift.State.CANCELLED,
        cancelled_at=MOMENT,
        cancelled_for="weather",
    )

    assert shown(coordinator) == [a.pk, b.pk, c.pk]
    assert shown(coordinator, f"program={shelter.pk}") == [b.pk, c.pk]
    assert shown(coordinator, f"role={helper.pk}") == [b.pk]
    assert shown(coordinator, f"program={tutoring.pk}&role={helper.pk}") == []
    assert shown(coordinator, f"site={office.pk}") == [a.pk]
    assert shown(coordinator, "state=draft") == [c.pk]
    assert shown(coordinator, "state=cancelled") == [d.pk]
    assert shown(coordinator, "state=all") == [a.pk, b.pk, c.pk, d.pk]
    assert shown(coordinator, "program=999&state=lost&gaps=maybe") == [a.pk, b.pk, c.pk]


def test_a_gap_is_what_coverage_wants_and_free_seats_alone_are_none(role: VolunteerRole) -> None:
    lead = role.coverage.get(qualification__isnull=False).qualification
    shift = make_shift(role, starts_at=TOMORROW)
    assert (slot_of(shift).tone, slot_of(shift).says) == ("gap", "needs 2 people, 1 × Lead")

    leads, helps = make_volunteer(), make_volunteer()
    hold(leads, lead)  # type: ignore[arg-type] # the rule has one
    make_sign_up(shift, leads)
    make_sign_up(shift, helps, state=SignUp.State.REQUESTED)
    slot = slot_of(shift)
    assert (slot.held, slot.asked, slot.says) == (2, 1, "needs 1 person · 1 asks for a seat")

    SignUp.objects.update(state=SignUp.State.CONFIRMED)
    slot = slot_of(shift)
    assert (slot.tone, slot.says, slot.is_gap) == ("free", "", False)
    make_sign_up(shift, make_volunteer(), state=SignUp.State.OFFERED, offer_until=TOMORROW)
    make_sign_up(shift, make_volunteer(), state=SignUp.State.WAITING, waits_since=MOMENT)
    slot = slot_of(shift)
    assert (slot.tone, slot.held, slot.waiting) == ("full", 3, 1)


def test_it_says_that_somebody_asks_for_a_seat(role: VolunteerRole) -> None:
    shift = make_shift(role, starts_at=TOMORROW)
    needs = slot_of(shift).says
    make_sign_up(shift, make_volunteer(), state=SignUp.State.REQUESTED)
    assert slot_of(shift).says == f"{needs} · 1 asks for a seat"

    make_sign_up(shift, make_volunteer(), state=SignUp.State.REQUESTED)
    assert slot_of(shift).says == f"{needs} · 2 ask for a seat"


def test_without_rules_a_shift_that_nobody_takes_is_a_gap() -> None:
    shift = make_shift(starts_at=TOMORROW)
    assert slot_of(shift).says == "needs somebody"

    make_sign_up(shift, make_volunteer())

    assert not slot_of(shift).is_gap


@pytest.mark.parametrize(
    "values",
    [
        {"state": Shift.State.DRAFT},
        {"state": Shift.State.CANCELLED, "cancelled_at": MOMENT, "cancelled_for": "weather"},
        {"starts_at": MOMENT},
    ],
)
def test_what_does_not_take_place_or_has_begun_is_no_gap(values: dict[str, object]) -> None:
    shift = make_shift(**{"starts_at": TOMORROW, **values})  # type: ignore[arg-type] # a shift's columns

    assert (slot_of(shift).is_gap, slot_of(shift).tone) == (False, "off")


def test_gaps_come_first_and_lead_to_whoever_could_come(coordinator: Client, role: VolunteerRole) -> None:
    calm = make_shift(starts_at=TOMORROW)
    make_sign_up(calm, make_volunteer())
    gap = make_shift(role, starts_at=TOMORROW + timedelta(hours=3))

    page = coordinator.get("/desk/shifts/")

    board: Board = page.context["board"]
    assert [slot.pk for slot in board.gaps] == [gap.pk]
    assert [[slot.pk for slot in slots] for _day, slots in board.by_day] == [[gap.pk, calm.pk]]
    html = page.content.decode()
    assert html.count(f'href="{reverse("volunteers:gap", args=[gap.pk])}"') == 1
    for shift, times in ((gap, 3), (calm, 2)):
        assert html.count(f'href="{reverse("volunteers:shift_desk", args=[shift.pk])}"') == times
    assert shown(coordinator, "gaps=yes") == [gap.pk]


def test_more_gaps_than_it_shows_stand_behind_one_link(coordinator: Client, role: VolunteerRole) -> None:
    for hour in range(GAPS_SHOWN + 1):
        make_shift(role, starts_at=TOMORROW + timedelta(hours=hour))

    page = coordinator.get("/desk/shifts/")
    alone = coordinator.get("/desk/shifts/?gaps=yes")

    assert (len(page.context["gaps"]), len(alone.context["gaps"])) == (GAPS_SHOWN, GAPS_SHOWN + 1)
    assert '<a href="?gaps=yes">Gaps only</a>' in page.content.decode()
    assert '<a href="?gaps=yes">' not in alone.content.decode()


def test_the_grid_has_a_row_for_each_role_in_the_order_of_programs(coordinator: Client) -> None:
    second, first = make_program(name="B", position=2), make_program(name="A", position=1)
    for program in (second, first):
        make_shift(make_role(program, name=f"{program.name} role"), starts_at=TOMORROW)
    make_role(first, name="without shifts")

    rows = coordinator.get("/desk/shifts/").context["board"].rows

    assert [(row.role.program, row.role.name) for row in rows] == [("A", "A role"), ("B", "B role")]
    assert [[len(cell) for cell in row.cells] for row in rows] == [[0, 1, 0, 0, 0, 0, 0]] * 2


def test_an_empty_board_says_what_to_do(coordinator: Client) -> None:
    assert "No shift on these days" in coordinator.get("/desk/shifts/").content.decode()
    assert "No gap" in coordinator.get("/desk/shifts/?gaps=yes").content.decode()


def test_a_month_counts_day_by_day_from_monday_to_sunday(role: VolunteerRole) -> None:
    gap = make_shift(role, starts_at=TOMORROW)
    make_sign_up(make_shift(starts_at=TOMORROW), make_volunteer())
    monday, days = month_days(date(2026, 11, 1))
    wanted = Wanted(first=monday, days=days)

    weeks = calendar_of(Board(wanted, slots_of(wanted, the_names(), home=ZONE, now=MOMENT)), TODAY)

    assert (monday, days) == (date(2026, 10, 26), 42)
    assert month_days(date(2027, 2, 1)) == (date(2027, 2, 1), 28)
    counted = [(day.on, day.shifts, day.gaps) for week in weeks for day in week if day.shifts]
    assert counted == [(slot_of(gap).day, 2, 1)]
    assert [day.is_in_month for day in weeks[0]] == [False] * 6 + [True]


def test_the_month_leads_to_its_neighbours(coordinator: Client) -> None:
    context = coordinator.get("/desk/shifts/month/?week=2026-01-31").context

    assert (context["month"], context["before"], context["after"]) == (
        date(2026, 1, 1),
        date(2025, 12, 1),
        date(2026, 2, 1),
    )


def test_the_map_counts_covered_shifts_by_program_and_week(coordinator: Client, role: VolunteerRole) -> None:
    make_shift(role, starts_at=TOMORROW)
    make_sign_up(make_shift(make_role(role.program), starts_at=TOMORROW), make_volunteer())
    make_shift(role, starts_at=TOMORROW + DAY * 7)
    make_shift(role, starts_at=MOMENT - DAY)

    found = coordinator.get("/desk/shifts/coverage/").context["map"]

    assert found.mondays[:2] == [date(2026, 11, 23), date(2026, 11, 30)]
    (row,) = found.rows
    assert [(cell.covered, cell.shifts, cell.shade) for cell in row.cells[:3]] == [
        (1, 2, "1"),
        (0, 1, "0"),
        (0, 0, "none"),
    ]
    assert found.summary == "2 of 3 shifts want somebody. Most in the week of Nov 30: Shelter, 1."
