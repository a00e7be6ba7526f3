"""A batch on the desk: opened, typed without JavaScript, mended, posted, printed, taken back."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import AuditEntry, Role
from gifts.actions.batches import post_batch
from gifts.models import Batch, BatchRow, Gift
from tests.accounts.makers import browser_of, make_staff
from tests.factories import (
    MOMENT,
    make_appeal,
    make_campaign,
    make_donor,
    make_fund,
    make_organisation,
    today,
)
from tests.gifts.bundling import make_batch, make_row

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser() -> Client:
    make_organisation()
    return browser_of(make_staff(Role.FUNDRAISER))


def heading(**more: str) -> dict[str, str]:
    return {
        "source": "check",
        "expected_count": "2",
        "expected_total": "1,234.50",
        "received_on": today().isoformat(),
        "shares-TOTAL_FORMS": "3",
        "shares-INITIAL_FORMS": "0",
        "shares-0-fund": str(make_fund().pk),
        **more,
    }


def typed(batch: Batch, browser: Client, **more: Any) -> str:
    """Type a line; return where it leads."""
    data = {"form_key": str(uuid.uuid4()), "amount": "25", **more}
    answer = browser.post(f"/desk/batches/{batch.pk}/rows/", data)
    return str(answer.get("Location", answer.content.decode()))


def test_a_batch_is_opened_with_its_funds_and_changed_by_who_saw_it_last(browser: Client) -> None:
    appeal = make_appeal(make_campaign())
    more = {"shares-0-part": "60%", "shares-1-fund": str(make_fund().pk), "appeal": str(appeal.pk)}
    answer = browser.post("/desk/batches/new/", heading(**more))
    batch = Batch.objects.get()
    assert answer["Location"] == f"/desk/batches/{batch.pk}/"
    assert (str(batch.expected_total), batch.campaign) == ("1234.50", appeal.campaign)
    assert [(str(share.percent), share.amount) for share in batch.shares.order_by("pk")] == [
        ("60.00", None),
        ("None", None),
    ]
    page = browser.get(f"/desk/batches/{batch.pk}/change/").content.decode()
    assert 'value="60%"' in page
    path = f"/desk/batches/{batch.pk}/change/"
    browser.post(path, heading(version="1", expected_count="3"))
    late = browser.post(path, heading(version="1", expected_count="4")).content.decode()
    assert "Somebody changed this batch" in late
    batch.refresh_from_db()
    assert (batch.expected_count, batch.version, batch.shares.count()) == (3, 2, 1)


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"expected_count": "0"}, "greater than or equal to 1"),
        ({"expected_total": "much"}, "in digits"),
        ({"received_on": "2999-01-01"}, "still to come"),
        ({"deposited_on": "2020-01-01"}, "before it came"),
        ({"shares-0-fund": ""}, "which fund"),
        ({"shares-0-part": "90%"}, "not the whole gift"),
        ({"shares-1-part": "10%"}, "which fund"),
    ],
)
def test_a_heading_that_is_wrong_says_so(browser: Client, more: dict[str, str], words: str) -> None:
    assert words in browser.post("/desk/batches/new/", heading(**more)).content.decode()
    assert not Batch.objects.exists()


def test_a_line_without_doubt_is_saved_and_the_next_one_waits(browser: Client) -> None:
    batch, donor = make_batch(), make_donor(name="José Ruiz")
    for who in (donor.email, f"#{donor.pk}", "jose ruiz"):
        there = typed(batch, browser, who=who, check_number="12", postmark="20", amount="$1,234.50")
        assert there == f"/desk/batches/{batch.pk}/"
    rows = batch.rows.values_list("donor", "amount", "postmarked_on")
    assert {(who, str(amount), day.isoformat()) for who, amount, day in rows if day} == {
        (donor.pk, "1234.50", "2026-11-20")
    }
    page = browser.get(f"/desk/batches/{batch.pk}/").content.decode()
    assert 'value="2026-11-20"' in page, "the postmark of the row before is proposed"
    assert "autofocus" in page
    assert "This batch has a row like this already." in page


def test_the_donor_of_the_row_before_is_a_ditto_mark(browser: Client) -> None:
    batch, donor = make_batch(), make_donor()
    make_row(batch, donor)
    typed(batch, browser, who='"')
    assert batch.rows.filter(donor=donor).count() == 2


def test_words_that_several_bear_lead_to_a_choice_and_a_part_of_a_name_is_never_taken_for_it(
    browser: Client,
) -> None:
    batch = make_batch()
    joann = make_donor(name="Joann Leeson")
    there = typed(batch, browser, who="Ann Lee")
    row = BatchRow.objects.get()
    assert (row.donor, there) == (None, f"/desk/batches/{batch.pk}/rows/{row.pk}/")
    page = browser.get(there).content.decode()
    assert (f'value="{joann.pk}"' in page, "Somebody new: Ann Lee" in page) == (True, True)
    sent = {"version": "1", "who": "Ann Lee", "amount": "25", "payer": "donor"}
    assert browser.post(there, {**sent, "pick": str(joann.pk)})["Location"] == f"/desk/batches/{batch.pk}/"
    row.refresh_from_db()
    assert (row.donor, row.who) == (joann, "")
    # other words in place of a known name mean somebody else
    browser.post(there, {**sent, "version": "2", "donor": str(joann.pk), "who": "Ben", "is_new": "on"})
    row.refresh_from_db()
    assert (row.donor, row.who, row.is_new) == (None, "Ben", True)


def test_what_cannot_be_read_stays_on_the_page_with_its_sentence(browser: Client) -> None:
    batch = make_batch()
    typed(batch, browser, who=make_donor().email, amount="12.345", postmark="yesterday")
    page = browser.get(f"/desk/batches/{batch.pk}/").content.decode()
    for words in ("12.345", "yesterday", "no fraction of a cent", "postmark as a day", "1 row needs another"):
        assert words in page


def test_a_name_that_tells_of_a_person_served_is_not_saved(browser: Client) -> None:
    batch = make_batch()
    page = typed(batch, browser, who="our client Maria")
    assert "without the name" in page or "name alone" in page
    assert not BatchRow.objects.exists()


def test_a_late_change_of_a_row_is_told_and_a_row_is_taken_out(browser: Client) -> None:
    batch = make_batch()
    row = make_row(batch)
    path = f"/desk/batches/{batch.pk}/rows/{row.pk}/"
    sent = {"donor": str(row.donor_id), "amount": "30", "payer": "donor", "who": ""}
    browser.post(path, {**sent, "version": "1"})
    late = browser.post(path, {**sent, "version": "1", "amount": "31"}, follow=True).content.decode()
    assert "Somebody changed this row" in late
    browser.post(f"{path}remove/", {"version": "1"})
    assert str(BatchRow.objects.get().amount) == "30.00"
    browser.post(f"{path}remove/", {"version": "2"})
    assert not BatchRow.objects.exists()


def test_donors_are_proposed_by_name_address_phone_and_number(browser: Client) -> None:
    donor = make_donor(name="Walter Ames", email="walter@example.org")
    donor.phone = "518-555-0101"
    donor.save()
    for words in ("walt", "ames wal", "walter@example.org", "518-555-0101", str(donor.pk)):
        found = browser.get("/desk/batches/donors/", {"q": words}).json()["donors"]
        assert [one["id"] for one in found] == [donor.pk], words
    assert browser.get("/desk/batches/donors/", {"q": "w"}).json() == {"donors": []}


def test_a_batch_is_posted_from_its_page_and_reported(browser: Client) -> None:
    batch = make_batch()
    row = make_row(batch, amount="150.00")
    page = browser.get(f"/desk/batches/{batch.pk}/post/").content.decode()
    assert "1 gift is still to come and $50.00 is missing" in page
    assert "Only finance posts" in page
    make_row(batch, amount="50.00")
    for _twice in range(2):
        answer = browser.post(f"/desk/batches/{batch.pk}/post/", {})
        assert answer["Location"] == f"/desk/batches/{batch.pk}/report/"
    report = browser.get(answer["Location"]).content.decode()
    assert (Gift.objects.count(), "$200.00" in report, "2 more follow" in report) == (2, True, True)
    assert browser.get(f"/desk/batches/{batch.pk}/rows/{row.pk}/").status_code == 302


def test_finance_posts_a_batch_that_differs_with_a_reason() -> None:
    make_organisation()
    browser = browser_of(make_staff(Role.FINANCE))
    batch = make_batch()
    make_row(batch)
    assert "is still to come" in browser.post(f"/desk/batches/{batch.pk}/post/", {}).content.decode()
    browser.post(f"/desk/batches/{batch.pk}/post/", {"override": "one check was torn"})
    assert Batch.objects.get().override_reason == "one check was torn"


def test_the_deposit_list_is_printed_and_leaves_as_a_file_with_a_reason(browser: Client) -> None:
    batch = make_batch()
    make_row(batch, make_donor(name="=Ana"), check_number="1201")
    page = browser.get(f"/desk/batches/{batch.pk}/deposit/").content.decode()
    assert ("1201" in page, "Prepared by" in page) == (True, True)
    path = f"/desk/batches/{batch.pk}/deposit/export/"
    assert browser.post(path, {"reason": ""}).status_code == 302
    answer = browser.post(path, {"reason": "for the bank"})
    text = answer.getvalue().decode()
    assert '"\'=Ana"' in text
    assert AuditEntry.objects.get(verb="batch.exported").reason == "for the bank"


def test_the_day_on_which_a_batch_went_to_the_bank_is_noted_after_it_was_posted(browser: Client) -> None:
    batch = make_batch(1, "100.00", received_on=today() - timedelta(days=2))
    make_row(batch)
    path = f"/desk/batches/{batch.pk}/"
    assert "Went to the bank on" not in browser.get(f"{path}deposit/").content.decode()
    browser.post(f"{path}post/", {})
    assert "Went to the bank on" in browser.get(f"{path}deposit/").content.decode()
    for day, words in (("", "choose the day"), ("2999-01-01", "still to come"), (str(today()), "Noted.")):
        answer = browser.post(f"{path}deposited/", {"deposited_on": day}, follow=True)
        assert words in answer.content.decode()
    batch.refresh_from_db()
    assert batch.deposited_on == today()


def test_a_posted_batch_is_taken_back_with_a_reason(browser: Client) -> None:
    batch = make_batch(1, "100.00")
    make_row(batch)
    assert browser.get(f"/desk/batches/{batch.pk}/undo/").status_code == 302
    post_batch(batch_id=batch.pk, by=batch.opened_by, now=MOMENT)
    path = f"/desk/batches/{batch.pk}/undo/"
    assert "This field is required" in browser.post(path, {"reason": ""}).content.decode()
    browser.post(path, {"reason": "typed from the wrong list"})
    page = browser.get(f"/desk/batches/{batch.pk}/").content.decode()
    assert (Gift.objects.get().state, "typed from the wrong list" in page) == ("reversed", True)
    assert "taken out of the books" in browser.get(f"/desk/batches/{batch.pk}/report/").content.decode()


def test_the_list_finds_batches_by_what_they_are(browser: Client) -> None:
    donor = make_donor(name="Ana Reyes")
    match, differs = make_batch(1, "100.00"), make_batch(5, "100.00", source="cash")
    make_row(match, donor, check_number="4711")
    page = browser.get("/desk/batches/").content.decode()
    assert ("Ready to post." in page, "5 gifts are still to come" in page) == (True, True)
    found = {
        "?q=4711": [match],
        "?q=reyes": [match],
        f"?q={differs.pk}": [differs],
        "?count=no": [differs],
        "?count=yes": [match],
        "?source=cash": [differs],
        "?state=open": [differs, match],
        "?state=posted": [],
        "?state=x": [],
        f"?by={match.opened_by_id}": [match],
    }
    shown = {query: browser.get(f"/desk/batches/{query}").context["page"].rows for query in found}
    assert shown == found


def test_list_and_page_cost_the_same_however_much_there_is(browser: Client) -> None:
    batch = make_batch()
    make_row(batch)
    counts = []
    for _more in range(2):
        for path in ("/desk/batches/", f"/desk/batches/{batch.pk}/"):
            browser.get(path)
            with CaptureQueriesContext(
                connection,
            ) as queries:
                browser.get(path)
            counts.append(len(queries))
        for _row in range(3):
            make_row(batch)
            make_row(make_batch())
    assert counts[:2] == counts[2:]
