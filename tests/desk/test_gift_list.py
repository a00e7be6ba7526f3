"""The gift list: what it shows, sums and exports is one and the same set."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client

from accounts.models import AuditEntry, Role
from gifts.models import Allocation, Gift
from tests.accounts.makers import browser_of, make_staff
from tests.exporting import exported
from tests.factories import MOMENT, make_appeal, make_campaign, make_donor, make_fund, make_gift, make_line

pytestmark = pytest.mark.django_db


@pytest.fixture
def finance() -> Client:
    return browser_of(make_staff(Role.FINANCE))


def shown(browser: Client, query: str) -> list[Gift]:
    return list(browser.get(f"/desk/gifts/?{query}").context["page"].rows)


def test_the_address_narrows_the_list(finance: Client) -> None:
    first, second = make_campaign(), make_campaign()
    appeal = make_appeal(first)
    old = make_gift(
        make_donor(name="Ana Díaz"), campaign=first, amount="20", given_at=MOMENT - timedelta(days=40)
    )
    new = make_gift(make_donor(name="Ben Ode", email="ben@example.org"), campaign=second, amount="80")
    Gift.objects.filter(pk=old.pk).update(appeal=appeal, state=Gift.State.LOST)

    assert shown(finance, "") == [new, old]
    assert shown(finance, "q=diaz ana") == [old]
    assert shown(finance, "q=BEN@example") == [new]
    assert shown(finance, f"q={old.payment_id}") == [old]
    assert shown(finance, f"q={new.charge_id}") == [new]
    assert shown(finance, f"campaign={second.pk}") == [new]
    assert shown(finance, f"appeal={appeal.pk}") == [old]
    assert shown(finance, f"fund={first.funds.get().pk}") == [old]
    assert shown(finance, f"donor={new.donor_id}") == [new]
    assert shown(finance, "state=lost") == [old]
    assert shown(finance, "state=lost&state=paid") == [new, old]
    assert shown(finance, "since=2026-11-01") == [new]
    assert shown(finance, "until=2026-11-01") == [old]
    assert shown(finance, "least=50") == [new]
    assert shown(finance, "most=50") == [old]
    assert shown(finance, "kind=recurring") == []
    assert shown(finance, "source=check") == []
    assert shown(finance, "since=nonsense&campaign=x&least=NaN") == []


def test_what_a_bank_still_confirms_is_listed_when_asked_for(finance: Client) -> None:
    waiting = make_gift(state=Gift.State.PROCESSING)
    Gift.objects.filter(pk=waiting.pk).update(given_at=None, given_on=None)
    assert shown(finance, "") == []
    assert shown(finance, "state=processing") == [waiting]


def test_payments_without_a_donor_are_found_by_what_the_bank_gave(finance: Client) -> None:
    stranger = make_gift()
    Gift.objects.update(donor=None, is_unmatched=True, payer_name="M. LOPEZ", payer_email="m@bank.example")
    other = make_gift(make_donor(name="Ann"))
    assert shown(finance, "unmatched=yes") == [stranger]
    assert shown(finance, "unmatched=no") == [other]
    assert shown(finance, "q=lopez") == [stranger]
    assert shown(finance, "q=bank.example") == [stranger]


def test_totals_count_each_gift_once_and_take_off_what_went_back(finance: Client) -> None:
    campaign = make_campaign()
    second_fund = make_fund()
    split = make_gift(campaign=campaign, amount="100")
    Allocation.objects.filter(gift=split).update(amount=Decimal("60.00"))
    Allocation.objects.create(gift=split, fund=second_fund, amount=Decimal("40.00"))
    make_line(split, kind="refund", amount=Decimal("-10.00"))
    make_line(split, kind="refund", amount=Decimal("-5.00"))
    disputed = make_gift(campaign=campaign, amount="50", state=Gift.State.DISPUTED)
    make_line(disputed, kind="dispute", amount=Decimal("-50.00"), fee=Decimal("15.00"))
    make_gift(campaign=campaign, amount="7", state=Gift.State.FAILED).ledger_lines.all()

    page = finance.get(f"/desk/gifts/?campaign={campaign.pk}&state=paid&state=disputed")
    totals, rows = page.context["totals"], page.context["page"].rows

    assert (totals.count, totals.amount) == (2, Decimal("150.00"))
    assert totals.stands == sum(gift.net for gift in rows) == Decimal("85.00")
    assert totals.fees == Decimal("3.20") + Decimal("1.75") + Decimal("15.00")
    of_fund = finance.get(f"/desk/gifts/?fund={second_fund.pk}").context["totals"]
    assert (of_fund.count, of_fund.stands) == (1, Decimal("85.00"))


def test_long_lists_are_walked_by_key_and_keep_their_filter(finance: Client) -> None:
    donor, campaign = make_donor(), make_campaign()
    made = [
        make_gift(donor, campaign=campaign, given_at=MOMENT - timedelta(minutes=minutes))
        for minutes in range(52)
    ]
    first = finance.get(f"/desk/gifts/?campaign={campaign.pk}").context["page"]
    second = finance.get(f"/desk/gifts/?{first.older}").context["page"]
    assert [*first.rows, *second.rows] == made
    assert (second.older, f"campaign={campaign.pk}" in first.older) == ("", True)
    assert finance.get(f"/desk/gifts/?{second.newer}").context["page"].rows == first.rows


def test_the_export_holds_exactly_what_the_filter_shows(finance: Client) -> None:
    campaign = make_campaign(name="Doors")
    kept = make_gift(make_donor(name="Ana", email="ana@example.org"), campaign=campaign, amount="30")
    make_line(kept, kind="refund", amount=Decimal("-10.00"))
    make_gift()

    rows = exported(finance, "/desk/gifts/export/", f"campaign={campaign.pk}")

    fund = campaign.funds.get()
    assert rows == [
        {
            "gift": str(kept.pk),
            "given_on": "2026-11-25",
            "donor": "Ana",
            "email": "ana@example.org",
            "amount": "30.00",
            "net_given": "20.00",
            "fee": "1.17",
            "currency": "usd",
            "state": "paid",
            "source": "stripe",
            "check_number": "",
            "campaign": "Doors",
            "appeal": "",
            "funds": f"{fund.code} 30.00",
            "payment": kept.payment_id,
        }
    ]


def test_no_spreadsheet_runs_what_a_donor_is_named(finance: Client) -> None:
    make_gift(make_donor(name='=HYPERLINK("http://evil.example","x")'))
    assert exported(finance, "/desk/gifts/export/", "")[0]["donor"].startswith("'=HYPERLINK")


def test_an_export_is_written_down_with_its_reason(finance: Client) -> None:
    make_gift()
    exported(finance, "/desk/gifts/export/", "since=2026-01-01&until=")
    entry = AuditEntry.objects.get(verb="gift.exported")
    assert (entry.reason, entry.after) == ("for the board", {"filters": "since"})
    left = AuditEntry.objects.get(verb="gift.exported_rows")
    assert (left.actor, left.after) == (entry.actor, {"rows": 1, "is_whole": True})


def test_without_a_reason_nothing_leaves(finance: Client) -> None:
    make_gift()
    response = finance.post("/desk/gifts/export/?since=2026-01-01", {"reason": "  "})
    assert response.headers["Location"] == "/desk/gifts/?since=2026-01-01"
    assert not AuditEntry.objects.filter(verb="gift.exported").exists()


def test_who_only_reads_takes_no_file_away() -> None:
    reader = browser_of(make_staff(Role.READ_ONLY))
    make_gift()
    assert reader.post("/desk/gifts/export/", {"reason": "curious"}).status_code == 404
    assert "Export as CSV" not in reader.get("/desk/gifts/").content.decode()


def test_each_filter_in_force_is_named_and_can_be_taken_away(finance: Client) -> None:
    campaign = make_campaign(name="Doors open")
    page = finance.get(f"/desk/gifts/?campaign={campaign.pk}&state=paid&state=lost&since=2026-01-02")
    text = page.content.decode()
    assert "State: Paid, Lost" in text
    assert "From: Jan 2, 2026" in text
    assert f'href="?state=paid&amp;state=lost&amp;since=2026-01-02">Campaign: {campaign}' in text


def test_the_donors_behind_gifts_are_ranked_by_what_they_gave(finance: Client) -> None:
    ana, ben = make_donor(name="Ana"), make_donor(name="Ben")
    make_line(make_gift(ana, amount="60"), kind="refund", amount=Decimal("-60.00"))
    make_gift(ben, amount="20")
    make_gift(ben, amount="25", given_at=MOMENT - timedelta(days=400))
    givers = finance.get("/desk/gifts/donors/?since=2026-01-01").context["givers"]
    seen = [(giver.name, giver.count, giver.amount, giver.stands) for giver in givers]
    assert seen == [
        ("Ana", 1, Decimal("60.00"), Decimal("0.00")),
        ("Ben", 1, Decimal("20.00"), Decimal("20.00")),
    ]


@pytest.mark.parametrize("reason", ["case no. 4711", "a\0b", "x" * 201])
def test_a_reason_that_the_trail_must_not_hold_lets_nothing_out(finance: Client, reason: str) -> None:
    response = finance.post("/desk/gifts/export/", {"reason": reason}, follow=True)
    assert response.redirect_chain == [("/desk/gifts/", 302)]
    assert len(list(response.context["messages"])) == 1
    assert not AuditEntry.objects.filter(verb="gift.exported").exists()
