"""Recurring gifts elsewhere in a real browser: brought, looked at, on the donor's page and in their list."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.utils import timezone
from pytest_django.live_server_helper import LiveServer

from accounts.models import Role
from donors.actions.imports.applying import apply_import
from donors.actions.imports.reading import read_import
from donors.models import Import
from tests.accounts.makers import make_staff
from tests.browser.conftest import Open, Visitor
from tests.browser.looking import audit, snap
from tests.browser.test_desk import sign_in
from tests.factories import make_donor, make_organisation, make_recurring
from tests.gifts.formats.samples import SUBSCRIPTIONS

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize(("device", "scheme"), [("phone", "dark"), ("desktop", "light")])
def test_a_file_of_subscriptions_ends_on_the_donors_page(
    open_page: Open, live_server: LiveServer, tmp_path: Path, device: str, scheme: str
) -> None:
    make_organisation()
    donor = make_donor(name="Ana Díaz", email="ana@example.org")
    make_recurring(donor)
    file = tmp_path / "subscriptions.csv"
    file.write_text(SUBSCRIPTIONS["givewp_subscriptions"])
    page = open_page(Visitor(device=device, scheme=scheme))
    sign_in(page, live_server, make_staff(Role.FUNDRAISER))

    def looked_at(name: str) -> None:
        assert (name, audit(page)) == (name, [])
        assert (name, page.evaluate("document.documentElement.scrollWidth - innerWidth")) == (name, 0)
        snap(page, f"elsewhere-{name}-{device}")

    page.goto("/desk/imports/new/")
    page.get_by_label("File", exact=True).set_input_files(file)
    page.get_by_role("button", name="Read the file").click()
    run = Import.objects.get()
    read_import(import_id=run.pk, now=timezone.now())
    page.goto(f"/desk/imports/{run.pk}/")
    looked_at("import")
    page.get_by_role("button", name="Write").first.click()
    apply_import(import_id=run.pk, now=timezone.now())
    page.goto(f"/desk/donors/{donor.pk}/")
    assert page.get_by_role("heading", name="Recurring elsewhere (for reference)").is_visible()
    looked_at("donor")
    page.goto("/desk/recurring/")
    page.get_by_role("link", name="Elsewhere", exact=True).click()
    assert page.get_by_role("row").count() == 4
    looked_at("list")
