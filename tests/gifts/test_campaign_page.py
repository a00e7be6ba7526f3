"""The page of a campaign on the desk: each figure opens exactly what it counts, and those sum to it."""

import html
import re
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Role
from campaigns.models import Appeal, Campaign, CampaignCost, Challenge
from core.clock import legal_day
from core.money import ZERO
from gifts.actions.challenges import settle_all
from gifts.models import Gift, LedgerLine, RecurringChange
from gifts.reports.appeals import results_of
from gifts.reports.pace import pace_of
from gifts.reports.progress import progress_of
from tests.accounts.makers import browser_of, make_staff
from tests.campaigns.makers import queries_of
from tests.factories import (
    MOMENT,
    make_appeal,
    make_campaign,
    make_donor,
    make_gift,
    make_line,
    make_organisation,
    make_recurring,
)
from tests.gifts.pots import make_challenge

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 30, 17, 0, tzinfo=UTC)
ZONE = "America/New_York"


@pytest.fixture
def desk() -> Client:
    make_organisation()
    return browser_of(make_staff(Role.FUNDRAISER))


def running(**values: object) -> Campaign:
    """From 1 to 30 November with a goal of $300."""
    campaign = make_campaign(goal="300")
    facts = {"starts_on": date(2026, 11, 1), "ends_on": date(2026, 11, 30), **values}
    Campaign.objects.filter(pk=campaign.pk).update(**facts)
    campaign.refresh_from_db()
    return campaign


def at(day: int) -> datetime:
    return datetime(2026, 11, day, 17, 0, tzinfo=UTC)


def stands(desk: Client, link: str) -> Decimal:
    """The sum of the gifts that a link opens."""
    answer = desk.get(html.unescape(link))
    assert answer.status_code == 200
    totals: Decimal = answer.context["totals"].stands if "totals" in answer.context else ZERO
    return totals


def test_each_point_of_the_pace_opens_gifts_that_sum_to_it(desk: Client) -> None:
    campaign, part = running(), make_campaign()
    Campaign.objects.filter(pk=part.pk).update(parent=campaign)
    for day, to in ((1, campaign), (9, part), (22, campaign)):
        make_gift(campaign=to, amount="50.00", given_at=at(day))
    late = make_gift(campaign=part, amount="20.00", given_at=at(15))
    make_line(late, kind=LedgerLine.Kind.REFUND, amount=Decimal("-5.00"), at=at(25))
    make_gift(amount="1000.00", given_at=at(9))

    text = desk.get(f"/desk/campaigns/{campaign.slug}/").content.decode()
    links = re.findall(r'<a href="(/desk/gifts/\?within=[^"]*until=[^"]*)"', text)
    today = legal_day(datetime.now(UTC), ZONE)
    pace = pace_of(progress_of([campaign])[campaign.pk], today=today, zone=ZONE)

    assert pace is not None
    assert pace.points[-1].reached == Decimal("165.00")
    assert [stands(desk, link) for link in links] == [point.reached for point in pace.points]


def test_an_even_pace_goes_straight_from_the_first_day_to_the_last() -> None:
    make_organisation()
    campaign = running()
    pace = pace_of(progress_of([campaign])[campaign.pk], today=date(2026, 11, 15), zone=ZONE)
    assert pace is not None
    first, last = pace.points[0], pace.points[-1]
    assert (first.even, last.even, pace.ahead) == (Decimal("10.00"), Decimal("150.00"), Decimal("-150.00"))


def test_before_its_first_day_a_campaign_has_no_pace(desk: Client) -> None:
    campaign = running(starts_on=date(2026, 11, 29))
    assert pace_of(progress_of([campaign])[campaign.pk], today=date(2026, 11, 28), zone=ZONE) is None


def test_a_goal_of_donors_and_one_of_recurring_gifts_open_what_they_count(desk: Client) -> None:
    campaign = running(goal=None, goal_count=10, goal_kind="donors")
    maria = make_donor()
    for donor, day in ((maria, 2), (maria, 9), (make_donor(), 9)):
        make_gift(donor, campaign=campaign, given_at=at(day))
    RecurringChange.objects.create(
        recurring=make_recurring(campaign=campaign),
        kind="new",
        at=at(3),
        monthly_before=ZERO,
        monthly_after=ZERO,
    )
    shown = []
    for kind in ("donors", "monthly"):
        Campaign.objects.filter(pk=campaign.pk).update(goal_kind=kind)
        text = desk.get(f"/desk/campaigns/{campaign.slug}/").content.decode()
        last = re.findall(r'<a href="([^"]*within=[^"]*until=[^"]*)"', text)[-1]
        opened = desk.get(html.unescape(last)).context
        shown.append(opened["page"].paginator.count if kind == "donors" else opened["count"])
    assert shown == [2, 1]


def test_appeals_say_what_they_brought_for_what_they_cost_and_each_figure_opens_its_gifts(
    desk: Client,
) -> None:
    campaign, part = running(), make_campaign()
    Campaign.objects.filter(pk=part.pk).update(parent=campaign)
    letter, mail = make_appeal(campaign, code="letter"), make_appeal(part, code="mail")
    Appeal.objects.filter(pk=letter.pk).update(cost=Decimal("40.00"), sent_count=80)
    CampaignCost.objects.create(
        campaign=part, spent_on=date(2026, 11, 2), what="Hall", amount=Decimal("10.00"), created_at=MOMENT
    )
    for amount, appeal, to in (
        ("30", letter, campaign),
        ("70", letter, campaign),
        ("5", mail, part),
        ("7", None, part),
    ):
        gift = make_gift(campaign=to, amount=amount)
        Gift.objects.filter(pk=gift.pk).update(appeal=appeal)

    results = results_of(campaign)
    text = desk.get(f"/desk/campaigns/{campaign.slug}/").content.decode()
    links = re.findall(r'<a href="(/desk/gifts/\?within=[^"]*appeal=[^"]*)"><data', text)

    first, whole = results.appeals[0], results.whole
    assert (first.appeal, first.gifts, first.raised, first.net) == (letter, 2, Decimal(100), Decimal(60))
    assert (first.response, first.per_dollar, first.cost_per_dollar) == (
        Decimal("2.5"),
        Decimal("2.5"),
        Decimal("0.40"),
    )
    assert (whole.gifts, whole.raised, whole.cost, whole.net) == (4, Decimal(112), Decimal(50), Decimal(62))
    assert sorted(stands(desk, link) for link in links) == sorted(each.raised for each in results.appeals)


def test_the_page_asks_as_often_with_three_of_everything_as_with_one(desk: Client) -> None:
    campaign = running()
    path = f"/desk/campaigns/{campaign.slug}/"

    def more() -> None:
        Campaign.objects.filter(pk=make_campaign().pk).update(parent=campaign)
        Appeal.objects.filter(pk=make_appeal(campaign).pk).update(cost=Decimal("3.00"))
        make_gift(campaign=campaign)
        make_challenge(campaign=campaign)

    more()
    one = queries_of(desk, path)
    more()
    more()

    assert queries_of(desk, path) == one


def test_a_challenge_is_written_opened_changed_and_ended_in_the_browser(desk: Client) -> None:
    campaign, sponsor = running(ends_on=None), make_donor(name="Harbor Street Bank")
    form = {
        "name": "Doubled",
        "campaign": campaign.pk,
        "sponsor-who": f"{sponsor.pk}",
        "rate": "1.00",
        "pot": "500",
        "matches_for": "all",
        "starts_on": "2026-11-01",
        "ends_on": "2099-12-31",
    }
    make_gift(campaign=campaign, amount="60.00")

    desk.post("/desk/challenges/new/", form)
    challenge = Challenge.objects.get()
    page = reverse("gifts:challenge", args=[challenge.pk])
    draft = settle_all(now=NOW)
    desk.post(f"{page}open/")
    settle_all(now=NOW)
    shown = desk.get(page)
    refused = desk.post(f"{page}edit/", {**form, "sponsor-who": "", "rate": "2.00"}).content.decode()
    less = desk.post(f"{page}edit/", {**form, "sponsor-who": "", "pot": "50"}).content.decode()
    desk.post(f"{page}edit/", {**form, "sponsor-who": "", "pot": "60"})
    asked = desk.get(f"{page}end/").content.decode()
    desk.post(f"{page}end/")

    challenge.refresh_from_db()
    assert draft == 0
    assert [row.amount for row in shown.context["page"].rows] == [Decimal("60.00")]
    assert "first day and whose gifts it matches stay as they are" in refused
    assert "The pot has given $60.00 already" in less
    assert "This cannot be undone" in asked
    assert (challenge.state, challenge.pot, challenge.used) == ("ended", Decimal(60), Decimal(60))


def test_the_gifts_that_a_challenge_matched_are_a_list_of_their_own(desk: Client) -> None:
    challenge = make_challenge()
    kept, returned = (make_gift(campaign=challenge.campaign, amount="10.00") for _ in range(2))
    settle_all(now=NOW)
    make_line(returned, kind=LedgerLine.Kind.REFUND, amount=Decimal("-10.00"))
    settle_all(now=NOW)

    rows = desk.get(f"/desk/gifts/?challenge={challenge.pk}").context["page"].rows

    assert [gift.pk for gift in rows] == [kept.pk]


def test_lists_of_challenges_and_costs_ask_as_often_for_three_rows_as_for_one(desk: Client) -> None:
    campaign = running()
    paths = ["/desk/challenges/", f"/desk/campaigns/{campaign.slug}/costs/"]

    def more() -> None:
        make_challenge()
        CampaignCost.objects.create(
            campaign=campaign,
            spent_on=date(2026, 11, 2),
            what="Hall",
            amount=Decimal("1.00"),
            created_at=MOMENT,
        )

    more()
    one = [queries_of(desk, path) for path in paths]
    more()
    more()

    assert [queries_of(desk, path) for path in paths] == one
    assert "Write the first challenge" not in desk.get("/desk/challenges/").content.decode()


def test_a_cost_is_written_and_taken_out_after_a_question(desk: Client) -> None:
    campaign = running()
    page = f"/desk/campaigns/{campaign.slug}/costs/"

    wrong = desk.post(
        f"{page}add/", {"spent_on": "2026-11-02", "what": "Hall", "amount": ""}
    ).content.decode()
    desk.post(f"{page}add/", {"spent_on": "2026-11-02", "what": "Hall", "amount": "180"})
    cost = CampaignCost.objects.get()
    asked = desk.post(f"/desk/costs/{cost.pk}/remove/").content.decode()
    still = CampaignCost.objects.count()
    desk.post(f"/desk/costs/{cost.pk}/remove/", {"sure": "yes"})

    assert "Please write what it cost." in wrong
    assert "Take this cost out?" in asked
    assert (cost.amount, still, CampaignCost.objects.count()) == (Decimal(180), 1, 0)


def test_the_button_is_a_plain_link_around_a_picture_that_other_sites_may_show(desk: Client) -> None:
    campaign = running()
    appeal = make_appeal(campaign, code="friends-site")

    shown = desk.get(f"/desk/campaigns/{campaign.slug}/button/?appeal={appeal.code}").context["buttons"]
    picture = Client().get(shown[0].image)

    assert f"/give/{campaign.slug}/?appeal=friends-site" in shown[0].code
    assert "<script" not in shown[0].code
    assert picture.headers["Content-Type"] == "image/svg+xml"
    assert picture.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert not picture.cookies
    assert {each.language for each in shown} == {"en", "es"}
    assert Client().get("/give/button/xx/small.svg").status_code == 404
