"""Appeals and funds as staff write and find them."""

from decimal import Decimal

import pytest
from django.test import Client

from accounts.models import Role
from campaigns.models import Appeal, Fund
from tests.accounts.makers import browser_of, make_staff
from tests.factories import make_appeal, make_campaign, make_fund, make_organisation

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Client:
    make_organisation()
    return browser_of(make_staff(Role.FUNDRAISER))


def test_an_appeal_and_a_fund_are_written_and_changed_in_the_browser(desk: Client) -> None:
    make_campaign(slug="doors")
    appeal = {"name": "Letter", "code": "letter", "kind": "mailing", "cost": "", "sent_on": ""}
    desk.post("/desk/campaigns/doors/appeals/new/", appeal)
    made = Appeal.objects.get(code="letter")
    desk.post(f"/desk/appeals/{made.pk}/", {**appeal, "name": "Other", "cost": "12.5"})
    made.refresh_from_db()
    assert (made.name, made.cost) == ("Other", Decimal("12.50"))
    assert "/give/doors/?appeal=letter" in desk.get("/desk/campaigns/doors/appeals/").content.decode()

    fund = {"name": "Therapy", "code": "therapy", "is_open": "on"}
    desk.post("/desk/funds/new/", fund)
    kept = Fund.objects.get(code="therapy")
    desk.post(f"/desk/funds/{kept.pk}/", {"name": "Therapy", "code": "therapy"})
    kept.refresh_from_db()
    assert kept.is_open is False


def test_a_code_that_is_taken_gets_a_sentence_and_keeps_what_was_typed(desk: Client) -> None:
    make_appeal(make_campaign(slug="doors"), code="letter")
    make_fund("therapy")

    appeal = desk.post(
        "/desk/campaigns/doors/appeals/new/", {"name": "Mine", "code": "letter", "kind": "email"}
    )
    fund = desk.post("/desk/funds/new/", {"name": "Mine", "code": "therapy"})

    for answer in (appeal, fund):
        assert "this code already" in answer.content.decode()
        assert 'value="Mine"' in answer.content.decode()


def test_funds_and_appeals_are_found_by_their_name_or_code(desk: Client) -> None:
    campaign = make_campaign(slug="doors")
    fund = campaign.funds.get()
    closed = make_fund("van", name="Old wheels")
    Fund.objects.filter(pk=closed.pk).update(is_open=False)
    letter, evening = make_appeal(campaign, code="november"), make_appeal(campaign, code="dinner")
    Appeal.objects.filter(pk=evening.pk).update(name="An evening", kind=Appeal.Kind.EVENT)

    def shown(path: str) -> list[object]:
        return list(desk.get(f"/desk/{path}").context["page"].object_list)

    assert shown("funds/?q=old") == shown("funds/?q=VAN") == shown("funds/?open=no") == [closed]
    assert shown("funds/?open=yes") == [fund]
    assert shown("campaigns/doors/appeals/?q=LETTER") == [letter]
    assert shown("campaigns/doors/appeals/?q=dinn") == [evening]
    assert shown("campaigns/doors/appeals/?kind=event") == [evening]
    for path in ("funds/?q=nothing", "campaigns/doors/appeals/?q=nothing"):
        assert "Take a filter away." in desk.get(f"/desk/{path}").content.decode()
