"""What a campaign needs before the public sees it."""

from datetime import datetime

from django.utils.translation import gettext as _

from accounts.organisation import the_organisation
from campaigns.actions.refused import CampaignRefused
from campaigns.models import Campaign
from core.clock import legal_day
from core.shield import holds_place


def check_ready(campaign: Campaign, now: datetime) -> None:
    """Raises: CampaignRefused with what is missing."""
    missing = []
    if not campaign.summary.strip():
        missing.append(_("a summary"))
    if not campaign.funds.filter(is_open=True).exists():
        missing.append(_("an open fund that takes the money"))
    if not campaign.presets.exists():
        missing.append(_("an amount to propose"))
    if missing:
        raise CampaignRefused(_("Before the public sees it, it needs: %s.") % ", ".join(missing))
    _check_tells_no_place(campaign)
    if campaign.ends_on and campaign.ends_on < legal_day(now, the_organisation().zone):
        raise CampaignRefused(_("Its last day is over. Please choose a later one, or none, first."))


def _check_tells_no_place(campaign: Campaign) -> None:
    """Forms refuse it too; but a text may be older than the place that it tells."""
    texts = {
        _("name"): (campaign.name, campaign.name_es),
        _("summary"): (campaign.summary, campaign.summary_es),
        _("story"): (campaign.story, campaign.story_es),
        _("amounts"): [(preset.impact, preset.impact_es) for preset in campaign.presets.all()],
        _("funds"): [
            (fund.name, fund.name_es, fund.purpose, fund.purpose_es) for fund in campaign.funds.all()
        ],
    }
    told = [name for name, said in texts.items() if holds_place(said)]
    if told:
        raise CampaignRefused(
            _("It tells where a confidential place is. Please take that out first: %s.") % ", ".join(told)
        )
