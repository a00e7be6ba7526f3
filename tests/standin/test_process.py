"""The process itself: where it listens, what it refuses, what it keeps."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.standin.giving import paid
from tests.standin.process import ROOT, running_standin

pytestmark = pytest.mark.enable_socket


def started(**environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "stripe_standin", "--port", environment.pop("port", "0")]
    return subprocess.run(
        command,
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )


def test_it_does_not_start_beside_a_live_key() -> None:
    result = started(STRIPE_SECRET_KEY="sk_live_x")
    assert (result.returncode, "live" in result.stderr) == (1, True)


def test_a_port_in_use_is_named() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        result = started(port=port)
    assert (result.returncode, port in result.stderr) == (1, True)


def test_it_keeps_its_account_between_runs(tmp_path: Path) -> None:
    books = tmp_path / "standin.json"
    with running_standin(books=books) as first:
        intent = paid(first, first.client(), 10_000)
        first.control("clock", advance=1000)
        before = first.truth()
    with running_standin(books=books) as second:
        client = second.client()
        after = second.truth()
        assert after["payments"] == before["payments"]
        assert after["moves"] == before["moves"]
        assert after["now"] >= before["now"]
        client.v1.refunds.create({"payment_intent": intent})
        assert client.v1.charges.list({"payment_intent": intent}).data[0].refunded
        second.control("clock", advance=9 * 86_400)
        assert second.truth()["broken"] == []


def test_the_product_never_imports_it() -> None:
    apps = (
        "accounts",
        "campaigns",
        "core",
        "desk",
        "donors",
        "front",
        "gifts",
        "jobs",
        "letters",
        "receipts",
    )
    files = [file for app in (*apps, "volunteers") for file in (ROOT / app).rglob("*.py")]
    assert files
    names = ("import stripe_standin", "from stripe_standin")
    guilty = [file for file in files if any(name in file.read_text() for name in names)]
    assert guilty == []


def test_the_running_stand_in_never_imports_the_library() -> None:
    code = "import sys, stripe_standin.__main__; sys.exit('stripe' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0
