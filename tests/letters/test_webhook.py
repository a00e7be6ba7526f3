"""Only the configured provider, proven, may report; what it reports is noted once and stops bad addresses."""

import json
from base64 import b64encode
from datetime import datetime
from typing import Any

import pytest
from django.http import HttpResponseBase
from django.test import Client
from pytest_django import Settings

from jobs.models import Job
from letters.actions import lift_suppression, resend_letter
from letters.actions.outbox import ResendRefused
from letters.checks import mail_is_safe
from letters.models import Delivery, Letter, OptOut, Suppression
from letters.tasks import LEASE, deliver
from tests.factories import make_user
from tests.letters.makers import make_letter

pytestmark = pytest.mark.django_db
SECRET = "postmark:0123456789abcdef0123"


@pytest.fixture(autouse=True)
def provider(settings: Settings) -> None:
    """Postmark is the provider, with a secret."""
    settings.ANYMAIL_PROVIDER = "postmark"
    settings.ANYMAIL = {"WEBHOOK_SECRET": SECRET}


def report(
    client: Client, event: dict[str, Any], *, secret: str = SECRET, provider: str = "postmark"
) -> HttpResponseBase:
    headers = {"Authorization": "Basic " + b64encode(secret.encode()).decode()} if secret else {}
    return client.post(
        f"/letters/webhook/{provider}/", json.dumps(event), content_type="application/json", headers=headers
    )


def bounce(letter: Letter, *, kind: str = "HardBounce", number: int = 7) -> dict[str, Any]:
    return {
        "RecordType": "SpamComplaint" if kind == "SpamComplaint" else "Bounce",
        "Type": kind,
        "ID": number,
        "MessageID": "pm-1",
        "Email": letter.to_email,
        "BouncedAt": "2026-11-25T17:05:00Z",
        "Metadata": {"letter": str(letter.pk)},
    }


def delivered(letter: Letter) -> dict[str, Any]:
    return {
        "RecordType": "Delivery",
        "MessageID": "pm-1",
        "Recipient": letter.to_email,
        "DeliveredAt": "2026-11-25T17:05:00Z",
        "Metadata": {"letter": str(letter.pk)},
    }


def sent_letter(now: datetime) -> Letter:
    letter = make_letter()
    deliver(str(letter.pk), now)
    return letter


@pytest.mark.parametrize("secret", ["", "postmark:wrong", "someone:0123456789abcdef0123"])
def test_a_forged_report_changes_nothing(secret: str, client: Client, now: datetime) -> None:
    letter = sent_letter(now)
    assert report(client, bounce(letter), secret=secret).status_code == 400
    letter.refresh_from_db()
    assert (letter.state, Suppression.objects.count(), Delivery.objects.count()) == ("sent", 0, 0)


@pytest.mark.parametrize("anymail", [{}, {"WEBHOOK_SECRET": ""}, {"WEBHOOK_SECRET": "a:b"}])
def test_without_a_real_secret_nobody_is_believed(
    anymail: dict[str, str], client: Client, now: datetime, settings: Settings
) -> None:
    settings.ANYMAIL = anymail
    letter = sent_letter(now)
    assert report(client, bounce(letter), secret="a:b").status_code == 503
    assert not Suppression.objects.exists()


@pytest.mark.parametrize("provider", ["brevo", "sendgrid", "mailgun", "nonsense"])
def test_another_providers_door_does_not_exist(provider: str, client: Client, now: datetime) -> None:
    letter = sent_letter(now)
    assert report(client, bounce(letter), provider=provider).status_code == 404


def test_a_page_cannot_be_opened_where_reports_arrive(client: Client) -> None:
    assert client.get("/letters/webhook/postmark/").status_code == 405


def test_a_dead_address_is_stopped_and_its_letter_bounced(client: Client, now: datetime) -> None:
    letter = sent_letter(now)
    assert report(client, bounce(letter)).status_code == 200
    letter.refresh_from_db()
    assert letter.state == Letter.State.BOUNCED
    assert list(Suppression.objects.values_list("email", "reason")) == [("maria@example.org", "bounced")]


def test_the_same_report_twice_is_one_row(client: Client, now: datetime) -> None:
    letter = sent_letter(now)
    for event in [bounce(letter), delivered(letter)]:
        assert report(client, event).status_code == 200
        assert report(client, event).status_code == 200
    assert sorted(Delivery.objects.values_list("kind", flat=True)) == ["address_dead", "delivered"]


def test_a_soft_bounce_is_noted_and_stops_nothing(client: Client, now: datetime) -> None:
    letter = sent_letter(now)
    report(client, bounce(letter, kind="SoftBounce"))
    report(client, bounce(letter, kind="Transient", number=8))
    letter.refresh_from_db()
    assert (letter.state, Suppression.objects.count(), Delivery.objects.count()) == ("sent", 0, 2)


def test_a_full_mailbox_or_a_block_bounces_the_letter_and_does_not_stop_the_address(
    client: Client, now: datetime
) -> None:
    letter = sent_letter(now)
    report(client, bounce(letter, kind="Blocked"))
    letter.refresh_from_db()
    assert (letter.state, Suppression.objects.count()) == ("bounced", 0)


def test_a_complaint_stops_the_address(client: Client, now: datetime) -> None:
    letter = sent_letter(now)
    report(client, bounce(letter, kind="SpamComplaint"))
    letter.refresh_from_db()
    assert (letter.state, Suppression.objects.get().reason) == ("complained", "complained")


def test_reports_in_any_order_end_the_same(client: Client, now: datetime) -> None:
    states = []
    for key, order in [("a", [0, 1]), ("b", [1, 0])]:
        letter = make_letter(key=key)
        Letter.objects.filter(pk=letter.pk).update(state="sent", sent_at=now)
        events = [delivered(letter), bounce(letter, number=letter.pk)]
        for place in order:
            report(client, events[place])
        states.append(Letter.objects.get(pk=letter.pk).state)
    assert states == ["bounced", "bounced"]


def test_a_report_proves_a_letter_whose_worker_died_before_noting_it(
    client: Client, now: datetime, mailoutbox: list[object]
) -> None:
    letter = make_letter()
    Letter.objects.update(lease_until=now + LEASE, attempts=1)
    report(client, delivered(letter))
    deliver(str(letter.pk), now + LEASE)
    letter.refresh_from_db()
    assert (letter.state, letter.provider_id, mailoutbox) == (Letter.State.DELIVERED, "pm-1", [])


def test_a_report_with_another_persons_address_is_not_about_this_letter(
    client: Client, now: datetime
) -> None:
    letter = sent_letter(now)
    event = bounce(letter) | {"Email": "other@example.org"}
    assert report(client, event).status_code == 200
    letter.refresh_from_db()
    assert letter.state == Letter.State.SENT
    assert Suppression.objects.get().email == "other@example.org"


def test_a_report_about_a_letter_we_do_not_know_is_accepted(client: Client, now: datetime) -> None:
    letter = sent_letter(now)
    event = bounce(letter) | {"Metadata": {"letter": "99999999"}, "MessageID": "unknown"}
    assert report(client, event).status_code == 200
    assert not Delivery.objects.exists()


def test_unsubscribing_at_the_provider_declines_all_news(client: Client, now: datetime) -> None:
    letter = sent_letter(now)
    report(client, bounce(letter, kind="Unsubscribe"))
    assert list(OptOut.objects.values_list("email", "topic")) == [("maria@example.org", "all")]


def test_a_bounced_letter_goes_again_only_after_its_address_is_lifted(
    client: Client, now: datetime, mailoutbox: list[object]
) -> None:
    letter = sent_letter(now)
    report(client, bounce(letter))
    user = make_user()
    with pytest.raises(ResendRefused, match="stopped"):
        resend_letter(letter=letter, actor=user, now=now)
    lift_suppression(suppression=Suppression.objects.get(), actor=user, reason="they wrote", now=now)
    resend_letter(letter=letter, actor=user, now=now)
    assert Job.objects.filter(key__contains=":again:").count() == 1
    deliver(str(letter.pk), now)
    assert len(mailoutbox) == 2


def test_the_start_is_refused_while_anyone_could_report(settings: Settings) -> None:
    assert mail_is_safe(None) == []
    settings.ANYMAIL = {}
    assert [found.id for found in mail_is_safe(None)] == ["letters.E003"]
    settings.ANYMAIL_PROVIDER = "pigeon"
    assert [found.id for found in mail_is_safe(None)] == ["letters.E002"]


def test_the_demos_mailbox_is_refused_in_production(settings: Settings) -> None:
    settings.ANYMAIL_PROVIDER = ""
    settings.PRODUCTION = True
    settings.EMAIL_BACKEND = "letters.mailbox.DemoMailbox"
    assert [found.id for found in mail_is_safe(None)] == ["letters.E001"]
