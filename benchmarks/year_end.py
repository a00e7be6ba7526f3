"""The year end: a statement for each donor of a year, stored, with its letter, paper and job queued.

    python -m benchmarks.year_end [--donors 20000]

At two sizes: a tenth of the donors, then all of them; six gifts each, and one donor holds 5 % of the gifts.
First one process draws all chunks: rate, CPU and its largest memory. Then two processes at once, of which one
is killed with SIGKILL halfway and begun again; afterwards each donor has exactly one statement, one letter,
one note. The floor writes the same rows (papers included) by plain text, a chunk of donors to a transaction,
with all constraints and triggers, and draws nothing.
"""

import argparse
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from django.db import connection, models, transaction
from django.db.models import Count
from django.utils import timezone

from benchmarks import ground
from benchmarks.data import call_truncate, insert, make_campaigns, make_donors
from campaigns.models import Campaign, Fund
from donors.models import Donor
from gifts.models import Allocation, Gift, LedgerLine
from jobs.models import Job
from letters.models import Attachment, Letter
from receipts.actions.statement_runs import CHUNK, draw_chunk, start_run
from receipts.models import (
    Receipt,
    ReceiptLine,
    Series,
    Statement,
    StatementChunk,
    StatementCopy,
    StatementLine,
    StatementRun,
)
from tests.factories import make_organisation, make_user

GIFTS_EACH = 6
FLOOR_CHUNKS = 10
STATED = (Statement, StatementLine, StatementCopy, StatementRun, StatementChunk, Letter, Attachment, Job)


def main() -> None:
    """Print the figures of both sizes."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--donors", type=int, default=20_000)
    parser.add_argument("--worker", default="", help="draw the chunks of this database, as a worker does")
    wanted = parser.parse_args()
    if wanted.worker:
        work(wanted.worker)
        return
    before = 0.0
    for donors in (wanted.donors // 10, wanted.donors):
        size = f"year_end_{donors}"
        fill(size, donors)
        cpu = alone(size)
        print(f"{'growth':>24}  CPU x {cpu / before:.2f}" if before else "")
        floor(cpu)
        killed(size)
        before = cpu


def last_year() -> int:
    """Return the year that is summed up."""
    return timezone.now().year - 1


def fill(size: str, donors: int) -> None:
    """Make donors, gifts of last year, their receipts, unless they are there; no statement of any."""
    ground.use(size)
    if Donor.objects.count() != donors:
        call_truncate()
        make_organisation()
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL session_replication_role = replica")
            cursor.execute("SET LOCAL synchronous_commit = off")
            make_campaigns()
            make_donors(donors)
            make_receipted_gifts(donors * GIFTS_EACH, donors=donors)
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
    forget()


def forget() -> None:
    """Take every statement away again."""
    tables = ", ".join(model._meta.db_table for model in STATED)
    with connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {tables} CASCADE")


def make_receipted_gifts(count: int, *, donors: int) -> None:
    """Gifts over last year, each with share, ledger line and receipt."""
    key, amount, series = (
        "md5('gift' || n)::uuid",
        "(10 + n % 490)::numeric(12, 2)",
        f"generate_series(1, {count}) AS n",
    )
    given = f"'{last_year()}-01-01 17:00Z'::timestamptz + n * interval '{360 * 86400 / count:.3f} seconds'"
    donor = f"CASE WHEN n % 20 = 0 THEN 1 ELSE 1 + (n::bigint * 7919) % {donors} END"
    insert(
        Gift,
        series,
        id=key,
        source="'stripe'",
        state="'paid'",
        payment_id="'pi_bench' || n",
        method="'card'",
        donor_id=donor,
        campaign_id=str(Campaign.objects.earliest("pk").pk),
        amount=amount,
        currency="'usd'",
        given_at=given,
        given_on=f"({given})::date",
        date_basis="'charged'",
        created_at=given,
        changed_at=given,
    )
    insert(Allocation, series, gift_id=key, fund_id=str(Fund.objects.earliest("pk").pk), amount=amount)
    money = {"amount": amount, "net": amount, "currency": "'usd'", "occurred_at": given, "created_at": given}
    insert(LedgerLine, series, txn_id="'txn_bench' || n", kind="'charge'", gift_id=key, **money)
    run = Series.objects.create(regime="US", code="R", year=last_year(), last=count)
    insert(
        Receipt,
        series,
        id="n",
        series_id=str(run.pk),
        number="n",
        kind="'simple_receipt'",
        donor_id=donor,
        language="'en'",
        issued_at=given,
        tax_year=str(last_year()),
        amount=amount,
        snapshot="'{}'",
        template_version="1",
        check_code="'C' || n",
    )
    insert(ReceiptLine, series, receipt_id="n", gift_id=key, paid=amount)


def begin() -> None:
    """Start a run."""
    now = timezone.now()
    start_run(year=last_year(), by=make_user(email=f"bench{now.timestamp()}@example.org"), now=now)


def alone(size: str) -> float:
    """Draw everything in this process; return CPU milliseconds for each statement."""
    began, cpu = time.perf_counter(), time.process_time()
    begin()
    started = time.perf_counter() - began
    draw_all()
    wall, cpu = time.perf_counter() - began, time.process_time() - cpu
    count, gifts = Statement.objects.count(), StatementLine.objects.count()
    size_of_paper = Statement.objects.aggregate(bytes=models.Avg(models.functions.Length("pdf")))["bytes"]
    print(f"\n{size}: {count:,} statements of {gifts:,} gifts, {size_of_paper / 1024:.0f} KB each")
    print(f"{'run started':>24}  {started:.2f} s")
    print(f"{'one process':>24}  {wall:.1f} s, {count / wall:.0f}/s, {cpu * 1000 / count:.2f} CPU-ms each")
    print(f"{'largest memory':>24}  {largest_memory():.0f} MB")
    return cpu * 1000 / count


def draw_all() -> None:
    """Draw the chunks that are left, as the jobs do."""
    while chunk := StatementChunk.objects.filter(done_at=None).order_by("?").first():
        draw_chunk(chunk_id=chunk.pk, now=timezone.now())


def floor(ours: float) -> None:
    """Write rows like those that were just drawn, for the year before, by plain text; print the ratio."""
    tables = (Statement, StatementLine, StatementCopy, Letter, Attachment, Job)
    ids = list(
        Statement.objects.exclude(donor=1).order_by("pk").values_list("pk", flat=True)[: FLOOR_CHUNKS * CHUNK]
    )
    chunks = [rows_of(ids[start : start + CHUNK]) for start in range(0, len(ids), CHUNK)]
    began, cpu = time.perf_counter(), time.process_time()
    for rows in chunks:
        with transaction.atomic(), connection.cursor() as cursor:
            for model in tables:
                columns, values = rows[model]
                places = ", ".join(["%s"] * len(columns))
                cursor.executemany(
                    f"INSERT INTO {model._meta.db_table} ({', '.join(columns)}) VALUES ({places})", values
                )
    wall, cpu = time.perf_counter() - began, time.process_time() - cpu
    least = cpu * 1000 / len(ids)
    rate = f"{len(ids) / wall:.0f}/s, {least:.2f} CPU-ms each"
    print(f"{'floor: the same rows':>24}  {rate}; ours {ours / least:.1f} times")


Rows = dict[type[models.Model], tuple[list[str], list[tuple[Any, ...]]]]


def rows_of(ids: list[int]) -> Rows:
    """Return what the tables hold of some statements, moved to the year before and to new keys."""
    letters = Letter.objects.filter(about_id__in=[str(pk) for pk in ids])
    found = {
        Statement: Statement.objects.filter(pk__in=ids),
        StatementLine: StatementLine.objects.filter(statement__in=ids),
        StatementCopy: StatementCopy.objects.filter(statement__in=ids),
        Letter: letters,
        Attachment: Attachment.objects.filter(letter__in=letters),
        Job: Job.objects.filter(kind="letters.deliver", about__in=[str(letter.pk) for letter in letters]),
    }
    return {model: plain(model, list(rows)) for model, rows in found.items()}


MOVED = 10_000_000  # what is added to each key


def plain(model: type[models.Model], rows: list[Any]) -> tuple[list[str], list[tuple[Any, ...]]]:
    """Return columns and values of rows, as they go into an INSERT."""
    fields = [field for field in model._meta.concrete_fields if not field.generated]
    values = []
    for row in rows:
        row.pk += MOVED
        for name, value in {"year": last_year() - 1, "status": "current"}.items():
            if hasattr(row, name):
                setattr(row, name, value)
        for name in ("number", "key", "event_id"):
            if hasattr(row, name):
                setattr(row, name, f"floor {getattr(row, name)}")
        for name in ("statement_id", "letter_id"):
            if hasattr(row, name):
                setattr(row, name, getattr(row, name) + MOVED)
        values.append(
            tuple(field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields)
        )
    return [f'"{field.column}"' for field in fields], values


def killed(size: str) -> None:
    """Let two processes draw, kill one halfway, begin it again; check that each donor has exactly one."""
    forget()
    began = time.perf_counter()
    begin()
    all_of_it = StatementChunk.objects.count()
    workers = [worker(size) for _two in range(2)]
    while StatementChunk.objects.exclude(done_at=None).count() < all_of_it // 2:
        time.sleep(0.05)
    workers[0].send_signal(signal.SIGKILL)
    workers[0].wait()
    workers[0] = worker(size)
    peaks = [finish(process) for process in workers]
    wall, count = time.perf_counter() - began, Statement.objects.count()
    rate = f"{wall:.1f} s, {count / wall:.0f}/s"
    print(f"{'two, one killed midway':>24}  {rate}, largest {max(peaks):.0f} MB a process")
    gave = Donor.objects.filter(gifts__isnull=False).distinct()
    donors = Donor.objects.filter(pk__in=gave).annotate(
        held=Count("statements", distinct=True), left=Count("statements__copies", distinct=True)
    )
    exact = donors.filter(held=1, left=1).count()
    letters = Letter.objects.filter(kind="statement").count()
    print(f"{'afterwards':>24}  {exact:,} of {donors.count():,} donors have exactly one; {letters:,} letters")


def worker(size: str) -> "subprocess.Popen[str]":
    """Start a process that draws chunks until none is left, and then says its largest memory."""
    command = [sys.executable, "-m", "benchmarks.year_end", "--worker", size]
    return subprocess.Popen(command, cwd=ground.ROOT, env=dict(os.environ), stdout=subprocess.PIPE, text=True)


def finish(process: "subprocess.Popen[str]") -> float:
    """Wait for a process; return its largest memory in MB."""
    said, _nothing = process.communicate()
    return float(said.split()[-1])


def work(size: str) -> None:
    """Be a worker: the run is at work already."""
    ground.use(size)
    draw_all()
    print(largest_memory())


def largest_memory() -> float:
    """Return the largest memory of this process in MB; that of whoever started it is not counted."""
    (line,) = (
        line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM")
    )
    return int(line.split()[1]) / 1024


if __name__ == "__main__":
    main()
