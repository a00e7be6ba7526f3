"""The finance officer's figures at two sizes: fund balances, a fund's rows, a month's journal, a batch.

    python -m benchmarks.books

CPU of this process and of the database's together, since most of it is the database's. Floors in the same
run: what funds received counted live from every line; the lines of the month read by one statement.
"""

import time
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

from django.db import connection, transaction
from django.utils import timezone

from accounts.models import Role
from benchmarks import ground
from benchmarks.data import fill_decade
from campaigns.models import Fund
from gifts.actions.batches import post_batch
from gifts.actions.tallies import keep_tallies
from gifts.models import Batch, BatchRow, Gift
from gifts.reports.fund_balances import funds_held, months_of, movements_of
from gifts.reports.fund_moves import lines_of_gifts, shared
from gifts.reports.journal.export import file_of
from gifts.reports.journal.month import open_rows
from tests.accounts.makers import make_staff

ROUNDS, ROWS = 3, 500
ZONE = "UTC"
RECEIVED_LIVE = f"""WITH {shared(lines_of_gifts("gift.given_on IS NOT NULL"))}
    SELECT fund_id, sum(part), sum(fee_part) FROM shared GROUP BY 1"""
LINES_LIVE = """SELECT line.*, share.fund_id, share.amount FROM gifts_ledgerline AS line
    LEFT JOIN gifts_allocation AS share ON share.gift_id = line.gift_id
    WHERE line.occurred_at >= %(begin)s AND line.occurred_at < %(end)s"""
TICKS = 100  # of the processor's time in a second, as Linux counts it


def main() -> None:
    """Print a line for each figure and size."""
    for size in (ground.SMALL, ground.LARGE):
        fill_decade(size)
        keep_tallies(now=timezone.now())
        print(f"\nsize {size}: {Gift.objects.count():,} gifts")
        for name, work in works().items():
            tell(name, work)
        tell(f"a batch of {ROWS} posted", batch_posted, rounds=1)


def works() -> dict[str, Callable[[], object]]:
    """Return what is measured, by name."""
    today = timezone.now().date()
    month = (today.replace(day=1) - timedelta(days=1)).replace(day=1)
    fund = Fund.objects.order_by("pk")[0]
    days: dict[str, date | str] = {"begin": month, "end": today.replace(day=1), "zone": ZONE}
    return {
        "fund balances": lambda: len(funds_held(until=today)),
        "fund balances live": lambda: run(RECEIVED_LIVE, days),
        "a fund's months": lambda: len(months_of(fund, until=today)),
        "a fund's rows, hundredth page": lambda: len(
            movements_of(fund, since=None, until=today, at_most=100, after=10_000)
        ),
        "a month's journal as a file": lambda: journal(month, today),
        "the month's lines": lambda: run(LINES_LIVE, days),
    }


def journal(month: date, today: date) -> int:
    """Take the file of a month that is open; return its rows."""
    lines = file_of(open_rows(month, zone=ZONE, today=today), "csv").lines
    return sum(text.count("\r\n") for text in lines)


def batch_posted() -> int:
    """Post a batch of checks of as many donors; it is taken back with the transaction."""
    now, by = timezone.now(), make_staff(Role.FINANCE, email=f"bench-{time.time_ns()}@example.org")
    with transaction.atomic():
        batch = Batch.objects.create(
            source="check",
            expected_count=ROWS,
            expected_total=Decimal(25 * ROWS),
            currency="usd",
            received_on=now.date(),
            opened_by=by,
            opened_at=now,
        )
        batch.shares.create(fund=Fund.objects.order_by("pk")[0])
        BatchRow.objects.bulk_create(
            BatchRow(batch=batch, donor_id=n, amount=Decimal(25), entered_by=by, entered_at=now)
            for n in range(2, ROWS + 2)
        )
        began = spent()
        count = post_batch(batch_id=batch.pk, by=by, now=now).posted_count or 0
        print(f"{'within it, posting':>32}  CPU {(spent() - began) * 1000:8.1f} ms")
        transaction.set_rollback(True)
    return count


def run(sql: str, values: dict[str, date | str]) -> int:
    """Run a floor's query."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return len(cursor.fetchall())


def tell(name: str, work: Callable[[], object], rounds: int = ROUNDS) -> None:
    """Print a line: the best of some rounds."""
    best, found = None, None
    for _ in range(rounds):
        began, at = spent(), time.perf_counter()
        found = work()
        taken = (spent() - began, time.perf_counter() - at)
        best = min(best or taken, taken)
    if best is not None:
        print(f"{name:>32}  CPU {best[0] * 1000:8.1f} ms  {best[1]:7.2f} s  {found}")


def spent() -> float:
    """Return the processor's seconds that this process and its database's have used."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (pid,) = cursor.fetchone()
    told = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return time.process_time() + (int(told[11]) + int(told[12])) / TICKS


if __name__ == "__main__":
    main()
