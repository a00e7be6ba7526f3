"""A donor changes a recurring gift: the effect is shown first, then it is made, at Stripe too."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db.models import F
from django.utils import timezone

from campaigns.models import Fund
from gifts.models import Gift, RecurringGift, RecurringRequest
from gifts.reports.forecast import coming
from gifts.schedule import charged_on, later_day, next_on
from tests.factories import ZONE, make_fund
from tests.gifts.pressing import Hand, browser, gift, hand

__all__ = ["browser", "gift", "hand"]  # fixtures

pytestmark = [pytest.mark.enable_socket, pytest.mark.django_db, pytest.mark.usefixtures("organisation")]


def test_an_amount_is_shown_with_its_effect_before_it_changes(hand: Hand) -> None:
    shown = hand.send("amount", amount="30", cover_fee="on")
    before = hand.state().amount
    done = hand.send("amount", amount="30", cover_fee="on", sure=hand.context["preview"].seal)
    after = hand.state()
    assert "$31.21 each month instead of $50.00." in shown
    assert "$30.00 is your gift, $1.21 covers the card fee." in shown
    assert (before, after.amount, after.fee_cover) == (Decimal("50.00"), Decimal("31.21"), Decimal("1.21"))
    assert "$31.21 each month instead of $50.00." in done


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "Please write an amount."),
        ("1", "The smallest gift is $5.00."),
        ("x", "in digits"),
        ("99999", "largest"),
    ],
)
def test_a_wrong_amount_is_said_beside_the_field_and_kept(hand: Hand, typed: str, words: str) -> None:
    page = hand.send("amount", amount=typed, cover_fee="on")
    assert words in page
    assert 'aria-invalid="true"' in page
    assert f'value="{typed}"' in page or not typed
    assert "checked" in page
    assert hand.state().amount == Decimal("50.00")


def test_choosing_again_finds_the_form_as_it_was(hand: Hand) -> None:
    page = hand.send("amount", amount="30", back="yes")
    assert 'value="30"' in page
    assert RecurringRequest.objects.count() == 0


def test_a_double_press_is_one_change(hand: Hand) -> None:
    hand.send("amount", amount="30")
    seal = hand.context["preview"].seal
    for _press in range(2):
        page = hand.send("amount", amount="30", sure=seal)
    assert RecurringRequest.objects.filter(kind="amount").count() == 1
    assert ", $30.00 each month." in page


def test_what_was_shown_and_is_no_longer_so_is_shown_anew(hand: Hand) -> None:
    hand.send("amount", amount="30")
    seal = hand.context["preview"].seal
    RecurringGift.objects.update(next_charge_at=F("next_charge_at") + timedelta(days=3))
    page = hand.send("amount", amount="30", sure=seal)
    assert "Something has changed meanwhile." in page
    assert RecurringRequest.objects.count() == 0


def test_a_day_close_to_the_last_charge_wants_a_second_yes(hand: Hand) -> None:
    last = Gift.objects.get().given_on
    assert last is not None
    soon = last + timedelta(days=5)
    page = hand.send("day", day=str(soon.day), month=f"{soon:%Y-%m}")
    assert "Two charges close together" in page
    assert "days after your last charge" in page
    assert "Yes, charge me that soon" in page
    hand.send("day", day=str(soon.day), month=f"{soon:%Y-%m}", sure=hand.context["preview"].seal)
    assert hand.state().day == soon.day


def test_a_day_far_enough_is_not_warned_of(hand: Hand) -> None:
    last = Gift.objects.get().given_on
    assert last is not None
    later = last + timedelta(days=40)
    page = hand.confirm("day", day=str(later.day), month=f"{later:%Y-%m}")
    assert "Two charges close together" not in page
    assert hand.state().day == later.day


def test_a_day_that_has_passed_is_said_beside_the_month(hand: Hand) -> None:
    today = hand.today()
    page = hand.send("day", day=str(today.day), month=f"{today:%Y-%m}")
    assert "has passed. Please choose a later month." in page


def test_only_open_funds_are_offered_and_taken(hand: Hand) -> None:
    open_one, shut = make_fund("education", name="Education"), make_fund("old", name="Old pier")
    Fund.objects.filter(pk=shut.pk).update(is_open=False)
    page = hand.send("fund", fund="old")
    assert "This fund takes no gifts now." in page
    assert "Old pier" not in page
    assert "goes to Education." in hand.confirm("fund", fund="education")
    assert hand.state().fund == open_one


def test_another_rhythm_keeps_the_next_date_and_charges_nothing_today(hand: Hand) -> None:
    due = hand.state().next_charge_at
    shown = hand.send("frequency", frequency="quarterly")
    hand.send("frequency", frequency="quarterly", sure=hand.context["preview"].seal)
    assert "Nothing is charged today." in shown
    assert "$200.00 in a year" in shown
    assert (hand.state().frequency, hand.state().next_charge_at, Gift.objects.count()) == (
        "quarterly",
        due,
        1,
    )


def test_a_pause_names_what_falls_away_and_when_it_goes_on(hand: Hand) -> None:
    hand.browser.get(f"/my/recurring/{hand.gift.pk}/pause/")
    answer = hand.browser.get(f"/my/recurring/{hand.gift.pk}/pause/")
    lengths = [value for value, _label in answer.context["form"].fields["length"].choices]
    shown = hand.send("pause", length=lengths[1])
    page = hand.send("pause", length=lengths[1], sure=hand.context["preview"].seal)
    assert len(lengths) == 4
    assert "3 charges fall away:" in shown
    assert "The next one is on" in shown
    assert hand.state().is_paused
    assert "Goes on by itself:" in page


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (0, "after today"),
        (3, "No charge lies before that day"),
        (440, "twelve months at most"),
        (None, "choose a day"),
    ],
)
def test_a_pause_that_cannot_be_is_said_beside_its_day(hand: Hand, days: int | None, words: str) -> None:
    today = hand.today()
    until = f"{today + timedelta(days=days)}" if days is not None else ""
    assert words in hand.send("pause", length="day", until=until)
    assert not hand.state().is_paused


def test_skip_and_go_on_are_one_page_each(hand: Hand) -> None:
    shown = hand.browser.get(f"/my/recurring/{hand.gift.pk}/skip/").content.decode()
    hand.confirm("skip")
    paused = hand.state().is_paused
    hand.confirm("resume")
    assert "falls away." in shown
    assert (paused, hand.state().is_paused) == (True, False)


def test_an_end_by_number_by_day_and_none(hand: Hand) -> None:
    assert "2 more charges, $100.00 in all" in hand.confirm("end", how="count", instalments="2")
    assert hand.state().instalments == 2
    day = hand.today() + timedelta(days=100)
    assert "3 more charges, $150.00 in all" in hand.confirm("end", how="day", end_on=f"{day}")
    assert hand.state().end_on == day
    assert "without an end" in hand.confirm("end", how="never")
    assert not hand.state().has_end


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"how": "count"}, "Please write how many."),
        ({"how": "count", "instalments": "0"}, "Please write a whole number, like 12."),
        ({"how": "count", "instalments": "many"}, "Please write a whole number, like 12."),
        ({"how": "count", "instalments": "601"}, "Fifty years at most, please."),
        ({"how": "day", "end_on": "2099-01-01"}, "Fifty years at most, please."),
        ({"how": "day"}, "Please choose a day."),
        ({"how": "day", "end_on": "2020-01-01"}, "Please choose a day after today."),
    ],
)
def test_an_end_that_cannot_be_is_said_beside_its_field(hand: Hand, sent: dict[str, str], words: str) -> None:
    assert words in hand.send("end", **sent)
    assert not hand.state().has_end


def test_a_day_or_number_that_is_written_counts_more_than_a_choice_left_as_it_was(hand: Hand) -> None:
    day = hand.today() + timedelta(days=45)
    assert "1 more charge," in hand.send("end", how="never", instalments="1")
    assert "1 more charge," in hand.send("end", how="never", end_on=f"{day}")
    hand.confirm("end", how="day", end_on=f"{day}")
    assert "without an end" in hand.send("end", how="never", end_on=f"{day}")
    lengths = (
        hand.browser.get(f"/my/recurring/{hand.gift.pk}/pause/").context["form"].fields["length"].choices
    )
    assert "falls away." in hand.send("pause", length=lengths[1][0], until=f"{day}")


def test_what_a_pause_or_an_open_charge_forbids_is_said_at_once(hand: Hand) -> None:
    until = hand.today() + timedelta(days=200)
    hand.confirm("pause", length="day", until=f"{until}")
    soon = hand.today() + timedelta(days=40)
    assert "This gift is paused on that day." in hand.send("day", day=str(soon.day), month=f"{soon:%Y-%m}")
    answer = hand.browser.get(f"/my/recurring/{hand.gift.pk}/skip/", follow=True)
    assert "nothing would change" in answer.content.decode()
    RecurringGift.objects.update(open_invoice_id="in_1")
    assert "A charge of this gift is open." in hand.send("frequency", frequency="annually")


def test_asking_for_what_stands_changes_nothing_and_is_said_at_once(hand: Hand) -> None:
    day = hand.state().next_charge_at
    assert day is not None
    on = charged_on(day, ZONE)
    fund = hand.state().fund
    assert fund is not None
    for what, values in {
        "amount": {"amount": "50"},
        "fund": {"fund": fund.code},
        "frequency": {"frequency": "monthly"},
        "day": {"day": str(on.day), "month": f"{on:%Y-%m}"},
        "end": {"how": "never"},
    }.items():
        assert "That is how it stands already: nothing would change." in hand.send(what, **values)
    hand.confirm("end", how="day", end_on=f"{on}")
    assert "nothing would change" in hand.send("end", how="day", end_on=f"{on}")
    assert list(RecurringRequest.objects.values_list("kind", flat=True)) == ["end"]


def test_another_day_in_a_pause_begins_after_it(hand: Hand) -> None:
    until = hand.today() + timedelta(days=200)
    hand.confirm("pause", length="day", until=f"{until}")
    after = later_day(until.replace(day=1), 1)
    page = hand.browser.get(f"/my/recurring/{hand.gift.pk}/day/")
    assert page.context["form"].fields["month"].initial >= f"{until:%Y-%m}"
    hand.confirm("day", day="5", month=f"{after:%Y-%m}")
    assert next_on(hand.state(), ZONE) == after.replace(day=5)
    assert hand.state().is_paused


def test_an_end_before_the_next_charge_is_said_at_once(hand: Hand) -> None:
    day = hand.today() + timedelta(days=2)
    assert "To give nothing more, cancel the gift." in hand.send("end", how="day", end_on=f"{day}")


def test_a_rhythm_that_changes_in_a_pause_begins_after_it(hand: Hand) -> None:
    until = hand.today() + timedelta(days=200)
    hand.confirm("pause", length="day", until=f"{until}")
    hand.send("frequency", frequency="annually")
    promised = [charge.on for charge in coming(hand.context["preview"].after, now=timezone.now())]
    hand.send("frequency", frequency="annually", sure=hand.context["preview"].seal)
    assert promised == [charge.on for charge in coming(hand.state(), now=timezone.now())]
    assert promised[0] >= until


@pytest.mark.parametrize(
    ("what", "sent"),
    [
        ("amount", {"amount": "75", "cover_fee": "on"}),
        ("day", {"day": "31", "month": "next"}),
        ("frequency", {"frequency": "quarterly"}),
        ("pause", {"length": "day", "until": "later"}),
        ("skip", {}),
        ("end", {"how": "count", "instalments": "3"}),
    ],
)
def test_what_was_shown_is_what_is_promised_after(hand: Hand, what: str, sent: dict[str, str]) -> None:
    today = hand.today()
    words = {"next": f"{today + timedelta(days=25):%Y-%m}", "later": f"{today + timedelta(days=45)}"}
    values = {name: words.get(value, value) for name, value in sent.items()}
    hand.send(what, **values)
    preview = hand.context["preview"]
    shown = [(charge.on, charge.amount) for charge in coming(preview.after, now=preview.now)]
    hand.send(what, sure=preview.seal, **values)
    assert shown == [(charge.on, charge.amount) for charge in coming(hand.state(), now=preview.now)]
    assert shown != [(charge.on, charge.amount) for charge in coming(preview.before, now=preview.now)]
