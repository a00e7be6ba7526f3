"""Texts of campaigns: what we ask for."""

from core.texts.text import AGREED, KEPT, Text

CAMPAIGNS: dict[str, Text] = {
    "campaigns.Fund.purpose": Text("what the fund pays for", 300, "public", "shapes", KEPT),
    "campaigns.Fund.purpose_es": Text("the same in Spanish", 300, "public", "shapes", KEPT),
    "campaigns.Campaign.summary": Text("one sentence on cards and in search", 300, "public", "shapes", KEPT),
    "campaigns.Campaign.summary_es": Text("the same in Spanish", 300, "public", "shapes", KEPT),
    "campaigns.Campaign.story": Text("the page's body, cleaned HTML", 20_000, "public", "shapes", KEPT),
    "campaigns.Campaign.story_es": Text("the same in Spanish", 20_000, "public", "shapes", KEPT),
    "campaigns.PresetAmount.impact": Text("what an amount does", 160, "public", "shapes", KEPT),
    "campaigns.PresetAmount.impact_es": Text("the same in Spanish", 160, "public", "shapes", KEPT),
    "campaigns.Challenge.words": Text("what a sponsor promises", 200, "public", "shapes", KEPT),
    "campaigns.Challenge.words_es": Text("the same in Spanish", 200, "public", "shapes", KEPT),
    "campaigns.Story.text": Text("what somebody agreed to be told", 1200, "public", "shapes", AGREED),
    "campaigns.Story.text_es": Text("the same in Spanish", 1200, "public", "shapes", AGREED),
    "campaigns.Story.picture": Text("a picture somebody agreed to", None, "public", "machine", AGREED),
    "campaigns.PeerPage.words": Text("why somebody asks their friends", 600, "public", "shapes", KEPT),
    "campaigns.WishItem.note": Text("what to look for", 160, "public", "shapes", KEPT),
    "campaigns.WishItem.note_es": Text("the same in Spanish", 160, "public", "shapes", KEPT),
    "campaigns.DropOff.address": Text("where goods are brought", 300, "public", "address", KEPT),
    "campaigns.DropOff.hours": Text("when it is open", 160, "public", "shapes", KEPT),
    "campaigns.DropOff.hours_es": Text("the same in Spanish", 160, "public", "shapes", KEPT),
}
