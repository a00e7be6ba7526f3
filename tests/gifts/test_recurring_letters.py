"""Letters that confirm what was changed, tell of an end, and come ahead of time; each once."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from donors.models import Donor
from gifts.actions.recurring.telling import tell_of_reading
from gifts.actions.reminders import remind
from gifts.letters import confirm, queue_ending
from gifts.models import Frequency, RecurringGift, RecurringRequest
from letters.models import Letter
from letters.rendering import render
from letters.tasks import deliver
from tests.factories import make_donor, make_organisation, make_recurring, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("organisation")]
Kind = RecurringRequest.Kind
State = RecurringGift.State
NEXT = datetime(2026, 12, 25, 17, 0, tzinfo=UTC)


def going(**values: Any) -> RecurringGift:
    """One whose next charge is on Christmas."""
    facts = {
        "anchor_at": NEXT,
        "next_charge_at": NEXT,
        "period_began_at": datetime(2026, 11, 25, 17, 0, tzinfo=UTC),
    }
    return make_recurring(values.pop("donor", None) or make_donor(), **{**facts, **values})


def asked(row: RecurringGift, kind: str, now: datetime, **values: Any) -> RecurringRequest:
    """A request that was carried out."""
    facts = {"wanted": {}, "state": RecurringRequest.State.DONE, "ended_at": now, "asked_at": now}
    return RecurringRequest.objects.create(recurring=row, kind=kind, **{**facts, **values})


WANTED: list[tuple[Kind, dict[str, Any], str]] = [
    (
        Kind.AMOUNT,
        {"amount": "20.00", "fee_cover": "0.00", "charge": "20.00", "before": "15.00"},
        "Each charge is now $20.00; before, it was $15.00.",
    ),
    (
        Kind.DATE,
        {"day": 31, "first_on": "2026-12-31"},
        "charged on the 31st of each month, in shorter months on the last day.",
    ),
    (Kind.FREQUENCY, {"frequency": "monthly"}, "From now on your gift is charged each month."),
    (Kind.END, {"end_on": "2027-03-31", "instalments": None}, "Nothing is charged after Mar 31, 2027."),
    (Kind.END, {"end_on": None, "instalments": 1}, "One more charge comes, and then your gift ends."),
    (Kind.END, {"end_on": None, "instalments": 6}, "6 more charges come, and then your gift ends."),
    (Kind.END, {"end_on": None, "instalments": None}, "Your gift goes on without an end."),
    (Kind.PAUSE, {"until": "2027-02-01"}, "nothing is charged before Feb 1, 2027."),
    (Kind.SKIP, {"on": "2026-12-25"}, "The charge of Dec 25, 2026 is skipped."),
    (Kind.RESUME, {}, "The pause is over: your gift goes on."),
    (Kind.CARD, {"method": "pm_1"}, "charged to the card or account that was given last."),
]


@pytest.mark.parametrize(("kind", "wanted", "sentence"), WANTED)
def test_each_change_is_confirmed_once(
    kind: Kind, wanted: dict[str, Any], sentence: str, now: datetime
) -> None:
    request = asked(going(), kind, now, wanted=wanted)
    for _ in range(2):
        confirm(request, now=now)
    words = render(Letter.objects.get())
    assert words.subject == "Your recurring gift was changed"
    assert sentence in words.text
    assert "Next charge: Dec 25, 2026" in words.text
    assert "Our staff" not in words.text


def test_what_was_changed_at_the_payment_service_is_told_once(now: datetime) -> None:
    row = going(frequency=Frequency.QUARTERLY)
    before = {"state": State.ACTIVE, "amount": Decimal("15.00"), "frequency": Frequency.MONTHLY}
    for _ in range(2):
        tell_of_reading(row, before=before, now=now)
    text = render(Letter.objects.get()).text
    assert "Each charge is now $20.00; before, it was $15.00." in text
    assert "From now on your gift is charged every three months." in text


def test_a_reading_leaves_it_to_the_request_that_is_under_way(now: datetime) -> None:
    row = going()
    asked(row, Kind.AMOUNT, now, state=RecurringRequest.State.ASKED, ended_at=None)
    before = {"state": State.ACTIVE, "amount": Decimal("15.00"), "frequency": Frequency.MONTHLY}
    tell_of_reading(row, before=before, now=now)
    assert not Letter.objects.exists()


@pytest.mark.parametrize("kind", [Kind.KEEP, Kind.RETRY, Kind.CANCEL])
def test_what_has_its_own_letter_or_none_is_not_confirmed(kind: Kind, now: datetime) -> None:
    confirm(asked(going(), kind, now), now=now)
    assert not Letter.objects.exists()


def test_what_staff_did_is_told_with_their_reason(now: datetime) -> None:
    staff = {"on_behalf": True, "reason": "you called us", "asked_by": make_user()}
    row = going()
    confirm(asked(row, Kind.SKIP, now, wanted={"on": "2026-12-25"}, **staff), now=now)
    asked(row, Kind.CANCEL, now, **staff)
    row.state, row.ended_for, row.cancelled_at = State.CANCELLED, RecurringGift.Ended.ASKED, now
    queue_ending(row, now=now)
    for letter in Letter.objects.all():
        text = render(letter).text
        assert "Our staff did this for you. The reason they noted: “you called us”" in text
        assert "If that is not what you wanted, please reply" in text


def test_a_refused_cancel_of_staff_is_not_told_as_the_cause(now: datetime) -> None:
    row = going(state=State.CANCELLED, cancelled_at=now)
    refused = {"on_behalf": True, "reason": "they called", "asked_by": make_user()}
    asked(row, Kind.CANCEL, now, **refused | {"state": RecurringRequest.State.REFUSED})
    queue_ending(row, now=now)
    assert Letter.objects.get().facts["by_staff"] == ""


@pytest.mark.parametrize(
    ("ended_for", "kind"),
    [
        (RecurringGift.Ended.ASKED, "recurring_cancelled"),
        (RecurringGift.Ended.FAILED, "recurring_ended_failed"),
        (RecurringGift.Ended.COMPLETED, "recurring_completed"),
    ],
)
def test_each_end_says_which_it_was_once(ended_for: str, kind: str, now: datetime) -> None:
    row = going(state=State.CANCELLED, cancelled_at=now, ended_for=ended_for)
    for _ in range(2):
        tell_of_reading(row, before={"state": State.ACTIVE}, now=now)
    assert [letter.kind for letter in Letter.objects.all()] == [kind]


@pytest.mark.parametrize("before", [State.PENDING, State.CANCELLED])
def test_what_never_began_or_had_ended_is_no_end(before: str, now: datetime) -> None:
    row = going(state=State.CANCELLED, cancelled_at=now, ended_for=RecurringGift.Ended.FAILED)
    tell_of_reading(row, before={"state": before}, now=now)
    assert not Letter.objects.exists()


def told(kind: str) -> list[str]:
    """The days that letters of a kind name."""
    return [letter.facts["day"] for letter in Letter.objects.filter(kind=kind).order_by("pk")]


@pytest.mark.parametrize(
    ("expires", "on", "is_told"),
    [
        (date(2026, 12, 24), date(2026, 11, 24), True),
        (date(2026, 12, 24), date(2026, 11, 23), False),
        (date(2026, 12, 24), date(2026, 12, 24), True),
        (date(2026, 12, 24), date(2026, 12, 25), False),
    ],
)
def test_a_card_is_told_of_in_its_last_thirty_days(expires: date, on: date, is_told: bool) -> None:
    going(method_expires_on=expires, method_last4="4242")
    remind(now=datetime(on.year, on.month, on.day, 17, tzinfo=UTC))
    assert told("recurring_card_runs_out") == (["Dec 25, 2026"] if is_told else [])


def test_a_card_is_told_of_once_for_all_gifts_on_it_and_again_when_it_is_another(now: datetime) -> None:
    donor = make_donor()
    card = {"method_expires_on": date(2026, 11, 30), "method_last4": "4242"}
    row = going(donor=donor, **card)
    going(donor=donor, **card)
    for days in (0, 1, 5):
        remind(now=now + timedelta(days=days))
    RecurringGift.objects.filter(pk=row.pk).update(method_last4="1881")
    remind(now=now + timedelta(days=5))
    digits = Letter.objects.order_by("pk").values_list("facts__last4", flat=True)
    assert list(digits) == ["4242", "1881"]


def test_a_card_that_outlives_the_last_charge_is_not_told_of(now: datetime) -> None:
    going(method_expires_on=date(2026, 12, 25), end_on=date(2026, 12, 25))
    going(method_expires_on=date(2026, 12, 24), state=State.CANCELLED)
    remind(now=now)
    assert not Letter.objects.exists()


def test_a_card_given_meanwhile_makes_the_letter_untrue(now: datetime) -> None:
    row = going(method_expires_on=date(2026, 11, 30), method_last4="4242")
    remind(now=now)
    RecurringGift.objects.filter(pk=row.pk).update(method_expires_on=date(2030, 11, 30))
    letter = Letter.objects.get()
    deliver(str(letter.pk), now)
    letter.refresh_from_db()
    assert letter.state == Letter.State.SUPPRESSED


@pytest.mark.parametrize(("days_before", "is_told"), [(15, False), (14, True), (1, True), (0, False)])
def test_a_yearly_charge_is_told_of_in_its_last_fourteen_days(days_before: int, is_told: bool) -> None:
    going(frequency=Frequency.ANNUALLY, amount=Decimal("240.00"))
    remind(now=NEXT - timedelta(days=days_before))
    assert told("recurring_annual_notice") == (["Dec 25, 2026"] if is_told else [])


def test_a_yearly_charge_is_told_of_once_also_when_it_moves(now: datetime) -> None:
    row = going(frequency=Frequency.ANNUALLY)
    going()
    for days in (14, 13, 2):
        remind(now=NEXT - timedelta(days=days))
    RecurringGift.objects.filter(pk=row.pk).update(
        anchor_at=NEXT + timedelta(days=3), next_charge_at=NEXT + timedelta(days=3)
    )
    remind(now=NEXT)
    assert told("recurring_annual_notice") == ["Dec 25, 2026"]


def test_the_next_yearly_charge_is_told_of_again(now: datetime) -> None:
    row = going(frequency=Frequency.ANNUALLY)
    remind(now=NEXT - timedelta(days=10))
    later = NEXT + timedelta(days=365)
    RecurringGift.objects.filter(pk=row.pk).update(next_charge_at=later, period_began_at=NEXT, anchor_at=NEXT)
    remind(now=later - timedelta(days=10))
    assert told("recurring_annual_notice") == ["Dec 25, 2026", "Dec 25, 2027"]


@pytest.mark.parametrize(
    "values",
    [{"is_paused": True, "paused_until": NEXT + timedelta(days=30)}, {"state": State.PAST_DUE}],
)
def test_a_yearly_charge_that_does_not_come_is_not_told_of(values: dict[str, Any]) -> None:
    going(frequency=Frequency.ANNUALLY, **values)
    remind(now=NEXT - timedelta(days=10))
    assert not Letter.objects.exists()


def test_a_yearly_charge_that_moved_makes_the_letter_untrue() -> None:
    row = going(frequency=Frequency.ANNUALLY)
    before = NEXT - timedelta(days=10)
    remind(now=before)
    RecurringGift.objects.filter(pk=row.pk).update(
        anchor_at=NEXT + timedelta(days=3), next_charge_at=NEXT + timedelta(days=3)
    )
    letter = Letter.objects.get()
    deliver(str(letter.pk), before)
    letter.refresh_from_db()
    assert letter.state == Letter.State.SUPPRESSED


def test_a_spanish_donor_is_told_in_spanish(now: datetime) -> None:
    make_organisation()
    donor = make_donor()
    Donor.objects.filter(pk=donor.pk).update(language="es")
    donor.refresh_from_db()
    confirm(asked(going(donor=donor), Kind.PAUSE, now, wanted={"until": "2027-02-01"}), now=now)
    letter = Letter.objects.get()
    assert (letter.language, letter.facts["next_day"]) == ("es", "25 de diciembre de 2026")
