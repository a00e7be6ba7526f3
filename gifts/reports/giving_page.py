"""Everything that a giving page shows, in one read whose cost does not grow with the gifts."""

import json
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import connection

from accounts.models import Organisation
from campaigns.models import Campaign, Challenge, Fund, PresetAmount
from core.clock import legal_day
from core.money import ZERO
from gifts.models import GivingPolicy
from gifts.reports.progress import Progress

# first what staff write, then what money changes. Donors of several campaigns of one tree count once: only
# there they are counted anew, and only for a goal that is counted in donors
READ = """
    WITH RECURSIVE page AS (
        SELECT * FROM campaigns_campaign WHERE slug = %s
    ), down (id) AS (
        SELECT id FROM page
        UNION SELECT child.id FROM campaigns_campaign AS child JOIN down ON child.parent_id = down.id
    ), up (id, parent_id) AS (
        SELECT id, parent_id FROM page
        UNION
        SELECT above.id, above.parent_id FROM campaigns_campaign AS above JOIN up ON above.id = up.parent_id
    ), child AS (
        SELECT * FROM campaigns_campaign WHERE parent_id = (SELECT id FROM page) AND state <> 'draft'
    ), promise AS (
        SELECT * FROM campaigns_challenge WHERE campaign_id IN (SELECT id FROM up) AND state <> 'draft'
            AND COALESCE(ended_at::date, ends_on) > CURRENT_DATE - 14
    )
    SELECT json_build_object(
        'campaign', to_json(campaign),
        'above', (
            SELECT to_json(above) FROM campaigns_campaign AS above
            WHERE above.id = campaign.parent_id AND above.state <> 'draft'
        ),
        'below', (SELECT json_agg(child ORDER BY child.position, child.id) FROM child),
        'funds', (
            SELECT json_agg(fund ORDER BY fund.position, fund.id) FROM campaigns_fund AS fund
            JOIN campaigns_campaign_funds AS link ON link.fund_id = fund.id
            WHERE link.campaign_id = campaign.id AND fund.is_open
        ),
        'split', (
            SELECT json_agg(json_build_array(share.fund_id, share.percent) ORDER BY share.id)
            FROM campaigns_campaignshare AS share WHERE share.campaign_id = campaign.id
        ),
        'presets', (
            SELECT json_agg(preset ORDER BY preset.amount) FROM campaigns_presetamount AS preset
            WHERE preset.campaign_id = campaign.id
        ),
        'challenges', (
            SELECT json_agg(to_jsonb(promise) - 'used' ORDER BY promise.ends_on, promise.id) FROM promise
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
    json_build_object(
        'total', (
            SELECT json_build_array(
                COALESCE(SUM(raised), 0), COALESCE(SUM(donors), 0),
                COALESCE(SUM(monthly), 0), COALESCE(SUM(goods), 0)
            ) FROM gifts_campaigntotal WHERE campaign_id IN (SELECT id FROM down)
        ),
        'donors', CASE WHEN campaign.goal_kind = 'donors' AND EXISTS (SELECT FROM child) THEN (
            SELECT COUNT(DISTINCT donor_number) FROM gifts_campaigngiver
            WHERE campaign_id IN (SELECT id FROM down) AND raised > 0
        ) END,
        'below', (
            SELECT json_object_agg(id, (
                WITH RECURSIVE under (id) AS (
                    SELECT child.id
                    UNION SELECT low.id FROM campaigns_campaign AS low JOIN under ON low.parent_id = under.id
                ) SELECT COALESCE(SUM(raised), 0) FROM gifts_campaigntotal
                WHERE campaign_id IN (SELECT id FROM under)
            )) FROM child
        ),
        'used', (SELECT json_object_agg(id, used) FROM promise)
    )::text
    FROM page AS campaign
"""
DAYS = ("starts_on", "ends_on")
MOMENTS = ("created_at", "updated_at")


@dataclass(frozen=True)
class GivingPage:
    """A campaign with its open funds and proposed amounts, what it raised, and the rules for giving.

    The objects are for reading: they were not loaded by the ORM and must not be saved. `split` says in
    percent how funds share what donors leave to us; empty where they cannot. `below` are the campaigns
    under this one with what each raised.
    """

    campaign: Campaign
    funds: tuple[Fund, ...]
    presets: tuple[PresetAmount, ...]
    progress: Progress
    policy: GivingPolicy
    organisation: Organisation
    split: tuple[tuple[Fund, Decimal], ...] = ()
    above: Campaign | None = None
    below: tuple[tuple[Campaign, Decimal], ...] = ()
    challenges: tuple[Challenge, ...] = field(default=())

    @property
    def raised(self) -> Decimal:
        """What stands of all gifts, those to campaigns below included."""
        return self.progress.raised

    @property
    def proposed(self) -> Decimal | None:
        """The amount that is chosen before the donor chooses; None where a campaign proposes none."""
        amounts = [preset.amount for preset in self.presets if preset.is_default]
        amounts += [preset.amount for preset in self.presets]
        return next(iter(amounts), None)

    def today(self, now: datetime) -> date:
        """The organisation's day."""
        return legal_day(now, self.organisation.zone)


@dataclass(frozen=True)
class Facts:
    """What the database says of a page: `text` is equal while nothing but the money changed."""

    text: str
    money: str


def read_facts(slug: str) -> Facts | None:
    """Return the facts of a campaign's page, whatever its state; None when there is no such campaign."""
    with connection.cursor() as cursor:
        cursor.execute(READ, [slug])
        row = cursor.fetchone()
    return None if row is None else Facts(*row)


def page_of(facts: Facts) -> GivingPage:
    """Return the page that the facts describe."""
    data: dict[str, Any] = json.loads(facts.text, parse_float=Decimal)
    money: dict[str, Any] = json.loads(facts.money, parse_float=Decimal, parse_int=Decimal)
    campaign = _campaign(data["campaign"])
    funds = tuple(Fund(**fund) for fund in data["funds"] or ())
    raised, donors, monthly, goods = money["total"]
    progress = Progress(
        campaign=campaign,
        raised=raised,
        donors=int(donors if money["donors"] is None else money["donors"]),
        monthly=int(monthly),
        goods=int(goods),
    )
    return GivingPage(
        campaign=campaign,
        funds=funds,
        presets=tuple(PresetAmount(**preset) for preset in data["presets"] or ()),
        progress=progress,
        policy=GivingPolicy(**(data["policy"] or {"id": 1})),
        organisation=Organisation(
            **(data["organisation"] or {"id": 1, "legal_name": "Safe Harbor", "public_name": "Safe Harbor"})
        ),
        split=_split(data["split"] or (), funds),
        above=_campaign(data["above"]) if data["above"] else None,
        below=tuple(
            (_campaign(child), money["below"].get(str(child["id"]), ZERO)) for child in data["below"] or ()
        ),
        challenges=tuple(_challenge(each, money["used"]) for each in data["challenges"] or ()),
    )


def _campaign(facts: dict[str, Any]) -> Campaign:
    return Campaign(**_with_days(facts))


def _challenge(facts: dict[str, Any], used: dict[str, Decimal]) -> Challenge:
    values = {**_with_days(facts), "used": used[str(facts["id"])]}
    values["pot"], values["rate"] = Decimal(values["pot"]), Decimal(values["rate"])
    values["ended_at"] = datetime.fromisoformat(values["ended_at"]) if values["ended_at"] else None
    return Challenge(**values)


def _with_days(facts: dict[str, Any]) -> dict[str, Any]:
    values = {name: value for name, value in facts.items() if name not in MOMENTS}
    for day in DAYS:
        values[day] = date.fromisoformat(values[day]) if values[day] else None
    return values


def _split(shares: Any, funds: tuple[Fund, ...]) -> tuple[tuple[Fund, Decimal], ...]:
    """The funds that share; none where one of them is closed or not among the campaign's own."""
    known = {fund.pk: fund for fund in funds}
    if len(shares) < 2 or any(fund_id not in known for fund_id, _percent in shares):
        return ()
    return tuple((known[fund_id], Decimal(percent)) for fund_id, percent in shares)
