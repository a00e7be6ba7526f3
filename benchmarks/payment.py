"""One payment becomes donor, gift, share, ledger line, thank-you and receipt: how many a second, at what CPU.

    python -m benchmarks.payment

Facts of new payments are at hand, so Stripe's latency is left out; then with a read of 150 ms inside the
lock, as in production, by one worker and by sixteen. The floor writes the same rows by prepared text in one
transaction, with all constraints and triggers, and nothing else: no lock, no lookups, no Django.
"""

import time
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from unittest.mock import patch
from uuid import UUID, uuid4

from django.db import connection, transaction
from django.utils import timezone

from benchmarks import ground
from benchmarks.data import fill, insert, insert_of
from benchmarks.ground import Times, times_of
from campaigns.models import Campaign
from donors.models import Donor
from gifts.actions import sync_payment as module
from gifts.gateway.facts import PaymentFacts, Standing, TransactionFacts
from gifts.models import Allocation, Checkout, Gift, LedgerLine
from jobs.models import Job
from letters.models import Letter
from receipts.actions import settle
from receipts.models import Receipt, ReceiptLine, Series

ROUNDS, SLOW_ROUNDS, LATENCY, WORKERS = 400, 160, 0.15, 16


def main() -> None:
    """Print a line for each way and size."""
    before: Times | None = None
    for size in (ground.SMALL, ground.LARGE):
        fill(size)
        print(f"\nsize {size}: {Gift.objects.count():,} gifts")
        with patch.object(module, "read_payment", facts_of):  # the edge: what Stripe would answer
            ours = times_of(known_payment, ROUNDS, warm=20)
        floor = times_of(floor_of(), ROUNDS, warm=20)
        growth = f"  CPU x {ours.cpu / before.cpu:.2f}" if before else ""
        print(f"{'payment known to receipt':>32}  {ours}  {1000 / ours.p50:5.0f}/s{growth}")
        print(f"{'floor: the same rows':>32}  {floor}  {1000 / floor.p50:5.0f}/s")
        print(f"{'ours / floor':>32}  wall {ours.p50 / floor.p50:.1f}, CPU {ours.cpu / floor.cpu:.1f} times")
        alone, many = with_reads(1, SLOW_ROUNDS // WORKERS), with_reads(WORKERS, SLOW_ROUNDS)
        print(f"{'reads take 150 ms, one worker':>32}  {alone:.1f}/s")
        print(f"{f'… {WORKERS} workers':>32}  {many:.1f}/s, {many / alone:.1f} times one")
        before = ours


def known_payment(_round: int) -> None:
    """What the jobs do with one payment of a donor whom we did not know."""
    payment, now = f"pi_{make_checkout().hex}", timezone.now()
    module.sync_payment(payment_id=payment, now=now)
    settle(gift_id=Gift.objects.values_list("pk", flat=True).get(payment_id=payment), now=now)


def make_checkout() -> UUID:
    """The row that the form wrote: by one plain statement, as small a part of the time as can be."""
    key = uuid4()
    campaign = Campaign.objects.values_list("pk", "funds").order_by("pk", "funds")[0]
    insert(
        Checkout,
        f"(SELECT '{key}'::uuid AS k) AS one",
        id="k",
        form_key="k",
        form="k",
        campaign_id=str(campaign[0]),
        fund_id=str(campaign[1]),
        amount="50",
        currency="'usd'",
        name="'Maria Lopez'",
        email="'m' || k || '@example.org'",
    )
    return key


def facts_of(payment: str, **_more: object) -> PaymentFacts:
    """A card payment of fifty dollars, as Stripe tells of it; named for its checkout."""
    now = timezone.now()
    line = TransactionFacts(
        txn_id=payment.replace("pi_", "txn_"),
        kind=LedgerLine.Kind.CHARGE,
        stripe_type="charge",
        source_id=payment.replace("pi_", "ch_"),
        amount=Decimal("50.00"),
        fee=Decimal("1.75"),
        net=Decimal("48.25"),
        currency="usd",
        occurred_at=now,
        available_on=now.date(),
    )
    return PaymentFacts(
        payment_id=payment,
        standing=Standing.ARRIVED,
        amount=Decimal("50.00"),
        currency="usd",
        method="card",
        charge_id=line.source_id,
        charged_at=now,
        checkout_id=UUID(payment.removeprefix("pi_")),
        transactions=(line,),
    )


def floor_of() -> "FloorPayment":
    """Return the floor, its statements written down."""
    campaign, fund = Campaign.objects.values_list("pk", "funds").order_by("pk", "funds")[0]
    series = Series.objects.get_or_create(regime="us", code="BENCH", year=2026)[0]
    one = "(SELECT %(k)s::uuid AS k) AS one"
    gift, receipt = "k", "currval(pg_get_serial_sequence('receipts_receipt', 'id'))"
    money = {"amount": "50", "currency": "'usd'"}
    return FloorPayment((
        insert_of(Donor, one, kind="'person'", name="'Maria'", email="'b' || k || '@example.org'"),
        insert_of(
            Gift, one, id=gift, source="'stripe'", state="'paid'", payment_id="'pi' || k", method="'card'",
            donor_id="currval(pg_get_serial_sequence('donors_donor', 'id'))", campaign_id=str(campaign),
            given_at="now()", given_on="now()::date", date_basis="'charged'", **money,
        ),
        insert_of(Allocation, one, gift_id=gift, fund_id=str(fund), amount="50"),
        insert_of(
            LedgerLine, one, txn_id="'txn' || k", kind="'charge'", gift_id=gift, fee="1.75", net="48.25",
            occurred_at="now()", **money,
        ),
        insert_of(
            Letter, one, kind="'gift_thanks'", key="'b' || k", to_email="'m@example.org'", facts="'{}'"
        ),
        insert_of(Job, one, kind="'letters.deliver'", about="'1'", state="'done'", finished_at="now()"),
        f"UPDATE receipts_series SET last = last + 1 WHERE id = {series.pk}",
        insert_of(
            Receipt, f"receipts_series AS s CROSS JOIN {one} WHERE s.id = {series.pk}", series_id="s.id",
            number="last", kind="'gift'", language="'en'", tax_year="2026", amount="50", snapshot="'{}'",
            snapshot_sha256="''", template_version="1", check_code="left('b' || k, 40)",
        ),
        insert_of(ReceiptLine, one, receipt_id=receipt, gift_id=gift, paid="50"),
        insert_of(Job, one, kind="'receipts.render'", about="'1'", state="'done'", finished_at="now()"),
    ))  # fmt: skip


class FloorPayment:
    """Runs the statements of one payment in one transaction."""

    def __init__(self, statements: tuple[str, ...]) -> None:
        self.statements = statements

    def __call__(self, _round: int) -> None:
        """Write one."""
        values = {"k": uuid4()}
        with transaction.atomic(), connection.connection.cursor() as cursor:
            for statement in self.statements:
                cursor.execute(statement, values)


def with_reads(workers: int, payments: int) -> float:
    """Return payments a second when reading each takes Stripe's time."""

    def late(payment: str, **more: object) -> PaymentFacts:
        time.sleep(LATENCY)
        return facts_of(payment, **more)

    def work(count: int) -> None:
        for number in range(count):
            known_payment(number)
        connection.close()

    began = time.perf_counter()
    with patch.object(module, "read_payment", late), ThreadPoolExecutor(workers) as pool:
        for done in [pool.submit(work, payments // workers) for _ in range(workers)]:
            done.result()
    return payments / (time.perf_counter() - began)


if __name__ == "__main__":
    main()
