"""Counts and stories as tests need them."""

import io
from datetime import date
from typing import Any

from PIL import Image

from accounts.models import Role, User
from campaigns.actions.impact import FigureFacts, MeasureFacts, save_figure, save_measure
from campaigns.actions.stories import StoryFacts, note_consent, publish_story, save_story
from campaigns.models import Fund, ImpactFigure, ImpactMeasure, Story, StoryConsent
from tests.factories import MOMENT, make_user

YEAR = {"since": date(2025, 1, 1), "until": date(2025, 12, 31)}


def make_measure(name: str = "people housed", *, by: User | None = None) -> ImpactMeasure:
    """Something that is counted."""
    found = ImpactMeasure.objects.filter(name=name).first()
    return found or save_measure(measure_id=None, facts=MeasureFacts(name), by=by or _somebody(), now=MOMENT)


def make_figure(
    value: int, *, fund: Fund | None = None, measure: ImpactMeasure | None = None, **days: date
) -> ImpactFigure:
    """A count for the public, of last year unless told."""
    measure = measure or make_measure()
    by = _somebody()
    facts = FigureFacts(measure, fund, **{**YEAR, **days}, value=value, is_public=True)
    return save_figure(figure_id=None, facts=facts, by=by, now=MOMENT)


def make_consent(extent: str = "words", *, by: User | None = None, **days: date) -> StoryConsent:
    """A consent that holds around the tests' moment."""
    held = {"since": date(2026, 1, 1), "until": date(2027, 12, 31)}
    return note_consent(extent=extent, **{**held, **days}, by=by or _somebody(), now=MOMENT)


def make_story(consent: StoryConsent | None = None, **values: Any) -> Story:
    """A story that is told."""
    consent = consent or make_consent()
    facts = StoryFacts(
        campaign=None, consent=consent, title="A first key", text="She turned it twice.", **values
    )
    by = consent.created_by
    story = save_story(story_id=None, facts=facts, by=by, now=MOMENT)
    return publish_story(story_id=story.pk, is_published=True, by=by, now=MOMENT)


def some_picture() -> bytes:
    """A PNG."""
    drawn = io.BytesIO()
    Image.new("RGB", (40, 30), "teal").save(drawn, format="PNG")
    return drawn.getvalue()


def _somebody() -> User:
    return User.objects.order_by("pk").first() or make_user(Role.FUNDRAISER)
