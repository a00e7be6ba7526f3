"""`make demo`: the whole house on one machine. Starts what it needs, restarts what ends, stops it all.

Each part has a process group of its own, so that nothing it started outlives it; a terminal's Ctrl-C
reaches the supervisor alone, which then ends the parts in order.
"""

import argparse
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from threading import Event
from typing import Any, NoReturn

from deploy import keys, ports, private_postgres
from deploy.parts import LOGS, ROOT, Part, revive, stop_all

BOOKS = ROOT / "var" / "standin.json"
SIGN_INS = ROOT / "var" / "run" / "sign_ins.json"
STANDIN_KEY = "sk_test_standin"
LOOK = 0.2


def main() -> None:
    """Run the demo until Ctrl-C or SIGTERM."""
    options = arguments()
    stop = Event()
    for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(name, lambda *_: stop.set())
    refuse_taken_ports(options.port, options.standin_port)
    LOGS.mkdir(parents=True, exist_ok=True)
    print("Starting the database …", flush=True)
    private_postgres.announce()
    environment = settings_of(options)
    parts = [
        part for part in parts_of(options, environment) if part.name != "standin" or is_standin(environment)
    ]
    try:
        run(parts, environment, options, stop)
    finally:
        print("\nStopping …", flush=True)
        stop_all(parts)
        print("All stopped. `make demo` continues where you left off; `make fresh` begins anew.", flush=True)


def arguments() -> argparse.Namespace:
    """Read the two ports."""
    parser = argparse.ArgumentParser(description="Run the demo.")
    parser.add_argument("--port", type=int, default=8400)
    parser.add_argument("--standin-port", type=int, default=8412)
    return parser.parse_args()


def refuse_taken_ports(*wanted: int) -> None:
    """End with a sentence when a port is in use."""
    taken = [port for port in wanted if not ports.is_free(port)]
    if taken:
        for port in taken:
            print(f"Port {port} is in use by {ports.holder(port)}", file=sys.stderr)
        raise SystemExit("If that is another demo, stop it; or choose: make demo PORT=8500 STANDIN_PORT=8512")


def settings_of(options: argparse.Namespace) -> dict[str, str]:
    """Return the environment of the parts. What is set wins, so a real Stripe key replaces the stand-in."""
    standin = f"http://127.0.0.1:{options.standin_port}"
    own = {
        "SITE_URL": f"http://127.0.0.1:{options.port}",
        "BIND": f"127.0.0.1:{options.port}",
        "EMAIL_URL": "demomail:///var/mailbox",
        "PYTHONUNBUFFERED": "1",
        **keys.own_keys(),
    }
    if not os.environ.get("STRIPE_SECRET_KEY"):
        own |= {
            "STRIPE_SECRET_KEY": "sk_test_standin",
            "STRIPE_API_BASE": standin,
            "STRIPE_PAGE_HOSTS": standin,
        }
        os.environ.pop("STRIPE_API_BASE", None)
    return {**own, **os.environ}


def is_standin(environment: dict[str, str]) -> bool:
    """Whether the stand-in plays Stripe."""
    return environment["STRIPE_SECRET_KEY"] == STANDIN_KEY


def parts_of(options: argparse.Namespace, environment: dict[str, str]) -> list[Part]:
    """Return the parts in the order of their start."""
    python = sys.executable
    standin = [
        *(python, "-m", "stripe_standin", "--port", str(options.standin_port), "--books", str(BOOKS)),
        *("--webhook", f"{environment['SITE_URL']}/stripe/webhook/"),
        *("--webhook-secret", environment["STRIPE_WEBHOOK_SECRETS"].split(",")[0]),
    ]
    web = [python, "-m", "gunicorn", "-c", "deploy/gunicorn.py", "core.wsgi"]
    return [
        Part("standin", standin, environment),
        Part("web", web, environment),
        Part("work", [python, "manage.py", "work"], environment),
    ]


def run(parts: list[Part], environment: dict[str, str], options: argparse.Namespace, stop: Event) -> None:
    """Start the parts in order, say where they are, and keep them running."""
    first = [part for part in parts if part.name == "standin"]
    for part in first:
        part.start()
        await_port(options.standin_port, part, stop)
    sign_ins = prepare(environment, stop)
    for part in parts:
        if part not in first and not stop.is_set():
            part.start()
            if part.name == "web":
                await_port(options.port, part, stop)
    if not stop.is_set():
        print(welcome(environment, options, sign_ins), flush=True)
    while not stop.wait(LOOK):
        for part in parts:
            if part.has_ended():
                revive(part)


def prepare(environment: dict[str, str], stop: Event) -> list[dict[str, Any]]:
    """Bring database, files and Stripe up to date; return the personas' sign-ins.

    Its progress goes to the terminal, its errors to the log.
    """
    print("Preparing tables, files and people …", flush=True)
    log = LOGS / "prepare.log"
    SIGN_INS.unlink(missing_ok=True)
    with log.open("wb") as errors:
        step = Part("prepare", [sys.executable, "manage.py", "prepare_demo", str(SIGN_INS)], environment)
        step.process = subprocess.Popen(
            step.command,
            cwd=ROOT,
            env=environment,
            stderr=errors,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )
    while not stop.is_set() and not step.has_ended():
        stop.wait(LOOK)
    if stop.is_set():
        stop_all([step])
        return []
    if step.process.returncode:
        give_up("The demo could not be prepared", log)
    return list(json.loads(SIGN_INS.read_text()))


def await_port(port: int, part: Part, stop: Event) -> None:
    """Wait until a part listens. Ends with its last lines when it does not."""
    until = time.monotonic() + 60
    while not stop.is_set() and not ports.answers(port):
        if part.has_ended() or time.monotonic() > until:
            give_up(f"{part.name} does not start", part.log)
        stop.wait(LOOK / 2)


def give_up(why: str, log: Path) -> NoReturn:
    """Say why at once, since stopping the others takes a while."""
    print(f"{why}:\n{tail(log)}", file=sys.stderr, flush=True)
    raise SystemExit(1)


def tail(log: Path, lines: int = 15) -> str:
    """Return the end of a log."""
    return "\n".join(log.read_text(errors="replace").splitlines()[-lines:])


def welcome(environment: dict[str, str], options: argparse.Namespace, sign_ins: list[dict[str, Any]]) -> str:
    """Return what a newcomer needs to look around."""
    site = environment["SITE_URL"]
    rows = [
        ("Site", f"{site}/"),
        ("Desk (staff)", f"{site}/desk/"),
        ("Mailbox", f"{site}/demo/mailbox/"),
    ]
    if is_standin(environment):
        rows.append(("Stripe's stand-in", f"http://127.0.0.1:{options.standin_port}/"))
        rows.append(("Test card", "4242 4242 4242 4242, any later date, any CVC"))
    lines = ["", "=" * 78, "Safe Harbor runs.", "", *(f"  {name:<19} {value}" for name, value in rows), ""]
    people = [person for person in sign_ins if person.get("email")]
    for person in people:
        key = f"key {person['totp_secret']}" if person.get("totp_secret") else "a code by mail"
        lines.append(f"  {person['persona']:<19} {person['email']:<28} {key}")
    passwords = {person["password"] for person in people if person.get("password")}
    if passwords:
        lines += ["", f"  Password of all staff: {' / '.join(passwords)}"]
        lines.append(
            "  The key goes into an authenticator app; or: make code EMAIL=administrator@demo.example"
        )
    lines += ["", f"  Logs in {LOGS.relative_to(ROOT)}/. Ctrl-C stops everything.", "=" * 78]
    return "\n".join(lines)


if __name__ == "__main__":
    main()
