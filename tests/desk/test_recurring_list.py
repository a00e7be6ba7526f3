"""Recurring gifts on the desk: what is shown, summed and exported is one and the same set."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import AuditEntry, Role
from gifts.filters import STANDING
from gifts.models import Frequency, RecurringGift
from tests.accounts.makers import browser_of, make_staff
from tests.exporting import exported
from tests.factories import MOMENT, make_campaign, make_donor, make_fund, make_organisation, make_recurring

pytestmark = pytest.mark.django_db
State = RecurringGift.State


@pytest.fixture
def fundraiser() -> Client:
    make_organisation()
    return browser_of(make_staff(Role.FUNDRAISER))


def shown(browser: Client, query: str) -> list[RecurringGift]:
    return list(browser.get(f"/desk/recurring/?{query}").context["page"].rows)


def one_of_each() -> dict[str, RecurringGift]:
    kinds: dict[str, dict[str, Any]] = {
        "active": {},
        "past_due": {"state": State.PAST_DUE, "failed_attempts": 2},
        "paused": {"is_paused": True, "paused_until": MOMENT + timedelta(days=60)},
        "ending": {"ends_at": MOMENT + timedelta(days=60)},
        "asked": {"state": State.CANCELLED, "ended_for": "asked"},
        "failed": {"state": State.CANCELLED, "ended_for": "failed"},
        "completed": {"state": State.CANCELLED, "ended_for": "completed"},
        "pending": {"state": State.PENDING},
    }
    return {
        name: make_recurring(
            make_donor(name=name.title()), started_at=MOMENT - timedelta(days=number), **more
        )
        for number, (name, more) in enumerate(kinds.items())
    }


def test_each_standing_view_shows_its_own(fundraiser: Client) -> None:
    gifts = one_of_each()

    def views(query: str) -> set[str]:
        found = shown(fundraiser, query)
        return {name for name, gift in gifts.items() if gift in found}

    assert {name: views(f"state={name}") for name in STANDING} == {
        "active": {"active", "ending"},
        "past_due": {"past_due"},
        "paused": {"paused"},
        "ending": {"ending"},
        "ended": {"asked", "failed", "completed"},
        "pending": {"pending"},
    }
    assert views("state=ended&why=failed") == {"failed"}
    assert views("") == set(gifts)
    assert views("state=nonsense") == set()


def test_a_standing_view_keeps_the_other_filters_and_only_the_ended_ask_why(fundraiser: Client) -> None:
    make_recurring()
    views = fundraiser.get("/desk/recurring/?state=ended&why=failed&frequency=monthly").context["views"]
    assert {view.query for view in views} >= {
        "frequency=monthly",
        "why=failed&frequency=monthly&state=ended",
        "frequency=monthly&state=active",
    }
    assert [view.query for view in views if view.is_here] == ["why=failed&frequency=monthly&state=ended"]


def test_the_address_narrows_the_list(fundraiser: Client) -> None:
    campaign, fund = make_campaign(), make_fund()
    old = make_recurring(
        make_donor(name="Ana Díaz"),
        amount=Decimal("40.00"),
        frequency=Frequency.QUARTERLY,
        started_at=MOMENT - timedelta(days=40),
        campaign=campaign,
        method_expires_on=date(2026, 12, 31),
        state=State.CANCELLED,
        cancelled_at=MOMENT - timedelta(days=2),
    )
    new = make_recurring(make_donor(name="Ben Ode", email="ben@example.org"), fund=fund, customer_id="cus_9")

    assert shown(fundraiser, "q=diaz ana") == [old]
    assert shown(fundraiser, "q=BEN@example") == [new]
    assert shown(fundraiser, f"q={old.subscription_id}") == [old]
    assert shown(fundraiser, "q=cus_9") == [new]
    assert shown(fundraiser, "frequency=quarterly") == [old]
    assert shown(fundraiser, f"campaign={campaign.pk}") == [old]
    assert shown(fundraiser, f"fund={fund.pk}") == [new]
    assert shown(fundraiser, f"donor={new.donor_id}") == [new]
    assert shown(fundraiser, "least=30") == [old]
    assert shown(fundraiser, "most=30") == [new]
    assert shown(fundraiser, "since=2026-11-25") == [new]
    assert shown(fundraiser, "until=2026-11-24") == [old]
    assert shown(fundraiser, "ended_since=2026-11-23&ended_until=2026-11-23") == [old]
    assert shown(fundraiser, "ended_since=2026-11-24") == []
    assert shown(fundraiser, "ended_until=2026-11-22") == []
    assert shown(fundraiser, "expires=2027-01-31") == [old]
    assert shown(fundraiser, "donor=&least=") == [new, old]


@pytest.mark.parametrize("query", ["least=x", "since=nonsense", "campaign=4711", "state=mine"])
def test_a_filter_that_cannot_be_read_lets_nothing_through_and_says_so(
    fundraiser: Client, query: str
) -> None:
    make_recurring(make_donor(), started_at=MOMENT - timedelta(days=200))
    page = fundraiser.get(f"/desk/recurring/?{query}")
    assert page.context["page"].rows == []
    assert '<details class="finder-more" open>' in page.content.decode()
    assert exported(fundraiser, "/desk/recurring/export/", query) == []
    assert fundraiser.get(f"/desk/recurring/ask/?{query}").context["count"] == 0
    assert fundraiser.get(f"/desk/gifts/?{query}").context["totals"].count == 0


def test_the_totals_are_of_all_that_is_filtered_and_not_of_the_page(fundraiser: Client) -> None:
    for number in range(51):
        make_recurring(started_at=MOMENT + timedelta(minutes=number))
    make_recurring(amount=Decimal("100.00"), frequency=Frequency.ANNUALLY, is_paused=True)
    make_recurring(amount=Decimal("10.00"), frequency=Frequency.QUARTERLY, state=State.PAST_DUE)
    page = fundraiser.get("/desk/recurring/").context
    totals = page["totals"]
    assert (totals.count, totals.monthly, totals.counting) == (53, Decimal("1031.6666"), Decimal("1020"))
    second = fundraiser.get(f"/desk/recurring/?{page['page'].older}").context["page"].rows
    assert len({*page["page"].rows, *second}) == 53


def test_the_export_is_exactly_what_is_filtered_and_asks_why(fundraiser: Client) -> None:
    gifts = one_of_each()
    rows = exported(fundraiser, "/desk/recurring/export/", "state=ended&why=failed")
    assert [(row["recurring_gift"], row["donor"], row["monthly"], row["ended_for"]) for row in rows] == [
        (str(gifts["failed"].pk), "Failed", "20.00", "failed")
    ]
    entry = AuditEntry.objects.get(verb="recurring.exported")
    assert (entry.reason, entry.after) == ("for the board", {"filters": "state, why"})
    assert AuditEntry.objects.get(verb="recurring.exported_rows").after == {"rows": 1, "is_whole": True}
    fundraiser.post("/desk/recurring/export/", {"reason": ""})
    assert AuditEntry.objects.filter(verb="recurring.exported").count() == 1


def test_whoever_only_reads_gets_no_file() -> None:
    reader = browser_of(make_staff(Role.READ_ONLY))
    make_recurring()
    assert "Export exactly" not in reader.get("/desk/recurring/").content.decode()
    assert reader.post("/desk/recurring/export/", {"reason": "x"}).status_code == 404


def test_home_counts_what_its_link_opens(fundraiser: Client) -> None:
    one_of_each()
    make_recurring(amount=Decimal("90.00"), frequency=Frequency.QUARTERLY)
    home = fundraiser.get("/desk/").context["standing"]
    listed = fundraiser.get("/desk/recurring/?state=active").context["totals"]
    assert (home.recurring, home.recurring_monthly) == (listed.count, listed.counting) == (3, Decimal(70))


def test_the_moves_stand_on_a_page_and_open_their_rows(fundraiser: Client) -> None:
    gift = make_recurring(make_donor(name="Ana Díaz"))
    gift.changes.create(
        kind="new", at=timezone.now(), monthly_before=Decimal(0), monthly_after=Decimal("20.00")
    )
    page = fundraiser.get("/desk/recurring/months/")
    assert (page.context["stands"], page.context["differs_by"]) == (Decimal(20), 0)
    month = page.context["months"][0]
    rows = f"/desk/recurring/changes/?part=new&since={month.first}&until={month.last}"
    assert rows in page.content.decode().replace("&amp;", "&")
    found = fundraiser.get(rows).context
    assert ([change.recurring for change in found["page"].rows], found["moved"]) == ([gift], Decimal(20))
    counted = fundraiser.get(f"/desk/recurring/counted/?on={month.last}").context
    assert ([change.recurring for change in counted["page"].rows], counted["moved"]) == ([gift], Decimal(20))


def test_moves_that_do_not_add_up_are_told(fundraiser: Client) -> None:
    make_recurring()
    assert "The moves do not add up" in fundraiser.get("/desk/recurring/months/?months=24").content.decode()


@pytest.mark.parametrize(
    "address",
    ["counted/", "counted/?on=x", "cohorts/donors/?began=x", "cohorts/donors/?began=2026-01&after=-1"],
)
def test_an_address_that_names_no_rows_is_no_page(fundraiser: Client, address: str) -> None:
    assert fundraiser.get(f"/desk/recurring/{address}").status_code == 404


def test_a_cell_opens_its_donors(fundraiser: Client) -> None:
    donor = make_donor(name="Ana Díaz")
    make_recurring(donor, started_at=timezone.now())
    page = fundraiser.get("/desk/recurring/cohorts/")
    row = page.context["cohorts"][-1]
    found = fundraiser.get(f"/desk/recurring/cohorts/donors/?began={row.first:%Y-%m}&after=0")
    assert (row.count, list(found.context["page"].object_list)) == (1, [donor])
