"""What staff write about a donor: the record itself, notes, tasks, a household."""

from typing import Any

import pytest
from django.test import Client

from accounts.models import Role, User
from desk.stories.told import trail_of
from donors.actions import merge_donors
from donors.actions.doubles import compare_record
from donors.actions.staff_records import Record, RecordRefused, edit_donor
from donors.models import Donor, Household, Tag, Task
from tests.accounts.makers import browser_of, make_staff
from tests.campaigns.makers import queries_of
from tests.factories import MOMENT, make_campaign, make_donor, make_gift, make_organisation, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser() -> Client:
    make_organisation()
    return browser_of(make_staff(Role.FUNDRAISER))


def made(browser: Client, **more: str) -> Any:
    record_of = {"kind": "person", "name": "Rosa Lind", "email": "Rosa@Example.org", "phone": "518-555-0100"}
    return browser.post("/desk/donors/new/", {**record_of, "language": "es", "contact": "usual", **more})


def test_a_donor_is_written_down(browser: Client) -> None:
    answer = made(browser, no_post="on")
    donor = Donor.objects.get()
    assert answer.headers["Location"] == f"/desk/donors/{donor.pk}/"
    assert (donor.name, donor.email, donor.language, donor.no_post) == (
        "Rosa Lind",
        "rosa@example.org",
        "es",
        True,
    )
    assert "wrote this donor down" in browser.get(f"/desk/donors/{donor.pk}/").content.decode()


def test_who_is_called_alike_is_shown_before_a_second_record_is_made(browser: Client) -> None:
    make_donor(name="Rosa Lind")
    assert "Somebody like this is in our book" in made(browser).content.decode()
    assert Donor.objects.count() == 1
    made(browser, sure="yes")
    assert Donor.objects.count() == 2


def test_somebody_who_is_here_under_another_spelling_is_shown_before_a_second_record_is_made(
    browser: Client,
) -> None:
    known = make_donor(name="Katherine Amsel")
    Donor.objects.filter(pk=known.pk).update(phone="(518) 555-0162")
    compare_record(donor_id=known.pk, now=MOMENT)
    page = made(browser, name="Kate Amsel", phone="518 555 0162").content.decode()
    assert (f"/desk/donors/{known.pk}/" in page, "same phone" in page) == (True, True)
    assert Donor.objects.count() == 1
    made(browser, name="Kate Amsel", phone="518 555 0162", sure="yes")
    assert Donor.objects.count() == 2


def test_an_address_of_somebody_is_refused_beside_its_field(browser: Client) -> None:
    make_donor(name="Ben Okafor", email="rosa@example.org")
    page = made(browser).content.decode()
    assert "Ben Okafor (number" in page
    assert 'value="Rosa Lind"' in page


def test_a_name_that_tells_of_whom_we_help_is_refused(browser: Client) -> None:
    page = made(browser, name="Rosa, our client").content.decode()
    assert "It seems to name a person we serve" in page
    assert not Donor.objects.exists()


def test_the_trail_of_an_edit_names_columns_alone(browser: Client) -> None:
    donor = make_donor(name="Rosa Lind", email="rosa@example.org")
    sent = {"kind": "person", "name": "Rosa Linde", "email": donor.email, "phone": "518", "language": "en"}
    browser.post(f"/desk/donors/{donor.pk}/edit/", {**sent, "contact": "neutral"})
    entry = trail_of(donor).get()
    assert (entry.verb, entry.before, entry.after) == (
        "donor.edited",
        {},
        {"changed": "contact name phone"},
    )


def test_who_signs_in_keeps_their_address(browser: Client) -> None:
    donor = make_donor(email="rosa@example.org", user=make_user(email="rosa@example.org"))
    sent = {"kind": "person", "name": "R.", "email": "else@example.org", "language": "en", "contact": "usual"}
    browser.post(f"/desk/donors/{donor.pk}/edit/", sent)
    donor.refresh_from_db()
    assert (donor.name, donor.email) == ("R.", "rosa@example.org")
    wanted = Record("person", "R.", "else@example.org", "", "en", "usual", no_post=False, no_phone=False)
    with pytest.raises(RecordRefused, match="change it on their own page"):
        edit_donor(donor=donor, wanted=wanted, by=make_user(Role.FUNDRAISER), now=MOMENT)


def test_no_tag_marks_whom_we_help(browser: Client) -> None:
    donor = make_donor()
    page = browser.post(f"/desk/donors/{donor.pk}/tags/new/", {"name": "survivors"}).content.decode()
    assert "may not say whom we help" in page
    assert not Tag.objects.exists()


def test_an_erased_donor_is_not_edited(browser: Client) -> None:
    donor = make_donor()
    Donor.objects.filter(pk=donor.pk).update(erased_at=MOMENT, email="")
    for path in ("edit/", "notes/new/", "tags/new/", "emails/new/", "relationships/new/"):
        assert browser.get(f"/desk/donors/{donor.pk}/{path}").status_code == 404
    assert browser.get(f"/desk/donors/{donor.pk}/").status_code == 200


@pytest.mark.parametrize("path", ["notes/new/", "tags/new/"])
def test_what_the_guard_refuses_is_kept_in_the_form(browser: Client, path: str) -> None:
    donor = make_donor()
    text = "Met our client Rosa Lind"
    page = browser.post(f"/desk/donors/{donor.pk}/{path}", {"text": text, "name": text}).content.decode()
    assert text in page
    assert "seems to name a person we serve" in page
    assert not donor.notes.exists()
    assert not donor.taggings.exists()


def test_a_note_is_corrected_and_withdrawn_on_the_page(browser: Client) -> None:
    donor = make_donor()
    here = f"/desk/donors/{donor.pk}/"
    browser.post(f"{here}notes/new/", {"text": "Prefers calls."})
    first = donor.notes.get()
    browser.post(f"{here}notes/{first.pk}/correct/", {"text": "Prefers letters."})
    page = browser.get(here).content.decode()
    assert "Prefers letters." in page
    assert "Before it was corrected" in page
    second = donor.notes.get(corrects=first)
    assert browser.get(f"{here}notes/{second.pk}/withdraw/").status_code == 200
    browser.post(f"{here}notes/{second.pk}/withdraw/")
    page = browser.get(here).content.decode()
    assert "Prefers" not in page
    assert "was withdrawn by" in page


def test_a_task_is_ticked_off_from_the_donor_s_page(browser: Client) -> None:
    donor, staff = make_donor(), User.objects.get(grants__role=Role.FUNDRAISER)
    sent = {"title": "Call back", "due_on": "2026-11-30", "assigned_to": str(staff.pk)}
    browser.post(f"/desk/tasks/new/?donor={donor.pk}", sent)
    task = donor.tasks.get()
    answer = browser.post(f"/desk/tasks/{task.pk}/done/", {"from": "donor"})
    assert answer.headers["Location"] == f"/desk/donors/{donor.pk}/"
    task.refresh_from_db()
    assert task.done_by == staff


def test_a_household_asks_the_database_as_often_for_three_as_for_one(browser: Client) -> None:
    home = Household.objects.create(formal_greeting="A", informal_greeting="B")
    page, campaign = f"/desk/households/{home.pk}/", make_campaign()

    def joined() -> None:
        donor = make_donor()
        Donor.objects.filter(pk=donor.pk).update(household=home)
        make_gift(donor, campaign=campaign)

    joined()
    alone = queries_of(browser, page)
    joined()
    joined()
    assert queries_of(browser, page) == alone
    assert browser.get(page).context["glance"].count == 3


def test_a_folded_record_is_not_greeted_beside_the_one_that_stands(browser: Client) -> None:
    home = Household.objects.create(formal_greeting="A", informal_greeting="B")
    kept, folded = make_donor(name="Ana Lopez"), make_donor(name="Anna Lopez")
    Donor.objects.filter(pk__in=[kept.pk, folded.pk]).update(household=home)
    merge_donors(kept_id=kept.pk, folded_id=folded.pk, by=make_user(), now=MOMENT)
    assert "Anna" not in browser.get(f"/desk/households/{home.pk}/greetings/").content.decode()


def test_a_tag_for_nobody_is_given_to_nobody_and_taking_makes_none(browser: Client) -> None:
    make_donor()
    typed = {"name": "Choir", "act": "give", "expected": "0"}
    assert browser.post("/desk/donors/tag/?tag=999999", typed).status_code == 302
    assert browser.post("/desk/donors/tag/?tag=999999", {**typed, "act": "take"}).status_code == 302
    Tag.objects.all().delete()
    answer = browser.post("/desk/donors/tag/", {**typed, "act": "take", "expected": "1"}, follow=True)
    assert "Nobody carries a tag of this name." in answer.content.decode()
    assert not Tag.objects.exists()


def test_a_household_is_begun_from_a_donor_and_joined_by_another(browser: Client) -> None:
    maria, luis = make_donor(name="Maria Lopez"), make_donor(name="Luis Lopez")
    make_gift(maria), make_gift(luis, amount="20.00")
    form = browser.get(f"/desk/donors/{maria.pk}/household/new/").context["form"]
    sent = {name: form.initial[name] for name in ("formal_greeting", "informal_greeting")}
    assert sent == {"formal_greeting": "Maria Lopez", "informal_greeting": "Maria"}
    page = browser.post(f"/desk/donors/{maria.pk}/household/new/", sent).headers["Location"]
    greetings = browser.post(f"{page}members/new/", {"who": "luis"}).headers["Location"]
    assert "Maria and Luis Lopez; Maria and Luis" in browser.get(greetings).content.decode()
    seen = browser.get(page)
    assert (str(seen.context["glance"].total), seen.context["glance"].count) == ("70.00", 2)
    assert "glance" not in browser_of(make_staff(Role.PRIVACY)).get(page).context


def test_done_tasks_are_paged_through_once(browser: Client) -> None:
    by = make_user(Role.FUNDRAISER)
    for number in range(51):
        Task.objects.create(
            title=f"Call {number}", due_on=MOMENT.date(), assigned_to=by, created_by=by, created_at=MOMENT,
            done_at=MOMENT, done_by=by,
        )  # fmt: skip
    first = browser.get("/desk/tasks/?view=done")
    rest = browser.get(f"/desk/tasks/?{first.context['done'].older}")
    seen = [task.pk for page in (first, rest) for task in page.context["tasks"]]
    assert seen == list(Task.objects.order_by("-pk").values_list("pk", flat=True))
    assert 'rel="next"' not in rest.content.decode()
