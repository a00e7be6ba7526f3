"""The worklist of duplicates, two records side by side, a second person's answer, and the way back."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import Role
from donors.actions import merge_donors
from donors.models import Consent, Donor, DonorMerge, DuplicatePair, DuplicateRun, MergeRequest
from donors.reports.finding import donors_meant
from gifts.forms.offline.parties import PartyForm
from gifts.models import Gift
from tests.accounts.makers import browser_of, make_staff
from tests.factories import MOMENT, make_donor, make_gift, make_organisation, make_recurring, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Client:
    make_organisation()
    return browser_of(make_staff(Role.FUNDRAISER))


def paired(number: int = 0, score: int = 80) -> DuplicatePair:
    left, right = make_donor(name=f"Maria {number}"), make_donor(name=f"María {number}")
    return DuplicatePair.objects.create(
        left=left,
        right=right,
        score=score,
        reasons=["name", "phone", "other_postal"],
        mark="x",
        found_at=MOMENT,
    )


def test_the_worklist_says_why_and_asks_as_much_of_three_as_of_one(desk: Client) -> None:
    counts = []
    for number in (1, 2, 3):
        paired(number)
        if number != 2:
            with CaptureQueriesContext(connection) as asked:
                page = desk.get("/desk/duplicates/").content.decode()
            counts.append(len(asked))
    assert counts[0] == counts[1]
    assert "same name; same phone; other postal code" in page
    assert "3 pairs of records may each be one donor." in page


def test_filters_narrow_the_worklist(desk: Client) -> None:
    paired(1, score=90)
    paired(2, score=55)
    for query, shown, hidden in (
        ("alike=likely", "Maria 1", "Maria 2"),
        ("alike=maybe", "Maria 2", "Maria 1"),
        ("q=zzzzzz", "No pair is like this", "Maria 1"),
        ("shared=mailbox", "No pair is like this", "Maria 1"),
        ("state=dismissed", "No pair is like this", "Maria 1"),
    ):
        page = desk.get(f"/desk/duplicates/?{query}").content.decode()
        assert shown in page, query
        assert hidden not in page, query


def test_two_people_by_one_click_and_back_on_the_list(desk: Client) -> None:
    pair = paired()
    assert desk.get(f"/desk/duplicates/{pair.pk}/dismiss/").status_code == 405
    desk.post(f"/desk/duplicates/{pair.pk}/dismiss/")
    assert "Maria 0" not in desk.get("/desk/duplicates/").content.decode()
    assert "Maria 0" in desk.get("/desk/duplicates/?state=dismissed").content.decode()
    desk.post(f"/desk/duplicates/{pair.pk}/reopen/")
    assert DuplicatePair.objects.get().state == "open"


def test_a_search_is_begun_and_stopped_from_the_page(desk: Client) -> None:
    desk.post("/desk/duplicates/search/")
    run = DuplicateRun.objects.get()
    assert "0 of 0 records" in desk.get("/desk/duplicates/").content.decode()
    assert "running already" in desk.post("/desk/duplicates/search/", follow=True).content.decode()
    desk.post(f"/desk/duplicates/search/{run.pk}/stop/")
    assert "last looked through" in desk.get("/desk/duplicates/").content.decode()


def test_what_moves_is_told_in_numbers_before_anything_happens_and_each_field_is_chosen(desk: Client) -> None:
    pair = paired()
    Donor.objects.filter(pk=pair.right_id).update(contact="portal", phone="518", language="es")
    for _gift in range(3):
        make_gift(pair.right)
    make_recurring(pair.right)
    path = f"/desk/donors/{pair.left_id}/merge/"
    page = desk.get(path, {"other": pair.right_id}).content.decode()
    assert "4 rows move" in page
    assert "Recurring gifts, with their Stripe customers" in page
    assert 'name="contact" value="folded" checked' in page
    assert 'name="language" value="kept" checked' in page
    assert DonorMerge.objects.count() == 0
    desk.post(
        path,
        {"other": pair.right_id, "name": "folded", "language": "folded", "contact": "kept", "kind": "odd"},
    )
    kept = Donor.objects.get(pk=pair.left_id)
    assert (kept.name, kept.contact, kept.phone) == ("María 0", "usual", "518")
    assert Gift.objects.filter(donor=kept).count() == 3


def test_a_merge_is_undone_from_the_donors_page(desk: Client) -> None:
    pair = paired()
    desk.post(f"/desk/donors/{pair.left_id}/merge/", {"other": pair.right_id})
    merge = DonorMerge.objects.get()
    path = f"/desk/merges/{merge.pk}/undo/"
    assert path in desk.get(f"/desk/donors/{pair.left_id}/").content.decode()
    assert "Take María 0 and Maria 0 apart again" in desk.get(path).content.decode()
    answer = desk.post(path)
    assert answer["Location"] == f"/desk/donors/{pair.right_id}/"
    assert "was undone before" in desk.get(path).content.decode()
    assert "undone before" in desk.post(path, follow=True).content.decode()
    assert path not in desk.get(f"/desk/donors/{pair.left_id}/").content.decode()


def test_a_large_merge_waits_for_a_second_person_who_finds_it_on_the_first_page(desk: Client) -> None:
    pair = paired()
    Consent.objects.bulk_create(
        Consent(donor=pair.right, topic=f"t{n}", is_given=True, source="staff", at=MOMENT) for n in range(21)
    )
    path = f"/desk/donors/{pair.left_id}/merge/"
    assert "Ask a second person" in desk.get(path, {"other": pair.right_id}).content.decode()
    desk.post(path, {"other": pair.right_id})
    request = MergeRequest.objects.get()
    page = f"/desk/merges/requests/{request.pk}/"
    assert "merge wants a second person" not in desk.get("/desk/").content.decode()
    assert "Take it back" in desk.get(page).content.decode()
    desk.post(f"{page}answer/", {"answer": "approve"})
    assert DonorMerge.objects.count() == 0
    second = browser_of(make_staff(Role.FINANCE))
    assert "merge wants a second person" in second.get("/desk/").content.decode()
    assert "María 0 → Maria 0" in second.get("/desk/merges/requests/?state=waiting").content.decode()
    assert "Approve and merge" in second.get(page).content.decode()
    second.post(f"{page}answer/", {"answer": "odd"})
    second.post(f"{page}answer/", {"answer": "approve"})
    assert pair.left.consents.count() == 21
    assert (
        "Ask a second person"
        in desk.get(f"/desk/merges/{DonorMerge.objects.get().pk}/undo/").content.decode()
    )


def test_an_old_number_or_address_leads_to_the_standing_record_everywhere(desk: Client) -> None:
    first, second, third = (make_donor(name=f"Old{n} Name", email=f"old{n}@example.org") for n in range(3))
    by = make_user()
    merge_donors(kept_id=second.pk, folded_id=first.pk, by=by, now=MOMENT)
    merge_donors(kept_id=third.pk, folded_id=second.pk, by=by, now=MOMENT)
    gift, other = make_gift(third), make_donor()
    page = f"/desk/donors/{third.pk}/"
    for old in (first, second):
        assert desk.get(f"/desk/donors/{old.pk}/")["Location"] == page
        assert desk.get(f"/desk/donors/{old.pk}/merge/?other=1")["Location"] == f"{page}merge/?other=1"
        assert Donor.objects.carrying(old.email) == third
        assert Donor.objects.standing_for(old.pk) == third
        for word in (str(old.pk), old.email):
            shown = desk.get(f"/desk/donors/{other.pk}/merge/", {"other": word}).content.decode()
            assert f"no. {third.pk}" in shown
            assert donors_meant(word) == [third]
            party = PartyForm({"who": word}, is_needed=True)
            assert (party.is_valid(), party.chosen) == (True, third)
        for path in ("/desk/gifts/", "/desk/recurring/"):
            assert desk.get(path, {"donor": old.pk}).status_code == 200
        assert str(gift.pk) in desk.get("/desk/gifts/", {"donor": old.pk}).content.decode()
        assert "Old2 Name" in desk.get("/desk/search/", {"q": old.name}, follow=True).content.decode()
        assert "Old2 Name" in desk.get("/desk/donors/", {"q": old.email}).content.decode()
    assert "folded into it before" in desk.get(f"{page}merge/", {"other": first.pk}).content.decode()
    assert str(gift.pk) not in desk.get("/desk/gifts/", {"donor": "99999999999999999999"}).content.decode()
