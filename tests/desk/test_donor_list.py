"""The list of donors: each filter lets through exactly those whom plain counting would, and acts on them."""

import csv
import random
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from io import StringIO

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import AuditEntry, Role
from campaigns.models import Campaign
from desk.filters import DonorFilter
from donors.actions.tags import tag_donor, tag_named
from donors.models import Donor, Household, Tagging
from gifts.models import Gift, RecurringGift
from tests.accounts.makers import browser_of, make_staff
from tests.factories import (
    MOMENT,
    make_campaign,
    make_donor,
    make_gift,
    make_line,
    make_organisation,
    make_recurring,
    make_user,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser() -> Client:
    make_organisation()
    return browser_of(make_staff(Role.FUNDRAISER))


def let_through(**asked: object) -> set[int]:
    found = DonorFilter({name: str(value) for name, value in asked.items()}, queryset=Donor.objects.all())
    assert found.form.is_valid(), found.form.errors
    return set(found.qs.values_list("pk", flat=True))


def make_histories(seed: int) -> list[Campaign]:
    """Some donors with some years of giving, a part of it refunded, failed, or given by nobody known."""
    chance = random.Random(seed)
    campaigns = [make_campaign(), make_campaign()]
    for _donor in range(8):
        donor = make_donor()
        for _gift in range(chance.choice([0, 0, 1, 2, 5])):
            day = datetime(
                timezone.now().year - chance.randrange(3), 1 + chance.randrange(11), 3, 17, tzinfo=UTC
            )
            amount = str(chance.choice([10, 50, 120]))
            gift = make_gift(donor, campaign=chance.choice(campaigns), amount=f"{amount}.00", given_at=day)
            fate = chance.random()
            if fate < 0.15:
                make_line(gift, kind="refund", amount=-gift.amount, at=day)
                Gift.objects.filter(pk=gift.pk).update(state=Gift.State.REFUNDED)
            elif fate < 0.25:
                Gift.objects.filter(pk=gift.pk).update(state=Gift.State.FAILED)
    stranger = make_gift(make_donor(), campaign=campaigns[0])
    Gift.objects.filter(pk=stranger.pk).update(donor=None, is_unmatched=True)
    return campaigns


def given(donor: Donor, **narrowed: object) -> list[Gift]:
    """A donor's gifts that arrived, by plain counting."""
    found = [gift for gift in Gift.objects.with_net().filter(donor=donor) if gift.state != Gift.State.FAILED]
    for name, value in narrowed.items():
        found = [
            gift
            for gift in found
            if gift.given_on
            and {
                "gave_since": lambda gift=gift, value=value: gift.given_on >= value,
                "gave_until": lambda gift=gift, value=value: gift.given_on <= value,
                "campaign": lambda gift=gift, value=value: gift.campaign_id == value,
            }[name]()
        ]
    return found


def stands(gifts: list[Gift]) -> Decimal:
    return sum((gift.net for gift in gifts), Decimal(0))


@pytest.mark.parametrize("seed", range(5))
def test_what_a_filter_lets_through_is_what_counting_finds(seed: int) -> None:
    make_organisation()
    campaigns = make_histories(seed)
    year = timezone.now().year
    span: dict[str, object] = {"gave_since": date(year - 1, 3, 1), "gave_until": date(year, 6, 30)}
    one: dict[str, object] = {"campaign": campaigns[0].pk}
    donors = list(Donor.objects.all())
    days = {donor.pk: [gift.given_on for gift in given(donor) if gift.given_on] for donor in donors}
    years = {key: {day.year for day in found} for key, found in days.items()}
    expected: list[tuple[dict[str, object], set[int]]] = [
        (span, {d.pk for d in donors if given(d, **span)}),
        (one, {d.pk for d in donors if given(d, **one)}),
        ({**one, **span}, {d.pk for d in donors if given(d, **one, **span)}),
        ({"least": 100}, {d.pk for d in donors if given(d) and stands(given(d)) >= 100}),
        ({"most": 60}, {d.pk for d in donors if given(d) and stands(given(d)) <= 60}),
        (
            {**span, "least": 50},
            {d.pk for d in donors if given(d, **span) and stands(given(d, **span)) >= 50},
        ),
        ({"largest": 120}, {d.pk for d in donors if any(gift.amount >= 120 for gift in given(d))}),
        (
            {"first_since": f"{year}-01-01"},
            {k for k, found in days.items() if found and min(found).year == year},
        ),
        (
            {"last_until": f"{year - 1}-12-31"},
            {k for k, found in days.items() if found and max(found).year < year},
        ),
        ({"pattern": "last_not_this"}, {k for k, ys in years.items() if year - 1 in ys and year not in ys}),
        ({"pattern": "some_not_this"}, {k for k, ys in years.items() if ys and year not in ys}),
        ({"pattern": "this"}, {k for k, ys in years.items() if year in ys}),
        ({"pattern": "first_this"}, {k for k, ys in years.items() if ys == {year}}),
        ({"pattern": "never"}, {k for k, ys in years.items() if not ys}),
    ]
    for asked, wanted in expected:
        assert (asked, let_through(**asked)) == (asked, wanted)


def test_who_they_are_narrows_it_too() -> None:
    by = make_user(Role.FUNDRAISER)
    ana, ben = make_donor(name="Ana"), make_donor(name="Ben")
    household = Household.objects.create(formal_greeting="A", informal_greeting="B")
    Donor.objects.filter(pk=ana.pk).update(
        household=household, no_post=True, language="es", created_at=MOMENT - timedelta(days=400)
    )
    ana.addresses.create(line1="PO Box 7", region="NY", postal_code="12207-1234")
    tag = tag_named(name="Choir", by=by, now=MOMENT)
    tag_donor(donor=ana, tag=tag, by=by, now=MOMENT)
    make_recurring(ana)
    make_recurring(ben, state=RecurringGift.State.CANCELLED)
    asked: list[dict[str, object]] = [
        {"tag": tag.pk},
        {"household": "yes"},
        {"no_post": "yes"},
        {"language": "es"},
        {"region": "ny"},
        {"postal": "122"},
        {"recurring": "yes"},
        {"known_until": (MOMENT - timedelta(days=399)).date()},
    ]
    assert [let_through(**one) for one in asked] == [{ana.pk}] * len(asked)
    others = [{"household": "no"}, {"no_post": "no"}, {"recurring": "no"}]
    assert [let_through(**one) for one in others] == [{ben.pk}] * len(others)


def test_a_filter_that_cannot_be_read_shows_nobody(browser: Client) -> None:
    make_donor()
    for query in ("gave_since=yesterday", "least=much", "campaign=999999", "pattern=often", "tag=x"):
        page = browser.get(f"/desk/donors/?{query}")
        assert (query, page.status_code, page.context["count"]) == (query, 200, 0)


def test_who_works_without_money_cannot_narrow_by_it() -> None:
    make_organisation()
    make_gift()
    donor = make_donor()
    page = browser_of(make_staff(Role.PRIVACY)).get("/desk/donors/?pattern=this&least=1")
    assert page.context["count"] == 2
    assert page.context["given"] is None
    assert "least" not in page.context["filter"].form.fields
    assert donor.name in page.content.decode()


def test_the_totals_are_those_of_what_is_shown(browser: Client) -> None:
    one, two = make_donor(), make_donor()
    make_gift(one, amount="20.00"), make_gift(one, amount="30.00"), make_gift(two, amount="500.00")
    page = browser.get("/desk/donors/?most=100")
    assert (page.context["count"], str(page.context["given"])) == (1, "50.00")


def test_a_tag_for_all_is_shown_before_it_is_given_and_can_be_taken_back(browser: Client) -> None:
    ana, _ben = make_donor(name="Ana"), make_donor(name="Ben")
    preview = browser.get("/desk/donors/tag/?q=ana")
    assert (preview.context["count"], list(preview.context["sample"])) == (1, [ana])
    sent = {"name": "Choir", "act": "give", "expected": "1"}
    answer = browser.post("/desk/donors/tag/?q=ana", sent)
    assert [row.donor for row in Tagging.objects.all()] == [ana]
    assert answer.headers["Location"].startswith("/desk/donors/?tag=")
    browser.post("/desk/donors/tag/?q=ana", {**sent, "act": "take"})
    assert not Tagging.objects.exists()


def test_a_list_that_changed_since_it_was_shown_is_shown_again(browser: Client) -> None:
    make_donor(name="Ana"), make_donor(name="Ana")
    page = browser.post("/desk/donors/tag/?q=ana", {"name": "Choir", "act": "give", "expected": "1"})
    assert "The list changed meanwhile" in page.content.decode()
    assert not Tagging.objects.exists()


def test_no_tag_for_many_marks_whom_we_help(browser: Client) -> None:
    make_donor()
    page = browser.post("/desk/donors/tag/", {"name": "Survivors", "act": "give", "expected": "1"})
    assert "may not say whom we help" in page.content.decode()
    assert not Tagging.objects.exists()


def test_the_export_has_tags_other_addresses_and_sums(browser: Client) -> None:
    by, ana = make_user(Role.FUNDRAISER), make_donor(name="Ana")
    make_donor(name="Ben")
    for name in ("Choir", "Board"):
        tag_donor(donor=ana, tag=tag_named(name=name, by=by, now=MOMENT), by=by, now=MOMENT)
    ana.more_emails.create(email="ana@work.example")
    make_gift(ana, amount="20.00"), make_gift(ana, amount="30.00")
    answer = browser.post("/desk/donors/export/?q=ana", {"reason": "a mailing"})
    text = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined] # it streams
    (row,) = csv.DictReader(StringIO(text))
    told = (row["name"], row["tags"], row["other_emails"], row["net_given"])
    assert told == ("Ana", "Board; Choir", "ana@work.example", "50.00")
    assert AuditEntry.objects.get(verb="donor.exported").reason == "a mailing"
