"""`make fresh`: throws the demo's data away. Keys and installed packages stay."""

import fcntl
import shutil
from pathlib import Path

from deploy import private_postgres

VAR = Path(__file__).resolve().parent.parent / "var"


def main() -> None:
    """Delete the private database, the stand-in's books, uploads, mail and logs, if nobody uses them."""
    private_postgres.LOCK.parent.mkdir(parents=True, exist_ok=True)
    with private_postgres.LOCK.open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise SystemExit("A demo or test is running on this data. Stop it first.") from None
        if private_postgres.FOLDER.exists() and private_postgres.is_running():
            private_postgres.run("pg_ctl", "-D", str(private_postgres.FOLDER), "-m", "fast", "-w", "stop")
        for name in ("postgres", "media", "logs", "mailbox"):
            shutil.rmtree(VAR / name, ignore_errors=True)
        (VAR / "standin.json").unlink(missing_ok=True)
    print("The demo's data is gone. `make demo` begins anew.")


if __name__ == "__main__":
    main()
