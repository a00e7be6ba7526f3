"""The exceptions of a year end: each kind stands on its list until its remedy, and no longer."""

from datetime import timedelta

import pytest
from django.test import Client

from accounts.models import Role
from donors.models import Donor
from gifts.models import Gift
from letters.models import Letter
from receipts.actions import statement_mail
from receipts.models import Receipt, Statement, StatementCopy
from receipts.reports.exceptions import exceptions_of
from receipts.reports.year_end import posting
from tests.accounts.makers import browser_of, make_staff
from tests.factories import make_organisation, make_user
from tests.receipts.stating import (
    JANUARY,
    YEAR,
    give_back,
    make_address,
    make_giver,
    make_settled,
    run_year,
)

pytestmark = pytest.mark.django_db
PAGE = f"/desk/year-end/{YEAR}/"


@pytest.fixture(autouse=True)
def _organisation() -> None:
    make_organisation()


@pytest.fixture
def finance() -> Client:
    return browser_of(make_staff(Role.FINANCE))


def kinds() -> dict[str, list[str]]:
    """The exceptions: kind and the donors' names."""
    return {
        found.kind: [str(getattr(row, "donor", row)) for row in found.rows] for found in exceptions_of(YEAR)
    }


def test_each_exception_stands_on_its_list_until_its_remedy() -> None:
    make_giver(name="Unreached", email="")
    changed, emptied = make_giver("50.00", "60.00", name="Changed"), make_giver("70.00", name="Emptied")
    grown, lost = make_giver(name="Grown"), make_giver(name="Lost")
    make_giver(name="Erased before", email="", erased_at=JANUARY)
    gone = make_giver(name="Erased after")
    make_giver(name="Fine")
    run_year()
    assert kinds() == {"unreached": ["Unreached"], "erased": ["Erased before"]}
    give_back(Gift.objects.get(amount="60.00"), "60.00", state="refunded")
    give_back(Gift.objects.get(amount="70.00"), "70.00", state="refunded")
    make_settled(grown)
    Letter.objects.filter(about_id=str(Statement.objects.get(donor=lost).pk)).update(state="bounced")
    Donor.objects.filter(pk=gone.pk).update(erased_at=JANUARY, email="")
    assert kinds() == {
        "changed": ["Changed", "Grown"],
        "emptied": ["Emptied"],
        "unreached": ["Unreached"],
        "mail_lost": ["Lost"],
        "erased": ["Erased before", "Erased after"],
    }
    browser = browser_of(make_staff(Role.FUNDRAISER))
    for donor in (changed, emptied, grown):
        browser.post(f"/desk/statements/{Statement.objects.get(donor=donor).pk}/renew/")
    make_address(Donor.objects.get(name="Unreached"))
    StatementCopy.objects.update(made_at=JANUARY)
    browser.post(f"/desk/statements/{Statement.objects.get(donor=lost).pk}/send/")
    assert kinds() == {"erased": ["Erased before", "Erased after"]}
    assert posting(YEAR).left == 1


def test_who_could_not_be_reached_leaves_the_list_once_it_went_to_somebody(finance: Client) -> None:
    mailed, handed, posted = (make_giver(name=name, email="") for name in ("Mailed", "Handed", "Posted"))
    run_year()
    Donor.objects.filter(pk=mailed.pk).update(email="found@example.org")
    make_address(posted)
    assert kinds() == {"unreached": ["Mailed", "Handed"]}
    path = f"/desk/statements/{Statement.objects.get(donor=mailed).pk}/send/"
    assert path.encode() in finance.get(PAGE).content
    finance.post(path)
    assert kinds() == {"unreached": ["Handed"]}
    finance.get(f"/desk/statements/{Statement.objects.get(donor=handed).pk}.pdf")
    assert kinds() == {}


def test_a_letter_that_did_not_arrive_is_settled_by_the_paper_taken_since() -> None:
    make_giver(user=(user := make_user()))
    run_year()
    statement = Statement.objects.get()
    statement_mail.record_download(statement=statement, by=user, now=JANUARY - timedelta(days=1))
    Letter.objects.filter(about_id=str(statement.pk)).update(state="bounced")
    assert kinds() == {"mail_lost": ["Maria Lopez"]}
    statement_mail.record_download(statement=statement, by=user, now=JANUARY + timedelta(days=1))
    assert kinds() == {}


def test_gifts_that_a_merge_moved_show_on_both_records() -> None:
    kept, folded = make_giver(name="Kept"), make_giver(name="Folded")
    run_year()
    Gift.objects.filter(donor=folded).update(donor=kept)
    Receipt.objects.filter(donor=folded).update(donor=kept)
    assert kinds() == {"changed": ["Kept"], "emptied": ["Folded"]}
