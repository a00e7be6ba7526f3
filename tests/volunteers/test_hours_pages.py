"""Hours on pages: one's own, and those of all on the desk."""

import csv
import io
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import AuditEntry, Role
from tests.accounts.makers import browser_of, make_staff
from tests.factories import make_organisation
from tests.volunteers.attending import HOUR, corrected, counted, entry, today
from tests.volunteers.makers import make_program, make_shift, make_sign_up, make_volunteer
from tests.volunteers.pages import Somebody, plain, somebody
from volunteers.actions.attendance import close_forgotten
from volunteers.models import Attendance, HoursEntry, Program

pytestmark = pytest.mark.django_db
HOURS, DESK = "/volunteer/hours/", "/desk/hours/"


@pytest.fixture(autouse=True)
def _organisation(db: None) -> None:
    make_organisation()


@pytest.fixture
def desk() -> Client:
    return browser_of(make_staff(Role.COORDINATOR))


@pytest.fixture
def program() -> Program:
    return make_program(name="Tutoring")


@pytest.fixture
def rosa(program: Program) -> Somebody:
    return somebody(program)


def said(browser: Client, path: str) -> str:
    answer = browser.get(path)
    assert answer.status_code == 200
    return plain(answer.content.decode())


def test_a_volunteer_reports_hours_and_sees_them_wait(rosa: Somebody, program: Program) -> None:
    page = rosa.presses(HOURS, program=program.pk, on=today(), hours="2:30")

    assert "They count once a coordinator has approved them" in page
    assert "2 h 30 min to be approved" in page
    made = HoursEntry.objects.get()
    assert (made.minutes, made.state, made.kind, made.on) == (150, "pending", "reported", today())


@pytest.mark.parametrize(("typed", "minutes"), [("2", 120), ("2.5", 150), ("2,25", 135), ("0:45", 45)])
def test_hours_are_read_as_people_write_them(
    rosa: Somebody, program: Program, typed: str, minutes: int
) -> None:
    rosa.presses(HOURS, program=program.pk, on=today(), hours=typed)

    assert HoursEntry.objects.get().minutes == minutes


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("two", "Please write hours like 2:30 or 2.5"),
        ("2:75", "Please write hours like 2:30 or 2.5"),
        ("-1", "Please write hours like 2:30 or 2.5"),
        ("17", "at most 16 hours"),
        ("0", "more than nothing"),
    ],
)
def test_what_makes_no_sense_is_said_beside_the_field_and_nothing_typed_is_lost(
    rosa: Somebody, program: Program, typed: str, sentence: str
) -> None:
    answer = rosa.browser.post(HOURS, {"program": program.pk, "on": today(), "hours": typed})
    page = answer.content.decode()

    assert sentence in plain(page)
    assert f'value="{typed}"' in page
    assert not HoursEntry.objects.exists()


def test_a_day_to_come_and_somebody_else_s_program_are_refused(rosa: Somebody, program: Program) -> None:
    tomorrow = today() + timedelta(days=1)
    assert "still to come" in rosa.presses(HOURS, program=program.pk, on=tomorrow, hours="1")
    rosa.presses(HOURS, program=make_program().pk, on=today(), hours="1")
    assert not HoursEntry.objects.exists()


def test_the_page_says_sums_months_and_what_was_corrected(rosa: Somebody, program: Program) -> None:
    first = entry(rosa.volunteer, program, today(), 120, state="approved")
    entry(rosa.volunteer, program, today() - timedelta(days=800), 60, state="approved")
    entry(rosa.volunteer, program, today() - timedelta(days=1), 45)
    entry(
        rosa.volunteer,
        program,
        today(),
        -30,
        kind="correction",
        state="approved",
        corrects=first,
        reason="mistake",
    )
    entry(make_volunteer(name="Wim Adler"), program, today(), 999, state="approved")
    page = rosa.reads(HOURS)

    assert "All together 2 h 30 min" in page
    assert f"In {today().year} 1 h 30 min" in page
    assert "Wait to be approved 45 min" in page
    assert "The last twelve months: 1 h 30 min." in page
    assert "1 h 30 min corrected" in page
    assert "16 h 39" not in page


def test_a_forgotten_check_out_is_corrected_by_the_volunteer_and_approved_on_the_desk(
    rosa: Somebody, program: Program, desk: Client
) -> None:
    shift = make_shift(starts_at=timezone.now() - 6 * HOUR)
    one = make_sign_up(shift, rosa.volunteer)
    Attendance.objects.create(sign_up=one, how="kiosk", arrived_at=shift.starts_at)
    close_forgotten(now=timezone.now())
    made = HoursEntry.objects.get()

    page = rosa.presses(f"{HOURS}{made.pk}/correct/", hours="2", reason="forgot_out")
    assert "correction waits" in page
    claim = HoursEntry.objects.get(kind="correction")
    assert "Approve the correction" in said(desk, f"{DESK}{made.pk}/")
    desk.post(f"{DESK}{claim.pk}/decide/", {"do": "approve"})

    assert counted(one) == 120
    assert "2 h corrected" in rosa.reads(HOURS)


def test_another_s_hours_are_not_there(rosa: Somebody, program: Program) -> None:
    other = entry(make_volunteer(name="Wim Adler"), program, today(), state="approved")
    for method in (rosa.browser.get, rosa.browser.post):
        assert method(f"{HOURS}{other.pk}/correct/").status_code == 404
    assert rosa.browser.get(f"/desk/volunteers/{other.volunteer_id}/paper/").status_code == 404


def test_the_desk_filters_hours_and_says_their_sums(desk: Client, program: Program) -> None:
    other, rosa, wim = (
        make_program(name="Drives"),
        make_volunteer(name="Rosa Lind"),
        make_volunteer(name="Wim Adler"),
    )
    entry(rosa, program, today(), 60, state="approved")
    entry(rosa, other, today() - timedelta(days=40), 30)
    entry(wim, program, today(), 45, state="declined")

    def found(query: str) -> tuple[bool, bool, bool]:
        page = said(desk, f"{DESK}?{query}").partition("State")[2]
        return "1 h" in page, "30 min" in page, "45 min" in page

    assert found("") == (True, True, True)
    assert found("q=adler") == (False, False, True)
    assert found("state=pending") == (False, True, False)
    assert found(f"program={program.pk}") == (True, False, True)
    assert found(f"until={today() - timedelta(days=30)}") == (False, True, False)
    assert found(f"volunteer={rosa.pk}") == (True, True, False)
    assert "No hours are like this" in said(desk, f"{DESK}?q=nobody")


def test_the_list_pages_on_and_back(desk: Client, program: Program) -> None:
    rosa = make_volunteer()
    for day in range(60):
        at = timezone.now() - timedelta(minutes=day)
        entry(rosa, program, today() - timedelta(days=day), day + 1, created_at=at)
    first = desk.get(DESK)
    older = desk.get(f"{DESK}?{first.context['page'].older}")

    assert (len(first.context["page"].rows), len(older.context["page"].rows)) == (50, 10)
    assert older.context["page"].newer


def test_several_are_approved_after_a_look_at_what_that_means(desk: Client, program: Program) -> None:
    rosa, wim = make_volunteer(name="Rosa Lind"), make_volunteer(name="Wim Adler")
    first, second = entry(rosa, program, today(), 60), entry(wim, program, today(), 90)
    third = entry(wim, program, today() - timedelta(days=1), 30)
    path = f"{DESK}approve/?state=pending"

    look = plain(desk.post(path, {"which": "ticked", "entry": [first.pk, second.pk]}).content.decode())
    assert "Approve 2 h 30 min?" in look
    assert ("Rosa Lind" in look, "Wim Adler" in look) == (True, True)
    assert not HoursEntry.objects.counted().exists()

    desk.post(path, {"sure": "yes", "entry": [first.pk, second.pk]})
    assert set(HoursEntry.objects.counted()) == {first, second}
    assert "Approve 30 min?" in plain(desk.post(path, {"which": "all"}).content.decode())
    assert not desk.post(path, {"sure": "yes", "entry": ["x", "9" * 40]}, follow=True).context["page"].newer
    desk.post(f"{DESK}{third.pk}/decide/", {"do": "decline"})
    assert HoursEntry.objects.get(pk=third.pk).state == "declined"


def test_a_correction_on_the_desk_keeps_the_trail(desk: Client, program: Program) -> None:
    made = entry(make_volunteer(name="Rosa Lind"), program, today(), 120, state="approved")

    assert desk.post(f"{DESK}{made.pk}/amend/", {"hours": "1:30", "reason": "left_early"}).status_code == 302
    page = said(desk, f"{DESK}{made.pk}/")
    assert "Counts as 1 h 30 min" in page
    assert "−30 min: Left early (Approved)" in page
    answer = desk.post(f"{DESK}{made.pk}/amend/", {"hours": "1:30", "reason": "left_early"})
    assert "It counts as that already" in plain(answer.content.decode())
    correction = HoursEntry.objects.get(kind="correction")
    assert desk.get(f"{DESK}{correction.pk}/").headers["Location"] == f"{DESK}{made.pk}/"


def test_the_export_holds_what_the_filter_shows_and_says_why(desk: Client, program: Program) -> None:
    rosa = make_volunteer(name="=Rosa Lind")
    entry(rosa, program, today(), 90, state="approved")
    entry(rosa, program, today() - timedelta(days=1), 30)
    path = f"{DESK}export/?state=approved"

    assert desk.post(path, {"reason": " "}).status_code == 302
    assert not AuditEntry.objects.filter(verb="hours.exported").exists()
    content = desk.post(path, {"reason": "grant report"}).getvalue().decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(content)))

    assert [row[1:5] for row in rows[1:]] == [["'=Rosa Lind", "Tutoring", "90", "1.50"]]
    noted = AuditEntry.objects.get(verb="hours.exported")
    assert (noted.reason, noted.after) == ("grant report", {"rows": 1, "filters": "state"})


def test_lists_ask_the_same_number_of_queries_with_one_and_three_rows(
    desk: Client, rosa: Somebody, program: Program
) -> None:
    counts = []
    for days in ([1], [2, 3]):
        for day in days:
            made = entry(rosa.volunteer, program, today() - timedelta(days=day), state="approved")
            corrected(made, 10)
        row = []
        for browser, path in ((desk, DESK), (desk, f"{DESK}report/"), (rosa.browser, HOURS)):
            with CaptureQueriesContext(connection) as found:
                said(browser, path)
            row.append(len(found))
        counts.append(row)
    assert counts[0] == counts[1]


def test_a_person_s_page_says_their_sums(desk: Client, program: Program) -> None:
    rosa = make_volunteer(name="Rosa Lind")
    entry(rosa, program, today(), 90, state="approved")

    assert "All together 1 h 30 min" in said(desk, f"/desk/volunteers/{rosa.pk}/hours/")
