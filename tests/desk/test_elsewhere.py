"""Recurring gifts elsewhere on the desk: on their donor's page and in a list, and in no figure."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import Role
from tests.accounts.makers import browser_of, make_staff
from tests.exporting import exported
from tests.factories import MOMENT, make_donor, make_organisation, make_recurring
from tests.gifts.elsewhere import make_elsewhere

pytestmark = pytest.mark.django_db
PAGE = "/desk/recurring/elsewhere/"


@pytest.fixture
def fundraiser() -> Client:
    make_organisation()
    return browser_of(make_staff(Role.FUNDRAISER))


def figures(browser: Client) -> list[object]:
    listed = browser.get("/desk/recurring/").context
    line = browser.get("/desk/recurring/months/").context
    coming = browser.get("/desk/recurring/coming/").context
    return [listed["totals"], len(listed["rows"]), str(line.get("months")), str(coming.get("months"))]


def test_the_donors_page_shows_it_for_reference_and_no_figure_counts_it(fundraiser: Client) -> None:
    donor = make_donor(name="Ana Díaz")
    make_recurring(donor, amount=Decimal("25"))
    before = figures(fundraiser), fundraiser.get(f"/desk/donors/{donor.pk}/").context["glance"]
    make_elsewhere(donor)
    page = fundraiser.get(f"/desk/donors/{donor.pk}/")
    text = page.content.decode()
    assert "Recurring elsewhere (for reference)" in text
    assert "givewp" in text
    assert (figures(fundraiser), page.context["glance"]) == before


def test_who_does_not_work_with_money_does_not_see_it() -> None:
    make_organisation()
    donor = make_donor(name="Ana Díaz")
    make_elsewhere(donor)
    privacy = browser_of(make_staff(Role.PRIVACY))
    assert "givewp" not in privacy.get(f"/desk/donors/{donor.pk}/").content.decode()
    assert privacy.get(PAGE).status_code == 404


def test_the_list_finds_them_by_donor_number_program_and_state(fundraiser: Client) -> None:
    ana = make_elsewhere(make_donor(name="Ana Díaz", email="ana@example.org"))
    ben = make_elsewhere(make_donor(name="Ben Okafor"), source="paypal", key="I-9", state="ended")
    found = {
        query: [row.pk for row in fundraiser.get(f"{PAGE}?{query}").context["page"].rows]
        for query in ("", "q=ana", "q=I-9", "source=paypal", "state=ended", "rhythm=monthly", "source=odd")
    }
    assert found == {
        "": [ben.pk, ana.pk],
        "q=ana": [ana.pk],
        "q=I-9": [ben.pk],
        "source=paypal": [ben.pk],
        "state=ended": [ben.pk],
        "rhythm=monthly": [],
        "source=odd": [],
    }


def test_the_list_asks_as_much_of_the_database_for_three_as_for_one(fundraiser: Client) -> None:
    def asked() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            fundraiser.get(PAGE)
        return len(queries)

    make_elsewhere(make_donor(name="A"))
    fundraiser.get(PAGE)
    one = asked()
    for number in range(2):
        make_elsewhere(
            make_donor(name=f"B{number}"),
            key=f"more-{number}",
            created_at=MOMENT + timedelta(days=number),
        )
    assert asked() == one


def test_its_own_address_leads_to_the_donor(fundraiser: Client) -> None:
    row = make_elsewhere(make_donor())
    answer: Any = fundraiser.get(f"{PAGE}{row.pk}/")
    assert answer["Location"] == f"/desk/donors/{row.donor_id}/"
    assert fundraiser.get(f"{PAGE}{row.pk + 1}/").status_code == 404


def test_the_export_has_ours_and_those_elsewhere_that_the_filter_shows(fundraiser: Client) -> None:
    make_recurring(make_donor(name="Monthly Maria"), subscription_id="sub_9")
    make_elsewhere(make_donor(name="=Ana"), key="1")
    make_elsewhere(make_donor(name="Ben"), source="paypal", key="2")
    found = exported(fundraiser, f"{PAGE}export/", "source=givewp")
    assert [(row["collected_by"], row["number"], row["donor"]) for row in found] == [
        ("safe-harbor", "sub_9", "Monthly Maria"),
        ("givewp", "1", "'=Ana"),
    ]
    assert fundraiser.post(f"{PAGE}export/", {"reason": ""}).status_code == 302
