"""Taking everything along: all that is one's own, nothing that is not."""

import csv
import io
import json
import zipfile
from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.actions.codes import ask_for_code
from accounts.holders import Table, all_about
from accounts.models import AuditEntry, User
from core import shield
from donors.models import Address, Consent, Donor
from front.exports import archive
from gifts.models import Gift
from letters.models import OptOut, Suppression
from letters.tasks import deliver
from receipts.actions import settle
from receipts.actions.statements import draw_one
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
from tests.volunteers.makers import (
    make_application,
    make_program,
    make_reference,
    make_role,
    make_shift,
    make_sign_up,
    make_volunteer,
)

pytestmark = pytest.mark.django_db
EVERY_DONORS = (
    *("donor", "addresses", "consents", "gifts", "gift_shares", "refunds", "recurring_gifts"),
    *("recurring_gift_requests", "recurring_gift_changes", "visits_to_giving_pages", "receipts"),
    *("statements", "copies", "letters", "letters_declined", "addresses_that_get_no_mail", "sign_in_codes"),
)


@pytest.fixture
def maria(client: Client) -> User:
    make_organisation()
    user = make_user(email="maria@example.org")
    donor = make_donor(name="Maria Lopez", email="maria@example.org", user=user)
    gift = make_gift(donor, amount="25.00")
    Gift.objects.filter(pk=gift.pk).update(tribute_kind="honor", tribute_name="=Rosa")
    settle(gift_id=gift.pk, now=MOMENT)
    make_recurring(donor)
    Address.objects.create(donor=donor, line1="PO Box 1199")
    letter = make_letter()
    deliver(str(letter.pk), MOMENT)
    client.force_login(user)
    return user


def taken(client: Client) -> tuple[dict[str, Any], zipfile.ZipFile]:
    answer = client.post("/my/data/file/")
    folder = zipfile.ZipFile(io.BytesIO(answer.content))
    return json.loads(folder.read("everything.json")), folder


def test_the_file_holds_what_each_app_knows(client: Client, maria: User) -> None:
    make_sign_up(make_shift(make_role()), make_volunteer(make_program(), user=maria, name="Maria Lopez"))
    said, folder = taken(client)
    assert said["donor"][0]["name"] == "Maria Lopez"
    assert said["gifts"][0]["amount"] == "25.00"
    assert said["receipts"][0]["payer"].startswith("Maria Lopez")
    assert len(said["sign_ups"]) == 1
    for name in ("addresses", "recurring_gifts", "letters", "volunteer"):
        assert said[name] != []
        assert f"{name}.csv" in folder.namelist()


def test_the_tables_of_a_spreadsheet_say_the_same_and_run_no_formula(client: Client, maria: User) -> None:
    _said, folder = taken(client)
    rows = list(csv.DictReader(io.StringIO(folder.read("gifts.csv").decode("utf-8-sig"))))
    assert (rows[0]["amount"], rows[0]["tribute_name"]) == ("25.00", "'=Rosa")


def test_nothing_of_others_is_in_it(client: Client, maria: User) -> None:
    make_gift(make_donor(name="Ben Okafor", email="ben@example.org"))
    volunteer = make_volunteer(make_program(), user=maria, name="Maria Lopez")
    make_reference(make_application(volunteer), name="Vera Stone", email="vera@example.org")
    make_volunteer(make_program(), name="Otto Lind", email="otto@example.org")
    said, folder = taken(client)
    whole = json.dumps(said) + "".join(folder.read(name).decode() for name in folder.namelist())
    for other in ("Ben Okafor", "ben@example.org", "Vera Stone", "vera@", "Otto Lind", "otto@"):
        assert other not in whole


def test_no_row_of_another_donor_is_in_any_table(client: Client, maria: User) -> None:
    before, _folder = taken(client)
    ben = make_user(email="ben@example.org")
    donor = make_donor(name="Ben Okafor", email="ben@example.org", user=ben)
    gift = make_gift(donor, given_at=MOMENT - timedelta(days=400))
    receipt = settle(gift_id=gift.pk, now=MOMENT - timedelta(days=400))
    draw_one(donor_id=donor.pk, year=gift.given_at.year if gift.given_at else 0, by=ben, now=MOMENT)
    assert receipt is not None
    receipt.copies.create(made_at=MOMENT, channel="mail")
    gift.refunds.create(amount=Decimal("1.00"), currency="usd", requested_at=MOMENT)
    recurring = make_recurring(donor)
    request = recurring.requests.create(kind="amount", asked_at=MOMENT, by_link=True)
    recurring.changes.create(
        kind="new", at=MOMENT, request=request, monthly_before=Decimal(0), monthly_after=Decimal(20)
    )
    make_checkout(make_campaign(), email="ben@example.org")
    Address.objects.create(donor=donor, line1="PO Box 7")
    Consent.objects.note(donor=donor, topic="news", is_given=True, source="giving", at=MOMENT)
    OptOut.objects.create(email="ben@example.org", topic="more", created_at=MOMENT)
    Suppression.objects.create(email="ben@example.org", reason="bounced", created_at=MOMENT)
    ask_for_code(email="ben@example.org", network="n", language="en", now=timezone.now())
    deliver(str(make_letter(key="ben", to_email="ben@example.org").pk), MOMENT)
    assert all(counted(all_about(ben))[name] for name in EVERY_DONORS)

    after, _folder = taken(client)

    assert "ben@example.org" not in json.dumps(after)
    counts = [
        {name: len(rows) for name, rows in said.items() if name != "made_at"} for said in (before, after)
    ]
    assert counts[1] == {**counts[0], "what_you_did": counts[0]["what_you_did"] + 1}


def counted(tables: Sequence[Table]) -> dict[str, int]:
    return {table.name: len(table.rows) for table in tables}


def test_a_row_that_tells_a_confidential_place_leaves_without_its_words() -> None:
    place = shield.Place(street="2871 Quillmere Terrace")
    shield.register("test", shield.Source(mark=lambda: 1, places=lambda: [place]))
    try:
        table = Table("notes", ("what", "day"), [("at 2871 Quillmere Ter.", "1"), ("elsewhere", "2")])
        folder = zipfile.ZipFile(io.BytesIO(archive([table], made_at=MOMENT)))
    finally:
        shield.unregister("test")
    assert json.loads(folder.read("everything.json"))["notes"] == [
        {"what": "withheld", "day": "withheld"},
        {"what": "elsewhere", "day": "2"},
    ]
    assert "Quillmere" not in folder.read("notes.csv").decode()


def test_it_is_noted_and_stored_nowhere(client: Client, maria: User) -> None:
    answer = client.post("/my/data/file/")
    assert AuditEntry.objects.get(verb="user.exported").actor == maria
    assert "no-store" in answer["Cache-Control"]
    assert client.get("/my/data/file/").status_code == 405


def test_whoever_only_signs_in_takes_an_almost_empty_file(client: Client) -> None:
    client.force_login(make_user())
    said, _folder = taken(client)
    assert (said["gifts"], said["donor"], said["volunteer"]) == ([], [], [])


def test_details_are_changed_in_every_book(client: Client, maria: User) -> None:
    volunteer = make_volunteer(make_program(), user=maria, name="Maria Lopez")
    client.post("/my/details/", {"name": "M. Lopez", "phone": "518-555-0199", "language": "es"})
    donor = Donor.objects.get()
    volunteer.refresh_from_db()
    assert (donor.name, donor.phone, donor.language) == ("M. Lopez", "518-555-0199", "es")
    assert (volunteer.name, volunteer.phone, volunteer.language) == ("Maria Lopez", "518-555-0199", "es")
    assert AuditEntry.objects.get(verb="donor.edited").after == {"changed": "language name phone"}
