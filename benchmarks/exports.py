"""All gifts as a file, as the desk hands it out, at two sizes.

    python -m benchmarks.exports

The request goes through Django in this process: rights, reason, trail, cells defused, the shield looking for
a place. The floors run after it over the same connection: a server-side cursor and `csv` with the same
columns, and the same without what stands and the funds, which the file reads from other tables.
"""

import csv
import io
import resource
import time
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django.db import connection, transaction
from django.test import Client

from benchmarks import ground
from benchmarks.data import fill
from core import shield
from core.shield import Place, Source
from gifts.models import Gift
from gifts.models.gift import SEES_ALL_GIFTS
from tests.accounts.makers import browser_of, make_staff

ROUNDS = 3
JOINS = """FROM gifts_gift g LEFT JOIN donors_donor d ON d.id = g.donor_id
    LEFT JOIN campaigns_campaign c ON c.id = g.campaign_id LEFT JOIN campaigns_appeal a ON a.id = g.appeal_id
    WHERE g.given_at IS NOT NULL ORDER BY g.given_at, g.id"""
SAME = f"""SELECT g.id, g.given_on, d.name, d.email, g.amount,
    (SELECT SUM(l.amount) FROM gifts_ledgerline l WHERE l.gift_id = g.id), g.currency, g.state, g.source,
    c.name, a.code, (SELECT STRING_AGG(f.code || ' ' || s.amount, '; ' ORDER BY s.id) FROM gifts_allocation s
    JOIN campaigns_fund f ON f.id = s.fund_id WHERE s.gift_id = g.id), g.payment_id {JOINS}"""
BARE = f"""SELECT g.id, g.given_on, d.name, d.email, g.amount, g.currency, g.state, g.source, c.name, a.code,
    g.payment_id {JOINS}"""


@dataclass(frozen=True)
class Run:
    """Rows a second, milliseconds to the first rows, CPU of this process a thousand rows, MB more."""

    rate: float
    first: float
    cpu: float
    grown: float

    def __str__(self) -> str:
        took = f"{self.cpu:5.2f} CPU-ms per 1,000, +{self.grown:.1f} MB"
        return f"{self.rate:10,.0f} rows/s, first after {self.first:5.0f} ms, {took}"


def main() -> None:
    """Print a line for each way and size."""
    home = Place("1417 Wrenlow St", lines=("the green door behind the old bakery",), phone="+1 813 555 0199")
    shield.register("benchmark", Source(mark=lambda: 1, places=lambda: [home]))
    for size in (ground.SMALL, ground.LARGE):
        fill(size)
        browser = browser_of(make_staff(*SEES_ALL_GIFTS, email=f"bench-{uuid4()}@example.org"))
        print(f"\nsize {size}: {Gift.objects.count():,} gifts")
        ours = best([desk_hands_out(browser) for _round in range(ROUNDS)])
        print(f"{'export':>28}  {ours}")
        for name, sql in (("cursor and csv", SAME), ("cursor and csv, bare", BARE)):
            floor = best([by_cursor(sql) for _round in range(ROUNDS)])
            print(f"{name:>28}  {floor}  export is {ours.rate / floor.rate:.0%} of it")


def best(runs: list[Run]) -> Run:
    """Return the quickest: other programs only ever slow one down."""
    return max(runs, key=lambda run: run.rate)


def desk_hands_out(browser: Client) -> Run:
    """Take the file as a fundraiser does."""
    watch = Watch()
    answer: Any = browser.post("/desk/gifts/export/", {"reason": "benchmark"})
    rows = -1
    for number, piece in enumerate(answer.streaming_content):
        if number == 1:  # the first is the mark alone
            watch.note_first()
        rows += piece.count(b"\r\n")
    return watch.run(rows)


def by_cursor(sql: str) -> Run:
    """Read the rows by a server-side cursor and write them by `csv`."""
    watch, rows = Watch(), 0
    writer = csv.writer(io.StringIO(), quoting=csv.QUOTE_ALL)
    with transaction.atomic(), connection.connection.cursor(name="floor") as cursor:
        cursor.itersize = 2000
        cursor.execute(sql)
        for row in cursor:
            if not rows:
                watch.note_first()
            writer.writerow(row)
            rows += 1
    return watch.run(rows)


class Watch:
    """What a run took since this was made."""

    def __init__(self) -> None:
        self.memory, self.cpu, self.began = most_memory(), time.process_time(), time.perf_counter()
        self.first = 0.0

    def note_first(self) -> None:
        """The first rows are there."""
        self.first = time.perf_counter() - self.began

    def run(self, rows: int) -> Run:
        """Return what it took for so many rows."""
        wall, cpu = time.perf_counter() - self.began, time.process_time() - self.cpu
        return Run(rows / wall, self.first * 1000, cpu * 1e6 / rows, most_memory() - self.memory)


def most_memory() -> float:
    """Return the most memory this process ever used, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
