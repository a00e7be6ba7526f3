"""What the database keeps true of attendance and hours, whoever writes them."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from accounts.models import AuditEntry
from tests.factories import make_organisation
from tests.volunteers.attending import HOUR, MINUTE, SHIFT_END, attended, seat, staff
from tests.volunteers.makers import SHIFT_START, make_program, make_volunteer
from volunteers.actions.hour_values import ValueRefused, add_hour_value
from volunteers.models import Attendance, HoursEntry, HourValue, SignUp

pytestmark = pytest.mark.django_db
DAY = date(2026, 12, 8)
NOW = SHIFT_END + 3 * HOUR


@pytest.fixture(autouse=True)
def _organisation(db: None) -> None:
    make_organisation()


@pytest.mark.parametrize(
    ("values", "problem"),
    [
        ({"minutes": -1}, "hours_are_positive_unless_corrected"),
        ({"minutes": 1561}, "hours_of_one_day_at_most"),
        (
            {"kind": "correction", "reason": "mistake", "state": "pending"},
            "correction_names_what_it_corrects",
        ),
        ({"kind": "attendance"}, "attended_hours_are_of_a_shift"),
        ({"state": "pending"}, "reported_hours_are_decided_or_wait"),
        ({"decided_at": None}, "reported_hours_are_decided_or_wait"),
        ({"kind": "owl", "state": "approved"}, "hours_kind_is_known"),
        ({"state": "lost"}, "hours_state_is_known"),
    ],
)
def test_the_database_refuses_hours_that_cannot_be(values: dict[str, Any], problem: str) -> None:
    program = make_program()
    facts: dict[str, Any] = {
        "on": DAY,
        "minutes": 60,
        "kind": "reported",
        "state": "approved",
        "decided_at": NOW,
    }
    with pytest.raises(IntegrityError, match=problem), transaction.atomic():
        HoursEntry.objects.create(
            volunteer=make_volunteer(), program=program, created_at=NOW, **{**facts, **values}
        )


def correction_of(entry: HoursEntry, minutes: int) -> HoursEntry:
    """A row past every action."""
    return HoursEntry.objects.create(
        volunteer_id=entry.volunteer_id,
        program_id=entry.program_id,
        on=entry.on,
        minutes=minutes,
        kind="correction",
        state="approved",
        corrects=entry,
        reason="mistake",
        created_at=NOW,
    )


def test_the_database_keeps_the_sum_at_zero_or_above_and_corrects_no_correction() -> None:
    entry = attended(seat(), SHIFT_START, SHIFT_END)
    first = correction_of(entry, -100)

    with pytest.raises(IntegrityError, match="below zero"), transaction.atomic():
        correction_of(entry, -81)
    with pytest.raises(IntegrityError, match="only hours that count"), transaction.atomic():
        correction_of(first, 10)
    correction_of(entry, -80)
    assert entry.total == 0


@pytest.mark.parametrize("field", ["minutes", "on", "program_id", "state", "kind"])
def test_what_was_counted_is_never_changed_or_deleted(field: str) -> None:
    entry = attended(seat(), SHIFT_START, SHIFT_END)
    values = {"minutes": 5, "on": DAY - timedelta(days=1), "program_id": make_program().pk}
    values |= {"state": "declined", "kind": "reported"}
    with pytest.raises(DatabaseError, match="Cannot update"), transaction.atomic():
        HoursEntry.objects.filter(pk=entry.pk).update(**{field: values[field]})
    with pytest.raises(DatabaseError, match="Cannot delete"), transaction.atomic():
        entry.delete()


def test_a_waiting_report_keeps_its_day_and_minutes() -> None:
    waiting = HoursEntry.objects.create(
        volunteer=make_volunteer(),
        program=make_program(),
        on=DAY,
        minutes=60,
        kind="reported",
        state="pending",
        created_at=NOW,
    )
    for values in ({"minutes": 5}, {"on": DAY - timedelta(days=1)}, {"program": make_program()}):
        with pytest.raises(DatabaseError, match="Cannot update"), transaction.atomic():
            HoursEntry.objects.filter(pk=waiting.pk).update(**values)


def test_an_hour_s_value_has_a_source_and_one_row_a_day() -> None:
    facts: dict[str, Any] = {"from_on": DAY, "value": Decimal("34.79"), "actor": staff(), "now": NOW}
    with pytest.raises(ValueRefused) as refusal:
        add_hour_value(source="  ", **facts)
    assert refusal.value.field == "source"

    made = add_hour_value(source="Independent Sector, April 2026", **facts)

    assert (made.currency, AuditEntry.objects.filter(verb="hour_value.added").count()) == ("usd", 1)
    with pytest.raises(ValueRefused) as refusal:
        add_hour_value(source="Independent Sector", **facts)
    assert refusal.value.field == "from_on"
    for values in ({"value": 0, "source": "x"}, {"value": 1, "source": ""}):
        with pytest.raises(IntegrityError), transaction.atomic():
            HourValue.objects.create(from_on=date(2020, 1, 1), currency="usd", **values)


@pytest.mark.parametrize(
    ("values", "constraint"),
    [
        ({"outcome": "maybe", "arrived_at": None}, "attendance_outcome_is_known"),
        ({"how": "owl"}, "attendance_way_is_known"),
        ({"arrived_at": None}, "who_came_has_arrived"),
        ({"outcome": "no_show"}, "who_came_has_arrived"),
        ({"left_at": SHIFT_START - MINUTE}, "left_after_arriving"),
        ({"is_left_assumed": True}, "assumed_leaving_says_when"),
    ],
)
def test_the_database_refuses_an_attendance_that_cannot_be(values: dict[str, Any], constraint: str) -> None:
    facts: dict[str, Any] = {"outcome": "present", "how": "kiosk", "arrived_at": SHIFT_START}
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Attendance.objects.create(sign_up=seat(), **{**facts, **values})


def test_the_database_counts_a_shift_once_for_a_volunteer() -> None:
    entry = attended(seat(), SHIFT_START, SHIFT_END)
    entry.pk = None
    with pytest.raises(IntegrityError, match="hours_of_a_shift_counted_once"), transaction.atomic():
        entry.save(force_insert=True)


@pytest.mark.parametrize("state", ["requested", "waiting", "cancelled", "released"])
def test_the_database_records_nobody_without_a_confirmed_seat(state: str) -> None:
    one = seat()
    SignUp.objects.filter(pk=one.pk).update(state=state, waits_since=NOW)
    with pytest.raises(IntegrityError, match="confirmed seat"), transaction.atomic():
        Attendance.objects.create(sign_up=one, how="kiosk", arrived_at=SHIFT_START)
