"""Two records become one: all that named the one names the other, and money goes on undisturbed."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from accounts.models import AuditEntry, Role
from donors.actions import MergeRefused, merge_donors
from donors.actions.merging import fold_again
from donors.models import Address, Consent, Donor, DonorMerge
from gifts.actions.givers import donor_of, find_or_make_donor
from gifts.models import Gift, RecurringGift
from letters.models import Letter, OptOut
from receipts.actions import settle
from receipts.actions.statements import draw_one
from receipts.models import Receipt
from receipts.reports.statements import statements_of
from tests.accounts.makers import browser_of, make_staff
from tests.factories import (
    MOMENT,
    make_campaign,
    make_checkout,
    make_donor,
    make_gift,
    make_organisation,
    make_recurring,
    make_user,
)
from tests.letters.makers import make_letter

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair() -> tuple[Donor, Donor]:
    make_organisation()
    return make_donor(name="Ana Reyes", email="ana@example.org"), make_donor(
        name="A. Reyes", email="old@example.org", user=make_user(email="old@example.org")
    )


def merged(pair: tuple[Donor, Donor], now: datetime = MOMENT) -> DonorMerge:
    kept, folded = pair
    merge = merge_donors(kept_id=kept.pk, folded_id=folded.pk, by=make_user(Role.FUNDRAISER), now=now)
    for donor in pair:
        donor.refresh_from_db()
    return merge


def test_an_active_recurring_gift_its_gifts_and_receipts_go_on_under_the_kept_record(
    pair: tuple[Donor, Donor],
) -> None:
    kept, folded = pair
    recurring = make_recurring(folded, customer_id="cus_old")
    gift = make_gift(folded)
    Gift.objects.filter(pk=gift.pk).update(recurring=recurring)
    receipt = settle(gift_id=gift.pk, now=MOMENT)
    assert receipt is not None
    before = RecurringGift.objects.values().get()
    paper = Receipt.objects.values("snapshot", "check_code", "number", "status").get()

    merge = merged(pair)

    assert RecurringGift.objects.values().get() == {**before, "donor_id": kept.pk}
    assert Gift.objects.get().donor == kept
    assert Receipt.objects.values("snapshot", "check_code", "number", "status").get() == paper
    assert Receipt.objects.get().donor == kept
    assert settle(gift_id=gift.pk, now=MOMENT) in {None, receipt}
    assert Receipt.objects.count() == 1
    assert merge.moved["gifts.RecurringGift.donor"] == [str(recurring.pk)]
    assert merge.moved["gifts.Gift.donor"] == [str(gift.pk)]


def test_the_next_gift_of_the_old_address_is_the_kept_records(pair: tuple[Donor, Donor]) -> None:
    kept, _folded = pair
    merged(pair)
    assert find_or_make_donor(name="X", email="old@example.org") == kept
    checkout = make_checkout(make_campaign(), email="OLD@example.org")
    assert donor_of(checkout, customer_id="cus_2", now=MOMENT) == kept


def test_whoever_signs_in_finds_it_all(client: Client, pair: tuple[Donor, Donor]) -> None:
    kept, folded = pair
    user, gift = folded.user, make_gift(folded)
    make_letter(to_email="ana@example.org")
    make_letter(key="receipt:2", to_email="old@example.org")
    merged(pair)
    assert (kept.user, folded.user) == (user, None)
    assert user is not None
    client.force_login(user)
    assert client.get(f"/my/gifts/{gift.pk}/").status_code == 200
    assert Letter.objects.sent_to(user).count() == 2


def test_the_kept_sign_in_stays_where_both_have_one(pair: tuple[Donor, Donor]) -> None:
    kept, folded = pair
    other = folded.user
    kept.user = make_user(email="ana@example.org")
    kept.save()
    merge = merged(pair)
    assert (kept.user, folded.user) == (Donor.objects.get(pk=kept.pk).user, None)
    assert merge.before["folded"]["user_id"] == (other.pk if other else None)


def test_addresses_and_consents_come_along_and_one_address_is_first(pair: tuple[Donor, Donor]) -> None:
    kept, folded = pair
    for donor in pair:
        Address.objects.create(donor=donor, line1=f"PO Box {donor.pk}")
    Consent.objects.note(donor=folded, topic="news", is_given=True, source="giving", at=MOMENT)
    merge = merged(pair)
    assert Address.objects.get(is_primary=True).line1 == f"PO Box {kept.pk}"
    assert (kept.addresses.count(), kept.consents.count()) == (2, 1)
    assert merge.before["addresses"] == [kept.addresses.get(is_primary=False).pk]


def test_the_more_careful_wish_of_the_two_wins(pair: tuple[Donor, Donor]) -> None:
    kept, folded = pair
    Donor.objects.filter(pk=kept.pk).update(contact="neutral", no_phone=True)
    Donor.objects.filter(pk=folded.pk).update(contact="portal", no_post=True, quiet_until=date(2027, 1, 1))
    OptOut.objects.create(email="old@example.org", topic="campaigns", created_at=MOMENT)
    merge = merged(pair)
    assert (kept.contact, kept.no_post, kept.no_phone) == ("portal", True, True)
    assert kept.quiet_until == date(2027, 1, 1)
    assert OptOut.objects.declining("ana@example.org", "campaigns").exists()
    assert (merge.before["kept"]["contact"], merge.before["kept"]["no_post"]) == ("neutral", False)


def test_the_folded_record_keeps_what_undoing_needs(pair: tuple[Donor, Donor]) -> None:
    kept, folded = pair
    merged(pair)
    assert (folded.name, folded.email, folded.merged_into) == ("A. Reyes", "old@example.org", kept)


@pytest.mark.parametrize("kept_has_one", [False, True])
def test_a_statement_moves_unless_the_kept_record_has_its_own_and_is_on_its_page(
    client: Client, kept_has_one: bool
) -> None:
    make_organisation()
    kept, folded = make_donor(user=make_user()), make_donor()
    given, by = MOMENT.replace(year=2025), make_user()
    drawn = []
    for donor in (folded, kept) if kept_has_one else (folded,):
        settle(gift_id=make_gift(donor, given_at=given).pk, now=given)
        drawn.append(draw_one(donor_id=donor.pk, year=2025, by=by, now=MOMENT))
    merge = merged((kept, folded))
    assert drawn[0] is not None
    name, keys = "receipts.Statement.donor", [str(drawn[0].pk)]
    assert (merge.moved.get(name), merge.stayed.get(name)) == ((None, keys) if kept_has_one else (keys, None))
    assert kept.user is not None
    assert set(statements_of(kept.user)) == set(drawn)
    client.force_login(kept.user)
    assert client.get(f"/my/statements/{drawn[0].pk}.pdf").status_code == 200


def test_what_came_while_it_ran_moves_too(pair: tuple[Donor, Donor]) -> None:
    kept, folded = pair
    merge = merged(pair)
    late = make_gift(folded)
    fold_again(merge_id=merge.pk)
    fold_again(merge_id=merge.pk)
    merge.refresh_from_db()
    assert Gift.objects.get().donor == kept
    assert merge.moved["gifts.Gift.donor"] == [str(late.pk)]


def test_letters_about_what_was_folded_reach_a_kept_record_that_had_no_address(
    pair: tuple[Donor, Donor],
) -> None:
    kept, folded = pair
    Donor.objects.filter(pk=kept.pk).update(email="")
    merge = merged(pair)
    assert (kept.email, folded.email) == ("old@example.org", "")
    assert (merge.before["kept"]["email"], merge.before["folded"]["email"]) == ("", "old@example.org")
    assert find_or_make_donor(name="X", email="old@example.org") == kept


def test_a_chain_of_merges_leads_to_its_end(pair: tuple[Donor, Donor]) -> None:
    kept, folded = pair
    merged(pair)
    last = make_donor()
    merge_donors(kept_id=last.pk, folded_id=kept.pk, by=make_user(), now=MOMENT)
    assert Donor.objects.carrying("old@example.org") == last
    folded.refresh_from_db()
    assert folded.merged_into == last


def test_one_twice_and_one_that_is_gone_are_refused(pair: tuple[Donor, Donor]) -> None:
    kept, folded = pair
    with pytest.raises(MergeRefused):
        merge_donors(kept_id=kept.pk, folded_id=kept.pk, by=make_user(), now=MOMENT)
    merged(pair)
    with pytest.raises(MergeRefused):
        merge_donors(kept_id=kept.pk, folded_id=folded.pk, by=make_user(), now=MOMENT)
    with pytest.raises(MergeRefused):
        merge_donors(kept_id=folded.pk, folded_id=make_donor().pk, by=make_user(), now=MOMENT)


def test_the_database_keeps_circles_and_sign_ins_of_folded_records_out(pair: tuple[Donor, Donor]) -> None:
    kept, folded = pair
    with pytest.raises(IntegrityError, match="donor_is_not_merged_into_itself"), transaction.atomic():
        Donor.objects.filter(pk=kept.pk).update(merged_into=kept)
    with pytest.raises(IntegrityError, match="merged_donor_signs_in_no_more"), transaction.atomic():
        Donor.objects.filter(pk=folded.pk).update(merged_into=kept)
    with pytest.raises(IntegrityError, match="merge_is_of_two_donors"), transaction.atomic():
        DonorMerge.objects.create(kept=kept, folded=kept, at=MOMENT, by=make_user())


def test_the_desk_shows_both_then_folds_and_leads_on(pair: tuple[Donor, Donor]) -> None:
    kept, folded = pair
    make_gift(folded, amount="70.00")
    desk = browser_of(make_staff(Role.FUNDRAISER))
    page = f"/desk/donors/{kept.pk}/merge/"
    shown = desk.get(page, {"other": "OLD@example.org"}).content.decode()
    assert "A. Reyes" in shown
    assert "$70.00" in shown
    assert DonorMerge.objects.count() == 0
    answer = desk.post(page, {"other": str(folded.pk)})
    assert answer["Location"] == f"/desk/donors/{kept.pk}/"
    assert desk.get(f"/desk/donors/{folded.pk}/")["Location"] == f"/desk/donors/{kept.pk}/"
    assert "old@example.org" in desk.get(f"/desk/donors/{kept.pk}/").content.decode()
    assert "A. Reyes" not in desk.get("/desk/donors/").content.decode()
    assert AuditEntry.objects.get(verb="donor.merged").after["folded"] == folded.pk
    assert Gift.objects.get().amount == Decimal("70.00")


@pytest.mark.parametrize("typed", ["", "nobody@example.org", "999999", "\x00", "self"])
def test_a_record_that_is_not_there_is_said_so(pair: tuple[Donor, Donor], typed: str) -> None:
    kept, _folded = pair
    desk = browser_of(make_staff(Role.FINANCE))
    other = str(kept.pk) if typed == "self" else typed
    assert desk.post(f"/desk/donors/{kept.pk}/merge/", {"other": other}).status_code == 200
    assert DonorMerge.objects.count() == 0
