"""Secrets at rest: AES-256-GCM with a list of keys, each ciphertext bound to the row it belongs to.

The first key encrypts, every key decrypts: to rotate, put the new one first, re-seal, drop the old one.
Anything that does not open raises: there is no way to get plain text out of a doubtful one.
"""

import base64
import binascii
import hashlib
import secrets
from collections.abc import Iterable, Sequence

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

VERSION = "v1"
KEY_BYTES = 32
NONCE_BYTES = 12


class BadKey(Exception):
    """A key is missing, or not 32 bytes in base64."""


class CannotOpen(Exception):
    """The text was sealed for another row, by a key we do not have, or somebody changed it."""


def read_keys(keys: Iterable[str]) -> list[bytes]:
    """Return the keys' bytes. Raises: BadKey."""
    try:
        raw = [base64.b64decode(key, validate=True) for key in keys]
    except (binascii.Error, ValueError):
        raise BadKey from None
    if any(len(key) != KEY_BYTES for key in raw):
        raise BadKey
    return raw


def new_key() -> str:
    """Return a fresh key as the settings want it."""
    return base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode()


def seal(plain: str, *, keys: Sequence[str], bound_to: str) -> str:
    """Return the text sealed with the first key, for the row that `bound_to` names, like `totp:42`.

    Raises: BadKey.
    """
    if not keys:
        raise BadKey
    key = read_keys(keys[:1])[0]
    nonce = secrets.token_bytes(NONCE_BYTES)
    sealed = AESGCM(key).encrypt(nonce, plain.encode(), _bond(bound_to))
    return f"{VERSION}.{_name(key)}.{base64.urlsafe_b64encode(nonce + sealed).decode()}"


def unseal(sealed: str, *, keys: Sequence[str], bound_to: str) -> str:
    """Return the text that was sealed for this row. Raises: CannotOpen, BadKey."""
    match sealed.split("."):
        case [version, name, body] if version == VERSION:
            pass
        case _:
            raise CannotOpen
    key = next((key for key in read_keys(keys) if _name(key) == name), None)
    if key is None:
        raise CannotOpen
    try:
        raw = base64.b64decode(body, altchars=b"-_", validate=True)
        if base64.b64encode(raw, altchars=b"-_").decode() != body:  # bits of the last letter that say nothing
            raise CannotOpen
        return AESGCM(key).decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], _bond(bound_to)).decode()
    except (binascii.Error, InvalidTag, ValueError):
        raise CannotOpen from None


def is_sealed_with_first(sealed: str, *, keys: Sequence[str]) -> bool:
    """Whether a text needs no re-sealing after a rotation. Raises: BadKey."""
    return bool(keys) and sealed.startswith(f"{VERSION}.{_name(read_keys(keys[:1])[0])}.")


def _bond(bound_to: str) -> bytes:
    return f"{VERSION}|{bound_to}".encode()


def _name(key: bytes) -> str:
    """Return what tells keys apart without telling anything of them."""
    return hashlib.sha256(b"safe-harbor key name" + key).hexdigest()[:8]
