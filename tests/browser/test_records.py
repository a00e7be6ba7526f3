"""Donors' records in a real browser: a fundraiser's first minutes by keyboard, and every page looked at."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone
from pytest_django.live_server_helper import LiveServer

from accounts.models import Role, SavedView, User
from donors.actions.households import join_household, make_household
from donors.actions.notes import write_note
from donors.actions.relations import relate
from donors.actions.tags import tag_donor, tag_named
from donors.actions.tasks import Todo, add_task
from donors.models import Donor, Tag
from donors.reports.greetings import Greetings
from receipts.actions import settle
from tests.accounts.makers import browser_of, make_staff
from tests.browser.conftest import Open, Visitor
from tests.browser.looking import look_at
from tests.factories import make_campaign, make_donor, make_gift, make_organisation

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket, pytest.mark.django_db(transaction=True)]


def sign_in(page: Page, live_server: LiveServer, user: User) -> None:
    session = browser_of(user).cookies["session"].value
    page.context.add_cookies([{"name": "session", "value": session, "url": live_server.url}])


def lived_in(by: User) -> Donor:
    """A donor with whom much has passed."""
    now = timezone.now()
    maria = make_donor(name="Maria Lopez", email="maria@example.org")
    Donor.objects.filter(pk=maria.pk).update(phone="518-555-0100", no_post=True, wants_news=True)
    luis, tools = make_donor(name="Luis Lopez"), make_donor(name="Mohawk Valley Tools")
    campaign = make_campaign(name="Doors open")
    for days in (5, 200, 420, 800):
        gift = make_gift(maria, campaign=campaign, given_at=now - timedelta(days=days), amount="120.00")
        settle(gift_id=gift.pk, now=now - timedelta(days=days))
    maria.addresses.create(line1="PO Box 7", city="Albany", region="NY", postal_code="12207", label="home")
    maria.more_emails.create(email="m.lopez@work.example", label="work")
    greetings = Greetings("Maria and Luis Lopez", "Maria and Luis")
    household = make_household(donor=maria, greetings=greetings, by=by, now=now)
    join_household(donor=luis, household=household, by=by, now=now)
    relate(first=tools, second=maria, kind="employer", by=by, now=now)
    for name in ("Choir", "Gala guests"):
        tag_donor(donor=maria, tag=tag_named(name=name, by=by, now=now), by=by, now=now)
    older = write_note(donor=maria, text="Prefers calls.", by=by, now=now - timedelta(days=90))
    write_note(donor=maria, text="Prefers letters to calls.", by=by, now=now, corrects=older.pk)
    for title, days in (("Call back about the spring gala", -3), ("Send the thank-you card", 4)):
        due = (now + timedelta(days=days)).date()
        add_task(donor=maria, todo=Todo(title, due, by.pk), by=by, now=now)
    SavedView.objects.create(
        owner=by,
        route="donors:donor_list",
        name="Gave last year",
        query="pattern=last_not_this",
        created_at=now,
    )
    return Donor.objects.get(pk=maria.pk)


@pytest.mark.parametrize("device", ["phone", "desktop"])
def test_anyone_can_use_every_page_of_records(open_page: Open, live_server: LiveServer, device: str) -> None:
    make_organisation()
    by = make_staff(Role.FUNDRAISER)
    User.objects.filter(pk=by.pk).update(name="Ana Reyes")
    donor = lived_in(by)
    page = open_page(Visitor(device=device))
    sign_in(page, live_server, by)
    here, note = f"/desk/donors/{donor.pk}/", donor.notes.get(correction=None)
    gift = donor.gifts.first()
    assert gift is not None
    paths = {
        "donor": here,
        "donors": "/desk/donors/",
        "segment": "/desk/donors/?tag=" + str(Tag.objects.get(name="Choir").pk),
        "new": "/desk/donors/new/",
        "edit": f"{here}edit/",
        "email": f"{here}emails/new/",
        "address": f"{here}addresses/new/",
        "relationship": f"{here}relationships/new/",
        "household": f"/desk/households/{donor.household_id}/",
        "greetings": f"/desk/households/{donor.household_id}/greetings/",
        "correct": f"{here}notes/{note.pk}/correct/",
        "withdraw": f"{here}notes/{note.pk}/withdraw/",
        "tags": "/desk/tags/",
        "tag": f"/desk/tags/{Tag.objects.get(name='Choir').pk}/",
        "bulk": "/desk/donors/tag/?kind=person",
        "tasks": "/desk/tasks/",
        "task": "/desk/tasks/new/",
        "views": "/desk/views/",
        "credit": f"/desk/gifts/{gift.pk}/credits/new/",
        "search": "/desk/search/?q=lopez",
    }
    for name, path in paths.items():
        look_at(page, path, f"records-{name}-{device}")


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def reach(page: Page, name: str) -> None:
    """Go on by the Tab key until something of this name has the focus."""
    for _step in range(120):
        page.keyboard.press("Tab")
        said: str = page.evaluate(
            "() => { const e = document.activeElement; return (e.labels?.[0]?.innerText || e.ariaLabel"
            " || e.innerText || '').trim() }"
        )
        if said.split("\n", maxsplit=1)[0].startswith(name):
            return
    raise AssertionError(f"the Tab key never reaches {name}")


def test_a_fundraisers_first_minutes_by_keyboard_alone(open_page: Open, live_server: LiveServer) -> None:
    make_organisation()
    by = make_staff(Role.FUNDRAISER)
    page = open_page(Visitor(device="desktop"))
    sign_in(page, live_server, by)

    page.goto("/desk/donors/new/")
    reach(page, "Name")
    page.keyboard.type("Rosa Lind")
    reach(page, "E-mail")
    page.keyboard.type("rosa@example.org")
    press(page, "Enter")
    page.wait_for_url(re.compile(r"/desk/donors/\d+/$"))
    donor = Donor.objects.get(name="Rosa Lind")
    here = page.url

    reach(page, "Add an e-mail address")
    press(page, "Enter")
    page.wait_for_url("**/emails/new/")
    reach(page, "Another e-mail address")
    page.keyboard.type("rosa@work.example")
    press(page, "Enter")
    page.wait_for_url(here)

    reach(page, "Begin a household")
    press(page, "Enter")
    page.wait_for_url("**/household/new/")
    reach(page, "In a letter")
    press(page, "Enter")
    page.wait_for_url("**/desk/households/*/")

    page.goto(here)
    reach(page, "Note")
    page.keyboard.type("Prefers letters.")
    reach(page, "Write it down")
    press(page, "Enter")
    page.locator(".moment-words", has_text="Prefers letters.").wait_for()

    reach(page, "Note a task")
    press(page, "Enter")
    page.wait_for_url("**/desk/tasks/new/**")
    reach(page, "What is to be done")
    page.keyboard.type("Call back on Monday")
    press(page, "Enter")
    page.wait_for_url(here)
    reach(page, "Done: Call back on Monday")

    reach(page, "Tag")
    page.keyboard.type("Choir")
    press(page, "Enter")
    page.get_by_role("link", name="Choir", exact=True).wait_for()
    reach(page, "Choir")
    press(page, "Enter")
    page.wait_for_url("**/desk/donors/?tag=*")

    reach(page, "Keep this view")
    press(page, "Enter")
    reach(page, "Name")
    page.keyboard.type("The choir")
    press(page, "Enter")
    kept = page.get_by_role("link", name="The choir")
    kept.wait_for()
    assert kept.get_attribute("aria-current") == "page"

    assert (donor.more_emails.get().email, donor.notes.get().text) == (
        "rosa@work.example",
        "Prefers letters.",
    )
    assert (donor.tasks.get().title, donor.taggings.get().tag.name) == ("Call back on Monday", "Choir")
    donor.refresh_from_db()
    assert donor.household is not None
    assert donor.household.informal_greeting == "Rosa"
