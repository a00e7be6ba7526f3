"""Who adds to the gifts of others at the demo organisation, and how its campaigns hang together."""

from datetime import date, datetime, timedelta
from decimal import Decimal

from accounts.models import Role, User
from accounts.organisation import the_organisation
from campaigns.actions.campaigns import CampaignFacts, Preset, create_campaign, publish_campaign
from campaigns.actions.challenges import ChallengeFacts, create_challenge, open_challenge
from campaigns.actions.costs import CostFacts, add_cost
from campaigns.models import Appeal, Campaign, Challenge, Fund, GoalKind
from core.clock import legal_day
from donors.models import Donor
from gifts.actions.challenges import settle_all

UMBRELLA = "year-end"
COSTS = (("Printing and layout", "420.00", 40), ("Room for the open evening", "180.00", 21))
REACHED = {Appeal.Kind.MAILING: 1800, Appeal.Kind.EMAIL: 3200, Appeal.Kind.EVENT: 85}


def gather_sponsors(campaigns: list[Campaign], now: datetime) -> None:
    """Put two campaigns under one roof, and two sponsors beside them. Repeating changes nothing."""
    if Challenge.objects.exists():
        return
    today = legal_day(now, the_organisation().zone)
    by = User.objects.filter(grants__role=Role.FUNDRAISER).order_by("pk")[0]
    roof = _roof(campaigns[1:3], today=today, by=by, now=now)
    Campaign.objects.filter(pk__in=[each.pk for each in campaigns[1:3]]).update(parent=roof)
    for appeal in Appeal.objects.filter(sent_count=None):
        Appeal.objects.filter(pk=appeal.pk).update(sent_count=REACHED.get(Appeal.Kind(appeal.kind)))
    for what, amount, days in COSTS:
        facts = CostFacts(spent_on=today - timedelta(days=days), what=what, amount=Decimal(amount))
        add_cost(campaign_id=roof.pk, facts=facts, by=by, now=now)
    _promise(campaigns, today=today, by=by, now=now)


def _promise(campaigns: list[Campaign], *, today: date, by: User, now: datetime) -> None:
    """One pot that runs and one that is used up, both by the gifts of the year."""
    roof = Campaign.objects.get(slug=UMBRELLA)
    bank = Donor.objects.create(name="Harbor Street Bank", kind=Donor.Kind.ORGANISATION)
    family = Donor.objects.create(name="The Alvarez family")
    promises = [
        ChallengeFacts(
            campaign_id=roof.pk,
            sponsor_id=bank.pk,
            name="Harbor Street Bank doubles the year's end",
            rate=Decimal("1.00"),
            pot=Decimal("20000.00"),
            cap=Decimal("500.00"),
            starts_on=today - timedelta(days=60),
            ends_on=max(date(today.year, 12, 31), today + timedelta(days=14)),
            words="Harbor Street Bank doubles what you give.",
            words_es="Harbor Street Bank duplica lo que usted da.",
        ),
        ChallengeFacts(
            campaign_id=campaigns[0].pk,
            sponsor_id=family.pk,
            name="A family adds half",
            rate=Decimal("0.50"),
            pot=Decimal("250.00"),
            starts_on=today - timedelta(days=200),
            ends_on=today + timedelta(days=20),
        ),
    ]
    for facts in promises:
        made = create_challenge(facts=facts, by=by, now=now)
        open_challenge(challenge_id=made.pk, by=by, now=now)
    settle_all(now=now)


def _roof(parts: list[Campaign], *, today: date, by: User, now: datetime) -> Campaign:
    funds = tuple(Fund.objects.filter(campaigns__in=parts).distinct().order_by("position"))
    even = (Decimal(100) / len(funds)).quantize(Decimal("0.01"))
    percents = [even] * (len(funds) - 1)
    facts = CampaignFacts(
        slug=UMBRELLA,
        name="Together through winter",
        name_es="Juntos durante el invierno",
        summary="One goal for the end of the year: rooms, school and time for people who start again.",
        summary_es="Una meta para el fin de año: techo, escuela y tiempo para quienes empiezan de nuevo.",
        story="<p>Give to the whole of it and leave it to us where it is needed most, or choose a part.</p>",
        story_es="<p>Dé para el conjunto y déjenos decidir dónde más se necesita, o elija una parte.</p>",
        starts_on=today - timedelta(days=60),
        ends_on=max(date(today.year, 12, 31), today + timedelta(days=14)),
        goal_kind=GoalKind.MONEY,
        goal=Decimal("20000.00"),
        funds=funds,
        split=tuple(zip(funds, [*percents, Decimal(100) - sum(percents)], strict=True)) if funds else (),
        presets=(
            Preset(Decimal("40.00"), impact="a week of groceries", impact_es="una semana de alimentos"),
            Preset(
                Decimal("90.00"),
                impact="three nights in a safe room",
                impact_es="tres noches en una habitación segura",
                is_default=True,
            ),
            Preset(Decimal("250.00"), impact="a month of school", impact_es="un mes de escuela"),
        ),
        picture="lighthouse",
        position=9,
    )
    roof = create_campaign(facts=facts, by=by, now=now)
    publish_campaign(campaign_id=roof.pk, by=by, now=now)
    return roof
