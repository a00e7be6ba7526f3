"""Differences are found, paged, and apart from those that were explained."""

import pytest

from accounts.models import Role
from gifts.models import Difference
from tests.accounts.makers import browser_of, make_staff
from tests.factories import MOMENT, make_organisation

pytestmark = pytest.mark.django_db


def page(query: str = "") -> str:
    return browser_of(make_staff(Role.FINANCE)).get(f"/desk/differences/{query}").content.decode()


def difference(object_id: str, *, explained: bool = False) -> None:
    Difference.objects.create(
        kind="payout",
        object_id=object_id,
        first_seen_at=MOMENT,
        last_seen_at=MOMENT,
        resolved_at=MOMENT if explained else None,
    )


def test_open_and_explained_stand_apart() -> None:
    make_organisation()
    difference("po_open")
    difference("po_explained", explained=True)
    assert ("po_open" in page(), "po_explained" in page()) == (True, False)
    assert ("po_open" in page("?show=resolved"), "po_explained" in page("?show=resolved")) == (False, True)


def test_a_search_finds_one_object_and_says_when_there_is_none() -> None:
    make_organisation()
    difference("po_1")
    difference("po_2")
    found = page("?q=po_2")
    assert ("po_1</code>" in found, "po_2</code>" in found) == (False, True)
    assert "No difference is like this" in page("?q=po_3")


def test_sixty_are_two_pages() -> None:
    make_organisation()
    for number in range(60):
        difference(f"po_{number}")
    first = page()
    assert first.count("</code>") == 50
    assert "<strong>60</strong>" in first
    assert "older=" in first


def test_nothing_open_is_good_news() -> None:
    make_organisation()
    assert "The books agree" in page()
