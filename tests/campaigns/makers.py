"""What staff would type, as facts and as posted forms."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from campaigns.actions.campaigns import CampaignFacts, Preset
from campaigns.models import Campaign, Fund
from tests.factories import make_fund


def campaign_facts(**values: Any) -> CampaignFacts:
    """A complete campaign that nobody wrote down yet."""
    facts = CampaignFacts(
        slug="winter-beds",
        name="Winter beds",
        summary="A warm bed for every night of winter.",
        starts_on=date(2026, 11, 1),
        funds=(),
        presets=(Preset(Decimal("25.00"), impact="one night"), Preset(Decimal("50.00"), is_default=True)),
        goal=Decimal("1000.00"),
    )
    return replace(facts, **values)


def campaign_form(fund: Fund | None = None, **values: str) -> dict[str, Any]:
    """What a browser sends for a new campaign with two amounts."""
    return {
        "name": "Winter beds",
        "summary": "A warm bed for every night of winter.",
        "story": "<p>Warm.</p>",
        "goal": "1,000",
        "starts_on": "2026-11-01",
        "picture": "lighthouse",
        "funds": [str((fund or make_fund()).pk)],
        "presets-TOTAL_FORMS": "3",
        "presets-INITIAL_FORMS": "0",
        "presets-0-amount": "25",
        "presets-0-impact": "one night",
        "presets-1-amount": "$50.00",
        "presets-1-is_default": "on",
        **values,
    }


def form_of(campaign: Campaign, **values: str) -> dict[str, Any]:
    """What a browser sends when a campaign is saved unchanged but for some values."""
    fund = campaign.funds.get()
    facts = {
        "slug": campaign.slug,
        "version": campaign.updated_at.isoformat(),
        "starts_on": str(campaign.starts_on),
    }
    return campaign_form(fund, **{**facts, **values})


def queries_of(client: Client, path: str) -> int:
    """How often a page asks the database, once it is warm."""
    client.get(path)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    return len(captured)
