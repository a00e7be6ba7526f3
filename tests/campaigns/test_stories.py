"""A story is told while its consent holds, and not a moment longer."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.test import Client

from accounts.models import AuditEntry, Role
from campaigns.actions.stories import StoryRefused, forget_stories, publish_story, revoke_consent
from campaigns.models import Story, StoryConsent
from tests.accounts.makers import browser_of, make_staff
from tests.campaigns.telling import make_consent, make_story, some_picture
from tests.factories import MOMENT, make_organisation

pytestmark = pytest.mark.django_db
PAGE = "/stories/"


@pytest.fixture
def desk() -> Client:
    make_organisation()
    return browser_of(make_staff(Role.FUNDRAISER))


def told() -> str:
    return Client().get(PAGE).content.decode()


def typed(consent: StoryConsent, **values: Any) -> dict[str, Any]:
    return {"consent": consent.token, "title": "A first key", "text": "She turned it twice.", **values}


def test_a_story_written_under_a_consent_is_told_when_it_is_published(desk: Client) -> None:
    desk.post(
        "/desk/stories/consents/new/", {"extent": "words", "since": "2026-01-01", "until": "2028-01-01"}
    )
    consent = StoryConsent.objects.get()
    form = desk.get("/desk/stories/new/").content.decode()
    assert f"{consent.token} · {consent.get_extent_display()} · until Jan 1, 2028" in form
    desk.post("/desk/stories/new/", typed(consent))
    story = Story.objects.get()
    assert "She turned it twice." not in told()
    desk.post(f"/desk/stories/{story.pk}/tell/", {"tell": "yes"})
    assert "She turned it twice." in told()
    desk.post(f"/desk/stories/{story.pk}/tell/", {"tell": "no"})
    assert "She turned it twice." not in told()


def test_a_consent_taken_back_takes_story_and_picture_from_every_page_at_once(desk: Client) -> None:
    story = make_story(make_consent("picture"), picture=some_picture(), picture_says="A key")
    picture = f"/stories/{story.pk}/picture/"
    assert "She turned it twice." in told()
    assert Client().get(picture).status_code == 200
    desk.post(f"/desk/stories/consents/{story.consent_id}/revoke/")
    assert "She turned it twice." not in told()
    assert Client().get(picture).status_code == 404


def test_a_consent_taken_back_leaves_no_word_and_no_picture_with_us(desk: Client) -> None:
    other = make_story()
    story = make_story(make_consent("picture"), picture=some_picture(), picture_says="A key")
    desk.post(f"/desk/stories/consents/{story.consent_id}/revoke/")
    assert list(Story.objects.all()) == [other]
    assert AuditEntry.objects.get(verb="consent.revoked").after == {"stories_deleted": 1}
    assert desk.get(f"/desk/stories/{story.pk}/").status_code == 404


def test_a_story_is_deleted_a_month_after_its_consent_ran_out() -> None:
    make_organisation()
    other = make_story()
    make_story(make_consent(until=date(2026, 12, 31)))
    with time_machine.travel(datetime(2027, 1, 30, 23, 59, tzinfo=UTC), tick=False):
        desk = browser_of(make_staff(Role.FUNDRAISER))
        assert "deleted after Jan 30, 2027" in desk.get("/desk/stories/").content.decode()
    assert forget_stories(now=datetime(2027, 1, 30, 23, 59, tzinfo=UTC)) == 0
    assert forget_stories(now=datetime(2027, 1, 31, 12, tzinfo=UTC)) == 1
    assert list(Story.objects.all()) == [other]
    assert AuditEntry.objects.filter(verb="story.forgotten").count() == 1


def test_a_consent_that_ran_out_tells_nothing_the_next_day() -> None:
    make_organisation()
    make_story(make_consent(until=date(2026, 12, 31)))
    with time_machine.travel(datetime(2026, 12, 31, 23, 59, tzinfo=UTC), tick=False):
        assert "She turned it twice." in told()
    with time_machine.travel(datetime(2027, 1, 1, 12, tzinfo=UTC), tick=False):
        assert "She turned it twice." not in told()


def test_no_copy_of_a_story_is_kept_between_us_and_the_reader() -> None:
    make_organisation()
    story = make_story(make_consent("picture"), picture=some_picture(), picture_says="A key")
    for page in (PAGE, f"/stories/{story.pk}/picture/"):
        assert Client().get(page)["Cache-Control"] == "no-store"


def test_a_consent_to_words_carries_no_picture(desk: Client) -> None:
    consent = make_consent("words")
    upload = SimpleUploadedFile("key.png", some_picture(), content_type="image/png")
    answer = desk.post("/desk/stories/new/", typed(consent, picture=upload, picture_says="A key"))
    assert "They agreed to words alone" in answer.content.decode()
    assert not Story.objects.exists()


def test_a_picture_is_described_and_drawn_anew(desk: Client) -> None:
    consent = make_consent("picture")
    bare = SimpleUploadedFile("key.png", some_picture(), content_type="image/png")
    refused = desk.post("/desk/stories/new/", typed(consent, picture=bare))
    assert "Say what the picture shows" in refused.content.decode()
    upload = SimpleUploadedFile("key.png", some_picture() + b"GPS 42.1 N", content_type="image/png")
    desk.post("/desk/stories/new/", typed(consent, picture=upload, picture_says="A key"))
    kept = bytes(Story.objects.get().picture or b"")
    assert kept.startswith(b"\x89PNG")
    assert b"GPS" not in kept
    story = Story.objects.get()
    desk.post(f"/desk/stories/{story.pk}/", typed(consent))
    assert bytes(Story.objects.get().picture or b"") == kept
    desk.post(f"/desk/stories/{story.pk}/", typed(consent, drop_picture="on"))
    assert Story.objects.get().picture is None


@pytest.mark.parametrize("words", ["Survivor Maria found a home.", "She came from 12 Elm Street."])
def test_words_that_would_tell_of_somebody_are_refused(desk: Client, words: str) -> None:
    answer = desk.post("/desk/stories/new/", typed(make_consent(), text=words))
    assert answer.status_code == 200
    assert not Story.objects.exists()


def test_a_consent_that_does_not_hold_carries_no_story(desk: Client) -> None:
    over = make_consent(since=date(2024, 1, 1), until=date(2025, 1, 1))
    assert "does not hold today" in desk.post("/desk/stories/new/", typed(over)).content.decode()
    revoked = make_consent("picture")
    revoke_consent(consent_id=revoked.pk, by=revoked.created_by, now=MOMENT)
    assert "valid choice" in desk.post("/desk/stories/new/", typed(revoked)).content.decode()
    story = make_story(make_consent("words", by=revoked.created_by))
    StoryConsent.objects.filter(pk=story.consent_id).update(until=date(2026, 1, 2))
    with pytest.raises(StoryRefused, match="does not hold"):
        publish_story(story_id=story.pk, is_published=True, by=revoked.created_by, now=MOMENT)


def test_a_consent_holds_three_years_at_most(desk: Client) -> None:
    late = {"extent": "words", "since": "2026-01-01", "until": "2029-01-02"}
    assert "three years" in desk.post("/desk/stories/consents/new/", late).content.decode()
    assert not StoryConsent.objects.exists()
    desk.post("/desk/stories/consents/new/", {**late, "until": "2029-01-01"})
    assert StoryConsent.objects.count() == 1
    desk.post("/desk/stories/consents/new/", {**late, "since": "2026-01-31", "until": "2029-01-31"})
    assert StoryConsent.objects.count() == 2


def test_the_oldest_consent_is_found_by_its_number(desk: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("campaigns.views.stories.AT_ONCE", 1)
    oldest = make_consent()
    make_consent(by=oldest.created_by)
    revoke = f"/desk/stories/consents/{oldest.pk}/revoke/"
    assert revoke not in desk.get("/desk/stories/").content.decode()
    assert revoke in desk.get("/desk/stories/", {"token": oldest.token.lower()}).content.decode()


def test_privacy_takes_a_consent_back_and_twice_is_once() -> None:
    make_organisation()
    story = make_story()
    privacy = browser_of(make_staff(Role.PRIVACY))
    for _time in range(2):
        privacy.post(f"/desk/stories/consents/{story.consent_id}/revoke/")
    assert AuditEntry.objects.filter(verb="consent.revoked").count() == 1


def test_the_database_keeps_what_a_consent_is() -> None:
    consent = make_consent()
    rows = StoryConsent.objects.filter(pk=consent.pk)
    changes: list[tuple[dict[str, Any], str]] = [
        ({"until": date(2025, 1, 1)}, "consent_ends_after_start"),
        ({"token": "a name"}, "consent_token_is_drawn"),
        ({"revoked_at": MOMENT}, "consent_revoked_by_somebody"),
        ({"extent": "all"}, "consent_extent_is_known"),
    ]
    for change, name in changes:
        _refuses(rows, change, name)


def test_the_database_keeps_what_a_story_is() -> None:
    story = make_story()
    rows = Story.objects.filter(pk=story.pk)
    _refuses(rows, {"title": ""}, "story_has_title_and_text")
    _refuses(rows, {"text": ""}, "story_has_title_and_text")
    _refuses(rows, {"picture": b"x"}, "story_picture_is_described")


def test_neither_table_has_a_word_for_whom_a_story_is_about() -> None:
    texts = {field.name for field in StoryConsent._meta.concrete_fields}
    assert texts == {
        *("id", "token", "extent", "since", "until"),
        *("revoked_at", "revoked_by", "created_at", "created_by"),
    }


def _refuses(rows: "QuerySet[Any]", change: dict[str, Any], name: str) -> None:
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        rows.update(**change)
