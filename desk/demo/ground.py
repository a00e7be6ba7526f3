"""What stands before the first gift: organisation, policy, funds, campaigns, appeals."""

from datetime import date
from decimal import Decimal

from accounts.models import Organisation
from campaigns.models import Appeal, Campaign, Fund
from desk.demo.words import APPEALS, HELP, ORGANISATION, Ask, asks
from gifts.models import GivingPolicy


def lay(today: date) -> list[Campaign]:
    """Write the organisation down and return its running campaigns. Repeating it changes nothing."""
    Organisation.objects.update_or_create(pk=1, defaults=ORGANISATION)
    GivingPolicy.objects.get_or_create(pk=1)
    for position, (code, name, name_es, purpose, purpose_es) in enumerate(HELP):
        words = {"name": name, "name_es": name_es, "purpose": purpose, "purpose_es": purpose_es}
        Fund.objects.update_or_create(code=code, defaults={**words, "position": position})
    campaigns = [_campaign(ask, position) for position, ask in enumerate(asks(today))]
    for slug, code, name, kind, cost in APPEALS:
        facts = {
            "campaign": Campaign.objects.get(slug=slug),
            "name": name,
            "kind": kind,
            "cost": Decimal(cost),
        }
        Appeal.objects.update_or_create(code=code, defaults={**facts, "sent_on": today})
    return campaigns


def _campaign(ask: Ask, position: int) -> Campaign:
    columns = (
        "name",
        "name_es",
        "summary",
        "summary_es",
        "story",
        "story_es",
        "goal",
        "starts_on",
        "ends_on",
        "picture",
    )
    campaign, _made = Campaign.objects.update_or_create(
        slug=ask.slug,
        defaults={
            **{column: getattr(ask, column) for column in columns},
            "currency": "usd",
            "state": Campaign.State.PUBLISHED,
            "position": position,
        },
    )
    campaign.funds.set(Fund.objects.filter(code__in=ask.funds))
    for place, (amount, impact, impact_es) in enumerate(ask.presets):
        campaign.presets.update_or_create(
            amount=Decimal(amount),
            defaults={"impact": impact, "impact_es": impact_es, "is_default": place == 1},
        )
    return campaign
