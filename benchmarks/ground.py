"""What the benchmarks stand on: Django set up on databases of their own, processes, and figures.

Import it before any model. `BENCH_DATABASE_URL` names a server and a database on it; without it the private
server is used. Beside that database two more are made, `<name>_1` and `<name>_10`: the two sizes.
"""

import math
import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from socket import socket
from urllib.parse import urlsplit, urlunsplit

import django
import psycopg

from deploy import private_postgres

ROOT = Path(__file__).resolve().parent.parent
SECRET = "whsec_benchmark"
SMALL, LARGE = 1, 10


def own_database() -> str:
    """Return the URL of the benchmarks' database."""
    given = os.environ.get("BENCH_DATABASE_URL")
    if given:
        return given
    parts = urlsplit(private_postgres.start())
    return urlunsplit(parts._replace(path="/bench"))


URL = own_database()
os.environ |= {
    "DATABASE_URL": URL,
    "SITE_URL": "http://127.0.0.1",
    "EMAIL_URL": "dummymail://",
    "GIVING_BUDGETS": "off",
    "STRIPE_SECRET_KEY": "sk_test_benchmark",
    "STRIPE_WEBHOOK_SECRETS": SECRET,
    "EXTRA_HOSTS": "testserver",
    "DJANGO_SETTINGS_MODULE": "core.settings",
}
django.setup()

from django.conf import settings  # noqa: E402 - reads settings, so only after setup()
from django.core.management import call_command  # noqa: E402 - reads settings, so only after setup()
from django.db import connection  # noqa: E402 - reads settings, so only after setup()

settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}


def url_of(size: int | str) -> str:
    """Return the URL of the database of a size."""
    parts = urlsplit(URL)
    return urlunsplit(parts._replace(path=f"{parts.path}_{size}"))


def use(size: int | str) -> None:
    """Point this process at the database of a size, made and migrated where it is not there.

    Commits wait for the disk, as in production; the private server's own setting does not.
    """
    connection.close()
    name = urlsplit(url_of(size)).path[1:]
    with psycopg.connect(urlunsplit(urlsplit(URL)._replace(path="/postgres")), autocommit=True) as server:
        if not server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            server.execute(f'CREATE DATABASE "{name}"')
        server.execute(f'ALTER DATABASE "{name}" SET synchronous_commit = on')
    connection.settings_dict["NAME"] = name
    call_command("migrate", verbosity=0)


def environment(size: int | str) -> dict[str, str]:
    """Return the settings of a process that works on the database of a size."""
    return {**os.environ, "DATABASE_URL": url_of(size)}


@contextmanager
def running(
    *command: str, size: int | str = SMALL, ready: str = "", more: Mapping[str, str] | None = None
) -> Iterator[int]:
    """Run a Python program on the database of a size; gives its process id. Waits until `ready` answers."""
    process = subprocess.Popen(
        [sys.executable, *command],
        cwd=ROOT,
        env={**environment(size), **(more or {})},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        if ready:
            wait_for(ready, process)
        yield process.pid
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(30)


def wait_for(url: str, process: "subprocess.Popen[bytes]") -> None:
    """Wait until an address answers, whatever it says."""
    for _look in range(600):
        if process.poll() is not None:
            raise SystemExit(f"{url}: its server ended with {process.returncode}")
        try:
            urllib.request.urlopen(url, timeout=5).close()
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise SystemExit(f"{url} does not answer")


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def cpu_seconds(group: int) -> float:
    """Return the CPU time that the processes of a group used so far, their ended children included."""
    ticks = 0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[2]) == group:
            ticks += sum(int(fields[at]) for at in (11, 12, 13, 14))
    return ticks / os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Times:
    """Milliseconds: half are quicker than `p50`, 95 of a hundred than `p95`; CPU is this process's own."""

    p50: float
    p95: float
    p99: float
    cpu: float

    def __str__(self) -> str:
        return f"p50 {self.p50:7.2f}  p95 {self.p95:7.2f}  CPU {self.cpu:6.2f} ms"


def times_of(work: Callable[[int], object], rounds: int, *, warm: int = 3) -> Times:
    """Measure a function of the round's number."""
    for number in range(warm):
        work(number)
    walls = []
    began_cpu = time.process_time()
    for number in range(rounds):
        began = time.perf_counter()
        work(number)
        walls.append((time.perf_counter() - began) * 1000)
    cpu = (time.process_time() - began_cpu) * 1000 / rounds
    return Times(share(walls, 0.5), share(walls, 0.95), share(walls, 0.99), cpu)


def share(values: Sequence[float], part: float) -> float:
    """Return the value below which this part of the values lies."""
    return sorted(values)[min(len(values) - 1, math.ceil(len(values) * part) - 1)]
