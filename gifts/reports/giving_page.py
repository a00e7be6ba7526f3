"""Everything that a giving page shows, in one read whose cost does not grow with the gifts."""

import json
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import connection

from accounts.models import Organisation
from campaigns.models import Campaign, Fund, PresetAmount
from gifts.models import GivingPolicy

READ = """
    SELECT json_build_object(
        'campaign', to_json(campaign),
        'funds', (
            SELECT json_agg(fund ORDER BY fund.position, fund.id) FROM campaigns_fund AS fund
            JOIN campaigns_campaign_funds AS link ON link.fund_id = fund.id
            WHERE link.campaign_id = campaign.id AND fund.is_open
        ),
        'presets', (
            SELECT json_agg(preset ORDER BY preset.amount) FROM campaigns_presetamount AS preset
            WHERE preset.campaign_id = campaign.id
        ),
        'policy', (SELECT to_json(policy) FROM gifts_givingpolicy AS policy WHERE policy.id = 1),
        'organisation', (
            SELECT json_build_object(
                'id', id, 'legal_name', legal_name, 'public_name', public_name, 'tax_number', tax_number,
                'address', address, 'email', email, 'phone', phone, 'website', website, 'zone', zone,
                'regime', regime
            ) FROM accounts_organisation WHERE id = 1
        )
    )::text,
    (SELECT coalesce(sum(raised), 0) FROM gifts_campaigntotal WHERE campaign_id = campaign.id)
    FROM campaigns_campaign AS campaign WHERE campaign.slug = %s
"""


@dataclass(frozen=True)
class GivingPage:
    """A campaign with its open funds and proposed amounts, what it raised, and the rules for giving.

    The objects are for reading: they were not loaded by the ORM and must not be saved.
    """

    campaign: Campaign
    funds: tuple[Fund, ...]
    presets: tuple[PresetAmount, ...]
    raised: Decimal
    policy: GivingPolicy
    organisation: Organisation

    @property
    def proposed(self) -> Decimal | None:
        """The amount that is chosen before the donor chooses; None where a campaign proposes none."""
        amounts = [preset.amount for preset in self.presets if preset.is_default]
        amounts += [preset.amount for preset in self.presets]
        return next(iter(amounts), None)


@dataclass(frozen=True)
class Facts:
    """What the database says of a page: `text` is equal while nothing but the money changed."""

    text: str
    raised: Decimal


def read_facts(slug: str) -> Facts | None:
    """Return the facts of a campaign's page, whatever its state; None when there is no such campaign."""
    with connection.cursor() as cursor:
        cursor.execute(READ, [slug])
        row = cursor.fetchone()
    return None if row is None else Facts(*row)


def page_of(facts: Facts) -> GivingPage:
    """Return the page that the facts describe."""
    data: dict[str, Any] = json.loads(facts.text, parse_float=Decimal)
    campaign = data["campaign"]
    for day in ("starts_on", "ends_on"):
        campaign[day] = date.fromisoformat(campaign[day]) if campaign[day] else None
    for moment in ("created_at", "updated_at"):
        del campaign[moment]
    return GivingPage(
        campaign=Campaign(**campaign),
        funds=tuple(Fund(**fund) for fund in data["funds"] or ()),
        presets=tuple(PresetAmount(**preset) for preset in data["presets"] or ()),
        raised=facts.raised,
        policy=GivingPolicy(**(data["policy"] or {"id": 1})),
        organisation=Organisation(
            **(data["organisation"] or {"id": 1, "legal_name": "Safe Harbor", "public_name": "Safe Harbor"})
        ),
    )
