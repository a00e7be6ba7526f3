"""A messy file in a real browser: brought, its columns named, looked at, written and undone."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone
from pytest_django.live_server_helper import LiveServer

from accounts.models import Role
from donors.actions.imports.applying import apply_import
from donors.actions.imports.reading import read_import
from donors.actions.imports.undoing import undo_import
from donors.models import Donor, Import
from tests.accounts.makers import make_staff
from tests.browser.conftest import Open, Visitor
from tests.browser.looking import audit, snap
from tests.browser.test_desk import sign_in
from tests.factories import make_donor, make_organisation

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket, pytest.mark.django_db(transaction=True)]

# semicolons, Windows' writing, no street, a formula, a bad address, a row without a name, two doubles
MESSY = """Spender-Nr;Vorname;Surname;E-Mail;Telephone;Town;Notes
7001;María;López;MARIA@example.org;518-555-0101;;likes cats
7002;James;Okafor;james@example;;;
7003;=HYPERLINK("x");Doe;doe@example.org;;;
7004;;;;518-555-0199;;
7005;Aisha;Haddad;new@example.org;518-555-0170;;
7006;Chen;Wei;other@example.org;(518) 555-0180;;
7007;Ruth;Ueda;ruth@example.org;;;
"""


def looked_at(page: Page, name: str) -> None:
    """Anyone can use the page, and nothing of it is beyond the edge."""
    assert (name, audit(page)) == (name, [])
    assert (name, page.evaluate("document.documentElement.scrollWidth - innerWidth")) == (name, 0)
    snap(page, f"import-{name}")


@pytest.mark.parametrize("device", ["phone", "desktop"])
def test_a_messy_file_goes_its_way(
    open_page: Open, live_server: LiveServer, tmp_path: Path, device: str
) -> None:
    make_organisation()
    make_donor(name="Maria L.", email="maria@example.org")
    for name, phone in (("Aisha Haddad", "518 555 0170"), ("Chen Wei", "518.555.0180")):
        Donor.objects.filter(pk=make_donor(name=name).pk).update(phone=phone)
    file = tmp_path / "Spender 2026.csv"
    file.write_bytes(MESSY.encode("cp1252"))
    page = open_page(Visitor(device=device))
    sign_in(page, live_server, make_staff(Role.FUNDRAISER))
    page.goto("/desk/imports/")
    looked_at(page, f"none-{device}")
    page.get_by_role("link", name="Bring a file").click()
    looked_at(page, f"new-{device}")
    page.get_by_label("File", exact=True).set_input_files(file)
    page.get_by_label("What is in it?").select_option(label="Donors")
    page.get_by_role("button", name="Read the file").click()
    page.get_by_role("heading", name="Name the columns").wait_for()
    looked_at(page, f"columns-{device}")
    page.get_by_label("Spender-Nr").select_option(label="Number in the other program")
    page.get_by_label("Vorname").select_option(label="First name")
    page.get_by_label("Which program is it from?").fill("spendenbuch")
    page.get_by_role("button", name="Read and compare").click()
    page.get_by_role("heading", name="Being read", exact=True).wait_for()
    page.goto(f"{page.url}?still=1")
    looked_at(page, f"reading-{device}")
    run = Import.objects.get()
    read_import(import_id=run.pk, now=timezone.now())
    page.goto(f"/desk/imports/{run.pk}/")
    assert page.get_by_text("3 refused rows stay out").is_visible()
    looked_at(page, f"look-{device}")
    page.get_by_role("link", name="Maybe known 2").click()
    looked_at(page, f"maybe-{device}")
    page.get_by_role("link", name="Say who row 6 is").click()
    looked_at(page, f"who-{device}")
    page.get_by_label("Aisha Haddad").check()
    page.get_by_role("button", name="Note it").click()
    page.get_by_role("link", name="Refused 3").click()
    assert page.get_by_text("This begins like a formula").is_visible()
    looked_at(page, f"refused-{device}")
    page.get_by_role("button", name="Write 4 rows").click()
    apply_import(import_id=run.pk, now=timezone.now())
    page.goto(f"/desk/imports/{run.pk}/")
    looked_at(page, f"written-{device}")
    assert Donor.objects.get(email="maria@example.org").name == "María López"
    assert Donor.objects.count() == 5
    page.get_by_role("link", name="Undo").click()
    looked_at(page, f"undo-{device}")
    page.get_by_role("button", name="Undo 4 rows").click()
    undo_import(import_id=run.pk, now=timezone.now())
    page.goto(f"/desk/imports/{run.pk}/")
    looked_at(page, f"undone-{device}")
    assert Donor.objects.get(email="maria@example.org").name == "Maria L."
    assert Donor.objects.count() == 3


def test_it_goes_without_scripts(open_page: Open, live_server: LiveServer, tmp_path: Path) -> None:
    make_organisation()
    file = tmp_path / "people.csv"
    file.write_text("Name,E-mail\nAna Reyes,ana@example.org\n")
    page = open_page(Visitor(device="phone", scripts=False))
    sign_in(page, live_server, make_staff(Role.FINANCE))
    page.goto("/desk/imports/new/")
    page.get_by_label("File", exact=True).set_input_files(file)
    page.get_by_label("What is in it?").select_option(label="Donors")
    page.get_by_role("button", name="Read the file").click()
    page.get_by_role("button", name="Read and compare").click()
    run = Import.objects.get()
    read_import(import_id=run.pk, now=timezone.now())
    page.goto(f"/desk/imports/{run.pk}/")
    page.get_by_role("button", name="Write 1 row").click()
    apply_import(import_id=run.pk, now=timezone.now())
    assert Donor.objects.get().name == "Ana Reyes"
