"""A file of 100,000 donors: read, compared, searched for doubles and written; beside COPY and upsert.

    python -m benchmarks.imports [rows]

In a database of its own, beside 50,000 donors that are there already: 60 of a hundred rows are new, 30 change
a known donor, 9 say what is known, 1 cannot be taken. The floor is measured in the same run: the same values
by COPY into a bare table and one INSERT … ON CONFLICT into a copy of the donors' table with its indexes. Then
the same file again, which has to change nothing; once more with its worker killed midway; and undone. Memory
is the peak of the process that does the work, less what Django takes before it begins.
"""

import csv
import io
import os
import resource
import signal
import sys
import time
from collections.abc import Callable, Iterator
from multiprocessing import get_context

from django.db import connection
from django.utils import timezone

from benchmarks import ground  # isort: skip - it sets Django up, before any model

from accounts.models import Role, RoleGrant, User
from benchmarks.data import FIRST, LAST, call_truncate, make_donors
from donors.actions.imports.applying import apply_import, start_applying
from donors.actions.imports.mapping import proposed
from donors.actions.imports.opening import Choice, Upload, open_import, read_with
from donors.actions.imports.reading import read_import
from donors.actions.imports.undoing import ask_to_undo, undo_import
from donors.kinds import KINDS
from donors.models import Donor, Import

KNOWN, ROWS = 50_000, 100_000
HEADER = [
    "Contact ID",
    "First Name",
    "Last Name",
    "Email",
    "Phone",
    "Address",
    "City",
    "State",
    "Zip",
    "Do Not Mail",
]
CITIES = ["Albany", "Troy", "Schenectady", "Saratoga Springs", "Hudson", "Kingston", "Cohoes", "Rensselaer"]


def main() -> None:
    """Measure at the wanted size and at a tenth of it."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else ROWS
    for count in (rows // 10, rows):
        ground.use("imports")
        prepare(count)
        measure(count)


def prepare(count: int) -> None:
    """Donors that are there, and no import."""
    call_truncate()
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit = on")
    make_donors(KNOWN)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT setval(pg_get_serial_sequence('donors_donor', 'id'), (SELECT max(id) FROM donors_donor))"
        )
        cursor.execute("VACUUM ANALYZE")


def file_of(count: int) -> bytes:
    """Return the file, as some program would have exported it."""
    out = io.StringIO()
    write = csv.writer(out)
    write.writerow(HEADER)
    for n in range(count):
        part, first, last = n % 100, FIRST[n % len(FIRST)], f"{LAST[n // 16 % len(LAST)]} {n * 7919:x}"
        known = 1 + n * 2 % KNOWN
        email = f"import{n}@example.org" if part < 60 else f"donor{known}@example.org"
        if part == 99:
            email = "no address"
        if 60 <= part < 90 and n >= KNOWN // 2:
            email = f"import{n}@example.org"  # a donor appears once in a file
        street = (
            ("", "", "", "")
            if part % 3
            else (f"{n % 900 + 1} West Clinton Ave", CITIES[n % 8], "NY", f"{12000 + n % 900}")
        )
        write.writerow(
            [f"C-{n}", first, last, email, f"518-555-{n % 10000:04}", *street, "yes" if part == 7 else ""]
        )
    return out.getvalue().encode()


def measure(count: int) -> None:
    """Print what each step takes, and what it takes of the floor."""
    content, users = file_of(count), staff()
    floor = floor_of(content)
    print(f"\n{count:,} rows, {len(content) / 1e6:.1f} MB; floor (COPY + upsert): {floor:.2f} s")
    once, memory = in_a_process(lambda: whole(content, users[0]))
    told("preview, doubles and writing", once, floor, count)
    print(f"  peak above Django's own: {memory:.0f} MB; {counts()}")
    again, _memory = in_a_process(lambda: look(content, users[0]))
    told("the same file again", again, floor, count)
    print(f"  {counts()}")
    killed_midway(content, users[0])
    took = timed(lambda: undo(Import.objects.filter(state="applied").latest("pk"), users))
    told("undone", took, floor, count)
    print(f"  donors left: {Donor.objects.count():,} of {KNOWN:,}")


def told(what: str, seconds: float, floor: float, count: int) -> None:
    """Print one line."""
    print(f"  {what}: {seconds:.2f} s, {count / seconds:,.0f} rows/s, {seconds / floor:.1f} x the floor")


def staff() -> list[User]:
    """Two people who may."""
    users = [User.objects.create_user(f"import{turn}@example.org") for turn in (1, 2)]
    RoleGrant.objects.bulk_create(RoleGrant(user=user, role=Role.FUNDRAISER) for user in users)
    return users


def upload(content: bytes) -> Upload:
    """A file as Django hands it over."""
    return Upload(
        "people.csv", len(content), lambda: [content[at : at + 2**20] for at in range(0, len(content), 2**20)]
    )


def opened(content: bytes, by: User) -> Import:
    """Open it, and say which column is which."""
    now = timezone.now()
    run = open_import(upload=upload(content), kind="donors", by=by, now=now)
    if run.state == Import.State.MAPPING:
        choice = Choice(proposed(KINDS["donors"], run.header), "crm", only_adds=False)
        run = read_with(import_id=run.pk, choice=choice, by=by, now=now)
    return run


def look(content: bytes, by: User) -> int:
    """Until somebody may look at it; return its id."""
    run = opened(content, by)
    stage = time.perf_counter()
    while Import.objects.get(pk=run.pk).state == Import.State.READING:
        read_import(import_id=run.pk, now=timezone.now())
    print(f"  (read and compared in {time.perf_counter() - stage:.2f} s)")
    return run.pk


def whole(content: bytes, by: User) -> None:
    """Until it is written."""
    import_id = look(content, by)
    start_applying(import_id=import_id, by=by, now=timezone.now())
    stage = time.perf_counter()
    apply_import(import_id=import_id, now=timezone.now())
    print(f"  (written in {time.perf_counter() - stage:.2f} s)")


def undo(run: Import, users: list[User]) -> None:
    """Two people take it back."""
    for user in users:
        ask_to_undo(import_id=run.pk, by=user, now=timezone.now())
    undo_import(import_id=run.pk, now=timezone.now())


def killed_midway(content: bytes, by: User) -> None:
    """Kill the worker while it reads; another one goes on, and has each row once."""
    run = opened(content, by)
    connection.close()
    process = get_context("fork").Process(
        target=read_import, kwargs={"import_id": run.pk, "now": timezone.now()}
    )
    process.start()
    while Import.objects.get(pk=run.pk).rows_read == 0:
        time.sleep(0.01)
    os.kill(process.pid or 0, signal.SIGKILL)
    process.join()
    before = Import.objects.get(pk=run.pk).rows_read
    took = timed(lambda: read_import(import_id=run.pk, now=timezone.now()))
    run.refresh_from_db()
    numbers = run.lines.values("number").distinct().count()
    print(
        f"  killed after {before:,} rows, went on in {took:.2f} s: {numbers:,} rows, each once; {run.counts}"
    )


def counts() -> str:
    """What the newest import says of its rows."""
    return ", ".join(
        f"{name} {count:,}" for name, count in sorted(Import.objects.latest("pk").counts.items())
    )


def timed(work: Callable[[], object]) -> float:
    """Return how long it took."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def in_a_process(work: Callable[[], object]) -> tuple[float, float]:
    """Return how long it took in a process of its own, and how many MB that grew by."""
    context = get_context("fork")
    mine, theirs = context.Pipe()
    connection.close()

    def run() -> None:
        connection.ensure_connection()
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        took = timed(work)
        theirs.send((took, (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024))

    process = context.Process(target=run)
    process.start()
    took, grown = mine.recv()
    process.join()
    return float(took), float(grown)


def floor_of(content: bytes) -> float:
    """Return the seconds for the same values by COPY and one upsert that keeps every index up."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE bare (number int, name text, email text, phone text)")
        cursor.execute("CREATE TEMP TABLE floor_donor (LIKE donors_donor INCLUDING ALL)")
        began = time.perf_counter()
        with cursor.copy("COPY bare FROM STDIN") as copy:
            for row in values_of(content):
                copy.write_row(row)
        cursor.execute(
            "INSERT INTO floor_donor (id, kind, name, email, phone, language, customer_id, wants_news,"
            " contact, no_post, no_phone, created_at, other_emails)"
            " SELECT number, 'person', name, email, phone, 'en', '', false, 'usual', false, false, now(), ''"
            " FROM bare ON CONFLICT DO NOTHING"
        )
        took = time.perf_counter() - began
        cursor.execute("DROP TABLE bare, floor_donor")
    return took


def values_of(content: bytes) -> Iterator[tuple[int, str, str, str]]:
    """The values that are written, as the file has them."""
    rows = csv.reader(io.StringIO(content.decode()))
    next(rows)
    for number, row in enumerate(rows):
        yield number, f"{row[1]} {row[2]}", row[3] if "@" in row[3] else "", row[4]


if __name__ == "__main__":
    main()
