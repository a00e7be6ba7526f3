"""The shifts that somebody could take, and the press that takes one."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests.factories import MOMENT, make_user
from tests.volunteers.makers import (
    SHIFT_START,
    make_program,
    make_qualification,
    make_role,
    make_shift,
    make_sign_up,
    make_site,
    make_volunteer,
)
from tests.volunteers.pages import Somebody, somebody
from tests.volunteers.seating import states
from volunteers.models import Program, Qualification, Shift, SignUp, Site
from volunteers.reports import open_shifts

pytestmark = [pytest.mark.django_db]
LIST = "/volunteer/shifts/"


@pytest.fixture(autouse=True)
def _moment() -> object:
    with time_machine.travel(MOMENT, tick=False):
        yield


@pytest.fixture
def program() -> Program:
    return make_program("tutoring", name="Tutoring")


@pytest.fixture
def rosa(program: Program) -> Somebody:
    return somebody(program)


def listed(who: Somebody, query: str = "") -> list[str]:
    """The roles of the shifts that the list shows."""
    shelf = who.browser.get(LIST + query).context["shelf"]
    return [card.shift.role.name for day in shelf.days for card in day.cards]


def test_a_shift_stands_under_its_day_with_place_seats_and_one_button(
    rosa: Somebody, program: Program
) -> None:
    site = make_site(label="Library annex", district="Westside", address="12 Elm Street")
    make_shift(make_role(program, name="Tutor"), site=site, seats=3)

    page = rosa.reads(LIST)

    assert "Tuesday, December 8 in 13 days 3:00 – 6:00 PM Tutor Tutoring · 3 hours" in page
    assert "Library annex · Westside 3 of 3 seats free Sign up" in page
    assert "Elm" not in page


def test_one_press_takes_it_and_a_second_changes_nothing(rosa: Somebody, program: Program) -> None:
    shift = make_shift(make_role(program))

    first = rosa.presses(f"{LIST}{shift.pk}/sign-up/", back=f"{LIST}?show=all")
    second = rosa.presses(f"{LIST}{shift.pk}/sign-up/")

    assert "You are on." in first
    assert "Find a shift" in first
    assert "This stands already: Confirmed." in second
    assert states(shift) == {rosa.volunteer.pk: "confirmed"}
    assert SignUp.objects.count() == 1


def test_where_a_coordinator_decides_the_button_asks(rosa: Somebody, program: Program) -> None:
    shift = make_shift(make_role(program, is_instant=False))

    assert "Ask for it" in rosa.reads(LIST)
    assert "Asked for." in rosa.presses(f"{LIST}{shift.pk}/sign-up/")
    assert states(shift) == {rosa.volunteer.pk: "requested"}


def test_a_full_shift_offers_the_waitlist(rosa: Somebody, program: Program) -> None:
    shift = make_shift(make_role(program), seats=1)
    make_sign_up(shift, make_volunteer(program))

    assert "Full Join the waitlist" in rosa.reads(LIST)
    assert "You are on the waitlist" in rosa.presses(f"{LIST}{shift.pk}/wait/")
    assert states(shift)[rosa.volunteer.pk] == "waiting"
    assert "You are next in line" in rosa.reads(f"{LIST}{shift.pk}/")


def test_what_cannot_be_taken_says_why_and_stands_under_all_only(rosa: Somebody, program: Program) -> None:
    role = make_role(program, name="Spanish tutor")
    role.needs.add(make_qualification(name="Spanish", kind=Qualification.Kind.LANGUAGE))
    shift = make_shift(role)

    assert listed(rosa) == []
    page = rosa.reads(f"{LIST}?show=all")
    assert "Why not" in page
    assert "This role needs “Spanish”, confirmed for that day." in page
    assert "This role needs “Spanish”" in rosa.reads(f"{LIST}{shift.pk}/")


def test_a_refusal_is_shown_and_the_list_stays_narrowed(rosa: Somebody, program: Program) -> None:
    shift = make_shift(make_role(program), seats=1)
    make_sign_up(shift, make_volunteer(program))

    answer = rosa.browser.post(f"{LIST}{shift.pk}/sign-up/", {"back": f"{LIST}?show=all&day=2026-12-08"})

    assert answer.headers["Location"] == f"{LIST}?show=all&day=2026-12-08"
    assert "All seats of this shift are taken. You can wait for one." in rosa.reads(
        answer.headers["Location"]
    )
    assert rosa.volunteer.pk not in states(shift)


@pytest.mark.parametrize(
    "back", ["https://example.org/", "//example.org", "/desk/", "/volunteer/shifts\\..", ""]
)
def test_a_press_leads_back_to_ones_own_pages_only(rosa: Somebody, program: Program, back: str) -> None:
    shift = make_shift(make_role(program))

    answer = rosa.browser.post(f"{LIST}{shift.pk}/sign-up/", {"back": back})

    assert answer.headers["Location"] == "/volunteer/mine/"


def test_after_the_cut_off_there_is_no_button(rosa: Somebody, program: Program) -> None:
    role = make_role(program, sign_up_closes=120)
    shift = make_shift(role, starts_at=MOMENT + timedelta(minutes=90))

    assert "Sign-up is closed" in rosa.reads(f"{LIST}?show=all")
    assert "Sign-up closed on" in rosa.presses(f"{LIST}{shift.pk}/sign-up/")
    assert states(shift) == {}


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ("program=shelter", {"Night"}),
        ("role=Night", {"Night"}),
        ("skill=spanish", {"Tutor"}),
        ("place=partner", {"Tutor"}),
        ("district=North", {"Night"}),
        ("day=2026-12-08", {"Tutor"}),
        ("day=2026-12-09", {"Night"}),
        ("day=0001-01-01", set()),
        ("day=9999-12-31", set()),
        ("place=partner&district=North", set()),
        ("", {"Night", "Tutor"}),
        ("after=nonsense&page=7", {"Night", "Tutor"}),
    ],
)
def test_the_address_narrows_the_list(asked: str, shown: set[str]) -> None:
    tutoring, shelter = make_program("tutoring"), make_program("shelter")
    spanish = make_qualification("spanish", kind=Qualification.Kind.LANGUAGE)
    tutor, night = make_role(tutoring, name="Tutor"), make_role(shelter, name="Night")
    tutor.needs.add(spanish)
    # nine in the evening in New York is the next day by the clock of the world
    make_shift(
        tutor, site=make_site(Site.Kind.PARTNER, district="East"), starts_at=SHIFT_START + timedelta(hours=6)
    )
    make_shift(night, site=make_site(district="North"), starts_at=SHIFT_START + timedelta(days=1))
    keys = {"program=shelter": shelter.pk, "role=Night": night.pk, "skill=spanish": spanish.pk}
    query = f"{asked.partition('=')[0]}={keys[asked]}" if asked in keys else asked

    assert set(listed(somebody(tutoring, shelter), f"?show=all&{query}")) == shown


def test_an_answer_that_is_no_choice_is_said_beside_its_field(rosa: Somebody) -> None:
    page = rosa.reads(f"{LIST}?day=tomorrow&program=99")

    assert "Enter a valid date." in page
    assert "Select a valid choice." in page


def test_pages_follow_each_other_without_gap_or_repeat(
    rosa: Somebody, program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(open_shifts, "SHOWN", 2)
    monkeypatch.setattr(open_shifts, "LOOKED_AT", 3)
    role = make_role(program)
    shut = make_role(program)
    shut.needs.add(make_qualification())
    wanted = [make_shift(role, starts_at=SHIFT_START + timedelta(days=day // 2)).pk for day in range(5)]
    for day in range(5):
        make_shift(shut, starts_at=SHIFT_START + timedelta(days=day // 2))

    seen, path = [], LIST
    for _page in range(20):
        page = rosa.browser.get(path)
        shelf = page.context["shelf"]
        seen += [card.shift.pk for day in shelf.days for card in day.cards]
        if shelf.after is None:
            break
        path = f"{LIST}?after={shelf.after}"

    assert seen == wanted


def test_a_page_of_shifts_none_of_which_fits_leads_further(
    rosa: Somebody, program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(open_shifts, "LOOKED_AT", 1)
    shut = make_role(program)
    shut.needs.add(make_qualification())
    make_shift(shut)
    make_shift(make_role(program), starts_at=SHIFT_START + timedelta(days=1))

    assert "Look further ahead" in rosa.reads(LIST)


@pytest.mark.parametrize("show", ["may", "all"])
@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_the_database_as_often_for_three_shifts_as_for_one(
    rosa: Somebody,
    program: Program,
    django_assert_num_queries: DjangoAssertNumQueries,
    rows: int,
    show: str,
) -> None:
    for number in range(rows):
        role = make_role(program)
        shift = make_shift(role, starts_at=SHIFT_START + timedelta(days=number))
        make_sign_up(shift, make_volunteer(program))

    with django_assert_num_queries(14):
        rosa.browser.get(f"{LIST}?show={show}")


def test_whoever_is_cleared_for_nothing_sees_no_confidential_place() -> None:
    vera = somebody()
    hidden = make_shift(site=make_site(Site.Kind.CONFIDENTIAL, label="House One", district="North"))
    open_one = make_shift(make_role(name="Packer"))

    page = vera.reads(LIST)

    assert "House One" not in page
    assert "Packer" in page
    assert [vera.browser.get(f"{LIST}{shift.pk}/").status_code for shift in (hidden, open_one)] == [404, 200]
    assert vera.browser.post(f"{LIST}{hidden.pk}/sign-up/").status_code == 404


def test_whoever_does_not_volunteer_is_shown_the_way_in(client: Client) -> None:
    shift = make_shift()
    client.force_login(make_user(email="new@example.org"))

    assert "You do not volunteer here yet" in client.get(LIST).content.decode()
    assert client.get(f"{LIST}{shift.pk}/").status_code == 404
    assert client.post(f"{LIST}{shift.pk}/sign-up/").status_code == 404
    assert client.post(f"{LIST}{shift.pk}/wait/").status_code == 404


def test_a_draft_is_shown_to_nobody_and_a_cancelled_shift_says_so(rosa: Somebody, program: Program) -> None:
    role = make_role(program)
    draft = make_shift(role, state=Shift.State.DRAFT)
    gone = make_shift(role, state=Shift.State.CANCELLED, cancelled_at=MOMENT, cancelled_for="weather")

    assert rosa.browser.get(f"{LIST}{draft.pk}/").status_code == 404
    assert rosa.browser.post(f"{LIST}{draft.pk}/sign-up/").status_code == 404
    assert "This shift does not take place Weather" in rosa.reads(f"{LIST}{gone.pk}/")
    assert "This shift does not take place." in rosa.presses(f"{LIST}{gone.pk}/sign-up/")
    assert listed(rosa, "?show=all") == []
