"""A file of recurring gifts elsewhere: kept for reference, counted nowhere, taken back to the letter."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from accounts.models import Role
from donors.models import Donor, Note
from donors.models.imports import ExternalId
from gifts.models import RecurringChange, RecurringElsewhere, RecurringGift
from jobs.models import Job
from tests.accounts.makers import browser_of, make_staff
from tests.donors.imports.files import problems, text_of, undone, verdicts
from tests.exporting import exported
from tests.factories import MOMENT, make_donor, make_organisation, make_recurring, make_user
from tests.gifts.elsewhere import OWN, looked_at, make_elsewhere, rows, state, written
from tests.gifts.formats.samples import AGREEMENTS, SUBSCRIPTIONS

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _organisation() -> None:
    make_organisation()


@pytest.fixture(autouse=True)
def _checks_at_the_end() -> Iterator[None]:
    """What the database looks at only when a transaction ends, it looks at here."""
    yield
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_it_is_kept_with_its_donor_and_nothing_of_it_is_ours() -> None:
    known = make_donor(name="Ana D.", email="ana@example.org")
    run = written(OWN)
    assert verdicts(run) == ["new"] * 3
    found = rows()
    ana, ben = found["R-1"], found["R-2"]
    assert (ana.donor, ana.source, ana.amount, ana.currency, ana.rhythm, ana.state) == (
        *(known, "paypal", Decimal("25.00"), "usd", "monthly", "active"),
    )
    assert (ana.started_on, ana.next_on, ana.told_at) == (date(2025, 3, 1), date(2026, 12, 1), MOMENT)
    assert (ben.donor.name, ben.amount, ben.currency, ben.rhythm, ben.state, ben.next_on) == (
        *("Ben Okafor", Decimal("1200.00"), "eur", "annually", "ended", None),
    )
    (cy,) = (row for key, row in found.items() if not row.number)
    assert (cy.donor.name, cy.source, cy.currency, cy.rhythm, cy.state) == (
        *("Cy Mensah", "old-books", "usd", "fortnightly", ""),
    )
    assert not RecurringGift.objects.exists()
    assert not RecurringChange.objects.exists()
    assert not Job.objects.filter(kind__startswith="gifts.").exists()


def test_the_same_file_again_changes_nothing() -> None:
    written(OWN)
    before = state()
    run = looked_at(OWN)
    assert verdicts(run) == ["same"] * 3
    assert state() == before


def test_a_newer_file_changes_what_it_says_and_an_empty_cell_says_nothing() -> None:
    written(OWN)
    before = state()
    newer = OWN.replace("25.00,usd,Monthly,Active,2025-03-01,2026-12-01", "30.00,,Monthly,,,2027-01-01")
    run = written(newer.replace("yearly,canceled", "yearly,canceled"), now=MOMENT + timedelta(days=30))
    assert verdicts(run) == ["changed", "same", "same"]
    (line, *_rest) = run.lines.order_by("number")
    assert (line.before, line.after) == (
        {"amount": "25.00", "next_on": "2026-12-01"},
        {"amount": "30.00", "next_on": "2027-01-01"},
    )
    ana = rows()["R-1"]
    assert (ana.amount, ana.currency, ana.state, ana.next_on) == (
        *(Decimal("30.00"), "usd", "active", date(2027, 1, 1)),
    )
    assert ana.told_at == MOMENT + timedelta(days=30)
    undone(run, now=MOMENT + timedelta(days=31))
    assert state() == before


def test_undoing_takes_the_rows_and_the_donors_that_nobody_used() -> None:
    make_donor(name="Ana D.", email="ana@example.org")
    before = state()
    run = written(OWN)
    assert Donor.objects.count() == 3
    run = undone(run)
    assert (run.counts["undone"], run.counts.get("kept")) == (3, None)
    assert state() == before


@pytest.mark.parametrize("use", ["note", "phone", "number", "second_file"])
def test_a_donor_that_somebody_used_since_stays_when_the_file_is_taken_back(use: str) -> None:
    run = written(OWN)
    ben = Donor.objects.get(email="ben@example.org")
    match use:
        case "note":
            Note.objects.create(donor=ben, text="Prefers mornings", at=MOMENT, by=make_user())
        case "phone":
            Donor.objects.filter(pk=ben.pk).update(phone="518-555-0101")
        case "number":
            ExternalId.objects.create(donor=ben, source="civicrm", key="9")
        case "second_file":
            written(OWN.replace("R-", "S-"))
    undone(run)
    left = set(Donor.objects.values_list("email", flat=True))
    assert "ben@example.org" in left
    assert "R-2" not in rows()
    assert ("ana@example.org" in left) == (use == "second_file")


def test_whose_it_is_a_second_file_does_not_change() -> None:
    written(OWN)
    run = looked_at(OWN.replace("ben@example.org", "other@example.org"))
    assert verdicts(run) == ["same"] * 3


@pytest.mark.parametrize(
    ("row", "refused"),
    [
        ("R-9,,0,,monthly,,,,Ana,,", ("amount", "recurring_amount")),
        ("R-9,,-5,,monthly,,,,Ana,,", ("amount", "recurring_amount")),
        ("R-9,,,,monthly,,,,Ana,,", ("amount", "recurring_amount")),
        ("R-9,,99999999999,,monthly,,,,Ana,,", ("amount", "amount_shape")),
        ("R-9,,5,,,,,,Ana,,", ("rhythm", "rhythm_missing")),
        ("R-9,,5,,sometimes,,,,Ana,,", ("rhythm", "choice")),
        ("R-9,,5,,monthly,perhaps,,,Ana,,", ("state", "choice")),
        ("R-9,,5,dollars,monthly,,,,Ana,,", ("currency", "currency_code")),
        ("R-9,,5,,monthly,,31/31/2026,,Ana,,", ("started_on", "date_shape")),
        ("R-9,,5,,monthly,,,,,,", ("name", "giver_missing")),
        ("R-9,,5,,monthly,,,,=1+1,,", ("first_name", "formula")),
        ("R-9,=1+1,5,,monthly,,,,Ana,,", ("program", "formula")),
        ("R-9,,5,,monthly,,,,case #4471,,", ("first_name", "guard_case_number")),
    ],
)
def test_what_cannot_be_kept_is_refused(row: str, refused: tuple[str, str]) -> None:
    run = looked_at(f"{OWN.splitlines()[0]}\n{row}\n")
    assert [(field, code) for _row, field, code in problems(run)] == [refused]
    assert not RecurringElsewhere.objects.exists()


def test_a_number_that_nobody_has_makes_no_donor_without_a_name() -> None:
    known = make_donor(name="Ana Díaz")
    ExternalId.objects.create(donor=known, source="old-books", key="17")
    text = text_of(
        [("R-1", "5", "monthly", "17"), ("R-2", "5", "monthly", "18")],
        ("Subscription ID", "Amount", "Frequency", "Donor ID"),
    )
    run = looked_at(text)
    assert verdicts(run) == ["new", "refused"]
    assert [code for _row, _field, code in problems(run)] == ["giver_unknown"]


def test_a_subscription_of_the_connected_account_is_ours_and_left_out() -> None:
    make_recurring(subscription_id="sub_2")
    run = looked_at(SUBSCRIPTIONS["stripe_subscriptions"], kind="")
    assert (run.kind, run.format) == ("recurring", "stripe_subscriptions")
    assert verdicts(run) == ["new", "left_out", "new", "refused", "refused", "left_out"]


def test_a_moment_is_a_day_where_the_organisation_is() -> None:
    written(SUBSCRIPTIONS["stripe_subscriptions"], kind="")
    assert (rows()["sub_1"].started_on, rows()["sub_1"].next_on) == (date(2025, 1, 10), date(2026, 12, 9))


def test_a_report_of_paypal_is_read_past_its_heads() -> None:
    run = written(AGREEMENTS, kind="")
    assert run.format == "paypal_subscriptions"
    assert {key: (row.donor.name, row.donor.kind) for key, row in rows().items()} == {
        "I-ABC123": ("Ana Díaz", "person"),
        "I-ABC124": ("Blue Door Bakery", "organisation"),
    }
    assert ExternalId.objects.get(source="paypal", key="PAYER1").donor.email == "ana@example.org"


def test_a_file_that_is_moved_between_givewp_sites_is_known() -> None:
    run = written(SUBSCRIPTIONS["givewp_subscriptions"], kind="")
    assert run.format == "givewp_subscriptions"
    assert run.counts["done"] == 3


def test_what_leaves_with_ours_and_comes_back_differs_by_nothing() -> None:
    make_recurring(make_donor(name="Monthly Maria"), subscription_id="sub_9", started_at=MOMENT)
    written(OWN)
    RecurringElsewhere.objects.filter(key="R-1").update(key="=R-1")
    browser = browser_of(make_staff(Role.FUNDRAISER))
    found = exported(browser, "/desk/recurring/elsewhere/export/", "")
    assert [(row["collected_by"], row["number"], row["state"], row["rhythm"]) for row in found[:3]] == [
        ("safe-harbor", "sub_9", "active", "monthly"),
        ("paypal", "'=R-1", "active", "monthly"),
        ("paypal", "R-2", "ended", "annually"),
    ]
    before = state()
    answer: Any = browser.post("/desk/recurring/elsewhere/export/", {"reason": "for the board"})
    run = looked_at(b"".join(answer.streaming_content), kind="")
    assert run.format == "safe-harbor-recurring"
    assert verdicts(run) == ["left_out", "same", "same", "same"]
    assert state() == before


def test_one_number_of_a_program_is_kept_once_and_no_amount_is_nothing() -> None:
    donor = make_donor()
    make_elsewhere(donor, key="1")
    for broken in (
        {"key": "1"},
        {"key": "2", "amount": Decimal("0")},
        {"key": ""},
        {"key": "3", "rhythm": "often"},
        {"key": "3", "state": "odd"},
        {"key": "3", "currency": "$"},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            make_elsewhere(donor, **broken)
