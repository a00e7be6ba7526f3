"""The donor meets no puzzle: a proof of work in the background, or one more press."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from gifts.proofs import work_done
from tests.factories import make_campaign, make_organisation
from tests.gifts.giving import (
    Pages,
    confirmed,
    give,
    pages_of,
    promised,
    send,
    shown,
    solved,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def pages(monkeypatch: pytest.MonkeyPatch) -> Pages:
    make_organisation()
    return pages_of(monkeypatch)


def test_a_donor_with_scripts_meets_no_puzzle(client: Client) -> None:
    assert give(client, make_campaign()).status_code == 303


def test_without_scripts_one_more_press_leads_to_the_payment_page(client: Client, pages: Pages) -> None:
    campaign, form = make_campaign(), shown()

    first = send(client, campaign, **promised(campaign, cover_fee="on", form=form, employer="Acme"))
    page = first.content.decode()
    second = send(
        client, campaign, **promised(campaign, cover_fee="on", form=form, confirm=confirmed(form, 6))
    )

    assert (first.status_code, "Please press once more" in page) == (200, True)
    assert ("Continue to pay $26.06" in page, 'name="employer" value="Acme"' in page) == (True, True)
    assert (second.status_code, len(pages.orders)) == (303, 1)


def test_a_plain_client_finds_all_it_needs_on_the_second_page(client: Client, now: datetime) -> None:
    """Only the promised fields, then exactly the hidden fields of the answer."""
    campaign = make_campaign()
    with time_machine.travel(now, tick=False) as clock:
        page = send(client, campaign, **promised(campaign)).content.decode()
        form = page.partition('class="stack">')[2]
        parts = [part.partition('"') for part in form.split('<input type="hidden" name="')[1:]]
        fields = {name: rest.partition('value="')[2].partition('"')[0] for name, _quote, rest in parts}
        clock.shift(timedelta(seconds=5))
        answer = client.post(f"/give/{campaign.slug}/", fields)

    assert answer.status_code == 303


@pytest.mark.parametrize("seconds", [0, 4])
def test_the_second_press_can_come_too_soon(client: Client, pages: Pages, seconds: int) -> None:
    campaign, form = make_campaign(), shown()

    answer = send(client, campaign, **promised(campaign, form=form, confirm=confirmed(form, seconds)))

    assert ("A moment, then once more" in answer.content.decode(), pages.orders) == (True, [])


def test_the_second_press_cannot_be_borrowed_from_another_form(client: Client, pages: Pages) -> None:
    campaign = make_campaign()

    answer = send(client, campaign, **promised(campaign, form=shown(), confirm=confirmed(shown(), 60)))

    assert (answer.status_code, pages.orders) == (200, [])


def test_changing_something_shows_the_form_as_it_was(client: Client) -> None:
    campaign = make_campaign()

    answer = send(client, campaign, **promised(campaign, amount="31.00", change="yes", form=shown()))

    page = answer.content.decode()
    assert (answer.status_code, 'value="Maria Lopez"' in page, 'value="31.00"' in page) == (200, True, True)


@pytest.mark.parametrize(
    "changes",
    [
        {"form": "forged~mark"},
        {"form": None},
        {"form": "too quick"},
        {"form": "too late"},
        {"work": None},
        {"work": "bm9uc2Vuc2U="},
        {"work": "x" * 5000},
        {"work": "eyJjaGFsbGVuZ2UiOnt9LCJzb2x1dGlvbiI6e319"},
    ],
)
def test_a_doubtful_form_costs_one_more_press_and_no_gift(
    client: Client, pages: Pages, changes: dict[str, Any]
) -> None:
    campaign = make_campaign()
    fields = {"form": shown(), "work": solved(), **changes}
    seconds = {"too quick": 0, "too late": 60 * 60 * 25}.get(str(fields["form"]))
    if seconds is not None:
        fields["form"] = shown(seconds)

    answer = send(client, campaign, **promised(campaign, **fields))

    assert ("Please press once more" in answer.content.decode(), pages.orders) == (True, [])


def test_a_puzzle_opens_one_page_only(client: Client, pages: Pages) -> None:
    campaign, work = make_campaign(), solved()

    first = give(client, campaign, work=work)
    second = give(client, campaign, work=work)

    assert (first.status_code, second.status_code, len(pages.orders)) == (303, 200, 1)
    assert "Please press once more" in second.content.decode()


def test_an_old_puzzle_is_no_proof() -> None:
    assert work_done(solved(datetime.now(UTC) - timedelta(hours=3))) is None
    assert work_done(solved()) is not None
