"""What starts and stops the house."""

import fcntl
import os
import shutil
import signal
import socket
import stat
import subprocess
import sys
import time
from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path
from threading import Event
from typing import TextIO
from urllib.parse import urlsplit

import pytest

from deploy import fresh, keys, parts, ports, private_postgres, supervisor

ROOT = Path(__file__).resolve().parent.parent.parent
OPTIONS = Namespace(port=8400, standin_port=8412)
HOLD = "from deploy import private_postgres as p; print(p.start(), flush=True); input()"


@pytest.fixture
def taken(socket_enabled: None) -> Iterator[int]:
    """A port on which this process listens."""
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        yield server.getsockname()[1]


def test_a_taken_port_is_refused_and_its_holder_named(taken: int, capsys: pytest.CaptureFixture[str]) -> None:
    assert ports.answers(taken)
    with pytest.raises(SystemExit, match="make demo PORT=8500"):
        supervisor.refuse_taken_ports(taken)
    assert f"Port {taken} is in use by process {os.getpid()}: " in capsys.readouterr().err


def test_keys_are_drawn_once_and_readable_by_their_owner_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keys, "FOLDER", tmp_path / "keys")
    for name in keys.MAKERS:
        monkeypatch.delenv(name, raising=False)
    first = keys.own_keys()
    assert keys.own_keys() == first
    assert len(set(first.values())) == len(keys.MAKERS)
    assert {stat.S_IMODE(file.stat().st_mode) for file in (tmp_path / "keys").iterdir()} == {0o600}
    monkeypatch.setenv("DJANGO_SECRET_KEY", "mine")
    assert keys.own_keys()["DJANGO_SECRET_KEY"] == "mine"


def test_a_real_stripe_key_replaces_the_stand_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keys, "FOLDER", tmp_path / "keys")
    monkeypatch.delenv("STRIPE_SECRET_KEY", raising=False)
    assert supervisor.is_standin(supervisor.settings_of(OPTIONS))
    monkeypatch.setenv("STRIPE_SECRET_KEY", "sk_test_real")
    settings = supervisor.settings_of(OPTIONS)
    assert not supervisor.is_standin(settings)
    assert "STRIPE_API_BASE" not in settings


def test_the_demos_mail_lies_beside_its_other_data_and_goes_with_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keys, "FOLDER", tmp_path / "keys")
    monkeypatch.delenv("EMAIL_URL", raising=False)
    where = ROOT / urlsplit(supervisor.settings_of(OPTIONS)["EMAIL_URL"]).path.removeprefix("/")
    monkeypatch.setattr(fresh, "VAR", tmp_path)
    monkeypatch.setattr(private_postgres, "FOLDER", tmp_path / "postgres")
    monkeypatch.setattr(private_postgres, "LOCK", tmp_path / "run" / "lock")
    (tmp_path / where.name).mkdir()
    fresh.main()
    assert where.parent == ROOT / "var"
    assert not (tmp_path / where.name).exists()


def test_stopping_leaves_nothing_that_a_part_started(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "LOGS", tmp_path)
    deaf = "import signal, subprocess; signal.signal(15, signal.SIG_IGN); subprocess.run(['sleep', '600'])"
    monkeypatch.setattr(parts, "DRAIN", 0.5)
    started = [
        parts.Part("heeds", ["sh", "-c", "sleep 600 & wait"], dict(os.environ)),
        parts.Part("deaf", [sys.executable, "-c", deaf], dict(os.environ)),
    ]
    for part in started:
        part.start()
    parts.stop_all(started)
    for part in started:
        assert part.process is not None
        assert part.process.returncode is not None
        assert wait_until_group_is_gone(part.process.pid)


def wait_until_group_is_gone(group: int) -> bool:
    until = time.monotonic() + 10
    while time.monotonic() < until:
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return True
        Event().wait(0.05)
    return False


def test_a_part_that_ended_is_started_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "LOGS", tmp_path)
    monkeypatch.setattr(parts, "ROOT", tmp_path)
    part = parts.Part("short", ["true"], dict(os.environ))
    part.start()
    assert part.process is not None
    first = part.process
    first.wait()
    assert part.has_ended()
    parts.revive(part)
    assert part.process is not first
    parts.stop_all([part])


def test_the_private_server_stops_with_its_last_user_however_the_others_ended(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "deploy", tmp_path / "deploy", ignore=shutil.ignore_patterns("__pycache__"))
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}

    def user() -> "subprocess.Popen[str]":
        process = subprocess.Popen(
            [sys.executable, "-c", HOLD],
            cwd=tmp_path,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert process.stdout is not None
        while "postgresql://" not in process.stdout.readline():
            assert process.poll() is None
        return process

    killed, last = user(), user()
    killed.send_signal(signal.SIGKILL)
    killed.communicate()
    running = tmp_path / "var" / "postgres" / "postmaster.pid"
    assert running.exists()
    last.communicate("\n")
    assert last.returncode == 0
    assert not running.exists()


@pytest.fixture
def used_by_another(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A lock that somebody shares who uses the private server; whoever starts it says so by failing."""
    monkeypatch.setattr(private_postgres, "FOLDER", tmp_path / "postgres")
    monkeypatch.setattr(private_postgres, "LOCK", tmp_path / "lock")
    monkeypatch.setattr(private_postgres, "PAUSE", 0.01)
    monkeypatch.setattr(private_postgres, "launch", lambda: pytest.fail("a second server"))
    locks: list[TextIO] = []
    monkeypatch.setattr("atexit.register", lambda _leave, lock: locks.append(lock))
    (tmp_path / "postgres").mkdir()
    with (tmp_path / "lock").open("w") as other:
        fcntl.flock(other, fcntl.LOCK_SH)
        yield
    for lock in locks:
        lock.close()


@pytest.mark.usefixtures("used_by_another")
def test_a_server_that_others_use_and_that_answers_late_is_waited_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    answers = iter([False, False, True])
    monkeypatch.setattr(private_postgres, "is_running", lambda: next(answers))
    assert private_postgres.start() == private_postgres.url()


@pytest.mark.usefixtures("used_by_another")
def test_a_server_that_never_answers_is_not_waited_for_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(private_postgres, "is_running", lambda: False)
    monkeypatch.setattr(private_postgres, "LOOKS", 3)
    with pytest.raises(SystemExit, match="does not answer"):
        private_postgres.start()


def test_every_setting_of_the_deployment_table_is_read() -> None:
    table = (ROOT / "docs" / "operations" / "deploy.md").read_text()
    settings = (ROOT / "core" / "settings.py").read_text()
    rows = [line.split("|")[1] for line in table.splitlines() if line.startswith("| `")]
    named = {word.strip("`") for row in rows for word in row.split() if word.startswith("`")}
    missing = {name for name in named if name not in settings and not name.startswith("ANYMAIL_")}
    assert len(named) > 10
    assert missing == set()
