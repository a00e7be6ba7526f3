"""Whether a text that the public reads tells a confidential place: it may be older than the place."""

from django.apps import apps

from core.shield import holds_place
from core.texts import TEXTS
from volunteers.models import SiteSecret

TYPED = {"shapes", "address", "name"}
# lines too short for the register of long texts, that strangers read all the same
SHORT = (
    "campaigns.Campaign.name",
    "campaigns.Campaign.name_es",
    "campaigns.DropOff.name",
    "campaigns.Fund.name",
    "campaigns.Fund.name_es",
    "campaigns.ImpactMeasure.name",
    "campaigns.ImpactMeasure.name_es",
    "campaigns.PeerPage.shown_name",
    "campaigns.PeerPage.title",
    "campaigns.Story.picture_says",
    "campaigns.Story.title",
    "campaigns.Story.title_es",
    "campaigns.WishItem.name",
    "campaigns.WishItem.name_es",
)


def columns_that_tell() -> list[str]:
    """Return the columns of public texts of which some row tells a place: names only, never words."""
    if not SiteSecret.objects.exists():
        return []
    public = [name for name, text in TEXTS.items() if text.readers == "public" and text.guard in TYPED]
    return [name for name in sorted([*public, *SHORT]) if _tells(name)]


def _tells(name: str) -> bool:
    """Tables above this app are asked by name, without being known."""
    label, _dot, column = name.rpartition(".")
    rows = apps.get_model(label)._default_manager.exclude(**{column: ""})
    return any(holds_place(text) for text in rows.values_list(column, flat=True).iterator())
