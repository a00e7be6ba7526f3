"""Marks in the address that say where a page goes on."""

import json
from base64 import urlsafe_b64encode

import pytest
from django.test import RequestFactory

from accounts.models import AuditEntry
from core.paging import keyset_page
from donors.models import DuplicatePair
from gifts.models import Gift, StripeEvent
from tests.factories import MOMENT, make_donor, make_gift, make_user

pytestmark = pytest.mark.django_db
NOW = MOMENT.isoformat()


def marked(*values: object) -> str:
    return urlsafe_b64encode(json.dumps(values).encode()).decode()


@pytest.mark.parametrize("name", ["older", "newer"])
@pytest.mark.parametrize(
    "mark",
    [
        "no mark",
        marked(NOW),
        marked(1, 2),
        marked("2026-01-01T00:00:00", 1),
        marked(NOW, "abc"),
        marked(NOW, [1]),
        marked(NOW, {}),
        marked(NOW, float("inf")),
        marked(NOW, None),
        marked(NOW, "a\0b"),
    ],
)
def test_a_mark_that_makes_no_sense_shows_the_first_page(name: str, mark: str) -> None:
    gift = make_gift()
    entry = AuditEntry.objects.create(at=MOMENT, actor=make_user(), verb="a.b", about_kind="a", about_id="1")
    request = RequestFactory().get("/", {name: mark})

    assert keyset_page(request, Gift.objects.all(), field="created_at").rows == [gift]
    assert keyset_page(request, AuditEntry.objects.all(), field="at").rows == [entry]


def test_a_key_that_no_text_can_hold_shows_the_first_page() -> None:
    event = StripeEvent.objects.create(event_id="evt_1", kind="a.b", root="pi_1", received_at=MOMENT)
    request = RequestFactory().get("/", {"older": marked(NOW, "evt\0")})
    assert keyset_page(request, StripeEvent.objects.all(), field="received_at").rows == [event]


@pytest.mark.parametrize(
    "mark", [marked(NOW, 1), marked(True, 1), marked("94", 1), marked(None, 1), marked(94.5, 1)]
)
def test_a_mark_of_another_kind_than_the_field_shows_the_first_page(mark: str) -> None:
    pair = DuplicatePair.objects.create(
        left=make_donor(), right=make_donor(), score=94, mark="x", found_at=MOMENT
    )
    for name in ("older", "newer"):
        request = RequestFactory().get("/", {name: mark})
        assert keyset_page(request, DuplicatePair.objects.all(), field="score").rows == [pair]


@pytest.mark.parametrize("number", [10**30, -(10**30)])
def test_a_number_beyond_all_that_a_column_holds_is_a_place_like_any_other(number: int) -> None:
    for name in ("older", "newer"):
        request = RequestFactory().get("/", {name: marked(number, 1)})
        assert list(keyset_page(request, DuplicatePair.objects.all(), field="score").rows) == []
