"""A donor's record as one question reads it: what the tables say, however much there is."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.db.models import Model
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import Role
from desk.reports.donor_page import PARTS, record_of
from desk.stories.donor import Reader, timeline_of
from donors.actions import merge_donors
from donors.actions.tags import tag_donor, tag_named
from donors.actions.tasks import Todo, add_task
from donors.models import Address, Donor, Household, OtherEmail, Relationship
from gifts.actions.pledges import write_off
from gifts.models import SoftCredit
from letters.models import Letter
from tests.accounts.makers import browser_of, make_staff
from tests.factories import MOMENT, make_donor, make_gift, make_organisation, make_recurring, make_user
from tests.gifts.elsewhere import make_elsewhere
from tests.gifts.pledging import make_pledge
from tests.letters.makers import make_letter

pytestmark = pytest.mark.django_db


def crowded(*, gifts: int = 2) -> Donor:
    """A donor with rows in every part of the page."""
    by, other = make_user(Role.FUNDRAISER, name="Ana Reyes"), make_donor(name="Acme")
    home = Household.objects.create(formal_greeting="Ms. Lopez", informal_greeting="Maria")
    donor = make_donor(email="maria@example.org")
    Donor.objects.filter(pk=donor.pk).update(household=home, quiet_until=MOMENT.date(), phone="555")
    OtherEmail.objects.create(donor=donor, email="m@example.org", label="work")
    Address.objects.create(donor=donor, line1="1 Quay", city="Salem")
    tag_donor(donor=donor, tag=tag_named(name="Choir", by=by, now=MOMENT), by=by, now=MOMENT)
    add_task(donor=donor, todo=Todo("Call back", MOMENT.date(), by.pk), by=by, now=MOMENT)
    Relationship.objects.create(first=other, second=donor, kind="employer", created_at=MOMENT)
    folded = make_donor(name="M. Lopez", email="folded@example.org")
    merge_donors(kept_id=donor.pk, folded_id=folded.pk, by=by, now=MOMENT)
    make_recurring(donor, amount=Decimal("12.30"))
    make_elsewhere(donor)
    make_pledge(donor, "50", "50")
    for number in range(gifts):
        gift = make_gift(other, amount=f"{number + 1}.10")
        SoftCredit.objects.create(
            gift=gift, donor=donor, role="other", amount=Decimal("0.70"), created_at=MOMENT
        )
        make_gift(donor, given_at=MOMENT - timedelta(days=number))
    return Donor.objects.get(pk=donor.pk)


def values_of(row: Model) -> dict[str, object]:
    """All columns that were read."""
    return {
        field.attname: vars(row)[field.attname]
        for field in row._meta.concrete_fields
        if field.attname in vars(row)
    }


def test_a_pledge_of_which_nothing_is_open_stands_apart() -> None:
    donor = make_donor(name="Ana")
    waits, gone = make_pledge(donor, "50"), make_pledge(donor, "70")
    write_off(pledge_id=gone.pk, reason="moved away", by=make_user(Role.FUNDRAISER), now=MOMENT)
    page = browser_of(make_staff(Role.FUNDRAISER)).get(f"/desk/donors/{donor.pk}/")
    found = [[row.pk for row, _due in page.context[name]] for name in ("open_pledges", "settled_pledges")]
    assert found == [[waits.pk], [gone.pk]]


def test_every_part_reads_what_its_table_says() -> None:
    donor = crowded()
    record = record_of(donor.pk)
    for row in (record.donor, *(row for rows in record.parts.values() for row in rows)):
        said = type(row)._default_manager.get(pk=row.pk)
        seen = values_of(row)
        assert seen == {name: getattr(said, name) for name in seen}
    assert {name: len(rows) for name, rows in record.parts.items()} == dict.fromkeys(PARTS, 1) | {
        "credits": 2
    }
    assert record.has_pledges


def test_what_a_row_names_is_there_without_another_question() -> None:
    record = record_of(crowded().pk)
    with CaptureQueriesContext(connection) as asked:
        said = (
            str(record.donor.household),
            str(record.parts["tasks"][0].assigned_to),
            str(record.parts["taggings"][0].tag),
            record.parts["merges"][0].folded.name,
            sorted(f"{row.gift.donor} {row.gift.given_on} {row.amount}" for row in record.parts["credits"]),
            str(record.parts["relations"][0].first),
        )
    assert len(asked) == 0
    day = MOMENT.date()
    assert said == (
        "Ms. Lopez", "Ana Reyes", "Choir", "M. Lopez", [f"Acme {day} 0.70", f"Acme {day} 0.70"], "Acme",
    )  # fmt: skip


def test_a_number_of_nobody_is_nobody() -> None:
    with pytest.raises(Donor.DoesNotExist):
        record_of(10**18)


def asked_by(browser: Client, donor: Donor) -> int:
    path = f"/desk/donors/{donor.pk}/"
    browser.get(path)
    with CaptureQueriesContext(connection) as asked:
        assert browser.get(path).status_code == 200
    return len(asked)


def test_a_page_with_all_parts_takes_eight_questions_at_most() -> None:
    make_organisation()
    browser = browser_of(make_staff(Role.FUNDRAISER))
    assert asked_by(browser, make_donor()) <= 5
    assert asked_by(browser, crowded()) <= 8


def test_a_letter_to_a_donor_who_reads_it_is_told_once() -> None:
    make_organisation()
    user = make_user()
    donor = make_donor(email="maria@example.org", user=user)
    OtherEmail.objects.create(donor=donor, email="m@example.org")
    donor.refresh_from_db()
    for number, email in enumerate(("maria@example.org", "m@example.org", "gone@example.org")):
        make_letter(key=f"letter {number}", to_email=email, now=MOMENT)
    Letter.objects.update(reader=user)
    make_letter(key="of another", to_email="else@example.org", now=MOMENT)
    told = timeline_of(donor, Reader(make_user(Role.ADMINISTRATOR), sees_money=True), only="letter")
    assert len(told.moments) == 3
