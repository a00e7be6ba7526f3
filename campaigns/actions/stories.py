"""Stories, and the consent without which none is told."""

import secrets
from dataclasses import dataclass
from datetime import date, datetime

from dateutil.relativedelta import relativedelta
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.models import User
from accounts.organisation import the_zone
from campaigns.actions.trail import Facts, fingerprint
from campaigns.models import Campaign, Story, StoryConsent
from core.clock import legal_day
from core.guard import PLACE
from core.shield import holds_place

# no sign that is read as another
SIGNS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
LONGEST = relativedelta(years=3)  # who agreed may think otherwise later


class StoryRefused(Exception):
    """The sentence is for the person."""


@dataclass(frozen=True)
class StoryFacts:
    """All that staff write of a story. `picture` None: as it was; empty: none."""

    campaign: Campaign | None
    consent: StoryConsent
    title: str
    text: str
    title_es: str = ""
    text_es: str = ""
    picture: bytes | None = None
    picture_says: str = ""
    position: int = 0


def note_consent(*, extent: str, since: date, until: date, by: User, now: datetime) -> StoryConsent:
    """Draw the number that goes onto the signed paper. Nothing here says who signed.

    Raises: StoryRefused for more than three years.
    """
    if until > since + LONGEST:
        raise StoryRefused(_("A consent holds three years at most. Ask again then."))
    with transaction.atomic():
        token = "".join(secrets.choice(SIGNS) for _place in range(10))
        consent = StoryConsent.objects.create(
            token=token, extent=extent, since=since, until=until, created_at=now, created_by=by
        )
        facts = {"extent": extent, "since": since.isoformat(), "until": until.isoformat()}
        record(actor=by, verb="consent.noted", about=_about(consent), now=now, after=facts)
    return consent


def revoke_consent(*, consent_id: int, by: User, now: datetime) -> StoryConsent:
    """End a consent for good, and delete every word and picture that rests on it. Twice is once."""
    with transaction.atomic():
        consent = StoryConsent.objects.select_for_update(of=("self",)).get(pk=consent_id)
        if consent.revoked_at is None:
            consent.revoked_at, consent.revoked_by = now, by
            consent.save(update_fields=["revoked_at", "revoked_by"])
            deleted, _kinds = Story.objects.filter(consent=consent).delete()
            gone = {"stories_deleted": deleted}
            record(actor=by, verb="consent.revoked", about=_about(consent), now=now, after=gone)
    return consent


def forget_stories(*, now: datetime) -> int:
    """Delete stories that nobody agrees to any more; returns how many."""
    with transaction.atomic():
        rows = Story.objects.forfeited(legal_day(now, the_zone())).select_for_update(of=("self",))
        keys = list(rows.values_list("pk", flat=True))
        Story.objects.filter(pk__in=keys).delete()
        for key in keys:
            record(actor=None, verb="story.forgotten", about=("story", str(key)), now=now)
    return len(keys)


def save_story(*, story_id: int | None, facts: StoryFacts, by: User, now: datetime) -> Story:
    """Write a story down, anew or changed.

    Raises: StoryRefused where the consent does not hold, or not for a picture.
    """
    with transaction.atomic():
        consent = StoryConsent.objects.select_for_update(of=("self",)).get(pk=facts.consent.pk)
        story = Story.objects.select_for_update(of=("self",)).get(pk=story_id) if story_id else Story()
        picture = story.picture if facts.picture is None else facts.picture or None
        _check(consent, facts, picture, now)
        for name, value in vars(facts).items():
            setattr(story, name, value)
        story.picture, story.updated_at = picture, now
        story.save()
        said: Facts = {
            "text": fingerprint(story.text),
            "consent": consent.pk,
            "has_picture": picture is not None,
        }
        record(actor=by, verb="story.saved", about=("story", str(story.pk)), now=now, after=said)
    return story


def publish_story(*, story_id: int, is_published: bool, by: User, now: datetime) -> Story:
    """Tell a story, or tell it no longer.

    Raises: StoryRefused where its consent does not hold, and where it tells a confidential place.
    """
    with transaction.atomic():
        story = Story.objects.select_for_update(of=("self",)).select_related("consent").get(pk=story_id)
        if is_published and not holds(story.consent, legal_day(now, the_zone())):
            raise StoryRefused(_("Its consent does not hold today."))
        if is_published and holds_place(_words(story)):  # sealed since it was written
            raise StoryRefused(str(PLACE.sentence))
        if story.is_published != is_published:
            story.is_published = is_published
            story.save(update_fields=["is_published"])
            verb = "story.published" if is_published else "story.withdrawn"
            record(actor=by, verb=verb, about=("story", str(story.pk)), now=now)
    return story


def holds(consent: StoryConsent, on: date) -> bool:
    """Whether a consent holds on a day."""
    return consent.revoked_at is None and consent.since <= on <= consent.until


def _check(
    consent: StoryConsent, facts: StoryFacts, picture: "bytes | memoryview | None", now: datetime
) -> None:
    if not holds(consent, legal_day(now, the_zone())):
        raise StoryRefused(_("This consent does not hold today. Choose another one, or ask anew."))
    if picture is not None and consent.extent != StoryConsent.Extent.PICTURE:
        raise StoryRefused(_("They agreed to words alone. Take the picture away."))
    if picture is not None and not facts.picture_says:
        raise StoryRefused(_("Say what the picture shows, for who cannot see it."))


def _words(story: Story) -> tuple[str, ...]:
    return (story.title, story.title_es, story.text, story.text_es, story.picture_says)


def _about(consent: StoryConsent) -> tuple[str, str]:
    return "story_consent", str(consent.pk)
