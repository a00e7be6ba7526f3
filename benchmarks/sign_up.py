"""Sign-ups with every gate on, 50 people at once; 200 people for one seat; against the bare SQL of a seat.

    python -m benchmarks.sign_up

The floor locks volunteer and shift, counts, inserts the sign-up and its event, and commits: prepared text,
no gate, no letter, no Django. Both run in turns, over the same connections, in two processes as the web
server has. Growth: ten times as many volunteers, shifts and sign-ups; for the one seat, twice the people.
"""

import multiprocessing
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.queues import SimpleQueue
from multiprocessing.synchronize import Barrier as ProcessBarrier
from threading import Barrier
from typing import NamedTuple

from django.db import connection, transaction
from django.db.models import Max
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from benchmarks import ground
from benchmarks.ground import share, times_of
from benchmarks.time_data import EACH, SHIFTS, VOLUNTEERS, fill_time
from jobs.models import Job
from letters.models import Letter
from volunteers.actions.sign_ups import SignUpRefused, sign_up
from volunteers.models import Shift, SignUp, SignUpEvent

PROCESSES, PEOPLE, CONNECTIONS = 2, 50, 32
SIGN_UPS, ROUNDS, RACES = 1_000, 3, 10
SEAT = """
    INSERT INTO volunteers_signup
        (shift_id, volunteer_id, state, is_standing, uid, sequence, created_at, changed_at)
    VALUES (%s, %s, 'confirmed', false, gen_random_uuid(), 0, now(), now()) RETURNING id"""
EVENT = """
    INSERT INTO volunteers_signupevent (sign_up_id, from_state, to_state, reason, at)
    VALUES (%s, '', 'confirmed', 'self', now())"""
COUNT = (
    "SELECT count(*) FROM volunteers_signup"
    " WHERE shift_id = %s AND state IN ('requested', 'confirmed', 'offered')"
)
Pair = tuple[int, int]
Work = Callable[[Pair], bool]


class Part(NamedTuple):
    """What one process measured: milliseconds of each, its CPU seconds, seats given, when it was done."""

    walls: list[float]
    cpu: float
    seated: int
    end: float


@dataclass(frozen=True)
class Run:
    """What a crowd measured. `slowest`: when the last one had an answer, in milliseconds."""

    per_second: float
    p50: float
    p95: float
    p99: float
    slowest: float
    cpu: float
    seated: int

    def __str__(self) -> str:
        return (
            f"{self.per_second:6.0f}/s  p50 {self.p50:6.1f}  p95 {self.p95:6.1f}  p99 {self.p99:6.1f} ms"
            f"  CPU {self.cpu:5.2f} ms"
        )


def ours(pair: Pair) -> bool:
    """What the page's action does; True when it gave a seat."""
    volunteer, shift = pair
    try:
        sign_up(shift_id=shift, volunteer_id=volunteer, actor=None, now=timezone.now())
    except SignUpRefused as refused:
        if not refused.is_full:
            raise
        return False
    return True


def floor(pair: Pair) -> bool:
    """The same seat by bare statements."""
    volunteer, shift = pair
    connection.ensure_connection()
    with transaction.atomic(), connection.connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM volunteers_volunteer WHERE id = %s FOR NO KEY UPDATE", [volunteer])
        cursor.execute("SELECT seats FROM volunteers_shift WHERE id = %s FOR NO KEY UPDATE", [shift])
        seats = cursor.fetchone()[0]
        cursor.execute(COUNT, [shift])
        if cursor.fetchone()[0] >= seats:
            return False
        cursor.execute(SEAT, [shift, volunteer])
        cursor.execute(EVENT, [cursor.fetchone()[0]])
    return True


def crowd(work: Work, pairs: Sequence[Pair], threads: int) -> Run:
    """Let two processes with these threads together do the work for each pair; all wait for the start."""
    connection.close()
    context = multiprocessing.get_context("fork")
    start, answers = context.Barrier(PROCESSES + 1), context.SimpleQueue()
    crews = [
        context.Process(target=_crew, args=(work, pairs[at::PROCESSES], threads // PROCESSES, start, answers))
        for at in range(PROCESSES)
    ]
    for crew in crews:
        crew.start()
    start.wait()
    parts: list[Part] = [answers.get() for _crew in crews]
    for crew in crews:
        crew.join()
        if crew.exitcode:
            raise SystemExit("a sign-up failed; what it said stands above")
    walls = [wall for part in parts for wall in part.walls]
    slowest = max(part.end for part in parts)
    return Run(
        per_second=len(pairs) * 1000 / slowest,
        p50=share(walls, 0.5),
        p95=share(walls, 0.95),
        p99=share(walls, 0.99),
        slowest=slowest,
        cpu=sum(part.cpu for part in parts) * 1000 / len(pairs),
        seated=sum(part.seated for part in parts),
    )


def _crew(
    work: Work, pairs: Sequence[Pair], threads: int, start: ProcessBarrier, answers: "SimpleQueue[Part]"
) -> None:
    connected = Barrier(threads)

    def connect(_number: int) -> None:
        connection.ensure_connection()
        connected.wait()

    def timed(pair: Pair) -> tuple[float, bool]:
        began = time.perf_counter()
        is_seated = work(pair)
        return (time.perf_counter() - began) * 1000, is_seated

    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(connect, range(threads)))
        start.wait()
        began, cpu = time.perf_counter(), time.process_time()
        done: list[tuple[float, bool]] = []
        try:
            done += pool.map(timed, pairs)
        finally:  # whatever went wrong, the parent does not wait for ever
            end, cpu = (time.perf_counter() - began) * 1000, time.process_time() - cpu
            answers.put(Part([wall for wall, _seat in done], cpu, sum(seat for _wall, seat in done), end))


def main() -> None:
    """Print a line for each way and size."""
    before: list[float] = []
    for size in (ground.SMALL, ground.LARGE):
        fill_time(size)
        print(f"\nsize {size}: {VOLUNTEERS * size:,} volunteers, {SHIFTS * size:,} shifts")
        alone(size)
        many(size)
        before.append(one_seat(size))
    print(f"\n{'200 for one seat, 10 x the data':>36}  x {before[1] / before[0]:.2f}")


def free_pairs(size: int, count: int) -> list[Pair]:
    """Volunteers from the first on, each with a shift of its own, far from those they have."""
    stretch = SHIFTS * size // EACH
    return [(1 + n, 1 + 6 * stretch + (n + stretch // 2) % stretch) for n in range(count)]


def alone(size: int) -> None:
    """One after the other: CPU of our process per sign-up, and statements."""
    pairs = free_pairs(size, 300)
    with cleaned(), CaptureQueriesContext(connection) as asked:
        ours(pairs[0])
    with cleaned():
        ahead = iter(pairs)
        mine = times_of(lambda _round: ours(next(ahead)), 200, warm=20)
    with cleaned():
        again = iter(pairs)
        bare = times_of(lambda _round: floor(next(again)), 200, warm=20)
    print(f"{'one after the other':>36}  {mine}  {len(asked)} statements")
    print(f"{'floor':>36}  {bare}")
    print(f"{'ours / floor':>36}  wall {mine.p50 / bare.p50:.1f}, CPU {mine.cpu / bare.cpu:.1f} times")


def many(size: int) -> None:
    """Fifty people at once, each for another shift; in turns with the floor."""
    pairs = free_pairs(size, SIGN_UPS)
    runs: dict[Work, list[Run]] = {ours: [], floor: []}
    for _round in range(ROUNDS):
        for work, kept in runs.items():
            with cleaned():
                kept.append(crowd(work, pairs, PEOPLE))
    for name, work in ((f"{PEOPLE} people at once", ours), ("floor", floor)):
        print(f"{name:>36}  {sorted(runs[work], key=lambda run: run.per_second)[ROUNDS // 2]}")
    ratio = statistics.median(
        mine.per_second / bare.per_second for mine, bare in zip(runs[ours], runs[floor], strict=True)
    )
    print(f"{'ours / floor':>36}  {ratio:.0%} of the rate")


def one_seat(size: int) -> float:
    """Many people, one seat; return the milliseconds until the last of 200 had an answer."""
    taken: dict[int, float] = {}
    for people in (100, 200, 400):
        answered: dict[Work, list[float]] = {ours: [], floor: []}
        for number in range(RACES):
            for work, kept in answered.items():
                shift = SHIFTS * size * 7 // 8 + number
                with cleaned():
                    Shift.objects.filter(pk=shift).update(
                        seats=SignUp.objects.holding().filter(shift=shift).count() + 1
                    )
                    run = crowd(work, [(1 + one, shift) for one in range(people)], CONNECTIONS)
                    if run.seated != 1:
                        raise SystemExit(f"{run.seated} people on one seat")
                    kept.append(run.slowest)
        mine, bare = (statistics.median(kept) for kept in answered.values())
        taken[people] = mine
        print(
            f"{f'{people} people, one seat':>36}  all answered within {mine:5.0f} ms (longest of"
            f" {RACES}: {max(answered[ours]):.0f}), floor {bare:4.0f} ms"
        )
    return taken[200]


@contextmanager
def cleaned() -> Iterator[None]:
    """Take away what is made within."""
    last = {model: model.objects.aggregate(last=Max("pk"))["last"] or 0 for model in (SignUp, Letter, Job)}
    try:
        yield
    finally:
        SignUpEvent.objects.filter(sign_up__gt=last[SignUp]).delete()
        for model, key in last.items():
            model.objects.filter(pk__gt=key).delete()


if __name__ == "__main__":
    main()
