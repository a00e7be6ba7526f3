"""What a person chooses holds at once, and each yes and no is written down with its day."""

from datetime import timedelta

import pytest
from django.core.mail import EmailMultiAlternatives
from django.db import IntegrityError, ProgrammingError, transaction
from django.test import Client
from django.utils import timezone

from accounts.models import AuditEntry, User
from donors.actions import merge_donors
from donors.actions.preferences import wanted_topics
from donors.models import Consent, Donor
from gifts.actions.givers import donor_of
from letters.kinds import TOPICS, LetterKind
from letters.models import OptOut
from letters.rendering import unsubscribe_url
from tests.factories import MOMENT, make_campaign, make_checkout, make_donor, make_user, today
from tests.letters.makers import make_letter
from tests.volunteers.makers import make_program, make_volunteer

pytestmark = pytest.mark.django_db
CONTACT, LETTERS = "/my/preferences/contact/", "/my/preferences/letters/"


@pytest.fixture
def maria(client: Client) -> User:
    user = make_user(email="maria@example.org")
    make_donor(email="maria@example.org", user=user)
    client.force_login(user)
    return user


def consents() -> list[tuple[str, bool, str]]:
    return list(Consent.objects.order_by("pk").values_list("topic", "is_given", "source"))


def test_the_manner_of_contact_is_kept_and_the_trail_does_not_say_which(client: Client, maria: User) -> None:
    until = timezone.now().date() + timedelta(days=60)
    client.post(CONTACT, {"contact": "portal", "no_post": "on", "quiet_until": until.isoformat()})
    donor = Donor.objects.get()
    assert (donor.contact, donor.no_post, donor.no_phone, donor.quiet_until) == ("portal", True, False, until)
    entry = AuditEntry.objects.get(verb="donor.contact_chosen")
    assert entry.after == {"changed": "contact no_post quiet_until"}


@pytest.mark.parametrize("days", [-1, 0, 400])
def test_a_pause_lies_ahead_and_is_a_year_at_most(client: Client, maria: User, days: int) -> None:
    until = today() + timedelta(days=days - 1 if days == 0 else days)
    answer = client.post(CONTACT, {"contact": "usual", "quiet_until": until.isoformat()})
    assert Donor.objects.get().quiet_until is None
    words = "A year at most" if days == 400 else "Please choose a day after today."
    assert words in answer.content.decode()


def test_a_pause_that_is_over_is_not_shown_again(client: Client, maria: User) -> None:
    Donor.objects.update(quiet_until=today() - timedelta(days=1))
    assert client.get("/my/preferences/").context["contact"].initial["quiet_until"] is None


def test_all_find_the_same_choices_and_no_reason_is_asked(client: Client, maria: User) -> None:
    page = client.get("/my/preferences/").content.decode()
    for words in ("This page only", "Neutral mail", "Nothing by post", "No calls", "No reason is asked"):
        assert words in page
    assert "<textarea" not in page


def test_each_change_is_written_down_once(client: Client, maria: User) -> None:
    everything = {topic: "on" for topic in TOPICS if topic != "news"}
    client.post(LETTERS, {**everything, "news": "on"})
    client.post(LETTERS, {**everything, "news": "on"})
    client.post(LETTERS, everything)
    del everything["campaigns"]
    client.post(LETTERS, everything)
    assert consents() == [
        ("news", True, "own_page"),
        ("news", False, "own_page"),
        ("campaigns", False, "own_page"),
    ]
    assert (Donor.objects.get().wants_news, Donor.objects.get().wants_news_since) == (False, None)
    assert {"news", "campaigns"} == set(
        OptOut.objects.of("maria@example.org").values_list("topic", flat=True)
    )


def test_a_refusal_of_everything_is_resolved_into_topics(client: Client, maria: User) -> None:
    OptOut.objects.create(email="maria@example.org", topic="all", created_at=MOMENT)
    client.post(LETTERS, {"campaigns": "on"})
    wanted = wanted_topics(maria)
    assert (wanted["campaigns"], wanted["news"], wanted["shift_calls"]) == (True, False, False)


def test_whoever_gives_no_time_is_not_asked_about_shifts(client: Client, maria: User) -> None:
    assert 'name="shift_calls"' not in client.get("/my/preferences/").content.decode()
    make_volunteer(make_program(), user=maria)
    assert 'name="shift_calls"' in client.get("/my/preferences/").content.decode()


def test_whoever_only_gives_time_chooses_about_shifts_alone(client: Client) -> None:
    user = make_user(email="rosa@example.org")
    make_volunteer(make_program(), user=user)
    client.force_login(user)
    client.post(LETTERS, {})
    assert list(OptOut.objects.of("rosa@example.org").values_list("topic", flat=True)) != []
    assert 'name="news"' not in client.get("/my/preferences/").content.decode()
    assert client.post(CONTACT, {"contact": "usual"}).status_code == 404


def test_the_giving_page_writes_consent_with_its_words(maria: User) -> None:
    checkout = make_checkout(make_campaign(), email="maria@example.org")
    checkout.wants_news = True
    donor_of(checkout, customer_id="", now=MOMENT)
    donor_of(checkout, customer_id="", now=MOMENT)
    assert consents() == [("news", True, "giving")]
    assert Consent.objects.get().wording == "Write to me now and then about what gifts make possible"


def test_the_link_in_a_letter_writes_consent_taken_back_and_given_again(
    client: Client, maria: User, news: LetterKind, mailoutbox: list[EmailMultiAlternatives]
) -> None:
    Donor.objects.update(wants_news=True, wants_news_since=MOMENT)
    path = unsubscribe_url(make_letter(kind=news.name)).removeprefix("http://testserver")
    client.post(path, {"List-Unsubscribe": "One-Click"})
    assert Donor.objects.get().wants_news is False
    client.post(path, {"choice": "again"})
    assert Donor.objects.get().wants_news is True
    client.post(path, {"choice": "all"})
    assert consents() == [("news", False, "link"), ("news", True, "link"), ("all", False, "link")]
    assert Donor.objects.get().wants_news is False


def test_the_database_knows_the_manners_of_contact(maria: User) -> None:
    with pytest.raises(IntegrityError, match="donor_contact_is_known"), transaction.atomic():
        Donor.objects.update(contact="shouting")


def test_consent_is_never_rewritten(maria: User) -> None:
    Consent.objects.note(donor=Donor.objects.get(), topic="news", is_given=True, source="staff", at=MOMENT)
    with pytest.raises(ProgrammingError), transaction.atomic():
        Consent.objects.update(is_given=False)


def test_after_a_merge_a_choice_holds_at_every_address_of_theirs(client: Client, maria: User) -> None:
    kept = make_donor(email="kept@example.org")
    merge_donors(kept_id=kept.pk, folded_id=maria.donor.pk, by=make_user(), now=MOMENT)
    wanted = {topic: "on" for topic in TOPICS if topic != "more"}
    client.post(LETTERS, wanted)
    for email in ("maria@example.org", "kept@example.org"):
        assert OptOut.objects.declining(email, "more").exists()
        assert not OptOut.objects.declining(email, "campaigns").exists()
    assert wanted_topics(maria)["more"] is False
    client.post(LETTERS, {**wanted, "more": "on"})
    assert not OptOut.objects.filter(topic="more", withdrawn_at=None).exists()


def test_after_a_merge_a_refusal_by_an_older_letter_holds_where_letters_go_now(
    client: Client, maria: User, news: LetterKind
) -> None:
    letter = make_letter(kind=news.name)
    kept = make_donor(email="kept@example.org")
    merge_donors(kept_id=kept.pk, folded_id=maria.donor.pk, by=make_user(), now=MOMENT)
    client.post(unsubscribe_url(letter).removeprefix("http://testserver"), {"choice": "topic"})
    assert OptOut.objects.declining("kept@example.org", "news").exists()
