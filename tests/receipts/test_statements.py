"""What a year's statement says: each gift that stands, once, with its receipt, summing to the ledger."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import transaction
from django.db.models import Sum
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import AuditEntry
from donors.models import Donor
from gifts.models import Gift, LedgerLine
from receipts.actions import settle
from receipts.actions.statements import StatementRefused, draw_one, reissue
from receipts.models import Receipt, Statement, StatementLine
from receipts.reports.statements import count_year, statements_of, without_statement
from receipts.snapshot import digest
from tests.factories import make_donor, make_gift, make_line, make_organisation, make_recurring, make_user
from tests.receipts.stating import (
    IN_YEAR,
    JANUARY,
    YEAR,
    give_back,
    make_bookkeeper,
    make_giver,
    make_settled,
    run_year,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _organisation() -> None:
    make_organisation()


def lines_of(statement: Statement) -> list[tuple[str, str, str]]:
    return [(line["receipt"], line["goods"], line["amount"]) for line in statement.snapshot["lines"]]


def test_it_lists_each_gift_with_day_fund_receipt_goods_and_amount() -> None:
    make_giver("250.00", "20.00")
    run_year()
    said = Statement.objects.get().snapshot
    assert said["title"] == "Summary of your gifts in 2025"
    assert said["lines"] == [
        {
            "given_on": "Jun 1, 2025",
            "fund": "Housing",
            "receipt": f"R-2025-00000{number}",
            "goods": "None",
            "amount": amount,
        }
        for number, amount in ((1, "$250.00"), (2, "$20.00"))
    ]
    assert (said["total"], said["count"], said["payer"]) == ("$270.00", "2 gifts", ["Maria Lopez"])


def test_it_says_that_it_is_not_another_receipt() -> None:
    make_giver()
    run_year()
    assert any("not another receipt" in text for text in Statement.objects.get().snapshot["statements"])


def test_it_speaks_the_donors_language() -> None:
    make_giver(language="es")
    run_year()
    statement = Statement.objects.get()
    assert (statement.language, statement.snapshot["lines"][0]["given_on"]) == ("es", "1 de junio de 2025")


def test_its_digests_are_those_of_snapshot_and_paper() -> None:
    make_giver()
    run_year()
    statement = Statement.objects.get()
    assert statement.snapshot_sha256 == digest(statement.snapshot)
    assert bytes(statement.pdf).startswith(b"%PDF-1.7")


def test_a_recurring_and_single_gifts_stand_on_one_paper() -> None:
    donor = make_giver("100.00")
    recurring = make_recurring(donor, is_quiet=True)
    for month in (7, 8):
        gift = make_gift(donor, amount="20.00", given_at=datetime(2025, month, 1, 16, tzinfo=UTC))
        Gift.objects.filter(pk=gift.pk).update(recurring=recurring)
        settle(gift_id=gift.pk, now=JANUARY)
    run_year()
    assert Statement.objects.get().amount == Decimal("140.00")


def test_a_gift_without_receipt_gets_its_receipt_first() -> None:
    gift = make_gift(make_donor(), given_at=IN_YEAR)
    assert count_year(YEAR).unreceipted == 1
    run_year()
    receipt = Receipt.objects.get(lines__gift=gift)
    assert lines_of(Statement.objects.get()) == [(str(receipt), "None", "$50.00")]


def test_what_was_given_back_is_not_on_it_and_a_part_is_with_the_newer_receipt() -> None:
    donor = make_giver("30.00")
    give_back(make_settled(donor, "80.00"), "30.00")
    give_back(make_settled(donor, "90.00"), "90.00", state="refunded")
    run_year()
    assert lines_of(Statement.objects.get()) == [
        ("R-2025-000001", "None", "$30.00"),
        ("R-2026-000001", "None", "$50.00"),
    ]


def test_a_gift_in_dispute_is_not_on_it() -> None:
    gift = make_settled(make_donor())
    make_line(gift, kind=LedgerLine.Kind.DISPUTE, amount=Decimal("-50.00"), fee=Decimal("15.00"))
    Gift.objects.filter(pk=gift.pk).update(state=Gift.State.DISPUTED)
    settle(gift_id=gift.pk, now=JANUARY)
    run_year()
    assert not Statement.objects.exists()


@pytest.mark.parametrize(
    ("at", "year"),
    [
        (datetime(2026, 1, 1, 4, 59, tzinfo=UTC), 2025),
        (datetime(2026, 1, 1, 5, 0, tzinfo=UTC), 2026),
        (datetime(2025, 1, 1, 4, 59, tzinfo=UTC), 2024),
        (datetime(2025, 1, 1, 5, 0, tzinfo=UTC), 2025),
    ],
)
def test_a_gift_belongs_to_the_year_of_its_day_in_the_organisations_zone(at: datetime, year: int) -> None:
    make_giver(at=at)
    later = datetime(2027, 1, 5, 15, tzinfo=UTC)
    run_year(year=year, now=later)
    assert [statement.year for statement in Statement.objects.all()] == [year]


def test_a_late_receipt_leaves_a_gift_in_its_own_year() -> None:
    gift = make_gift(make_donor(), given_at=IN_YEAR)
    settle(gift_id=gift.pk, now=JANUARY)
    run_year()
    assert lines_of(Statement.objects.get()) == [("R-2026-000001", "None", "$50.00")]


def test_it_can_be_drawn_again_by_hand_only_while_there_is_none() -> None:
    donor, by = make_giver(), make_bookkeeper()
    statement = draw_one(donor_id=donor.pk, year=YEAR, by=by, now=JANUARY)
    assert (statement.version, statement.issued_by) == (1, by)
    assert AuditEntry.objects.filter(verb="statement.drawn", about_id=str(statement.pk)).count() == 1
    with pytest.raises(StatementRefused, match="has one already"):
        draw_one(donor_id=donor.pk, year=YEAR, by=by, now=JANUARY)


def test_none_is_drawn_for_a_year_that_is_not_over() -> None:
    donor = make_giver(at=JANUARY)
    with pytest.raises(StatementRefused, match="not over"):
        draw_one(donor_id=donor.pk, year=2026, by=make_bookkeeper(), now=JANUARY)


def test_a_new_version_names_the_old_one_when_gifts_changed() -> None:
    donor, by = make_giver("50.00", "60.00"), make_bookkeeper()
    run_year()
    old = Statement.objects.get()
    with pytest.raises(StatementRefused, match="Nothing changed"):
        reissue(statement_id=old.pk, by=by, now=JANUARY)
    give_back(Gift.objects.get(amount="60.00"), "10.00")
    new = reissue(statement_id=old.pk, by=by, now=JANUARY + timedelta(days=1))
    old.refresh_from_db()
    assert (old.status, new.status, new.version, new.amount) == ("replaced", "current", 2, Decimal("100.00"))
    assert (new.replaces, new.snapshot["replaces"]) == (old, str(old))
    assert str(new) == f"S-2025-{donor.pk:06d}-2"
    with pytest.raises(StatementRefused, match="holds no longer"):
        reissue(statement_id=old.pk, by=by, now=JANUARY)


def test_one_whose_gifts_all_went_back_is_withdrawn_and_may_come_again() -> None:
    donor, by = make_giver("50.00"), make_bookkeeper()
    run_year()
    gift, old = Gift.objects.get(), Statement.objects.get()
    give_back(gift, "50.00", state="refunded")
    assert reissue(statement_id=old.pk, by=by, now=JANUARY).status == "withdrawn"
    make_line(gift, kind=LedgerLine.Kind.REVERSAL, amount=Decimal("50.00"))
    new = draw_one(donor_id=donor.pk, year=YEAR, by=by, now=JANUARY)
    assert (new.version, new.replaces) == (2, old)


def test_a_persons_own_list_holds_what_holds_the_newest_year_first() -> None:
    user, by = make_user(), make_bookkeeper()
    donor = make_giver("50.00", "60.00", user=user)
    make_settled(donor, at=datetime(2024, 6, 1, 16, tzinfo=UTC))
    make_giver()
    run_year(year=2024)
    run_year()
    give_back(Gift.objects.get(amount="60.00"), "10.00")
    old = Statement.objects.get(year=YEAR, donor=donor)
    new = reissue(statement_id=old.pk, by=by, now=JANUARY)
    assert [str(row) for row in statements_of(user)] == [str(new), f"S-2024-{donor.pk:06d}"]


moves = st.lists(
    st.tuples(st.integers(0, 2), st.sampled_from(["refund", "reverse", "settle"]), st.integers(1, 6000)),
    max_size=10,
)


@given(history=moves)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_after_any_history_its_sum_is_what_stands_in_the_ledger(history: list[tuple[int, str, int]]) -> None:
    with transaction.atomic():
        donor = make_donor()
        gifts = [make_gift(donor, amount="60.00", given_at=IN_YEAR) for _ in range(3)]
        nets = [Decimal("60.00")] * 3
        for which, verb, cents in history:
            amount = Decimal(cents) / 100
            if verb == "settle":
                settle(gift_id=gifts[which].pk, now=JANUARY)
            elif verb == "refund" and amount <= nets[which]:
                make_line(gifts[which], kind=LedgerLine.Kind.REFUND, amount=-amount)
                nets[which] -= amount
            elif verb == "reverse" and amount <= 60 - nets[which]:
                make_line(gifts[which], kind=LedgerLine.Kind.REVERSAL, amount=amount)
                nets[which] += amount
        run_year()
        stated = list(Statement.objects.values_list("amount", flat=True))
        assert stated == ([sum(nets)] if any(nets) else [])
        ledger = Gift.objects.with_net().aggregate(sum=Sum("net"))["sum"]
        assert sum(stated, Decimal(0)) == ledger
        lines = StatementLine.objects.order_by("pk").values_list("gift", flat=True)
        assert set(lines) == {gift.pk for gift, net in zip(gifts, nets, strict=True) if net}
        transaction.set_rollback(True)


def test_an_erased_donor_gets_none() -> None:
    make_giver(erased_at=JANUARY, email="")
    make_giver()
    assert (count_year(YEAR).donors, count_year(YEAR).erased) == (1, 1)
    run_year()
    assert Statement.objects.count() == 1
    assert not without_statement(YEAR).exists()
    assert Donor.objects.filter(statements=None).count() == 1


def test_one_of_an_erased_donor_is_withdrawn_when_its_gifts_change() -> None:
    donor = make_giver("50.00", "60.00")
    run_year()
    Donor.objects.filter(pk=donor.pk).update(erased_at=JANUARY, email="")
    give_back(Gift.objects.get(amount="60.00"), "60.00", state="refunded")
    old = reissue(statement_id=Statement.objects.get().pk, by=make_bookkeeper(), now=JANUARY)
    assert (old.status, Statement.objects.count()) == ("withdrawn", 1)
