"""A campaign's life: written, published, changed, closed, opened again."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from accounts.audit import record
from accounts.models import User
from accounts.organisation import the_organisation
from campaigns.actions.ready import check_ready
from campaigns.actions.refused import CampaignChanged, CampaignRefused
from campaigns.actions.story import clean_story
from campaigns.actions.trail import Facts, changed, fingerprint
from campaigns.models import Campaign, CampaignShare, Fund, GoalKind, PresetAmount
from core.clock import legal_day

COLUMNS = (
    "slug",
    "name",
    "name_es",
    "summary",
    "summary_es",
    "parent_id",
    "goal_kind",
    "goal",
    "goal_count",
    "starts_on",
    "ends_on",
    "picture",
    "position",
)
# what the database keeps, and how it is told
REFUSED = {
    "campaign_slug": _l("Another campaign has this address already."),
    "campaign_tree_has_no_circle": _l("It cannot stand below itself or below one of its own parts."),
    "campaign_tree_has_three_levels": _l("Campaigns stand on three levels at most."),
}


@dataclass(frozen=True)
class Preset:
    """An amount that the page proposes."""

    amount: Decimal
    impact: str = ""
    impact_es: str = ""
    is_default: bool = False


@dataclass(frozen=True)
class CampaignFacts:
    """All that staff write about a campaign. The stories may hold any text: they are cleaned here."""

    slug: str
    name: str
    summary: str
    starts_on: date
    funds: tuple[Fund, ...]
    presets: tuple[Preset, ...]
    name_es: str = ""
    summary_es: str = ""
    story: str = ""
    story_es: str = ""
    parent_id: int | None = None
    goal_kind: str = GoalKind.MONEY
    goal: Decimal | None = None
    goal_count: int | None = None
    split: tuple[tuple[Fund, Decimal], ...] = ()  # percents that sum to 100, or none
    ends_on: date | None = None
    picture: str = "harbor"
    position: int = 0


def create_campaign(*, facts: CampaignFacts, by: User, now: datetime) -> Campaign:
    """Write a draft down. Raises: CampaignRefused when another campaign has its address, or its place or
    its shares cannot be.
    """
    campaign = Campaign(currency=settings.CURRENCY)
    _save(campaign, facts, before={}, by=by, now=now, verb="campaign.created")
    return campaign


def edit_campaign(
    *, campaign_id: int, facts: CampaignFacts, seen_at: datetime, by: User, now: datetime
) -> Campaign:
    """Change a campaign that the person saw as it was at `seen_at`, its `updated_at`.

    Raises: CampaignChanged; CampaignRefused when another campaign has its address, when a public page would
    move, or when a published one would lack what it needs.
    """
    with transaction.atomic():
        campaign = _locked(campaign_id)
        if campaign.updated_at != seen_at:
            raise CampaignChanged(
                _(
                    "Somebody else changed this campaign while you wrote. Nothing is lost: look at it in "
                    "another window, then save again to keep yours."
                )
            )
        if campaign.state != Campaign.State.DRAFT and facts.slug != campaign.slug:
            raise CampaignRefused(_("The address is known to the public, so it stays as it is."))
        _save(campaign, facts, before=facts_of(campaign), by=by, now=now, verb="campaign.edited")
        if campaign.state == Campaign.State.PUBLISHED:
            check_ready(campaign, now)
    return campaign


def publish_campaign(*, campaign_id: int, by: User, now: datetime) -> None:
    """Show a draft to the public and take gifts.

    Raises: CampaignRefused when something is missing, or when it is no draft.
    """
    _move(campaign_id, Campaign.State.DRAFT, Campaign.State.PUBLISHED, by=by, now=now)


def reopen_campaign(*, campaign_id: int, by: User, now: datetime) -> None:
    """Take gifts again for a closed campaign.

    Raises: CampaignRefused when something is missing, its last day is over, or it is not closed.
    """
    _move(campaign_id, Campaign.State.CLOSED, Campaign.State.PUBLISHED, by=by, now=now)


def close_campaign(*, campaign_id: int, by: User | None, now: datetime) -> None:
    """Take no more gifts; the page stays. `by` None: the clock.

    Raises: CampaignRefused when it is not published.
    """
    _move(campaign_id, Campaign.State.PUBLISHED, Campaign.State.CLOSED, by=by, now=now)


def close_ended(*, now: datetime) -> int:
    """Close published campaigns whose last day is over in the organisation's zone; returns how many."""
    today = legal_day(now, the_organisation().zone)
    with transaction.atomic():
        ended = list(Campaign.objects.running().filter(ends_on__lt=today).select_for_update())
        for campaign in ended:
            close_campaign(campaign_id=campaign.pk, by=None, now=now)
    return len(ended)


def facts_of(campaign: Campaign) -> Facts:
    """Return what the audit trail keeps of a campaign; of the stories only what tells them apart."""
    presets = [
        f"{preset.amount}{'*' if preset.is_default else ''} {preset.impact}/{preset.impact_es}".strip(" /")
        for preset in campaign.presets.all()
    ]
    columns = {name: getattr(campaign, name) for name in COLUMNS}
    return {
        **{name: None if value is None else str(value) for name, value in columns.items()},
        "story": fingerprint(campaign.story),
        "story_es": fingerprint(campaign.story_es),
        "funds": ", ".join(fund.code for fund in campaign.funds.all()),
        "split": ", ".join(f"{share.fund.code} {share.percent}" for share in _shares(campaign)),
        "presets": "; ".join(presets),
    }


def _shares(campaign: Campaign) -> list[CampaignShare]:
    return list(campaign.shares.select_related("fund"))


def _locked(campaign_id: int) -> Campaign:
    return Campaign.objects.select_for_update().get(pk=campaign_id)


def _save(
    campaign: Campaign, facts: CampaignFacts, *, before: Facts, by: User, now: datetime, verb: str
) -> None:
    for name in COLUMNS:
        setattr(campaign, name, getattr(facts, name))
    campaign.story, campaign.story_es = clean_story(facts.story), clean_story(facts.story_es)
    _check_split(facts)
    try:
        with transaction.atomic():
            campaign.save()
            campaign.funds.set(facts.funds)
            campaign.presets.all().delete()
            PresetAmount.objects.bulk_create(
                PresetAmount(campaign=campaign, **vars(preset)) for preset in facts.presets
            )
            campaign.shares.all().delete()
            CampaignShare.objects.bulk_create(
                CampaignShare(campaign=campaign, fund=fund, percent=percent) for fund, percent in facts.split
            )
            old, new = changed(before, facts_of(campaign))
            about = ("campaign", str(campaign.pk))
            record(actor=by, verb=verb, about=about, now=now, before=old, after=new)
    except IntegrityError as error:
        words = next((words for name, words in REFUSED.items() if name in str(error)), None)
        if words is None:
            raise
        raise CampaignRefused(str(words)) from error


def _check_split(facts: CampaignFacts) -> None:
    if not facts.split:
        return
    if sum(percent for _fund, percent in facts.split) != 100:
        raise CampaignRefused(_("The shares of the funds must sum to 100 percent."))
    if any(fund not in facts.funds for fund, _percent in facts.split):
        raise CampaignRefused(_("Only funds that donors may choose can have a share."))


def _move(campaign_id: int, old: str, new: str, *, by: User | None, now: datetime) -> None:
    with transaction.atomic():
        campaign = _locked(campaign_id)
        if campaign.state != old:
            said = {"name": campaign, "state": campaign.get_state_display().lower()}
            raise CampaignRefused(_("“%(name)s” is %(state)s, so this cannot be done.") % said)
        if new == Campaign.State.PUBLISHED:
            check_ready(campaign, now)
        Campaign.objects.filter(pk=campaign.pk).update(state=new)
        about = ("campaign", str(campaign.pk))
        record(
            actor=by,
            verb=f"campaign.{new}",
            about=about,
            now=now,
            before={"state": old},
            after={"state": new},
        )
