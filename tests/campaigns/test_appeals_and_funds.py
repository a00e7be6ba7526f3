"""Appeals and funds: their codes stay once something carries them."""

from datetime import date, datetime
from decimal import Decimal

import pytest

from accounts.models import AuditEntry, Role, User
from campaigns.actions.appeals import AppealFacts, AppealRefused, create_appeal, edit_appeal
from campaigns.actions.funds import FundFacts, FundRefused, create_fund, edit_fund
from campaigns.models import Appeal, Campaign
from tests.factories import make_appeal, make_campaign, make_checkout, make_fund, make_gift, make_user

pytestmark = pytest.mark.django_db
LETTER = AppealFacts(
    code="nov-letter",
    name="November letter",
    kind="mailing",
    cost=Decimal("120.50"),
    sent_on=date(2026, 11, 2),
)


@pytest.fixture
def fundraiser() -> User:
    return make_user(Role.FUNDRAISER)


def test_an_appeal_is_written_down_with_its_trail(fundraiser: User, now: datetime) -> None:
    campaign = make_campaign()

    made = create_appeal(campaign_id=campaign.pk, facts=LETTER, by=fundraiser, now=now)

    assert Appeal.objects.get(code="nov-letter", campaign=campaign, cost=Decimal("120.50")) == made
    entry = AuditEntry.objects.get(verb="appeal.created", about_id=str(made.pk), actor=fundraiser)
    assert entry.after == {
        "campaign": campaign.pk,
        "code": "nov-letter",
        "name": "November letter",
        "kind": "mailing",
        "cost": "120.50",
        "sent_on": "2026-11-02",
    }


def test_two_appeals_never_share_a_code_whatever_their_campaign(fundraiser: User, now: datetime) -> None:
    create_appeal(campaign_id=make_campaign().pk, facts=LETTER, by=fundraiser, now=now)

    with pytest.raises(AppealRefused, match="this code already"):
        create_appeal(campaign_id=make_campaign().pk, facts=LETTER, by=fundraiser, now=now)


def test_the_code_of_an_appeal_changes_until_somebody_came_with_it(fundraiser: User, now: datetime) -> None:
    campaign = make_campaign()
    appeal = make_appeal(campaign, code="a")
    edit_appeal(appeal_id=appeal.pk, facts=LETTER, by=fundraiser, now=now)
    checkout = make_checkout(campaign)
    checkout.appeal = appeal
    checkout.save()

    with pytest.raises(AppealRefused, match="stays"):
        edit_appeal(
            appeal_id=appeal.pk,
            facts=AppealFacts(code="other", name="x", kind="email"),
            by=fundraiser,
            now=now,
        )

    edit_appeal(
        appeal_id=appeal.pk,
        facts=AppealFacts(code="nov-letter", name="New name", kind="email"),
        by=fundraiser,
        now=now,
    )
    appeal.refresh_from_db()
    assert (appeal.code, appeal.name) == ("nov-letter", "New name")


def test_a_fund_is_written_down_and_changed_with_its_trail(fundraiser: User, now: datetime) -> None:
    fund = create_fund(facts=FundFacts(code="housing", name="Housing"), by=fundraiser, now=now)

    edit_fund(fund_id=fund.pk, facts=FundFacts(code="homes", name="Homes"), by=fundraiser, now=now)

    fund.refresh_from_db()
    assert (fund.code, fund.name) == ("homes", "Homes")
    edited = AuditEntry.objects.get(verb="fund.edited")
    assert (edited.before, edited.after) == (
        {"code": "housing", "name": "Housing"},
        {"code": "homes", "name": "Homes"},
    )


def test_the_code_of_a_fund_stays_once_gifts_carry_it(fundraiser: User, now: datetime) -> None:
    campaign = make_campaign()
    make_gift(campaign=campaign)
    fund = campaign.funds.get()

    with pytest.raises(FundRefused, match="stays"):
        edit_fund(fund_id=fund.pk, facts=FundFacts(code="other", name="x"), by=fundraiser, now=now)


def test_two_funds_never_share_a_code(fundraiser: User, now: datetime) -> None:
    make_fund("housing")
    other = make_fund("other")

    with pytest.raises(FundRefused, match="this code already"):
        create_fund(facts=FundFacts(code="housing", name="x"), by=fundraiser, now=now)
    with pytest.raises(FundRefused, match="this code already"):
        edit_fund(fund_id=other.pk, facts=FundFacts(code="housing", name="x"), by=fundraiser, now=now)


def test_the_last_open_fund_of_a_running_campaign_stays_open(fundraiser: User, now: datetime) -> None:
    campaign = make_campaign()
    fund = campaign.funds.get()
    closed = FundFacts(code=fund.code, name=fund.name, is_open=False)

    with pytest.raises(FundRefused, match="Doors open"):
        edit_fund(fund_id=fund.pk, facts=closed, by=fundraiser, now=now)

    Campaign.objects.filter(pk=campaign.pk).update(state=Campaign.State.CLOSED)
    edit_fund(fund_id=fund.pk, facts=closed, by=fundraiser, now=now)
    fund.refresh_from_db()
    assert fund.is_open is False
