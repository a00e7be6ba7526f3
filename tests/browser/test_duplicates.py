"""Duplicates in a browser: found, compared, merged field by field, undone; a large one by two people."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from pytest_django.live_server_helper import LiveServer

from accounts.models import Role
from donors.actions.doubles import compare_record
from donors.models import Consent, Donor, DonorMerge, DuplicatePair
from tests.accounts.makers import make_staff
from tests.browser.conftest import Open, Visitor
from tests.browser.looking import look_at
from tests.browser.test_desk import sign_in
from tests.factories import MOMENT, make_campaign, make_donor, make_gift, make_organisation

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket, pytest.mark.django_db(transaction=True)]


def doubled(consents: int = 0) -> tuple[Donor, Donor]:
    """Two records of Maria, compared."""
    make_organisation()
    campaign = make_campaign()
    one = make_donor(name="Maria Lopez", email="maria@example.org")
    other = make_donor(name="María López García", email="maria.old@example.org")
    Donor.objects.filter(pk__in=[one.pk, other.pk]).update(phone="518-555-0100")
    Donor.objects.filter(pk=other.pk).update(language="es", contact="neutral")
    for _gift in range(3):
        make_gift(other, campaign=campaign)
    Consent.objects.bulk_create(
        Consent(donor=other, topic=f"t{n}", is_given=True, source="staff", at=MOMENT) for n in range(consents)
    )
    for donor in (one, other):
        compare_record(donor_id=donor.pk, now=MOMENT)
    return one, other


@pytest.mark.parametrize("device", ["phone", "desktop"])
def test_a_pair_is_found_compared_merged_and_undone(
    open_page: Open, live_server: LiveServer, device: str
) -> None:
    one, other = doubled()
    page = open_page(Visitor(device=device))
    sign_in(page, live_server, make_staff(Role.FUNDRAISER))
    look_at(page, "/desk/duplicates/", f"duplicates-{device}")
    assert page.get_by_text("names 96 % alike; same phone").is_visible()
    page.get_by_role("link", name="Compare").click()
    look_at(page, page.url, f"merge-{device}")
    page.get_by_label("María López García").check()
    page.get_by_role("button", name="Fold María López García into Maria Lopez").click()
    page.get_by_role("heading", name="María López García").wait_for()
    one.refresh_from_db()
    assert (one.name, one.contact, one.gifts.count()) == ("María López García", "neutral", 3)
    page.get_by_role("link", name="Undo the merge").click()
    look_at(page, page.url, f"undo-{device}")
    page.get_by_role("button", name="Undo the merge").click()
    page.get_by_role("heading", name="María López García").wait_for()
    one.refresh_from_db()
    assert (one.name, other.gifts.count(), DuplicatePair.objects.get().state) == ("Maria Lopez", 3, "open")


def test_a_large_merge_is_approved_by_another_person_in_the_dark(
    open_page: Open, live_server: LiveServer
) -> None:
    one, other = doubled(consents=20)
    first: Page = open_page(Visitor(device="desktop", scheme="dark"))
    sign_in(first, live_server, make_staff(Role.FUNDRAISER))
    first.goto(f"/desk/donors/{one.pk}/merge/?other={other.pk}")
    first.get_by_role("button", name="Ask a second person").click()
    first.get_by_role("button", name="Take it back").wait_for()
    second: Page = open_page(Visitor(device="desktop", scheme="dark"))
    sign_in(second, live_server, make_staff(Role.FINANCE))
    second.goto("/desk/")
    second.get_by_role("link", name="merge wants a second person").click()
    look_at(second, second.url, "merge-requests-dark")
    second.get_by_role("link", name="María López García → Maria Lopez").click()
    look_at(second, second.url, "merge-request-dark")
    second.get_by_role("button", name="Approve and merge").click()
    second.get_by_text("Done.").wait_for()
    assert DonorMerge.objects.get().kept == one
