"""Keys that a development or demo machine makes for itself, once, readable by its owner only."""

import base64
import os
import secrets
from collections.abc import Callable
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent / "var" / "keys"

MAKERS: dict[str, Callable[[], str]] = {
    "DJANGO_SECRET_KEY": lambda: secrets.token_urlsafe(64),
    "ENCRYPTION_KEYS": lambda: base64.b64encode(secrets.token_bytes(32)).decode(),
    "LOCATION_KEYS": lambda: base64.b64encode(secrets.token_bytes(32)).decode(),
    "RECEIPT_SIGNING_KEYS": lambda: base64.b64encode(secrets.token_bytes(32)).decode(),
    "STRIPE_WEBHOOK_SECRETS": lambda: f"whsec_{secrets.token_hex(24)}",
}


def own_keys() -> dict[str, str]:
    """Return the machine's keys by the name of their setting, making those that are missing."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    FOLDER.chmod(0o700)
    return {name: os.environ.get(name) or kept(FOLDER / name.lower(), make) for name, make in MAKERS.items()}


def kept(file: Path, make: Callable[[], str]) -> str:
    """Return what a file holds, writing it first if it is not there."""
    if not file.exists():
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as opened:
            opened.write(make())
    return file.read_text()
