"""What the site owes to visitors, robots and those who find a hole; and its error pages."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.views import defaults
from pytest_django import Settings

from letters.actions.retention import WORDS_KEPT
from tests.accounts.makers import browser_of
from tests.factories import make_organisation, make_user
from volunteers.actions.messages import KEPT as MESSAGES_KEPT
from volunteers.actions.retention import UNPROVEN_KEPT

ERROR_PAGES = ["400", "403", "403_csrf", "404", "405", "429", "500"]


@pytest.mark.parametrize("name", ERROR_PAGES)
def test_an_error_page_needs_neither_database_nor_request_and_keeps_exit_and_hotline(name: str) -> None:
    page = render_to_string(f"{name}.html")

    assert "data-quick-exit" in page
    assert "1-888-373-7888" in page
    assert "233733" in page


def test_the_page_of_a_broken_server_is_ours(rf: RequestFactory) -> None:
    response = defaults.server_error(rf.get("/"))

    assert response.status_code == 500
    assert b"Something broke on our side" in response.content


@pytest.mark.django_db
def test_the_notice_tells_volunteers_how_long_things_are_kept_as_it_is_set(
    client: Client, settings: Settings
) -> None:
    settings.DRAFTS_KEPT_DAYS, settings.REFERENCES_KEPT_DAYS = 45, 1

    page = " ".join(client.get("/privacy/").content.decode().split())

    assert "An address that nobody proved to be theirs: 7 days." in page
    assert "An application that nobody finishes: 45 days." in page
    assert "Name, address and answers of a reference: 1 day after the decision" in page
    assert "The words of letters and messages about shifts: 400 days." in page
    assert (UNPROVEN_KEPT.days, MESSAGES_KEPT, WORDS_KEPT) == (7, WORDS_KEPT, timedelta(days=400))


@pytest.mark.django_db
def test_an_unknown_address_answers_with_our_page(client: Client) -> None:
    response = client.get("/there-is-nothing-here/")

    assert response.status_code == 404
    assert b"There is no page here" in response.content


@pytest.mark.django_db
def test_a_forged_form_answers_with_our_page() -> None:
    response = Client(enforce_csrf_checks=True).post("/i18n/setlang/", {"language": "es"})

    assert response.status_code == 403
    assert b"That form was open too long" in response.content


@pytest.mark.django_db
def test_what_only_a_button_does_answers_an_address_bar_with_our_page() -> None:
    browser = browser_of(make_user(), factor_at=0)

    response = browser.get("/my/data/file/", HTTP_ACCEPT_LANGUAGE="es")

    assert (response.status_code, response["Allow"]) == (405, "POST")
    assert "data-quick-exit" in response.content.decode()
    assert 'lang="es"' in response.content.decode()
    assert response["Content-Type"] == "text/html; charset=utf-8"
    assert browser.head("/my/data/file/").content == b""


@pytest.mark.django_db
def test_robots_stay_out_of_what_is_personal(client: Client) -> None:
    lines = client.get("/robots.txt").content.decode().splitlines()

    assert lines == [
        "User-agent: *",
        "Disallow: /accounts/",
        "Disallow: /admin/",
        "Disallow: /desk/",
        "Disallow: /my/",
        "Disallow: /receipts/check/",
        "Disallow: /wishes/kept/",
    ]


@pytest.mark.django_db
def test_security_txt_names_a_mailbox_and_half_a_year(client: Client) -> None:
    make_organisation(email="safety@example.org")

    with time_machine.travel(datetime(2026, 11, 25, 17, tzinfo=UTC), tick=False):
        lines = client.get("/.well-known/security.txt").content.decode().splitlines()

    assert lines == [
        "Contact: mailto:safety@example.org",
        "Expires: 2027-05-24T00:00:00Z",
        "Preferred-Languages: en, es",
        "Canonical: http://testserver/.well-known/security.txt",
    ]


@pytest.mark.django_db
def test_the_privacy_page_says_that_quick_exit_leaves_history_behind(client: Client) -> None:
    assert "Quick exit cannot clear your browser" in client.get("/privacy/").content.decode()
