"""A donor's pages of a recurring gift: what they say, and that nobody else sees or changes it."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Role, User
from gifts.models import Gift, RecurringChange, RecurringGift, RecurringRequest
from gifts.reports.recurring_page import glances_of
from gifts.views.my.changes import CHANGES
from tests.accounts.makers import browser_of, make_staff
from tests.factories import make_campaign, make_donor, make_gift, make_recurring, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("organisation", "_noon")]
NOON = datetime(2026, 11, 25, 17, 0, tzinfo=UTC)
PARTS = ("", "letters/", "card/", "card/done/", "cancel/", *(f"{name}/" for name in CHANGES))


@pytest.fixture
def _noon(monkeypatch: pytest.MonkeyPatch) -> None:
    """The pages look at the clock; here it stands still."""
    monkeypatch.setattr(timezone, "now", lambda: NOON)


@pytest.fixture
def gift() -> RecurringGift:
    """A monthly gift of $20.00 on the 10th, by a card, to a fund."""
    campaign = make_campaign(slug="doors")
    began = datetime(2026, 9, 10, 17, 0, tzinfo=UTC)
    return make_recurring(
        make_donor(user=make_user()),
        campaign=campaign,
        fund=campaign.funds.get(),
        item_id="si_1",
        product_id="prod_1",
        started_at=began,
        period_began_at=datetime(2026, 11, 10, 17, 0, tzinfo=UTC),
        next_charge_at=datetime(2026, 12, 10, 17, 0, tzinfo=UTC),
        method_kind="card",
        method_brand="visa",
        method_last4="4242",
        method_expires_on=date(2034, 12, 31),
    )


def page_of(gift: RecurringGift, part: str = "", **sent: str) -> str:
    """The donor's own page after a GET, or after a POST where something is sent."""
    browser = browser_for(gift)
    address = f"/my/recurring/{gift.pk}/{part}"
    answer = browser.post(address, sent, follow=True) if sent else browser.get(address, follow=True)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def donor_of(gift: RecurringGift) -> User:
    """Who gives it."""
    assert gift.donor is not None
    assert gift.donor.user is not None
    return gift.donor.user


def browser_for(gift: RecurringGift) -> Client:
    """The browser of its donor."""
    return browser_of(donor_of(gift), factor_at=0)


def charged(gift: RecurringGift, *days: datetime) -> None:
    """Charges that came."""
    for day in days:
        made = make_gift(gift.donor, campaign=gift.campaign, amount="20.00", given_at=day)
        Gift.objects.filter(pk=made.pk).update(recurring=gift)


def test_the_page_says_what_it_is_when_it_comes_and_what_it_is_paid_with(gift: RecurringGift) -> None:
    page = page_of(gift)
    assert "$20.00 <small>each month</small>" in page
    assert "Next charge: Thursday, December 10, 2026" in page
    assert "Visa ending 4242, good until December 2034" in page
    assert "on the 10th of each month" in page
    assert 'Still in 2026</dt><dd class="money">$20.00' in page
    assert 'Still in 2027</dt><dd class="money">$240.00' in page


def test_a_day_that_short_months_lack_is_said(gift: RecurringGift) -> None:
    gift.day = 31
    gift.save()
    assert "on the 31st of each month, in shorter months on the last day" in page_of(gift)


def test_history_names_what_when_and_who(gift: RecurringGift) -> None:
    staff = make_user(Role.FUNDRAISER)
    done = {"state": RecurringRequest.State.DONE, "ended_at": NOON, "recurring": gift}
    wanted = {"amount": "20.00", "fee_cover": "0.00", "charge": "20.00", "before": "15.00"}
    own = RecurringRequest.objects.create(
        kind="amount", wanted=wanted, asked_by=donor_of(gift), asked_at=NOON - timedelta(days=3), **done
    )
    RecurringRequest.objects.create(
        kind="skip",
        wanted={"on": "2026-10-10"},
        asked_by=staff,
        on_behalf=True,
        reason="asked on the phone",
        asked_at=NOON - timedelta(days=2),
        **done,
    )
    RecurringRequest.objects.create(kind="card", asked_at=NOON, **done)
    for kind, request in (("upgrade", own), ("past_due", own), ("paused", None)):
        RecurringChange.objects.create(
            recurring=gift,
            kind=kind,
            at=NOON - timedelta(days=1),
            request=request,
            before={"amount": "15.00"},
            after={"amount": "20.00"},
            monthly_before=Decimal(15),
            monthly_after=Decimal(20),
        )
    page = page_of(gift)
    story = page[page.index('<ol class="story">') :].partition("</ol>")[0]
    assert "You: amount $20.00 instead of $15.00." in story
    assert "Our staff: the charge of Oct 10, 2026 skipped." in story
    assert "Because: asked on the phone" in story
    assert "A charge did not go through." in story
    assert "The gift was paused at the payment service." in story
    assert "The gift began: $20.00 each month." in story
    assert story.count("<li>") == 5


def test_what_was_refused_or_overtaken_is_told_as_that(gift: RecurringGift) -> None:
    for state, kind in (("refused", "fund"), ("overtaken", "pause")):
        wanted = {"fund": "housing", "before": None} if kind == "fund" else {"until": "2027-01-01"}
        RecurringRequest.objects.create(
            recurring=gift, kind=kind, wanted=wanted, state=state, asked_at=NOON, ended_at=NOON
        )
    page = page_of(gift)
    assert "Another fund: the payment service refused it, and nothing was changed." in page
    assert "A pause: asked for, then overtaken." in page


def test_a_change_on_its_way_is_said_and_nothing_else_can_be_changed(gift: RecurringGift) -> None:
    RecurringRequest.objects.create(
        recurring=gift, kind="pause", wanted={"until": "2027-01-10"}, asked_at=NOON, asked_by=donor_of(gift)
    )
    page = page_of(gift)
    assert "Noted, and on its way" in page
    assert "paused until Jan 10, 2027." in page
    assert f"/my/recurring/{gift.pk}/amount/" not in page
    assert f"/my/recurring/{gift.pk}/cancel/" in page


def test_a_charge_that_failed_is_said_with_what_happens_next(gift: RecurringGift) -> None:
    gift.state, gift.failed_attempts, gift.open_invoice_id = RecurringGift.State.PAST_DUE, 1, "in_1"
    gift.open_amount, gift.next_attempt_at = Decimal("20.00"), datetime(2026, 11, 28, 17, 0, tzinfo=UTC)
    gift.save()
    page = page_of(gift)
    assert "The bank declined $20.00." in page
    assert "It is tried again on Saturday, November 28, 2026 by itself." in page
    assert "Give a new card" in page
    gift.next_attempt_at = None
    gift.save()
    assert "without another card the gift ends" in page_of(gift)


def test_a_card_that_ends_before_the_next_charge_is_said(gift: RecurringGift) -> None:
    gift.method_expires_on = date(2026, 11, 30)
    gift.save()
    assert "Your card ends before the next charge" in page_of(gift)


def test_a_plot_comes_with_the_third_charge(gift: RecurringGift) -> None:
    charged(gift, *(datetime(2026, month, 10, 18, 0, tzinfo=UTC) for month in (9, 10)))
    assert "A year back, a year ahead" not in page_of(gift)
    charged(gift, datetime(2026, 11, 10, 18, 0, tzinfo=UTC))
    page = page_of(gift)
    assert "$60.00 since December 2025; $240.00 to come until November 2027." in page
    assert "3 charges came so far, $60.00 in all." in page


def test_after_its_end_the_page_says_what_it_did_and_how_to_begin_again(gift: RecurringGift) -> None:
    charged(gift, *(datetime(2026, month, 10, 18, 0, tzinfo=UTC) for month in (9, 10)))
    gift.state, gift.ended_for = RecurringGift.State.CANCELLED, RecurringGift.Ended.ASKED
    gift.cancelled_at = datetime(2026, 11, 1, 2, 0, tzinfo=UTC)
    gift.save()
    page = page_of(gift)
    assert "$40.00 <small>in all</small>" in page
    assert "2 charges, from Sep 10, 2026 to Oct 10, 2026." in page
    assert "Cancelled on Saturday, October 31, 2026." in page
    assert gift.fund is not None
    assert f"/give/doors/?frequency=monthly&amp;amount=20.00&amp;fund={gift.fund.code}" in page
    assert "What you can change" not in page


@pytest.mark.parametrize(
    ("ended_for", "words"),
    [("failed", "because its charges did not go through"), ("completed", "Came to its planned end")],
)
def test_each_end_has_its_own_words(gift: RecurringGift, ended_for: str, words: str) -> None:
    gift.state, gift.ended_for, gift.cancelled_at = RecurringGift.State.CANCELLED, ended_for, NOON
    gift.save()
    assert words in page_of(gift)


def test_what_has_ended_or_not_begun_cannot_be_changed(gift: RecurringGift) -> None:
    gift.state = RecurringGift.State.PENDING
    gift.save()
    assert "The first payment of this gift is not through yet." in page_of(gift, "amount/")
    gift.state, gift.ended_for, gift.cancelled_at = RecurringGift.State.CANCELLED, "asked", NOON
    gift.save()
    assert "This gift has ended." in page_of(gift, "pause/")


def test_the_first_own_page_lists_it(gift: RecurringGift) -> None:
    page = " ".join(browser_for(gift).get("/my/").content.decode().split())
    assert "next on Dec 10, 2026 · Visa ending 4242, good until December 2034" in page
    assert f"/my/recurring/{gift.pk}/" in page


def test_the_list_takes_as_many_queries_for_three_as_for_one(gift: RecurringGift) -> None:
    counts = []
    for more in (0, 2):
        for _number in range(more):
            make_recurring(gift.donor, campaign=gift.campaign, state=RecurringGift.State.CANCELLED)
        with CaptureQueriesContext(connection) as asked:
            listed = glances_of(donor_of(gift), now=NOON)
        counts.append(len(asked))
    assert [glance.gift.state for glance in listed] == ["active", "cancelled", "cancelled"]
    assert counts[0] == counts[1]


def test_letters_for_each_charge_or_once_a_year(gift: RecurringGift) -> None:
    assert "We thank you once a year from now on." in page_of(gift, "letters/", quiet="yes")
    gift.refresh_from_db()
    assert gift.is_quiet
    assert "thanks for each charge" in page_of(gift, "letters/", quiet="no")


def test_the_page_takes_as_many_queries_for_a_long_history_as_for_a_short_one(
    gift: RecurringGift,
) -> None:
    counts = []
    browser = browser_for(gift)
    for _round in range(2):
        charged(gift, *(datetime(2026, month, 10, 18, 0, tzinfo=UTC) for month in (8, 9, 10)))
        for number in range(3):
            RecurringRequest.objects.create(
                recurring=gift,
                kind="skip",
                wanted={"on": f"2026-0{number + 1}-10"},
                state="done",
                asked_at=NOON,
                ended_at=NOON,
            )
        with CaptureQueriesContext(connection) as asked:
            browser.get(f"/my/recurring/{gift.pk}/")
        counts.append(len(asked))
    assert counts[0] == counts[1]


@pytest.mark.parametrize("role", [None, Role.FINANCE, Role.ADMINISTRATOR])
@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"])
def test_for_anybody_else_there_is_no_such_page_whatever_the_method(
    gift: RecurringGift, role: Role | None, method: str
) -> None:
    browser = browser_of(make_staff(role) if role else make_user())
    answers = {part: browser.generic(method, f"/my/recurring/{gift.pk}/{part}").status_code for part in PARTS}
    assert set(answers.values()) == {404}, answers


def test_a_method_that_a_page_does_not_take_is_refused_to_its_owner(gift: RecurringGift) -> None:
    browser = browser_for(gift)
    assert browser.delete(f"/my/recurring/{gift.pk}/").status_code == 405
    assert browser.get(f"/my/recurring/{gift.pk}/card/").status_code == 405
    assert browser.get(f"/my/recurring/{gift.pk}/nonsense/").status_code == 404
