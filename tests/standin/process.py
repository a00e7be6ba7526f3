"""Starts the Stripe stand-in as the separate process it is; any test folder may use it."""

import json
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from socket import socket
from typing import Any

import stripe

ROOT = Path(__file__).parents[2]
SECRET = "whsec_standin_test"
KEY = "sk_test_standin"


@dataclass
class StandIn:
    """A running stand-in: where it listens, the secret it signs with."""

    base: str
    secret: str
    process: subprocess.Popen[bytes]

    def control(self, path: str, /, **data: Any) -> Any:
        """Calls `/_test/<path>`; posts when there is data to send or something to do."""
        request = urllib.request.Request(
            f"{self.base}/_test/{path}", json.dumps(data).encode(), {"Content-Type": "application/json"}
        )
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return json.loads(answer.read())
        except urllib.error.HTTPError as refused:
            raise AssertionError(f"{path}: {refused.code} {refused.read().decode()}") from None

    def read(self, path: str) -> Any:
        with urllib.request.urlopen(f"{self.base}/_test/{path}", timeout=60) as answer:
            return json.loads(answer.read())

    def truth(self) -> Any:
        """The stand-in's own books."""
        return self.read("truth")

    def client(self, retries: int = 0) -> stripe.StripeClient:
        """The real library, pointed at the stand-in."""
        return stripe.StripeClient(KEY, base_addresses={"api": self.base}, max_network_retries=retries)

    def stop(self) -> None:
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait(10)


def free_port() -> int:
    with socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running_standin(
    *,
    webhook: str = "",
    secret: str = SECRET,
    capture_seconds: int = 0,
    books: Path | None = None,
    port: int = 0,
    more: tuple[str, ...] = (),
) -> Iterator[StandIn]:
    """A stand-in of one's own on a free port, stopped at the end.

    `capture_seconds=0` writes balance transactions at once; Stripe writes them a little later.
    """
    port = port or free_port()
    command = [sys.executable, "-m", "stripe_standin", "--port", str(port), "--webhook-secret", secret,
               "--capture-seconds", str(capture_seconds), *more]  # fmt: skip
    if webhook:
        command += ["--webhook", webhook]
    if books:
        command += ["--books", str(books)]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL)
    standin = StandIn(f"http://127.0.0.1:{port}", secret, process)
    try:
        wait_until_up(standin)
        yield standin
    finally:
        standin.stop()


def wait_until_up(standin: StandIn, seconds: float = 20) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if standin.process.poll() is not None:
            raise AssertionError(f"the stand-in stopped with {standin.process.returncode}")
        try:
            standin.read("health")
        except OSError:
            time.sleep(0.02)
        else:
            return
    raise AssertionError("the stand-in did not come up")
