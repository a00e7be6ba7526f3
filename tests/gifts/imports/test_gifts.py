"""A file of gifts: looked at, written to the books, again without effect, taken back by lines of its own."""

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection, transaction
from django.db.models import Sum

from accounts.models import Role
from campaigns.models import Fund
from donors.actions.imports.applying import apply_import, start_applying
from donors.actions.imports.mapping import proposed
from donors.actions.imports.opening import Choice, open_import, read_with
from donors.actions.imports.reading import read_import
from donors.kinds import KINDS
from donors.models import Donor, Import
from gifts.models import (
    Allocation,
    CampaignTotal,
    ClosedPeriod,
    Gift,
    ImportedGift,
    LedgerLine,
    SoftCredit,
)
from letters.models import Letter
from receipts.actions import settle
from receipts.reports import unsettled
from tests.donors.imports.files import fresh, problems, undone, upload_of, verdicts
from tests.factories import (
    MOMENT,
    make_campaign,
    make_donor,
    make_fund,
    make_gift,
    make_organisation,
    make_user,
)
from tests.gifts.formats.samples import FILES, REPORT

pytestmark = pytest.mark.django_db

OWN = """\
Gift ID,Date,Amount,First name,Last name,Email,Payment method,Check number,Fund,Campaign
G-1,2026-03-01,"1,250.00",Ana,Díaz,ana@example.org,Check,1042,,Winter
G-2,2026-03-02,25.00,Ben,Okafor,ben@example.org,Cash,,Counsel,
G-3,2026-03-02,40.00,Cy,Mensah,,Card,,,
G-4,2026-03-03,60.00,Cy,Mensah,,Card,,,
"""


@pytest.fixture(autouse=True)
def _books() -> None:
    make_organisation()
    general = make_fund(code="general", name="Where needed most")
    Fund.objects.filter(pk=general.pk).update(is_restricted=False)
    make_fund(code="counsel", name="Counsel")


def looked_at(content: str | bytes, *, source: str = "old-books") -> Import:
    by = make_user(Role.FUNDRAISER)
    run = open_import(upload=upload_of(content, "gifts.csv"), kind="gifts", by=by, now=MOMENT)
    if run.state == Import.State.MAPPING:
        choice = Choice(proposed(KINDS["gifts"], run.header), source, False)
        read_with(import_id=run.pk, choice=choice, by=by, now=MOMENT)
    read_import(import_id=run.pk, now=MOMENT)
    return fresh(run)


def written(content: str | bytes) -> Import:
    run = looked_at(content)
    start_applying(import_id=run.pk, by=make_user(Role.FINANCE), now=MOMENT)
    apply_import(import_id=run.pk, now=MOMENT)
    return fresh(run)


def books() -> dict[str, object]:
    """What the books sum to."""
    return {
        "lines": LedgerLine.objects.aggregate(a=Sum("amount"), f=Sum("fee"), n=Sum("net")),
        "campaigns": CampaignTotal.objects.aggregate(raised=Sum("raised"))["raised"] or Decimal(0),
        "standing": Gift.objects.arrived().count(),
        "numbers": ImportedGift.objects.count(),
    }


def test_a_gift_is_written_with_donor_share_line_and_day() -> None:
    campaign = make_campaign(name="Winter")
    run = written(OWN)
    assert verdicts(run) == ["new"] * 4
    gift = Gift.objects.get(imported__key="G-1")
    assert (gift.donor and gift.donor.email, gift.amount, gift.given_on, gift.source, gift.check_number) == (
        "ana@example.org",
        Decimal("1250.00"),
        date(2026, 3, 1),
        "check",
        "1042",
    )
    assert (gift.campaign, gift.state, gift.stands) == (campaign, "paid", Decimal("1250.00"))
    assert list(gift.allocations.values_list("fund__code", "amount")) == [("general", Decimal("1250.00"))]
    assert list(gift.ledger_lines.values_list("kind", "amount", "net")) == [
        ("offline", Decimal("1250.00"), Decimal("1250.00"))
    ]
    assert Allocation.objects.get(gift__imported__key="G-2").fund.code == "counsel"
    assert CampaignTotal.objects.aggregate(raised=Sum("raised")) == {"raised": Decimal("1250.00")}


def test_one_name_without_an_address_is_one_donor_within_a_program_and_not_beyond() -> None:
    other = make_donor(name="Cy Mensah")
    written(OWN)
    third, fourth = Gift.objects.get(imported__key="G-3"), Gift.objects.get(imported__key="G-4")
    assert third.donor == fourth.donor != other
    written(OWN.replace("G-", "H-"))
    assert Gift.objects.get(imported__key="H-3").donor == third.donor


def test_the_same_file_again_changes_nothing() -> None:
    written(OWN)
    before = books(), Donor.objects.count()
    run = looked_at(OWN)
    assert verdicts(run) == ["same"] * 4
    assert (books(), Donor.objects.count()) == before


def test_another_amount_of_a_known_gift_is_refused_with_its_sentence() -> None:
    written(OWN)
    run = looked_at(OWN.replace("25.00", "26.00", 1).replace('"1,226.00"', '"1,250.00"'))
    assert ("amount", "gift_differs") in [(field, code) for _row, field, code in problems(run)]


def test_undoing_leaves_the_sums_of_the_books_as_they_were_and_a_second_import_begins_anew() -> None:
    make_campaign(name="Winter")
    make_gift()
    before = books()
    run = written(OWN)
    gift = Gift.objects.get(imported__key="G-1")
    run = undone(run)
    assert run.counts["undone"] == 4
    assert books() == before
    gift.refresh_from_db()
    assert (gift.state, gift.stands, gift.ledger_lines.count()) == ("reversed", Decimal(0), 2)
    again = looked_at(OWN)
    assert verdicts(again) == ["new"] * 4


def test_a_gift_that_changed_since_stays_when_the_file_is_taken_back() -> None:
    run = written(OWN)
    gift = Gift.objects.get(imported__key="G-2")
    LedgerLine.objects.create(
        kind="offline",
        gift=gift,
        amount=Decimal("-5.00"),
        net=Decimal("-5.00"),
        currency="usd",
        occurred_at=MOMENT,
        created_at=MOMENT,
    )
    run = undone(run)
    assert (run.counts["undone"], run.counts["kept"]) == (3, 1)
    gift.refresh_from_db()
    assert (gift.state, gift.stands) == ("paid", Decimal("20.00"))


def test_no_receipt_and_no_thanks_go_out_for_history() -> None:
    written(OWN)
    gift = Gift.objects.get(imported__key="G-1")
    assert gift.pk not in dict(unsettled(everything=True))
    assert settle(gift_id=gift.pk, now=MOMENT) is None
    assert not Letter.objects.exists()


def test_a_file_may_ask_for_receipts_from_here() -> None:
    header, *rows = OWN.splitlines()
    text = "\n".join([f"{header},Send receipt", f"{rows[0]},yes", *(f"{row}," for row in rows[1:])])
    written(text)
    first, second = (Gift.objects.get(imported__key=key).pk for key in ("G-1", "G-2"))
    assert (first in dict(unsettled(everything=True)), second in dict(unsettled(everything=True))) == (
        True,
        False,
    )
    assert settle(gift_id=first, now=MOMENT) is not None


@pytest.mark.parametrize(
    ("row", "refused"),
    [
        ("G-9,2026-03-01,10,Ana,Díaz,a@example.org,Check,,Unknown fund,", ("fund", "fund_unknown")),
        ("G-9,2027-03-01,10,Ana,Díaz,a@example.org,Check,,,", ("given_on", "day_to_come")),
        ("G-9,2026-03-01,0,Ana,Díaz,a@example.org,Check,,,", ("amount", "amount_missing")),
        ("G-9,2026-03-01,-10,Ana,Díaz,a@example.org,Check,,,", ("amount", "amount_missing")),
        ("G-9,,10,Ana,Díaz,a@example.org,Check,,,", ("given_on", "day_missing")),
    ],
)
def test_what_cannot_be_written_is_refused(row: str, refused: tuple[str, str]) -> None:
    run = looked_at(OWN.splitlines()[0] + "\n" + row + "\n")
    assert [(field, code) for _row, field, code in problems(run)] == [refused]


def test_a_payment_that_came_by_stripe_is_the_same_gift() -> None:
    known = make_gift(amount="1250.00")
    Gift.objects.filter(pk=known.pk).update(payment_id="pi_1", charge_id="ch_1")
    run = looked_at(FILES["stripe_payments"])
    assert run.format == "stripe_payments"
    assert verdicts(run) == ["same", "new", "left_out", "left_out"]
    run = looked_at(FILES["stripe_history"])
    assert verdicts(run) == ["same", "left_out"]


def test_a_report_of_benevity_is_read_past_its_preamble_and_writes_gift_and_match() -> None:
    run = written(REPORT)
    assert run.format == "benevity"
    assert run.counts["done"] == 3
    assert LedgerLine.objects.aggregate(a=Sum("amount"), n=Sum("net")) == {
        "a": Decimal("1212.50"),
        "n": Decimal("1179.93"),
    }
    match = Gift.objects.get(imported__key="4EX805TUGH/match")
    assert (match.payer, match.donor and match.donor.name, match.donor and match.donor.kind) == (
        "match",
        "Orchard Software",
        "organisation",
    )
    assert SoftCredit.objects.get(gift=match).donor.email == "ana@example.org"
    alone = Gift.objects.get(imported__key="4EXJNE8R8M")
    assert (alone.donor and alone.donor.name, SoftCredit.objects.get(gift=alone).donor.name) == (
        "N1234",
        "Ben Okafor",
    )
    undone(run)
    assert LedgerLine.objects.aggregate(a=Sum("amount"), n=Sum("net")) == {"a": Decimal(0), "n": Decimal(0)}
    assert not SoftCredit.objects.exists()


def test_grants_of_fidelity_are_the_sponsors_and_thank_who_advised() -> None:
    run = written(FILES["fidelity"])
    assert problems(run) == []
    gifts = Gift.objects.order_by("given_on")
    assert {gift.donor and gift.donor.name for gift in gifts} == {"Fidelity Charitable"}
    assert [gift.payer for gift in gifts] == ["daf", "daf"]
    assert [credit.donor.name for credit in SoftCredit.objects.all()] == ["Mr. Patrick Lind"]


def test_every_known_file_is_read_and_tells_why_a_row_is_no_gift() -> None:
    make_fund(code="event", name="Event Fee")
    for name, text in FILES.items():
        run = looked_at(text)
        assert (run.format, run.state) == (name, Import.State.READY), name
        assert run.counts.get("new", 0) >= 1, name


@pytest.fixture(autouse=True)
def _checks_at_the_end() -> Iterator[None]:
    """What the database looks at only when a transaction ends, it looks at here."""
    yield
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def _ready_then(happens: Callable[[], object]) -> Import:
    """A file that somebody looked at; what happens; then it is written."""
    run = looked_at(OWN)
    happens()
    start_applying(import_id=run.pk, by=make_user(Role.FINANCE), now=MOMENT)
    apply_import(import_id=run.pk, now=MOMENT)
    return fresh(run)


def test_of_two_who_look_at_one_file_only_the_first_writes_it() -> None:
    run = _ready_then(lambda: written(OWN))
    assert run.counts.get("stale") == 4
    assert Gift.objects.count() == 4


def test_a_month_or_a_fund_that_was_closed_meanwhile_takes_nothing() -> None:
    def closes() -> None:
        march = {"begins_on": date(2026, 3, 1), "ends_on": date(2026, 3, 31)}
        ClosedPeriod.objects.create(closed_by=make_user(), closed_at=MOMENT, digest="0" * 64, **march)

    assert _ready_then(closes).counts.get("stale") == 4
    assert not Gift.objects.exists()
    ClosedPeriod.objects.update(reopened_by=make_user(), reopened_at=MOMENT, reason="Another round")
    run = _ready_then(lambda: Fund.objects.filter(code="counsel").update(is_open=False))
    assert (run.counts.get("stale"), run.counts.get("done")) == (1, 3)
