"""Staff enter a gift: the form of its kind, the paper before it is saved, and nothing lost on the way."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import AuditEntry, Role
from donors.forms.whom import named
from donors.models import Donor
from gifts.actions.offline import record_gift
from gifts.models import Gift, LedgerLine, SoftCredit
from letters.models import Letter
from receipts.actions import settle
from receipts.models import Receipt, Series
from tests.accounts.makers import browser_of, make_staff
from tests.factories import make_campaign, make_donor, make_fund, make_organisation, make_user, today
from tests.gifts.offline import DINNER, NOW, typed_check, typed_coats

pytestmark = pytest.mark.django_db
KEY = "6f3c2a52-0d3b-4c6e-9e41-3f1f1f1a2b3c"


@pytest.fixture
def browser() -> Client:
    make_organisation()
    return browser_of(make_staff(Role.FUNDRAISER))


def sent(**more: str) -> dict[str, str]:
    """What the form of money sends: a check of $100.00 of somebody new, which came today."""
    fund = str(make_fund().pk)
    return {
        "form_key": KEY,
        "amount": "100",
        "source": "check",
        "payer": "donor",
        "arrived_on": today().isoformat(),
        "donor-name": "Ana Díaz",
        "donor-email": "ana@example.org",
        "shares-TOTAL_FORMS": "2",
        "shares-INITIAL_FORMS": "0",
        "shares-0-fund": fund,
        "benefits-TOTAL_FORMS": "2",
        "benefits-INITIAL_FORMS": "0",
        "benefits-0-kind": "ordinary",
        "benefits-1-kind": "ordinary",
        "credit1-role": "adviser",
        "credit2-role": "adviser",
        **more,
    }


TICKET = {
    "benefits-0-description": "Dinner",
    "benefits-0-fair_value": "40",
    "benefits-0-basis": "price of such a dinner",
}


def page_of(browser: Client, data: dict[str, Any], kind: str = "money") -> str:
    return browser.post(f"/desk/gifts/new/{kind}/", data).content.decode()


def test_the_first_page_offers_every_kind(browser: Client) -> None:
    page = browser.get("/desk/gifts/new/").content.decode()
    for kind in ("money", "goods", "securities", "vehicle", "currency"):
        assert f"/desk/gifts/new/{kind}/" in page
        assert browser.get(f"/desk/gifts/new/{kind}/").status_code == 200
    assert browser.get("/desk/gifts/new/time/").status_code == 404


def test_the_form_of_a_kind_has_only_its_fields(browser: Client) -> None:
    money = browser.get("/desk/gifts/new/money/").content.decode()
    car = browser.get("/desk/gifts/new/vehicle/").content.decode()
    assert ("postmarked_on" in money, "thing-vin" in money) == (True, False)
    assert ("postmarked_on" in car, "thing-vin" in car, "thing-issuer" in car) == (False, True, False)


def test_the_paper_is_shown_and_nothing_is_written(browser: Client) -> None:
    page = page_of(browser, sent(**TICKET))
    assert "Receipt for a payment with a benefit; deductible $60.00" in page
    assert "limited to the excess" in page
    counts = (Gift, LedgerLine, Donor, Letter, Receipt, Series, AuditEntry)
    written = [model.objects.count() for model in counts]
    assert written == [0, 0, 0, 0, 0, 0, AuditEntry.objects.exclude(verb="gift.recorded").count()]


def test_what_was_chosen_is_shown_to_be_looked_over(browser: Client) -> None:
    campaign, fund = make_campaign(name="Doors"), make_fund(code="coats", name="Coats")
    data = sent(campaign=str(campaign.pk), check_number="2044")
    page = page_of(browser, {**data, "shares-0-fund": str(fund.pk)})
    for words in ("<dd>Check</dd>", "<dd>2044</dd>", "<dd>Coats</dd>", "<dd>Doors</dd>"):
        assert words in page, words


def test_what_the_preview_says_is_what_the_receipt_says(browser: Client) -> None:
    data = sent(**TICKET)
    shown = browser.post("/desk/gifts/new/money/", data).context["paper"]
    browser.post("/desk/gifts/new/money/", {**data, "sure": "yes"})
    receipt = settle(gift_id=Gift.objects.get().pk, now=timezone.now())
    assert receipt is not None
    assert list(shown.statements) == receipt.snapshot["statements"]
    assert receipt.amount == Decimal("60.00")


def test_sent_twice_it_is_one_gift_and_leads_to_its_page(browser: Client) -> None:
    data = {**sent(), "sure": "yes"}
    answers = [browser.post("/desk/gifts/new/money/", data) for _twice in range(2)]
    gift = Gift.objects.get()
    assert [answer["Location"] for answer in answers] == [f"/desk/gifts/{gift.pk}/"] * 2
    assert (gift.donor and gift.donor.email, gift.amount) == ("ana@example.org", Decimal("100.00"))


def test_what_must_be_right_says_so_and_nothing_is_lost(browser: Client) -> None:
    data = sent(**TICKET, amount="a lot", arrived_on="")
    data["benefits-0-basis"] = ""
    page = page_of(browser, data)
    assert "Nothing you wrote is lost" in page
    for words in (
        "in digits",
        "how the value was estimated",
        'value="Ana Díaz"',
        'value="a lot"',
        'value="Dinner"',
    ):
        assert words in page, words
    assert not Gift.objects.exists()


def test_going_back_keeps_everything(browser: Client) -> None:
    page = page_of(browser, {**sent(**TICKET), "again": "yes"})
    assert 'value="Dinner"' in page
    assert "needs another look" not in page


def test_a_day_to_come_is_refused_on_the_page(browser: Client) -> None:
    tomorrow = (today() + timedelta(days=2)).isoformat()
    assert "still to come" in page_of(browser, sent(arrived_on=tomorrow))


def test_among_several_of_one_name_one_is_chosen(browser: Client) -> None:
    one, other = make_donor(name="Maria Lopez"), make_donor(name="Maria Lopez")
    data = {**sent(), "donor-name": "", "donor-email": "", "donor-who": "maria lopez"}
    page = page_of(browser, data)
    assert "Several are called so" in page
    assert f'value="{one.pk}"' in page
    browser.post("/desk/gifts/new/money/", {**data, "donor-pick": str(other.pk), "sure": "yes"})
    assert Gift.objects.get().donor == other


@pytest.mark.parametrize("how", ["name", "email", "number", "both"])
def test_a_donor_of_ours_is_found_by_name_address_or_number(browser: Client, how: str) -> None:
    donor = make_donor(name="Evergreen Foundation", email="grants@evergreen.example")
    make_donor(name="Evergreen Trust")
    words = {
        "name": "evergreen f",
        "email": "Grants@Evergreen.example",
        "number": str(donor.pk),
        "both": named(donor),
    }[how]
    data = {**sent(), "donor-name": "", "donor-email": "", "donor-who": words, "sure": "yes"}
    browser.post("/desk/gifts/new/money/", data)
    assert Gift.objects.get().donor == donor


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"donor-name": "", "donor-email": ""}, "Please say who it was"),
        ({"donor-who": "nobody of this name", "donor-name": "", "donor-email": ""}, "Nobody in our book"),
        ({"donor-who": "1"}, "not both"),
        ({"payer": "ira"}, "custodian"),
        ({"source": "cash", "postmarked_on": "2026-01-02"}, "Only a check"),
        ({"shares-0-part": "60"}, "not the whole gift"),
        ({"shares-0-fund": ""}, "Please say which fund it is for"),
        ({"tribute_kind": "memory"}, "its kind and a name"),
        ({"benefits-0-description": "Mug", "benefits-0-kind": "token"}, "what the item cost us"),
        ({"donor-name": "our client Maria"}, "person we serve"),
        ({**TICKET, "benefits-0-description": "Dinner with Maria, a survivor"}, "person we serve"),
    ],
)
def test_bad_input_gets_a_clear_sentence(browser: Client, more: dict[str, str], sentence: str) -> None:
    assert sentence in page_of(browser, sent(**more)).replace("&#x27;", "'")
    assert not Gift.objects.exists()


def test_goods_are_described_and_the_guard_reads_the_description(browser: Client) -> None:
    data = sent(**{"thing-description": "Twelve winter coats", "thing-place": "Albany"})
    assert "Acknowledgment of property; no value is stated" in page_of(browser, data, "goods")
    data["thing-description"] = "Coats for our client Maria Lopez"
    assert "person we serve" in page_of(browser, data, "goods")


@pytest.mark.parametrize(
    ("kind", "thing", "headline"),
    [
        ("securities", {"issuer": "Acme", "shares": "12.5", "description": "common stock"}, "property"),
        (
            "vehicle",
            {
                "description": "2015 Honda Fit",
                "vin": "JHMGE8H50FC000001",
                "is_claimed_over_500": "on",
                "use": "sale",
                "sold_on": "2026-01-05",
                "proceeds": "1800",
            },
            "Acknowledgment of a vehicle",
        ),
        ("currency", {"description": "500 Canadian dollars in notes"}, "property"),
    ],
)
def test_each_kind_of_property_foretells_its_paper(
    browser: Client, kind: str, thing: dict[str, str], headline: str
) -> None:
    data = sent(**{f"thing-{name}": value for name, value in thing.items()})
    assert headline in page_of(browser, data, kind)


def test_a_grant_foretells_thanks_and_the_adviser_is_thanked(browser: Client) -> None:
    data = sent(payer="daf", **{"credit1-name": "Ben Ode", "credit1-email": "ben@example.org"})
    assert "Thanks for a grant; nothing is deductible by it" in page_of(browser, data)
    browser.post("/desk/gifts/new/money/", {**data, "sure": "yes"})
    credit = SoftCredit.objects.get()
    assert (credit.donor.name, credit.role, credit.amount) == ("Ben Ode", "adviser", Decimal("100.00"))


def test_pay_that_was_withheld_foretells_no_paper_of_its_own(browser: Client) -> None:
    assert "No paper of its own" in page_of(browser, sent(source="payroll"))


def test_one_of_a_like_name_is_pointed_out(browser: Client) -> None:
    known = make_donor(name="Ana Díaz", email="other@example.org")
    page = page_of(browser, sent())
    assert ("There already" in page, f"/desk/donors/{known.pk}/" in page) == (True, True)


@pytest.mark.parametrize("role", [Role.PRIVACY, Role.READ_ONLY, Role.COORDINATOR])
def test_other_roles_enter_nothing(role: Role) -> None:
    make_organisation()
    gift = record_gift(typed=typed_check(), by=make_user(Role.FINANCE), now=NOW)
    browser = browser_of(make_staff(role))
    for path in ("/desk/gifts/new/", "/desk/gifts/new/money/", f"/desk/gifts/{gift.pk}/correct/"):
        assert (path, browser.post(path).status_code) == (path, 404)
    assert browser.post(f"/desk/gifts/{gift.pk}/reverse/").status_code == 404
    if role == Role.READ_ONLY:
        page = browser.get(f"/desk/gifts/{gift.pk}/").content.decode()
        assert (f"/desk/gifts/{gift.pk}/correct/" in page, "/desk/gifts/new/" in page) == (False, False)


def test_the_page_of_a_gift_shows_what_was_given_and_what_came_back(browser: Client) -> None:
    typed = typed_coats(benefits=(DINNER,), is_anonymous=True)
    gift = record_gift(typed=typed, by=make_user(Role.FINANCE), now=NOW)
    page = browser.get(f"/desk/gifts/{gift.pk}/").content.decode()
    for words in ("Twelve winter coats", "Albany", "Dinner", "price of such a dinner", "Entered at the desk"):
        assert words in page, words
