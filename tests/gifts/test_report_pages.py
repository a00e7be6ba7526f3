"""Reports on the desk: pages, their figures, what opens, and what leaves as a file."""

import re
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import AuditEntry, Role
from campaigns.models import Appeal
from gifts.actions.tallies import keep_tallies
from gifts.models import Gift, SoftCredit
from gifts.reports.figures import FIGURES
from gifts.views.reports.pages import REPORTS
from tests.accounts.makers import browser_of, make_staff
from tests.factories import make_campaign, make_donor, make_gift, make_line, make_organisation

pytestmark = pytest.mark.django_db
NOW = timezone.now()


@pytest.fixture
def fundraiser() -> Client:
    make_organisation()
    return browser_of(make_staff(Role.FUNDRAISER))


def some_giving(people: int = 3) -> list[Gift]:
    """Donors of this year and last, one of them of a campaign with an appeal."""
    campaign = make_campaign()
    code = f"SPRING{campaign.pk}"
    appeal = Appeal.objects.create(campaign=campaign, code=code, name="Spring letter", cost=Decimal(10))
    gifts = []
    for number in range(people):
        donor = make_donor()
        gifts.append(make_gift(donor, campaign=campaign, amount=f"{20 + number * 60}.00", given_at=NOW))
        make_gift(donor, campaign=campaign, amount="40.00", given_at=NOW - timedelta(days=366))
    make_gift(amount="75.00", given_at=NOW - timedelta(days=366))
    Gift.objects.filter(pk=gifts[0].pk).update(appeal=appeal)
    SoftCredit.objects.create(
        gift=gifts[0], donor=make_donor(), role="adviser", amount=Decimal(20), created_at=NOW
    )
    return gifts


@pytest.mark.parametrize("name", ["", *(f"{name}/" for name in REPORTS)])
def test_every_report_opens_empty_and_full_with_as_many_queries(fundraiser: Client, name: str) -> None:
    empty = fundraiser.get(f"/desk/reports/{name}")
    some_giving(1)
    with CaptureQueriesContext(connection) as few:
        first = fundraiser.get(f"/desk/reports/{name}")
    some_giving(3)
    keep_tallies(now=NOW)
    with CaptureQueriesContext(connection) as many:
        again = fundraiser.get(f"/desk/reports/{name}")

    assert [page.status_code for page in (empty, first, again)] == [200, 200, 200]
    assert len(many) <= len(few)
    assert b"As of" in again.content


@pytest.mark.parametrize("name", ["", *(f"{name}/" for name in REPORTS)])
def test_every_link_of_a_report_opens_rows_that_add_up(fundraiser: Client, name: str) -> None:
    some_giving()
    keep_tallies(now=NOW)
    make_gift(amount="11.00", given_at=NOW)
    page = fundraiser.get(f"/desk/reports/{name}").content.decode()

    links = {link.replace("&amp;", "&") for link in re.findall(r'href="(/desk/reports/figure/[^"]+)"', page)}

    assert links or name == "top/"
    for link in links:
        opened = fundraiser.get(link)
        assert opened.status_code == 200, link
        assert opened.context["sums"] == opened.context["counted"], link


def test_a_figure_of_gifts_lists_exactly_them_and_says_what_it_means(fundraiser: Client) -> None:
    gift = make_gift(amount="80.00", given_at=NOW)
    make_line(gift, kind="refund", amount=Decimal("-30.00"), at=NOW)
    make_gift(amount="75.00", given_at=NOW - timedelta(days=800))

    page = fundraiser.get("/desk/reports/figure/raised/")

    assert [(row.thing, row.part) for row in page.context["page"].rows] == [(gift, Decimal("50.00"))]
    assert "refunds, disputes and returned payments are taken off" in page.content.decode()
    assert "add up to exactly this" in page.content.decode()


def test_a_figure_pages_through_all_its_rows_once(fundraiser: Client) -> None:
    campaign, donor = make_campaign(), make_donor()
    wanted = {make_gift(donor, campaign=campaign, given_at=NOW).pk for _ in range(53)}

    first = fundraiser.get("/desk/reports/figure/raised/")
    second = fundraiser.get("/desk/reports/figure/raised/", {"after": first.context["page"].after})

    seen = [row.thing.pk for page in (first, second) for row in page.context["page"].rows]
    assert (len(seen), set(seen)) == (53, wanted)
    assert second.context["page"].after == ""


@pytest.mark.parametrize("mark", ["nonsense", "2026-01-01_", "1_2", "x_1", "2026-01-01_'", "2026-99-99_a"])
def test_a_mark_that_makes_no_sense_is_no_error(fundraiser: Client, mark: str) -> None:
    make_gift(given_at=NOW)
    for name in FIGURES:
        assert fundraiser.get(f"/desk/reports/figure/{name}/", {"after": mark}).status_code in {200, 404}


def test_what_cannot_be_read_opens_no_figure(fundraiser: Client) -> None:
    for query in ({"since": "soon"}, {"campaign": "999"}, {"size": "99"}, {"kind": "none"}, {"year": "1066"}):
        assert fundraiser.get("/desk/reports/figure/raised/", query).status_code == 404
    assert fundraiser.get("/desk/reports/year/", {"year": "1066"}).status_code == 200
    assert fundraiser.get("/desk/reports/nothing/").status_code == 404


def test_a_donor_who_wished_no_name_counts_and_staff_see_who_it_is(fundraiser: Client) -> None:
    gift = make_gift(make_donor(name="Quiet Giver"), given_at=NOW)
    Gift.objects.filter(pk=gift.pk).update(is_anonymous=True)

    page = fundraiser.get("/desk/reports/figure/raised/")

    assert page.context["sums"].count == 1
    assert "Quiet Giver" in page.content.decode()


def test_the_rows_of_a_figure_leave_with_a_reason(fundraiser: Client) -> None:
    gift = some_giving()[0]

    refused = fundraiser.post("/desk/reports/figure/raised/export/", {"reason": ""})
    sent = fundraiser.post(f"/desk/reports/figure/raised/export/?since={NOW:%Y}-01-01", {"reason": "Board"})
    donors = fundraiser.post("/desk/reports/figure/donors/export/", {"reason": "Board"})

    assert refused.status_code == 302
    lines = b"".join(sent.streaming_content).decode().splitlines()  # type: ignore[attr-defined] # a stream
    assert len(lines) == 4
    assert str(gift.pk) in "".join(lines)
    assert b"@example" in b"".join(donors.streaming_content)  # type: ignore[attr-defined] # a stream
    entries = AuditEntry.objects.filter(verb="figure.exported").order_by("pk")
    assert [(entry.about_id, entry.after["rows"], entry.reason) for entry in entries] == [
        ("list", 3, "Board"),
        ("list", 3, "Board"),
    ]


@pytest.mark.parametrize("name", REPORTS)
def test_the_table_of_a_report_leaves_with_a_reason(fundraiser: Client, name: str) -> None:
    some_giving()

    sent = fundraiser.post(f"/desk/reports/{name}/export/", {"reason": "Board"})

    assert sent.status_code == 200
    assert b"".join(sent.streaming_content).startswith(b'\xef\xbb\xbf"')  # type: ignore[attr-defined] # a stream
    assert AuditEntry.objects.filter(verb="report.exported").count() == 1


def test_who_only_reads_takes_nothing_along() -> None:
    make_organisation()
    reader = browser_of(make_staff(Role.READ_ONLY))
    make_gift(given_at=NOW)

    assert reader.get("/desk/reports/figure/raised/").context["may_export"] is False
    assert reader.post("/desk/reports/figure/raised/export/", {"reason": "x"}).status_code == 404


def test_top_donors_stand_with_what_others_gave_because_of_them(fundraiser: Client) -> None:
    gift = make_gift(make_donor(name="A Fund"), amount="500.00", given_at=NOW)
    adviser = make_donor(name="Adviser")
    SoftCredit.objects.create(gift=gift, donor=adviser, role="adviser", amount=Decimal(500), created_at=NOW)
    make_gift(adviser, amount="20.00", given_at=NOW)

    hard = fundraiser.get("/desk/reports/top/").context["report"].sheets[0].rows
    soft = fundraiser.get("/desk/reports/top/", {"soft": "yes"}).context["report"].sheets[0].rows

    assert [row[0].text for row in hard] == ["A Fund", "Adviser"]
    assert [row[0].text for row in soft] == ["Adviser", "A Fund"]
    assert soft[0][3].text == "$520.00"


@pytest.mark.parametrize(("back", "counts"), [("0.00", "$50.00"), ("40.00", "$50.00"), ("70.00", "$30.00")])
def test_a_credit_counts_for_at_most_what_stands_of_its_gift(
    fundraiser: Client, back: str, counts: str
) -> None:
    gift, adviser = make_gift(amount="100.00", given_at=NOW), make_donor(name="Adviser")
    SoftCredit.objects.create(gift=gift, donor=adviser, role="other", amount=Decimal(50), created_at=NOW)
    make_line(gift, kind="refund", amount=-Decimal(back), at=NOW)

    rows = fundraiser.get("/desk/reports/top/", {"soft": "yes"}).context["report"].sheets[0].rows
    found = {row[0].text: row[2] for row in rows}["Adviser"]

    assert (found.text, found.href) == (counts, f"/desk/donors/{adviser.pk}/#brought")


def test_a_credit_of_a_gift_that_went_back_counts_for_nothing(fundraiser: Client) -> None:
    gift, adviser = make_gift(amount="100.00", given_at=NOW), make_donor(name="Adviser")
    SoftCredit.objects.create(gift=gift, donor=adviser, role="other", amount=Decimal(50), created_at=NOW)
    make_line(gift, kind="refund", amount=Decimal(-100), at=NOW)

    rows = fundraiser.get("/desk/reports/top/", {"soft": "yes"}).context["report"].sheets[0].rows

    assert "Adviser" not in [row[0].text for row in rows]


def test_the_figure_of_a_class_says_which_one(fundraiser: Client) -> None:
    page = fundraiser.get("/desk/reports/figure/class/", {"kind": "champions"}).content.decode()

    assert "Champions" in page
    assert "five times or more" in page


def test_last_year_is_compared_by_the_same_days(fundraiser: Client) -> None:
    make_gift(amount="10.00", given_at=datetime(NOW.year - 1, 1, 2, 12, tzinfo=UTC))
    make_gift(amount="30.00", given_at=datetime(NOW.year - 1, 12, 31, 12, tzinfo=UTC))
    make_gift(amount="25.00", given_at=datetime(NOW.year, 1, 3, 12, tzinfo=UTC))

    stats = fundraiser.get("/desk/reports/").context["report"].stats

    assert (stats[0].value, stats[0].note) == ("$25.00", "$10.00 by this day last year")
