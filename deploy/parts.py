"""The programs that a supervisor runs: in groups of their own, restarted, and ended with all they began."""

import os
import signal
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOGS = ROOT / "var" / "logs"
DRAIN = 15.0
CALM = 10.0


@dataclass
class Part:
    """A program that has to run."""

    name: str
    command: list[str]
    environment: dict[str, str]
    process: "subprocess.Popen[bytes] | None" = None
    started_at: float = 0.0
    restarts: list[float] = field(default_factory=list)

    @property
    def log(self) -> Path:
        """Where it says what it does."""
        return LOGS / f"{self.name}.log"

    def start(self) -> None:
        """Start it in a process group of its own."""
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.command,
                cwd=ROOT,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self.started_at = time.monotonic()

    def has_ended(self) -> bool:
        """Whether it should run and does not."""
        return self.process is not None and self.process.poll() is not None

    def signal(self, number: signal.Signals) -> None:
        """Send a signal to it and all that it started."""
        if self.process is not None:
            try:
                os.killpg(self.process.pid, number)
            except ProcessLookupError:
                return


def revive(part: Part) -> None:
    """Start a part again that ended; wait first if it ends too often."""
    now = time.monotonic()
    part.restarts = [*(at for at in part.restarts if now - at < CALM), now]
    if len(part.restarts) > 1 and now - part.started_at < min(2.0 ** len(part.restarts), CALM):
        part.restarts.pop()
        return
    print(f"{part.name} ended and is started again; see {part.log.relative_to(ROOT)}", flush=True)
    part.signal(signal.SIGKILL)
    part.start()


def stop_all(parts: list[Part]) -> None:
    """Ask all parts to end, and make those end that do not."""
    for part in reversed(parts):
        part.signal(signal.SIGTERM)
    until = time.monotonic() + DRAIN
    for part in parts:
        if part.process is not None:
            try:
                part.process.wait(max(0.1, until - time.monotonic()))
            except subprocess.TimeoutExpired:
                print(f"{part.name} does not end by itself and is killed.", flush=True)
            part.signal(signal.SIGKILL)
            part.process.wait()
