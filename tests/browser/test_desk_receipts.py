"""What staff do with receipts, in a real browser: every page, small and large, light and dark."""

from decimal import Decimal

import pytest
from django.utils import timezone
from pytest_django.live_server_helper import LiveServer

from accounts.models import Role
from donors.models import Donor, Household
from gifts.models import Gift
from receipts.actions.annual import issue_annual
from receipts.actions.corrections import replace_receipt, void_receipt
from receipts.actions.posting import take_for_printing
from receipts.models import Receipt, Unreceipted
from tests.accounts.makers import browser_of, make_staff
from tests.browser.conftest import Open, Visitor
from tests.browser.looking import look_at
from tests.factories import MOMENT, make_donor, make_gift, make_organisation, make_user
from tests.receipts.correcting import make_withheld
from tests.receipts.stating import IN_YEAR, YEAR, make_address, make_settled

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket, pytest.mark.django_db(transaction=True)]


def _lay() -> dict[str, str]:
    """Receipts in every state; the pages that show them."""
    make_organisation()
    by, now = make_user(Role.FINANCE, name="Ines Ward"), timezone.now()
    house = Household.objects.create(formal_greeting="Mr. and Ms. Lopez", informal_greeting="Luis and Maria")
    maria = make_donor(name="Maria Guadalupe Lopez-Hernandez de la Cruz")
    luis = make_donor(name="Luis Lopez")
    Donor.objects.update(household=house)
    Donor.objects.filter(pk=luis.pk).update(email="")
    for donor in (maria, luis):
        make_address(donor)
        make_settled(donor, "250.00", at=IN_YEAR)
    make_withheld(maria, "20.00", "20.00")
    make_withheld(luis, "15.00", "15.00")
    annual = issue_annual(donor_id=maria.pk, year=YEAR, by=by, now=now)
    first = make_settled(maria, "80.00", at=MOMENT).receipt_lines.get().receipt
    second = replace_receipt(receipt_id=first.pk, why="corrected", reason="x", by=by, now=now)
    newest = replace_receipt(receipt_id=second.pk, why="lost_paper", reason="x", by=by, now=now)
    held = make_settled(maria, "35.00", at=MOMENT)
    void_receipt(receipt_id=held.receipt_lines.get().receipt_id, reason="x", by=by, now=now)
    Gift.objects.filter(pk=make_gift().pk).update(donor=None, is_unmatched=True, payer_name="M. Lopez")
    Unreceipted.objects.create(gift=make_gift(), why="advantage", paid=Decimal(50), terms=0, decided_at=now)
    take_for_printing(by=by, now=now)
    Donor.objects.filter(pk=maria.pk).update(name="Maria Guadalupe Reyes")
    return {
        "list": "/desk/receipts/",
        "void-register": "/desk/receipts/?status=ended",
        "outdated": "/desk/receipts/?status=outdated",
        "receipt": f"/desk/receipts/{newest.pk}/",
        "ended": f"/desk/receipts/{second.pk}/",
        "annual-receipt": f"/desk/receipts/{annual.pk}/",
        "void": f"/desk/receipts/{newest.pk}/void/",
        "replace": f"/desk/receipts/{Receipt.objects.earliest('pk').pk}/replace/",
        "lift": f"/desk/gifts/{held.pk}/receipt/lift/",
        "gift": f"/desk/gifts/{held.pk}/",
        "annual": f"/desk/donors/{luis.pk}/annual/{YEAR}/",
        "exceptions": "/desk/receipts/exceptions/",
        "waiting": "/desk/receipts/waiting/",
        "household": f"/desk/receipts/household/{house.pk}/?year={YEAR}",
        "year-end": f"/desk/year-end/{YEAR}/",
    }


@pytest.mark.parametrize("device", ["phone", "desktop"])
def test_anyone_can_use_every_page_of_receipts(open_page: Open, live_server: LiveServer, device: str) -> None:
    pages = _lay()
    page = open_page(Visitor(device=device))
    session = browser_of(make_staff(Role.FINANCE)).cookies["session"].value
    page.context.add_cookies([{"name": "session", "value": session, "url": live_server.url}])
    for name, path in pages.items():
        look_at(page, path, f"desk-receipts-{name}-{device}")
