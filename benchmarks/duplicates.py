"""200,000 donors compared with each other: how long, how many pairs, how flat the memory.

    python -m benchmarks.duplicates [donors]

Every twentieth record is a double of the one before it, spoiled in one of five ways. Beside them stands what
could make a search quadratic: 5,000 records called Anonymous, 3,000 of one name, and 2,000 with one phone.
Printed too: of the planted doubles, how many were found (recall), and of the pairs of planted and other
records that were shown as likely, how many were planted (precision).
"""

import resource
import sys
import time

from django.db import connection, transaction
from django.utils import timezone

from benchmarks import ground  # sets Django up
from benchmarks.data import FIRST, LAST, call_truncate, insert, pick
from donors.actions.search_doubles import begin_search, search_on
from donors.likeness import LIKELY
from donors.models import Address, Donor, DuplicatePair, DuplicateRun

DONORS = 200_000
EVERY = 20
ANONYMOUS, COMMON, PHONED = 5_000, 3_000, 2_000


def fill(count: int) -> None:
    """Make the records anew: names, mail and phones as spread as life's, doubles among them."""
    call_truncate()
    family = f"{pick(LAST, 'n / 16')} || substr(md5(n::text), 1, 4)"
    name = f"{pick(FIRST, '(n * 7)')} || ' ' || {family}"
    with transaction.atomic(), connection.cursor() as cursor:
        insert(
            Donor,
            f"(SELECT g AS made, CASE WHEN g % {EVERY} = 0 THEN g - 1 ELSE g END AS n,"
            f" g % {EVERY} = 0 AS is_twin, (g / {EVERY}) % 5 AS way"
            f" FROM generate_series(1, {count}::bigint) AS g) AS s",
            id="made",
            kind="'person'",
            name=f"CASE WHEN made <= {ANONYMOUS} THEN 'Anonymous'"
            f" WHEN made <= {ANONYMOUS + COMMON} THEN 'Maria Lopez'"
            f" WHEN is_twin AND way = 0 THEN upper({name})"
            f" WHEN is_twin AND way = 1 THEN {name} || 's'"
            f" WHEN is_twin AND way = 2 THEN {family} || ', ' || {pick(FIRST, '(n * 7)')}"
            f" ELSE {name} END",
            email="CASE WHEN is_twin AND way = 3 THEN 'donor.' || n || '+gift@example.org'"
            " WHEN is_twin THEN '' ELSE 'donor' || n || '@example.org' END",
            phone=f"CASE WHEN made BETWEEN {ANONYMOUS + COMMON} AND {ANONYMOUS + COMMON + PHONED}"
            " THEN '(518) 555-0100' WHEN is_twin AND way = 4 THEN ''"
            " ELSE '(' || 200 + n / 10000 % 700 || ') 555-' || lpad((n % 10000)::text, 4, '0') END",
            language="'en'",
            created_at="now()",
        )
        insert(
            Address,
            f"(SELECT g AS made, CASE WHEN g % {EVERY} = 0 THEN g - 1 ELSE g END AS n"
            f" FROM generate_series(1, {count}::bigint) AS g) AS s",
            donor_id="made",
            line1="n % 900 || ' ' || 'Elm Street'",
            city="'Albany'",
            postal_code="lpad((n % 40000)::text, 5, '0')",
            country="'US'",
            is_primary="true",
        )
        cursor.execute("SELECT setval(pg_get_serial_sequence('donors_donor', 'id'), %s)", [count])
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def search() -> DuplicateRun:
    """Search it all, and print each phase."""
    run = begin_search(by=None, now=timezone.now())
    phase, began, begun_with = run.phase, time.perf_counter(), _memory()
    while DuplicateRun.objects.filter(pk=run.pk, finished_at=None).exists():
        search_on(run_id=run.pk, now=timezone.now())
        now_in = DuplicateRun.objects.values_list("phase", flat=True).get(pk=run.pk)
        if now_in != phase:
            print(f"{phase}: {time.perf_counter() - began:.0f} s, memory {_memory()} MB (began {begun_with})")
            phase, began = now_in, time.perf_counter()
    print(f"{phase}: {time.perf_counter() - began:.0f} s, memory {_memory()} MB")
    run.refresh_from_db()
    return run


def _memory() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def main(count: int) -> None:
    """Fill, search, and say how well."""
    ground.use("doubles")
    fill(count)
    run = search()
    crowd = ANONYMOUS + COMMON + PHONED
    planted = {(number - 1, number) for number in range(EVERY, count + 1, EVERY) if number - 1 > crowd}
    shown = set(DuplicatePair.objects.filter(left__gt=crowd).values_list("left", "right"))
    likely = set(DuplicatePair.objects.filter(left__gt=crowd, score__gte=LIKELY).values_list("left", "right"))
    print(f"{count:,} records, {run.compared:,} pairs compared, {run.found:,} shown")
    print(f"recall {len(planted & shown) / len(planted):.3f} of {len(planted):,}")
    print(
        f"precision of the likely ones {len(planted & likely) / max(len(likely), 1):.3f} of {len(likely):,}"
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else DONORS)
