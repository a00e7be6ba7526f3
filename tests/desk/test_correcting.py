"""Staff put a gift right, take it out of the books, or print the family's card."""

from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from django.test import Client

from accounts.models import AuditEntry, Role
from gifts.actions.offline import Party, record_gift
from gifts.models import Gift
from receipts.actions import settle
from tests.accounts.makers import browser_of, make_staff
from tests.factories import make_donor, make_gift, make_organisation, make_user
from tests.gifts.offline import DINNER, NOW, typed_check
from tests.receipts.reading import one_line

pytestmark = pytest.mark.django_db
TICKET = {
    "benefits-0-description": "Dinner",
    "benefits-0-fair_value": "40",
    "benefits-0-basis": "price of such a dinner",
}


@pytest.fixture
def browser() -> Client:
    make_organisation()
    return browser_of(make_staff(Role.FUNDRAISER))


def correction(gift: Gift, **more: str) -> dict[str, str]:
    """What the form of a correction sends for a check without changes."""
    shares = list(gift.allocations.order_by("fund_id"))
    return {
        "shares-TOTAL_FORMS": str(len(shares)),
        "shares-INITIAL_FORMS": "0",
        **{f"shares-{place}-fund": str(share.fund_id) for place, share in enumerate(shares)},
        **{f"shares-{place}-part": str(share.amount) for place, share in enumerate(shares)},
        "purpose-campaign": str(gift.campaign_id or ""),
        "terms": str(gift.terms),
        "reason": "They wrote to us",
        "arrived_on": gift.given_on.isoformat() if gift.given_on else "",
        "payer": "donor",
        "benefits-TOTAL_FORMS": "2",
        "benefits-INITIAL_FORMS": "0",
        "benefits-0-kind": "ordinary",
        "benefits-1-kind": "ordinary",
        **more,
    }


def test_a_correction_shows_the_paper_first_and_then_replaces_it(browser: Client) -> None:
    gift = record_gift(typed=typed_check(), by=make_user(Role.FINANCE), now=NOW)
    settle(gift_id=gift.pk, now=NOW)
    gift.refresh_from_db()
    data, path = correction(gift, **TICKET), f"/desk/gifts/{gift.pk}/correct/"
    page = browser.post(path, data).content.decode()
    assert ("deductible $60.00" in page, "It replaces the one that is out" in page) == (True, True)
    assert not gift.benefits.exists()
    browser.post(path, {**data, "sure": "yes"})
    assert gift.benefits.get().description == "Dinner"
    assert AuditEntry.objects.get(verb="gift.corrected").after == {"benefits": "1: 40.00"}


def test_a_benefit_stays_changes_and_goes(browser: Client) -> None:
    gift = record_gift(typed=typed_check(benefits=(DINNER,)), by=make_user(Role.FINANCE), now=NOW)
    gift.refresh_from_db()
    path = f"/desk/gifts/{gift.pk}/correct/"
    known = {"benefits-TOTAL_FORMS": "3", "benefits-INITIAL_FORMS": "1", "benefits-2-kind": "ordinary"}
    same = correction(gift, **known, **TICKET)
    browser.post(path, {**same, "benefits-0-fair_value": "40.00", "sure": "yes"})
    assert not AuditEntry.objects.filter(verb="gift.corrected").exists()
    browser.post(path, {**same, "benefits-0-fair_value": "45", "sure": "yes"})
    assert gift.benefits.get().fair_value == Decimal("45.00")
    gift.refresh_from_db()
    gone = correction(gift, **known, **TICKET, **{"benefits-0-DELETE": "on"})
    browser.post(path, {**gone, "sure": "yes"})
    assert not gift.benefits.exists()


def test_who_holds_the_account_too_stays_unless_taken_away(browser: Client) -> None:
    other = make_donor(name="Luis Lopez")
    typed = typed_check(co_payer=Party(donor_id=other.pk))
    gift = record_gift(typed=typed, by=make_user(Role.FINANCE), now=NOW)
    gift.refresh_from_db()
    path = f"/desk/gifts/{gift.pk}/correct/"
    assert f'value="{other.pk}"' in browser.get(path).content.decode()
    browser.post(path, {**correction(gift), "other-who": str(other.pk), "sure": "yes"})
    assert Gift.objects.get().co_payer == other
    browser.post(path, {**correction(gift), "other-who": "", "sure": "yes"})
    assert Gift.objects.get().co_payer is None


def test_a_correction_wants_its_reason_and_a_late_one_warns(browser: Client) -> None:
    gift = make_gift(amount="100.00", given_at=NOW - timedelta(days=900))
    settle(gift_id=gift.pk, now=NOW)
    path, data = f"/desk/gifts/{gift.pk}/correct/", correction(gift, **TICKET)
    assert "needs another look" in browser.post(path, {**data, "reason": ""}).content.decode()
    assert "does not cure that return" in browser.post(path, data).content.decode()


def test_a_bounced_check_leaves_the_books_by_the_page(browser: Client) -> None:
    gift = record_gift(typed=typed_check(), by=make_user(Role.FINANCE), now=NOW)
    path = f"/desk/gifts/{gift.pk}/reverse/"
    assert "needs another look" in browser.post(path, {"cause": "bounced"}).content.decode()
    browser.post(path, {"cause": "bounced", "reason": "Returned unpaid"})
    assert Gift.objects.with_net().get().net == 0
    page = browser.get(f"/desk/gifts/{gift.pk}/").content.decode()
    assert ("taken out of the books again" in page, f"{path}" in page) == (True, False)


def test_the_familys_card_names_no_amount_and_keeps_no_name(browser: Client, tmp_path: Path) -> None:
    typed = typed_check(
        amount=Decimal("612.34"), tribute_kind="memory", tribute_name="Rosa Lopez", tribute_message="sympathy"
    )
    gift = record_gift(typed=typed, by=make_user(Role.FINANCE), now=NOW)
    path = f"/desk/gifts/{gift.pk}/card/"
    assert path in browser.get(f"/desk/gifts/{gift.pk}/").content.decode()
    answer = browser.post(path, {"reader": "the Lopez family", "giver": "Maria Lopez", "language": "en"})
    said = one_line(answer.content, tmp_path)
    assert answer["Content-Type"] == "application/pdf"
    assert "no-store" in answer["Cache-Control"]
    for words in ("In memory of Rosa Lopez", "For the Lopez family", "Maria Lopez made a gift", "sympathy"):
        assert words in said, words
    assert ("100" in said.replace("PO Box 100", "").replace("0100", ""), "12-3456789" in said) == (
        False,
        False,
    )
    assert not Gift.objects.filter(tribute_name__icontains="family").exists()
    assert browser.get(f"/desk/gifts/{make_gift().pk}/card/").status_code == 404
