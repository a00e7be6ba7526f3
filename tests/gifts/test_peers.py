"""Pages on which friends of the house ask in its name: nobody sees one before staff have read it."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from accounts import holders
from accounts.models import AuditEntry, Role, User
from campaigns.actions.peers import PeerFacts, PeerRefused, ask_for_page, open_page
from campaigns.models import Campaign, PeerPage
from gifts.models import Gift
from letters.models import Letter
from tests.accounts.makers import browser_of, make_staff
from tests.campaigns.makers import queries_of
from tests.factories import MOMENT, make_campaign, make_gift, make_organisation, make_user
from tests.racing import at_once

pytestmark = pytest.mark.django_db
WORDS = {
    "shown_name": "Maria",
    "title": "Ten miles for a safe night",
    "words": "I run so that others can rest.",
}


@pytest.fixture
def campaign() -> Campaign:
    make_organisation()
    return make_campaign(slug="doors")


@pytest.fixture
def desk() -> Client:
    return browser_of(make_staff(Role.FUNDRAISER))


def make_page(campaign: Campaign, owner: User | None = None, **values: Any) -> PeerPage:
    facts = PeerFacts(**{**WORDS, **values})
    return ask_for_page(campaign_id=campaign.pk, facts=facts, by=owner or make_user(), now=MOMENT)


def gift_by(page: PeerPage, *, amount: str = "50.00") -> Gift:
    gift = make_gift(campaign=page.campaign, amount=amount)
    Gift.objects.filter(pk=gift.pk).update(appeal=page.appeal)
    return gift


def decide(desk: Client, page: PeerPage, what: str, **values: str) -> str:
    typed = {"what": what, "read_at": page.asked_at.isoformat(), **values}
    return desk.post(f"/desk/peers/{page.pk}/decide/", typed, follow=True).content.decode()


def seen(page: PeerPage) -> int:
    return Client().get(f"/with/{page.slug}/").status_code


def test_a_page_is_asked_for_read_opened_and_its_gifts_count_on_it(campaign: Campaign, desk: Client) -> None:
    owner = make_user(email="maria@example.org")
    browser_of(owner).post("/my/pages/new/doors/", {**WORDS, "goal": "500"})
    page = PeerPage.objects.get()
    assert (page.state, seen(page)) == ("asked", 404)
    decide(desk, page, "open")
    page.refresh_from_db()
    assert (page.state, seen(page)) == ("open", 200)
    assert page.appeal is not None
    gift_by(page, amount="40.00")
    shown = Client().get(f"/with/{page.slug}/").content.decode()
    assert "$40" in shown
    assert f"/give/doors/?appeal={page.appeal.code}" in shown
    letter = Letter.objects.get(kind="peer_page_opened")
    assert (letter.to_email, page.slug in letter.facts["address"]) == ("maria@example.org", True)


def test_a_page_that_does_not_fit_is_declined_with_a_fixed_sentence(campaign: Campaign, desk: Client) -> None:
    page = make_page(campaign)
    assert "Say why it does not open" in decide(desk, page, "decline")
    decide(desk, page, "decline", why="tells")
    page.refresh_from_db()
    assert (page.state, page.why, seen(page)) == ("declined", "tells", 404)
    assert Letter.objects.get().facts["why"] == "It says too much about somebody"


def test_a_page_that_is_changed_is_read_again_before_it_is_shown(campaign: Campaign, desk: Client) -> None:
    owner = make_user()
    page = make_page(campaign, owner)
    decide(desk, page, "open")
    browser_of(owner).post(f"/my/pages/{page.pk}/", {**WORDS, "words": "Something else."})
    assert seen(page) == 404
    before = page.asked_at
    page.refresh_from_db()
    assert page.asked_at > before
    appeal = page.appeal_id
    decide(desk, page, "open")
    page.refresh_from_db()
    assert (seen(page), page.appeal_id) == (200, appeal)


def test_what_was_changed_after_it_was_read_is_not_opened(campaign: Campaign, desk: Client) -> None:
    owner = make_user()
    page = make_page(campaign, owner)
    browser_of(owner).post(f"/my/pages/{page.pk}/", {**WORDS, "words": "Something else."})
    assert "changed meanwhile" in decide(desk, page, "open")
    page.refresh_from_db()
    assert page.state == "asked"


def test_the_address_of_a_page_says_no_words_that_staff_declined(campaign: Campaign, desk: Client) -> None:
    owner = make_user()
    page = make_page(campaign, owner, title="For my sister Ana")
    decide(desk, page, "decline", why="tells")
    mine = browser_of(owner)
    mine.post(f"/my/pages/{page.pk}/", {**WORDS, "title": "For a safe night"})
    page.refresh_from_db()
    assert page.slug.startswith("for-a-safe-night-")
    decide(desk, page, "open")
    mine.post(f"/my/pages/{page.pk}/", {**WORDS, "title": "Another one"})
    known = page.slug
    page.refresh_from_db()
    assert page.slug == known


@pytest.mark.parametrize("words", ["Survivor Ana slept on the floor.", "We meet at 12 Elm Street."])
def test_words_that_would_tell_of_somebody_are_refused(campaign: Campaign, words: str) -> None:
    answer = browser_of(make_user()).post("/my/pages/new/doors/", {**WORDS, "words": words})
    assert answer.status_code == 200
    assert not PeerPage.objects.exists()


def test_a_page_belongs_to_its_owner_alone(campaign: Campaign) -> None:
    page = make_page(campaign)
    other = browser_of(make_user())
    assert other.get(f"/my/pages/{page.pk}/").status_code == 404
    assert other.post(f"/my/pages/{page.pk}/close/").status_code == 404
    page.refresh_from_db()
    assert page.state == "asked"


def test_whoever_asked_finds_the_page_on_their_own(campaign: Campaign) -> None:
    owner = make_user()
    page = make_page(campaign, owner)
    assert f"/my/pages/{page.pk}/" in browser_of(owner).get("/my/").content.decode()
    assert f"/my/pages/{page.pk}/" not in browser_of(make_user()).get("/my/").content.decode()


def test_nobody_has_two_pages_for_a_campaign(campaign: Campaign) -> None:
    owner = make_user()
    make_page(campaign, owner)
    answer = browser_of(owner).post("/my/pages/new/doors/", WORDS)
    assert "a page for this campaign already" in answer.content.decode()
    assert PeerPage.objects.count() == 1


def test_a_page_of_a_campaign_that_takes_no_gifts_is_not_shown(campaign: Campaign, desk: Client) -> None:
    page, waits = make_page(campaign), make_page(campaign)
    decide(desk, page, "open")
    Campaign.objects.filter(pk=campaign.pk).update(state=Campaign.State.CLOSED)
    assert seen(page) == 404
    assert "takes no gifts" in decide(desk, waits, "open")
    assert not Letter.objects.filter(about_id=str(waits.pk)).exists()
    with pytest.raises(PeerRefused, match="takes no gifts"):
        make_page(campaign)


def test_a_closed_page_stays_closed_and_twice_is_once(campaign: Campaign, desk: Client) -> None:
    owner = make_user()
    page = make_page(campaign, owner)
    mine = browser_of(owner)
    mine.post(f"/my/pages/{page.pk}/close/")
    mine.post(f"/my/pages/{page.pk}/close/")
    assert "is closed" in mine.post(f"/my/pages/{page.pk}/", WORDS).content.decode()
    assert "changed meanwhile" in decide(desk, page, "open")
    assert AuditEntry.objects.filter(verb="peer_page.closed").count() == 1


def test_erasure_closes_and_empties_a_page_and_keeps_what_it_raised(campaign: Campaign, desk: Client) -> None:
    owner = make_user()
    page = make_page(campaign, owner)
    decide(desk, page, "open")
    page.refresh_from_db()
    gift = gift_by(page)
    holders.HOLDERS["campaigns"].forget(owner, MOMENT)
    page.refresh_from_db()
    assert (page.state, page.shown_name, page.title, page.words) == ("closed", "–", "–", "")
    assert page.slug == f"gone-{page.pk}"
    assert page.appeal is not None
    assert (page.appeal.name, page.appeal.gifts.get()) == ("–", gift)


@pytest.mark.django_db(transaction=True)
def test_two_who_decide_at_once_make_one_appeal() -> None:
    make_organisation()
    page = make_page(make_campaign())
    staff = [make_user(Role.FUNDRAISER) for _one in range(2)]

    def opening(by: User) -> Callable[[], PeerPage]:
        return lambda: open_page(page_id=page.pk, read_at=page.asked_at, by=by, now=MOMENT)

    at_once(*(opening(by) for by in staff), refusals=(PeerRefused,))
    page.refresh_from_db()
    assert (page.state, page.campaign.appeals.count()) == ("open", 1)
    assert Letter.objects.count() == 1


def test_the_database_keeps_what_a_page_is(campaign: Campaign) -> None:
    rows = PeerPage.objects.filter(pk=make_page(campaign).pk)
    changes: list[tuple[dict[str, Any], str]] = [
        (
            {"state": "open", "decided_at": MOMENT, "decided_by": make_user()},
            "peer_page_opens_with_an_appeal",
        ),
        ({"state": "declined", "why": "tells"}, "peer_page_is_decided_by_somebody"),
        (
            {"state": "declined", "decided_at": MOMENT, "decided_by": make_user()},
            "peer_page_declined_says_why",
        ),
        ({"goal": 0}, "peer_page_goal_is_positive"),
    ]
    for change, name in changes:
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            rows.update(**change)


def test_the_list_asks_the_database_as_often_for_three_pages_as_for_one(
    campaign: Campaign, desk: Client
) -> None:
    decide(desk, make_page(campaign), "open")
    alone = queries_of(desk, "/desk/peers/")
    for _more in range(2):
        decide(desk, make_page(campaign), "open")
    assert queries_of(desk, "/desk/peers/") == alone
