"""`make check`: everything that can be said of the code without running it. One failure fails the whole."""

import os
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

from deploy import private_postgres

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
NO_LOOK_UP = (
    *("ConnectionError", "Max retries", "Failed to resolve", "ProxyError", "Connection refused", "timed out"),
    *("403 Client Error", "404 Client Error", "JSONDecodeError"),
)

# what a machine in production has; keys that only look like keys
PRODUCTION = {
    "PRODUCTION": "1",
    "SITE_URL": "https://give.example.org",
    "DJANGO_SECRET_KEY": "a-key-for-this-check-only-" + "0123456789abcdef" * 3,
    "ENCRYPTION_KEYS": "Y2hlY2stb25seS1jaGVjay1vbmx5LWNoZWNrLW9ubHk=",
    "STRIPE_SECRET_KEY": "",
    "EMAIL_URL": "smtp://localhost:25",
}
MOST_LINES = 80
PRODUCT = (
    *("accounts", "campaigns", "core", "desk", "donors", "front", "gifts", "jobs", "letters"),
    *("receipts", "volunteers"),
)


@dataclass(frozen=True)
class Check:
    """A program that answers with its exit code."""

    name: str
    command: tuple[str, ...]
    environment: dict[str, str] = field(default_factory=dict)
    may_be_offline: bool = False


def tool(name: str) -> str:
    """Return a program of this environment."""
    return str(BIN / name)


def checks() -> list[Check]:
    """Return all checks, the quickest first."""
    manage = (sys.executable, "manage.py")
    return [
        Check("format", (tool("ruff"), "format", "--check", "--quiet", ".")),
        Check("lint", (tool("ruff"), "check", "--quiet", "--output-format", "concise", ".")),
        Check("map of the house", (tool("lint-imports"), "--no-cache", "--no-logo")),
        Check("templates", (tool("djlint"), "--lint", "--quiet", "templates")),
        Check("migrations", (*manage, "makemigrations", "--check", "--dry-run", "--verbosity", "0")),
        Check("settings", (*manage, "check", "--deploy", "--fail-level", "WARNING"), PRODUCTION),
        # the small findings are ruff's S rules, where an exemption carries its reason
        Check(
            "unsafe calls",
            (tool("bandit"), "--quiet", "--severity-level", "medium", "-c", "pyproject.toml", "-r", *PRODUCT),
        ),
        Check("types", (tool("mypy"), ".")),
        Check(
            "known vulnerabilities",
            (
                tool("pip-audit"),
                "--requirement",
                "requirements/production.txt",
                "--disable-pip",
                "--timeout",
                "5",
            ),
            may_be_offline=True,
        ),
    ]


def main() -> None:
    """Run the checks, print one line each, and what the failed ones said."""
    private_postgres.announce()
    failed = [check.name for check in checks() if not passes(check)]
    if failed:
        raise SystemExit(f"make check: {', '.join(failed)} failed")
    print("make check: all well")


def passes(check: Check) -> bool:
    """Run one check; True unless it found something. One that could not look up is called skipped."""
    started = time.monotonic()
    program = Path(check.command[0])
    if not program.exists():
        print(f"{'SKIPPED':8} {check.name} ({program.name} is not installed)", flush=True)
        return check.may_be_offline
    done = subprocess.run(
        check.command,
        cwd=ROOT,
        env={**os.environ, **check.environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    offline = check.may_be_offline and any(sign in done.stdout for sign in NO_LOOK_UP)
    word = "ok" if done.returncode == 0 else "SKIPPED" if offline else "FAILED"
    note = " (could not look anything up)" if word == "SKIPPED" else ""
    print(f"{word:8} {check.name}{note} {time.monotonic() - started:.1f} s", flush=True)
    if word == "FAILED":
        print("\n".join(done.stdout.splitlines()[:MOST_LINES]), flush=True)
    return word != "FAILED"


if __name__ == "__main__":
    main()
