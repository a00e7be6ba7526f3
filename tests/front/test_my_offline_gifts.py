"""What staff entered, as its giver sees it: property without a figure; all taken along, or forgotten."""

import io
import json
import zipfile
from datetime import datetime
from decimal import Decimal

import pytest
from django.test import Client

from accounts.models import Role, User
from donors.actions import merge_donors
from donors.models import Donor
from front.actions import stop_and_erase
from gifts.actions.offline import Party, TypedCredit, record_gift
from gifts.models import Gift, SoftCredit
from receipts.actions import settle
from receipts.models import Receipt
from tests.factories import make_donor, make_organisation, make_user
from tests.gifts.offline import DINNER, NOW, typed_check, typed_coats, typed_grant

pytestmark = pytest.mark.django_db
BOOKS = Decimal("612.34")


@pytest.fixture
def maria(client: Client) -> Donor:
    make_organisation()
    user = make_user(email="maria@example.org")
    client.force_login(user)
    return make_donor(name="Maria Lopez", email="maria@example.org", user=user)


def user_of(donor: Donor) -> User:
    assert donor.user is not None
    return donor.user


def recorded(donor: Donor) -> Gift:
    """Coats that a dinner came back for, and a check beside it."""
    by = make_user(Role.FINANCE)
    record_gift(typed=typed_check(donor), by=by, now=NOW)
    return record_gift(typed=typed_coats(donor, amount=BOOKS, benefits=(DINNER,)), by=by, now=NOW)


def test_property_has_its_words_and_no_figure(client: Client, maria: Donor) -> None:
    gift = recorded(maria)
    settle(gift_id=gift.pk, now=NOW)
    for path in ("/my/", "/my/gifts/", f"/my/gifts/{gift.pk}/", "/my/receipts/"):
        page = client.get(path).content.decode()
        assert (path, "612.34" in page, "712.34" in page) == (path, False, False)
    page = client.get("/my/gifts/").content.decode()
    assert ("Twelve winter coats" in page, "$100.00" in page) == (True, True)


def test_all_of_it_can_be_taken_along_and_whose_gift_they_brought_about_cannot(
    client: Client, maria: Donor
) -> None:
    recorded(maria)
    by, other = make_user(Role.FINANCE), make_donor(name="Otto Lind", email="otto@example.org")
    record_gift(typed=typed_check(other, co_payer=Party(donor_id=maria.pk)), by=by, now=NOW)
    record_gift(typed=typed_grant(maria), by=by, now=NOW)
    answer = client.post("/my/data/file/")
    said = json.loads(zipfile.ZipFile(io.BytesIO(answer.content)).read("everything.json"))
    assert {row["kind"] for row in said["gifts"]} == {"money", "goods"}
    assert said["benefits"][0]["description"] == "Dinner"
    assert said["property"][0]["description"] == "Twelve winter coats"
    assert said["joint_gifts"][0]["donor__name"] == "Otto Lind"
    assert said["thanked_for"][0]["role"] == "adviser"
    assert "Evergreen" not in json.dumps({**said, "letters": []})


def test_an_erased_person_is_no_second_holder_and_is_thanked_for_nothing(maria: Donor, now: datetime) -> None:
    by, other = make_user(Role.FINANCE), make_donor(name="Otto Lind")
    joint = record_gift(typed=typed_check(other, co_payer=Party(donor_id=maria.pk)), by=by, now=NOW)
    record_gift(typed=typed_grant(maria), by=by, now=NOW)
    settle(gift_id=joint.pk, now=NOW)
    stop_and_erase(user=user_of(maria), now=now)
    assert (Gift.objects.get(pk=joint.pk).co_payer, SoftCredit.objects.count()) == (None, 0)
    assert (settle(gift_id=joint.pk, now=now), Receipt.objects.count()) == (None, 1)


def test_a_merge_takes_credits_and_joint_accounts_along_and_replaces_no_receipt(maria: Donor) -> None:
    by, other = make_user(Role.FINANCE), make_donor(name="Otto Lind")
    double = make_donor(name="M. Lopez", email="old@example.org")
    joint = record_gift(typed=typed_check(other, co_payer=Party(donor_id=double.pk)), by=by, now=NOW)
    grant = record_gift(typed=typed_grant(double), by=by, now=NOW)
    settle(gift_id=joint.pk, now=NOW)
    merge_donors(kept_id=maria.pk, folded_id=double.pk, by=by, now=NOW)
    assert Gift.objects.get(pk=joint.pk).co_payer == maria
    assert grant.soft_credits.get().donor == maria
    assert settle(gift_id=joint.pk, now=NOW) is None


def test_where_both_records_were_thanked_for_one_gift_one_credit_stays_behind(maria: Donor) -> None:
    by = make_user(Role.FINANCE)
    double = make_donor(name="M. Lopez", email="old@example.org")
    credits = tuple(TypedCredit(Party(donor_id=one.pk), "other", Decimal("1.00")) for one in (maria, double))
    gift = record_gift(typed=typed_check(credits=credits), by=by, now=NOW)
    merge = merge_donors(kept_id=maria.pk, folded_id=double.pk, by=by, now=NOW)
    assert gift.soft_credits.filter(donor=maria).count() == 1
    assert "gifts.SoftCredit.donor" in merge.stayed
