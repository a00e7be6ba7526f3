"""Many at once: a crowd with few connections, and two whose steps interleave as a test wants them to."""

from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Barrier, BoundedSemaphore, Event, current_thread
from typing import Any

import pytest
from django.db import connection

from volunteers.actions.locks import SignUpRefused

# a server for tests may allow a hundred connections, and others use it too
CONNECTIONS = 16
PATIENCE = 0.01

Work = Callable[[], object]


def all_at_once(works: Sequence[Work]) -> list[object]:
    """Do each in a thread of its own, all let go together; return what each returned or raised, in order."""
    barrier, doors = Barrier(len(works)), BoundedSemaphore(CONNECTIONS)

    def alone(work: Work) -> object:
        barrier.wait()
        with doors:
            return _with_own_connection(work)

    with ThreadPoolExecutor(len(works)) as pool:
        return [_result(future) for future in [pool.submit(alone, work) for work in works]]


def in_turns(
    monkeypatch: pytest.MonkeyPatch, first: Work, second: Work, *, at: tuple[object, str]
) -> list[object]:
    """Let the first come to a point and stay there until the second waits for it, or is done.

    The point is where a function (of a module, by name) has returned in the first thread. Where the first
    never comes to it, it is simply done before the second. Returns what each returned or raised.
    """
    module, name = at
    original: Callable[..., Any] = getattr(module, name)
    barrier, is_there, is_done = Barrier(2), Event(), Event()

    def watched(*args: Any, **kwargs: Any) -> Any:
        answer = original(*args, **kwargs)
        if current_thread().name.startswith("first") and not is_there.is_set():
            is_there.set()
            while not is_done.is_set() and not somebody_waits_for_a_lock():
                is_done.wait(PATIENCE)
        return answer

    def go_first() -> object:
        barrier.wait()
        try:
            return _with_own_connection(first)
        finally:
            is_there.set()

    def go_second() -> object:
        barrier.wait()
        is_there.wait()
        try:
            return _with_own_connection(second)
        finally:
            is_done.set()

    monkeypatch.setattr(module, name, watched)
    with ThreadPoolExecutor(1, "first") as one, ThreadPoolExecutor(1, "second") as other:
        futures = [one.submit(go_first), other.submit(go_second)]
    monkeypatch.setattr(module, name, original)
    return [_result(future) for future in futures]


def _with_own_connection(work: Work) -> object:
    try:
        return work()
    finally:
        connection.close()


def _result(future: "Future[object]") -> object:
    return future.exception() or future.result()


def somebody_waits_for_a_lock() -> bool:
    """Whether some transaction in this database waits for another."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_clear_snapshot()")  # else a transaction sees one picture for ever
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity"
            " WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )
        return bool(cursor.fetchone()[0])


def refused(answers: list[object]) -> list[bool]:
    """Which of them were refused with a sentence; anything else that was raised is a failure."""
    odd = [one for one in answers if isinstance(one, Exception) and not isinstance(one, SignUpRefused)]
    assert odd == []
    return [isinstance(one, SignUpRefused) for one in answers]
