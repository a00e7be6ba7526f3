"""What happened, told in sentences from what the rows say."""

from desk.stories.donor import KINDS, timeline_of
from desk.stories.gift import Beat, story_of

__all__ = ["KINDS", "Beat", "story_of", "timeline_of"]
