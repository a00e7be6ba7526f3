"""What a stranger stumbled over on a first day at the desk, and does no more."""

from datetime import datetime
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
from django.test import Client, RequestFactory

from accounts.models import Role
from accounts.views import exports
from campaigns.models import Challenge, Fund
from core.paging import keyset_page
from donors.actions.imports.applying import apply_import, start_applying
from donors.actions.imports.opening import open_import
from donors.actions.imports.reading import read_import
from donors.models import DuplicatePair
from donors.reports.finding import donors_meant
from gifts.formats import givewp
from gifts.models import Gift
from tests.accounts.makers import browser_of, make_staff
from tests.donors.imports.files import fresh, upload_of
from tests.factories import MOMENT, make_campaign, make_donor, make_fund, make_gift, make_organisation
from tests.gifts.pledging import make_pledge
from tests.gifts.pots import make_challenge

pytestmark = pytest.mark.django_db
GUIDES = Path("docs/guides")
GIVEWP = """Donation ID,Donation Total,Donation Status,Donation Date,\
First Name,Last Name,Email Address,Form Title
1,50.00,Complete,"November 2, 2026",Tom,Walker,tom@example.org,Winter
2,25.00,Complete,"November 3, 2026",Tom,Walker,tom@example.org,Doors
"""


@pytest.fixture
def desk() -> Client:
    make_organisation()
    return browser_of(make_staff(Role.FINANCE))


def test_the_guide_names_the_columns_by_which_a_file_of_givewp_is_known() -> None:
    guide = (GUIDES / "fundraiser.md").read_text()
    row = next(line for line in guide.splitlines() if line.startswith("| GiveWP |"))
    assert {name for name in givewp.HEADER if f"*{name}*" in row} == givewp.HEADER


def test_a_campaign_that_is_not_here_is_named_before_a_file_is_written_and_what_was_written_after(
    desk: Client,
) -> None:
    fund = make_fund()
    Fund.objects.filter(pk=fund.pk).update(is_restricted=False)
    make_campaign(name="Doors")
    by = make_staff(Role.FINANCE)
    run = open_import(upload=upload_of(GIVEWP, "givewp.csv"), kind="", by=by, now=MOMENT)
    read_import(import_id=run.pk, now=MOMENT)
    before = desk.get(f"/desk/imports/{run.pk}/").content.decode()
    start_applying(import_id=run.pk, by=by, now=MOMENT)
    apply_import(import_id=run.pk, now=MOMENT)
    after = desk.get(f"/desk/imports/{run.pk}/").content.decode()
    assert fresh(run).state == "applied"
    assert "“Winter” is no campaign or appeal here: its gifts come without one (1)." in before
    assert (f"They go to {fund} (2)." in before, "Nov 2, 2026" in before) == (True, True)
    assert "“Doors” is no campaign" not in before
    assert "2 rows were written." in after
    assert "It can be undone until" in after


def test_the_pairs_most_alike_stand_first_and_a_page_goes_on_after_its_last() -> None:
    scores = (55, 94, 55, 80)
    for number, score in enumerate(scores):
        left, right = make_donor(name=f"A {number}"), make_donor(name=f"B {number}")
        DuplicatePair.objects.create(left=left, right=right, score=score, mark="x", found_at=MOMENT)
    pairs, shown, query = DuplicatePair.objects.all(), [], ""
    while True:
        page = keyset_page(RequestFactory().get(f"/?{query}"), pairs, field="score", size=1)
        shown += [row.score for row in page.rows]
        query = page.older
        if not query:
            break
    assert shown == sorted(scores, reverse=True)
    back = keyset_page(RequestFactory().get(f"/?{page.newer}"), pairs, field="score", size=3)
    assert [row.score for row in back.rows] == [94, 80, 55]


def test_whose_name_begins_as_typed_is_proposed_before_whose_name_holds_it() -> None:
    for name in ("Adam Kowalski", "Bea Walker", "Walter Ames"):
        make_donor(name=name)
    assert [donor.name for donor in donors_meant("Wal")] == ["Walter Ames", "Bea Walker", "Adam Kowalski"]


def test_a_payment_of_a_pledge_begins_with_what_the_pledge_knows(desk: Client) -> None:
    pledge = make_pledge()
    sheet = desk.get(f"/desk/gifts/new/money/?pledge={pledge.pk}").context["sheet"]
    assert sheet.gift["amount"].value() == Decimal("100.00")
    assert sheet.shares.forms[0]["fund"].value() == pledge.fund_id
    make_gift(pledge.donor, amount="300.00")
    Gift.objects.update(pledge=pledge)
    paid = desk.get(f"/desk/gifts/new/money/?pledge={pledge.pk}").context["sheet"]
    assert paid.gift["amount"].value() is None


def test_a_pot_that_is_not_used_up_is_not_said_to_be(desk: Client) -> None:
    challenge = make_challenge(pot=Decimal("500.00"), state=Challenge.State.OPEN)
    make_gift(campaign=challenge.campaign, amount="150.00")
    assert "because the pot was used up" not in desk.get(f"/desk/challenges/{challenge.pk}/").content.decode()


def test_a_file_is_named_by_the_day_of_the_organisation(
    desk: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    late = datetime(2026, 11, 29, 23, 30, tzinfo=ZoneInfo("America/New_York"))
    make_gift()
    monkeypatch.setattr(exports, "timezone", SimpleNamespace(now=lambda: late.astimezone(ZoneInfo("UTC"))))
    answer = desk.post("/desk/gifts/export/", {"reason": "for the board"})
    assert "gifts-2026-11-29.csv" in answer["Content-Disposition"]
