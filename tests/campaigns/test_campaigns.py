"""A campaign's life: written, published, changed, closed, opened again."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.test import Client

from accounts.models import AuditEntry, Role, User
from campaigns.actions.campaigns import (
    CampaignFacts,
    Preset,
    close_campaign,
    create_campaign,
    edit_campaign,
    publish_campaign,
    reopen_campaign,
)
from campaigns.actions.refused import CampaignChanged, CampaignRefused
from campaigns.clock import close_what_ended
from campaigns.models import Campaign
from tests.campaigns.makers import campaign_facts
from tests.factories import make_campaign, make_fund, make_organisation, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def fundraiser() -> User:
    make_organisation()
    return make_user(Role.FUNDRAISER)


def draft(by: User, now: datetime, **values: object) -> Campaign:
    return create_campaign(facts=campaign_facts(**{"funds": (make_fund(),), **values}), by=by, now=now)


def test_a_new_campaign_is_a_draft_with_everything_that_was_written(fundraiser: User, now: datetime) -> None:
    fund = make_fund("housing")

    made = create_campaign(
        facts=campaign_facts(funds=(fund,), story="<p onclick=x>Warm</p>"), by=fundraiser, now=now
    )

    saved = Campaign.objects.get(slug="winter-beds")
    assert saved == made
    assert (saved.state, saved.story, saved.goal, saved.currency) == (
        "draft",
        "<p>Warm</p>",
        Decimal(1000),
        "usd",
    )
    assert list(saved.funds.all()) == [fund]
    assert [(each.amount, each.impact, each.is_default) for each in saved.presets.all()] == [
        (Decimal("25.00"), "one night", False),
        (Decimal("50.00"), "", True),
    ]


def test_the_public_never_sees_a_draft(fundraiser: User, now: datetime, client: Client) -> None:
    campaign = draft(fundraiser, now)

    assert client.get(campaign.get_absolute_url()).status_code == 404
    assert "Winter beds" not in client.get("/").content.decode()

    publish_campaign(campaign_id=campaign.pk, by=fundraiser, now=now)

    assert client.get(campaign.get_absolute_url()).status_code == 200
    assert "Winter beds" in client.get("/").content.decode()


def test_the_trail_keeps_who_did_what_and_of_a_story_only_that_it_changed(
    fundraiser: User, now: datetime
) -> None:
    campaign = draft(fundraiser, now, story="<p>Warm</p>")
    facts = campaign_facts(funds=tuple(campaign.funds.all()), story="<p>Warmer</p>", goal=Decimal("2000.00"))

    edit_campaign(campaign_id=campaign.pk, facts=facts, seen_at=campaign.updated_at, by=fundraiser, now=now)
    publish_campaign(campaign_id=campaign.pk, by=fundraiser, now=now)
    close_campaign(campaign_id=campaign.pk, by=fundraiser, now=now)
    reopen_campaign(campaign_id=campaign.pk, by=fundraiser, now=now)

    entries = AuditEntry.objects.order_by("pk")
    assert {(each.actor, each.at, each.about_kind, each.about_id) for each in entries} == {
        (fundraiser, now, "campaign", str(campaign.pk))
    }
    assert [each.verb for each in entries] == [
        "campaign.created",
        "campaign.edited",
        "campaign.published",
        "campaign.closed",
        "campaign.published",
    ]
    edited, published = entries[1], entries[2]
    assert (edited.before["goal"], edited.after["goal"]) == ("1000.00", "2000.00")
    assert edited.before.keys() == edited.after.keys() == {"goal", "story"}
    assert edited.before["story"] != edited.after["story"]
    assert "Warm" not in str([edited.before, edited.after, entries[0].after["story"]])
    assert (published.before, published.after) == ({"state": "draft"}, {"state": "published"})


@pytest.mark.parametrize(
    ("missing", "sentence"),
    [
        ({"funds": ()}, "an open fund"),
        ({"presets": ()}, "an amount to propose"),
        ({"summary": " "}, "a summary"),
        ({"ends_on": date(2026, 11, 24)}, "last day is over"),
    ],
)
def test_publishing_says_what_is_missing(
    fundraiser: User, now: datetime, missing: dict[str, object], sentence: str
) -> None:
    campaign = draft(fundraiser, now, **missing)

    with pytest.raises(CampaignRefused, match=sentence):
        publish_campaign(campaign_id=campaign.pk, by=fundraiser, now=now)

    campaign.refresh_from_db()
    assert campaign.state == Campaign.State.DRAFT


def test_a_campaign_whose_funds_are_all_closed_cannot_be_published(fundraiser: User, now: datetime) -> None:
    fund = make_fund()
    campaign = draft(fundraiser, now, funds=(fund,))
    fund.is_open = False
    fund.save()

    with pytest.raises(CampaignRefused, match="an open fund"):
        publish_campaign(campaign_id=campaign.pk, by=fundraiser, now=now)


def test_a_published_campaign_keeps_what_it_needs(fundraiser: User, now: datetime) -> None:
    campaign = draft(fundraiser, now)
    publish_campaign(campaign_id=campaign.pk, by=fundraiser, now=now)
    campaign.refresh_from_db()

    with pytest.raises(CampaignRefused, match="an amount to propose"):
        edit_campaign(
            campaign_id=campaign.pk,
            facts=campaign_facts(funds=tuple(campaign.funds.all()), presets=()),
            seen_at=campaign.updated_at,
            by=fundraiser,
            now=now,
        )

    assert campaign.presets.count() == 2


def test_the_address_of_a_public_page_stays(fundraiser: User, now: datetime) -> None:
    campaign = draft(fundraiser, now)
    facts = campaign_facts(funds=tuple(campaign.funds.all()), slug="other")
    moved = edit_campaign(
        campaign_id=campaign.pk, facts=facts, seen_at=campaign.updated_at, by=fundraiser, now=now
    )
    publish_campaign(campaign_id=campaign.pk, by=fundraiser, now=now)

    with pytest.raises(CampaignRefused, match="address"):
        edit_campaign(
            campaign_id=campaign.pk,
            facts=replace(facts, slug="third"),
            seen_at=moved.updated_at,
            by=fundraiser,
            now=now,
        )


def test_two_campaigns_never_share_an_address(fundraiser: User, now: datetime) -> None:
    draft(fundraiser, now)

    with pytest.raises(CampaignRefused, match="Another campaign"):
        draft(fundraiser, now)

    assert Campaign.objects.count() == 1


def test_what_somebody_else_saved_meanwhile_is_not_overwritten_unseen(
    fundraiser: User, now: datetime
) -> None:
    campaign = draft(fundraiser, now)
    facts: CampaignFacts = campaign_facts(funds=tuple(campaign.funds.all()))
    seen_at = campaign.updated_at
    edit_campaign(campaign_id=campaign.pk, facts=facts, seen_at=seen_at, by=fundraiser, now=now)

    with pytest.raises(CampaignChanged):
        edit_campaign(campaign_id=campaign.pk, facts=facts, seen_at=seen_at, by=fundraiser, now=now)


def test_a_step_that_was_done_already_is_refused(fundraiser: User, now: datetime) -> None:
    campaign = make_campaign(state=Campaign.State.PUBLISHED)

    with pytest.raises(CampaignRefused):
        publish_campaign(campaign_id=campaign.pk, by=fundraiser, now=now)
    with pytest.raises(CampaignRefused):
        reopen_campaign(campaign_id=campaign.pk, by=fundraiser, now=now)
    close_campaign(campaign_id=campaign.pk, by=fundraiser, now=now)
    with pytest.raises(CampaignRefused):
        close_campaign(campaign_id=campaign.pk, by=fundraiser, now=now)


def test_a_campaign_closes_when_its_last_day_is_over_where_the_organisation_is(fundraiser: User) -> None:
    make_organisation(zone="America/New_York")
    campaign = make_campaign(slug="ends")
    Campaign.objects.filter(pk=campaign.pk).update(ends_on=date(2026, 11, 25))
    endless = make_campaign(slug="endless")
    midnight = datetime(2026, 11, 26, 5, 0, tzinfo=UTC)

    close_what_ended(midnight - timedelta(seconds=1))
    campaign.refresh_from_db()
    assert campaign.state == Campaign.State.PUBLISHED

    close_what_ended(midnight)
    close_what_ended(midnight)
    campaign.refresh_from_db()
    endless.refresh_from_db()
    assert (campaign.state, endless.state) == (Campaign.State.CLOSED, Campaign.State.PUBLISHED)
    entry = AuditEntry.objects.get()
    assert (entry.actor, entry.verb, entry.at) == (None, "campaign.closed", midnight)


def test_presets_are_what_was_written_last(fundraiser: User, now: datetime) -> None:
    campaign = draft(fundraiser, now)

    edit_campaign(
        campaign_id=campaign.pk,
        facts=campaign_facts(
            funds=tuple(campaign.funds.all()), presets=(Preset(Decimal("25.00"), is_default=True),)
        ),
        seen_at=campaign.updated_at,
        by=fundraiser,
        now=now,
    )

    assert [(each.amount, each.is_default) for each in campaign.presets.all()] == [(Decimal("25.00"), True)]
