"""One donor's page: who, how to reach, what is open, and the whole story a page at a time."""

import random
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.audit import record
from accounts.models import Role, User
from desk.stories.changes import SENTENCES, change_told
from desk.stories.donor import KINDS, SIZE, Reader, timeline_of
from desk.stories.told import Moment, receipts, trail_of
from donors.actions import merge_donors
from donors.actions.notes import write_note
from donors.actions.tags import tag_donor, tag_named
from donors.actions.tasks import Todo, add_task
from donors.models import Consent, Donor
from receipts.actions import settle
from tests.accounts.makers import browser_of, make_staff
from tests.factories import MOMENT, make_campaign, make_donor, make_gift, make_organisation, make_user
from tests.gifts.offline import recorded, typed_coats
from tests.letters.makers import make_letter

pytestmark = pytest.mark.django_db


@pytest.fixture
def by() -> User:
    return make_user(Role.FUNDRAISER, name="Ana Reyes")


@pytest.fixture
def browser() -> Client:
    make_organisation()
    return browser_of(make_staff(Role.FUNDRAISER))


def live(donor: Donor, by: User, *, rounds: int, seed: int) -> None:
    """Some things of every kind, often several in one moment."""
    chance = random.Random(seed)
    campaign = make_campaign()
    for _round in range(rounds):
        at = MOMENT - timedelta(days=chance.randrange(6))
        gift = make_gift(donor, campaign=campaign, given_at=at)
        if chance.random() < 0.5:
            settle(gift_id=gift.pk, now=at)
        write_note(donor=donor, text="Prefers letters.", by=by, now=at)
        add_task(donor=donor, todo=Todo("Call back", at.date(), by.pk), by=by, now=at)
        Consent.objects.create(
            donor=donor, topic="news", is_given=chance.random() < 0.5, source="staff", at=at
        )
        record(actor=by, verb="donor.edited", about=("donor", str(donor.pk)), now=at)
        make_letter(key=f"letter {seed} {_round}", to_email=donor.email, now=at)


def walked(donor: Donor, reader: Reader, only: str = "") -> Iterator[list[Moment]]:
    before = ""
    while True:
        page = timeline_of(donor, reader, only=only, before=before)
        yield page.moments
        if not page.older:
            return
        before = page.older


@pytest.mark.parametrize("seed", range(4))
def test_page_by_page_everything_is_told_once_and_in_order(by: User, seed: int) -> None:
    make_organisation()
    donor = make_donor()
    live(donor, by, rounds=12, seed=seed)
    reader = Reader(make_user(Role.ADMINISTRATOR), sees_money=True)
    pages = list(walked(donor, reader))
    told = [moment for page in pages for moment in page]
    assert all(len(page) == SIZE for page in pages[:-1])
    assert [moment.at for moment in told] == sorted((moment.at for moment in told), reverse=True)
    counts = {kind: sum(len(page) for page in walked(donor, reader, kind)) for kind in KINDS}
    assert sum(counts.values()) == len(told)
    letters = [moment.href for moment in told if moment.kind == "letter"]
    assert len(set(letters)) == len(letters) == counts["letter"]
    assert counts["gift"] == counts["note"] == counts["task"] == counts["consent"] == 12
    assert counts["receipt"] == donor.receipts.count()
    assert counts["change"] == trail_of(donor).count()


def test_a_receipt_for_what_is_not_money_is_told_without_a_sum(now: datetime) -> None:
    make_organisation()
    money, coats = make_gift(make_donor(), amount="50.00"), recorded(typed_coats(make_donor()))
    found = [settle(gift_id=gift.pk, now=now) for gift in (money, coats)]
    told = [moment.text for moment in receipts([one for one in found if one is not None])]
    assert told == [f"Receipt {found[0]} for $50.00", f"Receipt {found[1]}"]


@pytest.mark.parametrize(
    "before", ["nonsense", "~~", "2026-01-01~1~2", "2026-01-01T00:00:00+00:00~x~1", "\0~1~\0"]
)
def test_a_mark_that_makes_no_sense_shows_the_first_page(browser: Client, before: str, by: User) -> None:
    donor = make_donor()
    write_note(donor=donor, text="Prefers letters.", by=by, now=MOMENT)
    page = browser.get(f"/desk/donors/{donor.pk}/", {"before": before})
    assert page.status_code == 200
    assert "Prefers letters." in page.content.decode()


def test_a_mark_of_another_kind_of_key_breaks_nothing(browser: Client, by: User) -> None:
    donor = make_donor()
    write_note(donor=donor, text="Prefers letters.", by=by, now=MOMENT - timedelta(days=1))
    mark = f"{MOMENT.isoformat()}~0~no-key-of-a-gift"
    assert len(browser.get(f"/desk/donors/{donor.pk}/", {"before": mark}).context["timeline"].moments) == 1


def queries(browser: Client, path: str) -> int:
    browser.get(path)
    with CaptureQueriesContext(connection) as captured:
        assert browser.get(path).status_code == 200
    return len(captured)


def test_a_long_story_asks_as_often_as_a_short_one(browser: Client, by: User) -> None:
    few, many = make_donor(), make_donor()
    live(few, by, rounds=2, seed=1)
    live(many, by, rounds=14, seed=1)
    assert queries(browser, f"/desk/donors/{few.pk}/") == queries(browser, f"/desk/donors/{many.pk}/")


def test_privacy_reads_the_story_without_money(by: User) -> None:
    make_organisation()
    donor = make_donor()
    live(donor, by, rounds=1, seed=1)
    page = browser_of(make_staff(Role.PRIVACY)).get(f"/desk/donors/{donor.pk}/")
    kinds = {moment.kind for moment in page.context["timeline"].moments}
    assert kinds.isdisjoint({"gift", "receipt"})
    assert "glance" not in page.context
    for only in ("gift", "receipt"):
        answer = browser_of(make_staff(Role.PRIVACY)).get(f"/desk/donors/{donor.pk}/?only={only}")
        assert answer.context["timeline"].moments == []


@pytest.mark.parametrize("verb", SENTENCES)
def test_every_change_is_a_sentence(verb: str, by: User) -> None:
    donor = make_donor()
    tag = tag_named(name="Choir", by=by, now=MOMENT)
    record(
        actor=by,
        verb=verb,
        about=("donor", str(donor.pk)),
        now=MOMENT,
        after={"changed": "phone no_post", "tag": tag.pk},
    )
    told = change_told(trail_of(donor).get(), donor, {tag.pk: "Choir"})
    assert told.endswith(".")
    assert "%" not in told
    assert "donor." not in told


def test_it_says_who_changed_what(by: User) -> None:
    donor = make_donor(user=make_user())
    about = ("donor", str(donor.pk))
    said = []
    for actor in (by, donor.user, None):
        record(actor=actor, verb="donor.edited", about=about, now=MOMENT, after={"changed": "phone"})
        said.append(change_told(trail_of(donor).order_by("-pk")[0], donor, {}))
    assert said == [
        "Ana Reyes changed: phone.",
        "The donor changed: phone.",
        "The house itself changed: phone.",
    ]


def test_a_verb_that_is_not_known_is_told_plainly(by: User) -> None:
    donor = make_donor()
    record(actor=by, verb="donor.sent_flowers", about=("donor", str(donor.pk)), now=MOMENT)
    assert change_told(trail_of(donor).get(), donor, {}) == "Ana Reyes: sent flowers."


def test_a_tag_that_is_gone_is_told_without_its_name(browser: Client, by: User) -> None:
    donor = make_donor()
    tag = tag_named(name="Choir", by=by, now=MOMENT)
    tag_donor(donor=donor, tag=tag, by=by, now=MOMENT)
    page = f"/desk/donors/{donor.pk}/?only=change"
    assert "gave the tag “Choir”" in browser.get(page).content.decode()
    tag.delete()
    assert "gave the tag “one that is gone”" in browser.get(page).content.decode()


def test_a_merge_is_part_of_the_story(browser: Client) -> None:
    kept, folded = make_donor(name="Maria"), make_donor(name="M.")
    merge_donors(kept_id=kept.pk, folded_id=folded.pk, by=make_user(), now=MOMENT)
    page = browser.get(f"/desk/donors/{kept.pk}/?only=merge").content.decode()
    assert "folded another record of the same donor into this one" in page
