"""A confidential place leaves by no way, however it came in; what was stopped says by which way."""

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest
from django.core.mail import EmailMultiAlternatives
from django.test import Client
from pytest_django.fixtures import Settings

from accounts.models import Organisation, Role
from campaigns.actions.campaigns import publish_campaign
from campaigns.actions.peers import PeerFacts, PeerRefused, ask_for_page, open_page
from campaigns.actions.refused import CampaignRefused
from campaigns.actions.stories import StoryRefused
from campaigns.models import Campaign
from core import shield
from core.exports import csv_lines
from core.shield import LeakRefused
from letters.gateway import Enclosure, Mail, send
from letters.models import Letter
from letters.tasks import deliver
from receipts.actions import settle
from receipts.actions.statements import StatementRefused, draw_one
from receipts.models import Statement
from receipts.papers import marked, original, statements_to_print
from tests.accounts.makers import browser_of, make_staff
from tests.campaigns.telling import make_story
from tests.factories import make_campaign, make_donor, make_gift, make_organisation, make_user
from tests.letters.makers import FACTS, make_letter
from tests.receipts.stating import YEAR, make_giver
from tests.volunteers.makers import make_program, make_volunteer
from tests.volunteers.places import KEY, make_place
from volunteers.models import HoursEntry
from volunteers.papers import CERTIFICATE, Wanted, hours_paper
from volunteers.reports.told_places import columns_that_tell

pytestmark = pytest.mark.django_db
TOLD = "Come to 1417 Wrenlow St"


@pytest.fixture(autouse=True)
def _a_place(settings: Settings, now: datetime) -> Iterator[None]:
    settings.LOCATION_KEYS = [KEY]
    shield.forget()
    make_place(now)
    yield
    shield.forget()


def test_a_letter_whose_facts_tell_it_is_written_down_without_them(
    now: datetime, mailoutbox: list[EmailMultiAlternatives]
) -> None:
    letter = make_letter(facts={**FACTS, "name": TOLD})
    deliver(str(letter.pk), now)
    letter.refresh_from_db()
    assert (letter.state, letter.error, letter.facts) == (
        Letter.State.BLOCKED,
        "confidential_place: name",
        {},
    )
    assert not letter.can_be_sent_again()
    assert mailoutbox == []


def test_a_letter_older_than_the_place_is_blocked_at_the_door_and_forgets_its_words(
    now: datetime, mailoutbox: list[EmailMultiAlternatives]
) -> None:
    letter = make_letter()
    Letter.objects.filter(pk=letter.pk).update(facts={**FACTS, "name": TOLD})
    page = browser_of(make_staff(Role.FUNDRAISER)).get(f"/desk/letters/{letter.pk}/").content.decode()
    deliver(str(letter.pk), now)
    letter.refresh_from_db()
    assert (letter.state, letter.error, letter.facts) == (
        Letter.State.BLOCKED,
        "confidential_place: letters.receipt",
        {},
    )
    assert "Wrenlow" not in page
    assert mailoutbox == []


def test_a_letter_blocked_by_the_words_around_its_facts_goes_again_once_they_are_mended(
    now: datetime, mailoutbox: list[EmailMultiAlternatives]
) -> None:
    make_organisation(address=TOLD)
    letter = make_letter()
    deliver(str(letter.pk), now)
    letter.refresh_from_db()
    assert (letter.state, letter.facts, letter.can_be_sent_again()) == (Letter.State.BLOCKED, FACTS, True)
    browser = browser_of(make_staff(Role.FUNDRAISER))
    page = browser.get(f"/desk/letters/{letter.pk}/").content.decode()
    assert "Blocked" in page
    assert "Wrenlow" not in page
    assert browser.get(f"/desk/letters/{letter.pk}/html/").status_code == 404
    make_organisation()
    browser.post(f"/desk/letters/{letter.pk}/resend/")
    deliver(str(letter.pk), letter.created_at.replace(year=2030))
    assert len(mailoutbox) == 1


def test_a_receipt_that_tells_it_is_neither_drawn_nor_handed_out(client: Client, now: datetime) -> None:
    make_organisation()
    user = make_user()
    gift = make_gift(make_donor(name="Wrenlow 1417", user=user))
    receipt = settle(gift_id=gift.pk, now=now)
    assert receipt is not None
    for draw in (original, marked):
        with pytest.raises(LeakRefused):
            draw(receipt)
    client.force_login(user, backend="accounts.adapter.Backend")
    assert client.get(f"/my/receipts/{receipt.pk}.pdf").status_code == 400


def test_a_years_summary_that_tells_it_is_not_drawn_and_one_drawn_before_is_not_handed_out(
    client: Client, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_organisation()
    by, user = make_user(), make_user()
    tells = make_giver(name="Wrenlow 1417")
    with pytest.raises(StatementRefused, match="LeakRefused"):
        draw_one(donor_id=tells.pk, year=YEAR, by=by, now=now)
    assert not Statement.objects.exists()
    with monkeypatch.context() as before_it_was_sealed:
        before_it_was_sealed.setattr("receipts.papers.refuse_leak", lambda _said, _way: None)
        giver = make_giver(name="Wrenlow 1417", user=user)
        drawn = draw_one(donor_id=giver.pk, year=YEAR, by=by, now=now)
    client.force_login(user, backend="accounts.adapter.Backend")
    assert client.get(f"/my/statements/{drawn.pk}.pdf").status_code == 400
    assert not drawn.copies.filter(channel="download").exists()
    with pytest.raises(LeakRefused):
        statements_to_print([drawn], "For posting")


def test_a_paper_about_hours_is_not_drawn_where_name_or_letterhead_tell_it(now: datetime) -> None:
    make_organisation()
    volunteer = make_volunteer(name="Wrenlow 1417")
    HoursEntry.objects.create(
        volunteer=volunteer,
        program=make_program(),
        on=now.date(),
        minutes=60,
        kind=HoursEntry.Kind.REPORTED,
        state=HoursEntry.State.APPROVED,
        decided_at=now,
        decided_by=make_user(),
        created_at=now,
    )
    wanted = Wanted(paper=CERTIFICATE, from_on=now.date(), until_on=now.date(), language="en")
    with pytest.raises(LeakRefused):
        hours_paper(volunteer, wanted, now)
    volunteer.name = "Rosa Lind"
    assert hours_paper(volunteer, wanted, now).startswith(b"%PDF")
    make_organisation(address=TOLD)
    with pytest.raises(LeakRefused):
        hours_paper(volunteer, wanted, now)


@pytest.mark.parametrize("column", ["name", "name_es", "summary", "summary_es", "story", "story_es"])
def test_no_page_is_published_that_tells_it(now: datetime, column: str) -> None:
    campaign = make_campaign(state=Campaign.State.DRAFT)
    Campaign.objects.filter(pk=campaign.pk).update(**{column: TOLD})
    _is_not_published(campaign, now)


def test_no_page_is_published_whose_amounts_or_funds_tell_it(now: datetime) -> None:
    campaign = make_campaign(state=Campaign.State.DRAFT)
    extra = campaign.presets.create(amount=Decimal("75.00"), impact=TOLD)
    _is_not_published(campaign, now)
    extra.delete()
    campaign.funds.update(purpose_es=TOLD)
    _is_not_published(campaign, now)


def _is_not_published(campaign: Campaign, now: datetime) -> None:
    with pytest.raises(CampaignRefused, match="confidential place"):
        publish_campaign(campaign_id=campaign.pk, by=make_staff(Role.FUNDRAISER), now=now)


def test_an_export_withholds_the_rows_that_tell_it() -> None:
    rows = [["1", "Maria"], ["2", TOLD], ["3", "Ben"]]
    assert "".join(csv_lines(["id", "name"], rows)).splitlines() == [
        '"id","name"',
        '"1","Maria"',
        '"withheld","withheld"',
        '"3","Ben"',
    ]


def test_an_export_whose_rows_tell_it_only_together_withholds_them_all() -> None:
    lines = "".join(csv_lines(["name"], [["1417"], ["Wrenlow"]])).splitlines()
    assert set(lines) == {'"withheld"'}


def test_the_organisation_cannot_carry_it_on_its_letterhead() -> None:
    make_organisation()
    browser = browser_of(make_staff(Role.ADMINISTRATOR))
    facts = {"legal_name": "Safe Harbor, Inc.", "public_name": "Safe Harbor", "zone": "America/New_York"}
    page = browser.post(
        "/desk/setup/", {**facts, "address": "1417 N. Wrenlow Street\nTampa"}
    ).content.decode()
    assert "It tells where a confidential place is." in page
    assert Organisation.objects.get().address.startswith("PO Box")


@pytest.mark.parametrize(
    "told",
    [
        {"subject": TOLD},
        {"text": TOLD},
        {"html": f"<p>{TOLD}</p>"},
        {"sender_name": TOLD},
        {"enclosures": [Enclosure("day.ics", "text/calendar", f"LOCATION:{TOLD}".encode())]},
        {"enclosures": [Enclosure("1417-wrenlow.csv", "text/csv", b"a")]},
    ],
)
def test_the_door_of_mail_lets_none_of_its_parts_tell_it(
    told: dict[str, Any], mailoutbox: list[EmailMultiAlternatives]
) -> None:
    parts: dict[str, Any] = {"subject": "s", "text": "t", "html": "<p>h</p>", "sender_name": "Safe Harbor"}
    mail = Mail(letter_id=1, to_email="maria@example.org", reply_to="", **{**parts, **told})
    with pytest.raises(LeakRefused):
        send(mail)
    assert mailoutbox == []


def test_a_page_or_a_story_older_than_the_place_is_not_opened(now: datetime) -> None:
    make_organisation()
    page = ask_for_page(
        campaign_id=make_campaign().pk, facts=PeerFacts("Maria", TOLD, "Rest."), by=make_user(), now=now
    )
    by = make_user(Role.FUNDRAISER)
    with pytest.raises(PeerRefused, match="confidential place"):
        open_page(page_id=page.pk, read_at=page.asked_at, by=by, now=now)
    with pytest.raises(StoryRefused, match="confidential place"):
        make_story(title_es=TOLD)
    assert columns_that_tell() == ["campaigns.PeerPage.title", "campaigns.Story.title_es"]
